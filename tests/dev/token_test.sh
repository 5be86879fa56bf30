# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# scripts/token, against an independent reading of RFC 7519.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
export RUN_DIR=$work/run

# verified TOKEN KEY_HEX [CLAIM]: "bad", or the claim (else all of them) as JSON.
verified() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import base64, hashlib, hmac, json, sys
def decode(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
head, body, signature = sys.argv[1].split(".")
key = bytes.fromhex(sys.argv[2])
good = hmac.compare_digest(hmac.new(key, f"{head}.{body}".encode(), hashlib.sha256).digest(), decode(signature))
assert json.loads(decode(head)) == {"alg": "HS256", "typ": "JWT"}
claims = json.loads(decode(body), parse_float=str)
print("bad" if not good else json.dumps(claims[sys.argv[3]] if len(sys.argv) > 3 else claims, ensure_ascii=False))
PYTHON
}
hex() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'; }

token=$(scripts/token authenticated 3f1c)
secret=$(<"$RUN_DIR/secret")
is 'the secret is private' "$(stat -c %a "$RUN_DIR/secret")" 600
like 'the secret is long' "$secret" '^[0-9a-f]{64}$'
is 'role' "$(verified "$token" "$(hex "$secret")" role)" '"authenticated"'
is 'sub' "$(verified "$token" "$(hex "$secret")" sub)" '"3f1c"'
is 'aud' "$(verified "$token" "$(hex "$secret")" aud)" '"authenticated"'
issued=$(verified "$token" "$(hex "$secret")" iat)
is 'an hour' "$(verified "$token" "$(hex "$secret")" exp)" "$((issued + 3600))"
unlike 'without SUB no sub' "$(verified "$(scripts/token anon)" "$(hex "$secret")")" '"sub"'
is 'made once' "$(<"$RUN_DIR/secret")" "$secret"
like '--ttl' "$(verified "$(scripts/token anon --ttl=-60)" "$(hex "$secret")")" '"iat": ([0-9]+)'

while IFS= read -r value; do
    is "a secret such as $value" \
        "$(verified "$(JWT_SECRET=$value scripts/token r)" "$(hex "$value")" role)" '"r"'
done <<'SECRETS'
dollar $HOME and $$ and `id` and $(id), long enough
percent %s %d %% %n and a \n backslash \ at the end\
quotes ' and " and both '"'"', long enough for this
  spaces at both ends of it, and * and ? and [a-z]  
grüße, 密碼, and a # comment; then = and & and | < >
SECRETS
long=$(printf 'k%.0s' {1..65})
is 'a key longer than a block' "$(verified "$(JWT_SECRET=$long scripts/token r)" "$(hex "$long")" role)" '"r"'
is 'a base64 secret' "$(verified "$(JWT_SECRET='AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8_+w' \
    JWT_SECRET_IS_BASE64=on scripts/token r)" \
    000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f3ffb role)" '"r"'

claim() { verified "$(scripts/token r --claim "x=$1")" "$(hex "$secret")" x; }
is 'a number' "$(claim 12345678901234567890)" 12345678901234567890
is 'digits as they were' "$(claim 1.10)" '"1.10"' # parse_float=str keeps the spelling
is 'true' "$(claim true)" true
is 'null' "$(claim null)" null
is 'an object' "$(claim '{"a":{"b":[1,"x"]}}')" '{"a": {"b": [1, "x"]}}'
is 'an array' "$(claim '["a",{}]')" '["a", {}]'
is 'text' "$(claim 'say "hi"\ now')" '"say \"hi\"\\ now"'
is 'control characters' "$(claim $'a\tb\nc\x01')" '"a\tb\nc\u0001"'
is 'nearly a number' "$(claim 01)" '"01"'
is 'nearly an object' "$(claim '{a:1}')" '"{a:1}"'
is 'nearly an array' "$(claim '[1 2]')" '"[1 2]"'
is 'no value' "$(claim '')" '""'
is 'a value with =' "$(claim 'a=b')" '"a=b"'
is 'a claim replaces ours' "$(verified "$(scripts/token r --claim exp=1)" "$(hex "$secret")" exp)" 1

exits 'no role' 2 scripts/token
exits 'a claim without =' 2 scripts/token r --claim x
exits 'a ttl that is no number' 2 scripts/token r --ttl x
exits 'an unknown option' 2 scripts/token r --frobnicate
exits 'an empty secret' 1 env JWT_SECRET= scripts/token r
finish
