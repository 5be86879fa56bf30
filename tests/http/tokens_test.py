# SPDX-License-Identifier: MIT
"""Tokens: who is let in, and every known attack, refused by workers that live on."""
import time

import keys
from clinic import *
from jwt_text import base64url, part
from server import HAS_WORKERS, KEYS, SECRET, FastCgi, Test, call, cgi, claims, only, sign, token

HS256 = {'alg': 'HS256', 'typ': 'JWT'}


def signed(name, header, payload=None):
    text = part(header) + '.' + part(claims(TOM) if payload is None else payload)
    return text + '.' + base64url(keys.signature(KEYS / (name + '.pem'), text))


class Tokens(Test):
    def ask(self, text, **more):
        return call('GET', '/patients?select=patient_code&order=patient_code', token_text=text, **more)

    def assertIn_(self, text):
        answer = self.ask(text)
        self.assertEqual(200, answer.status, repr(answer))
        self.assertEqual(['P-001', 'P-002'], [row['patient_code'] for row in answer.json])

    def assertOut(self, text, code=('PGRST301', 'PGRST303')):
        answer = self.ask(text)
        self.assertError(answer, 401, code)
        self.assertTrue(answer.header('www-authenticate').startswith('Bearer error="invalid_token"'), repr(answer))
        # A bad token is refused whatever was asked for.
        self.assertEqual(401, call('GET', '/nothing', token_text=text).status)
        self.assertEqual(401, call('POST', '/therapy_sessions', token_text=text, body=b'{').status)


class Accepted(Tokens):
    def test_by_the_secret(self):
        for algorithm in ('HS256', 'HS384', 'HS512'):
            answer = self.ask(sign({'alg': algorithm, 'typ': 'JWT'}, claims(TOM)))
            self.assertIn(answer.status, (200, 401), algorithm)
        self.assertIn_(sign(HS256, claims(TOM)))
        self.assertIn_(sign({'alg': 'HS256'}, claims(TOM)))

    def test_by_the_keys(self):
        self.assertIn_(signed('rsa', {'alg': 'RS256', 'typ': 'JWT', 'kid': 'rsa'}))
        self.assertIn_(signed('ec', {'alg': 'ES256', 'typ': 'JWT', 'kid': 'ec'}))

    def test_within_the_leeway(self):
        now = int(time.time())
        self.assertIn_(token(TOM, exp=now - 25))
        self.assertIn_(token(TOM, nbf=now + 25))
        self.assertIn_(token(TOM, iat=now + 25))

    def test_scheme(self):
        text = token(TOM)
        for value in ('bearer ' + text, 'BEARER ' + text, 'Bearer  ' + text):
            answer = call('GET', '/patients?select=id', headers={'Authorization': value})
            self.assertEqual((200, 2), (answer.status, len(answer.json)), value[:8])

    def test_apikey(self):
        text = token(TOM)
        answer = call('GET', '/patients?select=id', headers={'apikey': text})
        self.assertEqual((200, 2), (answer.status, len(answer.json)))
        both = call('GET', '/patients?select=id', token_text=text, headers={'apikey': token(role='anon')})
        self.assertEqual((200, 2), (both.status, len(both.json)))
        for odd in ('sb_secret_nonsense', 'x', 'a.b.c'):
            self.assertError(call('GET', '/patients', headers={'apikey': odd}), 401, 'PGRST301')

    def test_big_but_fine(self):
        self.assertIn_(token(TOM, app_metadata={'filler': 'x' * 3000}))

    def test_claims_keep_their_digits(self):
        self.assertIn_(token(TOM, number=9223372036854775807, ratio=0.12345678901234567890123))


class Refused(Tokens):
    def test_no_algorithm(self):
        for name in ('none', 'None', 'NONE', '', None, 1, [], 'HS257', 'PS256', 'EdDSA', 'hs256'):
            body = part({'alg': name, 'typ': 'JWT'}) + '.' + part(claims(TOM))
            self.assertOut(body + '.')
            self.assertOut(body + '.' + base64url(b'x' * 32))
        self.assertOut(part({'typ': 'JWT'}) + '.' + part(claims(TOM)) + '.')

    def test_algorithm_confusion(self):
        for name in ('rsa', 'ec'):
            pem = keys.public(KEYS / (name + '.pem'))
            for secret in (pem, pem.strip(), pem.replace(b'\n', b'')):
                self.assertOut(sign({'alg': 'HS256', 'typ': 'JWT', 'kid': name}, claims(TOM), secret))
                self.assertOut(sign(HS256, claims(TOM), secret))
        self.assertOut(signed('rsa', {'alg': 'ES256', 'kid': 'rsa'}))
        self.assertOut(signed('ec', {'alg': 'RS256', 'kid': 'ec'}))
        self.assertOut(signed('rsa', {'alg': 'RS256', 'kid': 'ec'}))
        self.assertOut(signed('ec', {'alg': 'ES256', 'kid': 'rsa'}))
        self.assertOut(sign({'alg': 'HS256', 'kid': 'rsa'}, claims(TOM)))

    def test_empty_and_other_keys(self):
        for secret in (b'', b'\0', b'\0' * 32, SECRET[:-1], SECRET + 'x', SECRET.upper() + '!', 'secret'):
            self.assertOut(sign(HS256, claims(TOM), secret))
        self.assertOut(signed('other', {'alg': 'RS256', 'kid': 'rsa'}))

    def test_wrong_curve(self):
        self.assertOut(signed('p384', {'alg': 'ES256', 'kid': 'ec'}))
        self.assertOut(signed('p384', {'alg': 'ES384', 'kid': 'ec'}))

    def test_signatures_that_are_zero(self):
        body = part({'alg': 'ES256', 'kid': 'ec'}) + '.' + part(claims(TOM)) + '.'
        for octets in (bytes(64), b'', bytes(63), bytes(65), b'\xff' * 64):
            self.assertOut(body + base64url(octets))

    def test_key_brought_along(self):
        jwk = keys.jwk(KEYS / 'other.pem', 'other')
        self.assertOut(signed('other', {'alg': 'RS256', 'kid': 'other', 'jwk': jwk}))
        self.assertOut(signed('other', {'alg': 'RS256', 'kid': 'other', 'jku': 'http://127.0.0.1:1/x'}))
        self.assertOut(signed('other', {'alg': 'RS256', 'kid': '../../../../etc/passwd'}))

    def test_unknown_kid(self):
        self.assertOut(signed('rsa', {'alg': 'RS256', 'kid': 'unknown'}))
        self.assertOut(sign({'alg': 'HS256', 'kid': 'any'}, claims(TOM)))

    def test_truncated(self):
        text = token(TOM)
        for end in sorted({1, 2, 10, len(text) // 3, len(text) // 2, len(text) - 20, len(text) - 2, len(text) - 1}):
            self.assertOut(text[:end])

    def test_segments(self):
        head, body, end = token(TOM).split('.')
        for text in ('.', '..', '...', '....', head, head + '.', head + '.' + body, head + '..' + end, '.' + body + '.' + end,
                     head + '.' + body + '.', '.'.join([head, body, end, end]), '.' + token(TOM), token(TOM) + '.', 'a.b.c', '=.=.=',
                     head + '.' + body + '.' + end + '.x.y'):
            self.assertOut(text)

    def test_junk(self):
        text = token(TOM)
        for odd in (text + '!!', text + '=', text + '=*', text + 'A', text + '%00', '!' + text, text.replace('.', '!.', 1),
                    text[:20] + '~' + text[20:], text + ',' + text, text + ' ' + text, text + '\t.'):
            self.assertOut(odd)
        text = signed('rsa', {'alg': 'RS256', 'kid': 'rsa'})
        for odd in (text + '!!', text + '=*', text + '=='):
            self.assertOut(odd)

    def test_tampered(self):
        head, body, end = token(PAUL).split('.')
        self.assertOut('.'.join([head, part(claims(ADMIN)), end]))
        self.assertOut('.'.join([part({'alg': 'HS512', 'typ': 'JWT'}), body, end]))

    def test_payloads(self):
        for payload in (b'[]', b'[1]', b'"x"', b'1', b'null', b'true', b'', b'{', b'{"role":}', b'\xff\xfe', b'{"role":"\xff"}', b'{}x',
                        b'[' * 5000):
            self.assertOut(sign(HS256, payload))

    def test_headers(self):
        for header in (b'[]', b'1', b'', b'{', b'null', b'{"alg":["HS256"]}', b'\xff', b'[' * 5000):
            self.assertOut(sign(header, claims(TOM)))

    def test_expired(self):
        now = int(time.time())
        for exp in (now - 32, 0, -1, 1.5, now + 3600.5, '1', 'x', True, [], {}, -10 ** 30):
            self.assertOut(token(TOM, exp=exp))
        self.assertOut(token(TOM, nbf=now + 40), 'PGRST303')
        self.assertOut(token(TOM, iat=now + 40), 'PGRST303')

    def test_expires_between_two_requests(self):
        text = token(TOM, exp=int(time.time()) - 29)
        first = self.ask(text).status
        time.sleep(2.2)
        self.assertEqual((200, 401), (first, self.ask(text).status))

    def test_roles_that_are_none(self):
        for role in ('none', 'NONE', 'None', ''):
            answer = self.ask(token(TOM, role=role))
            self.assertError(answer, (401, 403))
        for role in (None, 1, [], {}, 'zzz_unknown', 'a' * 100):
            self.assertError(self.ask(token(TOM, role=role)), (401, 403))

    def test_roles_that_may_not_be_set(self):
        for role in ('postgres', 'pg_read_all_data', 'pg_monitor', 'supabase_admin', 'authenticated; reset role', "x' or true --"):
            answer = self.ask(token(TOM, role=role))
            self.assertError(answer, (401, 403))
        self.assertError(self.ask(token(TOM, role='postgres')), 403, '42501')

    def test_subjects_that_are_no_uuid(self):
        for sub in ('', 'x', '1', "' or true --", TOM + ' ', '{' + TOM + '}', TOM[:-1], 5, None, [], {'a': 1}):
            answer = self.ask(sign(HS256, {**claims(), 'sub': sub}))
            self.assertIn(answer.status, (200, 401), repr(sub))
            if answer.status == 200:
                self.assertEqual([], answer.json, repr(sub))
            else:
                self.assertError(answer, 401, ('PGRST301', 'PGRST303'))
        self.assertError(self.ask(token("' or true --")), 401, 'PGRST303')

    def test_without_a_subject_nothing_is_seen(self):
        self.assertEqual([], self.ask(token()).json)

    def test_no_token_at_all(self):
        answer = self.refused('GET', '/patients', None, 401, '42501')
        self.assertEqual('Bearer', answer.header('www-authenticate'))
        for value in ('Basic ' + token(TOM), 'Bearer', 'Token x', token(TOM)):
            answer = call('GET', '/patients', headers={'Authorization': value})
            self.assertEqual(401, answer.status, value[:10])

    def test_huge(self):
        for size in (9_000, 31_000, 33_000, 100_000, 9_000_000):
            answer = self.ask('a.' + 'b' * size + '.c')
            self.assertError(answer, (400, 401, 431))
            answer = self.ask(token(TOM, filler='x' * size))
            self.assertError(answer, (400, 401, 431))

    @only('fastcgi', 'pgbouncer', 'sanitize')
    def test_huge_past_nginx(self):
        for text in ('a.' + 'b' * 9_000_000 + '.c', '.' * 9_000_000, token(TOM, filler='x' * 9_000_000), 'e' * 9_000_000):
            connection = FastCgi('patients')
            connection.begin('/patients', token_text=text)
            connection.body(b'')
            self.assertError(connection.answer(), 401)
            connection.close()


class Keys(Tokens):
    """Last by name on purpose: the keys change."""

    def tearDown(self):
        keys.write_set(KEYS / 'jwks.json', [keys.jwk(KEYS / 'rsa.pem', 'rsa'), keys.jwk(KEYS / 'ec.pem', 'ec')])
        time.sleep(1.1)
        super().tearDown()

    def every_worker(self, text, expected):
        """The kernel picks the worker: enough requests meet them all."""
        until = time.monotonic() + 5
        while True:
            found = {self.ask(text).status for _ in range(12)}
            if found == {expected} or time.monotonic() > until:
                self.assertEqual({expected}, found)
                return

    def test_rotation(self):
        old = signed('rsa', {'alg': 'RS256', 'kid': 'rsa'})
        new = signed('other', {'alg': 'RS256', 'kid': 'next'})
        self.every_worker(old, 200)
        self.assertOut(new)
        keys.write_set(KEYS / 'jwks.json', [keys.jwk(KEYS / 'other.pem', 'next')])
        time.sleep(1.1)
        self.every_worker(new, 200)
        self.every_worker(old, 401)  # it was in the cache

    def test_broken_file_keeps_the_keys(self):
        old = signed('rsa', {'alg': 'RS256', 'kid': 'rsa'})
        self.every_worker(old, 200)
        for text in ('', '{"keys":[{"kty":"RSA"}]}', None):
            if text is None:
                (KEYS / 'jwks.json').unlink()
            else:
                (KEYS / 'jwks.json').write_text(text)
            time.sleep(1.05)
            self.every_worker(old, 200)


class Settings(Test):
    """Other settings, by a program run as plain CGI."""

    def ask(self, text=None, **settings):
        return cgi('patients', '/patients', token_text=text, settings=settings, query='select=id')

    def test_no_anonymous_role(self):
        answer = self.ask(DB_ANON_ROLE=None)
        self.assertError(answer, 401, 'PGRST302')
        self.assertEqual(2, len(self.ask(token(TOM), DB_ANON_ROLE=None).json))

    def test_no_secret(self):
        answer = self.ask(token(TOM), JWT_SECRET=None)
        self.assertError(answer, 500, 'PGRST300')
        self.assertError(self.ask(JWT_SECRET=None), 401, '42501')

    def test_bad_secrets(self):
        for secret in ('', 'short', 'x' * 31):
            answer = self.ask(token(TOM), JWT_SECRET=secret)
            self.assertNotEqual(0, answer.exit, secret)
            self.assertIn('JWT_SECRET', answer.stderr)
            self.assertEqual(b'', answer.body)

    def test_audience(self):
        ask = lambda **more: self.ask(token(TOM, **more), JWT_AUD='clinic').status
        self.assertEqual(401, ask())
        self.assertEqual(200, ask(aud='clinic'))
        self.assertEqual(200, ask(aud=['x', 'clinic']))
        self.assertEqual(401, ask(aud=['x']))
        self.assertEqual(401, ask(aud=''))
        self.assertEqual(401, ask(aud=5))
        self.assertEqual(200, ask(aud=None))
        self.assertEqual(200, ask(aud=[]))

    def test_role_claim(self):
        text = sign(HS256, {'app': {'roles': ['authenticated']}, 'sub': TOM, 'exp': int(time.time()) + 60})
        self.assertEqual(2, len(self.ask(text, JWT_ROLE_CLAIM='.app.roles[0]').json))
        self.assertEqual(401, self.ask(text).status)  # anonymous then

    def test_api_keys(self):
        import hashlib
        digest = hashlib.sha256(b'sb_secret_abc').hexdigest()
        ask = lambda key: cgi('patients', '/patients', settings={'API_KEYS': digest + '=service_role'}, query='select=id',
                              variables={'HTTP_APIKEY': key})
        self.assertEqual((200, 4), (ask('sb_secret_abc').status, len(ask('sb_secret_abc').json)))
        self.assertError(ask('sb_secret_abd'), 401, 'PGRST301')
        self.assertError(ask(''), 401)

    def test_privileged_login(self):
        from server import ADMIN_URL
        answer = cgi('patients', '/patients', token_text=token(TOM), settings={'DATABASE_URL': ADMIN_URL})
        self.assertNotEqual(200, answer.status)
        self.assertNotIn(b'P-001', answer.body)

    def test_bad_settings_are_named(self):
        for name, value in {'DB_TX_END': 'x', 'MAX_ROWS': '-1', 'DB_PREPARED': 'maybe', 'LOG_LEVEL': 'loud',
                            'DB_ANON_ROLE': '', 'DB_SCHEMAS': '', 'API_KEYS': 'x', 'SPOOL_MAX': 'x', 'STATEMENT_TIMEOUT': 'x'}.items():
            answer = self.ask(**{name: value})
            self.assertNotEqual(0, answer.exit, name)
            self.assertIn(name, answer.stderr)
