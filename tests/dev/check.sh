# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# check - counts what holds and what does not; a test sources it and ends with `finish`.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root" || exit
. scripts/lib/port.sh
passed=0 failed=0
# Short, and open to the users that root steps down to.
work=$(mktemp -d /tmp/dev-test.XXXXXX) && chmod 755 "$work"
unset PORT RUN_DIR WORKERS DATABASE_URL ADMIN_DATABASE_URL DEMO SCHEMAS PROGRAMS BIN_DIR MYOREST_CONFIG
unset JWT_SECRET JWT_SECRET_IS_BASE64 DB_ANON_ROLE CORS_ORIGINS SUPABASE_UPSTREAM "${!PGRST_@}"

pass() { passed=$((passed + 1)); }
flunk() {
    failed=$((failed + 1))
    printf 'FAILED %s: %s\n' "${0##*/}" "$*"
}

is() { if [[ $2 == "$3" ]]; then pass; else flunk "$1: got '$2', expected '$3'"; fi; }
like() { if [[ $2 =~ $3 ]]; then pass; else flunk "$1: got '$2', expected something like '$3'"; fi; }
unlike() { if [[ $2 =~ $3 ]]; then flunk "$1: '$2' should not be like '$3'"; else pass; fi; }

# exits NAME STATUS COMMAND...: runs it; its output is in $output.
exits() {
    local name=$1 expected=$2 status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    if [[ $status == "$expected" ]]; then pass; else flunk "$name: exit status $status, expected $expected: $output"; fi
}

free_port() {
    local port
    while port=$((20000 + RANDOM % 10000)) && port_owner "$port" >/dev/null; do :; done
    printf '%s\n' "$port"
}

fetch() { curl --noproxy '*' --silent --show-error --max-time 20 "$@"; }

# A folder of programs that only echo, for what is not about ours: echo_programs NAME...
echo_programs() {
    local name
    mkdir -p "$work/bin"
    for name in "$@"; do cp tests/dev/echo.py "$work/bin/$name"; done
    export BIN_DIR=$work/bin PROGRAMS="$*" DATABASE_URL=postgresql://nobody@/nothing
}

finish() {
    if declare -F clean_up >/dev/null; then clean_up; fi
    rm -rf "$work"
    printf '%s passed, %s failed\n' "$passed" "$failed"
    ((failed == 0))
}
