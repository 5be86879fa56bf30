// SPDX-License-Identifier: MIT
//
// Who sees what, by the clients of each: the rows of the demo that come back.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { anonymous, demoIds, fails, patients, people, service, succeeds, users } from './clinic.js';

const tables = ['users', 'therapists', 'patients', 'therapy_sessions', 'emg_statistics',
    'performance_scores', 'contractions', 'audit_log'];
let ids;

before(async () => {
    ids = await demoIds();
});

const demoCodes = ['P-001', 'P-002', 'P-003', 'P-004'];

async function sees(from, codes, persons, sessions) {
    succeeds(await from.from('patients').select('patient_code').in('patient_code', demoCodes)
        .order('patient_code'), 200, codes.map((patient_code) => ({ patient_code })));
    succeeds(await from.from('users').select('full_name').in('id', Object.values(people))
        .order('full_name'), 200, persons.map((full_name) => ({ full_name })));
    const read = await from.from('therapy_sessions').select('id, emg_statistics(id)').in('id', ids);
    assert.equal(succeeds(read, 200).length, sessions);
    const [below] = succeeds(await from.from('contractions').select('session_id')
        .in('session_id', ids).limit(1), 200);
    assert.equal(below !== undefined, sessions > 0);
}

test('anonymous: nothing, on any table', async () => {
    for (const table of tables) {
        fails(await anonymous.from(table).select(), 401,
            { code: '42501', message: `permission denied for table ${table}` });
        fails(await anonymous.from(table).insert({}), 401,
            { code: '42501', message: `permission denied for table ${table}` });
    }
});

test('patient', () => sees(users.paul, ['P-001'], ['Paul Dorn'], 7));
test('another patient', () => sees(users.pia, ['P-003'], ['Pia Dahl'], 0));
test('therapist', () => sees(users.tom, ['P-001', 'P-002'], ['Paul Dorn', 'Tom Berg'], 7));
test('another therapist', () => sees(users.tina, ['P-003', 'P-004'], ['Pia Dahl', 'Tina Blau'], 0));
test('researcher', () => sees(users.researcher, [], ['Rita Clark'], 0));
test('admin', () => sees(users.admin, demoCodes,
    ['Ada Admin', 'Paul Dorn', 'Pia Dahl', 'Rita Clark', 'Tina Blau', 'Tom Berg'], 7));
test('service_role', () => sees(service, demoCodes,
    ['Ada Admin', 'Paul Dorn', 'Pia Dahl', 'Rita Clark', 'Tina Blau', 'Tom Berg'], 7));

test('a patient sees the own therapist and cannot write', async () => {
    succeeds(await users.paul.from('therapists').select('id, users(full_name)'), 200,
        [{ id: people.tom, users: null }]);
    succeeds(await users.paul.from('therapy_sessions').update({ metadata: {} }).in('id', ids).select(),
        200, []);
    succeeds(await users.paul.from('therapy_sessions').delete().in('id', ids).select(), 200, []);
    succeeds(await users.paul.from('patients').update({ diagnosis: 'well' }).eq('id', patients.P001)
        .select(), 200, []);
});

test('a user changes the own full_name', async () => {
    const to = () => users.paul.from('users');
    succeeds(await to().update({ full_name: 'Paul D.' }).eq('id', people.paul).select('full_name'), 200,
        [{ full_name: 'Paul D.' }]);
    succeeds(await to().update({ full_name: 'Paul Dorn' }).eq('id', people.paul), 204);
    succeeds(await to().update({ full_name: 'x' }).eq('id', people.pia).select(), 200, []);
});

test('a therapist does not reassign a patient; an inner join finds no strangers', async () => {
    const answer = await users.tom.from('patients').update({ therapist_id: people.tina })
        .eq('id', patients.P002);
    assert.equal(answer.status, 403);
    assert.equal(answer.error.code, '42501');
    succeeds(await users.tina.from('emg_statistics')
        .select('id, therapy_sessions!inner(patients!inner(patient_code))')
        .eq('therapy_sessions.patients.patient_code', 'P-001'), 200, []);
});
