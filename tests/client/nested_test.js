// SPDX-License-Identifier: MIT
//
// A session and all below it in one insert.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import {
    documents, fails, ownPatient, patients, people, plain, service, sortBy, succeeds, users, uuid,
    without,
} from './clinic.js';

const { tom } = users;
const children = ['emg_statistics', 'performance_scores', 'contractions'];
let patient;

before(async () => {
    patient = await ownPatient();
});

const document = (i = 0) => ({ ...documents[i], patient_id: patient.id });
const bare = (rows) => plain(rows.map((row) => without(row, 'id', 'session_id', 'created_at')));

function matches(row, given) {
    assert.match(row.id, uuid);
    assert.equal(row.therapist_id, people.tom);
    for (const name of ['patient_id', 'created_at', 'status', 'metadata', 'processing_parameters']) {
        assert.deepEqual(row[name], given[name]);
    }
    for (const name of children) {
        assert.ok(row[name].every((child) => child.session_id === row.id));
        assert.deepEqual(bare(row[name]), bare(given[name]));
    }
}

const everything = '*, emg_statistics(*), performance_scores(*), contractions(*)';

test('one document, and it comes back', async () => {
    const answer = await tom.from('therapy_sessions').insert(document()).select(everything).single();
    const row = succeeds(answer, 201);
    matches(row, document());
    const read = await tom.from('therapy_sessions').select(everything).eq('id', row.id).single();
    matches(succeeds(read, 200), document());
});

test('the select of the frontend', async () => {
    const answer = await tom.from('therapy_sessions').insert(document(1))
        .select('*, emg_statistics(*), contractions(*)');
    const [row] = succeeds(answer, 201);
    assert.deepEqual(bare(row.contractions), bare(documents[1].contractions));
    assert.equal(row.emg_statistics.length, 2);
    assert.ok(!('performance_scores' in row));
});

test('several documents, of which some have no children', async () => {
    const given = [document(2), document(3), { patient_id: patient.id, metadata: { source: 'none' } }];
    const answer = await tom.from('therapy_sessions').insert(given, { defaultToNull: false })
        .select(everything).order('created_at');
    const rows = succeeds(answer, 201);
    assert.equal(rows.length, 3);
    for (const one of given.slice(0, 2)) {
        matches(rows.find((row) => row.metadata.source === one.metadata.source), one);
    }
    const none = rows.find((row) => row.metadata.source === 'none');
    assert.equal(none.status, 'processing');
    for (const name of children) assert.deepEqual(none[name], []);
});

test('without select nothing comes back, and it is there', async () => {
    const id = randomUUID();
    const answer = await tom.from('therapy_sessions').insert({ id, ...document(4) }, { count: 'exact' });
    succeeds(answer, 201, null, 1);
    const read = await tom.from('therapy_sessions').select(everything).eq('id', id).single();
    matches(succeeds(read, 200), document(4));
});

test('from the patient down, three deep', async () => {
    const patient_code = `client-${randomUUID()}`;
    const given = {
        patient_code,
        therapist_id: people.tom,
        therapy_sessions: [{
            status: 'completed',
            emg_statistics: [{ channel: 1, contraction_count: 4 }, { channel: 2, contraction_count: 5 }],
        }, { status: 'failed', emg_statistics: [] }],
    };
    const answer = await tom.from('patients').insert(given)
        .select('id, patient_code, therapy_sessions(status, emg_statistics(channel, contraction_count))')
        .single();
    const { id, ...row } = succeeds(answer, 201);
    row.therapy_sessions = sortBy(row.therapy_sessions, 'status');
    row.therapy_sessions[0].emg_statistics = sortBy(row.therapy_sessions[0].emg_statistics, 'channel');
    assert.deepEqual(row, without(given, 'therapist_id'));
    await service.from('therapy_sessions').delete().eq('patient_id', id);
    succeeds(await service.from('patients').delete().eq('id', id), 204);
});

test('by an alias, by upsert, with null and empty children', async () => {
    const to = () => tom.from('therapy_sessions');
    const patient_id = patient.id;
    const alias = await to().insert({ patient_id, stats: [{ channel: 1 }] })
        .select('stats:emg_statistics(channel)').single();
    succeeds(alias, 201, { stats: [{ channel: 1 }] });
    const id = randomUUID();
    succeeds(await to().upsert({ id, patient_id, emg_statistics: [{ channel: 1 }] })
        .select('emg_statistics(channel)').single(), 201, { emg_statistics: [{ channel: 1 }] });
    const none = await to().insert({ patient_id, emg_statistics: null, contractions: [] })
        .select('emg_statistics(*), contractions(*)').single();
    succeeds(none, 201, { emg_statistics: [], contractions: [] });
});

test('a child belongs to its document, whatever it says', async () => {
    const strange = randomUUID();
    const answer = await tom.from('therapy_sessions')
        .insert({ patient_id: patient.id, emg_statistics: [{ channel: 1, session_id: strange }] })
        .select('id, emg_statistics(session_id)').single();
    const { id, emg_statistics } = succeeds(answer, 201);
    assert.deepEqual(emg_statistics, [{ session_id: id }]);
});

test('200 documents with 50 contractions each', async () => {
    const given = Array.from({ length: 200 }, (_, number) => ({
        patient_id: patient.id,
        metadata: { number },
        contractions: Array.from({ length: 50 }, (_, i) => (
            { channel: 1, start_time: number * 50 + i, duration: 0.5 })),
    }));
    const answer = await tom.from('therapy_sessions').insert(given)
        .select('metadata->number, contractions(start_time)')
        .order('start_time', { referencedTable: 'contractions' });
    const rows = sortBy(succeeds(answer, 201), 'number');
    assert.deepEqual(rows, given.map(({ metadata, contractions }) => ({
        number: metadata.number,
        contractions: contractions.map(({ start_time }) => ({ start_time })),
    })));
});

async function leavesNothing(given, status, error) {
    const id = randomUUID();
    const answer = await tom.from('therapy_sessions').insert({ id, ...given }).select();
    assert.equal(answer.status, status, JSON.stringify(answer.error));
    for (const [name, value] of Object.entries(error)) {
        if (value instanceof RegExp) assert.match(answer.error[name], value);
        else assert.equal(answer.error[name], value);
    }
    succeeds(await service.from('therapy_sessions').select().eq('id', id), 200, []);
}

test('an error below leaves nothing of it', async () => {
    const with_ = (name, change) => ({
        ...document(), [name]: document()[name].map((row, i) => (i === 1 ? { ...row, ...change } : row)),
    });
    await leavesNothing(with_('emg_statistics', { channel: 1 }), 409, {
        code: '23505',
        message: 'duplicate key value violates unique constraint "idx_statistics_session"',
    });
    await leavesNothing(with_('contractions', { duration: -1 }), 400, {
        code: '23514',
        message: 'new row for relation "contractions" violates check constraint "check_positive_duration"',
    });
    await leavesNothing(with_('contractions', { channel: 'one' }), 400, { code: '22P02' });
    await leavesNothing(with_('emg_statistics', { chanel: 1 }), 400, { code: 'PGRST204' });
    await leavesNothing({ ...document(), patients: { id: patients.P002 } }, 400, { code: 'PGRST127' });
    await leavesNothing({ ...document(), contractions: 5 }, 400, { code: 'PGRST102' });
    await leavesNothing({ ...document(), zebras: [] }, 400, {
        code: 'PGRST204',
        message: "Could not find the 'zebras' column of 'therapy_sessions' in the schema cache",
    });
});

test('a document for a patient of somebody else', async () => {
    await leavesNothing({ ...document(), patient_id: patients.P003 }, 403, {
        code: '42501',
        message: 'new row violates row-level security policy for table "therapy_sessions"',
    });
    fails(await users.paul.from('therapy_sessions')
        .insert({ ...documents[0], patient_id: patients.P001 }), 403, {
        code: '42501',
        message: 'new row violates row-level security policy for table "therapy_sessions"',
    });
});

test('children of somebody else\'s session', async () => {
    const made = await service.from('therapy_sessions').insert({ patient_id: patients.P003 })
        .select('id').single();
    try {
        fails(await tom.from('contractions')
            .insert({ session_id: made.data.id, channel: 1, start_time: 0, duration: 1 }), 403, {
            code: '42501',
            message: 'new row violates row-level security policy for table "contractions"',
        });
    } finally {
        await service.from('therapy_sessions').delete().eq('id', made.data.id);
    }
});
