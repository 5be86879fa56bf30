// SPDX-License-Identifier: MIT
//
// A schema of another kind (kinds.sql), served by start-schema with plans, aggregates and
// rollback switched on: arrays, ranges, full text, functions, a second schema.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createClient } from '@supabase/supabase-js';
import { PostgrestClient } from '@supabase/postgrest-js';
import { anonKey, fails, kindsUrl, succeeds, token } from './clinic.js';

const skip = kindsUrl === undefined && 'no database of our own to serve';

describe('kinds', { skip }, () => {
    const supabase = skip ? undefined : createClient(kindsUrl, anonKey, {
        auth: { persistSession: false, autoRefreshToken: false },
        global: { headers: { Authorization: `Bearer ${token('authenticated')}` } },
        db: { schema: 'kinds' },
    });
    const items = (columns = 'id', options) => supabase.from('items').select(columns, options).order('id');
    const found = (...ids) => ids.map((id) => ({ id }));

    function finds(name, filter, ...ids) {
        test(name, async () => succeeds(await filter(items()), 200, found(...ids)));
    }

    finds('contains of an array', (q) => q.contains('tags', ['leg']), 1, 4);
    finds('contains of an array with a space', (q) => q.contains('tags', ['"upper arm"']), 2);
    finds('containedBy', (q) => q.containedBy('tags', ['leg', 'knee', 'foot']), 1, 3, 4);
    finds('overlaps of arrays', (q) => q.overlaps('tags', ['elbow', 'knee']), 1, 2);
    finds('contains of json', (q) => q.contains('data', { a: 2 }), 2, 3);
    finds('containedBy of json', (q) => q.containedBy('data', { a: 2, c: 3 }), 2, 4);
    finds('contains of a range', (q) => q.contains('span', '[2,3)'), 1);
    finds('containedBy of a range', (q) => q.containedBy('span', '[0,10)'), 1, 2);
    finds('overlaps of ranges', (q) => q.overlaps('span', '[4,6)'), 1, 2);
    finds('overlaps of times', (q) => q.overlaps('shift', '[2024-01-01 11:00, 2024-01-01 11:30)'), 1);
    finds('rangeGt', (q) => q.rangeGt('span', '[2,6)'), 3);
    finds('rangeGte', (q) => q.rangeGte('span', '[5,6)'), 2, 3);
    finds('rangeLt', (q) => q.rangeLt('span', '[6,7)'), 1);
    finds('rangeLte', (q) => q.rangeLte('span', '[6,9)'), 1, 2);
    finds('rangeAdjacent', (q) => q.rangeAdjacent('span', '[9,10)'), 2);
    finds('textSearch of a tsvector', (q) => q.textSearch('words', 'brace & !elbow'), 1);
    finds('textSearch stems', (q) => q.textSearch('words', 'walk', { config: 'english' }), 3);
    finds('textSearch, plain', (q) => q.textSearch('words', 'the braces', { type: 'plain', config: 'english' }), 1, 2);
    finds('textSearch, phrase', (q) => q.textSearch('words', 'walking stick', { type: 'phrase', config: 'english' }), 3);
    finds('textSearch, websearch', (q) => q.textSearch('words', 'crutch or stick', { type: 'websearch', config: 'english' }), 3, 4);
    finds('an enum', (q) => q.eq('mood', 'tense'), 2, 3);
    finds('isDistinct counts null', (q) => q.isDistinct('mood', 'calm'), 2, 3, 4);
    finds('neq does not', (q) => q.neq('mood', 'calm'), 2, 3);
    finds('not contains', (q) => q.not('tags', 'cs', '{leg}'), 2, 3);
    finds('or with lists', (q) => q.or('tags.cs.{elbow},id.in.(3,4),span.adj."[5,6)"'), 1, 2, 3, 4);
    finds('a number as text', (q) => q.eq('big', '9007199254740993'), 1);
    finds('a big integer', (q) => q.eq('big', 9007199254740993n), 1);
    finds('a computed column', (q) => q.like('shout', '%BRACE%'), 1, 2);
    finds('a json number', (q) => q.gt('data->a', 1), 2, 3);
    finds('a json path', (q) => q.eq('data->b->>0', '3'), 3);

    test('a value that no enum has', async () => {
        fails(await items().eq('mood', 'angry'), 400,
            { code: '22P02', message: 'invalid input value for enum mood: "angry"' });
    });

    test('types come as JSON', async () => {
        const answer = await items('tags, span, shift, data, mood, amount::text, big::text, words').eq('id', 1).single();
        succeeds(answer, 200, {
            tags: ['knee', 'leg'],
            span: '[1,5)',
            shift: '["2024-01-01 08:00:00+00","2024-01-01 12:00:00+00")',
            data: { a: 1, b: [1, 2] },
            mood: 'calm',
            amount: '1.10',
            big: '9007199254740993',
            words: "'brace':2 'knee':1",
        });
    });

    test('arrays, ranges and big integers are written', async () => {
        const row = {
            id: 50, name: 'new', tags: ['a,b', '"q"', '{x}', ''], span: '[1,3]', big: 9007199254740993n,
            mood: null, data: [{}],
        };
        const answer = await supabase.from('items').insert(row)
            .select('id, name, tags, span, big::text, mood, data').single();
        succeeds(answer, 201, { ...row, span: '[1,4)', big: '9007199254740993' });
        succeeds(await supabase.from('items').delete().eq('id', 50), 204);
    });

    test('a generated column is not written', async () => {
        fails(await supabase.from('items').insert({ id: 51, name: 'x', words: 'x' }), 400, {
            code: '428C9',
            message: 'cannot insert a non-DEFAULT value into column "words"',
            details: 'Column "words" is a generated column.',
        });
    });

    test('aggregates', async () => {
        const answer = await supabase.from('notes').select('item_id, n:id.count(), count()').order('item_id');
        succeeds(answer, 200, [{ item_id: 1, n: 2, count: 2 }, { item_id: 3, n: 1, count: 1 }]);
        succeeds(await supabase.from('items').select('big.max()::text, notes(count())').eq('id', 1), 200,
            [{ max: '9007199254740993', notes: [{ count: 2 }] }]);
    });

    test('a computed column and relationship', async () => {
        succeeds(await items('shout, last_note(body)').eq('id', 1).single(), 200,
            { shout: 'KNEE BRACE', last_note: { body: 'second' } });
        succeeds(await items('id, last_note(body)').eq('id', 4).single(), 200, { id: 4, last_note: null });
    });

    test('a view', async () => {
        succeeds(await supabase.from('tense_items').select('id, notes(body)').order('id'), 200,
            [{ id: 2, notes: [] }, { id: 3, notes: [{ body: 'third' }] }]);
    });

    test('explain', async () => {
        const text = await items().explain();
        assert.equal(text.error, null);
        assert.match(text.data, /^(Aggregate|Sort|Subquery|Index|Seq|Limit)/);
        const json = await items().explain({ format: 'json' });
        assert.ok(json.data[0].Plan['Total Cost'] > 0);
        const analyzed = await items().limit(2).explain({ analyze: true, verbose: true, buffers: true, settings: true, wal: true, format: 'json' });
        assert.equal(typeof analyzed.data[0]['Execution Time'], 'number');
        const write = await supabase.from('items').delete().eq('id', 4).explain();
        assert.match(write.data, /Delete on (kinds\.)?items/);
        succeeds(await items().eq('id', 4), 200, found(4));
        const called = await supabase.rpc('items_above', { minimum: 1 }).explain();
        assert.equal(called.error, null);
        assert.equal(typeof called.data, 'string');
    });

    test('rollback', async () => {
        const answer = await supabase.from('items').insert({ id: 60, name: 'never' }).select('id').rollback();
        succeeds(answer, 201, found(60));
        succeeds(await supabase.from('items').update({ name: 'never' }).eq('id', 4).select('name').rollback(), 200,
            [{ name: 'never' }]);
        succeeds(await supabase.from('items').delete().eq('id', 4).select('id').rollback(), 200, found(4));
        succeeds(await items('id, name').gte('id', 4), 200, [{ id: 4, name: 'Crutch' }]);
        succeeds(await supabase.rpc('write_note', { item: 1, text: 'never' }).rollback(), 200);
        succeeds(await supabase.from('notes').select('id').eq('body', 'never'), 200, []);
    });

    test('schema', async () => {
        succeeds(await supabase.schema('other').from('things').select(), 200, [{ id: 1, label: 'else' }]);
        succeeds(await supabase.schema('other').rpc('add', { a: 1, b: 2 }), 200, 102);
        const things = supabase.schema('other').from('things');
        succeeds(await things.insert({ id: 2 }).select(), 201, [{ id: 2, label: null }]);
        succeeds(await things.delete().eq('id', 2), 204);
        fails(await supabase.from('things').select(), 404, {
            code: 'PGRST205',
            message: "Could not find the table 'kinds.things' in the schema cache",
        });
        fails(await supabase.schema('public').from('items').select(), 406, {
            code: 'PGRST106',
            message: 'Invalid schema: public',
            hint: 'Only the following schemas are exposed: kinds, other',
        });
        const first = new PostgrestClient(`${kindsUrl}/rest/v1`);
        succeeds(await first.from('items').select('id').eq('id', 1), 200, found(1));
    });

    test('rpc of a scalar: POST, GET, HEAD, a default', async () => {
        succeeds(await supabase.rpc('add', { a: 1, b: 2 }), 200, 3);
        succeeds(await supabase.rpc('add', { a: 1, b: 2 }, { get: true }), 200, 3);
        succeeds(await supabase.rpc('add', { a: 1 }), 200, 11);
        succeeds(await supabase.rpc('add', { a: 1, b: 2 }, { head: true }), 200, null);
        succeeds(await supabase.rpc('add', { a: 1, b: 2 }, { count: 'exact' }), 200, 3, 1);
        succeeds(await supabase.rpc('add', { a: 1, b: 2 }).single(), 200, 3);
    });

    test('rpc of rows: select, embed, filters, order, pages, count', async () => {
        const above = (options) => supabase.rpc('items_above', { minimum: 1 }, options);
        succeeds(await above().select('id, notes(body)').eq('mood', 'tense').order('id', { ascending: false }), 200,
            [{ id: 3, notes: [{ body: 'third' }] }, { id: 2, notes: [] }]);
        succeeds(await above({ get: true }).select('id').order('id').limit(1), 200, found(2));
        succeeds(await above({ get: true, count: 'exact' }).select('id').order('id').range(1, 1), 206, found(3), 3);
        succeeds(await above({ head: true, count: 'exact' }), 200, null, 3);
        succeeds(await above().select('id').eq('id', 2).single(), 200, { id: 2 });
        succeeds(await above().select('id').eq('id', 99).maybeSingle(), 200, null);
        fails(await above().select('id').single(), 406, {
            code: 'PGRST116',
            message: 'Cannot coerce the result to a single JSON object',
            details: 'The result contains 3 rows',
        });
        succeeds(await above().select('id, amount').order('id').csv(), 200,
            'id,amount\n2,12345678901234567890.12\n3,\n4,0');
        succeeds(await above().select('id, amount').eq('id', 3).stripNulls(), 200, [{ id: 3 }]);
    });

    test('rpc of a row, a table, a set of scalars, nothing', async () => {
        succeeds(await supabase.rpc('one_item', { which: 2 }).select('id, name'), 200, { id: 2, name: 'Elbow braces' });
        succeeds(await supabase.rpc('one_item', { which: 2 }).select('id, notes(id)').single(), 200, { id: 2, notes: [] });
        succeeds(await supabase.rpc('pairs'), 200, [{ key: 'a', value: 1 }, { key: 'b', value: 2 }]);
        succeeds(await supabase.rpc('pairs').select('value').eq('key', 'b'), 200, [{ value: 2 }]);
        succeeds(await supabase.rpc('labels'), 200, ['x', 'y']);
        succeeds(await supabase.rpc('nothing'), 204, null);
        succeeds(await supabase.rpc('nothing', {}, { get: true }), 204, null);
    });

    test('rpc with arrays, json, variadic and a single json parameter', async () => {
        succeeds(await supabase.rpc('total', { numbers: [1, 2, 3] }), 200, 6);
        succeeds(await supabase.rpc('total', { numbers: [1, 2, 3] }, { get: true }), 200, 6);
        succeeds(await supabase.rpc('joined', { parts: ['a', 'b'] }), 200, 'a-b');
        // In a URL a variadic parameter is repeated, which supabase-js does not do.
        succeeds(await supabase.rpc('joined', { parts: ['a', 'b'] }, { get: true }), 200, '{a,b}');
        const document = { a: [1, { b: null }], c: 'ü' };
        succeeds(await supabase.rpc('echo', { document }), 200, document);
        succeeds(await supabase.rpc('echo', { document }, { head: true }), 200, document);
        succeeds(await supabase.rpc('single_json', { any: 'thing' }), 200, 'object');
    });

    test('rpc that writes', async () => {
        const made = await supabase.rpc('write_note', { item: 4, text: 'n' }).select('item_id, body, items(name)');
        succeeds(made, 200, { item_id: 4, body: 'n', items: { name: 'Crutch' } });
        fails(await supabase.rpc('write_note', { item: 4, text: 'n' }, { get: true }), 405, {
            code: '25006',
            message: 'cannot execute INSERT in a read-only transaction',
        });
        succeeds(await supabase.rpc('write_note', { item: 4, text: 'm' }), 200);
        fails(await supabase.rpc('forget_notes', { item: 4 }).maxAffected(1), 400, {
            code: 'PGRST124',
            message: 'Query result exceeds max-affected preference constraint',
            details: 'The query affects 2 rows',
        });
        const gone = await supabase.rpc('forget_notes', { item: 4 }, { count: 'exact' }).maxAffected(2);
        assert.equal(succeeds(gone, 200, undefined, 2).length, 2);
    });

    test('rpc overloaded, unknown, refused', async () => {
        succeeds(await supabase.rpc('overloaded', { a: 1 }), 200, 'one');
        succeeds(await supabase.rpc('overloaded', { a: 1, b: 2 }), 200, 'two');
        const unknown = await supabase.rpc('adds', { a: 1 });
        fails(unknown, 404, {
            code: 'PGRST202',
            message: 'Could not find the function kinds.adds(a) in the schema cache',
            details: 'Searched for the function kinds.adds with parameter a or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.',
            hint: 'Perhaps you meant to call the function kinds.add',
        });
        const wrong = await supabase.rpc('add', { x: 1 });
        assert.equal(wrong.status, 404);
        assert.equal(wrong.error.code, 'PGRST202');
        fails(await supabase.rpc('add', { a: 'one', b: 1 }), 400,
            { code: '22P02', message: 'invalid input syntax for type integer: "one"' });
        fails(await supabase.rpc('teapot'), 418,
            { code: 'PT418', message: 'teapot', details: 'short', hint: 'stout' });
        fails(await supabase.rpc('refuse', { status: 402 }), 402,
            { code: 'MY1', message: 'no', details: 'none', hint: 'ask' });
        await assert.rejects(async () => supabase.rpc('teapot').throwOnError(),
            { name: 'PostgrestError', code: 'PT418', details: 'short', hint: 'stout' });
    });

    test('the role of the caller', async () => {
        succeeds(await supabase.rpc('who'), 200, 'authenticated authenticated');
        const anonymous = createClient(kindsUrl, anonKey, { db: { schema: 'kinds' } });
        succeeds(await anonymous.rpc('who'), 200, 'anon anon');
    });

    test('upsert onto one column; ignoreDuplicates; defaults', async () => {
        const to = () => supabase.from('items');
        succeeds(await to().upsert([{ id: 4, name: 'Crutch', data: {} }, { id: 70, name: 'Cane' }],
            { onConflict: 'id', defaultToNull: false }).select('id, data').order('id'), 201,
        [{ id: 4, data: {} }, { id: 70, data: { a: 1 } }]);
        succeeds(await to().upsert({ id: 70, name: 'Other' }, { ignoreDuplicates: true }).select('name'), 201, []);
        succeeds(await to().delete().eq('id', 70).select('name'), 200, [{ name: 'Cane' }]);
    });

    test('the description of the interface', async () => {
        const postgrest = new PostgrestClient(`${kindsUrl}/rest/v1`, { headers: { apikey: anonKey } });
        const document = succeeds(await postgrest.getOpenApiSpec(), 200);
        assert.equal(document.swagger, '2.0');
        assert.ok('/items' in document.paths);
        assert.ok('/rpc/add' in document.paths);
        const other = succeeds(await postgrest.schema('other').getOpenApiSpec(), 200);
        assert.deepEqual(Object.keys(other.paths).sort(), ['/', '/rpc/add', '/things']);
    });
});
