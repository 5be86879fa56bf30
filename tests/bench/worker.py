# SPDX-License-Identifier: MIT
"""One worker looked at closely: its instructions and hottest functions, its system calls and
round trips, and how long it takes from exec as plain CGI."""
import http.client
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import tempfile
import time

BIN_DIR = pathlib.Path(os.environ['BIN_DIR'])
BEGIN, END, PARAMS, STDIN = 1, 3, 4, 5


def _variables(shape, request):
    headers, path, body = request
    plain, _, query = path.partition('?')
    variables = {'GATEWAY_INTERFACE': 'CGI/1.1', 'SCRIPT_NAME': '/rest/v1', 'PATH_INFO': plain.removeprefix('/rest/v1'),
                 'REQUEST_URI': path, 'QUERY_STRING': query, 'REQUEST_METHOD': shape.method, 'CONTENT_TYPE': '',
                 'CONTENT_LENGTH': str(len(body)) if body else '', 'SERVER_PROTOCOL': 'HTTP/1.1', 'SERVER_NAME': '127.0.0.1',
                 'SERVER_PORT': '8080', 'REQUEST_SCHEME': 'http', 'REMOTE_ADDR': '127.0.0.1',
                 'HTTP_X_REAL_IP': '127.0.0.1', 'HTTP_X_REQUEST_ID': '0123456789abcdef0123456789abcdef'}
    variables.update(('HTTP_' + name.upper().replace('-', '_'), value) for name, value in headers.items())
    return variables


def _environment(clinic):
    return {'PATH': os.environ['PATH'], 'DATABASE_URL': clinic.url, 'DB_ANON_ROLE': 'anon',
            'JWT_SECRET': clinic.secret.decode(), 'LOG_LEVEL': 'info'}


# --- FastCGI, for a worker without a server in front

def _record(kind, content=b''):
    return struct.pack('>BBHHBx', 1, kind, 1, len(content), 0) + content


def _fastcgi(variables):
    pairs = b''.join(struct.pack('>II', len(name) | 1 << 31, len(value) | 1 << 31) + name.encode() + value.encode()
                     for name, value in variables.items())
    return _record(BEGIN, struct.pack('>HB5x', 1, 1)) + _record(PARAMS, pairs) + _record(PARAMS) + _record(STDIN)


def _answer(stream):
    while True:
        _, kind, _, length, padding = struct.unpack('>BBHHBx', stream.read(8))
        content = stream.read(length + padding)
        if kind == END:
            return
        if content.startswith(b'Status: ') and not content.startswith(b'Status: 200'):
            raise RuntimeError(content)


def _instructions(clinic, shape, count, file):
    """All that a worker executes in a life of `count` requests."""
    requests = list(clinic.requests(shape))
    with tempfile.TemporaryDirectory(prefix='bench-') as directory, socket.socket(socket.AF_UNIX) as listener:
        path = directory + '/socket'
        listener.bind(path)
        listener.listen()
        with subprocess.Popen(['valgrind', '-q', '--tool=callgrind', '--callgrind-out-file=%s' % file, BIN_DIR / shape.program],
                              stdin=listener, env=_environment(clinic), cwd='/', stderr=subprocess.DEVNULL) as worker:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(60)
                connection.connect(path)
                stream = connection.makefile('rb')
                for i in range(count):
                    connection.sendall(_fastcgi(_variables(shape, requests[i % 20])))
                    _answer(stream)
            worker.send_signal(signal.SIGTERM)
    return int(re.search(r'^(?:summary|totals): (\d+)', file.read_text(), re.M).group(1))


def instructions(clinic, shape, directory, few=50, many=250):
    """Per request, the token and the statement known already; (count, the ten hottest
    functions, one a line)."""
    directory = directory.resolve()
    files = directory / 'callgrind.few', directory / 'callgrind.out'
    total = [_instructions(clinic, shape, count, file) for count, file in zip((few, many), files)]
    lives = [_functions(file) for file in files]
    spent = {name: (instructions - lives[0].get(name, 0)) / (many - few) for name, instructions in lives[1].items()}
    each = (total[1] - total[0]) / (many - few)
    hottest = sorted(spent.items(), key=lambda pair: -pair[1])[:10]
    return round(each), ['%8d  %4.1f %%  %s' % (count, 100 * count / each, name) for name, count in hottest]


def _functions(file):
    """Function (or library, where it has no name) -> instructions in its own code."""
    text = subprocess.run(['callgrind_annotate', '--auto=no', '--threshold=100', file], check=True, capture_output=True, text=True).stdout
    found = {}
    for count, place, library in re.findall(r'^ *([\d,]+) \( ?[\d.]+%\)  (\S+)(?: \[(.*)\])?$', text, re.M):
        name = place.rpartition(':')[2]
        name = name if not name.startswith('0x') else 'unnamed'
        name += ' (%s)' % pathlib.Path(library).name.partition('.so')[0] if '.so' in library else ''
        found[name] = found.get(name, 0) + int(count.replace(',', ''))
    return found


# --- system calls

def calls(clinic, shape, count=20):
    """(system calls, round trips to the database) of one request. A round trip is something
    read from the database after something was sent to it; libpq alone uses these calls."""
    requests = list(clinic.requests(shape))
    workers = clinic.workers(shape.program)
    with tempfile.NamedTemporaryFile(prefix='bench-') as file:
        tracer = subprocess.Popen(['strace', '-qq', '-o', file.name, *(word for pid in workers for word in ('-p', str(pid)))],
                                  stderr=subprocess.PIPE)
        time.sleep(0.5)
        try:
            connection = http.client.HTTPConnection('127.0.0.1', clinic.port, timeout=60)
            for i in range(count):
                clinic.ask(shape, requests[i % len(requests)], connection)
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.communicate()
        lines = file.read().decode('utf-8', 'replace').splitlines()
    trips, has_sent = 0, {}
    for line in lines:
        pid, _, call = line.partition(' ')
        if re.match(r' *sendto\(', call):
            has_sent[pid] = True
        elif re.match(r' *recvfrom\(.* = [1-9]\d*$', call) and has_sent.pop(pid, False):
            trips += 1
    if not lines:
        raise RuntimeError('strace saw nothing')
    return len(lines) / count, trips / count


# --- plain CGI

def _seconds(command, environment):
    started = time.monotonic()
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, cwd='/')
    seconds = time.monotonic() - started
    if done.returncode or not done.stdout:
        raise RuntimeError('%s: %s %s' % (command[0], done.stdout, done.stderr))
    return seconds


def cgi(clinic, shape, count):
    """Milliseconds from exec to the end of the answer: (ours, psql's), the medians, taken in turns."""
    request = next(clinic.requests(shape))
    environment = {**_environment(clinic), **_variables(shape, request)}
    took = [(_seconds([BIN_DIR / shape.program], environment),
             _seconds(['psql', '-XAtq', '-d', clinic.url, '-c', 'select 1'], dict(os.environ))) for _ in range(count)]
    return tuple(1000 * sorted(one)[count // 2] for one in zip(*took))
