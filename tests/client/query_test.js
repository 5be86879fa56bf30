// SPDX-License-Identifier: MIT
//
// The query that the frontend makes, on the real sessions, by each way to make a client.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import {
    anonKey, demoIds, documents, patients, people, serviceKey, sortBy, succeeds, timestamp, url,
    userToken, users, uuid, without,
} from './clinic.js';

const patientId = patients.P001;

function query(supabase) {
    return supabase.from('therapy_sessions')
        .select(`
            *,
            emg_statistics (*),
            performance_scores (*)
        `)
        .eq('patient_id', patientId)
        .order('created_at', { ascending: false });
}

function childrenMatch(rows, sessionId, expected, extra = []) {
    for (const row of rows) {
        assert.match(row.id, uuid);
        assert.equal(row.session_id, sessionId);
    }
    assert.deepEqual(rows.map((row) => without(row, 'id', 'session_id', ...extra)), expected);
}

function answerMatches(answer) {
    const rows = succeeds(answer, 200);
    assert.equal(answer.statusText, 'OK');
    assert.equal(rows.length, documents.length);
    rows.forEach((row, i) => {
        const document = documents[i];
        assert.deepEqual(Object.keys(row), [
            'id', 'patient_id', 'therapist_id', 'created_at', 'updated_at',
            'processing_parameters', 'status', 'metadata', 'emg_statistics',
            'performance_scores']);
        assert.match(row.id, uuid);
        assert.match(row.updated_at, timestamp);
        assert.equal(row.patient_id, patientId);
        assert.equal(row.therapist_id, people.tom);
        for (const name of ['created_at', 'status', 'processing_parameters', 'metadata']) {
            assert.deepEqual(row[name], document[name]);
        }
        childrenMatch(sortBy(row.emg_statistics, 'channel'), row.id,
            sortBy(document.emg_statistics, 'channel'));
        for (const score of row.performance_scores) assert.match(score.created_at, timestamp);
        childrenMatch(row.performance_scores, row.id, document.performance_scores,
            ['created_at']);
    });
}

test('the query with a token in global.headers', async () => {
    answerMatches(await query(users.tom));
});

test('the query with an accessToken function', async () => {
    let asked = 0;
    const supabase = createClient(url, anonKey, {
        accessToken: async () => {
            asked++;
            return userToken('tom');
        },
    });
    answerMatches(await query(supabase));
    assert.ok(asked > 0);
});

test('the query with a service key in place of the anonymous one', async () => {
    answerMatches(await query(createClient(url, serviceKey)));
});

test('the query as the patient', async () => {
    answerMatches(await query(users.paul));
});

test('the query with postgrest-js alone', async () => {
    const postgrest = new PostgrestClient(`${url}/rest/v1`, {
        headers: { apikey: anonKey, Authorization: `Bearer ${userToken('tom')}` },
        schema: 'public',
        timeout: 20000,
    });
    answerMatches(await query(postgrest));
});

test('the query on one line, as in the documentation', async () => {
    const { data, error } = await users.tom.from('therapy_sessions')
        .select(`*, emg_statistics (*), performance_scores (*)`)
        .eq('patient_id', patientId).order('created_at', { ascending: false });
    assert.equal(error, null);
    assert.deepEqual(data.map((row) => row.id), await demoIds());
});

test('without a session of theirs it is an empty array', async () => {
    succeeds(await query(users.tina), 200, []);
    succeeds(await query(users.pia), 200, []);
});
