# SPDX-License-Identifier: MIT
"""More requests than can be served; clients that leave, or read slowly, or stay and are idle."""
import asyncio
import collections
import concurrent.futures
import contextlib
import json
import os
import random
import re
import resource
import signal
import socket
import statistics
import subprocess
import time

from clinic import *
from concurrency_test import Locked, waiting
from server import BIN_DIR, DATABASE_URL, HOST, MODE, PORT, ROOT, RUN_DIR, SECRET, Answer, Test, call, only, place_of, sql, token, wait_for, workers

CONNECTIONS = 1000
WORKERS, QUEUE, PAUSE = 4, 100, 0.01  # of the instance below: it serves WORKERS / PAUSE a second, at best
PROGRAMS = 'therapy_sessions patients therapists'


def request(method, path, sub, body=None, request_id=None):
    """Its octets, for a connection that is kept."""
    body = b'' if body is None else json.dumps(body).encode()
    lines = ['%s /rest/v1%s HTTP/1.1' % (method, path), 'Host: x', 'Authorization: Bearer ' + token(sub), 'Content-Type: application/json',
             'Content-Length: %d' % len(body)] + (['X-Request-Id: ' + request_id] if request_id else [])
    return '\r\n'.join(lines + ['', '']).encode() + body


READ = request('GET', '/therapy_sessions?select=id&limit=1', TOM)
WRITE = request('POST', '/therapy_sessions', TOM, {'patient_id': P2, 'metadata': {'test': 'overload'}})


def stored():
    """How many WRITEs were; and forgets them."""
    return int(sql("with gone as (delete from therapy_sessions where metadata ->> 'test' = 'overload' returning 1) select count(*) from gone"))


class Connection:
    """One that is held open, with one request at a time."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.is_busy = reader, writer, False

    @classmethod
    async def open(cls, port):
        return cls(*await asyncio.open_connection(HOST, port))

    async def ask(self, octets):
        self.is_busy, started = True, time.monotonic()
        self.writer.write(octets)
        head = (await self.reader.readuntil(b'\r\n\r\n')).decode()
        pairs = [tuple(line.split(': ', 1)) for line in head.split('\r\n') if ': ' in line]
        answer = Answer(int(head.split()[1]), pairs, b'')
        answer.body = await self.reader.readexactly(int(answer.header('content-length') or 0))
        answer.seconds = time.monotonic() - started
        self.is_busy = False
        return answer

    def close(self):
        self.writer.close()


def with_connections(count, port, use):
    """Runs use(connections), a coroutine, in the end of which all are still open."""
    async def run():
        connections = await asyncio.gather(*(Connection.open(port) for _ in range(count)))
        try:
            return await use(connections)
        finally:
            for connection in connections:
                connection.close()
    return asyncio.run(run())


async def settled(tasks, count, seconds=30):
    """Waits until that many have ended; which did, a moment later."""
    until = time.monotonic() + seconds
    while sum(task.done() for task in tasks) < count and time.monotonic() < until:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    return [task for task in tasks if task.done()]


class Instance:
    """Another myorest over the same database; each request of it takes PAUSE or more."""

    def __init__(self):
        self.run_dir = RUN_DIR.parent / 'overload'
        sql("""create schema overload; grant usage on schema overload to public;
               create function overload.pause() returns void language sql as 'select pg_sleep(%s)'""" % PAUSE)
        for _ in range(3):  # a port may be taken at the last moment
            self.port = random.randrange(20000, 30000)
            if self.dev('start').returncode == 0:
                return
        raise AssertionError(self.said)

    def dev(self, verb):
        done = subprocess.run([ROOT / 'scripts/dev', verb], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env={
            **os.environ, 'RUN_DIR': str(self.run_dir), 'PORT': str(self.port), 'WORKERS': str(WORKERS), 'MAX_QUEUE': str(QUEUE), 'PROGRAMS': PROGRAMS,
            'BIN_DIR': str(BIN_DIR), 'DATABASE_URL': DATABASE_URL, 'JWT_SECRET': SECRET, 'DEMO': '0', 'DB_PRE_REQUEST': 'overload.pause'})
        self.said = done.stdout
        return done

    def stop(self):
        self.dev('stop')
        sql('drop schema overload cascade')

    def workers(self, program):
        return workers(program, self.run_dir)[program]

    def everybody(self):
        return workers(None, self.run_dir), (self.run_dir / 'processes/nginx').read_text()

    def log(self, name):
        return (place_of(self.run_dir) / 'log' / (name + '.log')).read_text()

    @contextlib.contextmanager
    def standing_still(self, program, count=WORKERS):
        pids = self.workers(program)[:count]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)

    def call(self, method, path, sub, body=None):
        async def ask(connections):
            return await asyncio.wait_for(connections[0].ask(request(method, path, sub, body)), 60)
        return with_connections(1, self.port, ask)


@only('fastcgi', 'sanitize')
class Overload(Test):
    @classmethod
    def setUpClass(cls):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        wanted = CONNECTIONS + 200
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if most == resource.RLIM_INFINITY else min(most, wanted), most))
        cls.instance = Instance()

    @classmethod
    def tearDownClass(cls):
        cls.instance.stop()

    def setUp(self):
        super().setUp()
        self.before = self.instance.everybody()

    def tearDown(self):
        super().tearDown()
        self.assertEqual(self.before, self.instance.everybody(), 'something ended')
        self.assertEqual(200, self.instance.call('GET', '/therapy_sessions?select=id&limit=1', TOM).status)

    def assertBusy(self, answer):
        self.assertError(answer, 503, 'HTTP503')
        self.assertRegex(answer.header('retry-after') or '', '^[1-9][0-9]*$')

    def test_twice_what_can_be_served(self):
        """Requests arrive on 1,000 connections at their own pace, a fifth of them writes."""
        rate, seconds = 2 * WORKERS / PAUSE, 5

        async def arrive(connections):
            chance, tasks, started = random.Random(1), [], time.monotonic()
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0, started + number / rate - time.monotonic()))
                while not (free := [connection for connection in connections if not connection.is_busy]):
                    await asyncio.sleep(0.01)
                tasks.append(asyncio.ensure_future(chance.choice(free).ask(WRITE if number % 5 == 0 else READ)))
                tasks[-1].is_write = number % 5 == 0
                await asyncio.sleep(0)
            done, pending = await asyncio.wait(tasks, timeout=60)
            self.assertEqual(0, len(pending), 'left without an answer')
            return [(task.is_write, task.result()) for task in tasks], time.monotonic() - started

        answers, took = with_connections(CONNECTIONS, self.instance.port, arrive)
        served = [answer for is_write, answer in answers if answer.status == (201 if is_write else 200)]
        refused = [answer for _, answer in answers if answer.status == 503]
        found = dict(collections.Counter(answer.status for _, answer in answers))
        self.assertEqual(len(answers), len(served) + len(refused), found)
        for answer in refused:
            self.assertBusy(answer)
        self.assertEqual(sum(is_write and answer.status == 201 for is_write, answer in answers), stored())
        self.assertTrue(refused, found)
        self.assertGreater(len(served), len(answers) / 10, found)  # refusing leaves time for them
        # Little's law: of those that were served, as many were under way at once as a queue
        # holds, twice. Without a bound it would be as many as there are connections.
        under_way = sum(answer.seconds for answer in served) / took
        self.assertLess(under_way, 2 * (QUEUE + QUEUE), found)
        self.assertLess(statistics.median(answer.seconds for answer in refused), statistics.median(answer.seconds for answer in served))

    def test_what_a_queue_holds(self):
        """With all workers standing still what is too much is refused, none of it kept waiting,
        and the rest is served once they go on. Other programs notice nothing."""
        reads = 700

        async def ask(connections):
            with self.instance.standing_still('therapy_sessions'):
                tasks = [asyncio.ensure_future(connection.ask(READ if number < reads else WRITE)) for number, connection in enumerate(connections)]
                done = await settled(tasks, CONNECTIONS - 2 * QUEUE)
                self.assertEqual(CONNECTIONS - 2 * QUEUE, len(done))
                for task in done:
                    self.assertBusy(task.result())
                other = await Connection.open(self.instance.port)
                self.assertEqual(200, (await asyncio.wait_for(other.ask(request('GET', '/patients?select=id', TOM)), 30)).status)
                other.close()
            return [answer.status for answer in await asyncio.wait_for(asyncio.gather(*tasks), 60)]

        found = with_connections(CONNECTIONS, self.instance.port, ask)
        self.assertEqual({200: QUEUE, 503: reads - QUEUE}, dict(collections.Counter(found[:reads])))
        self.assertEqual({201: QUEUE, 503: CONNECTIONS - reads - QUEUE}, dict(collections.Counter(found[reads:])))
        self.assertEqual(QUEUE, stored())

    def test_who_left_the_queue_is_not_served(self):
        count = QUEUE // 2
        mark = 'left-%d' % time.monotonic_ns()
        octets = [request(method, '/therapy_sessions', TOM, body, mark) for method, body in
                  (('GET', None), ('POST', {'patient_id': P2, 'metadata': {'test': 'overload'}}))]

        async def leave(_):
            connections = await asyncio.gather(*(Connection.open(self.instance.port) for _ in range(2 * count)))
            for number, connection in enumerate(connections):
                connection.writer.write(octets[number % 2])
            await asyncio.sleep(0.5)
            for connection in connections:
                connection.close()
            until = time.monotonic() + 30
            while len(re.findall(mark + '.* 499 ', self.instance.log('access'))) < 2 * count:
                self.assertLess(time.monotonic(), until, 'nginx has not noticed')
                await asyncio.sleep(0.05)

        async def ask(connections):
            with self.instance.standing_still('therapy_sessions'):
                await leave(connections)
                tasks = [asyncio.ensure_future(connection.ask(WRITE)) for connection in connections]
                await asyncio.sleep(0.2)
            return [answer.status for answer in await asyncio.gather(*tasks)]

        self.assertEqual([201] * 8, with_connections(8, self.instance.port, ask))
        self.assertEqual(8, stored())
        self.assertNotIn(mark, self.instance.log('therapy_sessions'))

    def test_an_idle_kept_connection_delays_nobody(self):
        """The one worker that can work has answered a read and waits for another on the
        connection that nginx keeps for ten seconds; a write comes by a connection of its own."""
        with self.instance.standing_still('therapists', WORKERS - 1):
            for _ in range(3):
                self.assertEqual(200, self.instance.call('GET', '/therapists?select=id', TOM).status)
                started = time.monotonic()
                answer = self.instance.call('PATCH', '/therapists?id=eq.' + NOBODY, TOM, {'institution': 'Clinic'})
                self.assertEqual(204, answer.status, repr(answer))
                self.assertLess(time.monotonic() - started, 5)


class Burst(Test):
    def test_dashboards_that_open_at_once(self):
        """Twenty, with thirty requests each; the settings are the defaults."""
        async def ask(connections):
            octets = [request('GET', '/patients?select=id', who) for who in (TOM, TINA)]
            return await asyncio.gather(*(connection.ask(octets[number % 2]) for number, connection in enumerate(connections)))
        for answer in with_connections(20 * 30, PORT, ask):
            self.assertEqual((200, 2), (answer.status, len(answer.json)), repr(answer))


class Leaving(Test):
    """A client that leaves while its query runs; a lock makes it run long enough."""

    def leave(self, method, path, headers='', body=b''):
        """Asks, and leaves when the database has begun; the backend that is at it."""
        with socket.create_connection((HOST, PORT)) as connection:
            connection.sendall(('%s /rest/v1%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n'
                                % (method, path, token(TOM), len(body), headers)).encode() + body)
            wait_for(lambda: waiting() == 1, what='the query to wait')
            return sql("select pid from pg_stat_activity where usename = 'authenticator' and wait_event_type = 'Lock'")

    def others_are_served(self):
        for who, count in ((TOM, 2), (TINA, 2), (PAUL, 1), (RITA, 0)) * 2:
            self.assertEqual(count, len(self.rows('/patients?select=id', who)))

    def test_a_read_is_cancelled(self):
        took = []
        for method, path, headers in (('GET', '/patients?select=id', ''), ('GET', '/patients?select=id', 'Prefer: count=exact\r\n'),
                                      ('HEAD', '/patients?select=id', ''), ('GET', '/rpc/therapist_caseload', ''),
                                      ('GET', '/therapy_sessions?select=id,patients(id)', '')):
            with self.subTest(method + ' ' + path + headers), Locked('patients'):
                pid = self.leave(method, path, headers)
                left = time.monotonic()
                wait_for(lambda: waiting() == 0, 10, 'the query to end')
                took.append(time.monotonic() - left)
                if MODE != 'pgbouncer':  # a cancellation that comes late finds nobody
                    wait_for(lambda: sql('select count(*) from pg_stat_activity where pid = ' + pid) == '0', 10, 'the connection to end')
            self.others_are_served()
        self.assertLess(min(took), 1)  # a busy machine may be slow, but not each time

    def test_the_next_one_is_not_hit(self):
        """Leaves without pause, others ask at the same time of the same workers."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for _ in range(8):
                with Locked('patients'):
                    self.leave('GET', '/patients?select=id')
                    pending = [pool.submit(call, 'GET', '/patients?select=id', who) for who in (TOM, TINA)]
                for answer in pending:
                    self.assertEqual((200, 2), (answer.result().status, len(answer.result().json)), repr(answer.result()))

    def test_a_write_is_done(self):
        body = json.dumps({'patient_code': 'T-left', 'therapist_id': TOM}).encode()
        with Locked('patients'):
            self.leave('POST', '/patients', body=body)
            time.sleep(1.5)
            self.assertEqual(1, waiting())
        wait_for(lambda: sql("with gone as (delete from patients where patient_code = 'T-left' returning 1) select count(*) from gone") == '1',
                 30, 'the row to be there')
        self.others_are_served()


class Reading(Test):
    def test_slow_readers_hold_no_worker(self):
        """Twice as many as workers, of answers that no buffer of a socket holds."""
        sql("""insert into therapy_sessions (patient_id, metadata) values ('%s', jsonb_build_object('test', 'overload', 'text', repeat('x', 1000000)))""" % P2)
        columns = ','.join('c%d:metadata' % number for number in range(16))
        slow = []
        try:
            for _ in range(4):
                connection = socket.socket()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                connection.connect((HOST, PORT))
                connection.settimeout(60)
                connection.sendall(request('GET', '/therapy_sessions?limit=1&metadata->>test=eq.overload&select=' + columns, TOM))
                slow.append(connection)
            for connection in slow:
                self.assertEqual(b'HTTP/1.1 200', connection.recv(12))
            for _ in range(20):
                self.assertEqual(30, len(self.rows('/therapy_sessions?select=id&metadata->>test=is.null', TOM, timeout=20)))
            for connection in slow:  # theirs was not complete until now
                with connection, connection.makefile('rb') as rest:
                    length = int(re.search(rb'Content-Length: (\d+)', b''.join(iter(rest.readline, b'\r\n'))).group(1))
                    self.assertGreater(length, 16000000)
                    self.assertEqual(length, len(rest.read(length)))
        finally:
            for connection in slow:
                connection.close()
            stored()


@only('fastcgi', 'sanitize')
class Timeout(Test):
    def set(self, change):
        """A process asks once a minute: new ones."""
        sql('alter role authenticated ' + change)
        before = workers('patients')['patients']
        for pid in before:
            os.kill(pid, signal.SIGTERM)
        wait_for(lambda: not set(before) & set(workers('patients')['patients']), what='the workers to end')
        self.forget_workers()

    def test_of_a_role(self):
        self.set("set statement_timeout = '200ms'")
        try:
            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                with Locked('patients'):
                    pending = pool.submit(call, 'GET', '/patients?select=id', role='service_role')
                    wait_for(lambda: waiting() == 1, what='the other role to wait')
                    self.assertError(call('GET', '/patients?select=id', TOM), 500, '57014')
                    self.assertFalse(pending.done())
                self.assertEqual(200, pending.result().status)
        finally:
            self.set('reset statement_timeout')
        self.assertEqual(200, call('GET', '/patients?select=id', TOM).status)
