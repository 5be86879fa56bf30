# SPDX-License-Identifier: MIT
"""The running myorest that is tested: tests/http/run starts it and says where it is."""
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import time
import unittest
import urllib.parse

import jwt_text
from jwt_text import base64url

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUN_DIR = pathlib.Path(os.environ['MYOREST_RUN_DIR'])
MODE = os.environ.get('MYOREST_MODE', 'fastcgi')
ADMIN_URL = os.environ['MYOREST_ADMIN_URL']
DATABASE_URL = os.environ['MYOREST_DATABASE_URL']
BIN_DIR = pathlib.Path(os.environ['MYOREST_BIN_DIR'])
KEYS = pathlib.Path(os.environ['MYOREST_KEYS'])
SECRET = (RUN_DIR / 'secret').read_text().strip()
HOST = '127.0.0.1'
PORT = int(os.environ['MYOREST_PORT'])
HAS_WORKERS = MODE != 'cgi'  # plain CGI has a process per request, none that could die


def place_of(run_dir):
    """Where its data and logs are: elsewhere when others could not get there."""
    location = run_dir / 'location'
    return pathlib.Path(location.read_text().strip()) if location.exists() else run_dir


PLACE = place_of(RUN_DIR)


# --- tokens

def sign(header, payload, secret=SECRET):
    return jwt_text.sign(header, payload, secret)


def claims(sub=None, role='authenticated', **more):
    found = {'role': role, 'aud': 'authenticated', 'iat': int(time.time()), 'exp': int(time.time()) + 3600}
    if sub is not None:
        found['sub'] = sub
    found.update(more)
    return found


def token(sub=None, role='authenticated', **more):
    return sign({'alg': 'HS256', 'typ': 'JWT'}, claims(sub, role, **more))


SERVICE = token(role='service_role')


# --- requests

class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        """The values of that header, joined; None without one."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return ', '.join(found) if found else None

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json.get('code') if self.body.startswith(b'{') else None

    @property
    def count(self):
        """The total of Content-Range, as text."""
        return (self.header('content-range') or '/').split('/')[1]

    def __repr__(self):
        return '%s %s %r' % (self.status, self.headers, self.body[:600])


def exchange(octets, method='GET', timeout=60, closes=False):
    """Sends these octets and reads one answer. `closes`: nothing more will be sent."""
    with socket.create_connection((HOST, PORT), timeout=timeout) as connection:
        try:
            for start in range(0, len(octets), 1 << 20):
                connection.sendall(octets[start:start + (1 << 20)])
            if closes:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused early: the answer says why
        response = http.client.HTTPResponse(connection, method=method)
        response.begin()
        return Answer(response.status, response.getheaders(), response.read())


def call(method, path, sub=None, *, role='authenticated', token_text=None, headers=(), prefer=None,
         body=None, mime='application/json', prefix='/rest/v1', timeout=60):
    """One request. A body that is not bytes is sent as JSON. Without sub, role and
    token_text there is no token; role 'service_role' needs no sub."""
    if token_text is None and (sub is not None or role != 'authenticated'):
        token_text = token(sub, role)
    pairs = list(headers.items() if isinstance(headers, dict) else headers)
    given = {name.lower() for name, _ in pairs}
    lines = ['%s %s%s HTTP/1.1' % (method, prefix, path), 'Host: %s:%s' % (HOST, PORT), 'Connection: close']
    if token_text is not None:
        lines.append('Authorization: Bearer ' + token_text)
    if prefer is not None:
        lines.append('Prefer: ' + prefer)
    if body is not None:
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if mime is not None and 'content-type' not in given:
            lines.append('Content-Type: ' + mime)
    if 'content-length' not in given and (body is not None or method in ('POST', 'PUT', 'PATCH')):
        lines.append('Content-Length: %d' % len(body or b''))
    lines += ['%s: %s' % pair for pair in pairs]
    head = '\r\n'.join(lines + ['', '']).encode('utf-8', 'surrogateescape')
    return exchange(head + (body or b''), method, timeout)


def quote(text):
    return urllib.parse.quote(text, safe='')


# --- the database and the processes

def sql(text, check=True):
    """What psql prints, unaligned, as the superuser."""
    done = subprocess.run(['psql', '-XAtqw', '-v', 'ON_ERROR_STOP=1', '-d', ADMIN_URL, '-c', text],
                          capture_output=True, text=True)
    if check and done.returncode:
        raise AssertionError('psql: %s: %s' % (text, done.stderr))
    return done.stdout.rstrip('\n')


def session_members():
    """By session: the ids of its living processes with their names."""
    found = {}
    for entry in os.listdir('/proc'):
        if entry.isdigit():
            try:
                with open('/proc/%s/stat' % entry, encoding='ascii', errors='replace') as stat:
                    line = stat.read()
            except OSError:
                continue
            fields = line[line.rindex(')') + 2:].split()
            if fields[0] not in 'ZX':
                found.setdefault(int(fields[3]), []).append((int(entry), line[line.index('(') + 1:line.rindex(')')]))
    return found


def workers(program=None, run_dir=RUN_DIR):
    """By program: the ids of its workers. Nothing in plain CGI."""
    if not HAS_WORKERS:
        return {}
    members = session_members()
    found = {}
    for record in (run_dir / 'processes').iterdir():
        leader = int(record.read_text().split()[0])
        if record.name != 'nginx' and program in (None, record.name):
            found[record.name] = sorted(pid for pid, _ in members.get(leader, []) if pid != leader)
    return found


def settled_workers(expected=2, seconds=10):
    """Waits until every program has its workers again."""
    for _ in range(int(seconds * 20)):
        found = workers()
        if all(len(pids) == expected for pids in found.values()):
            return found
        time.sleep(0.05)
    raise AssertionError('workers are missing: %s' % found)


def wait_for(condition, seconds=10, what='a condition'):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError('waited %s s in vain for %s' % (seconds, what))


def logs():
    text = b''.join(path.read_bytes() for path in sorted((PLACE / 'log').iterdir()) if path.is_file())
    return text.decode('utf-8', 'replace')


def cgi(program, path, method='GET', token_text=None, body=b'', length=None, settings=(), variables=(), query=''):
    """Runs a program as plain CGI from the shell; its exit status and Answer. Extra settings
    and variables go into its environment; a value of None leaves the variable out."""
    environment = {
        'PATH': os.environ['PATH'], 'DATABASE_URL': DATABASE_URL, 'DB_ANON_ROLE': 'anon', 'JWT_SECRET': SECRET,
        'GATEWAY_INTERFACE': 'CGI/1.1', 'REQUEST_METHOD': method, 'SCRIPT_NAME': '/rest/v1', 'PATH_INFO': path,
        'QUERY_STRING': query, 'SERVER_PROTOCOL': 'HTTP/1.1', 'SERVER_NAME': 'x', 'SERVER_PORT': '80',
        'REQUEST_URI': '/rest/v1' + path + ('?' + query if query else ''), 'REMOTE_ADDR': '127.0.0.1',
        'CONTENT_LENGTH': str(len(body)) if length is None else length, 'CONTENT_TYPE': 'application/json',
        'HTTP_AUTHORIZATION': token_text and 'Bearer ' + token_text,
    }
    for name in ('ASAN_OPTIONS', 'UBSAN_OPTIONS', 'DB_PREPARED'):
        environment[name] = os.environ.get(name)
    environment.update(settings)
    environment.update(variables)
    environment = {name: value for name, value in environment.items() if value is not None}
    done = subprocess.run([BIN_DIR / program], input=body, env=environment, cwd='/', capture_output=True, timeout=60)
    head, _, rest = done.stdout.partition(b'\r\n\r\n')
    pairs = [tuple(line.split(': ', 1)) for line in head.decode('utf-8', 'replace').split('\r\n') if ': ' in line]
    status = next((int(value.split()[0]) for name, value in pairs if name.lower() == 'status'), 200 if head else 0)
    answer = Answer(status, pairs, rest)
    answer.exit, answer.stderr = done.returncode, done.stderr.decode('utf-8', 'replace')
    return answer


class FastCgi:
    """A FastCGI connection to a program's socket, for what nginx would never send."""
    BEGIN, ABORT, END, PARAMS, STDIN, STDOUT = 1, 2, 3, 4, 5, 6

    def __init__(self, program):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect((RUN_DIR / 'sockets').read_text().strip() + '/%s.sock' % program)

    def record(self, kind, content=b''):
        self.socket.sendall(struct.pack('>BBHHBx', 1, kind, 1, len(content), 0) + content)

    def begin(self, path, method='GET', length=None, keep=False, token_text=None, query='', more=()):
        parameters = {'GATEWAY_INTERFACE': 'CGI/1.1', 'REQUEST_METHOD': method, 'SCRIPT_NAME': '/rest/v1', 'PATH_INFO': path,
                      'QUERY_STRING': query, 'REQUEST_URI': '/rest/v1' + path, 'SERVER_PROTOCOL': 'HTTP/1.1',
                      'CONTENT_TYPE': 'application/json', 'CONTENT_LENGTH': '' if length is None else str(length)}
        if token_text:
            parameters['HTTP_AUTHORIZATION'] = 'Bearer ' + token_text
        parameters.update(more)
        content = b''
        for name, value in parameters.items():
            name, value = name.encode(), value if isinstance(value, bytes) else value.encode()
            content += struct.pack('>II', len(name) | 1 << 31, len(value) | 1 << 31) + name + value
        self.record(self.BEGIN, struct.pack('>HB5x', 1, 1 if keep else 0))
        for start in range(0, len(content), 65000):
            self.record(self.PARAMS, content[start:start + 65000])
        self.record(self.PARAMS)

    def body(self, octets, ends=True):
        for start in range(0, len(octets), 65000):
            self.record(self.STDIN, octets[start:start + 65000])
        if ends:
            self.record(self.STDIN)

    def _read(self, size):
        found = b''
        while len(found) < size:
            piece = self.socket.recv(size - len(found))
            if not piece:
                raise EOFError('the program closed the connection after %r' % found)
            found += piece
        return found

    def answer(self):
        output = b''
        while True:
            _, kind, _, length, padding = struct.unpack('>BBHHBx', self._read(8))
            content = self._read(length + padding)[:length]
            if kind == self.STDOUT:
                output += content
            elif kind == self.END:
                break
        head, _, rest = output.partition(b'\r\n\r\n')
        pairs = [tuple(line.split(': ', 1)) for line in head.decode().split('\r\n') if ': ' in line]
        return Answer(int(dict((k.lower(), v) for k, v in pairs).get('status', '200').split()[0]), pairs, rest)

    def close(self):
        self.socket.close()


# --- what every test has

class Test(unittest.TestCase):
    """Every test also checks that no worker ended meanwhile, and no unexpected answer was
    the server's fault."""
    maxDiff = 2000
    _workers = None

    def setUp(self):
        if Test._workers is None:
            Test._workers = settled_workers() if HAS_WORKERS else {}

    def tearDown(self):
        found = workers()
        before, Test._workers = Test._workers, found
        self.assertEqual(before, found, 'a worker ended')

    def forget_workers(self):
        """After killing some on purpose."""
        Test._workers = settled_workers() if HAS_WORKERS else {}

    def call(self, method, path, sub=None, *, status=None, **more):
        answer = call(method, path, sub, **more)
        if status is None:
            self.assertLess(answer.status, 500, '%s %s: %r' % (method, path[:300], answer))
        else:
            self.assertEqual(status, answer.status, '%s %s: %r' % (method, path[:300], answer))
        return answer

    def get(self, path, sub=None, status=200, **more):
        return self.call('GET', path, sub, status=status, **more)

    def rows(self, path, sub=None, **more):
        return self.get(path, sub, **more).json

    def assertError(self, answer, status, code=None):
        """An error in its full form; of those statuses and that code, if given."""
        statuses = status if isinstance(status, (tuple, range)) else (status,)
        self.assertIn(answer.status, statuses, repr(answer))
        self.assertEqual('application/json; charset=utf-8', answer.header('content-type'), repr(answer))
        self.assertEqual({'code', 'message', 'details', 'hint'}, set(answer.json), repr(answer))
        self.assertIsInstance(answer.json['code'], str)
        self.assertTrue(answer.json['message'], repr(answer))
        if code is not None:
            codes = code if isinstance(code, tuple) else (code,)
            self.assertIn(answer.json['code'], codes, repr(answer))

    def refused(self, method, path, sub=None, status=400, code=None, **more):
        answer = call(method, path, sub, **more)
        self.assertError(answer, status, code)
        return answer


def only(*modes):
    return unittest.skipUnless(MODE in modes, 'not in the mode ' + MODE)
