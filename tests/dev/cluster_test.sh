# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# scripts/cluster: made, reached, crashed, side by side, out of reach, dropped.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
export CLUSTER_SETTINGS='fsync = off'
hidden=
clean_up() {
    local each
    for each in one two "sp ace's"; do scripts/cluster drop "$work/$each"; done
    if [[ -n $hidden ]]; then scripts/cluster drop "$hidden" && rm -rf "${hidden%/run}"; fi
}
url() { sed -n "s/^$2='\(.*\)'$/\1/p" "$1/cluster.env"; }
ask() { psql -XAtq -d "$(url "$1" ADMIN_DATABASE_URL)" -c "$2"; }
data() { ask "$1" 'show data_directory'; }

exits 'start' 0 scripts/cluster start "$work/one"
is 'the environment is private' "$(stat -c %a "$work/one/cluster.env")" 600
is 'UTC' "$(ask "$work/one" 'show timezone')" UTC
is 'UTF8' "$(ask "$work/one" 'show server_encoding')" UTF8
is 'C.UTF-8' "$(ask "$work/one" 'select datcollate from pg_database where datname = current_database()')" C.UTF-8
is 'no TCP' "$(ask "$work/one" 'show listen_addresses')" ''
is 'the roles of Supabase' "$(ask "$work/one" \
    "select count(*) from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator')")" 4
is 'the programs log in' "$(psql -XAtq -d "$(url "$work/one" DATABASE_URL)" -c 'select current_user')" authenticator
if ((EUID == 0)); then
    is 'the programs do not become the superuser' "$(setpriv --reuid=www-data --regid=www-data --clear-groups \
        psql -XAtq -d "$(url "$work/one" ADMIN_DATABASE_URL)" -c 'select 1' 2>/dev/null)" ''
    is 'nobody else comes near the socket' "$(setpriv --reuid=nobody --regid=nogroup --clear-groups \
        psql -XAtq -d "$(url "$work/one" DATABASE_URL)" -c 'select 1' 2>/dev/null)" ''
fi
sockets=$(<"$work/one/cluster.sockets")
exits 'start again' 0 scripts/cluster start "$work/one"
is 'changes nothing' "$(<"$work/one/cluster.sockets")" "$sockets"

exits 'a second, bare' 0 scripts/cluster start "$work/two" --bare
is 'has no roles of ours' "$(ask "$work/two" "select count(*) from pg_roles where rolname = 'authenticator'")" 0
ask "$work/one" 'create table kept as select 7 as n' >/dev/null
exits 'stop' 0 scripts/cluster stop "$work/one"
is 'its sockets are gone' "$(ls -d "$sockets" 2>/dev/null)" ''
is 'the environment is gone' "$(ls "$work/one/cluster.env" 2>/dev/null)" ''
is 'the other one runs on' "$(ask "$work/two" 'select 1')" 1
exits 'stop again' 0 scripts/cluster stop "$work/one"
exits 'stop what never was' 0 scripts/cluster stop "$work/none"
exits 'start after stop' 0 scripts/cluster start "$work/one"
is 'the data stayed' "$(ask "$work/one" 'select n from kept')" 7

server=$(head -n 1 "$(data "$work/one")/postmaster.pid")
directory=$(data "$work/one")
kill -9 "$server"
exits 'start after a crash' 0 scripts/cluster start "$work/one"
is 'recovered' "$(ask "$work/one" 'select n from kept')" 7
server=$(head -n 1 "$directory/postmaster.pid")
kill -9 "$server"
while pgrep -s "$server" >/dev/null || [[ -d /proc/$server ]]; do sleep 0.1; done
sed -i "1s/.*/$$/" "$directory/postmaster.pid"
exits 'start after a crash whose id is taken' 0 scripts/cluster start "$work/one"
is 'recovered again' "$(ask "$work/one" 'select n from kept')" 7

exits 'a folder with odd characters' 0 scripts/cluster start "$work/sp ace's"
is 'works' "$(ask "$work/sp ace's" 'select 1')" 1
exits 'drop' 0 scripts/cluster drop "$work/sp ace's"
is 'the data are gone' "$(ls -d "$work/sp ace's/data" 2>/dev/null)" ''

if ((EUID == 0)); then
    hidden=$(mktemp -d)/run # 0700: nobody but root gets in
    exits 'where its user cannot go' 0 scripts/cluster start "$hidden"
    is 'works' "$(ask "$hidden" 'select 1')" 1
    place=$(<"$hidden/location")
    like 'elsewhere' "$place" '^/var/tmp/'
    scripts/cluster stop "$hidden"
    exits 'start again' 0 scripts/cluster start "$hidden"
    is 'in the same place' "$(<"$hidden/location")" "$place"
    exits 'drop' 0 scripts/cluster drop "$hidden"
    is 'nothing is left there' "$(ls -d "$place" 2>/dev/null)" ''
fi
exits 'no folder' 2 scripts/cluster start
exits 'no verb' 2 scripts/cluster frob "$work/one"
finish
