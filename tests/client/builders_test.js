// SPDX-License-Identifier: MIT
//
// Every method that the builders of the installed postgrest-js have is called somewhere in
// these tests; a new version that brings new ones fails here.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import * as postgrest from '@supabase/postgrest-js';

// Not for callers.
const internal = new Set(['constructor', 'processResponse', 'cloneRequestState', 'decorateFetch']);

const classes = ['PostgrestClient', 'PostgrestQueryBuilder', 'PostgrestFilterBuilder',
    'PostgrestTransformBuilder', 'PostgrestBuilder'];
const source = readdirSync(import.meta.dirname).filter((name) => name.endsWith('_test.js'))
    .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')).join('\n');

for (const name of classes) {
    const methods = Object.getOwnPropertyNames(postgrest[name].prototype)
        .filter((method) => !internal.has(method));
    test(`${name}: every method is called`, () => {
        const missing = methods.filter((method) => !source.includes(`.${method}(`) &&
            !source.includes(`.${method}?.(`) && !source.includes(`'${method}',`) &&
            !source.includes(`'${method}']`));
        assert.ok(methods.length > 0);
        assert.deepEqual(missing, []);
    });
}
