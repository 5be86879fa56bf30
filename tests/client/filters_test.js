// SPDX-License-Identifier: MIT
//
// Every filter, on the contractions and sessions of the demo; what the database finds is
// compared with what the same rule in JavaScript finds in the documents.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { demoIds, documents, fails, patients, plain, succeeds, users } from './clinic.js';

const columns = ['channel', 'start_time', 'duration', 'peak_amplitude', 'mean_amplitude'];
const pick = (row) => Object.fromEntries(columns.map((name) => [name, row[name]]));
const contractions = documents.flatMap((document) => document.contractions.map(pick));
const scores = documents.flatMap((document) => document.performance_scores);
const { tom } = users;
let ids;

before(async () => {
    ids = await demoIds();
});

function finds(name, filter, rule) {
    test(name, async () => {
        const expected = contractions.filter(rule);
        assert.ok(expected.length > 0 && expected.length < contractions.length);
        const answer = await filter(
            tom.from('contractions').select(columns.join()).in('session_id', ids));
        succeeds(answer, 200);
        assert.deepEqual(plain(answer.data), plain(expected));
    });
}

const one = contractions[3];
const half = 0.5;

finds('eq', (q) => q.eq('channel', 2), (row) => row.channel === 2);
finds('eq of a float as JavaScript writes it', (q) => q.eq('peak_amplitude', one.peak_amplitude),
    (row) => row.peak_amplitude === one.peak_amplitude);
finds('neq', (q) => q.neq('channel', 2), (row) => row.channel !== 2);
finds('gt', (q) => q.gt('start_time', one.start_time), (row) => row.start_time > one.start_time);
finds('gte', (q) => q.gte('start_time', one.start_time),
    (row) => row.start_time >= one.start_time);
finds('lt', (q) => q.lt('start_time', one.start_time), (row) => row.start_time < one.start_time);
finds('lte', (q) => q.lte('start_time', one.start_time),
    (row) => row.start_time <= one.start_time);
finds('two filters on one column', (q) => q.gt('duration', half).lt('duration', 1),
    (row) => row.duration > half && row.duration < 1);
finds('in', (q) => q.in('start_time', [one.start_time, contractions[9].start_time, -1]),
    (row) => [one.start_time, contractions[9].start_time].includes(row.start_time));
finds('notIn', (q) => q.notIn('channel', [2, 7]), (row) => row.channel !== 2);
finds('isDistinct', (q) => q.isDistinct('channel', 1), (row) => row.channel !== 1);
finds('match', (q) => q.match({ channel: one.channel, duration: one.duration }),
    (row) => row.channel === one.channel && row.duration === one.duration);
finds('not', (q) => q.not('duration', 'gte', half), (row) => row.duration < half);
finds('not in', (q) => q.not('channel', 'in', '(1,3)'), (row) => row.channel === 2);
finds('or', (q) => q.or(`duration.gt.2,start_time.lt.${one.start_time}`),
    (row) => row.duration > 2 || row.start_time < one.start_time);
finds('or with and, and not', (q) => q.or('and(channel.eq.1,duration.gt.1),not.and(channel.eq.1)'),
    (row) => (row.channel === 1 && row.duration > 1) || row.channel !== 1);
finds('two ors', (q) => q.or('channel.eq.1,duration.gt.1').or('channel.eq.2,duration.gt.1'),
    (row) => row.duration > 1);
finds('filter', (q) => q.filter('channel', 'in', '(2)').filter('duration', 'not.gt', half),
    (row) => row.channel === 2 && row.duration <= half);

test('in of nothing, of quotes and of many', async () => {
    const from = () => tom.from('contractions').select('id');
    succeeds(await from().in('id', []), 200, []);
    const codes = tom.from('patients').select('patient_code');
    succeeds(await codes.in('patient_code', ['P-001', 'a,b', '(x)', 'P-002'])
        .order('patient_code'), 200, [{ patient_code: 'P-001' }, { patient_code: 'P-002' }]);
    const all = await from().in('session_id', ids);
    const many = await from().in('id', all.data.map((row) => row.id));
    assert.equal(many.data.length, contractions.length);
});

test('is', async () => {
    const effort = () => tom.from('performance_scores').select('overall_score')
        .in('session_id', ids);
    const expected = plain(scores.map(({ overall_score }) => ({ overall_score })));
    const missing = await effort().is('effort_score', null);
    assert.deepEqual(plain(succeeds(missing, 200)), expected);
    succeeds(await effort().not('effort_score', 'is', null), 200, []);
    const active = tom.from('users').select('full_name');
    succeeds(await active.is('active', true).eq('full_name', 'Tom Berg'), 200,
        [{ full_name: 'Tom Berg' }]);
    succeeds(await tom.from('users').select('full_name').is('active', false), 200, []);
});

test('isDistinct with null rows', async () => {
    const answer = await tom.from('performance_scores').select('id')
        .in('session_id', ids).isDistinct('effort_score', 50);
    assert.equal(succeeds(answer, 200).length, scores.length);
});

function names(name, filter, expected) {
    test(name, async () => {
        const people = users.admin.from('users').select('full_name').like('email', '%@clinic.example')
            .order('full_name');
        succeeds(await filter(people), 200, expected.map((full_name) => ({ full_name })));
    });
}

names('like', (q) => q.like('full_name', 'P%'), ['Paul Dorn', 'Pia Dahl']);
names('like takes * for %', (q) => q.like('full_name', '*a D*'), ['Pia Dahl']);
names('like is about capitals', (q) => q.like('full_name', 'p%'), []);
names('ilike', (q) => q.ilike('full_name', 'p% d%'), ['Paul Dorn', 'Pia Dahl']);
names('likeAllOf', (q) => q.likeAllOf('full_name', ['T%', '%B%', '%g']), ['Tom Berg']);
names('likeAnyOf', (q) => q.likeAnyOf('full_name', ['Ada%', '%Blau']), ['Ada Admin', 'Tina Blau']);
names('ilikeAllOf', (q) => q.ilikeAllOf('full_name', ['t%', '%b%']), ['Tina Blau', 'Tom Berg']);
names('ilikeAnyOf', (q) => q.ilikeAnyOf('full_name', ['%DORN', 'rita%']), ['Paul Dorn', 'Rita Clark']);
names('regexMatch', (q) => q.regexMatch('full_name', '^T.*[gu]$'), ['Tina Blau', 'Tom Berg']);
names('regexIMatch', (q) => q.regexIMatch('full_name', '^ada'), ['Ada Admin']);
names('not like', (q) => q.not('full_name', 'like', '%a%'), ['Tom Berg']);
names('textSearch', (q) => q.textSearch('full_name', 'berg | blau'), ['Tina Blau', 'Tom Berg']);
names('textSearch with a configuration', (q) => q.textSearch('full_name', 'tom & berg',
    { config: 'simple' }), ['Tom Berg']);
names('textSearch, plain', (q) => q.textSearch('full_name', 'Berg Tom', { type: 'plain' }),
    ['Tom Berg']);
names('textSearch, phrase', (q) => q.textSearch('full_name', 'Tom Berg',
    { type: 'phrase', config: 'english' }), ['Tom Berg']);
names('textSearch, websearch', (q) => q.textSearch('full_name', 'dorn or "pia dahl" -tom',
    { type: 'websearch', config: 'english' }), ['Paul Dorn', 'Pia Dahl']);
names('a value with reserved characters', (q) => q.or('full_name.eq."Tom, Berg",full_name.eq."Ada Admin"'),
    ['Ada Admin']);
names('a value with a plus, a percent and an ampersand', (q) => q.eq('full_name', 'a+b%20&c=d'), []);

function sessions(name, filter, rule) {
    test(name, async () => {
        const answer = await filter(tom.from('therapy_sessions').select('id').in('id', ids)
            .order('created_at', { ascending: false }));
        const expected = ids.filter((_, i) => rule(documents[i])).map((id) => ({ id }));
        assert.ok(expected.length > 0);
        succeeds(answer, 200, expected);
    });
}

sessions('contains of json', (q) => q.contains('metadata', { game: 'Ghostly', level: 61 }),
    (document) => document.metadata.level === 61);
sessions('contains of json, in text', (q) => q.contains('metadata->channels', '["CH2 Raw"]'),
    () => true);
sessions('containedBy of json', (q) => q.containedBy('metadata->level', '[1, 31]'),
    (document) => [1, 31].includes(document.metadata.level));
sessions('a filter by json path', (q) => q.gt('metadata->score', 15),
    (document) => document.metadata.score > 15);
sessions('a filter by json path as text', (q) => q.eq('metadata->channels->>1', 'CH2 Raw')
    .like('metadata->>source', '%202503%'),
(document) => document.metadata.source.includes('202503'));
sessions('a time', (q) => q.gte('created_at', new Date('2025-01-01').toISOString()),
    (document) => document.created_at > '2025');

test('a filter on an embedded table', async () => {
    const answer = await tom.from('therapy_sessions')
        .select('emg_statistics(channel)').in('id', ids).eq('emg_statistics.channel', 1);
    assert.equal(succeeds(answer, 200).length, ids.length);
    for (const row of answer.data) assert.deepEqual(row.emg_statistics, [{ channel: 1 }]);
});

test('or on an embedded table, with !inner', async () => {
    const q = () => tom.from('therapy_sessions')
        .select('id, performance_scores!inner(symmetry_score)').in('id', ids)
        .order('created_at', { ascending: false });
    const rule = (document) => document.performance_scores.some(
        (score) => score.symmetry_score > 90 || score.overall_score < 20);
    const expected = ids.filter((_, i) => rule(documents[i]));
    for (const option of ['referencedTable', 'foreignTable']) {
        const answer = await q().or('symmetry_score.gt.90,overall_score.lt.20',
            { [option]: 'performance_scores' });
        assert.deepEqual(succeeds(answer, 200).map((row) => row.id), expected);
    }
});

test('a filter on the parent, and on whether there is one', async () => {
    const answer = await tom.from('emg_statistics')
        .select('channel, therapy_sessions!inner(patients!inner(patient_code))')
        .eq('therapy_sessions.patients.patient_code', 'P-001').in('session_id', ids);
    assert.equal(succeeds(answer, 200).length, 14);
    assert.deepEqual(answer.data[0].therapy_sessions, { patients: { patient_code: 'P-001' } });
    const nobody = await tom.from('patients').select('patient_code, users()')
        .is('users', null).like('patient_code', 'P-%').order('patient_code');
    succeeds(nobody, 200, [{ patient_code: 'P-002' }]);
    const somebody = await tom.from('patients').select('patient_code, users(full_name)')
        .not('users', 'is', null).like('patient_code', 'P-%');
    succeeds(somebody, 200, [{ patient_code: 'P-001', users: { full_name: 'Paul Dorn' } }]);
});

test('operators that the type does not have', async () => {
    const overlaps = await tom.from('patients').select('id').overlaps('patient_code', ['a']);
    fails(overlaps, 404, {
        code: '42883',
        message: 'operator does not exist: text && unknown',
        hint: 'No operator matches the given name and argument types. You might need to add explicit type casts.',
    });
    for (const name of ['rangeGt', 'rangeGte', 'rangeLt', 'rangeLte', 'rangeAdjacent']) {
        const answer = await tom.from('patients').select('id')[name]('patient_code', '[1,2)');
        assert.equal(answer.status, 404, name);
        assert.equal(answer.error.code, '42883', name);
    }
});

test('values that the type does not take', async () => {
    fails(await tom.from('patients').select('id').eq('id', 'P-001'), 400, {
        code: '22P02',
        message: 'invalid input syntax for type uuid: "P-001"',
    });
    fails(await tom.from('patients').select('id').eq('id', null), 400, {
        code: '22P02',
        message: 'invalid input syntax for type uuid: "null"',
    });
    const odd = await tom.from('users').select('id').is('active', 'maybe');
    assert.equal(odd.status, 400);
    assert.equal(odd.error.code, 'PGRST100');
    const matrix = await tom.from('emg_statistics').select('id').contains('channel', ['1']);
    assert.equal(matrix.error.code, '42883');
});

test('columns and operators that do not exist', async () => {
    fails(await tom.from('patients').select('id').eq('patientid', patients.P001), 400, {
        code: '42703',
        message: 'column patients.patientid does not exist',
    });
    const operator = await tom.from('patients').select('id').filter('id', 'equals', 'x');
    assert.equal(operator.status, 400);
    fails({ ...operator, error: { ...operator.error, details: null } }, 400, {
        code: 'PGRST100',
        message: '"failed to parse filter (equals.x)" (line 1, column 3)',
    });
    const tree = await tom.from('patients').select('id').or('id.eq.x,');
    assert.equal(tree.error.code, 'PGRST100');
    fails(await tom.from('patients').select('id').eq('users.full_name', 'x'), 400, {
        code: 'PGRST108',
        message: "'users' is not an embedded resource in this request",
        hint: "Verify that 'users' is included in the 'select' query parameter.",
    });
});
