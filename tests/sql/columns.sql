-- SPDX-License-Identifier: MIT
--
-- Which columns of one's own rows one may change, and that nobody gets at more by it.

begin;
\ir fixture/clinic.psql
select no_plan();

-- Every column of users but full_name and updated_at, each to another value.
create temp table change (col text, value text);
insert into change values
    ('id', 'gen_random_uuid()'), ('role', '''researcher'''), ('email', '''x@y.example'''),
    ('active', 'false'), ('created_at', 'now() - interval ''1 day''');

select is((select count(*) from pg_attribute where attrelid = 'users'::regclass and attnum > 0 and not attisdropped)
          - 2, (select count(*) from change), 'no column of users is forgotten here');

select is(pg_temp.refusal(who, format('update users set %s = %s where id = {%s}', col, value, who)),
          '42501 only full_name of a user may be changed by the user',
          format('%s does not change the own %s', who, col))
from change, unnest(array['user1', 'therapist1', 'idle_user']) who;

select is(pg_temp.outcome('researcher', format('update users set %s = %s where id = {researcher}', col, value)),
          '0', format('a researcher does not change the own %s', col)) from change;
select is(pg_temp.outcome('researcher', $$update users set full_name = 'new' where id = {researcher}$$),
          '0', 'a researcher does not change the own full_name');

select is(pg_temp.outcome(who, format('update users set %s = %s where id = {idle_user}', col, value)),
          '1', format('%s changes %s of a user', who, col))
from change, unnest(array['admin', 'service_role', 'owner']) who;

select is(pg_temp.refusal(who, format($$update users set role = '%s', full_name = 'me' where id = {%s}$$, role, who)),
          '42501 only full_name of a user may be changed by the user',
          format('%s does not become %s', who, role))
from (values ('user1', 'admin'), ('user1', 'therapist'), ('user1', 'researcher'),
             ('therapist1', 'admin'), ('therapist1', 'patient')) v (who, role);
select is(pg_temp.outcome('user1', $$update users set role = 'patient', email = email, full_name = 'me' where id = {user1}$$),
          '1', 'naming a column without changing it is no change');
select is(pg_temp.outcome('user1', $$update users set updated_at = '2000-01-01', full_name = 'me' where id = {user1}$$),
          '1', 'updated_at may be sent');
select is(pg_temp.value('user1', $$update users set full_name = 'me' where id = {user1}; select full_name from users$$),
          'me', 'a new full_name is stored');
select is(pg_temp.outcome('user1', $$insert into users (id, role) values ({user1}, 'admin')
              on conflict (id) do update set role = excluded.role$$),
          '42501', 'nor by upsert');
select is(pg_temp.outcome('retired_admin', $$update users set active = true where id = {retired_admin}$$),
          '0', 'an inactive admin does not switch himself on');
select is(pg_temp.outcome('therapist1', $$update users set active = false where id = {user1}$$),
          '0', 'a therapist does not switch a patient''s login off');

-- The token's claims decide nothing but who it is.
select set_config('test.claims', pg_temp.fill('{"sub":{user1},"app_role":"admin","user_metadata":{"role":"admin"},"app_metadata":{"role":"admin"},"role":"authenticated"}'), true) \g /dev/null
select set_config('request.jwt.claims', replace(current_setting('test.claims'), '''', '"'), true) \g /dev/null
set local role authenticated;
select is((select count(*) from public.users), 1::bigint, 'a role written into the token''s metadata is ignored');
reset role;

-- patients, changed by the therapist
select is(pg_temp.outcome('therapist1', format('update patients set %s where id = {patient2}', change)), expected,
          format('the therapist sets %s: %s', change, expected))
from (values ('diagnosis = ''new''', '1'), ('patient_code = ''new''', '1'), ('created_at = now()', '1'),
             ('user_id = {idle_user}', '1'), ('user_id = null', '1'),
             ('user_id = {user3}', '23505'), ('user_id = {therapist1}', '23M02'),
             ('user_id = {fresh}', '23503'),
             ('therapist_id = {therapist2}', '42501'), ('therapist_id = {therapist1}', '1')) v (change, expected);
select is(pg_temp.refusal('therapist1', format('update patients set %s where id = {patient1}', change)),
          '42501 only an admin may reassign a patient or change a login that is set',
          format('of a patient with login the therapist does not set %s', change))
from unnest(array['user_id = null', 'user_id = {idle_user}', 'therapist_id = {therapist2}']) change;
select is(pg_temp.outcome('therapist1', 'update patients set user_id = {user1}, therapist_id = {therapist1} where id = {patient1}'),
          '1', 'sending both as they are is no change');
select is(pg_temp.outcome(who, format('update patients set %s where id = {patient1}', change)), '1',
          format('%s sets %s', who, change))
from unnest(array['user_id = null', 'user_id = {idle_user}', 'therapist_id = {therapist2}']) change,
     unnest(array['admin', 'service_role', 'owner']) who;
select is(pg_temp.outcome('user1', 'update patients set therapist_id = {therapist2}'), '0',
          'a patient does not choose another therapist');
select is(pg_temp.outcome('idle_user', 'update patients set user_id = {idle_user}'), '0',
          'a user does not become somebody''s patient');
select is(pg_temp.outcome('idle_user', 'insert into patients (user_id, therapist_id, patient_code) values ({idle_user}, {therapist1}, ''x'')'),
          '42501', 'nor a patient of his own making');

-- therapists, changed by themselves
select is(pg_temp.outcome('therapist1', format('update therapists set %s where id = {therapist1}', change)), expected,
          format('a therapist sets %s: %s', change, expected))
from (values ('institution = ''new''', '1'), ('specialization = ''new''', '1'), ('created_at = now()', '1'),
             ('id = {idle_therapist}', '42501'), ('id = {therapist1}', '1')) v (change, expected);

-- Reassigning moves the view and keeps the history.
select is(pg_temp.value('admin', $$update patients set therapist_id = {therapist2} where id = {patient1};
              select count(*) from therapy_sessions where id = {session1} and therapist_id = {therapist1}$$),
          '1', 'after a reassignment the session keeps its therapist');
update patients set therapist_id = pg_temp.id('therapist2') where id = pg_temp.id('patient1');
select is(pg_temp.visible('therapist1', 'therapy_sessions'), 'session2', 'the former therapist sees it no more');
select is(pg_temp.visible('therapist2', 'contractions'), 'contraction1 contraction3', 'the new one sees all below');
select is(pg_temp.outcome('therapist2', $$update therapy_sessions set metadata = '{}' where id = {session1}$$), '1',
          'and may change it, although it carries the former one''s name');
select is(pg_temp.outcome('therapist2', $$update therapy_sessions set therapist_id = {therapist1} where id = {session3}$$), '23M04',
          'but gives no other session away');
select is(pg_temp.visible('user1', 'therapists'), 'therapist2', 'the patient sees the new therapist');

-- Switching somebody off works at once.
update users set active = false where id = pg_temp.id('therapist2');
select is(pg_temp.visible('therapist2', relation), '', format('switched off, the therapist reads no %s', relation))
from unnest(array['users', 'therapists', 'patients', 'therapy_sessions', 'contractions']) relation;
select is(pg_temp.visible('user3', 'patients'), 'patient3', 'the patient still reads');

select * from finish();
rollback;
