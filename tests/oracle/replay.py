#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""replay - sends requests.jsonl to a server and holds its answers against answers.jsonl.

    replay.py http://127.0.0.1:8080/rest/v1 [--filter PREFIX]... [-v] [--update]

README.md says what the fields mean. Exit status 0 when exactly the cases of known_failures
fail. JSON is compared by value, numbers with all their digits.
"""
import argparse
import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import sys
import urllib.parse
from collections import Counter
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
KNOWN = HERE / 'known_failures'
SECRET = 'a-zoo-keeper-needs-a-secret-of-32-bytes-or-more'
AUDIENCE = 'clinic-app'
FAR = 4102444800  # the year 2100
COMPARED = {'content-type', 'content-range', 'content-location', 'location', 'preference-applied', 'allow',
            'www-authenticate', 'vary', 'content-profile'}


# --- sending

def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b'=').decode()


def mint(claims, secret=SECRET, header=None):
    header = header or {'alg': 'HS256', 'typ': 'JWT'}
    text = '.'.join(base64url(json.dumps(part, separators=(',', ':')).encode()) for part in (header, claims))
    if header.get('alg') == 'none':
        return text + '.'
    digest = {'HS384': hashlib.sha384, 'HS512': hashlib.sha512}.get(header.get('alg'), hashlib.sha256)
    return text + '.' + base64url(hmac.new(secret.encode(), text.encode(), digest).digest())


def token_of(request):
    if 'token' in request:
        spelled = request['token']
        return mint(spelled['claims'], spelled.get('secret', SECRET), spelled.get('header'))
    if not request.get('role'):
        return None
    claims = {'aud': AUDIENCE, 'exp': FAR, 'role': request['role']}
    if request.get('sub'):
        claims['sub'] = request['sub']
    return mint(claims)


def body_of(request):
    body = request.get('body')
    if isinstance(body, dict):
        return base64.b64decode(body['base64'])
    return None if body is None else body.encode()


class Client:
    """One kept connection; a request that meets its end is sent once more."""

    def __init__(self, base):
        url = urllib.parse.urlsplit(base)
        self.host, self.port, self.prefix = url.hostname, url.port or 80, url.path.rstrip('/')
        self.connection = None

    def send(self, request):
        for attempt in (0, 1):
            try:
                return self._send(request)
            except (http.client.HTTPException, OSError):
                self._close()
                if attempt:
                    raise

    def _send(self, request):
        headers, body, token = dict(request.get('headers') or {}), body_of(request), token_of(request)
        if token and not any(name.lower() == 'authorization' for name in headers):
            headers['Authorization'] = 'Bearer ' + token
        if body is not None or request['method'] in ('POST', 'PUT', 'PATCH'):
            headers['Content-Length'] = str(len(body or b''))
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        self.connection.putrequest(request['method'], self.prefix + request['path'], skip_accept_encoding=True)
        for name, value in headers.items():
            self.connection.putheader(name, value.encode())
        self.connection.endheaders(body)
        response = self.connection.getresponse()
        content = response.read()
        if response.will_close:
            self._close()
        return response.status, response.getheaders(), content

    def _close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None


# --- comparing

def parse(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def decode(content, mime):
    """('json', value), ('text', text) or ('binary', base64): as answers.jsonl has them."""
    if 'json' in (mime or '').split(';')[0] and content:
        try:
            return 'json', parse(content.decode())
        except ValueError:
            pass
    try:
        return 'text', content.decode()
    except UnicodeDecodeError:
        return 'binary', base64.b64encode(content).decode()


def pointer(value, path):
    for step in path.split('/')[1:]:
        step = step.replace('~1', '/').replace('~0', '~')
        if isinstance(value, list):
            value = value[int(step)] if step.isdigit() and int(step) < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def same(left, right):
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[name]) for name, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


def unordered(value):
    """A text that is the same for any order of keys and of rows."""
    if isinstance(value, dict):
        return '{%s}' % ','.join(sorted(json.dumps(name) + ':' + unordered(each) for name, each in value.items()))
    if isinstance(value, list):
        parts = [unordered(each) for each in value]
        return '[%s]' % ','.join(sorted(parts) if any(isinstance(each, dict) for each in value) else parts)
    if isinstance(value, Decimal):
        return str(value.normalize()) if value.is_finite() else str(value)
    return json.dumps(value)


def same_json(wanted, got, loose):
    if isinstance(wanted, dict) and isinstance(got, dict) and 'code' in wanted and 'code' in got:
        skipped = {'message', 'details', 'hint'} & loose
        wanted, got = ({name: value for name, value in error.items() if name not in skipped} for error in (wanted, got))
    if same(wanted, got):
        return True
    if 'rows' in loose or 'nested' in loose and not isinstance(got, list):
        return unordered(wanted) == unordered(got)
    return 'nested' in loose and isinstance(wanted, list) and list(map(unordered, wanted)) == list(map(unordered, got))


def header_differences(wanted, pairs, loose, prefix):
    got = {}
    for name, value in pairs:
        name = name.lower()
        got[name] = got[name] + '\n' + value if name in got else value
    for name in sorted(set(wanted) | (set(got) & COMPARED)):
        if {name, 'headers'} & loose:
            continue
        left, right = wanted.get(name), got.get(name)
        if name in ('location', 'content-location') and right is not None and prefix and right.startswith(prefix + '/'):
            right = right[len(prefix):]
        if name == 'vary' and left and right:
            left, right = (sorted(word.strip().lower() for word in each.split(',')) for each in (left, right))
        if name == 'set-cookie' and left and right:
            left, right = (sorted(each.split('\n')) for each in (left, right))
        if left != right:
            yield 'header %s: wanted %r, got %r' % (name, left, right)


def differences(request, wanted, answer, prefix):
    status, pairs, content = answer
    loose = set(request.get('loose') or ())
    if status != wanted['status'] and 'status' not in loose:
        yield 'status: wanted %s, got %s' % (wanted['status'], status)
    yield from header_differences(wanted['headers'], pairs, loose, prefix)
    if 'body' in loose:
        return
    kind, body = decode(content, next((value for name, value in pairs if name.lower() == 'content-type'), None))
    if 'pick' in request:
        kind, body = 'json', {path: pointer(body, path) for path in request['pick']}
    expected = next((name for name in ('json', 'binary') if name in wanted), 'text')
    right = wanted.get(expected, '')
    if kind != expected:
        yield 'body: wanted %s, got %s' % (expected, kind)
    elif kind == 'json':
        if not same_json(right, body, loose):
            yield 'body: another value'
    elif (sorted(body.splitlines()) != sorted(right.splitlines())) if 'rows' in loose else body != right:
        yield 'body: another text'


# --- the list

def known():
    lines = KNOWN.read_text().splitlines() if KNOWN.exists() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith('#')}


def write_known(failing):
    head = ['# SPDX-License-Identifier: MIT', '# Cases that fail today. This list may only shrink.']
    KNOWN.write_text('\n'.join(head + sorted(failing)) + '\n')


def show(request, wanted, found, answer):
    print('%s\n  %s %s %s %s' % (request['id'], request['method'], request['path'], request.get('role') or '-',
                                 str(request.get('body') or '')[:300]))
    for line in found:
        print('  ' + line)
    plain = json.dumps(wanted.get('json', wanted.get('text', wanted.get('binary'))), default=str, ensure_ascii=False)
    print('  wanted ' + str(plain)[:1200])
    print('  got    ' + (answer[2].decode('utf-8', 'replace')[:1200] if answer else 'nothing'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('base')
    parser.add_argument('--filter', action='append', default=[], metavar='PREFIX')
    parser.add_argument('-v', '--verbose', action='store_true', help='show each difference')
    parser.add_argument('--update', action='store_true', help='write known_failures anew')
    parser.add_argument('--first', action='store_true', help='with --update: it may also grow')
    options = parser.parse_args()

    with open(HERE / 'answers.jsonl', encoding='utf-8') as lines:
        answers = {answer['id']: answer for answer in map(parse, lines)}
    with open(HERE / 'requests.jsonl', encoding='utf-8') as lines:
        requests = [json.loads(line) for line in lines]
    requests = [each for each in requests if not options.filter or each['id'].startswith(tuple(options.filter))]

    client, listed, failing = Client(options.base), known(), set()
    total, unexpected = Counter(), Counter()
    for request in requests:
        feature, wanted, answer = request['id'].split('/')[0], answers[request['id']], None
        total[feature] += 1
        try:
            answer = client.send(request)
            found = list(differences(request, wanted, answer, client.prefix))
        except (http.client.HTTPException, OSError) as error:
            found = ['no answer: %s' % error]
        if found:
            failing.add(request['id'])
        if bool(found) != (request['id'] in listed):
            unexpected[feature] += 1
            if not found:
                print('%s passes: take it off the list' % request['id'])
        if found and (options.verbose or request['id'] not in listed):
            show(request, wanted, found, answer)
    for feature in sorted(total):
        print('%-12s %4d cases, %3d fail' % (feature, total[feature], sum(each.startswith(feature + '/') for each in failing)))
    if options.update and not options.filter:
        write_known(failing if options.first else failing & listed)
    bad = sum(unexpected.values())
    print('%d of %d are as PostgREST answers, %d known not to be' % (len(requests) - len(failing), len(requests), len(failing & listed)))
    print('%d passed, %d failed' % (len(requests) - bad, bad))
    return 1 if bad or not requests else 0


if __name__ == '__main__':
    sys.exit(main())
