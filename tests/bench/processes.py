# SPDX-License-Identifier: MIT
"""What the kernel says of processes: their processor time, their memory."""
import os
import pathlib

MICROSECONDS = 1_000_000 / os.sysconf('SC_CLK_TCK')


def _stat(pid):
    # The name before the last bracket may hold spaces.
    return pathlib.Path('/proc/%d/stat' % pid).read_text().rpartition(') ')[2].split()


def cpu(pids):
    """Of all of them, us; of one that has just ended nothing."""
    spent = 0
    for pid in pids:
        try:
            spent += sum(int(field) for field in _stat(pid)[11:13]) * MICROSECONDS
        except (FileNotFoundError, ProcessLookupError):
            pass
    return spent


def cpu_of_ended_children(pid):
    return sum(int(field) for field in _stat(pid)[13:15]) * MICROSECONDS


def parent(pid):
    return int(_stat(pid)[1])


def children(pid):
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        try:
            if entry.name.isdigit() and parent(int(entry.name)) == pid:
                found.append(int(entry.name))
        except (FileNotFoundError, ProcessLookupError):
            pass
    return sorted(found)


def _sizes(path):
    pairs = (line.split(':', 1) for line in pathlib.Path(path).read_text().splitlines() if ':' in line)
    return {name: int(text.split()[0]) / 1024 for name, text in pairs if text.endswith('kB')}


def memory(pid):
    """MiB: private to the process now, resident now, resident at most so far."""
    rollup, status = _sizes('/proc/%d/smaps_rollup' % pid), _sizes('/proc/%d/status' % pid)
    return rollup['Private_Clean'] + rollup['Private_Dirty'], status['VmRSS'], status['VmHWM']
