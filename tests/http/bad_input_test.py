# SPDX-License-Identifier: MIT
"""Whatever arrives: a 4xx that says why, a worker that lives on, no half of a row."""
import random
import socket
import time

from clinic import *
from server import HOST, MODE, PORT, FastCgi, Test, call, cgi, exchange, only, quote, sql, token

SINGULAR = {'Accept': 'application/vnd.pgrst.object+json'}


def stored():
    return sql('select (select count(*) from therapy_sessions), (select count(*) from emg_statistics), (select count(*) from contractions),'
               '(select count(*) from performance_scores), (select count(*) from patients), (select count(*) from users),'
               '(select md5(string_agg(t::text, $$\n$$ order by id)) from therapy_sessions t)')


class BadInput(Test):
    @classmethod
    def setUpClass(cls):
        cls.before = stored()

    def tearDown(self):
        super().tearDown()
        self.assertEqual(self.before, stored())


class Queries(BadInput):
    MALFORMED = [
        'select=(', 'select=)', 'select=a(', 'select=*,emg_statistics(', 'select=emg_statistics(id))', 'select=,', 'select=id,,status',
        'select=id::', 'select=::text', 'select=id:', 'select=metadata->', 'select=metadata->>', 'select=metadata->>a->b->', 'select="id', 'select=id"x"',
        'select=emg_statistics!(id)', 'select=emg_statistics!!(id)', 'select=...', 'select=...emg_statistics', 'select=a:...patients(id)',
        'select=id::text;drop table x', 'select=id)', 'select=count(', 'select=rms.sum(',
        'order=', 'order=id.', 'order=id.up', 'order=id.asc.', 'order=id.desc.nullsmiddle', 'order=(', 'order=id,,status', 'order=.desc',
        'order=patients(', 'order=patients(id', 'order=id.asc.desc',
        'and=', 'and=(', 'or=)', 'or=(id.eq.1', 'or=id.eq.1', 'or=(id)', 'or=(.eq.1)', 'and=(or())', 'not.and=x', 'or=(id.eq.1,)', 'or=(,)',
        'id=', 'id=eq', 'id=eq.', 'id=x.1', 'id=eq.x', 'id=in.x', 'id=in.(', 'id=in.1,2', 'id=in.(")', 'id=in.("', 'id=is.x', 'id=is.', 'id=not.', 'id=not.x',
        'id=not.not.eq.1', 'id=eq(any).x', 'id=eq(some).{}', 'id=eq(any', 'created_at=eq.yesterday-ish', 'metadata=eq.{', 'metadata=cs.{',
        'metadata=eq.', 'status=fts(.x', 'status=fts(nolanguage).x', 'status=ov.{a}', 'status=cs.{a', 'id=like.*',
        'nothing=eq.1', 'nothing->a=eq.1', 'id->a=eq.1->', 'emg_statistics.id=eq.1', 'emg_statistics.x.y.z=eq.1', 'select=nothing', 'select=status->a::nothing',
        'select=id::nothing', 'select=nothing(*)', 'select=emg_statistics!nothing(*)', 'select=emg_statistics(nothing)', 'order=nothing',
        'order=emg_statistics(id)&select=id,emg_statistics(id)', 'select=emg_statistics(id)&emg_statistics.order=nothing',
        'select=emg_statistics(id)&emg_statistics.limit=-1', 'select=emg_statistics(id)&emg_statistics.id=eq.x', 'select=metadata->a.sum()',
        'on_conflict=', 'columns=', 'select=id&status=match.(', 'status=match.*', 'status=imatch.[', 'metadata->>number=lt(any).x', 'id=eq.%00', 'id=eq.%FF',
        'select=%FF', 'select=%00', '%00=eq.1', '%FF=eq.1', 'status=eq.%00', 'status=in.(%00)', 'status=eq.%C3%28', 'status=eq.%ED%A0%80', 'status=eq.%F4%90%80%80',
        'order=%00', 'limit=99999999999999999999', 'offset=99999999999999999999', 'limit=x', 'limit=1.5', 'limit=1e3', 'limit=', 'limit=-0', 'limit=+1',
        'emg_statistics.limit=x&select=emg_statistics(id)', '%', '%1', '%zz=eq.1', 'status=eq.%', 'status=eq.%1', 'status=eq.%zz', '=', '&', '&&=&', '?', '==',
        'id=eq.1&id', 'select', 'select=id&select=status', 'limit=1&limit=2', 'a' * 5000 + '=eq.1', 'select=' + 'a' * 5000, 'status=eq.' + 'x' * 20000,
    ]

    def test_malformed(self):
        refused = 0
        for query in self.MALFORMED:
            with self.subTest(query[:60]):
                answer = call('GET', '/therapy_sessions?' + query, TOM)
                if answer.status not in (200, 206):
                    self.assertError(answer, range(400, 500))
                    refused += 1
        self.assertGreater(refused, 90)  # some are merely odd; PostgREST takes those too

    def test_malformed_writes(self):
        for query in self.MALFORMED:
            if any(query.startswith(name) for name in ('id', 'status', 'nothing', '%', 'or', 'and', 'created', 'metadata')):
                with self.subTest(query[:60]):
                    answer = call('PATCH', '/therapy_sessions?id=eq.%s&%s' % (NOBODY, query), TOM, body={'status': 'failed'})
                    if answer.status not in (200, 204):
                        self.assertError(answer, range(400, 500))
                    answer = call('DELETE', '/therapy_sessions?id=eq.%s&%s' % (NOBODY, query), TOM)
                    if answer.status not in (200, 204):
                        self.assertError(answer, range(400, 500))

    def test_wrong_types(self):
        for query in ('id=eq.1', 'id=in.(1,2)', 'id=gt.zzz', 'created_at=gt.x', 'metadata->number=eq.x', 'patient_id=eq.' + 'f' * 32 + 'g'):
            self.refused('GET', '/therapy_sessions?' + query, TOM, range(400, 500))
        for query in ('channel=eq.1.5', 'channel=eq.', 'channel=in.(a)', 'rms_mean=gt.x', 'channel=eq.9999999999', 'channel=like.1', 'channel=cs.{1}'):
            self.refused('GET', '/emg_statistics?' + query, TOM, range(400, 500))

    def test_deep(self):
        n = 1000
        deep = [
            'select=' + 'a(' * n + 'id' + ')' * n, 'select=' + 'patients(therapists(' * (n // 2) + 'id' + '))' * (n // 2), 'select=' + '(' * n,
            'select=' + ','.join(['patients(id)'] * n), 'select=' + ','.join('p%d:patients(id)' % i for i in range(n)),
            'select=metadata' + '->a' * n, 'select=' + 'a:' * n + 'id', 'select=id' + '::text' * n, 'or=' + '(' * n + 'id.eq.1' + ')' * n,
            'or=' + '(and' * n + '(id.eq.1)' + ')' * n, 'and=' + '(not.or' * n + '(id.eq.%s,id.is.null)' % NOBODY + ')' * n, 'id=' + 'not.' * n + 'eq.1',
            'order=' + ','.join(['id'] * 3000), 'order=' + '(' * n, 'order=metadata' + '->a' * n, 'id=in.(' + ','.join([NOBODY] * 800) + ')',
            'id=in.(' + '(' * n + ')' * n + ')', '&'.join(['id=eq.' + NOBODY] * 700), 'select=' + '.' * n, '.'.join(['patients'] * n) + '=eq.1',
            'select=' + ','.join('c%d:metadata->x' % i for i in range(1600)), 'select=' + '"' * n, 'metadata=eq.' + '[' * n + ']' * n,
            'metadata->' * n + 'a=eq.1', 'metadata->a' * n,
        ]
        for query in deep:
            with self.subTest(query[:50]):
                started = time.monotonic()
                answer = call('GET', '/therapy_sessions?limit=1&' + query, TOM, timeout=15)
                if answer.status not in (200, 206):
                    self.assertError(answer, range(400, 500))
                self.assertLess(time.monotonic() - started, 10)

    def test_noise(self):
        """Random strings of what the dialect is made of, the same in every run."""
        chance = random.Random(20261122)
        words = ['id', 'status', 'metadata', 'emg_statistics', 'patients', 'select', 'order', 'and', 'or', 'not', 'eq', 'in', 'is', 'null', 'fts', 'any', 'limit',
                 'offset', 'on_conflict', 'columns', 'inner', 'left', 'sum', 'count', 'asc', 'nullsfirst', '1', 'x', '*', '"', '(', ')', '.', ',', ':', '::', '->', '->>', '!', '...',
                 '{', '}', '=', '&', ';', '%20', '%22', '%28', '%00', '%ff', '%C3%A9', '\\', '-', '+', '_']
        for _ in range(400):
            query = chance.choice(['select=', 'order=', 'or=(', 'and=', 'id=', 'metadata->', '']) + ''.join(
                chance.choice(words) for _ in range(chance.randrange(1, 14)))
            answer = call(chance.choice(['GET', 'HEAD', 'GET']), '/therapy_sessions?limit=2&' + query, TOM)
            self.assertLess(answer.status, 500, query)


class Bodies(BadInput):
    MALFORMED = [
        b'', b' ', b'{', b'}', b'[', b']', b'[{}', b'[{]', b'{"a"}', b'{"a":}', b'{"a":1,}', b'{,}', b'[,]', b'[{},]', b'{a:1}', b"{'a':1}", b'{"a":01}', b'{"a":+1}',
        b'{"a":.5}', b'{"a":1.}', b'{"a":1e}', b'{"a":--1}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":tru}', b'{"a":"\n"}', b'{"a":"\\x"}', b'{"a":"\\u12"}',
        b'{"a":"\xff"}', b'{"\xff":1}', b'\xff\xfe{\x00}\x00', b'\xef\xbb\xbf{}x', b'{"a":1}{"a":1}', b'[{}]]', b'{} x', b'/**/{}', b'{"status":"\\u0000"}', b'{"\\u0000":1}',
        b'{"metadata":{"a":"\\u0000"}}', b'{"status":"a\x00b"}', b'\x00', b'{"metadata":"\\ud800"}', b'{"metadata":{"\\udc00":1}}', b'1', b'[1]', b'[[]]', b'[null]', b'["x"]',
        b'[{},1]', b'[{"status":"failed"},{"patient_id":null}]', b'{"nothing":1}', b'{"id":1}', b'{"id":"x"}', b'{"id":{}}', b'{"id":[]}', b'{"created_at":"x"}', b'{"created_at":1}',
        b'{"status":1}', b'{"status":null}', b'{"status":{}}', b'{"status":"x"}', b'{"patient_id":"' + P1.encode() + b'x"}', b'{"patient_id":null}', b'{}', b'{"emg_statistics":[]}',
        b'{"":1}', b'{"therapist_id":"' + NOBODY.encode() + b'"}', b'{"a":' * 1000 + b'1' + b'}' * 1000, b'[' * 1000 + b']' * 1000, b'[' * 1000,
        b'{"metadata":' + b'[' * 1000 + b']' * 1000 + b',"status":"x"}', b'{"metadata":' + b'{"a":' * 1000 + b'1' + b'}' * 1000 + b',"status":"x"}', b'[' * 200000,
        b'{"metadata":' * 100000, b'{"metadata":"' + b'x' * 300000 + b'","status":"x"}', b'{"' + b'k' * 100000 + b'":1}', b'[' + b'{},' * 20000 + b'{}]',
        b'{' + b','.join(b'"k%d":1' % i for i in range(5000)) + b'}',
    ]

    def send(self, method, path, body, **more):
        answer = call(method, path, TOM, body=body, **more)
        self.assertError(answer, range(400, 500))
        return answer

    def test_post(self):
        for body in self.MALFORMED:
            with self.subTest(body[:40]):
                if body == b'1':  # like null and "x" it inserts nothing, and succeeds
                    self.assertEqual(201, call('POST', '/therapy_sessions', TOM, body=body).status)
                else:
                    self.send('POST', '/therapy_sessions', body)

    def test_patch(self):
        for body in self.MALFORMED:
            with self.subTest(body[:40]):
                answer = call('PATCH', '/therapy_sessions?id=eq.' + NOBODY, TOM, body=body)
                if answer.status not in (200, 204):
                    self.assertError(answer, range(400, 500))

    def test_put(self):
        for body in self.MALFORMED:
            with self.subTest(body[:40]):
                self.send('PUT', '/therapy_sessions?id=eq.' + NOBODY, body)

    def test_upsert(self):
        for body in self.MALFORMED:
            with self.subTest(body[:40]):
                answer = call('POST', '/therapy_sessions', TOM, body=body, prefer='resolution=merge-duplicates,return=representation,missing=default')
                if body == b'1':
                    self.assertEqual([], answer.json)
                else:
                    self.assertError(answer, range(400, 500))

    def test_media_types(self):
        for mime in ('text/xml', 'image/png', 'application/octet-stream', 'text/plain', 'nonsense', 'application/', '/', '', 'a/b;c=', 'application/jsonx', 'x' * 2000):
            with self.subTest(mime[:20]):
                self.send('POST', '/therapy_sessions', b'{"status":"x"}', mime=mime)
        for mime in ('application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', None):
            with self.subTest(mime):
                answer = call('POST', '/therapy_sessions', TOM, body=b'{"status":"x"}', mime=mime)
                self.assertError(answer, range(400, 500))

    def test_csv(self):
        for body in (b'', b'\n', b'status', b'nothing\n1', b'status,status\nx,x', b'"status\nx', b'status\n"x', b'status\n\x00', b'status\n\xff', b'status\nx,y', b'\x00\n1', b'"",""\n1,2',
                     b'status\n"a"b', b',\n,', b'status' + b',x' * 5000 + b'\n'):
            with self.subTest(body[:30]):
                answer = call('POST', '/therapy_sessions', TOM, body=body, mime='text/csv')
                if answer.status != 201:
                    self.assertError(answer, range(400, 500))

    def test_forms(self):
        for body in (b'', b'=', b'&', b'status', b'status=x', b'status=%00', b'status=%ff', b'nothing=1', b'status=%zz', b'status=a&status=b', b'%00=1', b'a' * 100000):
            with self.subTest(body[:30]):
                self.send('POST', '/therapy_sessions', body, mime='application/x-www-form-urlencoded')

    def test_noise(self):
        chance = random.Random(7)
        pieces = [b'{', b'}', b'[', b']', b',', b':', b'"status"', b'"metadata"', b'"emg_statistics"', b'"patient_id"', b'"x"', b'1', b'-1e9', b'null', b'true', b'\\', b'"', b'\x00', b'\xc3',
                  b'\xc3\xa9', b' ', b'\n', b'"channel"']
        for _ in range(300):
            body = b''.join(chance.choice(pieces) for _ in range(chance.randrange(1, 20)))
            answer = call('POST', '/therapy_sessions', TOM, body=body)
            if body.strip() in (b'null', b'[]', b'"x"', b'"status"', b'"metadata"', b'"emg_statistics"', b'"patient_id"', b'"channel"'):
                continue  # these insert nothing and succeed
            self.assertLess(answer.status, 500, body)


class Sizes(BadInput):
    def test_a_hundred_megabytes(self):
        for body in (b'[' * 100_000_000, b'{"status":"' + b'x' * 100_000_000 + b'"}'):
            answer = call('POST', '/therapy_sessions', TOM, body=body)
            self.assertError(answer, range(400, 500))

    def test_just_over_the_limit(self):
        answer = call('POST', '/therapy_sessions', TOM, headers={'Content-Length': str(100 * 1024 * 1024 + 1)})
        self.assertError(answer, 413)

    def test_lengths_that_are_none(self):
        for length in ('-1', 'x', '1e3', '0x10', '99999999999999999999999', '1, 2', ' ', '+5'):
            head = 'POST /rest/v1/therapy_sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: %s\r\nConnection: close\r\n\r\n{}'
            answer = exchange((head % (token(TOM), length)).encode(), closes=True)
            self.assertIn(answer.status, range(400, 500), length)

    def test_shorter_than_announced(self):
        head = 'POST /rest/v1/therapy_sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n'
        with socket.create_connection((HOST, PORT), timeout=5) as connection:
            connection.sendall((head % token(TOM)).encode() + b'{"patient_id":"%s"}' % P1.encode())
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(100)
        self.assertTrue(answer == b'' or b' 400 ' in answer, answer)

    def test_longer_than_announced(self):
        body = b'{"status":"x"}'
        head = 'POST /rest/v1/therapy_sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n'
        answer = exchange((head % (token(TOM), len(body))).encode() + body + b'{"patient_id":"%s"}' % P1.encode())
        self.assertError(answer, 403, '42501')

    def test_chunked(self):
        body = b''.join(b'%x\r\n%s\r\n' % (len(piece), piece) for piece in (b'{"sta', b'tus":', b'"x"}')) + b'0\r\n\r\n'
        head = 'POST /rest/v1/therapy_sessions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n'
        self.assertError(exchange((head % token(TOM)).encode() + body), 403, '42501')
        for body in (b'zz\r\n', b'-1\r\n\r\n', b'ffffffffffffffffff\r\n'):
            self.assertIn(exchange((head % token(TOM)).encode() + body, closes=True).status, range(400, 500))
        both = head.replace('Transfer', 'Content-Length: 4\r\nTransfer')
        self.assertIn(exchange((both % token(TOM)).encode() + b'0\r\n\r\n').status, range(400, 500))

    def test_cgi_shorter_and_longer(self):
        good = b'{"patient_id":"%s"}' % P1.encode()
        answer = cgi('therapy_sessions', '/therapy_sessions', 'POST', token(TOM), good, length=str(len(good) + 1))
        self.assertError(answer, 400, 'PGRST102')
        answer = cgi('therapy_sessions', '/therapy_sessions', 'POST', token(TOM), good, length='5')
        self.assertError(answer, 400, 'PGRST102')
        for length in ('-1', 'x', '', '99999999999999999999', '5 '):
            answer = cgi('therapy_sessions', '/therapy_sessions', 'POST', token(TOM), good, length=length)
            self.assertError(answer, range(400, 500))


@only('fastcgi', 'pgbouncer', 'sanitize')
class Sockets(BadInput):
    """What nginx would never send, straight to a program."""

    def post(self, body, length, **more):
        connection = FastCgi('therapy_sessions')
        connection.begin('/therapy_sessions', 'POST', length, token_text=token(TOM), **more)
        connection.body(body)
        answer = connection.answer()
        connection.close()
        return answer

    def test_shorter_and_longer(self):
        good = b'{"patient_id":"%s"}' % P1.encode()
        for length in (len(good) + 1, len(good) * 1000, len(good) - 1, 0, 1):
            self.assertError(self.post(good, length), 400)
        for length in ('-1', 'x', '1e2', '99999999999999999999'):
            self.assertError(self.post(good, length), 400)

    def test_body_cut_off(self):
        connection = FastCgi('therapy_sessions')
        connection.begin('/therapy_sessions', 'POST', 1000, token_text=token(TOM))
        connection.body(b'{"patient_id":"%s"' % P1.encode(), ends=False)
        connection.close()
        self.assertEqual(30, len(self.rows('/therapy_sessions?select=id', TOM)))

    def test_aborted(self):
        connection = FastCgi('therapy_sessions')
        connection.begin('/therapy_sessions', 'POST', 1000, token_text=token(TOM))
        connection.record(connection.ABORT)
        connection.close()
        self.assertEqual(30, len(self.rows('/therapy_sessions?select=id', TOM)))

    def test_odd_parameters(self):
        for more in ({'PATH_INFO': b'/therapy_sessions\x00x'}, {'QUERY_STRING': b'a=\x00'}, {'QUERY_STRING': b'\xff'}, {'REQUEST_METHOD': ''}, {'PATH_INFO': ''},
                     {'REQUEST_METHOD': 'X' * 10000}, {'PATH_INFO': '/' + 'x' * 1000000}, {'QUERY_STRING': 'x=' * 1000000}, {'HTTP_PREFER': 'a' * 1000000},
                     {'HTTP_ACCEPT': ',' * 100000}, {'HTTP_RANGE': '9' * 100000}, {'HTTP_COOKIE': 'a=b;' * 50000}, {'': 'x'}, {'PATH_INFO': '//' * 1000}):
            connection = FastCgi('therapy_sessions')
            connection.begin('/therapy_sessions', 'GET', token_text=token(TOM), more=more.items())
            connection.body(b'')
            answer = connection.answer()
            self.assertLess(answer.status, 500, more)
            connection.close()

    def test_records_that_are_none(self):
        for octets in (b'\0' * 8, b'\xff' * 64, b'GET / HTTP/1.0\r\n\r\n', b'\x01\x01\x00\x01\x00\x08\x00\x00', b'\x01\x04\x00\x01\xff\xff\x00\x00' + b'\xff' * 65535):
            connection = FastCgi('therapy_sessions')
            connection.socket.sendall(octets)
            connection.close()
        self.assertEqual(30, len(self.rows('/therapy_sessions?select=id', TOM)))


class Paths(BadInput):
    def test_paths(self):
        for path in ('/%00', '/patients%00', '/%FF', '/patients%2F', '/%2e%2e', '/../../etc/passwd', '/..%2f..%2fetc', '//patients', '/patients//', '/' + 'x' * 5000,
                     '/' + '/' * 1000, '/%', '/%1', '/%zz', '/patients;x', '/"patients"', '/public.patients', '/Patients', '/patients%20', '/rpc', '/rpc/', '/rpc//', '/rpc/%00', '/rpc/x/y',
                     '/\u00e9', '/patients\\', "/patients'", '/.write/patients', '/pati%65nts/..', '/.error'):
            with self.subTest(path[:40]):
                for method in ('GET', 'POST', 'DELETE'):
                    answer = call(method, path, TOM)
                    self.assertIn(answer.status, range(400, 500), (method, path[:40], answer))
                    self.assertError(answer, range(400, 500))
        self.assertEqual(200, call('GET', '/p%61tients', TOM).status)

    def test_request_lines(self):
        for line in (b'GET', b'GET /', b'GET / HTTP/9.9', b'\x00\x01', b'GET /rest/v1/patients\x00 HTTP/1.1', b'G\xc3\xa9T / HTTP/1.1', b' / HTTP/1.1', b'GET http:// HTTP/1.1',
                     b'GET /rest/v1/patients?a=\xff HTTP/1.1', b'PRI * HTTP/2.0', b'CONNECT a:1 HTTP/1.1', b'OPTIONS * HTTP/1.1'):
            try:
                answer = exchange(line + b'\r\nHost: x\r\nConnection: close\r\n\r\n', closes=True)
            except Exception:  # HTTP/0.9, or nothing at all
                continue
            self.assertTrue(answer.status < 500 or answer.status in (501, 505), (line, answer))


class Headers(BadInput):
    def test_headers(self):
        for name, values in {
            'Range': ('0-', '-5', 'x', '5-1', '0-99999999999999999999', '99999999999999999999-', '0-1,3-4', 'items=0-1', '', '\xff', '-', '1-2-3', ' 0-1'),
            'Range-Unit': ('bytes', 'x', ''),
            'Prefer': ('return=x', 'return=', '=', ',', ';', 'count=x', 'return=representation,return=minimal', 'max-affected=x', 'max-affected=-1', 'handling=strict,max-affected=x',
                       'handling=strict,' * 500, '\xff', 'timezone=\x01', 'timezone=' + 'x' * 5000, 'tx=commit', 'x' * 10000, 'handling=strict, x'),
            'Accept': ('', ',', ';', 'x', '/', 'a/b', '*', '*/*;q=x', 'application/json;q=', 'application/json;q=-1', 'application/json;charset', '*/json', ',' * 3000, '\xff', 'text/csv;q=0',
                       'application/vnd.pgrst.plan+json', 'application/vnd.pgrst.plan', 'application/vnd.pgrst.object+json;nulls=stripped', 'application/octet-stream'),
            'Accept-Profile': ('x', '', 'public,private', '\xff', '"', 'a' * 5000),
            'Content-Profile': ('x', ''),
            'X-Request-Id': ('\xff', 'a b', '"', 'x' * 5000, 'a\tb'),
            'Cookie': ('a', '=', 'a=b; c', ';' * 1000, '\xff'),
            'If-None-Match': ('*', '"x"', 'x'),
            'Host': ('', 'a b', 'x:99999999', '\xff'),
            'Origin': ('x', '\xff', 'null', 'a' * 5000),
            'Expect': ('100-continue', 'x'),
            'Content-Encoding': ('gzip', 'x'),
            'X-HTTP-Method-Override': ('DELETE', 'x'),
            'X-Accel-Redirect': ('/etc/passwd',),
        }.items():
            for value in values:
                with self.subTest('%s: %s' % (name, value[:30])):
                    answer = call('GET', '/patients?select=id&order=id', TOM, headers={name: value})
                    if answer.status not in (200, 206):
                        self.assertIn(answer.status, range(400, 500), repr(answer))
                        self.assertError(answer, range(400, 500))
                    else:
                        self.assertIn(len(answer.json) if answer.body[:1] == b'[' else 0, (0, 1, 2))
                    self.assertIn(call('POST', '/therapy_sessions', TOM, body=b'{"status":"x"}', headers={name: value}).status, range(400, 500), value)

    def test_injection(self):
        for text in ('a\r\nX-Evil: 1', 'a\nX-Evil: 1', 'a%0d%0aX-Evil: 1'):
            for query in ('select=id&status=eq.' + quote(text), 'select=x:id&' + quote(text) + '=eq.1', 'select=' + quote(text)):
                answer = call('GET', '/therapy_sessions?' + query, TOM)
                self.assertIsNone(answer.header('x-evil'))
                self.assertLess(answer.status, 500)

    def test_limits_of_lines(self):
        """nginx takes 28 kB for the request line and for each header: under, at and over."""
        def uri(size):
            path = '/rest/v1/therapy_sessions?id=eq.%s&status=neq.' % NOBODY
            return path[len('/rest/v1'):] + 'x' * (size - len('GET  HTTP/1.1\r\n') - len(path))
        def fits(answer):
            if answer.status != 200:
                self.assertError(answer, (400, 414, 431))
            return answer.status == 200
        self.assertTrue(fits(call('GET', uri(15000), TOM)))
        for size in (16384, 16385, 20000, 24000, 28000, 28600, 28672):
            fits(call('GET', uri(size), TOM))
        self.assertFalse(fits(call('GET', uri(28673), TOM)))
        for size in (8000, 15000, 16500, 28000, 28500, 29000, 70000):
            fits(call('GET', '/patients?select=id', TOM, headers={'X-Filler': 'x' * size}))
            fits(call('GET', uri(min(size, 28000)), TOM, headers={'X-Filler': 'x' * size}))
        for count in (10, 20, 60, 200):
            fits(call('GET', uri(8000), TOM, headers=[('X-Filler-%d' % i, 'x' * 3000) for i in range(count)]))

    def test_long_lists_come_back_in_content_location(self):
        for count in (100, 200, 400, 700):
            ids = ','.join(['"%s"' % NOBODY] * count)
            answer = call('GET', '/patients?select=id&id=in.(%s)' % ids, TOM)
            if answer.status != 200:
                self.assertError(answer, (400, 414, 431))
