# SPDX-License-Identifier: MIT
"""Nobody gets or changes a row that is not theirs: random people, rows and requests against
a model in Python of who may see and do what.

The model knows the rows from the database's owner and the rules from the design; it knows no
policy. ISOLATION_SEED repeats a run, ISOLATION_ROUNDS makes it longer.
"""
import concurrent.futures
import json
import os
import random
import subprocess
import time
import uuid

from server import ADMIN_URL, Test, call, sql, token

SEED = int(os.environ.get('ISOLATION_SEED') or time.time_ns() % 10 ** 9)
ROUNDS = int(os.environ.get('ISOLATION_ROUNDS') or 500)
CHILDREN = ('emg_statistics', 'performance_scores', 'contractions')
TABLES = ('users', 'therapists', 'patients', 'therapy_sessions') + CHILDREN

# table -> relation -> (table, own column, its column, is it one row)
RELATIONS = {
    'users': {'therapists': ('therapists', 'id', 'id', True), 'patients': ('patients', 'id', 'user_id', True)},
    'therapists': {'users': ('users', 'id', 'id', True), 'patients': ('patients', 'id', 'therapist_id', False),
                   'therapy_sessions': ('therapy_sessions', 'id', 'therapist_id', False)},
    'patients': {'users': ('users', 'user_id', 'id', True), 'therapists': ('therapists', 'therapist_id', 'id', True),
                 'therapy_sessions': ('therapy_sessions', 'id', 'patient_id', False)},
    'therapy_sessions': {'patients': ('patients', 'patient_id', 'id', True), 'therapists': ('therapists', 'therapist_id', 'id', True),
                         **{child: (child, 'id', 'session_id', False) for child in CHILDREN}},
    **{child: {'therapy_sessions': ('therapy_sessions', 'session_id', 'id', True)} for child in CHILDREN},
}
SNAPSHOT = 'select jsonb_build_object(%s)' % ', '.join(
    "'%s', (select coalesce(jsonb_object_agg(id, to_jsonb(t) - 'updated_at'), '{}') from %s t)" % (table, table) for table in TABLES)


class Owner:
    """A psql that stays: it is asked after every write."""

    def __init__(self):
        self.psql = subprocess.Popen(['psql', '-XAtqw', '-d', ADMIN_URL], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, statement):
        self.psql.stdin.write(statement + ';\n')
        self.psql.stdin.flush()
        return self.psql.stdout.readline()

    def close(self):
        self.psql.communicate()


class World:
    """The rows as they are, and what each person may see of them."""

    def __init__(self, owner):
        self.rows = json.loads(owner.ask(SNAPSHOT))
        self.seen = {}

    def role(self, who):
        user = self.rows['users'].get(who)
        return user['role'] if user and user['active'] else None

    def visible(self, who):
        """By table: the ids that person may see."""
        if who not in self.seen:
            self.seen[who] = self._visible(who)
        return self.seen[who]

    def _visible(self, who):
        rows, role = self.rows, self.role(who)
        if who == 'service' or role == 'admin':
            return {table: set(rows[table]) for table in TABLES}
        found = {table: set() for table in TABLES}
        if role is None:
            return found
        found['users'] = {who}
        if role == 'therapist':
            found['patients'] = {key for key, row in rows['patients'].items() if row['therapist_id'] == who}
            found['users'] |= {rows['patients'][key]['user_id'] for key in found['patients']} - {None}
            found['therapists'] = {who} & set(rows['therapists'])
        if role == 'patient':
            found['patients'] = {key for key, row in rows['patients'].items() if row['user_id'] == who}
            found['therapists'] = {rows['patients'][key]['therapist_id'] for key in found['patients']}
        found['therapy_sessions'] = {key for key, row in rows['therapy_sessions'].items() if row['patient_id'] in found['patients']}
        for child in CHILDREN:
            found[child] = {key for key, row in rows[child].items() if row['session_id'] in found['therapy_sessions']}
        return found

    def may(self, who, table, before, after, old):
        """May that person turn the row `before` (None: no row) into `after` (None: gone)?
        `old` is the world before."""
        role = old.role(who)
        if who == 'service' or role == 'admin':
            return True
        changed = {name for name in (before or after) if (before or {}).get(name) != (after or {}).get(name)}
        own = (before or after)['id'] == who
        if table == 'users':
            return bool(before and after and own and role in ('therapist', 'patient') and changed <= {'full_name'})
        if role != 'therapist':
            return False
        if table == 'therapists':
            return bool(before and after and own and 'id' not in changed)
        if table == 'patients':
            if before is None:
                return after['therapist_id'] == who
            return bool(after and before['therapist_id'] == after['therapist_id'] == who and ('user_id' not in changed or before['user_id'] is None))
        if table == 'therapy_sessions':
            mine = old.visible(who)['patients'] | {key for key, row in self.rows['patients'].items() if row['therapist_id'] == who}
            return all(row is None or row['patient_id'] in mine for row in (before, after)) and (before is not None or after['therapist_id'] == who)
        mine = old.visible(who)['therapy_sessions'] | self.visible(who)['therapy_sessions']
        return all(row is None or row['session_id'] in mine for row in (before, after))


def create(chance):
    """Six therapists, one of them inactive; patients with and without login; sessions with
    what is below them; by the owner. Returns the people who ask."""
    new = lambda: str(uuid.UUID(int=chance.getrandbits(128), version=4))
    users, lines = [], []
    therapists = [new() for _ in range(6)]
    for n, key in enumerate(therapists):
        users.append((key, 'therapist', n != 5))
    logins = [new() for _ in range(12)]
    for n, key in enumerate(logins):
        users.append((key, 'patient', n != 11))
    others = [new() for _ in range(3)]
    users += [(others[0], 'researcher', True), (others[1], 'admin', True), (others[2], 'admin', False)]
    for key, role, active in users:
        lines.append("insert into users (id, role, active, full_name, email) values ('%s', '%s', %s, 'I-%s', '%s@x');" % (key, role, active, key, key))
    for key in therapists:
        lines.append("insert into therapists (id, institution) values ('%s', 'I-%s');" % (key, key))
    for n in range(18):
        patient = new()
        login = "'%s'" % logins[n] if n < len(logins) - 1 else 'null'
        lines.append("insert into patients (id, user_id, therapist_id, patient_code, diagnosis) values ('%s', %s, '%s', 'I-%s', 'of %s');" % (
            patient, login, chance.choice(therapists), patient, patient))
        for _ in range(chance.randrange(5)):
            key = new()
            lines.append("insert into therapy_sessions (id, patient_id, status) values ('%s', '%s', '%s');" % (key, patient, chance.choice(['processing', 'failed', 'completed'])))
            for channel in range(chance.randrange(4)):
                lines.append("insert into emg_statistics (id, session_id, channel) values ('%s', '%s', %d);" % (new(), key, channel + 1))
                lines.append("insert into performance_scores (id, session_id, effort_score) values ('%s', '%s', 5);" % (new(), key))
                lines.append("insert into contractions (id, session_id, channel, start_time, duration) values ('%s', '%s', 1, 0, 1);" % (new(), key))
    # Some patients were reassigned after their sessions: history stays, the sight moves.
    lines.append("update patients set therapist_id = '%s' where patient_code like 'I-%%' and patient_code like '%%0';" % therapists[0])
    sql('begin;' + '\n'.join(lines) + 'commit')
    return [key for key, _, _ in users] + [str(uuid.uuid4()), 'service']


def remove():
    sql("""delete from therapy_sessions where patient_id in (select id from patients where patient_code like 'I-%');
        delete from patients where patient_code like 'I-%'; delete from therapists where institution like 'I-%' or id in (select id from users where email like '%@x');
        delete from users where email like '%@x' or full_name like 'I-%'""")


class Isolation(Test):
    @classmethod
    def setUpClass(cls):
        print('ISOLATION_SEED=%d' % SEED, flush=True)
        cls.chance = random.Random(SEED)
        cls.people = create(cls.chance)
        cls.tokens = {}
        cls.owner = Owner()
        cls.world = World(cls.owner)

    @classmethod
    def tearDownClass(cls):
        cls.owner.close()
        remove()

    # --- who asks

    def token(self, who):
        """Claims beside the subject grant nothing, whatever they say."""
        if who == 'service':
            return token(role='service_role')
        if who not in self.tokens:
            more = self.chance.choice([{}, {}, {'app_role': 'admin'}, {'user_role': 'admin'}, {'user_metadata': {'role': 'admin'}}, {'app_metadata': {'role': 'service_role'}},
                                       {'is_admin': True}, {'roles': ['admin', 'service_role']}])
            self.tokens[who] = token(who, **more)
        return self.tokens[who]

    # --- reads: a tree of embeds, its URL and its expected answer

    def grow(self, table, depth):
        """{'filter': ids or None, 'embeds': {key: (relation, is inner, tree)}}"""
        tree = {'table': table, 'filter': None, 'embeds': {}}
        if self.chance.random() < 0.4:
            ids = sorted(self.world.rows[table])
            tree['filter'] = self.chance.sample(ids, min(len(ids), self.chance.randrange(1, 30)))
        if depth:
            for relation in self.chance.sample(sorted(RELATIONS[table]), self.chance.randrange(min(3, len(RELATIONS[table])) + 1)):
                tree['embeds'][relation] = (self.chance.random() < 0.25, self.grow(RELATIONS[table][relation][0], depth - 1))
        return tree

    def select(self, tree):
        return ','.join(['id'] + ['%s%s(%s)' % (relation, '!inner' if inner else '', self.select(below)) for relation, (inner, below) in tree['embeds'].items()])

    def filters(self, tree, prefix=''):
        found = ['%sid=in.(%s)' % (prefix, ','.join(tree['filter']))] if tree['filter'] is not None else []
        for relation, (_, below) in tree['embeds'].items():
            found += self.filters(below, prefix + relation + '.')
        return found

    def expected(self, who, tree, rows):
        """Of those rows of the tree's table, what that person gets: sorted by id."""
        table, seen, found = tree['table'], self.world.visible(who), []
        for row in sorted(rows, key=lambda row: row['id']):
            if row['id'] not in seen[table] or tree['filter'] is not None and row['id'] not in tree['filter']:
                continue
            answer, keep = {'id': row['id']}, True
            for relation, (inner, below) in tree['embeds'].items():
                other, mine, theirs, is_one = RELATIONS[table][relation]
                if row[mine] is None:
                    linked = []
                elif theirs == 'id':
                    linked = [self.world.rows[other][row[mine]]] if row[mine] in self.world.rows[other] else []
                else:
                    linked = self.by(other, theirs).get(row[mine], [])
                nested = self.expected(who, below, linked)
                keep = keep and (bool(nested) or not inner)
                answer[relation] = (nested[0] if nested else None) if is_one else nested
            if keep:
                found.append(answer)
        return found

    def by(self, table, column):
        """The rows of a table by the value of a column."""
        key = ('by', table, column)
        if key not in self.world.seen:
            found = self.world.seen[key] = {}
            for row in self.world.rows[table].values():
                found.setdefault(row[column], []).append(row)
        return self.world.seen[key]

    @staticmethod
    def ordered(value):
        if isinstance(value, list):
            return sorted((Isolation.ordered(each) for each in value), key=lambda row: row['id'])
        if isinstance(value, dict):
            return {name: Isolation.ordered(each) for name, each in value.items()}
        return value

    def check_read(self, who, tree):
        wanted = self.expected(who, tree, self.world.rows[tree['table']].values())
        path = '/%s?select=%s&order=id' % (tree['table'], self.select(tree))
        path = '&'.join([path] + self.filters(tree))
        limit = self.chance.choice([None, None, 0, 1, 3, 1000])
        if limit is not None:
            path += '&limit=%d' % limit
        method = self.chance.choice(['GET', 'GET', 'GET', 'HEAD'])
        count = self.chance.random() < 0.5
        answer = call(method, path, token_text=self.token(who), prefer='count=exact' if count else None)
        say = '%s as %s: %r' % (path, self.world.role(who) or who, answer)
        self.assertIn(answer.status, (200, 206), say)
        if count:
            self.assertEqual(str(len(wanted)), answer.count, say)
        shown = wanted if limit is None else wanted[:limit]
        if answer.header('content-range').split('/')[0] != '*':
            self.assertEqual('0-%d' % (len(shown) - 1), answer.header('content-range').split('/')[0], say)
        else:
            self.assertEqual([], shown, say)
        if method == 'GET':
            self.assertEqual(shown, self.ordered(answer.json), say)

    def test_reads(self):
        for _ in range(ROUNDS):
            self.check_read(self.chance.choice(self.people), self.grow(self.chance.choice(TABLES), self.chance.randrange(4)))

    def test_reads_side_by_side(self):
        trees = [(who, {'table': table, 'filter': None, 'embeds': {}}) for who in self.people for table in TABLES]
        self.chance.shuffle(trees)
        with concurrent.futures.ThreadPoolExecutor(6) as pool:
            for pending in [pool.submit(self.check_read, *each) for each in trees]:
                pending.result()

    def test_every_row_by_its_id(self):
        """A row asked for by name: there, or as if it did not exist, in body and count."""
        for _ in range(ROUNDS // 2):
            who, table = self.chance.choice(self.people), self.chance.choice(TABLES)
            key = self.chance.choice(sorted(self.world.rows[table]))
            path = '/%s?select=id&id=eq.%s' % (table, key)
            answer = call('GET', path, token_text=self.token(who), prefer='count=exact', headers={'Accept': 'application/vnd.pgrst.object+json'})
            missing = call('GET', '/%s?select=id&id=eq.%s' % (table, uuid.uuid4()), token_text=self.token(who), prefer='count=exact',
                           headers={'Accept': 'application/vnd.pgrst.object+json'})
            if key in self.world.visible(who)[table]:
                self.assertEqual((200, {'id': key}), (answer.status, answer.json))
            else:
                self.assertEqual((406, missing.body), (answer.status, answer.body))

    # --- writes

    def ids(self, table, who):
        """Of the world's own rows: an honest request only knows those it may see."""
        own = self.world.visible(who)[table] - self.clinic
        return sorted(own if self.honest and own else set(self.world.rows[table]) - self.clinic)

    def some(self, table, who, most=6):
        ids = self.ids(table, who)
        return self.chance.sample(ids, min(len(ids), self.chance.randrange(1, most)))

    def values(self, table, who):
        """A change of some columns, honest or not."""
        pick = lambda table: self.chance.choice(self.ids(table, who))
        text = 'I-%d' % self.chance.getrandbits(40)
        options = {
            'users': {'full_name': text, 'role': 'admin', 'active': True, 'email': text + '@x', 'id': pick('users')},
            'therapists': {'institution': text, 'specialization': text, 'id': self.chance.choice([who, pick('users')])},
            'patients': {'diagnosis': text, 'patient_code': text, 'therapist_id': self.chance.choice([who, pick('therapists')]),
                         'user_id': self.chance.choice([None, pick('users')])},
            'therapy_sessions': {'status': self.chance.choice(['failed', 'processing']), 'patient_id': pick('patients'), 'metadata': {'t': text},
                                 'therapist_id': self.chance.choice([who, pick('therapists')]), 'id': str(uuid.UUID(int=self.chance.getrandbits(128), version=4))},
            'emg_statistics': {'session_id': pick('therapy_sessions'), 'channel': self.chance.randrange(1, 500), 'rms_mean': 0.5},
            'performance_scores': {'session_id': pick('therapy_sessions'), 'effort_score': self.chance.randrange(100)},
            'contractions': {'session_id': pick('therapy_sessions'), 'duration': 1 + self.chance.randrange(9), 'channel': 1},
        }[table]
        if self.honest:
            options = {name: value for name, value in options.items() if name in ('full_name', 'institution', 'diagnosis', 'metadata', 'rms_mean', 'effort_score', 'duration')}
        names = self.chance.sample(sorted(options), self.chance.randrange(1, min(3, len(options)) + 1))
        return {name: options[name] for name in names}

    def whole(self, table, who):
        """A row to insert."""
        pick = lambda table: self.chance.choice(self.ids(table, who))
        text = 'I-%d' % self.chance.getrandbits(40)
        row = {
            'users': {'role': self.chance.choice(['patient', 'admin', 'therapist']), 'full_name': text, 'email': text + '@x'},
            'therapists': {'id': self.chance.choice([who, pick('users')]), 'institution': text},
            'patients': {'therapist_id': self.chance.choice([who, who, pick('therapists')]), 'patient_code': text, 'diagnosis': text},
            'therapy_sessions': {'patient_id': pick('patients'), 'status': 'failed'},
            'emg_statistics': {'session_id': pick('therapy_sessions'), 'channel': self.chance.randrange(1, 500)},
            'performance_scores': {'session_id': pick('therapy_sessions'), 'effort_score': 7},
            'contractions': {'session_id': pick('therapy_sessions'), 'channel': 2, 'start_time': 1, 'duration': 1},
        }[table]
        return {name: who if value == 'service' else value for name, value in row.items()}

    def nested(self, who):
        patient = self.chance.choice(self.ids('patients', who))
        other = {'session_id': self.chance.choice(self.ids('therapy_sessions', who))} if not self.honest else {}
        return {'patient_id': patient, 'status': 'failed', 'emg_statistics': [{'channel': 1, **other}, {'channel': 2, **other}],
                'contractions': [{'channel': 1, 'start_time': 0, 'duration': 1, **other}], 'performance_scores': [{'effort_score': 3, **other}]}

    def request(self, who):
        """A random write: method, table, path, body, preferences."""
        table = self.chance.choice(TABLES + ('therapy_sessions', 'patients') + CHILDREN)
        kind = self.chance.choice(['insert', 'insert', 'bulk', 'nested', 'patch', 'patch', 'put', 'delete', 'merge', 'ignore'])
        everything = who != 'service' and self.world.role(who) != 'admin' and self.chance.random() < 0.2
        where = 'id=not.is.null' if everything else 'id=in.(%s)' % ','.join(self.some(table, who))
        prefer = [self.chance.choice(['return=representation', 'return=minimal', 'return=headers-only']), self.chance.choice(['count=exact', 'missing=default'])]
        if kind == 'nested':
            table = 'therapy_sessions'
            return 'POST', table, '', self.nested(who) if self.chance.random() < 0.7 else [self.nested(who), self.nested(who)], prefer
        if kind == 'insert':
            return 'POST', table, '', self.whole(table, who), prefer
        if kind == 'bulk':
            return 'POST', table, '', [self.whole(table, who) for _ in range(3)], prefer
        if kind == 'patch':
            return 'PATCH', table, where, self.values(table, who), prefer
        if kind == 'delete':
            return 'DELETE', table, where, None, prefer
        key = self.some(table, who, 2)[0]
        row = {**self.world.rows[table][key], **self.values(table, who), 'id': key}
        if kind == 'put':
            return 'PUT', table, 'id=eq.' + key, row, prefer
        if table == 'patients' and self.chance.random() < 0.5:
            row.pop('id')
            return 'POST', table, 'on_conflict=patient_code', row, prefer + ['resolution=%s-duplicates' % kind]
        return 'POST', table, '', row, prefer + ['resolution=%s-duplicates' % kind]

    def test_writes(self):
        self.clinic = set(json.loads(sql("select jsonb_agg(id) from (select id from users where email like '%clinic.example' union select id from patients where patient_code like 'P-%'"
                                         " union select s.id from therapy_sessions s join patients p on p.id = patient_id where patient_code like 'P-%') c")))
        for child in CHILDREN:
            self.clinic |= {key for key, row in self.world.rows[child].items() if row['session_id'] in self.clinic}
        done = {}
        for _ in range(ROUNDS):
            who = self.chance.choice(self.people + self.people[:6] * 3)
            self.honest = self.chance.random() < 0.6
            method, table, where, body, prefer = self.request(who)
            represents = 'return=representation' in prefer
            tree = self.grow(table, self.chance.randrange(3)) if represents else {'table': table, 'filter': None, 'embeds': {}}
            self.prune(tree)
            path = '/%s?%s' % (table, '&'.join(filter(None, [where, 'select=' + self.select(tree) if represents else ''])))
            answer = call(method, path, token_text=self.token(who), body=body, prefer=','.join(prefer))
            say = '%s %s %s %s as %s: %r' % (method, path, json.dumps(body), prefer, self.world.role(who) or who, answer)
            self.assertLess(answer.status, 500, say)
            self.check_write(who, table, method, tree, answer, say)
            done.setdefault(method, [0, 0])[answer.status >= 300] += 1
        for fine, _ in done.values():
            self.assertGreater(fine, ROUNDS // 100, done)  # or it has tested nothing

    def prune(self, tree):
        tree['filter'] = None
        for relation, (_, below) in list(tree['embeds'].items()):
            tree['embeds'][relation] = (False, below)
            self.prune(below)

    def check_write(self, who, table, method, tree, answer, say):
        before, after = self.world, World(self.owner)
        type(self).world = after
        changed = 0
        for name in TABLES:
            for key in set(before.rows[name]) | set(after.rows[name]):
                old, new = before.rows[name].get(key), after.rows[name].get(key)
                if old != new:
                    changed += 1
                    self.assertTrue(after.may(who, name, old, new, before), '%s\n%s: %s became %s' % (say, name, old, new))
        if answer.status >= 300:
            self.assertEqual(0, changed, say)
        if answer.status in (200, 201) and answer.body.startswith(b'['):
            # What comes back is theirs, before (deleted, or moved away) or after.
            self.check_rows(who, tree, answer.json, before, after, say)
        if answer.header('location'):
            key = answer.header('location').split('eq.')[1]
            self.assertTrue(key in before.visible(who)[table] or key in after.visible(who)[table] or key in after.rows[table] and key not in before.rows[table], say)

    def check_rows(self, who, tree, rows, before, after, say):
        for row in rows:
            self.assertTrue(row['id'] in before.visible(who)[tree['table']] or row['id'] in after.visible(who)[tree['table']], say)
            for relation, (_, below) in tree['embeds'].items():
                nested = row[relation]
                self.check_rows(who, below, nested if isinstance(nested, list) else [nested] if nested else [], before, after, say)
