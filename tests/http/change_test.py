# SPDX-License-Identifier: MIT
"""The schema changes while workers run, and constraints that speak at the commit."""
from clinic import *
from server import Test, call, sql


class Change(Test):
    def warm(self):
        """Every worker has its statements prepared, and runs them by a generic plan."""
        for _ in range(14):
            self.rows('/patients?limit=1', TOM)
            self.rows('/patients?select=id,diagnosis,therapists(*)&limit=1', TOM)
            self.rows('/emg_statistics?session_id=eq.' + session(1), TOM)
            self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None}, prefer='return=representation', status=200)

    def test_a_column_more(self):
        self.warm()
        sql('alter table patients add column nickname text')
        try:
            for _ in range(6):
                row = self.rows('/patients?patient_code=eq.P-001', TOM)[0]
                self.assertIn('nickname', row)
                answer = self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None}, prefer='return=representation', status=200)
                self.assertIn('nickname', answer.json[0])
        finally:
            sql('alter table patients drop column nickname')
        for _ in range(6):
            self.assertNotIn('nickname', self.rows('/patients?patient_code=eq.P-001', TOM)[0])

    def test_a_column_less(self):
        sql('alter table emg_statistics add column extra int')
        self.warm()
        for _ in range(6):
            self.assertIn('extra', self.rows('/emg_statistics?session_id=eq.' + session(1), TOM)[0])
        sql('alter table emg_statistics drop column extra')
        for _ in range(6):
            self.assertNotIn('extra', self.rows('/emg_statistics?session_id=eq.' + session(1), TOM)[0])
        sql('alter table contractions rename mean_amplitude to renamed')
        try:
            for _ in range(4):
                self.rows('/contractions?session_id=eq.' + session(1), TOM)
                self.refused('GET', '/contractions?select=mean_amplitude', TOM, range(400, 500), '42703')
        finally:
            sql('alter table contractions rename renamed to mean_amplitude')
        self.rows('/contractions?select=mean_amplitude&limit=1', TOM)

    def test_another_type(self):
        self.warm()
        self.assertEqual(11, self.rows('/emg_statistics?channel=eq.1&session_id=eq.' + session(1), TOM)[0]['contraction_count'])
        sql('alter table emg_statistics alter contraction_count type numeric(10, 2)')
        try:
            for _ in range(6):
                self.assertEqual(11.0, self.rows('/emg_statistics?channel=eq.1&session_id=eq.' + session(1), TOM)[0]['contraction_count'])
        finally:
            sql('alter table emg_statistics alter contraction_count type integer')
        for _ in range(6):
            self.assertEqual(11, self.rows('/emg_statistics?channel=eq.1&session_id=eq.' + session(1), TOM)[0]['contraction_count'])

    def test_a_policy_less(self):
        self.warm()
        sql('drop policy emg_statistics_select on emg_statistics')
        try:
            for _ in range(4):
                self.assertEqual([], self.rows('/emg_statistics?session_id=eq.' + session(1), TOM))
        finally:
            sql('create policy emg_statistics_select on emg_statistics for select to authenticated'
                ' using (exists (select from therapy_sessions s where s.id = session_id))')
        self.assertEqual(2, len(self.rows('/emg_statistics?session_id=eq.' + session(1), TOM)))

    def test_a_privilege_less(self):
        self.warm()
        sql('revoke select on patients from authenticated')
        try:
            for _ in range(4):
                self.refused('GET', '/patients?limit=1', TOM, 403, '42501')
        finally:
            sql('grant select on patients to authenticated')
        self.rows('/patients?limit=1', TOM)

    def test_a_table_that_is_gone(self):
        sql('alter table contractions rename to elsewhere')
        try:
            self.refused('GET', '/contractions?limit=1', TOM, 404, '42P01')
        finally:
            sql('alter table elsewhere rename to contractions')
        self.rows('/contractions?limit=1', TOM)

    def test_deferred_constraints(self):
        """What fails at the commit was not acknowledged and is not there."""
        sql("create function private.refuse() returns trigger language plpgsql as $$ begin"
            " if new.diagnosis = 'refuse me' then raise exception 'refused at the commit' using errcode = '23514'; end if; return null; end $$;"
            "create constraint trigger refuse after insert or update on patients deferrable initially deferred for each row execute function private.refuse()")
        try:
            for prefer in ('return=minimal', 'return=representation', 'return=headers-only', 'return=representation,count=exact'):
                answer = self.refused('POST', '/patients', TOM, 400, '23514', prefer=prefer,
                                      body=[{'patient_code': 'T-a', 'therapist_id': TOM, 'diagnosis': 'fine'}, {'patient_code': 'T-b', 'therapist_id': TOM, 'diagnosis': 'refuse me'}])
                self.assertEqual('refused at the commit', answer.json['message'])
                self.assertIsNone(answer.header('location'))
                self.refused('PATCH', '/patients?id=eq.' + P2, TOM, 400, '23514', prefer=prefer, body={'diagnosis': 'refuse me'})
            self.refused('POST', '/patients?select=*,therapy_sessions(*)', TOM, 400, '23514', prefer='return=representation',
                         body={'patient_code': 'T-c', 'therapist_id': TOM, 'diagnosis': 'refuse me', 'therapy_sessions': [{'status': 'completed'}]})
            self.assertEqual('0', sql("select count(*) from patients where patient_code like 'T-%' or diagnosis = 'refuse me'"))
            self.call('POST', '/patients', TOM, body={'patient_code': 'T-a', 'therapist_id': TOM, 'diagnosis': 'fine'}, status=201)
        finally:
            sql("drop trigger refuse on patients; drop function private.refuse(); delete from patients where patient_code like 'T-%'")

    def test_reads_cannot_write(self):
        """GET and HEAD run in read-only transactions, whatever the database does in them."""
        sql("create table private.seen (at timestamptz default now()); grant insert on private.seen to authenticated; grant usage on schema private to authenticated;"
            "create function private.note() returns boolean language plpgsql as $$ begin insert into private.seen default values; return true; end $$;"
            "grant execute on function private.note() to authenticated;"
            "create policy noting on patients as restrictive for select to authenticated using (private.note())")
        try:
            for method in ('GET', 'HEAD'):
                self.assertEqual(405, call(method, '/patients', TOM).status)
            self.assertEqual('0', sql('select count(*) from private.seen'))
        finally:
            sql("drop policy noting on patients; drop function private.note(); drop table private.seen; revoke usage on schema private from authenticated")
