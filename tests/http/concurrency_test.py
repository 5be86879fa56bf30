# SPDX-License-Identifier: MIT
"""Many at once: everybody gets their own answer, nobody waits for an idle neighbour."""
import concurrent.futures
import http.client
import os
import random
import signal
import subprocess
import threading
import time

from clinic import *
from server import ADMIN_URL, HOST, MODE, PORT, SERVICE, FastCgi, Test, call, only, settled_workers, sql, token, wait_for, workers


class Locked:
    """Holds a lock in a transaction of its own, so that a write waits for it."""

    def __init__(self, table):
        self.psql = subprocess.Popen(['psql', '-XAtqw', '-d', ADMIN_URL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.psql.stdin.write('begin; lock table %s in access exclusive mode; select 1;\n' % table)
        self.psql.stdin.flush()
        self.psql.stdout.readline()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.psql.stdin.write('commit;\n')
        self.psql.stdin.close()
        self.psql.stdout.read()
        self.psql.stdout.close()
        self.psql.wait()


def waiting():
    return int(sql("select count(*) from pg_stat_activity where usename = 'authenticator' and wait_event_type = 'Lock'"))


class Concurrency(Test):
    def test_everybody_gets_their_own(self):
        expected = {TOM: {'P-001', 'P-002'}, TINA: {'P-003', 'P-004'}, PAUL: {'P-001'}, PIA: {'P-003'}, RITA: set(), GONE: set(), NOBODY: set()}
        tokens = {who: token(who) for who in expected}
        wrong = []

        def ask(seed):
            chance = random.Random(seed)
            for _ in range(25):
                who = chance.choice(list(expected))
                answer = call('GET', '/patients?select=patient_code', token_text=tokens[who])
                if answer.status != 200 or {row['patient_code'] for row in answer.json} != expected[who]:
                    wrong.append((who, answer))

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(ask, range(8)))
        self.assertEqual([], wrong)

    def test_on_kept_connections(self):
        """Clients keep theirs to nginx, which keeps some to the programs."""
        wrong = []

        def ask(who, count):
            connection = http.client.HTTPConnection(HOST, PORT, timeout=30)
            for _ in range(20):
                connection.request('GET', '/rest/v1/patients?select=id', headers={'Authorization': 'Bearer ' + token(who)})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200 or body.count(b'"id"') != count:
                    wrong.append((who, answer.status, body))
            connection.close()

        threads = [threading.Thread(target=ask, args=each) for each in [(TOM, 2), (PAUL, 1), (RITA, 0), (ADMIN, 4)] * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], wrong)

    @only('fastcgi', 'sanitize')
    def test_idle_kept_connections_starve_nobody(self):
        """As many idle connections as there are workers, and twice that; then somebody else."""
        idle = []
        for _ in range(4):
            connection = FastCgi('patients')
            idle.append(connection)
            try:
                connection.begin('/patients', keep=True, token_text=token(TOM), query='select=id')
                connection.body(b'')
                connection.socket.settimeout(3)
                self.assertEqual(200, connection.answer().status)
            except (OSError, EOFError):
                pass  # closed in favour of another
        for _ in range(6):
            started = time.monotonic()
            answer = call('GET', '/patients?select=id', TOM, timeout=5)
            self.assertEqual(200, answer.status)
            self.assertLess(time.monotonic() - started, 1.5)
        for connection in idle:
            connection.close()

    @only('fastcgi', 'sanitize')
    def test_a_silent_connection_holds_nobody_for_long(self):
        silent = [FastCgi('patients') for _ in range(2)]
        started = time.monotonic()
        self.assertEqual(200, call('GET', '/patients?select=id', TOM, timeout=10).status)
        self.assertLess(time.monotonic() - started, 5)
        for connection in silent:
            connection.close()

    def test_slow_clients_hold_no_worker(self):
        import socket
        slow = []
        for _ in range(6):
            connection = socket.create_connection((HOST, PORT))
            connection.sendall(('POST /rest/v1/patients HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 1000\r\n\r\n{' % token(TOM)).encode())
            slow.append(connection)
        started = time.monotonic()
        self.assertEqual(200, call('GET', '/patients?select=id', TOM, timeout=5).status)
        self.assertLess(time.monotonic() - started, 1)
        for connection in slow:
            connection.close()

    def test_clients_that_leave(self):
        import socket
        for size in (0, 10, 60):
            for _ in range(10):
                with socket.create_connection((HOST, PORT)) as connection:
                    connection.sendall(('GET /rest/v1/therapy_sessions?select=*,contractions(*) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n' % token(TOM)).encode())
                    if size:
                        connection.recv(size)
        self.assertEqual(30, len(self.rows('/therapy_sessions?select=id', TOM)))

    def test_the_same_row_by_many(self):
        """Every increment of the reads' snapshot is written whole; none is torn."""
        def change(n):
            return call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': str(n) * 1000}).status
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            self.assertEqual({204}, set(pool.map(change, range(40))))
        text = self.rows('/patients?select=diagnosis&id=eq.' + P2, TOM)[0]['diagnosis']
        self.assertIn(text, {str(n) * 1000 for n in range(40)})
        self.call('PATCH', '/patients?id=eq.' + P2, TOM, body={'diagnosis': None}, status=204)

    def test_one_of_many_inserts_wins(self):
        def insert(n):
            return call('POST', '/patients', TOM, body={'patient_code': 'T-race', 'therapist_id': TOM}).status
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            found = sorted(pool.map(insert, range(12)))
        sql("delete from patients where patient_code = 'T-race'")
        self.assertEqual([201] + [409] * 11, found)

    def test_counts_and_rows_are_of_one_moment(self):
        """A count beside a page: never a total smaller than what the page shows."""
        stop = threading.Event()

        def churn():
            while not stop.is_set():
                sql("insert into contractions (session_id, channel, start_time, duration) select '%s', 9, n, 1 from generate_series(1, 50) n" % session(29))
                sql("delete from contractions where channel = 9")

        thread = threading.Thread(target=churn)
        thread.start()
        try:
            for _ in range(60):
                answer = call('GET', '/contractions?select=id&session_id=eq.' + session(29), TOM, prefer='count=exact')
                self.assertEqual(200, answer.status, repr(answer))
                self.assertEqual(str(len(answer.json)), answer.count, repr(answer)[:300])
        finally:
            stop.set()
            thread.join()


@only('fastcgi', 'pgbouncer', 'sanitize')
class Killed(Test):
    """kill -9 in the middle of a write."""

    def kill_during(self, table, program, body):
        stored = []
        with Locked(table):
            pool = concurrent.futures.ThreadPoolExecutor(1)
            pending = pool.submit(call, 'POST', '/' + program, TOM, body=body)
            wait_for(lambda: waiting() > 0, what='the write to wait')
            for pid in workers(program)[program]:
                os.kill(pid, signal.SIGKILL)
            answer = pending.result()
            self.assertIn(answer.status, (502, 503), repr(answer))
            self.assertError(answer, (502, 503))
            self.assertEqual(200, call('GET', '/patients?select=id', TOM).status)  # others go on
        settled_workers()
        wait_for(lambda: waiting() == 0, what='the lock to be over')
        self.forget_workers()
        return answer

    def test_plain(self):
        self.kill_during('contractions', 'contractions', {'session_id': session(28), 'channel': 8, 'start_time': 1, 'duration': 1})
        time.sleep(0.3)
        self.assertIn(sql("select count(*) from contractions where session_id = '%s'" % session(28)), ('0', '1'))
        sql("delete from contractions where channel = 8")
        self.call('POST', '/contractions', TOM, body={'session_id': session(28), 'channel': 8, 'start_time': 1, 'duration': 1}, status=201)
        sql("delete from contractions where channel = 8")

    def test_nested(self):
        body = [{'patient_id': P2, 'emg_statistics': [{'channel': 1}], 'contractions': [{'channel': 1, 'start_time': n, 'duration': 1} for n in range(3)]}] * 2
        self.kill_during('contractions', 'therapy_sessions', body)
        time.sleep(0.3)
        found = sql("select count(distinct s.id), count(distinct e.id), count(distinct c.id) from therapy_sessions s left join emg_statistics e on e.session_id = s.id"
                    " left join contractions c on c.session_id = s.id where s.patient_id = '%s'" % P2)
        sql("delete from therapy_sessions where patient_id = '%s'" % P2)
        self.assertIn(found, ('0|0|0', '2|2|6'))

    def test_term_lets_a_request_end(self):
        with Locked('contractions'):
            pool = concurrent.futures.ThreadPoolExecutor(1)
            pending = pool.submit(call, 'POST', '/contractions', TOM, body={'session_id': session(27), 'channel': 7, 'start_time': 1, 'duration': 1})
            wait_for(lambda: waiting() > 0, what='the write to wait')
            for pid in workers('contractions')['contractions']:
                os.kill(pid, signal.SIGTERM)
            time.sleep(0.2)
        self.assertEqual(201, pending.result().status)
        sql('delete from contractions where channel = 7')
        settled_workers()
        self.forget_workers()
