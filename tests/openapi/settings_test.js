// SPDX-License-Identifier: MIT
//
// OPENAPI_MODE, OPENAPI_SECURITY, OPENAPI_PROXY_URI and DB_ROOT_SPEC.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import { ask_program, forms, why_no_program } from './clinic.js';

const options = { skip: why_no_program };

test('OPENAPI_MODE=disabled', options, () => {
    const { status, body } = ask_program({ OPENAPI_MODE: 'disabled' });
    assert.equal(status, 404);
    assert.deepEqual(body, {
        code: 'PGRST126', details: null, hint: null, message: 'Root endpoint metadata is disabled',
    });
});

test('OPENAPI_MODE=ignore-privileges', options, async () => {
    for (const accept of Object.values(forms)) {
        const settings = { DB_ANON_ROLE: 'anon', OPENAPI_MODE: 'ignore-privileges' };
        const { status, body } = ask_program(settings, { accept });
        assert.equal(status, 200);
        assert.ok('/patients' in body.paths && 'post' in body.paths['/audit_log']);
        await SwaggerParser.validate(body);
    }
});

test('OPENAPI_SECURITY in 2.0', options, async () => {
    const { body } = ask_program({ OPENAPI_SECURITY: 'on' });
    assert.deepEqual(body.security, [{ JWT: [] }]);
    assert.deepEqual(body.securityDefinitions, {
        JWT: {
            description: 'Add the token prepending "Bearer " (without quotes) to it',
            type: 'apiKey', name: 'Authorization', in: 'header',
        },
    });
    await SwaggerParser.validate(body);
    assert.ok(!('security' in ask_program({}).body));
});

test('OPENAPI_SECURITY in 3.1', options, async () => {
    const { body } = ask_program({ OPENAPI_SECURITY: 'on' }, { accept: forms.three });
    assert.deepEqual(body.security, [{ JWT: [] }]);
    assert.deepEqual(body.components.securitySchemes, {
        JWT: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    });
    await SwaggerParser.validate(body);
});

for (const [uri, scheme, host, path] of [
    ['https://api.clinic.example/rest/v1', 'https', 'api.clinic.example:443', '/rest/v1'],
    ['http://clinic.example', 'http', 'clinic.example:80', '/'],
    ['HTTPS://clinic.example:8443/a/', 'https', 'clinic.example:8443', '/a/'],
]) {
    test(`OPENAPI_PROXY_URI=${uri}`, options, async () => {
        const { body } = ask_program({ OPENAPI_PROXY_URI: uri });
        assert.deepEqual([body.schemes, body.host, body.basePath], [[scheme], host, path]);
        await SwaggerParser.validate(body);
        const three = ask_program({ OPENAPI_PROXY_URI: uri }, { accept: forms.three });
        assert.deepEqual(three.body.servers, [{ url: uri }]);
    });
}

test('without OPENAPI_PROXY_URI the host is the request\'s', options, async () => {
    const { body } = ask_program({}, { host: 'clinic.example:8080' });
    assert.deepEqual([body.schemes, body.host, body.basePath], [['http'], 'clinic.example:8080', '/']);
    const odd = ask_program({}, { host: 'a"b/{c}' });
    assert.equal(odd.body.host, 'localhost');
    await SwaggerParser.validate(odd.body);
});

test('DB_ROOT_SPEC answers instead', options, () => {
    const caseload = ask_program({ DB_ROOT_SPEC: 'public.therapist_caseload' });
    assert.equal(caseload.status, 200);
    assert.ok(Array.isArray(caseload.body));
    const { status, body } = ask_program({ DB_ROOT_SPEC: 'public.no_such_function' });
    assert.equal(status, 404);
    assert.equal(body.code, 'PGRST202');
    assert.match(body.message, /public\.no_such_function/);
});

test('a role that may not use the schema sees nothing of it', options, () => {
    const { status, body } = ask_program({ DB_ANON_ROLE: 'anon' });
    assert.equal(status, 200);
    assert.ok(!('definitions' in body));
});
