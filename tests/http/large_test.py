# SPDX-License-Identifier: MIT
"""A million rows, as JSON, CSV and NDJSON: neither a worker nor nginx keeps them in memory."""
import http.client

from clinic import *
from server import HOST, PORT, RUN_DIR, Test, only, session_members, sql, token, workers

ROWS = 1000000
MOST = 16 << 10  # KiB resident


def most_resident(pid):
    with open('/proc/%d/status' % pid) as status:
        return max(int(line.split()[1]) for line in status if line.startswith('VmHWM'))


@only('fastcgi')
class Large(Test):
    def setUp(self):
        super().setUp()
        self.session = sql("""insert into therapy_sessions (patient_id) select id from patients
            where patient_code = 'P-001' returning id""").split()[0]
        sql("""insert into contractions (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude)
            select '%s', 1, n, 0.5, 2e-4, 1e-4 from generate_series(1, %d) n""" % (self.session, ROWS))

    def tearDown(self):
        sql("delete from contractions where session_id = '%s'" % self.session)
        sql("delete from therapy_sessions where id = '%s'" % self.session)
        super().tearDown()

    def fetch(self, media_type):
        """The number of lines and the last octets, read piece by piece."""
        connection = http.client.HTTPConnection(HOST, PORT, timeout=120)
        connection.request('GET', '/rest/v1/contractions?session_id=eq.%s' % self.session,
                           headers={'Authorization': 'Bearer ' + token(TOM), 'Accept': media_type})
        answer = connection.getresponse()
        self.assertEqual(200, answer.status)
        lines, length, last = 0, 0, b''
        while piece := answer.read(1 << 20):
            lines, length, last = lines + piece.count(b'\n'), length + len(piece), (last + piece)[-2:]
        self.assertEqual(int(answer.getheader('Content-Length')), length)
        connection.close()
        return lines, last

    def test_a_million_rows(self):
        for media_type, lines, last in (('application/json', ROWS - 1, b'}]'), ('text/csv', ROWS, b''),
                                        ('application/x-ndjson', ROWS, b'}\n')):
            found = self.fetch(media_type)
            self.assertEqual(lines, found[0], media_type)
            self.assertTrue(found[1].endswith(last), media_type)
        for pid in workers('contractions')['contractions']:
            self.assertLess(most_resident(pid), MOST)
        servers = session_members()[int((RUN_DIR / 'processes' / 'nginx').read_text().split()[0])]
        self.assertTrue(servers)
        for pid, _ in servers:
            self.assertLess(most_resident(pid), 2 * MOST)
