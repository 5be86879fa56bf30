// SPDX-License-Identifier: MIT
//
// What a browser sends around the requests (CORS), and many requests at once.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
    anonKey, demoIds, documents, ownPatient, patients, plain, service, succeeds, url, users, userToken,
} from './clinic.js';

const origin = 'http://localhost:5173';
// What supabase-js adds to a request; browsers send the names in lower case and sorted.
const sent = ['accept-profile', 'apikey', 'authorization', 'content-profile', 'content-type', 'prefer',
    'x-client-info', 'x-retry-count'];
const list = (header) => (header ?? '').toLowerCase().split(',').map((name) => name.trim());

function preflight(path, method, headers = sent) {
    return fetch(`${url}/rest/v1/${path}`, {
        method: 'OPTIONS',
        headers: {
            Origin: origin,
            'Access-Control-Request-Method': method,
            'Access-Control-Request-Headers': headers.join(','),
        },
    });
}

test('a preflight of each method allows what supabase-js sends', async () => {
    for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE']) {
        for (const path of ['therapy_sessions', 'patients?select=id', 'rpc/anything', 'zebras']) {
            const answer = await preflight(path, method);
            assert.equal(answer.status, 200, `${method} ${path}`);
            assert.ok(['*', origin].includes(answer.headers.get('access-control-allow-origin')));
            const methods = list(answer.headers.get('access-control-allow-methods'));
            assert.ok(methods.includes(method.toLowerCase()));
            const headers = list(answer.headers.get('access-control-allow-headers'));
            assert.deepEqual(sent.filter((name) => !headers.includes(name)), []);
            assert.equal(await answer.text(), '');
        }
    }
});

test('answers and errors may be read by the page', async () => {
    const authorized = { apikey: anonKey, Authorization: `Bearer ${userToken('tom')}` };
    const ask = (path, headers, options) => fetch(`${url}/rest/v1/${path}`,
        { ...options, headers: { Origin: origin, ...headers } });
    const answers = [
        [200, await ask('patients', authorized)],
        [401, await ask('patients', {})],
        [401, await ask('patients', { Authorization: 'Bearer x' })],
        [404, await ask('zebras', authorized)],
        [400, await ask('patients?select=id,(', authorized)],
        [413, await ask('patients', { ...authorized, 'Content-Type': 'application/json' },
            { method: 'POST', body: Buffer.alloc(101 << 20, 32) })],
    ];
    for (const [status, answer] of answers) {
        assert.equal(answer.status, status);
        assert.ok(['*', origin].includes(answer.headers.get('access-control-allow-origin')), `${status}`);
        const exposed = list(answer.headers.get('access-control-expose-headers'));
        assert.ok(exposed.includes('content-range') || status === 413, `${status}: ${exposed}`);
        if (status !== 200) assert.deepEqual(Object.keys(await answer.json()).sort(),
            ['code', 'details', 'hint', 'message']);
        else await answer.text();
    }
});

test('a plain OPTIONS says what the table allows', async () => {
    const answer = await fetch(`${url}/rest/v1/patients`, { method: 'OPTIONS' });
    assert.equal(answer.status, 200);
    assert.deepEqual(list(answer.headers.get('allow')).sort(),
        ['delete', 'get', 'head', 'options', 'patch', 'post', 'put']);
});

test('lists as long as a URL may be, and longer', async () => {
    const list = (length) => Array.from({ length }, () => randomUUID());
    const ask = (ids) => users.tom.from('patients').select('id').in('id', ids);
    succeeds(await ask([...list(300), patients.P001]), 200, [{ id: patients.P001 }]);
    const tooLong = await ask(list(2000));
    assert.equal(tooLong.status, 414);
    assert.deepEqual(Object.keys(tooLong.error).sort(), ['code', 'details', 'hint', 'message']);
});

test('requests given up on leave all or nothing, and a server that goes on', async () => {
    const patient = await ownPatient();
    const made = await users.tom.from('therapy_sessions').insert({ patient_id: patient.id })
        .select('id').single();
    const rows = Array.from({ length: 1000 }, (_, i) => (
        { session_id: made.data.id, channel: 1, start_time: i, duration: 1 }));
    for (let wait = 0; wait < 40; wait += 2) {
        const controller = new AbortController();
        const pending = users.tom.from('contractions').insert(rows).abortSignal(controller.signal)
            .then((answer) => answer);
        setTimeout(() => controller.abort(), wait);
        assert.ok([0, 201].includes((await pending).status));
    }
    const { count } = await users.tom.from('contractions').select('*', { count: 'exact', head: true })
        .eq('session_id', made.data.id);
    assert.equal(count % rows.length, 0);
    succeeds(await users.tom.from('patients').select('id').eq('id', patient.id), 200, [{ id: patient.id }]);
});

test('50 reads at once, of different people', async () => {
    const ids = await demoIds();
    const expected = plain(documents.flatMap((document) => document.contractions)
        .map(({ start_time }) => ({ start_time })));
    const askers = [users.tom, users.tina, users.paul, service, users.researcher];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => askers[i % 5]
        .from('contractions').select('start_time').in('session_id', ids)));
    answers.forEach((answer, i) => {
        const seen = askers[i % 5] !== users.tina && askers[i % 5] !== users.researcher;
        assert.deepEqual(plain(succeeds(answer, 200)), seen ? expected : []);
    });
});

test('50 writes at once beside 50 reads', async () => {
    const patient = await ownPatient();
    const writes = Array.from({ length: 50 }, (_, i) => users.tom.from('therapy_sessions')
        .insert({ patient_id: patient.id, metadata: { number: i } }).select('metadata').single());
    const reads = Array.from({ length: 50 }, () => users.tina.from('patients').select('patient_code')
        .eq('id', patients.P003).single());
    const answers = await Promise.all([...writes, ...reads]);
    answers.forEach((answer, i) => {
        if (i < 50) succeeds(answer, 201, { metadata: { number: i } });
        else succeeds(answer, 200, { patient_code: 'P-003' });
    });
    const written = await users.tom.from('therapy_sessions')
        .select('metadata->number', { count: 'exact', head: false }).eq('patient_id', patient.id)
        .order('metadata->number');
    succeeds(written, 200, Array.from({ length: 50 }, (_, number) => ({ number })), 50);
});

test('of 20 that take the same place one gets it', async () => {
    const patient = await ownPatient();
    const made = await users.tom.from('therapy_sessions').insert({ patient_id: patient.id })
        .select('id').single();
    const answers = await Promise.all(Array.from({ length: 20 }, () => users.tom.from('emg_statistics')
        .insert({ session_id: made.data.id, channel: 1 })));
    assert.equal(answers.filter((answer) => answer.status === 201).length, 1);
    assert.equal(answers.filter((answer) => answer.error?.code === '23505').length, 19);
});
