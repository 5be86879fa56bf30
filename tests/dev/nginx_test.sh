# shellcheck shell=bash
# SPDX-License-Identifier: MIT
# nginx/: what it passes on, what it answers itself, what it writes down. Programs that echo
# stand in for ours.
# shellcheck source=tests/dev/check.sh
. "$(dirname "$0")/check.sh"
echo_programs patients schema health
export RUN_DIR=$work/run WORKERS=2
PORT=$(free_port) && export PORT
clean_up() { scripts/dev stop; }
start_with() {
    scripts/dev stop
    env "$@" scripts/dev start || flunk "start with $*"
}
url=http://127.0.0.1:$PORT
sent() { fetch "$@" | /usr/bin/python3 -c "import json, sys; print(json.load(sys.stdin)$member)"; }
param() { member="['params'].get('$1')" && shift && sent "$@"; }
raw() { # TEXT: sends these octets and prints the whole answer
    printf '%b' "$1" >"$work/request" # one write: an answer may come before the second
    exec 5<>"/dev/tcp/127.0.0.1/$PORT" && cat "$work/request" >&5 && timeout 5 cat <&5
    exec 5>&-
}
# error NAME STATUS CODE ANSWER: nginx's own answer, in the shape of the programs', for browsers.
error() {
    like "$1: status" "$4" "^HTTP/1.1 $2"
    like "$1: type" "$4" 'Content-Type: application/json; charset=utf-8'
    like "$1: readable across origins" "$4" 'Access-Control-Allow-Origin: \*'
    like "$1: not stored" "$4" 'Cache-Control: private, no-store'
    is "$1: shape" "$(sed '1,/^\r*$/d' <<<"$4" | /usr/bin/python3 -c \
        'import json, sys; e = json.load(sys.stdin); print(e["code"], sorted(e))')" \
        "$3 ['code', 'details', 'hint', 'message']"
}
end='Host: x\r\nOrigin: https://app.example\r\nConnection: close\r\n\r\n'
long=$(printf 'a%.0s' {1..40000})
start_with CLIENT_MAX_BODY_SIZE=100k

# --- passed on
is 'SCRIPT_NAME' "$(param SCRIPT_NAME "$url/rest/v1/patients")" /rest/v1
is 'the path' "$(param REQUEST_URI "$url/rest/v1/patients?x")" /rest/v1/patients
is 'the path stays raw' "$(param REQUEST_URI "$url/rest/v1/a%20b%2Fc?x")" /rest/v1/a%20b%2Fc
is 'slashes stay' "$(param REQUEST_URI "$url/rest/v1//patients")" /rest/v1//patients
is 'the query stays raw' "$(param QUERY_STRING "$url/rest/v1/patients?a=%20b&c=+d")" 'a=%20b&c=+d'
is 'the root' "$(param REQUEST_URI "$url/rest/v1/")" /rest/v1/
is 'the root without a slash' "$(param REQUEST_URI "$url/rest/v1")" /rest/v1/
is 'health' "$(param REQUEST_URI "$url/health/ready")" /health/ready
is 'health has no prefix' "$(param SCRIPT_NAME "$url/health/ready")" ''
is 'the token' "$(param HTTP_AUTHORIZATION -H 'Authorization: Bearer t' "$url/rest/v1/patients")" 'Bearer t'
is 'a chunked body has a length' "$(param CONTENT_LENGTH -H 'Transfer-Encoding: chunked' -d 12345 "$url/rest/v1/patients")" 5
is 'a write goes to the same program' "$(param REQUEST_URI -X PATCH -d x "$url/rest/v1/patients?a")" /rest/v1/patients
is 'the address is nginx'"'"'s' "$(param HTTP_X_REAL_IP -H 'X-Real-IP: 6.6.6.6' "$url/rest/v1/patients")" 127.0.0.1
is 'no Proxy' "$(param HTTP_PROXY -H 'Proxy: evil' "$url/rest/v1/patients")" None
is 'no header with an underscore' "$(param HTTP_X_REQUEST_ID -H 'X_Request_Id: aaaaaaaaaa' "$url/rest/v1/patients" | wc -c)" 33
is 'a request id of the client' "$(param HTTP_X_REQUEST_ID -H 'X-Request-Id: trace-0001' "$url/rest/v1/patients")" trace-0001
is 'a short one too' "$(param HTTP_X_REQUEST_ID -H 'X-Request-Id: 7' "$url/rest/v1/patients")" 7
like 'a bad one is replaced' "$(param HTTP_X_REQUEST_ID -H 'X-Request-Id: a b"c' "$url/rest/v1/patients")" '^[0-9a-f]{32}$'
like 'it is in the answer' "$(fetch -i -H 'X-Request-Id: trace-0001' "$url/rest/v1/patients")" 'X-Request-Id: trace-0001'
is 'once, whatever the program says' "$(fetch -i -H 'X-Request-Id: trace-0001' "$url/rest/v1/patients?header=X-Request-Id:mine" | grep -ci '^x-request-id')" 1
like 'a write is answered with it too' "$(fetch -i -X POST -H 'X-Request-Id: trace-0001' "$url/rest/v1/patients")" 'X-Request-Id: trace-0001'
is 'under the limit' "$(head -c 102400 /dev/zero | fetch -o /dev/null -w '%{http_code}' --data-binary @- "$url/rest/v1/patients")" 200
is 'a long URL' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/patients?x=${long:0:28000}")" 200
is 'a long token' "$(fetch -o /dev/null -w '%{http_code}' -H "Authorization: Bearer ${long:0:28000}" "$url/rest/v1/patients")" 200
is 'long answer headers' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/patients?header=X-Big:${long:0:16000}")" 200

# --- answers
answer=$(fetch -i "$url/rest/v1/patients")
like 'nosniff' "$answer" 'X-Content-Type-Options: nosniff'
like 'not stored' "$answer" 'Cache-Control: private, no-store'
unlike 'no version' "$answer" 'nginx/'
like 'a program may say otherwise' "$(fetch -i "$url/rest/v1/patients?header=Cache-Control:max-age%3D5")" 'Cache-Control: max-age=5'
is 'once' "$(fetch -i "$url/rest/v1/patients?header=Cache-Control:max-age%3D5" | grep -ci '^cache-control')" 1
like 'a program cannot redirect inside' "$(fetch "$url/rest/v1/patients?header=X-Accel-Redirect:/health/live")" '"REQUEST_URI": "/rest/v1/patients"'
like 'gzip' "$(fetch -i -H 'Accept-Encoding: gzip' "$url/rest/v1/patients?size=5000" | tr -d '\0')" 'Content-Encoding: gzip'
unlike 'unless not asked for' "$(fetch -i "$url/rest/v1/patients?size=5000")" 'Content-Encoding'
like 'an error of a program stays its own' "$(fetch -i "$url/rest/v1/patients?status=503")" '"params"'
is 'a large answer arrives whole' "$(fetch --limit-rate 20M "$url/rest/v1/patients?size=5000000" | wc -c | awk '{ print ($1 > 5000000) }')" 1

# --- refused
error 'a large body' 413 HTTP413 "$(head -c 102401 /dev/zero | fetch -i -H 'Expect:' --data-binary @- "$url/rest/v1/patients")"
error 'a long request line' 414 HTTP414 "$(raw "GET /rest/v1/patients?x=$long HTTP/1.1\r\n$end")"
error 'a long header' 431 HTTP431 "$(raw "GET /rest/v1/patients HTTP/1.1\r\nX-Long: $long\r\n$end")"
error 'no HTTP' 400 HTTP400 "$(raw 'GARBAGE\r\n\r\n')"
error 'no host' 400 HTTP400 "$(raw 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')"
error 'a bad escape' 400 HTTP400 "$(raw "GET /rest/v1/%zz HTTP/1.1\r\n$end")"
error 'a NUL' 400 HTTP400 "$(raw "GET /rest/v1/%00 HTTP/1.1\r\n$end")"
error 'above the root' 400 HTTP400 "$(raw "GET /../x HTTP/1.1\r\n$end")"
error 'TRACE' 405 HTTP405 "$(raw "TRACE /rest/v1/patients HTTP/1.1\r\n$end")"
error 'an unknown encoding' 501 HTTP501 "$(raw "POST /rest/v1/patients HTTP/1.1\r\nTransfer-Encoding: x\r\n$end")"
error 'another HTTP' 505 HTTP505 "$(raw "GET /rest/v1/patients HTTP/9.9\r\n$end")"
error 'a path' 404 PGRST125 "$(fetch -i "$url/nothing?here=1")"
error 'a roundabout path' 404 PGRST125 "$(raw "GET /x/../rest/v1/patients HTTP/1.1\r\n$end")"
error 'our own places' 404 PGRST125 "$(fetch -i "$url/.write/patients")"
error 'our own errors' 404 PGRST125 "$(fetch -i "$url/.error")"
for service in auth storage functions realtime; do
    error "no Supabase for $service" 404 PGRST125 "$(fetch -i -H 'Origin: https://app.example' "$url/$service/v1/x")"
done
is 'a preflight gets through to that' "$(fetch -o /dev/null -w '%{http_code}' -X OPTIONS "$url/auth/v1/token")" 204

# --- programs that end
dying() { grep -c "dying for $1" "$RUN_DIR/log/patients.log"; }
for method in POST PATCH PUT DELETE; do
    error "$method to a program that ends" 502 HTTP502 "$(fetch -i -X "$method" "$url/rest/v1/patients?die=secret")"
    is "$method is sent once" "$(dying "$method")" 1
done
fetch -o /dev/null "$url/rest/v1/patients" # leaves a kept connection
error 'GET to a program that ends' 502 HTTP502 "$(fetch -i "$url/rest/v1/patients?die=secret")"
is 'a read is sent twice at most' "$(($(dying GET) <= 2))" 1
for _ in 1 2 3; do
    member="['process']"
    kill -9 "$(sent "$url/rest/v1/patients")"
    is 'a read survives its kept connection' "$(fetch -o /dev/null -w '%{http_code}' "$url/rest/v1/patients")" 200
done
sleep 0.6 # so that the supervisor counts anew
is 'all workers busy: the next waits' "$(
    for _ in 1 2 3 4 5 6; do fetch -o /dev/null -w '%{http_code} ' "$url/rest/v1/patients?sleep=0.2" & done
    wait
)" '200 200 200 200 200 200 '
logs=$(cat "$RUN_DIR"/log/access.log "$RUN_DIR"/log/nginx.log)

# --- more than can be served
# refuses WHAT QUERY ARGUMENT...: while a request with that query is answered, another is not.
refuses() {
    local what=$1 query=$2 answer
    shift 2
    until fetch -f -o /dev/null "$@" "$url/rest/v1/patients?$query"; do :; done &
    for _ in {1..100}; do
        answer=$(fetch -i -H 'Origin: https://app.example' "$@" "$url/rest/v1/patients?secret")
        if [[ $answer == *' 503 '* ]]; then break; fi
    done
    error "$what to a program with a full queue" 503 HTTP503 "$answer"
    like "$what to a full queue: when to come again" "$answer" 'Retry-After: 1'
    wait $!
    like "$what once it is over" "$(fetch -i "$@" "$url/rest/v1/patients")" ' 200 '
}
start_with WORKERS=1 MAX_QUEUE=1
fetch -o /dev/null "$url/rest/v1/patients?sleep=1" &
like 'others do not wait' "$(fetch -i "$url/rest/v1/nothing"; jobs -r)" ' 200 .*Running'
wait $!
refuses GET sleep=2
refuses POST sleep=2 -X POST
logs+=$(cat "$RUN_DIR"/log/access.log "$RUN_DIR"/log/nginx.log)
rm "$(<"$RUN_DIR/sockets")/patients.sock"
for method in GET POST; do
    error "$method to a program that is not there" 502 HTTP502 "$(fetch -i -X "$method" "$url/rest/v1/patients")"
done

# --- written down
fetch -o /dev/null "$url/rest/v1/pat%69ents%3Fpatient_code=eq.P-001" # an escaped question mark
unlike 'no query strings' "$logs" 'secret|[?&=]'
unlike 'nor what is like one' "$(cat "$RUN_DIR"/log/access.log)" 'P-001'
like 'the method of a refused request' "$logs" '"POST /rest/v1/patients" 413'
like 'the request id' "$logs" ' trace-0001 "GET /rest/v1/patients" 200'

# --- other settings
start_with CORS_ORIGINS=https://a.example,http://localhost:3000 REQUEST_TIMEOUT=1s RATE_LIMIT=1000r/s
answer=$(fetch -i -H 'Origin: http://localhost:3000' "$url/nothing")
like 'a listed origin' "$answer" 'Access-Control-Allow-Origin: http://localhost:3000'
like 'a listed origin varies' "$answer" 'Vary: Origin'
unlike 'another origin' "$(fetch -i -H 'Origin: https://evil.example' "$url/nothing")" 'Access-Control-Allow-Origin'
like 'too slow a program' "$(fetch -i "$url/rest/v1/patients?sleep=2")" '504 .*"code":"HTTP504"'
start_with RATE_LIMIT=1r/m
like 'too many' "$(for _ in {1..110}; do printf 'url = "%s/health/live"\noutput = "/dev/null"\n' "$url"; done |
    fetch --write-out '%{http_code}\n' --config - | sort | uniq -c | tr '\n' ' ')" '429'
upstream=$(free_port)
/usr/bin/python3 -c "
import http.server
class Echo(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
        self.wfile.write((self.path + ' ' + str(self.headers['Host']) + ' ' + str(self.headers['Upgrade'])).encode())
    def log_message(self, *arguments): pass
http.server.HTTPServer(('127.0.0.1', $upstream), Echo).serve_forever()" &
echo_server=$!
start_with SUPABASE_UPSTREAM="http://127.0.0.1:$upstream/"
is 'passed on to Supabase' "$(fetch "$url/auth/v1/user?a=%20b")" "/auth/v1/user?a=%20b 127.0.0.1:$upstream None"
is 'a websocket too' "$(fetch -H 'Connection: Upgrade' -H 'Upgrade: websocket' "$url/realtime/v1/websocket")" \
    "/realtime/v1/websocket 127.0.0.1:$upstream websocket"
kill "$echo_server"
like 'unless Supabase is away' "$(fetch -i "$url/auth/v1/user")" '502 .*"code":"HTTP502"'
for bad in SUPABASE_UPSTREAM='http://x;evil' CORS_ORIGINS='"' REQUEST_TIMEOUT=soon CLIENT_MAX_BODY_SIZE='1m;' RATE_LIMIT=1 MAX_QUEUE=0 MAX_QUEUE=2001; do
    scripts/dev stop
    exits "refused: $bad" 1 env "$bad" scripts/dev start
    like 'and named' "$output" "${bad%%=*}"
done

# --- plain CGI
scripts/dev stop
mkdir "$work/cgi"
for name in patients schema health; do
    cat >"$work/cgi/$name" <<'CGI'
#!/bin/sh
echo "said to $HTTP_AUTHORIZATION" >&2
case $QUERY_STRING in sleep) sleep 2 ;; esac
printf 'Content-Type: text/plain\r\n\r\n'
echo "$0 $GATEWAY_INTERFACE $REQUEST_METHOD $SCRIPT_NAME $REQUEST_URI $QUERY_STRING $CONTENT_LENGTH $HTTP_AUTHORIZATION"
echo "$DB_ANON_ROLE $(cat)"
CGI
    chmod 755 "$work/cgi/$name"
done
BIN_DIR=$work/cgi start_with GATEWAY=cgi
is 'plain CGI' "$(fetch -H 'Authorization: Bearer t' -d body "$url/rest/v1/patients?a=%20b")" \
    "$RUN_DIR/bin/patients CGI/1.1 POST /rest/v1 /rest/v1/patients a=%20b 4 Bearer t
anon body"
like 'what it says is in its log' "$(<"$RUN_DIR/log/fcgiwrap.log")" 'said to Bearer t'
is 'and not in that of nginx' "$(grep -c said "$RUN_DIR/log/nginx.log")" 0
like 'a name the list has not' "$(fetch "$url/rest/v1/nothing")" "$RUN_DIR/bin/schema .* /rest/v1/nothing"
BIN_DIR=$work/cgi start_with GATEWAY=cgi WORKERS=1 MAX_QUEUE=1
refuses 'CGI' sleep

# --- for a host's own nginx
mkdir "$work/host"
nginx/site http >"$work/host/http.conf" && nginx/site server >"$work/host/server.conf"
cat >"$work/host/nginx.conf" <<CONF
pid host.pid;
events {}
http {
    include http.conf;
    server { listen 127.0.0.1:$PORT; include server.conf; }
}
CONF
export PATH=$PATH:/usr/sbin
sed -i 's|access_log .* myorest|access_log access.log myorest|' "$work/host/server.conf"
exits 'a host can include it' 0 nginx -t -q -p "$work/host" -c nginx.conf -e stderr
finish
