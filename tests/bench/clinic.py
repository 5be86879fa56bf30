# SPDX-License-Identifier: MIT
"""A running clinic: where it listens, which processes it is made of, how it is asked."""
import base64
import copy
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import re
import subprocess
import time

import processes
import shapes


def _base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b'=')


class Clinic:
    def __init__(self, run_dir):
        self.run_dir = pathlib.Path(run_dir)
        self.port = int((self.run_dir / 'port').read_text())
        self.scale = int(re.search(r'\d+$', self.run_dir.name).group())
        self.secret = (self.run_dir / 'secret').read_text().strip().encode()
        urls = dict(re.findall(r"^(\w+)='(.*)'$", (self.run_dir / 'cluster.env').read_text(), re.M))
        self.admin_url, self.url = urls['ADMIN_DATABASE_URL'], urls['DATABASE_URL']
        self.postmaster = int(self.sql("select split_part(pg_read_file('postmaster.pid'), e'\\n', 1)"))

    def frozen(self):
        """The same rows under the policies of the reference, for what only reads."""
        twin = copy.copy(self)
        twin.url = self.url.replace('/myorest?', '/reference?')
        return twin

    def sql(self, *statements):
        arguments = [word for one in statements for word in ('-c', one)]
        return subprocess.run(['psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', self.admin_url, *arguments],
                              check=True, capture_output=True, text=True).stdout.strip()

    def token(self, name):
        """Signed for 'therapist 3' or 'admin 1'; the claims are those of the references."""
        claims = {'role': 'authenticated', 'sub': shapes.key(name), 'aud': 'authenticated',
                  'iat': int(time.time()), 'exp': int(time.time()) + 86400}
        signed = b'.'.join(_base64url(json.dumps(part, separators=(',', ':')).encode())
                           for part in ({'alg': 'HS256', 'typ': 'JWT'}, claims))
        return (signed + b'.' + _base64url(hmac.digest(self.secret, signed, 'sha256'))).decode()

    # --- its processes

    def _leader(self, name):
        return int((self.run_dir / 'processes' / name).read_text().split()[0])

    def nginx(self):
        leader = self._leader('nginx')
        return [leader, *processes.children(leader)]

    def workers(self, program):
        return processes.children(self._leader(program))

    def backends(self):
        found = self.sql("select pid from pg_stat_activity where application_name = 'myorest' order by pid")
        return [int(pid) for pid in found.split()]

    # --- asking it

    def headers(self, shape, name):
        token = self.token(name)
        if shape.has_bad_token:
            token = token[:-8] + token[-8:].swapcase()
        headers = {'Host': '127.0.0.1:%d' % self.port, 'Authorization': 'Bearer ' + token}
        if shape.prefer:
            headers['Prefer'] = shape.prefer
        if shape.body:
            headers['Content-Type'] = 'application/json'
        return headers

    def requests(self, shape):
        """(headers, path, body) of everything the shape asks, every therapist's."""
        for therapist in range(1, shapes.THERAPISTS + 1):
            headers = self.headers(shape, 'admin 1' if shape.is_admin else 'therapist %d' % therapist)
            for path, body in shape.requests(therapist):
                yield headers, '/rest/v1' + path, body

    def ask(self, shape, request, connection=None):
        """Sends it, reads the answer in pieces; seconds and octets. An answer that is not what
        the shape expects is an error."""
        headers, path, body = request
        connection = connection or http.client.HTTPConnection('127.0.0.1', self.port, timeout=600)
        started = time.monotonic()
        connection.request(shape.method, path, body, headers)
        answer = connection.getresponse()
        first = answer.read(1 << 20)
        octets = len(first)
        while piece := answer.read(1 << 20):
            octets += len(piece)
        seconds = time.monotonic() - started
        if answer.status != shape.status:
            raise RuntimeError('%s %s: %d %r' % (shape.method, path, answer.status, first[:500]))
        if shape.rows is not None and len(json.loads(first)) != shape.rows:
            raise RuntimeError('%s: %d rows' % (path, len(json.loads(first))))
        return seconds, octets
