# SPDX-License-Identifier: MIT
"""Settings that change answers, by a program run as plain CGI."""
import json
import os
import pathlib
import tempfile

from clinic import *
from server import SECRET, Test, cgi, sql, token


class Settings(Test):
    def ask(self, query='select=id', method='GET', body=None, variables=(), program='therapy_sessions', **settings):
        return cgi(program, '/' + program, method, token(TOM), json.dumps(body).encode() if body is not None else b'',
                   settings=settings, variables=variables, query=query)

    def test_max_rows(self):
        self.assertEqual(3, len(self.ask(MAX_ROWS='3').json))
        self.assertEqual(3, len(self.ask('select=id&limit=10', MAX_ROWS='3').json))
        self.assertEqual(2, len(self.ask('select=id&limit=2', MAX_ROWS='3').json))
        answer = self.ask(variables={'HTTP_PREFER': 'count=exact'}, MAX_ROWS='3')
        self.assertEqual((206, '0-2/30'), (answer.status, answer.header('content-range')))
        row = self.ask('select=contractions(id)&id=eq.' + session(1), MAX_ROWS='2').json[0]
        self.assertEqual(2, len(row['contractions']))

    def test_transaction_end(self):
        def stored(prefer=None, **settings):
            variables = {'HTTP_PREFER': prefer} if prefer else {}
            answer = self.ask('', 'POST', {'patient_id': P2, 'metadata': {'test': 'end'}}, variables, **settings)
            self.assertEqual(201, answer.status, repr(answer))
            found = sql("select count(*) from therapy_sessions where metadata ->> 'test' = 'end'")
            sql("delete from therapy_sessions where metadata ->> 'test' = 'end'")
            return found
        self.assertEqual('1', stored())
        self.assertEqual('1', stored('tx=rollback'))
        self.assertEqual('0', stored(DB_TX_END='rollback'))
        self.assertEqual('0', stored('tx=commit', DB_TX_END='rollback'))
        self.assertEqual('1', stored('tx=commit', DB_TX_END='rollback-allow-override'))
        self.assertEqual('0', stored('tx=rollback', DB_TX_END='commit-allow-override'))

    def test_full_table_guard(self):
        answer = self.ask('', 'DELETE', FULL_TABLE_GUARD='on')
        self.assertError(answer, 400, '21000')
        answer = self.ask('', 'DELETE', FULL_TABLE_GUARD='off', DB_TX_END='rollback')
        self.assertEqual(204, answer.status)
        self.assertEqual('35', sql('select count(*) from therapy_sessions'))

    def test_verbosity(self):
        answer = self.ask('nothing=eq.1', ERROR_VERBOSITY='minimal')
        self.assertEqual({'code', 'message'}, set(answer.json))

    def test_names_of_postgrest(self):
        self.assertEqual(3, len(self.ask(PGRST_DB_MAX_ROWS='3').json))
        self.assertEqual(4, len(self.ask(PGRST_DB_MAX_ROWS='3', MAX_ROWS='4').json))

    def test_prepared_or_not(self):
        for setting in ('on', 'off'):
            self.assertEqual(30, len(self.ask(DB_PREPARED=setting).json))

    def test_file(self):
        with tempfile.TemporaryDirectory() as place:
            path = pathlib.Path(place) / 'settings'
            path.write_text('# of this host\n\nMAX_ROWS=5\nJWT_SECRET=%s\n' % SECRET)
            path.chmod(0o600)
            answer = self.ask(MYOREST_CONFIG=str(path), JWT_SECRET=None)
            self.assertEqual(5, len(answer.json))
            path.chmod(0o644)
            answer = self.ask(MYOREST_CONFIG=str(path), JWT_SECRET=None)
            self.assertNotEqual(0, answer.exit)
            self.assertNotIn(SECRET, answer.stderr)
            path.chmod(0o600)
            path.write_text('MAX_ROW=5\n')
            answer = self.ask(MYOREST_CONFIG=str(path))
            self.assertNotEqual(0, answer.exit)
            self.assertIn('MAX_ROW', answer.stderr)

    def test_spool(self):
        """Beyond SPOOL_MAX nothing is sent and nothing stored; at it all is well."""
        text = 'x' * 100_000
        body = {'patient_id': P2, 'metadata': {'test': 'spool', 'text': text}}
        answer = self.ask('', 'POST', body, SPOOL_MAX='50000')
        self.assertError(answer, 413)
        self.assertEqual('0', sql("select count(*) from therapy_sessions where metadata ->> 'test' = 'spool'"))
        answer = self.ask('select=*', 'POST', body, {'HTTP_PREFER': 'return=representation'}, SPOOL_MAX='1M')
        self.assertEqual((201, text), (answer.status, answer.json[0]['metadata']['text']))
        try:
            answer = self.ask('select=metadata&patient_id=eq.' + P2, SPOOL_MAX='50000')
            self.assertError(answer, 500)
            self.assertNotIn(b'xxx', answer.body)
        finally:
            sql("delete from therapy_sessions where metadata ->> 'test' = 'spool'")

    def test_no_place_to_spool(self):
        answer = self.ask('select=*&limit=3', SPOOL_DIR='/nonexistent')
        self.assertIn(answer.status, (0, 200, 500))
