// SPDX-License-Identifier: MIT
//
// The query in a real page of another origin, by supabase-js as browsers load it. Left out
// where there is no Chromium.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { anonKey, demoIds, patients, url, userToken } from './clinic.js';

const library = `${import.meta.dirname}/node_modules/@supabase/supabase-js/dist/umd/supabase.js`;

function chromium() {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
        try {
            return execFileSync('sh', ['-c', `command -v ${name}`]).toString().trim();
        } catch {
            continue;
        }
    }
    return undefined;
}

// Runs in the page.
async function ask({ url, anonKey, token, patientId }) {
    const client = supabase.createClient(url, anonKey, {
        global: { headers: { Authorization: `Bearer ${token}` } },
    });
    const sessions = await client.from('therapy_sessions')
        .select('*, emg_statistics (*), performance_scores (*)', { count: 'exact' })
        .eq('patient_id', patientId).order('created_at', { ascending: false });
    const made = await client.from('therapy_sessions').insert({ patient_id: 'x' }).select();
    const gone = await client.from('therapy_sessions').delete()
        .eq('id', '00000000-0000-4000-8000-000000000000').select();
    const single = await client.from('patients').select().eq('patient_code', 'nobody').single();
    const json = JSON.stringify({ sessions, made, gone, single });
    document.body.innerHTML = `<pre>${btoa(encodeURIComponent(json))}</pre>`;
}

const binary = chromium();

test('a page of another origin', { skip: binary === undefined && 'no chromium' }, async () => {
    const given = { url, anonKey, token: userToken('tom'), patientId: patients.P001 };
    const page = `<!doctype html><body><script src="/supabase.js"></script>
        <script>(${ask})(${JSON.stringify(given)})</script>`;
    const server = createServer((request, response) => {
        const isScript = request.url === '/supabase.js';
        response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'text/html' });
        response.end(isScript ? readFileSync(library) : page);
    });
    await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
    const profile = mkdtempSync(`${tmpdir()}/myorest-chromium.`);
    try {
        const { stdout } = await promisify(execFile)(binary, [
            '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run',
            `--user-data-dir=${profile}`, '--virtual-time-budget=20000', '--dump-dom',
            `http://localhost:${server.address().port}/`,
        ], { timeout: 60000, maxBuffer: 16 << 20 });
        const [, packed] = stdout.match(/<pre>(.*)<\/pre>/) ?? assert.fail(`no answer: ${stdout.slice(-500)}`);
        const { sessions, made, gone, single } = JSON.parse(decodeURIComponent(atob(packed)));
        assert.equal(sessions.error, null);
        assert.equal(sessions.count, 7);
        assert.deepEqual(sessions.data.map((row) => row.id), await demoIds());
        assert.equal(made.error.code, '22P02');
        assert.deepEqual([gone.status, gone.data], [200, []]);
        assert.equal(single.error.code, 'PGRST116');
    } finally {
        server.close();
        rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
});
