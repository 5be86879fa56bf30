# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# json - just enough JSON for shell scripts on a host that has no tool for it.

# json_quote TEXT: a JSON string.
json_quote() {
    local text=$1 code character
    text=${text//\\/\\\\}
    text=${text//\"/\\\"}
    if [[ $text == *[$'\x01'-$'\x1f']* ]]; then
        for code in {1..31}; do
            printf -v character '%b' "\\x$(printf %x "$code")"
            text=${text//"$character"/$(printf '\\u%04x' "$code")}
        done
    fi
    printf '"%s"' "$text"
}

# json_reduce: what is left of the text on stdin when every value in it, inside out, is
# replaced by one octet: 1 a string, 2 another value, 3 the string "keys", 4 an array. A text
# that is not JSON does not come down to a single octet. With an address such as /./ as $1
# the outermost brackets stay.
json_reduce() {
    local outer=${1:-}
    LC_ALL=C sed -Ez '
        s/[\x01-\x08\x0b\x0c\x0e-\x1f]/?/g
        s/"keys"/\x03/g
        s/"([^"\\\x01-\x1f]|\\["\\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/\x01/g
        s/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null/\x02/g
        s/[ \t\r\n]+//g
        :again
        s/('"$outer"')\[([\x01-\x04](,[\x01-\x04])*)?\]/\1\x04/g
        s/('"$outer"')\{([\x01\x03]:[\x01-\x04](,[\x01\x03]:[\x01-\x04])*)?\}/\1\x02/g
        t again'
}

# json_is_value TEXT: is it a JSON number, true, false, null, object or array?
json_is_value() {
    local rest
    rest=$(printf '%s' "$1" | json_reduce)
    [[ $rest == $'\x02' || $rest == $'\x04' ]]
}

# json_has_keys FILE: is it an object whose member "keys" is an array?
json_has_keys() {
    local rest member=$'[\x01\x03]:[\x01-\x04]' keys=$'\x03:\x04'
    rest=$(json_reduce . <"$1" | tr -d '\0')
    [[ $rest =~ ^\{($member,)*$keys(,$member)*\}$ ]]
}
