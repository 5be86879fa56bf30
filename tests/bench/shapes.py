# SPDX-License-Identifier: MIT
"""What is asked: for each shape the requests, and the reference statement beside them."""
import dataclasses
import hashlib
import json
import pathlib
import random
import typing
import uuid

HERE = pathlib.Path(__file__).resolve().parent
THERAPISTS = 8  # as many as connections: each pgbench client is one of them
REAL_SESSION = json.loads((HERE.parents[1] / 'sql/demo/sessions.json').read_text())[0]
PLAIN_SESSION = {name: value for name, value in REAL_SESSION.items() if not isinstance(value, list)}


def key(name):
    """The id of 'therapist 3', as clinic.sql makes it."""
    return str(uuid.UUID(hashlib.md5(name.encode()).hexdigest()))


def sessions_of(therapist):
    return range(400 * (therapist - 1) + 1, 400 * therapist + 1)


def patients_of(therapist):
    return range(20 * (therapist - 1) + 1, 20 * therapist + 1)


def contractions_of(session, count):
    source = random.Random(1)
    return [{'session_id': key('session %d' % session), 'channel': i % 2 + 1,
             'start_time': round(0.01 * i, 3), 'duration': round(source.uniform(0.3, 3), 4),
             'peak_amplitude': round(source.uniform(2e-4, 3e-4), 9),
             'mean_amplitude': round(source.uniform(1e-4, 2e-4), 9)} for i in range(count)]


@dataclasses.dataclass
class Shape:
    name: str  # and of its reference statement, unless has_reference is False
    title: str
    program: str
    paths: typing.Callable  # therapist -> paths
    method: str = 'GET'
    body: typing.Callable = None  # number of the path -> what is sent
    prefer: str = None
    status: int = 200
    rows: int = None  # in the answer
    target: float = None  # ratio to the reference
    is_large: bool = False  # one request after the other, on one connection
    has_reference: bool = True
    has_bad_token: bool = False
    is_admin: bool = False
    document: str = None  # what the reference is sent with

    @property
    def is_write(self):
        return self.method != 'GET'

    @property
    def reference(self):
        return HERE / 'reference' / (self.name + '.sql')

    def requests(self, therapist):
        """(path, body) for one therapist's token."""
        for number, path in enumerate(self.paths(therapist)):
            body = None if self.body is None else json.dumps(self.body(therapist, number)).encode()
            yield path, body


def by_key(therapist):
    return ['/therapy_sessions?id=eq.' + key('session %d' % n) for n in sessions_of(therapist)]


def by_patient(select):
    return lambda therapist: ['/therapy_sessions?%spatient_id=eq.%s&order=created_at.desc'
                              % (select, key('patient %d' % n)) for n in patients_of(therapist)]


def a_session(document):
    return lambda therapist, number: {'patient_id': key('patient %d' % patients_of(therapist)[number]), **document}


def many(path):
    """As many requests as a therapist has patients, for what is in the body."""
    return lambda therapist: [path] * 20


SHAPES = [
    Shape('key', 'one session by key', 'therapy_sessions', by_key, rows=1, target=0.65),
    Shape('list', "a patient's 20 sessions", 'therapy_sessions', by_patient(''), rows=20, target=0.70),
    Shape('embeds', 'the same with statistics and scores', 'therapy_sessions',
          by_patient('select=*,emg_statistics(*),performance_scores(*)&'), rows=20, target=1.3),
    Shape('contractions', '50 contractions of a session', 'contractions',
          lambda t: ['/contractions?session_id=eq.%s&order=start_time' % key('session %d' % n) for n in sessions_of(t)],
          rows=50, target=0.90),
    Shape('three_deep', 'patients, sessions, statistics', 'patients',
          lambda t: ['/patients?select=*,therapy_sessions(*,emg_statistics(*))&therapist_id=eq.' + key('therapist %d' % t)],
          rows=20),
    Shape('count', 'count=exact page', 'therapy_sessions',
          lambda t: ['/therapy_sessions?order=created_at.desc&limit=20&offset=40'], prefer='count=exact', rows=20, status=206),
    Shape('bad_token', 'a bad token', 'therapy_sessions', by_key, status=401, has_reference=False, has_bad_token=True),
    Shape('update', 'update by key', 'therapy_sessions', by_key, 'PATCH',
          lambda t, n: {'metadata': {'score': random.randrange(100000)}}, status=204),
    Shape('insert', 'insert of one session', 'therapy_sessions', many('/therapy_sessions'), 'POST', a_session(PLAIN_SESSION),
          status=201, document='session'),
    Shape('nested', 'nested insert of a real session', 'therapy_sessions',
          many('/therapy_sessions?select=*,emg_statistics(*),performance_scores(*),contractions(*)'), 'POST',
          a_session(REAL_SESSION), prefer='return=minimal', status=201, document='nested'),
    Shape('bulk', 'insert of 10,000 contractions', 'contractions', lambda t: ['/contractions'], 'POST',
          lambda t, n: contractions_of(sessions_of(t)[0], 10000), status=201, is_large=True, document='bulk'),
    Shape('export', 'export of 1,000,000 rows', 'contractions', lambda t: ['/contractions?limit=1000000'],
          is_large=True, is_admin=True),
]
DOCUMENTS = {'session': PLAIN_SESSION, 'nested': REAL_SESSION,
             'bulk': contractions_of(sessions_of(1)[0], 10000)}
