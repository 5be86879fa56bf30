-- SPDX-License-Identifier: MIT
--
-- The audit log: every change of the five tables leaves an entry that says who, what and
-- from where, and nobody writes, alters or removes one.

begin;
\ir fixture/clinic.psql
select no_plan();

-- The last entry after a command, as JSON without id and time.
create function pg_temp.entry(who text, command text) returns jsonb language plpgsql as $$
declare
    result jsonb;
begin
    command := pg_temp.fill(command);
    perform pg_temp.become(who);
    execute command;
    reset role;
    select to_jsonb(a) - 'id' - 'occurred_at' into result from audit_log a order by a.id desc limit 1;
    raise exception using errcode = 'ZZ000';
exception when sqlstate 'ZZ000' then return result;
end
$$;
create function pg_temp.entries(who text, command text) returns bigint language plpgsql as $$
declare
    before bigint := (select count(*) from audit_log);
    after bigint;
begin
    command := pg_temp.fill(command);
    perform pg_temp.become(who);
    execute command;
    reset role;
    after := (select count(*) from audit_log);
    raise exception using errcode = 'ZZ000';
exception when sqlstate 'ZZ000' then return after - before;
end
$$;

-- How many entries, per table and action.
select is(pg_temp.entries(who, command), expected::bigint, format('%s: %s makes %s', who, command, expected))
from unnest(array['admin', 'service_role', 'owner']) who, (values
    ('insert into users (role) values (''patient''), (''patient'')', 2),
    ('update users set full_name = ''x'' where id = {user1}', 1),
    ('delete from users where id = {idle_user}', 1),
    ('insert into therapists (id) values ({idle_therapist})', 1),
    ('update therapists set institution = ''x''', 3),
    ('insert into patients (therapist_id, patient_code) values ({therapist1}, ''x'')', 1),
    ('update patients set diagnosis = ''x''', 5),
    ('delete from patients where id = {patient4}', 1),
    ('insert into therapy_sessions (patient_id) values ({patient1})', 1),
    ('update therapy_sessions set status = ''failed'' where id = {session1}', 1),
    ('delete from therapy_sessions where id = {session1}', 2),
    ('insert into performance_scores (session_id) values ({session1})', 1),
    ('update performance_scores set effort_score = 1 where id = {score1}', 1),
    ('delete from performance_scores where id = {score1}', 1),
    ('update users set full_name = ''x'' where false', 0),
    ('update contractions set duration = 1', 0),
    ('update emg_statistics set channel = 5', 0)) v (command, expected);
select is(pg_temp.entries('service_role', 'insert into therapists (id) values ({idle_therapist}); delete from therapists where id = {idle_therapist}'),
          2::bigint, 'a therapist made and deleted');

-- Who, in which role, from where.
set local request.headers = '{"x-request-id": "req-1", "x-real-ip": "192.0.2.7", "x-forwarded-for": "203.0.113.9"}';
select is(pg_temp.entry('therapist1', $$update therapy_sessions set status = 'completed' where id = {session1}$$),
          jsonb_build_object('actor', pg_temp.id('therapist1'), 'actor_role', 'authenticated', 'action', 'UPDATE',
              'table_name', 'therapy_sessions', 'row_id', pg_temp.id('session1'),
              'changed', '{"status": {"old": "processing", "new": "completed"}}'::jsonb,
              'request_id', 'req-1', 'address', '192.0.2.7'),
          'a whole entry');
set local request.headers = '';
select is(pg_temp.entry('service_role', 'update therapists set institution = ''x'' where id = {therapist1}')
              - array['row_id', 'changed'],
          '{"actor": null, "actor_role": "service_role", "action": "UPDATE", "table_name": "therapists", "request_id": null, "address": null}',
          'a token without sub, a request without headers');
select is(pg_temp.entry('owner', 'update therapists set institution = ''x'' where id = {therapist1}') ->> 'actor_role',
          :'owner', 'without a token: the role of the database');
select is(pg_temp.entry('user1', $$update users set full_name = 'me' where id = {user1}$$) ->> 'actor',
          pg_temp.id('user1')::text, 'actor is the token''s sub');
select is((select count(*) from audit_log where occurred_at = now()), (select count(*) from audit_log),
          'the time is the transaction''s');

-- What changed. The values of diagnosis, email and full_name stay out, in every action.
select is(pg_temp.entry('service_role', command) -> 'changed', expected::jsonb, command)
from (values
    ('update patients set diagnosis = ''secret'', patient_code = ''new'' where id = {patient1}',
     '{"diagnosis": {}, "patient_code": {"old": "code-patient1", "new": "new"}}'),
    ('update users set email = ''e'', full_name = ''n'', active = false where id = {user1}',
     '{"email": {}, "full_name": {}, "active": {"old": true, "new": false}}'),
    ('update patients set diagnosis = diagnosis where id = {patient1}', '{}'),
    ('update patients set diagnosis = null where id = {patient1}', '{"diagnosis": {}}'),
    ('update performance_scores set symmetry_score = 20 where id = {score1}',
     '{"symmetry_score": {"old": null, "new": 20}, "overall_score": {"old": 80, "new": 60}}'),
    ('update therapy_sessions set metadata = ''{"a": [1, null]}'' where id = {session1}',
     '{"metadata": {"old": {}, "new": {"a": [1, null]}}}')) v (command, expected);
select is(pg_temp.entry('service_role', 'insert into users (id, role, email, full_name) values ({fresh}, ''patient'', ''secret'', ''secret'')') #- '{changed,created_at}' -> 'changed',
          jsonb_build_object('id', jsonb_build_object('new', pg_temp.id('fresh')), 'role', '{"new": "patient"}'::jsonb,
              'email', '{}'::jsonb, 'full_name', '{}'::jsonb, 'active', '{"new": true}'::jsonb),
          'an insert names the columns that have a value');
select is(pg_temp.entry('service_role', 'delete from patients where id = {patient4}') #- '{changed,created_at}' -> 'changed',
          jsonb_build_object('id', jsonb_build_object('old', pg_temp.id('patient4')),
              'therapist_id', jsonb_build_object('old', pg_temp.id('therapist2')),
              'patient_code', '{"old": "code-patient4"}'::jsonb, 'diagnosis', '{}'::jsonb),
          'a delete keeps what was there');
select is(pg_temp.entry('service_role', 'update users set id = {fresh} where id = {idle_user}') ->> 'row_id',
          pg_temp.id('idle_user')::text, 'row_id of a changed id is the old one');
select is_empty($$select * from audit_log where changed::text ~ 'Name of|@clinic\.example|"none"'$$,
    'no name, address or diagnosis is in the log');

-- Nobody alters it: the API roles have no privilege, the owner meets the triggers.
select is(pg_temp.outcome(who, command), '42501', format('%s: %s', who, command))
from unnest(array['anon', 'user1', 'therapist1', 'researcher', 'admin', 'service_role', 'authenticated']) who,
     unnest(array['insert into audit_log (actor_role, action, table_name, row_id, changed) values (''x'', ''INSERT'', ''users'', {user1}, ''{}'')',
                  'update audit_log set actor = null', 'update audit_log set actor = null where false',
                  'delete from audit_log', 'delete from audit_log where false', 'truncate audit_log',
                  'select setval(''public.audit_log_id_seq'', 1)',
                  'drop table audit_log', 'alter table audit_log disable trigger all',
                  'alter table users disable trigger write_audit', 'drop trigger append_only on audit_log',
                  'create trigger t after insert on users execute function private.write_audit()',
                  'select private.write_audit()', 'set session_replication_role = replica',
                  'drop function private.write_audit() cascade']) command;
select is(pg_temp.refusal('owner', command), expected, format('owner: %s', command))
from (values ('update audit_log set actor = null', '42501 update of the audit log is refused'),
             ('update audit_log set actor = null where false', '42501 update of the audit log is refused'),
             ('delete from audit_log', '42501 delete of the audit log is refused'),
             ('truncate audit_log', '42501 truncate of the audit log is refused'),
             ('set session_replication_role = replica',
              '42501 permission denied to set parameter "session_replication_role"; no detail; no hint')) v (command, expected);
select is(pg_temp.outcome('owner', 'insert into audit_log (id, actor_role, action, table_name, row_id, changed) values (1, ''x'', ''INSERT'', ''users'', {user1}, ''{}'')'),
          '428C9', 'even the owner does not choose an id');

select * from finish();
rollback;
