# SPDX-License-Identifier: MIT
from clinic import *
from server import Test, quote, sql


class Writing(Test):
    def setUp(self):
        super().setUp()
        self.addCleanup(sql, "delete from therapy_sessions where metadata ->> 'test' is not null;"
                             "delete from patients where patient_code like 'T-%';")

    def session(self, **more):
        return {'patient_id': P1, 'metadata': {'test': self.id()}, **more}

    def stored(self):
        return int(sql("select count(*) from therapy_sessions where metadata ->> 'test' = '%s'" % self.id()))


class Insert(Writing):
    def test_minimal(self):
        answer = self.call('POST', '/therapy_sessions', TOM, body=self.session(), status=201)
        self.assertEqual((b'', None), (answer.body, answer.header('content-type')))
        self.assertEqual(1, self.stored())

    def test_headers_only(self):
        answer = self.call('POST', '/therapy_sessions', TOM, body=self.session(), prefer='return=headers-only', status=201)
        place = answer.header('location')
        self.assertRegex(place, r'^/therapy_sessions\?id=eq\.[0-9a-f-]{36}$')
        self.assertEqual(1, len(self.rows(place, TOM)))
        self.assertEqual('return=headers-only', answer.header('preference-applied'))

    def test_representation(self):
        answer = self.call('POST', '/therapy_sessions?select=status,patients(patient_code)', TOM, body=self.session(status='failed'),
                           prefer='return=representation', status=201)
        self.assertEqual([{'status': 'failed', 'patients': {'patient_code': 'P-001'}}], answer.json)

    def test_singular(self):
        answer = self.call('POST', '/therapy_sessions?select=status', TOM, body=self.session(), prefer='return=representation',
                           headers={'Accept': 'application/vnd.pgrst.object+json'}, status=201)
        self.assertEqual({'status': 'processing'}, answer.json)

    def test_singular_of_two_is_undone(self):
        self.refused('POST', '/therapy_sessions', TOM, 406, 'PGRST116', body=[self.session(), self.session()],
                     prefer='return=representation', headers={'Accept': 'application/vnd.pgrst.object+json'})
        self.assertEqual(0, self.stored())

    def test_bulk(self):
        answer = self.call('POST', '/therapy_sessions?select=id', TOM, body=[self.session() for _ in range(500)],
                           prefer='return=representation,count=exact', status=201)
        self.assertEqual(500, len({row['id'] for row in answer.json}))
        self.assertEqual('*/500', answer.header('content-range'))

    def test_bulk_is_whole_or_absent(self):
        body = [self.session(status='failed') for _ in range(99)] + [self.session(status='nonsense')]
        self.refused('POST', '/therapy_sessions', TOM, 400, '23514', body=body)
        self.assertEqual(0, self.stored())

    def test_empty_list(self):
        answer = self.call('POST', '/therapy_sessions', TOM, body=[], prefer='return=representation', status=201)
        self.assertEqual([], answer.json)

    def test_columns(self):
        body = self.session(status='failed', nothing=1)
        self.call('POST', '/therapy_sessions?columns=patient_id,metadata', TOM, body=body, status=201)
        self.assertEqual('processing', sql("select status from therapy_sessions where metadata ->> 'test' = '%s'" % self.id()))

    def test_missing_keys(self):
        body = [self.session(status='failed'), self.session()]
        self.refused('POST', '/therapy_sessions?columns=patient_id,metadata,status', TOM, 400, '23502', body=body)
        self.call('POST', '/therapy_sessions?columns=patient_id,metadata,status', TOM, body=body, prefer='missing=default', status=201)
        self.assertEqual(2, self.stored())

    def test_csv(self):
        text = 'patient_code,therapist_id,diagnosis\nT-1,%s,"a, ""b"""\nT-2,%s,NULL\n' % (TOM, TOM)
        answer = self.call('POST', '/patients?select=patient_code,diagnosis&order=patient_code', TOM, body=text.encode(), mime='text/csv',
                           prefer='return=representation', status=201)
        self.assertEqual([{'patient_code': 'T-1', 'diagnosis': 'a, "b"'}, {'patient_code': 'T-2', 'diagnosis': None}], answer.json)

    def test_form(self):
        body = ('patient_code=T-3&therapist_id=%s&diagnosis=a+%%C3%%BC' % TOM).encode()
        self.call('POST', '/patients', TOM, body=body, mime='application/x-www-form-urlencoded', status=201)
        self.assertEqual('a ü', sql("select diagnosis from patients where patient_code = 'T-3'"))

    def test_conflict_and_missing_parent(self):
        answer = self.refused('POST', '/patients', TOM, 409, '23505', body={'patient_code': 'P-001', 'therapist_id': TOM})
        self.assertIn('patients_patient_code_key', answer.json['message'])
        self.refused('POST', '/therapy_sessions', ADMIN, 409, '23503', body={'patient_id': NOBODY, 'therapist_id': TOM})

    def test_rules(self):
        answer = self.refused('PATCH', '/therapy_sessions?id=eq.' + session(1), TOM, 400, '23M05', body={'status': 'failed'})
        self.assertTrue(answer.json['hint'])
        self.refused('POST', '/contractions', TOM, 400, '23514',
                     body={'session_id': session(1), 'channel': 1, 'start_time': 0, 'duration': 0})

    def test_composite_score(self):
        answer = self.call('POST', '/performance_scores?select=overall_score', TOM, prefer='return=representation', status=201,
                           body={'session_id': session(20), 'compliance_score': 80, 'symmetry_score': 40})
        self.assertAlmostEqual((80 * 50 + 40 * 25) / 75, answer.json[0]['overall_score'])
        sql("delete from performance_scores where session_id = '%s'" % session(20))


class Upsert(Writing):
    def setUp(self):
        super().setUp()
        self.call('POST', '/patients', TOM, body={'patient_code': 'T-1', 'therapist_id': TOM, 'diagnosis': 'old'}, status=201)

    def diagnosis(self, code='T-1'):
        return sql("select diagnosis from patients where patient_code = '%s'" % code)

    def test_merge(self):
        answer = self.call('POST', '/patients?on_conflict=patient_code&select=patient_code,diagnosis', TOM,
                           prefer='resolution=merge-duplicates,return=representation', status=201,
                           body=[{'patient_code': 'T-1', 'therapist_id': TOM, 'diagnosis': 'new'},
                                 {'patient_code': 'T-2', 'therapist_id': TOM, 'diagnosis': 'two'}])
        self.assertEqual({'T-1': 'new', 'T-2': 'two'}, {row['patient_code']: row['diagnosis'] for row in answer.json})
        self.assertIn('resolution=merge-duplicates', answer.header('preference-applied'))

    def test_all_there_is_200(self):
        self.call('POST', '/patients?on_conflict=patient_code', TOM, prefer='resolution=merge-duplicates', status=200,
                  body={'patient_code': 'T-1', 'therapist_id': TOM, 'diagnosis': 'new'})
        self.assertEqual('new', self.diagnosis())

    def test_ignore(self):
        answer = self.call('POST', '/patients?on_conflict=patient_code&select=patient_code', TOM, status=201,
                           prefer='resolution=ignore-duplicates,return=representation',
                           body=[{'patient_code': 'T-1', 'therapist_id': TOM, 'diagnosis': 'new'},
                                 {'patient_code': 'T-2', 'therapist_id': TOM, 'diagnosis': 'two'}])
        self.assertEqual([{'patient_code': 'T-2'}], answer.json)
        self.assertEqual('old', self.diagnosis())

    def test_twice_in_one_body(self):
        row = {'patient_code': 'T-9', 'therapist_id': TOM}
        # 500 is what PostgREST answers, word for word.
        self.refused('POST', '/patients?on_conflict=patient_code', TOM, 500, '21000', body=[row, row],
                     prefer='resolution=merge-duplicates')

    def test_put(self):
        key = '00000000-0000-4000-8000-00000000aaaa'
        row = {'id': key, 'user_id': None, 'therapist_id': TOM, 'patient_code': 'T-5', 'diagnosis': 'put',
               'created_at': '2026-01-01T00:00:00+00:00', 'updated_at': '2026-01-01T00:00:00+00:00'}
        self.call('PUT', '/patients?id=eq.' + key, TOM, body=row, status=204)
        self.assertEqual('put', self.diagnosis('T-5'))
        row['diagnosis'] = 'put again'
        answer = self.call('PUT', '/patients?id=eq.%s&select=diagnosis' % key, TOM, body=row, prefer='return=representation')
        self.assertEqual([{'diagnosis': 'put again'}], answer.json)
        self.refused('PUT', '/patients?id=eq.' + NOBODY, TOM, 400, 'PGRST115', body=row)
        self.refused('PUT', '/patients?diagnosis=eq.x', TOM, 405, 'PGRST105', body=row)
        self.refused('PUT', '/patients?id=eq.%s&limit=1' % key, TOM, 400, 'PGRST114', body=row)


class Change(Writing):
    def setUp(self):
        super().setUp()
        self.call('POST', '/therapy_sessions', TOM, body=[self.session() for _ in range(3)], status=201)
        self.mine = 'metadata->>test=eq.' + quote(self.id())

    def test_patch(self):
        answer = self.call('PATCH', '/therapy_sessions?select=status&' + self.mine, TOM, body={'status': 'failed'},
                           prefer='return=representation', status=200)
        self.assertEqual([{'status': 'failed'}] * 3, answer.json)
        answer = self.call('PATCH', '/therapy_sessions?' + self.mine, TOM, body={'status': 'processing'}, status=204)
        self.assertEqual(b'', answer.body)

    def test_count(self):
        answer = self.call('PATCH', '/therapy_sessions?' + self.mine, TOM, body={'status': 'failed'}, prefer='count=exact', status=204)
        self.assertEqual('0-2/3', answer.header('content-range'))

    def test_nothing_to_change(self):
        answer = self.call('PATCH', '/therapy_sessions?select=id&' + self.mine, TOM, body={}, prefer='return=representation')
        self.assertEqual((200, []), (answer.status, answer.json))
        answer = self.call('PATCH', '/therapy_sessions?id=eq.' + NOBODY, TOM, body={'status': 'failed'}, prefer='return=representation')
        self.assertEqual((200, []), (answer.status, answer.json))

    def test_limit_and_order_do_not_restrict(self):
        answer = self.call('PATCH', '/therapy_sessions?select=id&limit=1&order=id&' + self.mine, TOM, body={'status': 'failed'},
                           prefer='return=representation,count=exact', status=200)
        self.assertEqual(3, int(sql("select count(*) from therapy_sessions where status = 'failed' and metadata ->> 'test' = '%s'" % self.id())))
        self.assertIn('/3', answer.header('content-range'))

    def test_delete(self):
        answer = self.call('DELETE', '/therapy_sessions?select=status&' + self.mine, TOM, prefer='return=representation', status=200)
        self.assertEqual(3, len(answer.json))
        self.assertEqual(0, self.stored())
        self.call('DELETE', '/therapy_sessions?' + self.mine, TOM, status=204)

    def test_delete_takes_what_is_below(self):
        key = self.rows('/therapy_sessions?select=id&limit=1&' + self.mine, TOM)[0]['id']
        self.call('POST', '/emg_statistics', TOM, body={'session_id': key, 'channel': 1}, status=201)
        self.call('DELETE', '/therapy_sessions?id=eq.' + key, TOM, status=204)
        self.assertEqual([], self.rows('/emg_statistics?session_id=eq.' + key, TOM))

    def test_restricted(self):
        self.refused('DELETE', '/patients?id=eq.' + P1, ADMIN, 409, '23503')

    def test_all_rows_need_a_word(self):
        for method in ('PATCH', 'DELETE'):
            self.refused(method, '/therapy_sessions', TOM, 400, '21000', body={'status': 'failed'})
            self.refused(method, '/therapy_sessions?limit=1&order=id&select=id', TOM, 400, '21000', body={'status': 'failed'})
        self.assertEqual(3, self.stored())


class Preferences(Writing):
    def test_strict(self):
        answer = self.refused('GET', '/patients', TOM, 400, 'PGRST122', prefer='handling=strict, nonsense=1')
        self.assertIn('nonsense', answer.json['details'])
        self.get('/patients', TOM, prefer='handling=lenient, nonsense=1')
        self.get('/patients', TOM, prefer='nonsense=1')

    def test_max_affected(self):
        path = '/therapy_sessions?metadata->>test=eq.' + quote(self.id())
        self.call('POST', '/therapy_sessions', TOM, body=[self.session() for _ in range(3)], status=201)
        self.refused('DELETE', path, TOM, 400, 'PGRST124', prefer='handling=strict,max-affected=2')
        self.refused('PATCH', path, TOM, 400, 'PGRST124', prefer='handling=strict,max-affected=2', body={'status': 'failed'})
        self.assertEqual(3, self.stored())
        self.assertEqual([], self.rows(path + '&status=eq.failed', TOM))
        self.call('DELETE', path, TOM, prefer='handling=strict,max-affected=3', status=204)

    def test_transactions_cannot_be_undone_here(self):
        self.call('POST', '/therapy_sessions', TOM, body=self.session(), prefer='tx=rollback', status=201)
        self.assertEqual(1, self.stored())

    def test_time_zone(self):
        path = '/therapy_sessions?select=created_at&id=eq.' + session(1)
        answer = self.get(path, TOM, prefer='timezone=America/New_York')
        self.assertEqual('2026-01-01T04:00:00-05:00', answer.json[0]['created_at'])
        self.assertEqual('timezone=America/New_York', answer.header('preference-applied'))
        self.refused('GET', path, TOM, 400, '22023', prefer='timezone=Nowhere/x')
        self.assertEqual('2026-01-01T09:00:00+00:00', self.rows(path, TOM)[0]['created_at'])

    def test_several_headers(self):
        answer = self.call('POST', '/therapy_sessions?select=status', TOM, body=self.session(), status=201,
                           headers=[('Prefer', 'return=representation'), ('Prefer', 'count=exact')])
        self.assertEqual([{'status': 'processing'}], answer.json)


class Numbers(Writing):
    """As they were sent, whatever their length: jsonb keeps every digit."""
    SENT = ['0', '-0', '12345678901234567890', '12345678901234567890.1', '-0.000000000000000000000000000000000123', '1e400', '1.50',
            '1' + '0' * 300, '0.' + '7' * 500, '123456789.123456789123456789e-20', '1e-1000', '9' * 2000]

    def test_in_jsonb(self):
        from decimal import Decimal
        import json
        text = '{"patient_id":"%s","metadata":{"test":"%s","numbers":[%s]}}' % (P1, self.id(), ','.join(self.SENT))
        answer = self.call('POST', '/therapy_sessions?select=metadata->numbers', TOM, body=text.encode(), prefer='return=representation', status=201)
        got = json.loads(answer.body, parse_int=Decimal, parse_float=Decimal)[0]['numbers']
        self.assertEqual([Decimal(number) for number in self.SENT], got)
        self.assertIn(b'1.50', answer.body)  # even the last nought

    def test_in_float8(self):
        for number in ('1e-300', '0.1', '3.49896e-05', '1.7976931348623157e308', '12345678901234567890', '0.30000000000000004'):
            answer = self.call('PATCH', '/emg_statistics?session_id=eq.%s&channel=eq.1&select=rms_mean' % session(31), TINA,
                               body=b'{"rms_mean":%s}' % number.encode(), prefer='return=representation', status=200)
            self.assertEqual(float(number), answer.json[0]['rms_mean'])

    def test_out_of_range(self):
        path = '/emg_statistics?session_id=eq.%s&channel=eq.1' % session(31)
        for number in ('1e400', '1e-400'):
            self.refused('PATCH', path, TINA, 400, '22003', body=b'{"rms_mean":%s}' % number.encode())
        for number in ('2147483648', '1e10'):
            self.refused('PATCH', path, TINA, 400, ('22003', '22P02'), body=b'{"contraction_count":%s}' % number.encode())
        for number in ('1.5', '1.0', '1e2', '"x"', '{}', '[]', 'true'):
            self.refused('PATCH', path, TINA, 400, '22P02', body=b'{"contraction_count":%s}' % number.encode())
        for number in ('-1', '"NaN"', '"Infinity"'):
            self.refused('PATCH', path, TINA, 400, '23514', body=b'{"rms_mean":%s}' % number.encode())

    def test_in_filters(self):
        self.refused('GET', '/emg_statistics?contraction_count=eq.99999999999999999999', TOM, 400, '22003')
        self.rows('/emg_statistics?rms_mean=gt.0.00000000000000000000000000000000000000000000001', TOM)
        self.refused('GET', '/emg_statistics?contraction_count=eq.x', TOM, 400, '22P02')
