# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# The whole of it with our own programs: a cluster, the migrations, the demo, tokens.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
export RUN_DIR=$work/run CLUSTER_SETTINGS='fsync = off'
PORT=$(free_port) && export PORT
url=http://127.0.0.1:$PORT
clean_up() {
    scripts/dev stop
    scripts/cluster drop "$RUN_DIR"
    scripts/cluster drop "$work/foreign"
    scripts/cluster drop "$work/given"
}
therapist=00000000-0000-4000-8000-0000000000b1
as() { # SUB CURL_ARGUMENTS...: prints the status, leaves the body in $work/body
    local token
    token=$(scripts/token authenticated "$1")
    shift
    fetch -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $token" "$@"
}
sessions() { as "$therapist" "$url/rest/v1/therapy_sessions?select=id" >/dev/null && grep -o '"id"' "$work/body" | wc -l; }

exits 'start' 0 scripts/dev start
is 'ready' "$(fetch -o /dev/null -w '%{http_code}' "$url/health/ready")" 200
is 'live' "$(fetch -o /dev/null -w '%{http_code}' "$url/health/live")" 200
is 'seven sessions' "$(sessions)" 7
is 'no token, no rows' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/therapy_sessions")" 401
is 'another secret, no rows' "$(JWT_SECRET=$(printf 'x%.0s' {1..40}) as "$therapist" "$url/rest/v1/patients")" 401
exits 'the demo again' 0 env ADMIN_DATABASE_URL="$(sed -n "s/^ADMIN_DATABASE_URL='\(.*\)'$/\1/p" "$RUN_DIR/cluster.env")" scripts/demo
is 'adds nothing' "$(sessions)" 7
like 'a name that is none' "$(fetch "$url/rest/v1/patient")" PGRST205
like 'a path that is none' "$(fetch "$url/rest/v1/a/b")" PGRST125
exits 'stop' 0 scripts/dev stop

# shellcheck disable=SC2016 # nothing may expand in it
odd='$HOME `id` $(id) %s "double" '"'single'"' \ back # hash; semi & {brace} long'
export JWT_SECRET=$odd
exits 'start with an odd secret' 0 scripts/dev start
is 'it verifies' "$(as "$therapist" "$url/rest/v1/patients?patient_code=eq.P-001&select=patient_code")" 200
is 'the data stayed' "$(sessions)" 7
like 'one row of theirs' "$(as "$therapist" "$url/rest/v1/patients?patient_code=eq.P-001" && cat "$work/body")" 'P-001'
logs=$(cat "$RUN_DIR"/log/*)
unlike 'no filter in any log' "$logs" 'P-001|patient_code|select='
unlike 'no token in any log' "$logs" 'eyJ'
scripts/dev stop
unset JWT_SECRET
exits 'a short secret' 1 env JWT_SECRET=short scripts/dev start
like 'is named' "$output" JWT_SECRET

exits 'start as plain CGI' 0 env GATEWAY=cgi scripts/dev start
is 'answers' "$(as "$therapist" "$url/rest/v1/patients?patient_code=eq.P-001&select=patient_code")" 200
is 'the same' "$(<"$work/body")" '[{"patient_code":"P-001"}]'
scripts/dev stop

# --- a database that is given is left alone, unless the demo is asked for
scripts/cluster start "$work/given" --bare
given() { sed -n "s/^$1='\(.*\)'$/\1/p" "$work/given/cluster.env"; }
urls=(DATABASE_URL="$(given DATABASE_URL)" ADMIN_DATABASE_URL="$(given ADMIN_DATABASE_URL)")
exits 'a database without anything of ours' 1 env "${urls[@]}" scripts/dev start
is 'stays so' "$(psql -XAtq -d "$(given ADMIN_DATABASE_URL)" -c "select count(*) from pg_tables where schemaname = 'public'")" 0
exits 'with DEMO=1' 0 env "${urls[@]}" DEMO=1 scripts/dev start
is 'seven sessions there' "$(sessions)" 7
exits 'stop' 0 scripts/dev stop
is 'the server runs on' "$(psql -XAtq -d "$(given ADMIN_DATABASE_URL)" -c 'select count(*) from public.therapy_sessions')" 7

# --- any other schema
scripts/cluster start "$work/foreign"
foreign() { sed -n "s/^$1='\(.*\)'$/\1/p" "$work/foreign/cluster.env"; }
psql -Xq -d "$(foreign ADMIN_DATABASE_URL)" <<'SQL'
create schema api;
create table api.films (id int primary key, title text not null);
insert into api.films values (1, 'Metropolis');
grant usage on schema api to anon;
grant select on api.films to anon;
SQL
DATABASE_URL=$(foreign DATABASE_URL)
export DATABASE_URL
exits 'start-schema' 0 env SCHEMAS=api DB_ANON_ROLE=anon scripts/dev start-schema
is 'serves a table there' "$(fetch "$url/rest/v1/films")" '[{"id":1,"title":"Metropolis"}]'
is 'and health' "$(fetch -o /dev/null -w '%{http_code}' "$url/health/ready")" 200
exits 'stop' 0 scripts/dev stop
exits 'a schema that is not there' 1 env SCHEMAS=nothing scripts/dev start-schema
like 'is named' "$output" nothing

# --- settings stored in the database
stored() { scripts/settings --db-url "$DATABASE_URL" "$@"; }
is 'nothing stored, nothing printed' "$(stored)" ''
psql -Xq -d "$(foreign ADMIN_DATABASE_URL)" <<'SQL'
insert into api.films values (2, 'Nosferatu'), (3, 'M');
create schema other;
grant usage on schema api, other to authenticator, anon;
alter role authenticator set pgrst.db_schemas = 'api, other';
alter role authenticator set pgrst.db_max_rows = '1';
alter role authenticator in database myorest set pgrst.db_max_rows = '2';
alter role authenticator set pgrst.db_anon_role = 'anon';
alter role authenticator set pgrst.jwt_secret = e'{"keys":\n[]}';
alter role authenticator set pgrst.db_channel = 'nobody''s';
alter database myorest set pgrst.db_tx_end = 'rollback';
create function api."Before all"() returns void language sql as $$
    select set_config('pgrst.db_max_rows', '3', true), set_config('pgrst.server_timing_enabled', 'true', true),
        set_config('pgrst.server_trace_header', 'X-Trace', true)
$$;
create function api.writes() returns void language sql as $$ insert into api.films values (9, 'none') $$;
SQL
lines=$'DB_ANON_ROLE=anon\nDB_SCHEMAS=api, other\nJWT_SECRET={"keys": []}\nMAX_ROWS=2'
is 'of the login, first those for this database' "$(stored)" "$lines"
is 'what a function sets comes last' "$(stored --pre-config 'api.Before all')" "${lines/JWT/$'DB_TX_END=rollback\nJWT'}"$'\nSERVER_TIMING=true\nTRACE_HEADER=X-Trace'
exits 'a function that is not there' 1 stored --pre-config api.nothing
like 'is named' "$output" 'function api.nothing.. does not exist'
exits 'a function that writes' 1 stored --pre-config api.writes
like 'is refused' "$output" 'read-only transaction'
exits 'no database' 1 scripts/settings --db-url 'host=/nowhere'
exits 'settings of an unknown option' 2 scripts/settings --url x
unknown() { # what the programs do not know by these names
    local ours theirs
    while read -r theirs ours; do
        grep -q "X(\"$ours\", \"PGRST_${theirs^^}\"," lib/base/config.c || echo "$theirs $ours"
    done < <(sed -n "s/^    ('\(.*\)', '\(.*\)')[,]*$/\1 \2/p" scripts/settings)
}
is 'every one of them is a setting of the programs' "$(unknown)" ''
forgotten() { # what the programs know by a name of PostgREST's and is not asked for
    local ours theirs
    while read -r ours theirs; do
        grep -q "('${theirs,,}', '$ours')" scripts/settings || echo "$ours"
    done < <(sed -n 's/^ *X("\([A-Z_]*\)", "PGRST_\([A-Z_]*\)",.*/\1 \2/p' lib/base/config.c)
}
is 'all but those of the process are there' "$(forgotten)" $'DATABASE_URL\nDB_CONFIG\nLOG_LEVEL'
psql -Xq -d "$(foreign ADMIN_DATABASE_URL)" -c 'alter role authenticator reset pgrst.jwt_secret'
exits 'start-schema takes them, the schemas too' 0 env DB_ANON_ROLE=nobody DB_PRE_CONFIG='api.Before all' scripts/dev start-schema
is 'the rows are two at most' "$(fetch "$url/rest/v1/films?select=id")" $'[{"id":1}, \n {"id":2}]'
like 'the function is heard' "$(fetch -D - -o /dev/null "$url/rest/v1/films")" \
    'Server-Timing: jwt;dur=[0-9]+\.[0-9], parse;dur=[0-9]+\.[0-9], plan;dur=[0-9]+\.[0-9], transaction;dur=[0-9]+\.[0-9], response;dur=[0-9]+\.[0-9]'
is 'an error has no timing' "$(fetch -D - -o /dev/null "$url/rest/v1/nothing" | grep -ci server-timing)" 0
is 'but a page past the end has' "$(fetch -D - -o /dev/null -H 'Prefer: count=exact' "$url/rest/v1/films?offset=9" | grep -ciE '^HTTP.* 416|server-timing')" 2
like 'a header is repeated' "$(fetch -D - -o /dev/null -H 'x-trace: a b' "$url/rest/v1/films")" 'X-Trace: a b'
is 'with nothing when none came' "$(fetch -D - -o /dev/null "$url/rest/v1/films" | tr -d '\r' | grep -i trace)" 'X-Trace: '
is 'both schemas are there' "$(fetch -o /dev/null -w '%{http_code}' -H 'Accept-Profile: other' "$url/rest/v1/")" 200
exits 'stop' 0 scripts/dev stop
exits 'start-schema without them' 0 env -u DATABASE_URL PGRST_DB_URI="$DATABASE_URL" DB_CONFIG=off PGRST_DB_SCHEMAS=api DB_ANON_ROLE=anon scripts/dev start-schema
is 'all rows' "$(fetch "$url/rest/v1/films?select=id&id=gt.1")" $'[{"id":2}, \n {"id":3}]'
exits 'stop' 0 scripts/dev stop
is 'the foreign database was not stopped' "$(psql -XAtq -d "$DATABASE_URL" -c 'select 1')" 1
finish
