# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# database - what a plain PostgreSQL needs before the migrations.

# database_bootstrap DIRECTORY URL: runs the *.sql files there, in order; each may be
# repeated.
database_bootstrap() {
    local file
    for file in "$1"/*.sql; do
        [[ -f $file ]] || continue
        PGOPTIONS='-c client_min_messages=warning' \
            psql -Xq -v ON_ERROR_STOP=1 -d "$2" -f "$file" >/dev/null || return
    done
}
