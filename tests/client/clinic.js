// SPDX-License-Identifier: MIT
//
// clinic - the demo clinic as the tests know it: its people and their clients, the seven
// real sessions, and rows of one's own that are gone afterwards.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import { createClient } from '@supabase/supabase-js';

export const url = process.env.BASE_URL;
export const kindsUrl = process.env.KINDS_URL;

const person = (end) => `00000000-0000-4000-8000-0000000000${end}`;
export const people = {
    admin: person('a1'),
    tom: person('b1'),
    tina: person('b2'),
    researcher: person('c1'),
    paul: person('d1'),
    pia: person('d3'),
};
export const patients = {
    P001: person('e1'),
    P002: person('e2'),
    P003: person('e3'),
    P004: person('e4'),
};

const tokens = new Map();

// scripts/token ROLE [SUB] ...
export function token(...words) {
    const key = words.join(' ');
    if (!tokens.has(key)) {
        const printed = execFileSync(`${process.env.ROOT}/scripts/token`, words);
        tokens.set(key, printed.toString().trim());
    }
    return tokens.get(key);
}

export const anonKey = token('anon');
export const serviceKey = token('service_role');
export const userToken = (name) => token('authenticated', people[name]);

const quiet = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };

// As a frontend that got its token elsewhere makes one.
export function client(bearer, options = {}) {
    return createClient(options.url ?? url, anonKey, {
        auth: quiet,
        db: options.db,
        global: { headers: { Authorization: `Bearer ${bearer}`, ...options.headers } },
    });
}

export const anonymous = createClient(url, anonKey, { auth: quiet });
export const service = createClient(url, serviceKey, { auth: quiet });
export const users = Object.fromEntries(
    Object.keys(people).map((name) => [name, client(userToken(name))]));

// What scripts/demo posted, newest first.
export const documents = JSON.parse(
    readFileSync(`${process.env.ROOT}/sql/demo/sessions.json`, 'utf8')).sort(
    (a, b) => b.created_at.localeCompare(a.created_at));
export const sources = documents.map((document) => document.metadata.source);

let demoSessions;

// The ids of those sessions, newest first.
export function demoIds() {
    demoSessions ??= users.tom.from('therapy_sessions').select('id, metadata->>source')
        .eq('patient_id', patients.P001).in('metadata->>source', sources)
        .order('created_at', { ascending: false })
        .then((answer) => {
            assert.deepEqual(answer.data?.map((row) => row.source), sources,
                `the demo sessions are not there: ${JSON.stringify(answer)}`);
            return answer.data.map((row) => row.id);
        });
    return demoSessions;
}

export function succeeds(answer, status, data, count = null) {
    assert.deepEqual(answer.error, null);
    assert.equal(answer.status, status);
    assert.equal(answer.count, count);
    assert.equal(answer.success, true);
    if (data !== undefined) assert.deepEqual(answer.data, data);
    return answer.data;
}

// `error` has all four members, spelled out.
export function fails(answer, status, error) {
    assert.equal(answer.data, null);
    assert.deepEqual(answer.error, { details: null, hint: null, ...error });
    assert.equal(answer.status, status);
    assert.equal(answer.count, null);
    assert.equal(answer.success, false);
}

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/;

export function without(row, ...names) {
    return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

export function sortBy(rows, ...names) {
    return [...rows].sort((a, b) => {
        const name = names.find((one) => a[one] !== b[one]);
        return name === undefined ? 0 : a[name] < b[name] ? -1 : 1;
    });
}

// For comparing rows that come in no order; the keys of embedded rows come in jsonb's.
export const plain = (rows) => rows.map((row) => JSON.stringify(row, Object.keys(row).sort())).sort();

const made = [];

after(async () => {
    for (const id of made) {
        await service.from('therapy_sessions').delete().eq('patient_id', id);
        const gone = await service.from('patients').delete().eq('id', id);
        assert.equal(gone.error, null);
    }
});

// A patient of Tom's (or whoever is given), with all that gets written below it: gone when
// all tests have run.
export async function ownPatient(therapist = people.tom) {
    const code = `client-${randomUUID()}`;
    const answer = await service.from('patients')
        .insert({ patient_code: code, therapist_id: therapist }).select('id').single();
    assert.equal(answer.error, null);
    made.push(answer.data.id);
    return { id: answer.data.id, code };
}
