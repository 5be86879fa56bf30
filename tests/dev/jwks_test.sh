# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# scripts/jwks: a new set whole, or the old one.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
port=$(free_port)
/usr/bin/python3 -m http.server --bind 127.0.0.1 --directory "$work" "$port" >/dev/null 2>&1 &
server=$!
clean_up() { kill "$server" 2>/dev/null; }
url=http://127.0.0.1:$port/given file=$work/keys.json
until fetch "http://127.0.0.1:$port/" >/dev/null 2>&1; do sleep 0.1; done
export no_proxy='*'

give() { printf '%s' "$1" >"$work/given"; }
good='{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"AA","y":"BB"}]}'

give "$good"
exits 'a key set' 0 scripts/jwks "$url" "$file"
is 'is stored' "$(<"$file")" "$good"
is 'for all to read' "$(stat -c %a "$file")" 644
touch -d '2020-01-01' "$file"
exits 'the same again' 0 scripts/jwks "$url" "$file"
is 'is not written' "$(stat -c %Y "$file")" "$(date -d '2020-01-01' +%s)"
give '{ "other": {"keys": 1}, "keys" : [ ] }'
exits 'an empty set' 0 scripts/jwks "$url" "$file"
is 'is one too' "$(<"$file")" '{ "other": {"keys": 1}, "keys" : [ ] }'

kept=$(<"$file")
while IFS= read -r bad; do
    give "$bad"
    exits "refused: $bad" 1 scripts/jwks "$url" "$file"
    is "kept after: $bad" "$(<"$file")" "$kept"
done <<'BAD'

<html>not found</html>
[]
{"keys":{}}
{"keys":[}
{"other":[]}
{"nested":{"keys":[]}}
{"keys":[]} {"keys":[]}
"keys"
BAD
exits 'a page that is not there' 1 scripts/jwks "$url.none" "$file"
exits 'a host that is not there' 1 scripts/jwks "http://127.0.0.1:1/x" "$file"
is 'kept' "$(<"$file")" "$kept"
exits 'a folder that is not there' 1 scripts/jwks "$url" "$work/none/keys.json"
exits 'no file' 2 scripts/jwks "$url"
exits 'another scheme' 2 scripts/jwks "file://$work/given" "$file"
is 'nothing is left over' "$(find "$work" -name '.jwks.*')" ''
finish
