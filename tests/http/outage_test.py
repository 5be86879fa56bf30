# SPDX-License-Identifier: MIT
"""The database goes and comes back. The last of all."""
import concurrent.futures
import pathlib
import subprocess
import time

from clinic import *
from server import MODE, PLACE, ROOT, Test, call, only, sql, token, wait_for

PG_CTL = next((path for path in (pathlib.Path('/usr/lib/postgresql/15/bin/pg_ctl'),) if path.exists()), 'pg_ctl')


def control(*arguments):
    subprocess.run(['bash', '-c', '. "$1/scripts/lib/place.sh"; shift; (cd /; as_user "$(cluster_user)" "$@")', 'x', str(ROOT), str(PG_CTL), *arguments,
                    '-D', str(PLACE / 'data'), '-w', '-s'], check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)


def stop(how='fast'):
    control('stop', '-m', how)


def start():
    control('start', '-l', str(PLACE / 'postgresql.log'))


@only('fastcgi', 'cgi', 'sanitize')
class Outage(Test):
    def ask(self):
        return call('GET', '/patients?select=id', TOM)

    def test_down_and_up(self):
        for how in ('fast', 'immediate'):
            self.assertEqual(200, self.ask().status)
            stop(how)
            try:
                for method, body in (('GET', None), ('POST', {'patient_code': 'T-lost', 'therapist_id': TOM}), ('PATCH', {'diagnosis': 'lost'}), ('DELETE', None), ('HEAD', None)) * 2:
                    started = time.monotonic()
                    answer = call(method, '/patients?id=eq.' + NOBODY, TOM, body=body)
                    self.assertLess(time.monotonic() - started, 1, method)
                    self.assertEqual(503, answer.status, repr(answer))
                    self.assertEqual('1', answer.header('Retry-After'))
                    if method != 'HEAD':
                        self.assertError(answer, 503, ('PGRST000', 'PGRST001'))
                self.assertEqual(200, call('GET', '/health/live', prefix='').status)
                self.assertEqual(503, call('GET', '/health/ready', prefix='').status)
                self.assertEqual(401, call('GET', '/patients', token_text='x').status)
            finally:
                start()
            until = time.monotonic() + 1
            while True:
                answers = [self.ask().status for _ in range(6)]
                if set(answers) == {200} or time.monotonic() > until:
                    break
            self.assertEqual({200}, set(answers))
            self.assertEqual(200, call('GET', '/health/ready', prefix='').status)
            self.assertEqual('0', sql("select count(*) from patients where patient_code = 'T-lost'"))

    def test_in_the_middle_of_a_write(self):
        from concurrency_test import Locked, waiting
        lock = Locked('contractions')
        pool = concurrent.futures.ThreadPoolExecutor(1)
        pending = pool.submit(call, 'POST', '/contractions', TOM, body={'session_id': session(26), 'channel': 6, 'start_time': 1, 'duration': 1})
        wait_for(lambda: waiting() > 0, what='the write to wait')
        stop('immediate')
        answer = pending.result()
        lock.psql.kill()
        lock.psql.communicate()
        start()
        self.assertEqual(503, answer.status, repr(answer))
        self.assertError(answer, 503)
        self.assertIsNone(answer.header('Retry-After'))
        self.assertEqual('0', sql('select count(*) from contractions where channel = 6'))

    def test_backends_that_are_ended(self):
        for _ in range(3):
            self.assertEqual(200, self.ask().status)
            sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'authenticator'")
            self.assertEqual(200, self.ask().status)
            sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'authenticator'")
            answer = call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None})
            self.assertIn(answer.status, (204, 503), repr(answer))

    def test_no_connection_left(self):
        sql("alter role authenticator connection limit 0")
        try:
            sql("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = 'authenticator'")
            for _ in range(4):
                self.assertError(self.ask(), 503)
        finally:
            sql("alter role authenticator connection limit -1")
        self.assertEqual(200, self.ask().status)
