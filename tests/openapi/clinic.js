// SPDX-License-Identifier: MIT
//
// clinic - the root of the demo clinic as different callers see it: over HTTP, and from the
// program itself with other settings.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const forms = {
    two: 'application/openapi+json',
    three: 'application/vnd.oai.openapi+json;version=3.1',
};

const base = `${process.env.BASE_URL}/rest/v1`;
const admin = '00000000-0000-4000-8000-0000000000a1';
const words = { anon: ['anon'], authenticated: ['authenticated', admin], service_role: ['service_role'] };
const tokens = new Map();

export const roles = Object.keys(words);

export function token(role) {
    if (!tokens.has(role)) {
        tokens.set(role, execFileSync(`${process.env.ROOT}/scripts/token`, words[role]).toString().trim());
    }
    return tokens.get(role);
}

export function ask(path, role, { method = 'GET', headers = {}, body } = {}) {
    return fetch(base + path, { method, body, headers: { Authorization: `Bearer ${token(role)}`, ...headers } });
}

const documents = new Map();

export async function description(form, role) {
    const key = `${form} ${role}`;
    if (!documents.has(key)) {
        const answer = await ask('/', role, { headers: { Accept: forms[form] } });
        documents.set(key, await answer.json());
    }
    return structuredClone(documents.get(key));
}

const program = `${process.env.BUILD}/bin/openapi`;

export const why_no_program = !process.env.DATABASE_URL ? 'no DATABASE_URL'
    : !existsSync(program) ? `no ${program}` : false;

// One request to the program as plain CGI; settings are its whole environment.
export function ask_program(settings, headers = {}) {
    const variables = Object.entries(headers).map(([name, value]) => [`HTTP_${name.toUpperCase()}`, value]);
    const result = spawnSync(program, {
        env: {
            DATABASE_URL: process.env.DATABASE_URL,
            DB_ANON_ROLE: 'service_role',
            JWT_SECRET: 'of-no-use-here-for-nobody-sends-a-token',
            GATEWAY_INTERFACE: 'CGI/1.1',
            REQUEST_METHOD: 'GET',
            REQUEST_URI: '/rest/v1/',
            ...Object.fromEntries(variables),
            ...settings,
        },
    });
    const text = result.stdout.toString();
    const end = text.indexOf('\r\n\r\n');
    const status = Number(/^Status: (\d+)/.exec(text)?.[1]);
    return { status, head: text.slice(0, end), body: JSON.parse(text.slice(end + 4)) };
}
