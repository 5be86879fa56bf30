# SPDX-License-Identifier: MIT
"""A write that mirrors a read: a session with what was measured, in one document."""
import json
import pathlib

from clinic import *
from server import ROOT, Test, call, quote, sql

PATH = '/therapy_sessions?select=*,emg_statistics(*),performance_scores(*),contractions(*)'
COUNTS = ('select (select count(*) from therapy_sessions), (select count(*) from emg_statistics), (select count(*) from performance_scores),'
          '(select count(*) from contractions)')
RECORDED = json.loads((pathlib.Path(ROOT) / 'sql/demo/sessions.json').read_text())


class Nested(Test):
    def setUp(self):
        super().setUp()
        self.before = sql(COUNTS)
        self.addCleanup(lambda: self.assertEqual(self.before, sql(COUNTS)))
        self.addCleanup(sql, "delete from therapy_sessions where patient_id = '%s'" % P2)

    def document(self, **more):
        return {'patient_id': P2, 'status': 'completed',
                'emg_statistics': [{'channel': 1, 'rms_mean': 0.5}, {'channel': 2, 'rms_mean': None}],
                'performance_scores': [{'compliance_score': 50, 'symmetry_score': 100}],
                'contractions': [{'channel': 1, 'start_time': n, 'duration': 0.25} for n in range(5)], **more}

    def post(self, body, path='/therapy_sessions', status=201, who=TOM, prefer='return=minimal', **more):
        return self.call('POST', path, who, body=body, status=status, prefer=prefer, **more)

    def assertRefused(self, body, code=None, status=range(400, 500), mention=None, who=TOM, path='/therapy_sessions', **more):
        answer = self.refused('POST', path, who, status, code, body=body, **more)
        if mention:
            self.assertIn(mention, answer.body.decode())
        self.assertEqual(self.before, sql(COUNTS), 'a part of it was stored')
        return answer


class Stored(Nested):
    def test_minimal(self):
        answer = self.post(self.document())
        self.assertEqual(b'', answer.body)
        row = self.rows(PATH + '&patient_id=eq.' + P2, TOM)[0]
        self.assertEqual([2, 1, 5], [len(row[name]) for name in ('emg_statistics', 'performance_scores', 'contractions')])
        self.assertAlmostEqual((50 * 50 + 25 * 100) / 75, row['performance_scores'][0]['overall_score'])

    def test_representation_is_what_a_read_gives(self):
        answer = self.post(self.document(), PATH + '&emg_statistics.order=channel&contractions.order=start_time', prefer='return=representation')
        key = answer.json[0]['id']
        self.assertEqual(self.rows(PATH + '&emg_statistics.order=channel&contractions.order=start_time&id=eq.' + key, TOM), answer.json)
        self.assertEqual([1, 2], [row['channel'] for row in answer.json[0]['emg_statistics']])

    def test_what_was_read_can_be_posted(self):
        self.post(self.document())
        document = self.rows(PATH + '&patient_id=eq.' + P2, TOM)[0]
        self.call('DELETE', '/therapy_sessions?id=eq.' + document['id'], TOM, status=204)
        answer = self.post(document, PATH, prefer='return=representation')
        again = answer.json[0]
        for row in (document, again):
            row.pop('updated_at')
            for name in ('emg_statistics', 'performance_scores', 'contractions'):
                row[name].sort(key=lambda child: child['id'])
        self.assertEqual(document, again)

    def test_the_real_sessions(self):
        answer = self.post([{**document, 'patient_id': P2} for document in RECORDED], PATH + '&order=created_at&contractions.order=start_time',
                           prefer='return=representation')
        self.assertEqual(7, len(answer.json))
        by_time = sorted(RECORDED, key=lambda document: document['created_at'])
        for sent, stored in zip(by_time, sorted(answer.json, key=lambda row: row['created_at'])):
            self.assertEqual(sent['metadata'], stored['metadata'])
            for name in ('emg_statistics', 'performance_scores', 'contractions'):
                keys = sorted({key for row in sent[name] for key in row if key != 'overall_score'})
                plain = lambda rows: sorted(json.dumps([float(row[key]) if row.get(key) is not None else None for key in keys]) for row in rows)
                self.assertEqual(plain(sent[name]), plain(stored[name]), name)

    def test_children_find_their_own_parents(self):
        documents = [self.document(metadata={'n': n}, emg_statistics=[{'channel': n + 1}, {'channel': n + 100}], contractions=[]) for n in range(50)]
        answer = self.post(documents, PATH, prefer='return=representation')
        for row in answer.json:
            n = row['metadata']['n']
            self.assertEqual({n + 1, n + 100}, {child['channel'] for child in row['emg_statistics']})

    def test_headers_only(self):
        answer = self.post(self.document(), prefer='return=headers-only')
        self.assertEqual(1, len(self.rows(answer.header('location'), TOM)))

    def test_empty_lists(self):
        self.post(self.document(emg_statistics=[], performance_scores=[], contractions=[]))
        self.post([])

    def test_some_without_children(self):
        self.post([self.document(), self.document(emg_statistics=[], performance_scores=[], contractions=[])])

    def test_alias(self):
        document = self.document()
        document['stats'] = document.pop('emg_statistics')
        answer = self.post(document, '/therapy_sessions?select=id,stats:emg_statistics(channel)&stats.order=channel', prefer='return=representation')
        self.assertEqual([{'channel': 1}, {'channel': 2}], answer.json[0]['stats'])

    def test_digits(self):
        text = json.dumps(self.document(metadata='N')).replace('"N"', '{"n":12345678901234567890.10}')
        answer = self.post(text.encode(), PATH, prefer='return=representation')
        self.assertIn(b'12345678901234567890.10', answer.body)

    def test_deeper(self):
        body = {'patient_code': 'T-nested', 'therapist_id': TOM, 'therapy_sessions': [
            {'status': 'completed', 'emg_statistics': [{'channel': 1}]}, {'status': 'failed', 'emg_statistics': [{'channel': 1}, {'channel': 2}]}]}
        answer = self.post(body, '/patients?select=patient_code,therapy_sessions(status,emg_statistics(channel))', prefer='return=representation')
        sessions = {row['status']: len(row['emg_statistics']) for row in answer.json[0]['therapy_sessions']}
        sql("delete from therapy_sessions s using patients p where p.id = s.patient_id and p.patient_code = 'T-nested';"
            "delete from patients where patient_code = 'T-nested'")
        self.assertEqual({'completed': 1, 'failed': 2}, sessions)

    def test_many(self):
        document = self.document(contractions=[{'channel': 1, 'start_time': n, 'duration': 0.25} for n in range(20000)])
        self.post(document)
        self.assertEqual('20000', sql("select count(*) from contractions c join therapy_sessions s on s.id = session_id where patient_id = '%s'" % P2))



class Refused(Nested):
    def test_keys_that_do_not_match(self):
        self.assertRefused(self.document(emg_statistics=[{'channel': 1, 'rms_mean': 0.5}, {'channel': 2}]), 'PGRST102', 400, 'emg_statistics[1]')

    def test_unknown_keys_name_their_path(self):
        self.assertRefused(self.document(emg_statistics=[{'channel': 1}, {'channel': 2, 'nothing': 3}]), ('PGRST102', 'PGRST204'), 400, 'emg_statistics[1].nothing')
        self.assertRefused(self.document(nothing=[{}]), 'PGRST204', 400, 'nothing')
        self.assertRefused([self.document(), self.document(contractions=[{'x': 1}])], 'PGRST204', 400, 'contractions[0].x')

    def test_wrong_types_name_their_path(self):
        for value in ('"x"', '{}', '[]', 'true', '1.5'):
            text = json.dumps(self.document(emg_statistics=[{'channel': 1}, {'channel': 'V'}])).replace('"V"', value)
            self.assertRefused(text.encode(), None, 400, 'emg_statistics')
        self.assertRefused(self.document(contractions=[{'channel': 1, 'start_time': 'x', 'duration': 1}]), '22P02', 400)

    def test_wrong_shapes(self):
        for value in (1, 'x', True, {}, [1], ['x'], [None], [[]], [[{}]], None):
            answer = call('POST', '/therapy_sessions', TOM, body=self.document(emg_statistics=value))
            if answer.status == 201:
                self.assertIn(value, (None, []))
                sql("delete from therapy_sessions where patient_id = '%s'" % P2)
            else:
                self.assertError(answer, 400)
            self.assertEqual(self.before, sql(COUNTS))

    def test_rules_of_the_database(self):
        answer = self.assertRefused(self.document(contractions=[{'channel': 1, 'start_time': 0, 'duration': 0}]), '23514', 400)
        self.assertIn('contractions', answer.json['hint'])
        self.assertRefused(self.document(emg_statistics=[{'channel': 1}, {'channel': 1}]), '23505', 409)
        self.assertRefused(self.document(performance_scores=[{'overall_score': 101}]), '23514', 400)
        self.assertRefused([self.document(), self.document(status='x')], '23514', 400)

    def test_others_patients(self):
        self.assertRefused(self.document(patient_id=P3), '42501', 403)
        self.assertRefused([self.document(), self.document(patient_id=P3)], '42501', 403)
        for who in (PAUL, RITA, GONE, NOBODY):
            self.assertRefused(self.document(), '42501', 403, who=who)
        self.assertRefused(self.document(), '42501', 401, who=None)

    def test_children_cannot_be_put_elsewhere(self):
        """A child's own foreign key does not win over the document it is in."""
        body = self.document(emg_statistics=[{'channel': 7, 'session_id': session(31)}])
        answer = call('POST', '/therapy_sessions', TOM, body=body)
        self.assertLess(answer.status, 500)
        self.assertEqual('0', sql("select count(*) from emg_statistics where session_id = '%s' and channel = 7" % session(31)))
        sql("delete from therapy_sessions where patient_id = '%s'" % P2)

    def test_to_one_is_not_created_through(self):
        self.assertRefused({**self.document(), 'patients': {'patient_code': 'x', 'therapist_id': TOM}})

    def test_too_deep_and_too_wide(self):
        for depth in (3, 30, 300, 3000):
            deep = b'{"therapy_sessions":[{"emg_statistics":[' * depth + b'{}' + b']}]}' * depth
            self.assertRefused(b'{"patient_id":"%s","emg_statistics":[%s]}' % (P2.encode(), deep))
        self.assertRefused(self.document(**{'k%d' % n: [] for n in range(1000)}))

    def test_singular_of_two_is_undone(self):
        self.assertRefused([self.document(), self.document()], 'PGRST116', 406, path=PATH, prefer='return=representation',
                           headers={'Accept': 'application/vnd.pgrst.object+json'})

    def test_half_a_document(self):
        text = json.dumps(self.document()).encode()
        for end in range(1, len(text), 37):
            self.assertRefused(text[:end], 'PGRST102', 400)
