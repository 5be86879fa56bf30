# SPDX-License-Identifier: MIT
"""Who sees and changes what, each cell of the design's table over HTTP once."""
from clinic import *
from server import Test, call, sql, token

TABLES = ('users', 'therapists', 'patients', 'therapy_sessions', 'emg_statistics', 'performance_scores', 'contractions')


class Reading(Test):
    def counts(self, who, **more):
        return [int(self.call('GET', '/%s?select=id&limit=1000' % table, who, prefer='count=exact', **more).count) for table in TABLES]

    def test_each_role(self):
        for who, expected in {
            'admin': (ADMIN, [7, 2, 4, 35, 25, 20, 30]),
            'therapist': (TOM, [2, 1, 2, 30, 20, 20, 30]),
            'other therapist': (TINA, [2, 1, 2, 5, 5, 0, 0]),
            'patient': (PAUL, [1, 1, 1, 30, 20, 20, 30]),
            'other patient': (PIA, [1, 1, 1, 5, 5, 0, 0]),
            'researcher': (RITA, [1, 0, 0, 0, 0, 0, 0]),
            'inactive': (GONE, [0, 0, 0, 0, 0, 0, 0]),
            'unknown': (NOBODY, [0, 0, 0, 0, 0, 0, 0]),
        }.items():
            with self.subTest(who):
                self.assertEqual(expected[1], self.counts(expected[0]))
        self.assertEqual([7, 2, 4, 35, 25, 20, 30], self.counts(None, role='service_role'))

    def test_anonymous(self):
        for table in TABLES + ('audit_log',):
            for more in ({}, {'token_text': token(role='anon')}):
                self.refused('GET', '/' + table, None, 401, '42501', **more)
                self.refused('POST', '/' + table, None, 401, '42501', body={}, **more)
            self.refused('DELETE', '/%s?id=not.is.null' % table, None, 401, '42501')

    def test_audit_log(self):
        self.assertTrue(self.rows('/audit_log?limit=1', ADMIN))
        self.assertTrue(self.rows('/audit_log?limit=1', role='service_role'))
        for who in (TOM, PAUL, RITA, GONE):
            self.assertEqual([], self.rows('/audit_log', who))

    def test_audit_log_cannot_be_written(self):
        row = {'actor_role': 'x', 'action': 'INSERT', 'table_name': 'patients', 'row_id': P1, 'changed': {}}
        for more in ({'sub': ADMIN}, {'role': 'service_role'}, {'sub': TOM}):
            self.refused('POST', '/audit_log', status=403, code='42501', body=row, **more)
            self.refused('PATCH', '/audit_log?id=not.is.null', status=403, code='42501', body={'actor': 'x'}, **more)
            self.refused('DELETE', '/audit_log?id=not.is.null', status=403, code='42501', **more)


class Writing(Test):
    def unchanged(self, table, column, key):
        return sql("select %s from %s where id = '%s'" % (column, table, key))

    def test_nobody_raises_their_own_role(self):
        for who in (TOM, PAUL, RITA, GONE):
            for change in ({'role': 'admin'}, {'active': False}, {'email': 'x@y'}, {'id': NOBODY}):
                answer = call('PATCH', '/users?id=eq.' + who, who, body=change, prefer='return=representation')
                self.assertTrue(answer.status in (401, 403) or answer.status == 200 and answer.json == [], repr(answer))
        self.assertEqual('therapist patient researcher therapist', ' '.join(
            self.unchanged('users', 'role', who) for who in (TOM, PAUL, RITA, GONE)))

    def test_names_may_be_changed_by_their_owner(self):
        for who in (TOM, PAUL):
            name = self.unchanged('users', 'full_name', who)
            self.call('PATCH', '/users?id=eq.' + who, who, body={'full_name': 'New'}, status=204)
            self.assertEqual('New', self.unchanged('users', 'full_name', who))
            self.call('PATCH', '/users?id=eq.' + who, who, body={'full_name': name}, status=204)

    def test_patients_write_nothing(self):
        for method, path, body in (('POST', '/therapy_sessions', {'patient_id': P1}), ('POST', '/patients', {'patient_code': 'x', 'therapist_id': TOM}),
                                   ('POST', '/emg_statistics', {'session_id': session(1), 'channel': 9})):
            self.refused(method, path, PAUL, 403, '42501', body=body)
        for table in TABLES[1:]:
            answer = self.call('DELETE', '/%s?id=not.is.null&select=id' % table, PAUL, prefer='return=representation')
            self.assertEqual([], answer.json, table)

    def test_therapists_keep_to_their_patients(self):
        self.refused('POST', '/therapy_sessions', TOM, 403, '42501', body={'patient_id': P3})
        self.refused('POST', '/therapy_sessions', TOM, 403, '42501', body={'patient_id': P3, 'therapist_id': TOM})
        self.refused('POST', '/emg_statistics', TOM, 403, '42501', body={'session_id': session(31), 'channel': 9})
        self.refused('POST', '/patients', TOM, 403, '42501', body={'patient_code': 'x', 'therapist_id': TINA})
        for change in ({'therapist_id': TINA}, {'user_id': None}):
            self.refused('PATCH', '/patients?id=eq.' + P1, TOM, 403, '42501', body=change)
        self.refused('PATCH', '/emg_statistics?session_id=eq.' + session(1), TOM, 403, '42501', body={'session_id': session(31)})
        answer = self.call('PATCH', '/patients?id=eq.' + P3, TOM, body={'diagnosis': 'x'}, prefer='return=representation')
        self.assertEqual([], answer.json)

    def test_a_conflict_tells_nothing(self):
        """Of a row that may not be seen: neither merged nor ignored nor returned."""
        row = {'patient_code': 'P-003', 'therapist_id': TOM, 'diagnosis': 'taken over'}
        self.refused('POST', '/patients?on_conflict=patient_code', TOM, (403, 409), body=row, prefer='resolution=merge-duplicates,return=representation')
        answer = call('POST', '/patients?on_conflict=patient_code', TOM, body=row, prefer='resolution=ignore-duplicates,return=representation')
        self.assertTrue(answer.status == 201 and answer.json == [] or answer.status in (403, 409), repr(answer))
        self.assertNotIn(b'Hemiparese', answer.body)
        self.assertNotEqual('taken over', self.unchanged('patients', 'diagnosis', P3))

    def test_an_error_shows_no_row(self):
        answer = self.refused('PATCH', '/patients?id=eq.' + P1, TOM, 409, body={'patient_code': 'P-003'})
        self.assertNotIn('Hemiparese', answer.body.decode())
        self.assertNotIn(TINA, answer.body.decode())

    def test_the_audit_log_says_who(self):
        answer = self.call('POST', '/therapy_sessions?select=id', TOM, body={'patient_id': P1, 'metadata': {'test': 'audit'}}, status=201,
                           prefer='return=representation', headers={'X-Request-Id': 'audit-request-1', 'X-Real-IP': '6.6.6.6'})
        key = answer.json[0]['id']
        entry = self.rows('/audit_log?row_id=eq.' + key, ADMIN)[0]
        self.assertEqual((TOM, 'authenticated', 'INSERT', 'therapy_sessions', 'audit-request-1', '127.0.0.1'),
                         tuple(entry[name] for name in ('actor', 'actor_role', 'action', 'table_name', 'request_id', 'address')))
        self.call('DELETE', '/therapy_sessions?id=eq.' + key, TOM, status=204)
        self.assertEqual(['INSERT', 'DELETE'], [row['action'] for row in self.rows('/audit_log?order=id&row_id=eq.' + key, ADMIN)])
        self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': 'a secret of P-002'}, status=204)
        self.assertNotIn('a secret', str(self.rows('/audit_log?row_id=eq.' + P2, ADMIN)))
        self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None}, status=204)

    def test_admin(self):
        self.call('POST', '/users', ADMIN, body={'id': NOBODY, 'role': 'researcher'}, status=201)
        self.call('PATCH', '/users?id=eq.' + NOBODY, ADMIN, body={'role': 'therapist'}, status=204)
        self.call('DELETE', '/users?id=eq.' + NOBODY, ADMIN, status=204)
        self.refused('POST', '/users', TOM, 403, '42501', body={'id': NOBODY, 'role': 'researcher'})
        self.refused('POST', '/users', ADMIN, 400, '23514', body={'id': NOBODY, 'role': 'king'})

    def test_deactivated_at_once(self):
        self.assertEqual(2, len(self.rows('/patients', TOM)))
        sql("update users set active = false where id = '%s'" % TOM)
        try:
            self.assertEqual([], self.rows('/patients', TOM))
        finally:
            sql("update users set active = true where id = '%s'" % TOM)
