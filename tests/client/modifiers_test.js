// SPDX-License-Identifier: MIT
//
// What select() and the transforms do: columns, embeds, order, pages, counts, forms.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
    anonKey, client, demoIds, documents, fails, patients, people, plain, succeeds, url, users,
    userToken, uuid,
} from './clinic.js';

const { tom } = users;
let ids;

before(async () => {
    ids = await demoIds();
});

const demo = (columns, options) => tom.from('therapy_sessions').select(columns, options).in('id', ids);
const newestFirst = { ascending: false };
const levels = documents.map((document) => document.metadata.level);

test('select: alias, cast, json paths, quoted names, white space', async () => {
    const answer = await demo(`
        code: id,
        started: created_at::text,
        "status",
        metadata->level,
        first: metadata->channels->>0
    `).order('created_at', newestFirst).limit(1);
    succeeds(answer, 200, [{
        code: ids[0],
        started: '2025-03-10 11:50:00+00',
        status: 'completed',
        level: 61,
        first: 'CH1 Raw',
    }]);
});

test('select without an argument takes all columns', async () => {
    const answer = await tom.from('patients').select().eq('id', patients.P001);
    assert.deepEqual(Object.keys(succeeds(answer, 200)[0]), ['id', 'user_id', 'therapist_id',
        'patient_code', 'diagnosis', 'created_at', 'updated_at']);
});

test('select keeps the order of the columns', async () => {
    const { data } = await demo('status, id, patient_id').limit(1);
    assert.deepEqual(Object.keys(data[0]), ['status', 'id', 'patient_id']);
});

test('embeds upwards, two deep, with aliases and hints', async () => {
    const answer = await tom.from('emg_statistics')
        .select(`channel,
            session: therapy_sessions!emg_statistics_session_id_fkey (
                patient: patients!patient_id ( code: patient_code, login: users ( full_name ) ),
                therapist: therapists ( institution, users ( full_name ) )
            )`)
        .eq('session_id', ids[0]).order('channel');
    const session = {
        patient: { code: 'P-001', login: { full_name: 'Paul Dorn' } },
        therapist: { institution: 'Demo Clinic', users: { full_name: 'Tom Berg' } },
    };
    succeeds(answer, 200, [{ channel: 1, session }, { channel: 2, session }]);
});

test('embeds downwards, one-to-one and by foreign key column', async () => {
    const answer = await tom.from('therapists')
        .select('users(email), patients(patient_code, therapist:therapist_id(id), user_id(role))')
        .eq('id', people.tom).eq('patients.patient_code', 'P-001').single();
    succeeds(answer, 200, {
        users: { email: 'tom@clinic.example' },
        patients: [{
            patient_code: 'P-001',
            therapist: { id: people.tom },
            user_id: { role: 'patient' },
        }],
    });
    const user = await tom.from('users').select('therapists(institution), patients(patient_code)')
        .eq('id', people.tom).single();
    succeeds(user, 200, { therapists: { institution: 'Demo Clinic' }, patients: null });
});

test('an embed of nothing leaves no trace', async () => {
    const answer = await demo('id, performance_scores!inner()').limit(1);
    assert.deepEqual(Object.keys(succeeds(answer, 200)[0]), ['id']);
});

test('spread', async () => {
    const answer = await tom.from('therapy_sessions')
        .select('id, ...patients(patient_code, ...users(full_name)), ...emg_statistics(channels:channel)')
        .eq('id', ids[0]).single();
    const { channels, ...rest } = succeeds(answer, 200);
    assert.deepEqual(rest, { id: ids[0], patient_code: 'P-001', full_name: 'Paul Dorn' });
    assert.deepEqual(channels.sort(), [1, 2]);
});

test('order, limit and range on an embed', async () => {
    for (const option of ['referencedTable', 'foreignTable']) {
        const table = { [option]: 'contractions' };
        const answer = await demo('contractions(start_time)')
            .order('created_at', newestFirst)
            .order('start_time', { ascending: false, ...table })
            .limit(2, table).limit(3);
        const expected = documents.slice(0, 3).map((document) => ({
            contractions: document.contractions.map(({ start_time }) => ({ start_time }))
                .sort((a, b) => b.start_time - a.start_time).slice(0, 2),
        }));
        succeeds(answer, 200, expected);
    }
    const page = await demo('contractions(start_time)').eq('id', ids[0])
        .order('start_time', { referencedTable: 'contractions' })
        .range(5, 7, { referencedTable: 'contractions' }).single();
    const times = documents[0].contractions.map((row) => row.start_time).sort((a, b) => a - b);
    assert.deepEqual(page.data.contractions.map((row) => row.start_time), times.slice(5, 8));
});

test('order: by several, by json, by a parent, nulls first and last', async () => {
    const several = await demo('level:metadata->level').order('metadata->level')
        .order('created_at', newestFirst);
    assert.deepEqual(several.data.map((row) => row.level), [...levels].sort((a, b) => a - b));
    const logins = async (options) => {
        const { data } = await tom.from('patients').select('patient_code')
            .like('patient_code', 'P-%').order('user_id', options);
        return data.map((row) => row.patient_code);
    };
    assert.deepEqual(await logins(), ['P-001', 'P-002']);
    assert.deepEqual(await logins({ nullsFirst: true }), ['P-002', 'P-001']);
    assert.deepEqual(await logins({ ascending: false }), ['P-002', 'P-001']);
    assert.deepEqual(await logins({ ascending: false, nullsFirst: false }), ['P-001', 'P-002']);
    const parent = await tom.from('emg_statistics').select('channel, therapy_sessions(created_at)')
        .in('session_id', ids).order('therapy_sessions(created_at)', newestFirst).order('channel')
        .limit(3);
    succeeds(parent, 200, [
        { channel: 1, therapy_sessions: { created_at: documents[0].created_at } },
        { channel: 2, therapy_sessions: { created_at: documents[0].created_at } },
        { channel: 1, therapy_sessions: { created_at: documents[1].created_at } },
    ]);
});

test('limit and range', async () => {
    const ordered = () => demo('id').order('created_at', newestFirst);
    const rows = (from, to) => ids.slice(from, to).map((id) => ({ id }));
    succeeds(await ordered().limit(2), 200, rows(0, 2));
    succeeds(await ordered().limit(0), 200, []);
    succeeds(await ordered().range(2, 4), 200, rows(2, 5));
    succeeds(await ordered().range(6, 100), 200, rows(6, 7));
    succeeds(await ordered().range(50, 60), 200, []);
});

test('count: exact, with pages and past the end', async () => {
    const counted = () => demo('id', { count: 'exact' }).order('created_at', newestFirst);
    assert.equal(succeeds(await counted(), 200, undefined, 7).length, 7);
    assert.equal(succeeds(await counted().range(0, 1), 206, undefined, 7).length, 2);
    assert.equal(succeeds(await counted().limit(3), 206, undefined, 7).length, 3);
    fails(await counted().range(8, 9), 416, {
        code: 'PGRST103',
        message: 'Requested range not satisfiable',
        details: 'An offset of 8 was requested, but there are only 7 rows.',
    });
});

test('count: planned and estimated', async () => {
    for (const count of ['planned', 'estimated']) {
        const answer = await demo('id', { count });
        assert.ok([200, 206].includes(answer.status));
        assert.equal(answer.data.length, 7);
        assert.ok(Number.isInteger(answer.count), count);
    }
});

test('count without rows: head', async () => {
    const head = await demo('*', { count: 'exact', head: true });
    succeeds(head, 200, null, 7);
    succeeds(await demo('*', { head: true }), 200, null);
    const none = await tom.from('patients').select('*', { count: 'exact', head: true })
        .eq('patient_code', 'nobody');
    succeeds(none, 200, null, 0);
});

test('count of an embed', async () => {
    const answer = await demo('id, contractions(count)').order('created_at', newestFirst);
    succeeds(answer, 200, documents.map((document, i) => ({
        id: ids[i], contractions: [{ count: document.contractions.length }],
    })));
});

test('single', async () => {
    succeeds(await tom.from('patients').select('patient_code').eq('id', patients.P001).single(),
        200, { patient_code: 'P-001' });
    fails(await tom.from('patients').select().eq('patient_code', 'nobody').single(), 406, {
        code: 'PGRST116',
        message: 'Cannot coerce the result to a single JSON object',
        details: 'The result contains 0 rows',
    });
    fails(await demo('id').single(), 406, {
        code: 'PGRST116',
        message: 'Cannot coerce the result to a single JSON object',
        details: 'The result contains 7 rows',
    });
    fails(await demo('id', { count: 'exact' }).limit(2).single(), 406, {
        code: 'PGRST116',
        message: 'Cannot coerce the result to a single JSON object',
        details: 'The result contains 2 rows',
    });
});

test('maybeSingle', async () => {
    succeeds(await tom.from('patients').select('patient_code').eq('id', patients.P001)
        .maybeSingle(), 200, { patient_code: 'P-001' });
    succeeds(await tom.from('patients').select().eq('patient_code', 'nobody').maybeSingle(),
        200, null);
    const several = await demo('id').maybeSingle();
    fails(several, 406, {
        code: 'PGRST116',
        message: 'JSON object requested, multiple (or no) rows returned',
        details: 'Results contain 7 rows, application/vnd.pgrst.object+json requires 1 row',
    });
});

test('csv', async () => {
    const answer = await tom.from('patients').select('patient_code, user_id, diagnosis')
        .like('patient_code', 'P-%').order('patient_code').csv();
    succeeds(answer, 200, [
        'patient_code,user_id,diagnosis',
        `P-001,${people.paul},"Sarcopenia after hip surgery"`,
        'P-002,,"Immobility after pneumonia"',
    ].join('\n'));
});

test('csv of json quotes', async () => {
    const answer = await demo('metadata->channels').limit(1).csv();
    succeeds(answer, 200, 'channels\n"[""CH1 Raw"", ""CH2 Raw""]"');
});

test('geojson without PostGIS', async () => {
    fails(await tom.from('patients').select().geojson(), 404, {
        code: '42883',
        message: 'function st_asgeojson(record) does not exist',
        hint: 'No function matches the given name and argument types. You might need to add explicit type casts.',
    });
});

test('explain is off', async () => {
    const refused = 'None of these media types are available: application/vnd.pgrst.plan';
    const patients = () => tom.from('patients').select();
    for (const format of ['text', 'json']) {
        fails(await patients().explain({ format }), 406, {
            code: 'PGRST107',
            message: `${refused}+${format}; for="application/json"`,
        });
    }
    fails(await patients().single().explain({ analyze: true, wal: true }), 406, {
        code: 'PGRST107',
        message: `${refused}+text; for="application/vnd.pgrst.object+json"; options=analyze|wal`,
    });
});

test('stripNulls', async () => {
    const score = () => tom.from('performance_scores').select('symmetry_score, effort_score')
        .eq('session_id', ids[0]);
    const { symmetry_score } = documents[0].performance_scores[0];
    succeeds(await score(), 200, [{ symmetry_score, effort_score: null }]);
    succeeds(await score().stripNulls(), 200, [{ symmetry_score }]);
    succeeds(await score().single().stripNulls(), 200, { symmetry_score });
});

test('abortSignal', async () => {
    const controller = new AbortController();
    succeeds(await demo('id').limit(1).abortSignal(controller.signal), 200);
    controller.abort();
    const aborted = await demo('id').abortSignal(controller.signal);
    assert.equal(aborted.status, 0);
    assert.match(aborted.error.message, /^AbortError/);
    const late = new AbortController();
    const pending = demo('*, contractions(*)').abortSignal(late.signal).then((answer) => answer);
    late.abort();
    assert.match((await pending).error.message, /^AbortError/);
    succeeds(await demo('id').limit(1), 200);
});

test('throwOnError', async () => {
    const answer = await demo('id').limit(1).throwOnError();
    assert.equal(answer.data.length, 1);
    await assert.rejects(async () => tom.from('patients').select('nope').throwOnError(), {
        name: 'PostgrestError',
        message: 'column patients.nope does not exist',
        code: '42703',
        details: null,
        hint: null,
    });
});

test('returns, overrideTypes, retry and setHeader change nothing in the answer', async () => {
    const q = () => tom.from('patients').select('id').eq('id', patients.P001);
    const expected = [{ id: patients.P001 }];
    succeeds(await q().returns(), 200, expected);
    succeeds(await q().overrideTypes(), 200, expected);
    succeeds(await q().retry(false), 200, expected);
    const other = await q().setHeader('Authorization', `Bearer ${userToken('tina')}`);
    succeeds(other, 200, []);
});

test('schema: the exposed one and others', async () => {
    const expected = [{ id: patients.P001 }];
    const q = (from) => from.from('patients').select('id').eq('id', patients.P001);
    succeeds(await q(tom.schema('public')), 200, expected);
    succeeds(await q(client(userToken('tom'), { db: { schema: 'public' } })), 200, expected);
    for (const name of ['private', 'auth', 'information_schema']) {
        fails(await q(tom.schema(name)), 406, {
            code: 'PGRST106',
            message: `Invalid schema: ${name}`,
            hint: 'Only the following schemas are exposed: public',
        });
        fails(await tom.schema(name).from('patients').delete().eq('id', patients.P001), 406, {
            code: 'PGRST106',
            message: `Invalid schema: ${name}`,
            hint: 'Only the following schemas are exposed: public',
        });
    }
});

test('aggregates are off', async () => {
    fails(await tom.from('contractions').select('duration.avg()'), 400, {
        code: 'PGRST123',
        message: 'Use of aggregate functions is not allowed',
    });
});

test('select: unknown tables, columns and relationships', async () => {
    fails(await tom.from('therapy_session').select(), 404, {
        code: 'PGRST205',
        message: "Could not find the table 'public.therapy_session' in the schema cache",
        hint: "Perhaps you meant the table 'public.therapy_sessions'",
    });
    fails(await tom.from('zebras').select(), 404, {
        code: 'PGRST205',
        message: "Could not find the table 'public.zebras' in the schema cache",
    });
    fails(await tom.from('patients').select('patient_cod'), 400, {
        code: '42703',
        message: 'column patients.patient_cod does not exist',
        hint: 'Perhaps you meant to reference the column "patients.patient_code".',
    });
    const unrelated = await tom.from('patients').select('id, contractions(*)');
    fails({ ...unrelated, error: { ...unrelated.error, hint: null } }, 400, {
        code: 'PGRST200',
        message: "Could not find a relationship between 'patients' and 'contractions' in the schema cache",
        details: "Searched for a foreign key relationship between 'patients' and 'contractions' in the schema 'public', but no matches were found.",
    });
    const broken = await tom.from('patients').select('id,(');
    assert.equal(broken.status, 400);
    assert.equal(broken.error.code, 'PGRST100');
});

test('a client asks in vain for what is not there: auth, storage, functions', async () => {
    const { error } = await tom.auth.signInWithPassword({ email: 'a@b.c', password: 'x' });
    assert.equal(error.status, 404);
    const bucket = await tom.storage.listBuckets();
    assert.ok(bucket.error);
    const called = await tom.functions.invoke('nothing');
    assert.equal(called.error.context.status, 404);
});

test('a raw fetch sees what the client does not show', async () => {
    const answer = await fetch(`${url}/rest/v1/patients?select=id&limit=1`, {
        headers: { apikey: anonKey, Authorization: `Bearer ${userToken('tom')}` },
    });
    assert.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(answer.headers.get('content-range'), '0-0/*');
    assert.match((await answer.json())[0].id, uuid);
    assert.equal(plain([]).length, 0);
});
