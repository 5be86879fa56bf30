// SPDX-License-Identifier: MIT
//
// What the two documents say of the clinic, and whether it is true.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import SwaggerParser from '@apidevtools/swagger-parser';
import Ajv from 'ajv/dist/2020.js';
import { ask, description, roles } from './clinic.js';

const tables = ['audit_log', 'contractions', 'emg_statistics', 'patients', 'performance_scores',
    'therapists', 'therapy_sessions', 'users'];

const paths_of = (document) => Object.keys(document.paths)
    .filter((path) => path !== '/' && !path.startsWith('/rpc/')).map((path) => path.slice(1)).sort();
const methods_of = (item) => Object.keys(item).sort();

for (const form of ['two', 'three']) {
    for (const role of roles) {
        test(`${form}: what ${role} sees is valid`, async () => {
            await SwaggerParser.validate(await description(form, role));
        });
    }

    test(`${form}: anon sees no table of the clinic`, async () => {
        const document = await description(form, 'anon');
        assert.deepEqual(paths_of(document), []);
        assert.doesNotMatch(JSON.stringify(document), /patient_code/);
    });

    for (const role of ['authenticated', 'service_role']) {
        test(`${form}: ${role} sees every table`, async () => {
            const document = await description(form, role);
            assert.deepEqual(paths_of(document), tables);
        });

        test(`${form}: what ${role} sees can be read, column for column`, async () => {
            const document = await description(form, role);
            const schemas = document.definitions ?? document.components.schemas;
            for (const table of tables) {
                const answer = await ask(`/${table}?limit=1`, role);
                assert.equal(answer.status, 200, table);
                const [row] = await answer.json();
                if (row !== undefined) {
                    assert.deepEqual(Object.keys(schemas[table].properties), Object.keys(row), table);
                }
            }
        });
    }

    test(`${form}: nothing of other schemas`, async () => {
        const text = JSON.stringify(await description(form, 'service_role'));
        assert.doesNotMatch(text, /app_role|own_therapist|schema_migrations/);
    });

    test(`${form}: functions are those that the caller may call`, async () => {
        const functions = (document) => Object.entries(document.paths).filter(([path]) => path.startsWith('/rpc/'));
        assert.deepEqual(functions(await description(form, 'anon')), []);
        for (const [path, { post }] of functions(await description(form, 'authenticated'))) {
            const schema = post.parameters?.[0].schema ?? post.requestBody.content['application/json'].schema;
            const body = Object.fromEntries((schema.required ?? []).map((name) => [name, null]));
            const answer = await ask(path, 'authenticated', {
                method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
            });
            assert.equal(answer.status, 200, path);
        }
    });
}

test('two: comments, keys, references and limits', async () => {
    const { definitions, parameters } = await description('two', 'authenticated');
    const { rms_mean, session_id } = definitions.emg_statistics.properties;
    assert.match(rms_mean.description, /root mean square/);
    assert.equal(parameters['rowFilter.emg_statistics.rms_mean'].description, rms_mean.description);
    assert.match(session_id.description,
        /This is a Foreign Key to `therapy_sessions\.id`\.<fk table='therapy_sessions' column='id'\/>/);
    assert.match(definitions.users.properties.id.description, /<pk\/>/);
    assert.deepEqual(definitions.users.properties.id.format, 'uuid');
});

test('three: operations need their privilege', async () => {
    const { paths } = await description('three', 'authenticated');
    assert.deepEqual(methods_of(paths['/audit_log']), ['get']);
    assert.deepEqual(methods_of(paths['/contractions']), ['delete', 'get', 'patch', 'post', 'put']);
});

test('three: a new row needs what has no default', async () => {
    const { components } = await description('three', 'authenticated');
    const { required } = components.schemas['contractions-new'];
    assert.ok(required.includes('session_id') && required.includes('duration'));
    assert.ok(!required.includes('id'));
});

test('three: operations are named once', async () => {
    const { paths } = await description('three', 'service_role');
    const names = Object.values(paths).flatMap((item) => Object.values(item).map((one) => one.operationId));
    assert.equal(new Set(names).size, names.length);
});

test('three: the rows of the demo fit their schemas', async () => {
    const document = await description('three', 'service_role');
    const ajv = new Ajv({ strict: false, validateFormats: false });
    ajv.addSchema({ $id: 'clinic', ...document });
    let count = 0;
    for (const table of tables) {
        const rows = await (await ask(`/${table}?limit=50`, 'service_role')).json();
        const fits = ajv.compile({ type: 'array', items: { $ref: `clinic#/components/schemas/${table}` } });
        assert.ok(fits(rows), `${table}: ${ajv.errorsText(fits.errors)}`);
        count += rows.length;
    }
    assert.ok(count > 10);
});
