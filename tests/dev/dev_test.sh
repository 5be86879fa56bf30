# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# scripts/dev with programs that only echo: start, stop, status and run, and their failures.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
echo_programs patients schema health
PORT=$(free_port) && export PORT
export RUN_DIR=$work/one
other=$work/two hidden=
clean_up() {
    local each
    for each in "$work/one" "$work/two" "$work/o'd \$d" ${hidden:+"$hidden"}; do RUN_DIR=$each scripts/dev stop; done
    if [[ -n $hidden ]]; then rm -rf "${hidden%/run}"; fi
}
url=http://127.0.0.1:$PORT
environment() { fetch "$url/rest/v1/patients" | /usr/bin/python3 -c "import json, sys; print(json.load(sys.stdin)['environment'].get('$1'))"; }
# alive: processes that stem from this test's folder, by their command lines or programs.
# shellcheck disable=SC2009 # pgrep has no fixed strings
alive() { ps -eo args= | grep -F "${1:-$work}" | grep -vc -F -e grep -e _test.sh; }

exits 'stop with nothing running' 0 scripts/dev stop
exits 'status with nothing running' 3 scripts/dev status
exits 'start' 0 scripts/dev start
like 'says where it is' "$output" "^myorest is at $url/rest/v1/"
is 'answers' "$(fetch -o /dev/null -w '%{http_code}' "$url/health/ready")" 200
exits 'status' 0 scripts/dev status
like 'status names the URL' "$output" "$url"
like 'status counts workers' "$output" 'patients +process [0-9]+, 2 workers'
processes=$(cat "$RUN_DIR"/processes/*)
exits 'start again' 0 scripts/dev start
like 'says so' "$output" 'already running'
is 'and starts nothing' "$(cat "$RUN_DIR"/processes/*)" "$processes"
exits 'start on another port' 1 env PORT="$(free_port)" scripts/dev start
like 'says where it runs' "$output" "already running on port $PORT"
exits 'run while it runs' 1 scripts/dev run

exits 'a port in use' 1 env RUN_DIR="$other" scripts/dev start
like 'is named' "$output" "port $PORT is in use \(nginx, process [0-9]+\)"
is 'nothing is left of it' "$(ls "$other/processes" 2>/dev/null)" ''
second=$(free_port)
exits 'another instance' 0 env RUN_DIR="$other" PORT="$second" WORKERS=3 scripts/dev start
like 'has its own workers' "$(RUN_DIR=$other scripts/dev status)" 'patients .*, 3 workers'
exits 'stop the first' 0 scripts/dev stop
is 'the second runs on' "$(fetch -o /dev/null -w '%{http_code}' "http://127.0.0.1:$second/health/ready")" 200
is 'the first left no process' "$(alive "$work/one")" 0
exits 'stop the second' 0 env RUN_DIR="$other" scripts/dev stop
is 'it left no process' "$(alive)" 0
exits 'stop again' 0 scripts/dev stop

# --- settings
like 'a secret of its own' "$(scripts/dev start >&2 && environment JWT_SECRET)" '^[0-9a-f]{64}$'
is 'which is kept' "$(environment JWT_SECRET)" "$(<"$RUN_DIR/secret")"
is 'anon' "$(environment DB_ANON_ROLE)" anon
is 'the database is handed on' "$(environment DATABASE_URL)" postgresql://nobody@/nothing
scripts/dev stop
# shellcheck disable=SC2016 # nothing may expand in it
odd='$HOME `id` $(id) %s "double" '"'single'"' \ back # hash; semi & {brace} long'
export JWT_SECRET=$odd DB_ANON_ROLE='' APP_SETTINGS=$'app.settings.a=1 2,app.settings.b="$x"'
export GATEWAY_INTERFACE=CGI/1.1
scripts/dev start
is 'odd characters survive' "$(environment JWT_SECRET)" "$odd"
is 'in any setting' "$(environment APP_SETTINGS)" "$APP_SETTINGS"
is 'empty is a value' "$(environment DB_ANON_ROLE)" ''
is 'programs do not take themselves for CGI' "$(environment GATEWAY_INTERFACE)" None
scripts/dev stop
unset JWT_SECRET DB_ANON_ROLE APP_SETTINGS GATEWAY_INTERFACE
PGRST_DB_ANON_ROLE=web scripts/dev start
is "PostgREST's name counts" "$(environment DB_ANON_ROLE)" None
scripts/dev stop
printf 'DB_ANON_ROLE=web\nJWT_SECRET=%s\n' "$odd" >"$work/config" && chmod 600 "$work/config"
MYOREST_CONFIG=$work/config scripts/dev start
is 'so does the file' "$(environment DB_ANON_ROLE) $(environment JWT_SECRET)" 'None None'
if ((EUID == 0)); then
    copy=$(environment MYOREST_CONFIG)
    is 'which the programs can read' "$(stat -c '%U %a' "$copy")" 'www-data 600'
fi
scripts/dev stop

# --- failures leave nothing running
exits 'a program that refuses to start' 1 env JWT_SECRET=short scripts/dev start
like 'says why' "$output" 'JWT_SECRET: at least 32 octets'
is 'nothing is left' "$(alive)" 0
exits 'a program that is not built' 1 env PROGRAMS='patients nothing' scripts/dev start
like 'is named' "$output" 'nothing is missing'
is 'nothing is left' "$(alive)" 0
exits 'a bad port' 1 env PORT=70000 scripts/dev start
exits 'a bad number of workers' 1 env WORKERS=0 scripts/dev start
exits 'only the admin URL' 1 env -u DATABASE_URL ADMIN_DATABASE_URL=postgresql://x scripts/dev start
like 'names the other' "$output" 'DATABASE_URL is needed'
exits 'a demo without the admin URL' 1 env DEMO=1 scripts/dev start
like 'names it' "$output" 'needs ADMIN_DATABASE_URL'
exits 'start-schema without its database' 1 env SCHEMAS=api scripts/dev start-schema
like 'says so' "$output" 'the settings stored in the database could not be read'
exits 'start-schema without schemas' 1 env DB_CONFIG=off scripts/dev start-schema
like 'names SCHEMAS' "$output" 'SCHEMAS'
exits 'no verb' 2 scripts/dev
is 'nothing is left' "$(alive)" 0

# --- what happens while it runs
scripts/dev start
worker=$(fetch "$url/rest/v1/patients" | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["process"])')
sleep 0.6
kill -9 "$worker"
like 'a worker is started again' "$(sleep 0.3 && scripts/dev status)" 'patients .*, 2 workers'
read -r supervisor _ <"$RUN_DIR/processes/patients"
kill -9 "$supervisor"
sleep 0.2
exits 'a supervisor that was killed shows' 3 scripts/dev status
like 'by name' "$output" 'patients +ended'
exits 'start mends it' 0 scripts/dev start
exits 'status' 0 scripts/dev status
read -r supervisor _ <"$RUN_DIR/processes/patients"
kill -9 "$supervisor"
exits 'stop' 0 scripts/dev stop
is 'finds workers without a supervisor' "$(alive)" 0
scripts/dev start
read -r supervisor _ <"$RUN_DIR/processes/patients"
sed -i "s/.*/$$ 1/" "$RUN_DIR/processes/patients" # somebody else has that id now
exits 'stop with a stale record' 0 scripts/dev stop
is 'spares the stranger' "$(ps -o pid= -p $$ | tr -d ' ')" $$
kill "$supervisor"
while kill -0 "$supervisor" 2>/dev/null; do sleep 0.1; done

# --- in the foreground
scripts/dev run >"$work/output" 2>&1 &
run=$!
until grep -q myorest "$work/output" || ! kill -0 "$run"; do sleep 0.1; done
like 'run prints the URL' "$(<"$work/output")" "$url/rest/v1/"
is 'and answers' "$(fetch -o /dev/null -w '%{http_code}' "$url/health/ready")" 200
kill -TERM "$run"
wait "$run"
is 'ends well' $? 0
is 'with everything' "$(alive)" 0
scripts/dev run >"$work/output" 2>&1 &
run=$!
until grep -q myorest "$work/output" || ! kill -0 "$run"; do sleep 0.1; done
exits 'stop from elsewhere' 0 scripts/dev stop
wait "$run"
is 'ends run' $? 0
is 'and nothing is left' "$(alive)" 0
# As a terminal does it: Ctrl-C goes to everything in front.
/usr/bin/python3 - "$work/output" <<'PYTHON'
import os, pty, sys
child, terminal = pty.fork()
if child == 0:
    os.execv("scripts/dev", ["scripts/dev", "run"])
output, status = b"", None
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if b"myorest is at" in output + piece and b"myorest is at" not in output:
        os.write(terminal, b"\x03")
    output += piece
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), file=open(sys.argv[1], "w"))
PYTHON
is 'Ctrl-C ends it well' "$(<"$work/output")" 0
is 'with everything' "$(alive)" 0
scripts/dev run >"$work/output" 2>&1 &
run=$!
until grep -q myorest "$work/output" || ! kill -0 "$run"; do sleep 0.1; done
read -r supervisor _ <"$RUN_DIR/processes/patients"
kill -9 "$supervisor"
wait "$run"
is 'run ends when a program does' $? 1
like 'and says which' "$(<"$work/output")" 'patients ended'
is 'with everything' "$(alive)" 0

# --- folders
export RUN_DIR=$work/"o'd \$d"
exits 'a folder with odd characters' 0 scripts/dev start
is 'answers' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/patients")" 200
scripts/dev stop
if ((EUID == 0)); then
    hidden=$(mktemp -d)/run # 0700: nobody but root gets in
    export RUN_DIR=$hidden
    mkdir -p "${hidden%/run}/bin" && cp "$BIN_DIR"/* "${hidden%/run}/bin"
    exits 'where www-data cannot go' 0 env BIN_DIR="${hidden%/run}/bin" scripts/dev start
    is 'answers' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/patients")" 200
    is 'as www-data' "$(ps -o user= -p "$(cut -d' ' -f1 "$hidden/processes/nginx")")" www-data
    place=$(<"$hidden/location")
    like 'from a place of its own' "$place" '^/var/tmp/'
    scripts/dev stop
    is 'no process is left' "$(alive "$place")" 0
    rm -rf "$place"
fi
finish
