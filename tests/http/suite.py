# SPDX-License-Identifier: MIT
"""suite - runs the *_test.py files beside it, or those named; the last line sums them up.

    suite.py [NAME...]      NAME as in NAME_test.py, or unittest's NAME_test.Class.method
"""
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
LAST = ['logs', 'outage']  # look at what the others left; stop the database


class Result(unittest.TextTestResult):
    def startTest(self, test):
        self.started_at = time.monotonic()
        super().startTest(test)

    def stopTest(self, test):
        seconds = time.monotonic() - self.started_at
        if seconds > 3:
            print('slow: %s took %.1f s' % (test.id(), seconds), flush=True)
        super().stopTest(test)


def names():
    found = sorted(name[:-len('_test.py')] for name in os.listdir(HERE) if name.endswith('_test.py'))
    return [name for name in found if name not in LAST] + [name for name in LAST if name in found]


def main():
    sys.path.insert(0, HERE)
    os.chdir(HERE)
    chosen = [name if '.' in name or name.endswith('_test') else name + '_test' for name in sys.argv[1:] or names()]
    passed = failed = skipped = 0
    for name in chosen:
        started = time.monotonic()
        suite = unittest.defaultTestLoader.loadTestsFromName(name)
        result = unittest.TextTestRunner(stream=sys.stdout, resultclass=Result, verbosity=0).run(suite)
        bad = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
        bad = min(bad, result.testsRun) if result.testsRun else max(bad, 1)
        passed += result.testsRun - bad - len(result.skipped)
        failed += bad
        skipped += len(result.skipped)
        print('%s: %.1f s' % (name, time.monotonic() - started), flush=True)
    if skipped:
        print('%d do not apply to this way of running' % skipped)
    print('%d passed, %d failed' % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
