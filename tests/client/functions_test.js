// SPDX-License-Identifier: MIT
//
// The clinical functions by rpc(), and the description of all there is, on the real sessions.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { PostgrestClient } from '@supabase/postgrest-js';
import {
    anonKey, anonymous, client, demoIds, documents, fails, patients, serviceKey, sources, succeeds,
    token, url, users, userToken,
} from './clinic.js';

const { tom } = users;
let ids;

before(async () => {
    ids = await demoIds();
});

const oldestFirst = () => documents.map((document, i) => [document, ids[i]]).reverse();

test('patient_progress', async () => {
    const expected = oldestFirst().map(([document, session_id]) => ({
        session_id,
        recorded_at: document.created_at,
        status: document.status,
        ...document.performance_scores[0],
        contractions: document.contractions.length,
        fatigue_by_channel: Object.fromEntries(document.emg_statistics.map(
            ({ channel, fatigue_index }) => [channel, fatigue_index])),
    }));
    const patient_id = patients.P001;
    succeeds(await tom.rpc('patient_progress', { patient_id }), 200, expected);
    succeeds(await users.paul.rpc('patient_progress', { patient_id }, { get: true }), 200, expected);
    succeeds(await tom.rpc('patient_progress', { patient_id }, { head: true, count: 'exact' }), 200, null, 7);
    const page = await tom.rpc('patient_progress', { patient_id }, { get: true, count: 'exact' })
        .select('recorded_at, contractions').gt('contractions', 12)
        .order('recorded_at', { ascending: false }).range(0, 1);
    const many = documents.filter((document) => document.contractions.length > 12);
    succeeds(page, 206, many.slice(0, 2).map(({ created_at, contractions }) => (
        { recorded_at: created_at, contractions: contractions.length })), many.length);
    succeeds(await users.tina.rpc('patient_progress', { patient_id }), 200, []);
    fails(await tom.rpc('patient_progress', { patient_id: 'P-001' }), 400,
        { code: '22P02', message: 'invalid input syntax for type uuid: "P-001"' });
});

test('therapist_caseload', async () => {
    const mine = await tom.rpc('therapist_caseload').eq('patient_code', 'P-001').single();
    const row = succeeds(mine, 200);
    assert.equal(row.patient_id, patients.P001);
    assert.equal(row.sessions, 7);
    assert.equal(row.last_session_at, documents[0].created_at);
    assert.equal(row.last_overall_score, documents[0].performance_scores[0].overall_score);
    assert.equal(typeof row.overall_score_per_week, 'number');
    const codes = await users.tina.rpc('therapist_caseload').select('patient_code')
        .like('patient_code', 'P-%').order('patient_code');
    succeeds(codes, 200, [{ patient_code: 'P-003' }, { patient_code: 'P-004' }]);
});

test('session_summary', async () => {
    const row = succeeds(await tom.rpc('session_summary', { session_id: ids[0] }).single(), 200);
    const [document] = documents;
    assert.equal(row.patient_code, 'P-001');
    assert.equal(row.overall_score, document.performance_scores[0].overall_score);
    for (const channel of row.channels) {
        const rows = document.contractions.filter((one) => one.channel === channel.channel);
        const statistics = document.emg_statistics.find((one) => one.channel === channel.channel);
        assert.equal(channel.contractions, rows.length);
        assert.equal(channel.peak_amplitude, Math.max(...rows.map((one) => one.peak_amplitude)));
        assert.equal(channel.rms_mean, statistics.rms_mean);
        assert.equal(channel.fatigue_index, statistics.fatigue_index);
    }
    succeeds(await tom.rpc('session_summary', { session_id: randomUUID() }), 200, []);
    succeeds(await users.tina.rpc('session_summary', { session_id: ids[0] }).maybeSingle(), 200, null);
});

test('who may not call them, and what does not exist', async () => {
    fails(await anonymous.rpc('therapist_caseload'), 401,
        { code: '42501', message: 'permission denied for function therapist_caseload' });
    fails(await tom.rpc('therapist_case_load'), 404, {
        code: 'PGRST202',
        message: 'Could not find the function public.therapist_case_load without parameters in the schema cache',
        details: 'Searched for the function public.therapist_case_load without parameters or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
        hint: 'Perhaps you meant to call the function public.therapist_caseload',
    });
    const wrong = await tom.rpc('patient_progress', { patient: patients.P001 });
    assert.equal(wrong.status, 404);
    assert.equal(wrong.error.code, 'PGRST202');
    for (const name of ['app_role', 'write_audit']) {
        assert.equal((await tom.rpc(name)).error.code, 'PGRST202');
    }
});

async function described(bearer) {
    const postgrest = new PostgrestClient(`${url}/rest/v1`,
        { headers: { apikey: anonKey, Authorization: `Bearer ${bearer}` } });
    return succeeds(await postgrest.getOpenApiSpec(), 200);
}

test('getOpenApiSpec names what the caller may use', async () => {
    const document = await described(userToken('tom'));
    assert.equal(document.swagger, '2.0');
    const names = ['audit_log', 'contractions', 'emg_statistics', 'patients', 'performance_scores',
        'therapists', 'therapy_sessions', 'users'];
    assert.deepEqual(Object.keys(document.definitions).sort(), names);
    assert.deepEqual(Object.keys(document.paths).sort(), ['/', ...names.map((name) => `/${name}`),
        '/rpc/patient_progress', '/rpc/session_summary', '/rpc/therapist_caseload'].sort());
    assert.deepEqual(Object.keys(document.paths['/patients']).sort(), ['delete', 'get', 'patch', 'post']);
    const columns = document.definitions.emg_statistics.properties;
    assert.deepEqual([columns.channel.type, columns.channel.format], ['integer', 'int32']);
    assert.match(columns.session_id.description, /<fk table='therapy_sessions' column='id'\/>/);
    assert.deepEqual(Object.keys((await described(anonKey)).definitions ?? {}), []);
    assert.deepEqual(Object.keys((await described(serviceKey)).definitions).sort(), names);
});

test('keys and tokens as supabase-js sends them', async () => {
    const { createClient } = await import('@supabase/supabase-js');
    const ask = (key, options) => createClient(url, key, options).from('patients').select('id')
        .eq('id', patients.P001);
    fails(await ask('sb_publishable_unknown'), 401, { code: 'PGRST301', message: 'Invalid API key' });
    const bearer = { global: { headers: { Authorization: `Bearer ${userToken('tom')}` } } };
    succeeds(await ask('sb_publishable_unknown', bearer), 200, [{ id: patients.P001 }]);
    succeeds(await ask(anonKey, { accessToken: async () => userToken('tom') }), 200, [{ id: patients.P001 }]);
    for (const none of [null, '']) {
        fails(await ask(anonKey, { accessToken: async () => none }), 401,
            { code: '42501', message: 'permission denied for table patients' });
    }
    const slash = createClient(`${url}/`, serviceKey);
    succeeds(await slash.from('patients').select('id').eq('id', patients.P001), 200, [{ id: patients.P001 }]);
    const claims = client(token('authenticated', '00000000-0000-4000-8000-0000000000b1', '--claim', 'app={"a":[1]}'));
    succeeds(await claims.from('patients').select('id').eq('id', patients.P001), 200, [{ id: patients.P001 }]);
    assert.equal(sources.length, 7);
});
