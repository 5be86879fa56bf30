# SPDX-License-Identifier: MIT
from clinic import *
from server import Test, cgi, token

FROM = {'Origin': 'https://app.example'}
PREFLIGHT = {**FROM, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization, x-client-info, prefer'}


class Cors(Test):
    def test_preflight(self):
        for path in ('/patients', '/therapy_sessions', '/nothing', '/rpc/f'):
            answer = self.call('OPTIONS', path, headers=PREFLIGHT, status=200)
            self.assertEqual('*', answer.header('access-control-allow-origin'))
            self.assertIn('PATCH', answer.header('access-control-allow-methods'))
            allowed = answer.header('access-control-allow-headers').lower()
            for name in ('authorization', 'x-client-info', 'prefer'):
                self.assertIn(name, allowed)
            self.assertEqual('86400', answer.header('access-control-max-age'))

    def test_answers(self):
        answer = self.get('/patients?select=id', TOM, headers=FROM)
        self.assertEqual('*', answer.header('access-control-allow-origin'))
        self.assertIn('Content-Range', answer.header('access-control-expose-headers'))
        self.assertIsNone(self.get('/patients?select=id', TOM).header('access-control-allow-origin'))

    def test_errors_can_be_read_too(self):
        for path, who in (('/patients', None), ('/nothing', TOM), ('/patients?x=eq.1', TOM), ('/a/b', TOM)):
            answer = self.call('GET', path, who, headers=FROM)
            self.assertEqual('*', answer.header('access-control-allow-origin'), path)

    def test_errors_of_nginx(self):
        for answer in (self.call('GET', '/x', prefix='/elsewhere', headers=FROM),
                       self.call('GET', '/patients?select=' + 'x' * 40000, headers=FROM),
                       self.call('POST', '/patients', headers={**FROM, 'Content-Length': '200000000'})):
            self.assertError(answer, (404, 413, 414))
            self.assertEqual('*', answer.header('access-control-allow-origin'), repr(answer))

    def test_one_value_each(self):
        for path in ('/patients', '/nothing'):
            answer = self.call('GET', path, TOM, headers=FROM)
            names = [name.lower() for name, _ in answer.headers]
            self.assertEqual(len(names), len(set(names)), names)

    def test_listed_origins(self):
        def ask(origin, method='GET', **more):
            return cgi('patients', '/patients', method, token_text=token(TOM), settings={'CORS_ORIGINS': 'https://a.example, https://b.example'},
                       variables={'HTTP_ORIGIN': origin, **more})
        self.assertEqual('https://b.example', ask('https://b.example').header('access-control-allow-origin'))
        for origin in ('https://c.example', 'null', 'https://a.example.evil', 'http://a.example', ''):
            self.assertIsNone(ask(origin).header('access-control-allow-origin'), origin)
