# SPDX-License-Identifier: MIT
"""The two sides of a round: the requests through nginx, and the reference by pgbench."""
import dataclasses
import http.client
import os
import re
import subprocess
import tempfile
import time

import processes
import shapes

CONNECTIONS = shapes.THERAPISTS


@dataclasses.dataclass
class Round:
    rate: float  # requests or transactions per second
    median: float = 0  # milliseconds
    p99: float = 0
    nginx: float = 0  # microseconds of processor time per request
    worker: float = 0
    backend: float = 0


def _raw(method, headers, path, body):
    lines = ['%s %s HTTP/1.1' % (method, path), *('%s: %s' % pair for pair in headers.items())]
    if method != 'GET':
        lines.append('Content-Length: %d' % len(body or b''))
    return '\r\n'.join([*lines, '', '']).encode() + (body or b'')


class Requests:
    """What wrk sends for a shape, in a file; to be used with `with`."""

    def __init__(self, clinic, shape):
        self.clinic, self.shape = clinic, shape
        self.file = tempfile.NamedTemporaryFile(prefix='bench-', suffix='.requests')
        self.file.write(b'\0'.join(_raw(shape.method, *one) for one in clinic.requests(shape)))
        self.file.flush()
        self.seed = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def wrk(self, seconds):
        self.seed += 1
        environment = {**os.environ, 'REQUESTS': self.file.name, 'SEED': str(self.seed)}
        done = subprocess.run(['wrk', '-t1', '-c%d' % CONNECTIONS, '-d%ds' % seconds, '--timeout', '60s', '-s', str(shapes.HERE / 'wrk.lua'),
                               'http://127.0.0.1:%d/' % self.clinic.port],
                              env=environment, check=True, capture_output=True, text=True).stdout
        count, duration, median, p99, refused, broken = map(int, re.search(r'^result (.*)$', done, re.M).group(1).split())
        if broken or refused != (count if self.shape.status >= 400 else 0):
            raise RuntimeError('%s: of %d requests %d were refused, %d broken' % (self.shape.name, count, refused, broken))
        return count, duration / 1e6, median / 1000, p99 / 1000

    def run(self, seconds):
        clinic, program = self.clinic, self.shape.program
        parts = {'nginx': clinic.nginx(), 'worker': clinic.workers(program)}
        before = {name: processes.cpu(pids) for name, pids in parts.items()}
        backends = backends_cpu(clinic)
        count, duration, median, p99 = self.wrk(seconds)
        spent = {name: (processes.cpu(pids) - before[name]) / count for name, pids in parts.items()}
        return Round(count / duration, median, p99, backend=(backends_cpu(clinic) - backends) / count, **spent)


def backends_cpu(clinic):
    """Of those that run and those that ended: wrk leaves with requests under way, and a worker
    whose query was cancelled connects anew."""
    return processes.cpu(clinic.backends()) + processes.cpu_of_ended_children(clinic.postmaster)


def one_by_one(clinic, shape, count):
    """`count` requests on one connection, for what is too large for wrk; p99 is the slowest."""
    request = next(clinic.requests(shape))
    parts = {'nginx': clinic.nginx(), 'worker': clinic.workers(shape.program), 'backend': clinic.backends()}
    before = {name: processes.cpu(pids) for name, pids in parts.items()}
    connection = http.client.HTTPConnection('127.0.0.1', clinic.port, timeout=600)
    took = sorted(clinic.ask(shape, request, connection)[0] for _ in range(count))
    spent = {name: (processes.cpu(pids) - before[name]) / count for name, pids in parts.items()}
    return Round(count / sum(took), 1000 * took[len(took) // 2], 1000 * took[-1], **spent)


def pgbench(clinic, shape, seconds=None, count=None):
    """The reference. Without JIT, which compiles 40 ms for the count that takes 3."""
    connections = 1 if shape.is_large else CONNECTIONS
    length = ['-t', str(count)] if count else ['-T', str(seconds)]
    before = processes.cpu_of_ended_children(clinic.postmaster)
    done = subprocess.run(['pgbench', '-n', '-M', 'prepared', '-c', str(connections), '-j', '1', *length,
                           '-D', 'ready=0', '-f', str(shape.reference), clinic.url],
                          env={**os.environ, 'PGOPTIONS': '-c jit=off'}, check=True, capture_output=True, text=True)
    found = dict(re.findall(r'^(number of transactions actually processed|latency average|tps|number of failed transactions)'
                            r'\D+([\d.]+)', done.stdout, re.M))
    if int(found['number of failed transactions']) or done.stderr.strip().count('\n') > 5:
        raise RuntimeError('pgbench %s: %s' % (shape.name, done.stderr[-2000:]))
    transactions = int(found['number of transactions actually processed'])
    time.sleep(0.3)  # until its backends have ended as well
    spent = processes.cpu_of_ended_children(clinic.postmaster) - before
    return Round(float(found['tps']), float(found['latency average']), backend=spent / transactions)
