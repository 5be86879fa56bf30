// SPDX-License-Identifier: MIT
//
// insert, upsert, update and delete with all their options, and what they are refused with.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import {
    fails, ownPatient, patients, people, service, succeeds, timestamp, token, client, users, uuid,
    userToken, without,
} from './clinic.js';

const { admin, tom } = users;
let patient;

before(async () => {
    patient = await ownPatient();
});

// A session of our own patient, fresh for each test that wants one.
async function session(values = {}) {
    const made = await tom.from('therapy_sessions')
        .insert({ patient_id: patient.id, ...values }).select().single();
    return succeeds(made, 201);
}

const statistics = (session_id, ...channels) => channels.map(
    (channel) => ({ session_id, channel, contraction_count: channel * 10 }));

test('insert of one row', async () => {
    const row = await session({ metadata: { level: 3 } });
    assert.match(row.id, uuid);
    assert.match(row.created_at, timestamp);
    assert.deepEqual(without(row, 'id', 'created_at', 'updated_at'), {
        patient_id: patient.id,
        therapist_id: people.tom,
        processing_parameters: {},
        status: 'processing',
        metadata: { level: 3 },
    });
});

test('insert without select answers nothing', async () => {
    const answer = await tom.from('therapy_sessions').insert({ patient_id: patient.id });
    succeeds(answer, 201, null);
    assert.equal(answer.statusText, 'Created');
});

test('insert of several, with select, order and count', async () => {
    const { id } = await session();
    const answer = await tom.from('emg_statistics')
        .insert(statistics(id, 3, 1, 2), { count: 'exact' })
        .select('channel, contraction_count').order('channel', { ascending: false });
    succeeds(answer, 201, [
        { channel: 3, contraction_count: 30 },
        { channel: 2, contraction_count: 20 },
        { channel: 1, contraction_count: 10 },
    ], 3);
    succeeds(await tom.from('emg_statistics').insert(statistics(id, 4, 5), { count: 'exact' }),
        201, null, 2);
});

test('insert of nothing', async () => {
    succeeds(await tom.from('emg_statistics').insert([]), 201, null);
    succeeds(await tom.from('emg_statistics').insert([]).select(), 201, []);
});

test('insert and embed what was there before', async () => {
    const { id } = await session();
    const answer = await tom.from('emg_statistics').insert(statistics(id, 1))
        .select('channel, therapy_sessions(status, patients(patient_code))').single();
    succeeds(answer, 201, {
        channel: 1,
        therapy_sessions: { status: 'processing', patients: { patient_code: patient.code } },
    });
});

test('in bulk a key left out is null, or with defaultToNull: false the default', async () => {
    const rows = [{ patient_id: patient.id, status: 'completed' }, { patient_id: patient.id }];
    const to = () => tom.from('therapy_sessions');
    fails(await to().insert(rows).select('status'), 400, {
        code: '23502',
        message: 'null value in column "status" of relation "therapy_sessions" violates not-null constraint',
    });
    const defaults = await to().insert(rows, { defaultToNull: false })
        .select('status, metadata').order('status');
    succeeds(defaults, 201, [
        { status: 'completed', metadata: {} },
        { status: 'processing', metadata: {} },
    ]);
});

test('undefined, null, dates, big numbers and text of all kinds arrive as they were', async () => {
    const metadata = {
        text: 'ÄÖ ☃ 👩‍⚕️ "quoted" \\ \' ; -- \n\t', empty: '', none: null, list: [1, [2, {}]], no: false,
        small: 5e-324, large: 1.7976931348623157e308, whole: 9007199254740991,
    };
    const created = new Date('2024-02-29T12:34:56.789Z');
    const row = await session({ metadata, created_at: created, status: undefined });
    assert.deepEqual(row.metadata, metadata);
    assert.equal(row.created_at, '2024-02-29T12:34:56.789+00:00');
    const { id } = await session();
    const exact = await tom.from('contractions').insert({
        session_id: id, channel: 1, start_time: 0.1, duration: 1e-7,
        peak_amplitude: 0.30000000000000004, mean_amplitude: 1.17083e-5,
    }).select('start_time, duration, peak_amplitude, mean_amplitude').single();
    succeeds(exact, 201, {
        start_time: 0.1, duration: 1e-7, peak_amplitude: 0.30000000000000004,
        mean_amplitude: 1.17083e-5,
    });
});

test('upsert merges by primary key', async () => {
    const { id } = await session();
    const row = { id: randomUUID(), session_id: id, channel: 1, contraction_count: 5 };
    const to = () => tom.from('emg_statistics');
    succeeds(await to().upsert(row).select('contraction_count'), 201, [{ contraction_count: 5 }]);
    succeeds(await to().upsert({ ...row, contraction_count: 6 }).select('contraction_count'),
        200, [{ contraction_count: 6 }]);
    succeeds(await to().upsert({ ...row, contraction_count: 7 }), 200, null);
    succeeds(await to().select('contraction_count').eq('session_id', id), 200,
        [{ contraction_count: 7 }]);
});

test('upsert merges by onConflict, some new and some not', async () => {
    const { id } = await session();
    const to = () => tom.from('emg_statistics');
    const onConflict = 'session_id,channel';
    succeeds(await to().insert(statistics(id, 1, 2)), 201);
    const answer = await to()
        .upsert([{ session_id: id, channel: 2, contraction_count: 0 }, ...statistics(id, 3)],
            { onConflict, count: 'exact' })
        .select('channel, contraction_count').order('channel');
    succeeds(answer, 201, [
        { channel: 2, contraction_count: 0 }, { channel: 3, contraction_count: 30 }], 2);
    fails(await to().upsert(statistics(id, 1)), 409, {
        code: '23505',
        message: 'duplicate key value violates unique constraint "idx_statistics_session"',
    });
    fails(await to().upsert(statistics(id, 1), { onConflict: 'channel' }), 400, {
        code: '42P10',
        message: 'there is no unique or exclusion constraint matching the ON CONFLICT specification',
    });
    fails(await to().upsert(statistics(id, 6, 6), { onConflict }), 500, {
        code: '21000',
        message: 'ON CONFLICT DO UPDATE command cannot affect row a second time',
        hint: 'Ensure that no rows proposed for insertion within the same command have duplicate constrained values.',
    });
});

test('upsert with ignoreDuplicates leaves what is there', async () => {
    const { id } = await session();
    const to = () => tom.from('emg_statistics');
    const options = { onConflict: 'session_id,channel', ignoreDuplicates: true };
    succeeds(await to().insert(statistics(id, 1)), 201);
    const answer = await to().upsert([{ session_id: id, channel: 1, contraction_count: 0 },
        ...statistics(id, 2)], options).select('channel, contraction_count');
    succeeds(answer, 201, [{ channel: 2, contraction_count: 20 }]);
    succeeds(await to().upsert(statistics(id, 1, 2), options).select(), 201, []);
    succeeds(await to().select('contraction_count').eq('session_id', id).eq('channel', 1).single(),
        200, { contraction_count: 10 });
});

test('upsert with defaultToNull: false', async () => {
    const answer = await tom.from('therapy_sessions')
        .upsert([{ id: randomUUID(), patient_id: patient.id }, { patient_id: patient.id, status: 'failed' }],
            { defaultToNull: false })
        .select('status').order('status');
    succeeds(answer, 201, [{ status: 'failed' }, { status: 'processing' }]);
});

test('update', async () => {
    const { id, updated_at } = await session();
    const to = () => tom.from('therapy_sessions');
    const answer = await to().update({ status: 'completed' }).eq('id', id).select('status, updated_at');
    const [row] = succeeds(answer, 200);
    assert.equal(row.status, 'completed');
    assert.notEqual(row.updated_at, updated_at);
    const quiet = await to().update({ metadata: { level: 9 } }, { count: 'exact' }).eq('id', id);
    succeeds(quiet, 204, null, 1);
    const one = await to().update({ metadata: null }).eq('id', id).select('metadata').single();
    succeeds(one, 200, { metadata: null });
    succeeds(await to().update({ metadata: {} }).eq('id', randomUUID()).select(), 200, []);
    succeeds(await to().update({ metadata: {} }).eq('id', randomUUID()), 204, null);
    succeeds(await to().update({}).eq('id', id).select(), 200, []);
    succeeds(await to().update({ metadata: {} }).eq('id', id).select('id', { count: 'exact' })
        .maybeSingle(), 200, { id });
});

test('update of several, with an embed and a count', async () => {
    const { id } = await session();
    succeeds(await tom.from('emg_statistics').insert(statistics(id, 1, 2, 3)), 201);
    const answer = await tom.from('emg_statistics')
        .update({ fatigue_index: 1.5 }, { count: 'exact' })
        .eq('session_id', id).gt('channel', 1)
        .select('channel, fatigue_index, therapy_sessions(status)').order('channel');
    const therapy_sessions = { status: 'processing' };
    succeeds(answer, 200, [
        { channel: 2, fatigue_index: 1.5, therapy_sessions },
        { channel: 3, fatigue_index: 1.5, therapy_sessions }], 2);
});

test('update of more than single() allows changes nothing', async () => {
    const { id } = await session();
    const to = () => tom.from('emg_statistics');
    succeeds(await to().insert(statistics(id, 1, 2)), 201);
    fails(await to().update({ fatigue_index: 2 }).eq('session_id', id).select().single(), 406, {
        code: 'PGRST116',
        message: 'Cannot coerce the result to a single JSON object',
        details: 'The result contains 2 rows',
    });
    fails(await to().update({ fatigue_index: 2 }).eq('id', randomUUID()).select().single(), 406, {
        code: 'PGRST116',
        message: 'Cannot coerce the result to a single JSON object',
        details: 'The result contains 0 rows',
    });
    succeeds(await to().select('id').eq('session_id', id).not('fatigue_index', 'is', null), 200, []);
});

test('maxAffected', async () => {
    const { id } = await session();
    const to = () => tom.from('emg_statistics');
    succeeds(await to().insert(statistics(id, 1, 2)), 201);
    const tooMany = {
        code: 'PGRST124',
        message: 'Query result exceeds max-affected preference constraint',
        details: 'The query affects 2 rows',
    };
    fails(await to().update({ fatigue_index: 3 }).eq('session_id', id).maxAffected(1), 400, tooMany);
    fails(await to().delete().eq('session_id', id).maxAffected(1), 400, tooMany);
    succeeds(await to().select('fatigue_index').eq('session_id', id), 200,
        [{ fatigue_index: null }, { fatigue_index: null }]);
    succeeds(await to().update({ fatigue_index: 3 }).eq('session_id', id).maxAffected(2), 204);
    succeeds(await to().delete().eq('session_id', id).maxAffected(2), 204);
});

test('delete', async () => {
    const { id } = await session();
    const to = () => tom.from('emg_statistics');
    succeeds(await to().insert(statistics(id, 1, 2, 3, 4)), 201);
    succeeds(await to().delete().eq('session_id', id).eq('channel', 1), 204, null);
    succeeds(await to().delete({ count: 'exact' }).eq('session_id', id).eq('channel', 2), 204, null, 1);
    succeeds(await to().delete().eq('session_id', id).eq('channel', 3).select('channel').single(), 200,
        { channel: 3 });
    succeeds(await to().delete({ count: 'exact' }).eq('session_id', id)
        .select('channel, therapy_sessions(id)'), 200,
    [{ channel: 4, therapy_sessions: { id } }], 1);
    succeeds(await to().delete().eq('session_id', id).select(), 200, []);
});

test('delete of a session takes all below it', async () => {
    const { id } = await session();
    succeeds(await tom.from('emg_statistics').insert(statistics(id, 1)), 201);
    succeeds(await tom.from('therapy_sessions').delete().eq('id', id), 204);
    succeeds(await service.from('emg_statistics').select().eq('session_id', id), 200, []);
});

test('update and delete of a whole table are refused', async () => {
    for (const [verb, answer] of [
        ['UPDATE', await tom.from('emg_statistics').update({ channel: 1 })],
        ['DELETE', await tom.from('emg_statistics').delete()]]) {
        assert.equal(answer.status, 400);
        assert.equal(answer.error.code, '21000');
        assert.equal(answer.error.message, `${verb} requires a WHERE clause`);
    }
});

test('csv of what was inserted', async () => {
    const { id } = await session();
    const answer = await tom.from('emg_statistics').insert(statistics(id, 7))
        .select('channel, contraction_count').csv();
    succeeds(answer, 201, 'channel,contraction_count\n7,70');
});

test('stripNulls of what was inserted', async () => {
    const { id } = await session();
    const answer = await tom.from('emg_statistics').insert(statistics(id, 1))
        .select('channel, rms_mean').stripNulls();
    succeeds(answer, 201, [{ channel: 1 }]);
});

test('throwOnError of a write', async () => {
    await assert.rejects(async () => tom.from('patients').insert({ therapist_id: people.tom }).throwOnError(),
        { name: 'PostgrestError', code: '23502' });
});

test('rollback is not allowed here: the preference is ignored', async () => {
    const { id } = await session();
    succeeds(await tom.from('therapy_sessions').delete().eq('id', id).rollback(), 204);
    succeeds(await tom.from('therapy_sessions').select().eq('id', id), 200, []);
});

// --- what is refused -----------------------------------------------------------------------

// Where policies hold PostgreSQL leaves the values of a row out of its errors, and tells
// them only to those whom no policy binds.

test('a unique violation', async () => {
    const twin = { patient_code: patient.code, therapist_id: people.tom };
    const error = {
        code: '23505',
        message: 'duplicate key value violates unique constraint "patients_patient_code_key"',
    };
    const answer = await tom.from('patients').insert(twin).select();
    fails(answer, 409, error);
    assert.equal(answer.statusText, 'Conflict');
    fails(await service.from('patients').insert(twin), 409,
        { ...error, details: `Key (patient_code)=(${patient.code}) already exists.` });
});

test('a foreign key violation', async () => {
    const session_id = randomUUID();
    const error = {
        code: '23503',
        message: 'insert or update on table "emg_statistics" violates foreign key constraint "emg_statistics_session_id_fkey"',
    };
    fails(await admin.from('emg_statistics').insert({ session_id, channel: 1 }), 409,
        { ...error, details: 'Key is not present in table "therapy_sessions".' });
    fails(await service.from('emg_statistics').insert({ session_id, channel: 1 }), 409, {
        ...error,
        details: `Key (session_id)=(${session_id}) is not present in table "therapy_sessions".`,
    });
    fails(await service.from('patients').delete().eq('id', patients.P001), 409, {
        code: '23503',
        message: 'update or delete on table "patients" violates foreign key constraint "therapy_sessions_patient_id_fkey" on table "therapy_sessions"',
        details: `Key (id)=(${patients.P001}) is still referenced from table "therapy_sessions".`,
    });
});

async function violates(constraint, table, values) {
    const error = {
        code: '23514',
        message: `new row for relation "${table}" violates check constraint "${constraint}"`,
    };
    fails(await tom.from(table).insert(values), 400, error);
    const full = await service.from(table).insert(values);
    assert.match(full.error.details, /^Failing row contains \(/);
    fails(full, 400, { ...error, details: full.error.details });
}

test('check violations', async () => {
    const { id: session_id } = await session();
    const sessions = { patient_id: patient.id };
    await violates('check_session_status', 'therapy_sessions', { ...sessions, status: 'done' });
    const channel = { session_id, channel: 1 };
    await violates('check_statistics_channel', 'emg_statistics', { session_id, channel: 0 });
    await violates('check_statistics_amplitude', 'emg_statistics', { ...channel, rms_mean: -1 });
    await violates('check_score_range', 'performance_scores', { session_id, overall_score: 101 });
    const contraction = { ...channel, start_time: 0, duration: 1 };
    await violates('check_positive_duration', 'contractions', { ...contraction, duration: 0 });
    await violates('check_contraction_amplitude', 'contractions',
        { ...contraction, peak_amplitude: 1, mean_amplitude: 2 });
});

test('a missing value', async () => {
    fails(await tom.from('patients').insert({ therapist_id: people.tom }), 400, {
        code: '23502',
        message: 'null value in column "patient_code" of relation "patients" violates not-null constraint',
    });
});

test('the rules of the clinic, each with its code', async () => {
    const { id } = await session({ status: 'completed' });
    fails(await tom.from('therapy_sessions').update({ status: 'processing' }).eq('id', id), 400, {
        code: '23M05',
        message: 'a session cannot change from completed to processing',
        details: 'Allowed: processing to completed, processing to failed, failed to processing.',
        hint: 'A completed session stays so; post a new session instead.',
    });
    fails(await admin.from('therapy_sessions')
        .insert({ patient_id: patient.id, therapist_id: people.tina }), 400, {
        code: '23M04',
        message: "a session's therapist must be the patient's therapist",
        details: `Therapist ${people.tina} is not in charge of patient ${patient.id}.`,
        hint: "Leave therapist_id out, or set it to the patient's therapist_id.",
    });
    fails(await tom.from('users').update({ role: 'admin' }).eq('id', people.tom), 403, {
        code: '42501',
        message: 'only full_name of a user may be changed by the user',
        details: 'The change was of: role.',
        hint: 'Send full_name only; role, active, id and email are changed by an admin.',
    });
});

test('the composite score', async () => {
    const { id } = await session();
    const answer = await tom.from('performance_scores')
        .insert({ session_id: id, compliance_score: 80, symmetry_score: 60, effort_score: 40 })
        .select('overall_score').single();
    succeeds(answer, 201, { overall_score: 65 });
});

test('rows of others', async () => {
    const denied = (table) => ({
        code: '42501',
        message: `new row violates row-level security policy for table "${table}"`,
    });
    fails(await tom.from('therapy_sessions').insert({ patient_id: patients.P003 }).select(), 403,
        denied('therapy_sessions'));
    fails(await users.paul.from('therapy_sessions').insert({ patient_id: patients.P001 }), 403,
        denied('therapy_sessions'));
    fails(await tom.from('patients').insert({ patient_code: 'x', therapist_id: people.tina }), 403,
        denied('patients'));
    succeeds(await tom.from('patients').update({ diagnosis: 'x' }).eq('id', patients.P003).select(),
        200, []);
    succeeds(await tom.from('patients').delete().eq('id', patients.P003).select(), 200, []);
});

test('unknown columns and values of another type', async () => {
    const to = () => tom.from('emg_statistics');
    const session_id = randomUUID();
    const unknown = {
        code: 'PGRST204',
        message: "Could not find the 'chanel' column of 'emg_statistics' in the schema cache",
    };
    fails(await to().insert({ session_id, chanel: 1 }), 400, unknown);
    fails(await to().insert([{ session_id, chanel: 1 }]), 400, unknown);
    fails(await to().upsert({ session_id, chanel: 1 }), 400, unknown);
    fails(await to().update({ chanel: 1 }).eq('session_id', session_id), 400, unknown);
    fails(await to().insert({ session_id, channel: 1 }).select('chanel'), 400, {
        code: '42703',
        message: 'column emg_statistics.chanel does not exist',
        hint: 'Perhaps you meant to reference the column "emg_statistics.channel".',
    });
    fails(await to().insert({ session_id, channel: 'one' }), 400, {
        code: '22P02',
        message: 'invalid input syntax for type integer: "one"',
    });
    fails(await to().insert({ session_id, channel: 2147483648 }), 400, {
        code: '22003',
        message: 'value "2147483648" is out of range for type integer',
    });
    fails(await tom.from('zebras').insert({ a: 1 }), 404, {
        code: 'PGRST205',
        message: "Could not find the table 'public.zebras' in the schema cache",
    });
});

test('the audit log is written, read by the admin, and changed by nobody', async () => {
    const { id } = await session({ metadata: { secret: 1 } });
    const read = (from) => from.from('audit_log').select('actor, actor_role, action, table_name')
        .eq('row_id', id);
    const entry = {
        actor: people.tom, actor_role: 'authenticated', action: 'INSERT', table_name: 'therapy_sessions',
    };
    succeeds(await read(admin), 200, [entry]);
    succeeds(await read(service), 200, [entry]);
    succeeds(await read(tom), 200, []);
    for (const from of [tom, admin, service]) {
        const denied = { code: '42501', message: 'permission denied for table audit_log' };
        fails(await from.from('audit_log').insert({ action: 'INSERT' }), 403, denied);
        fails(await from.from('audit_log').update({ actor: null }).eq('row_id', id), 403, denied);
        fails(await from.from('audit_log').delete().eq('row_id', id), 403, denied);
    }
});

test('an expired token, a forged one and one without a user', async () => {
    const ask = (bearer) => client(bearer).from('patients').select('id');
    fails(await ask(token('authenticated', people.tom, '--ttl', '-60')), 401,
        { code: 'PGRST303', message: 'JWT expired' });
    const [head, payload] = userToken('tom').split('.');
    const forged = await ask(`${head}.${payload}.${'A'.repeat(43)}`);
    assert.equal(forged.status, 401);
    assert.equal(forged.error.code, 'PGRST301');
    const nobody = await ask(token('authenticated', 'tom'));
    assert.equal(nobody.status, 401);
    assert.equal(nobody.error.code, 'PGRST303');
    succeeds(await ask(token('authenticated', randomUUID())), 200, []);
    const role = await ask(token('postgres', people.tom));
    assert.equal(role.status, 403);
    assert.equal(role.error.code, '42501');
    const unknown = await ask(token('nosuchrole', people.tom));
    assert.equal(unknown.status, 401);
    assert.equal(unknown.error.code, '22023');
});
