# SPDX-License-Identifier: MIT
"""What must never be in a log. Runs after the others, so that theirs are read too."""
import re
import time

from clinic import *
from server import PLACE, Test, call, logs, token, wait_for

MARK = 'zQ7marker'


class Logs(Test):
    def test_nothing_of_requests(self):
        text = token(TOM)
        head, body, end = text.split('.')
        for path in ('/patients?diagnosis=eq.%s1' % MARK, '/patients?%s2=eq.1' % MARK, '/patients?select=%s3' % MARK, '/%s4?x' % MARK[:2], '/patients?order=%s5' % MARK,
                     '/patients?or=(%s6' % MARK, '/patients?created_at=eq.%s7' % MARK, '/patients%%3F%s8' % MARK, '/patients?diagnosis=eq.' + MARK + 'x' * 40000,
                     '/patients?diagnosis=eq.' + MARK + 'x' * 32600, '/therapy_sessions?id=eq.%s' % MARK, '/patients?limit=%s' % MARK, '/patients?%00' + MARK):
            call('GET', path, TOM)
            call('PATCH', path, TOM, body={'diagnosis': MARK + '9'})
            call('DELETE', path + '&id=is.null', TOM)
        for row in ({'patient_code': MARK, 'therapist_id': TINA}, {MARK: 1}, {'id': MARK}, [{'patient_code': 'P-001', 'therapist_id': TOM, 'diagnosis': MARK}], MARK.encode(),
                     {'patient_code': 'P-002', 'therapist_id': MARK}):
            call('POST', '/patients', TOM, body=row)
        call('POST', '/therapy_sessions', TOM, body={'patient_id': P1, 'status': MARK, 'metadata': {MARK: MARK}})
        call('POST', '/therapy_sessions', TOM, body={'patient_id': P1, 'emg_statistics': [{'channel': -1, 'rms_mean': 1}], 'metadata': {MARK: MARK}})
        for name in ('Prefer', 'Accept', 'Range', 'Cookie', 'Accept-Profile', 'User-Agent', 'Referer', 'apikey', 'X-Request-Id', 'Content-Type', 'Origin', 'X-Forwarded-For'):
            call('GET', '/patients', TOM, headers={name: MARK + ' "\n'[:2]})
        for odd in (text[:-1], head + '.' + body + '.', text + MARK, token(TOM, exp=1), token(MARK), token(TOM, name=MARK), MARK):
            call('GET', '/patients', token_text=odd)
        found = logs()
        self.assertTrue(found)
        for secret in (MARK, 'eyJ', body[:40], end, 'Bearer', 'Sarcopenia', 'Hemiparese', 'P-001', 'Paul Dorn', 'tom@clinic', 'diagnosis', 'select='):
            self.assertNotIn(secret, found, self.around(found, secret))

    @staticmethod
    def around(found, secret):
        at = found.find(secret)
        return 'in a log: ' + found[max(0, at - 200):at + 80] if at >= 0 else ''

    def test_nothing_of_rows_in_the_databases_own_log(self):
        path = PLACE / 'postgresql.log'
        found = path.read_text(errors='replace') if path.exists() else ''
        for secret in (MARK, 'Sarcopenia', 'Hemiparese', 'P-001', 'Paul Dorn', 'eyJ', 'Failing row contains'):
            self.assertNotIn(secret, found, self.around(found, secret))

    def test_one_line_each(self):
        request = 'a-line-in-a-log-%d' % time.monotonic_ns()
        found = lambda: [line for line in logs().splitlines() if request in line]
        call('GET', '/patients?select=id', TOM, headers={'X-Request-Id': request})
        wait_for(lambda: len(found()) == 2, what="nginx's line and the program's")
        self.assertTrue(any(re.search(r'GET /patients 200 \d+ms code=- role=authenticated', line) for line in found()), found())
