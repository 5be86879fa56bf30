-- SPDX-License-Identifier: MIT
--
-- What the clinic does not have and supabase-js has methods for: arrays, ranges, full text,
-- aggregates, functions of every calling form, a second schema.

create schema kinds;
create schema other;

create type kinds.mood as enum ('calm', 'tense');

create table kinds.items (
    id integer primary key,
    name text not null,
    tags text[] not null default '{}',
    span int4range,
    shift tstzrange,
    words tsvector generated always as (to_tsvector('english', name)) stored,
    data jsonb not null default '{"a": 1}',
    amount numeric,
    big bigint,
    mood kinds.mood default 'calm'
);

create table kinds.notes (
    id bigint generated always as identity primary key,
    item_id integer not null references kinds.items on delete cascade,
    body text not null default 'empty'
);

create view kinds.tense_items as select id, name from kinds.items where mood = 'tense';

create table other.things (id integer primary key, label text);

insert into kinds.items (id, name, tags, span, shift, data, amount, big, mood) values
    (1, 'Knee brace', '{knee,leg}', '[1,5)', '[2024-01-01 08:00+00,2024-01-01 12:00+00)', '{"a": 1, "b": [1, 2]}', 1.10, 9007199254740993, 'calm'),
    (2, 'Elbow braces', '{elbow,"upper arm"}', '[5,9)', '[2024-01-01 12:00+00,2024-01-01 16:00+00)', '{"a": 2}', 12345678901234567890.12, 2, 'tense'),
    (3, 'Walking stick', '{}', '[8,20)', null, '{"a": 2, "b": [3]}', null, null, 'tense'),
    (4, 'Crutch', '{leg}', null, null, '{}', 0, 4, null);
insert into kinds.notes (item_id, body) values (1, 'first'), (1, 'second'), (3, 'third');
insert into other.things values (1, 'else');

create function kinds.add(a integer, b integer default 10) returns integer
language sql immutable as 'select a + b';

create function kinds.items_above(minimum integer) returns setof kinds.items
language sql stable as 'select * from kinds.items where id > minimum';

create function kinds.one_item(which integer) returns kinds.items
language sql stable as 'select * from kinds.items where id = which';

create function kinds.nothing() returns void language sql as '';

create function kinds.total(numbers integer[]) returns bigint
language sql immutable as 'select sum(n) from unnest(numbers) n';

create function kinds.joined(variadic parts text[]) returns text
language sql immutable as $$ select array_to_string(parts, '-') $$;

create function kinds.echo(document jsonb) returns jsonb
language sql immutable as 'select document';

create function kinds.single_json(jsonb) returns text
language sql immutable as 'select jsonb_typeof($1)';

create function kinds.pairs() returns table (key text, value integer)
language sql immutable as $$ values ('a', 1), ('b', 2) $$;

create function kinds.labels() returns setof text
language sql immutable as $$ values ('x'), ('y') $$;

create function kinds.write_note(item integer, text text) returns kinds.notes
language sql volatile as 'insert into kinds.notes (item_id, body) values (item, text) returning *';

create function kinds.forget_notes(item integer) returns setof kinds.notes
language sql volatile as 'delete from kinds.notes where item_id = item returning *';

create function kinds.who() returns text
language sql stable as $$ select current_role || ' ' || coalesce(current_setting('request.jwt.claims', true)::json ->> 'role', '') $$;

create function kinds.refuse(status integer) returns void language plpgsql as $$
begin
    raise sqlstate 'PGRST' using
        message = json_build_object('code', 'MY1', 'message', 'no', 'details', 'none', 'hint', 'ask')::text,
        detail = json_build_object('status', status, 'headers', json_build_object('X-Why', 'because'))::text;
end
$$;

create function kinds.teapot() returns void language plpgsql as $$
begin
    raise sqlstate 'PT418' using message = 'teapot', detail = 'short', hint = 'stout';
end
$$;

create function kinds.overloaded(a integer) returns text language sql immutable as $$ select 'one' $$;
create function kinds.overloaded(a integer, b integer) returns text language sql immutable as $$ select 'two' $$;

create function other.add(a integer, b integer) returns integer
language sql immutable as 'select 100 * a + b';

-- Computed column and relationship.
create function kinds.shout(kinds.items) returns text
language sql immutable as 'select upper($1.name)';
create function kinds.last_note(kinds.items) returns setof kinds.notes rows 1
language sql stable as 'select * from kinds.notes where item_id = $1.id order by id desc limit 1';

grant usage on schema kinds, other to anon, authenticated, service_role;
grant all on all tables in schema kinds, other to anon, authenticated, service_role;
grant usage on all sequences in schema kinds to anon, authenticated, service_role;
