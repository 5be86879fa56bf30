# SPDX-License-Identifier: MIT
"""bench - measures running clinics and prints the tables; tests/bench/run sets them up."""
import argparse
import dataclasses
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess

import load
import processes
import worker
from clinic import Clinic
from shapes import DOCUMENTS, SHAPES
from table import Table, figure

QUICK = os.environ.get('QUICK') == '1'
ROUNDS, SECONDS = (3, 1) if QUICK else (3, 2)
LARGE_COUNT = {'bulk': 3 if QUICK else 5, 'export': 1 if QUICK else 2}
EXPORTED = 1_000_000
BY_KEY = SHAPES[0]


@dataclasses.dataclass
class Result:
    """A shape's rounds, and those of the reference that went with them: frozen with its
    policies, and under ours."""
    rounds: list
    references: list
    under_ours: list = dataclasses.field(default_factory=list)
    trips: float = None

    def median(self, field):
        return statistics.median(getattr(one, field) for one in self.rounds)

    @property
    def front(self):
        return self.median('nginx') + self.median('worker')

    @property
    def cost(self):
        return self.front + self.median('backend')

    def ratios(self, others):
        return sorted(ours.rate / theirs.rate for ours, theirs in zip(self.rounds, others))


def machine():
    def version(*command):
        done = subprocess.run(command, capture_output=True, text=True)
        return re.search(r'\d+(\.\d+)+', done.stdout + done.stderr).group()
    model = re.search(r'^model name\s*: (.*)$', pathlib.Path('/proc/cpuinfo').read_text(), re.M)
    commit = subprocess.run(['git', 'log', '-1', '--format=%h'], capture_output=True, text=True).stdout.strip()
    return '%d cores of %s, Linux %s, PostgreSQL %s, nginx %s, %s, commit %s' % (
        os.cpu_count(), model.group(1) if model else platform.machine(), platform.release().split('-')[0],
        version('postgres', '--version'), version('nginx', '-v'), version('gcc', '--version') + ' (gcc)', commit or '-')


# --- the shapes

def prepare(clinic, shape):
    if shape.document:
        body = json.dumps(DOCUMENTS[shape.document]).replace("'", "''")
        subprocess.run(['psql', '-Xq', '-d', clinic.admin_url], text=True, check=True,
                       input="insert into bench.documents values ('%s', '%s') on conflict do nothing;" % (shape.document, body))
    if shape.name == 'export':
        top_up(clinic)
    if shape.is_write or shape.is_large:
        clinic.sql('vacuum analyze', 'checkpoint')


def top_up(clinic):
    """Until there are enough rows to export; nothing else is measured afterwards."""
    clinic.sql("set session_replication_role = replica",
               "insert into contractions (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude) "
               "select session_id, channel, start_time, duration, peak_amplitude, mean_amplitude from contractions, "
               "generate_series(1, 3) limit greatest(0, %d - (select count(*) from contractions))" % EXPORTED)


def measure_small(clinic, shape):
    with load.Requests(clinic, shape) as requests:
        clinic.ask(shape, next(clinic.requests(shape)))  # is the answer what it should be?
        trips = worker.calls(clinic, shape)[1]
        requests.wrk(1)
        frozen = clinic if shape.is_write else clinic.frozen()
        if shape.has_reference:
            load.pgbench(frozen, shape, seconds=1)
        result = Result([], [], trips=trips)
        for _ in range(ROUNDS):
            result.rounds.append(requests.run(SECONDS))
            if shape.has_reference:
                result.references.append(load.pgbench(frozen, shape, seconds=SECONDS))
            if shape.target:
                result.under_ours.append(load.pgbench(clinic, shape, seconds=SECONDS))
    return result


def measure_large(clinic, shape):
    if not QUICK:
        load.one_by_one(clinic, shape, 1)
    result = Result([], [], trips=worker.calls(clinic, shape, 1)[1] if shape.name == 'bulk' else None)
    for _ in range(2 if QUICK else 3):
        result.rounds.append(load.one_by_one(clinic, shape, LARGE_COUNT[shape.name]))
        result.references.append(load.pgbench(clinic, shape, count=LARGE_COUNT[shape.name]))
    return result


def spread(ratios):
    return ' '.join('%.2f' % one for one in (ratios[0], statistics.median(ratios), ratios[-1])) if ratios else '-'


def row(shape, result):
    ratios = result.ratios(result.references)
    reference = statistics.median(one.rate for one in result.references) if ratios else None
    return (shape.title, result.median('rate'), result.median('median'), result.median('p99'), result.median('nginx'),
            result.median('worker'), result.median('backend'), result.trips, reference,
            statistics.median(one.backend for one in result.references) if ratios else None, spread(ratios), shape.target,
            spread(result.ratios(result.under_ours)))


def measure_shapes(clinic, wanted, memory):
    table = Table('%s sessions, 4 workers, 8 connections (1 for the last two)' % format(8000 * clinic.scale, ','),
                  'shape', 'requests/s', 'median ms', 'p99 ms', 'nginx us', 'worker us', 'backend us', 'round trips',
                  'reference/s', 'its backend us', 'ratio min med max', 'target',
                  'under our policies')
    results = {}
    for shape in wanted:
        print('  ' + shape.title, flush=True)
        prepare(clinic, shape)
        result = results[shape.name] = (measure_large if shape.is_large else measure_small)(clinic, shape)
        table.add(*row(shape, result))
        remember(memory, clinic, shape)
    return table, results


# --- memory

def remember(memory, clinic, shape):
    """The most of any worker of the program, after the shape."""
    found = [processes.memory(pid) for pid in clinic.workers(shape.program)]
    memory.append((shape, *(max(one[i] for one in found) for i in range(3))))


def memory_table(memory, idle):
    table = Table('memory of a worker, MiB (target: under 8 private)', 'after', 'private', 'resident', 'most resident')
    table.add('start, no request yet', *idle)
    for shape, *sizes in memory:
        if shape.name in ('key', 'embeds', 'three_deep', 'nested', 'bulk', 'export'):
            table.add(shape.title, *sizes)
    return table


# --- all of it

def growth_table(small, large):
    """The same requests on both clinics in turns: processor time per request."""
    table = Table('cost on a clinic ten times as large, in turns', 'shape', 'us', 'ten times us', 'factor min med max', 'target')
    for shape in SHAPES[:4]:
        with load.Requests(small, shape) as few, load.Requests(large, shape) as many:
            few.wrk(1), many.wrk(1)
            pairs = [[sum((one.nginx, one.worker, one.backend)) for one in (few.run(SECONDS), many.run(SECONDS))]
                     for _ in range(ROUNDS)]
        factors = sorted(after / before for before, after in pairs)
        table.add(shape.title, statistics.median(one[0] for one in pairs), statistics.median(one[1] for one in pairs),
                  spread(factors), '1.15' if shape is BY_KEY else '-')
    return table


def worker_table(clinic, results, out):
    table = Table('one worker', 'figure', 'value', 'target')
    if 'key' in results:
        key = results['key']
        table.add('CPU of nginx and worker to that of the backend, by key', key.front / key.median('backend'), '0.80')
    count, hottest = worker.instructions(clinic, BY_KEY, out)
    table.add('instructions of the worker, by key', '{:,}'.format(count), '-')
    table.add('system calls of the worker, by key', worker.calls(clinic, BY_KEY)[0], '-')
    ours, theirs = worker.cgi(clinic, BY_KEY, 11 if QUICK else 41)
    table.add('plain CGI, exec to answer, ms', ours, '-')
    table.add("psql -c 'select 1', ms", theirs, '-')
    table.add('their ratio', ours / theirs, '3.00')
    return table, hottest


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--out', type=pathlib.Path)
    parser.add_argument('--only', default='', help='names of shapes')
    parser.add_argument('places', nargs='+', help='run directories')
    options = parser.parse_args()
    clinics = [Clinic(place) for place in options.places]
    wanted = [shape for shape in SHAPES if not options.only or shape.name in options.only.split()]
    options.out.mkdir(parents=True, exist_ok=True)
    print(machine(), flush=True)
    memory, tables = [], []
    idle = processes.memory(clinics[0].workers('patients')[0])
    if len(clinics) > 1:
        tables.append(growth_table(*clinics))
    table, results = measure_shapes(clinics[0], wanted, memory)
    tables[:0] = [table]
    table, hottest = worker_table(clinics[0], results, options.out)
    tables[1:1] = [memory_table(memory, idle), table]
    if len(clinics) > 1:
        tables.append(measure_shapes(clinics[1], wanted, [])[0])
    hot = 'hottest functions by key: instructions per request, share, name\n' + '\n'.join(hottest)
    for part in (*(table.text() for table in tables), hot):
        print('\n' + part)
    (options.out / 'table.md').write_text('\n\n'.join([machine() + '.', *(table.markdown() for table in tables)]) + '\n')
    (options.out / 'hottest.txt').write_text(hot + '\n')


if __name__ == '__main__':
    main()
