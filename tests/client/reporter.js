// SPDX-License-Identifier: MIT
//
// reporter - what failed and why, what was left out, and the sum on the last line.

import { inspect } from 'node:util';

function reason(error) {
    const cause = error.cause ?? error;
    const text = cause instanceof Error ? cause.stack : inspect(cause, { depth: 8 });
    return text.split('\n').map((line) => `    ${line}`).join('\n');
}

export default async function* report(events) {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    for await (const { type, data } of events) {
        const isSuite = data.details?.type === 'suite';
        if (type === 'test:stdout' || type === 'test:stderr') {
            yield data.message;
        } else if (type === 'test:fail' && data.details.error.failureType !== 'subtestsFailed') {
            failed++;
            yield `FAILED ${data.name}\n${reason(data.details.error)}\n`;
        } else if (type === 'test:pass' && !isSuite && data.skip !== undefined) {
            skipped++;
            yield `left out: ${data.name} (${data.skip})\n`;
        } else if (type === 'test:pass' && !isSuite) {
            passed++;
        }
    }
    if (skipped > 0) yield `${skipped} left out\n`;
    yield `${passed} passed, ${failed} failed\n`;
}
