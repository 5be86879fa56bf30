# shellcheck shell=bash
# SPDX-License-Identifier: MIT
#
# scratch - databases for tests, owned by a role that is no superuser and has no
# BYPASSRLS, as on Supabase. Sourced by bash scripts; ADMIN_DATABASE_URL is a superuser's.
#
# The owner is reached as the superuser with the role set at connecting, so that the
# server's authentication rules need not know the fresh role.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=myorest_test_$$_$RANDOM
scratch_databases=()

[ -n "${ADMIN_DATABASE_URL-}" ] || {
    echo "ADMIN_DATABASE_URL is not set: a superuser on a PostgreSQL 15 cluster" >&2
    exit 2
}

# The given URL with another database and, if given, another role.
scratch_url() {
    local database=$1 role=${2-}
    if [[ $ADMIN_DATABASE_URL =~ ^(postgres(ql)?://[^/?]*)(/[^?]*)?([?].*)?$ ]]; then
        local query=${BASH_REMATCH[4]:-?}
        [ "$query" = '?' ] || query=$query'&'
        printf '%s/%s%s' "${BASH_REMATCH[1]}" "$database" "$query"
        printf 'dbname=%s' "$database"
        [ -z "$role" ] || printf '&options=-crole%%3D%s' "$role"
    else
        printf "%s dbname=%s" "$ADMIN_DATABASE_URL" "$database"
        [ -z "$role" ] || printf " options='-crole=%s'" "$role"
    fi
}

scratch_psql() {
    psql -XqAt -w -v ON_ERROR_STOP=1 "$@"
}

# Makes the owner role on first use; the database takes encoding and locale of template0.
scratch_create() {
    local database=$1
    [ ${#scratch_databases[@]} -gt 0 ] ||
        scratch_psql -d "$ADMIN_DATABASE_URL" -c "create role $scratch nologin nosuperuser nobypassrls"
    scratch_databases+=("$database")
    scratch_psql -d "$ADMIN_DATABASE_URL" \
        -c "create database $database owner $scratch template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'"
}

scratch_bootstrap() {
    local database=$1 role=${2-} file
    for file in "$root"/sql/bootstrap/*.sql; do
        scratch_psql -d "$(scratch_url "$database" "$role")" -f "$file"
    done
}

scratch_drop() {
    local database
    [ ${#scratch_databases[@]} -gt 0 ] || return 0
    for database in "${scratch_databases[@]}"; do
        scratch_psql -d "$ADMIN_DATABASE_URL" \
            -c "set client_min_messages = warning" -c "drop database if exists $database with (force)" || true
    done
    scratch_psql -d "$ADMIN_DATABASE_URL" \
        -c "set client_min_messages = warning" -c "drop role if exists $scratch" || true
}
