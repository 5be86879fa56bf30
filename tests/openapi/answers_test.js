// SPDX-License-Identifier: MIT
//
// How the root answers: media types, methods, headers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, forms } from './clinic.js';

const two = 'application/openapi+json; charset=utf-8';
const three = `${forms.three}; charset=utf-8`;

for (const [accept, type] of [
    ['application/openapi+json', two],
    ['application/json', two],
    ['application/vnd.pgrst.array', two],
    ['application/vnd.pgrst.array+json', two],
    ['*/*', two],
    ['text/html, application/json;q=0.5', two],
    [forms.three, three],
    ['application/vnd.oai.openapi+json', three],
    ['application/openapi+json;version=3.1', three],
    ['application/vnd.oai.openapi+json;version=3.1.0, application/json;q=0.9', three],
]) {
    test(`accept ${accept}`, async () => {
        const answer = await ask('/', 'authenticated', { headers: { Accept: accept } });
        assert.equal(answer.status, 200);
        assert.equal(answer.headers.get('content-type'), type);
        const document = await answer.json();
        assert.equal(document.swagger ?? document.openapi, type === two ? '2.0' : '3.1.0');
    });
}

for (const [accept, spelled] of [
    ['text/csv', 'text/csv'],
    ['text/HTML; level=1;q=0.5', 'text/HTML;level=1'],
    ['application/vnd.oai.openapi+json;version=3.0', 'application/vnd.oai.openapi+json;version=3.0'],
    ['application/vnd.pgrst.array;nulls=stripped', 'application/vnd.pgrst.array+json;nulls=stripped'],
    ['application/vnd.pgrst.object;nulls=stripped', 'application/vnd.pgrst.object+json;nulls=stripped'],
]) {
    test(`accept ${accept} is refused`, async () => {
        const answer = await ask('/', 'anon', { headers: { Accept: accept } });
        assert.equal(answer.status, 406);
        const { code, message } = await answer.json();
        assert.equal(code, 'PGRST107');
        assert.equal(message, `None of these media types are available: ${spelled}`);
    });
}

test('HEAD has the headers and no body', async () => {
    const answer = await ask('/', 'anon', { method: 'HEAD' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), two);
    assert.equal(await answer.text(), '');
});

test('OPTIONS says what there is', async () => {
    const answer = await ask('/', 'anon', { method: 'OPTIONS' });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('allow'), 'OPTIONS,GET,HEAD');
});

for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    test(`${method} is refused`, async () => {
        const answer = await ask('/', 'service_role', { method });
        assert.equal(answer.status, 405);
        assert.deepEqual(await answer.json(), {
            code: 'PGRST117', details: null, hint: null, message: `Unsupported HTTP method: ${method}`,
        });
    });
}

test('a bad token gets no description', async () => {
    const answer = await ask('/', 'anon', { headers: { Authorization: 'Bearer no.token' } });
    assert.equal(answer.status, 401);
});

test('an unknown schema is refused', async () => {
    const answer = await ask('/', 'anon', { headers: { 'Accept-Profile': 'private' } });
    assert.equal(answer.status, 406);
    assert.equal((await answer.json()).code, 'PGRST106');
});

test('/rest/v1 is the same place', async () => {
    const answer = await ask('', 'anon');
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).swagger, '2.0');
});
