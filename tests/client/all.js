// SPDX-License-Identifier: MIT
//
// all - every *_test.js here, or those named, in one process.

import { readdirSync } from 'node:fs';

const named = process.argv.slice(2);
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('_test.js'));
for (const file of files.sort()) {
    const name = file.replace('_test.js', '');
    if (named.length === 0 || named.includes(name) || named.includes(file)) {
        await import(`./${file}`);
    }
}
