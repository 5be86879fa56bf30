-- SPDX-License-Identifier: MIT
--
-- Every cell of the policy table: who sees, inserts, updates and deletes which row.

begin;
\ir fixture/clinic.psql
select no_plan();

-- Reading: the rows by name, for every reader and table.
create temp table reads (who text, relation text, rows text);
insert into reads values
    ('user1', 'users', 'user1'),
    ('user3', 'users', 'user3'),
    ('idle_user', 'users', 'idle_user'),
    ('therapist1', 'users', 'therapist1 user1'),
    ('therapist2', 'users', 'therapist2 user3'),
    ('idle_therapist', 'users', 'idle_therapist'),
    ('researcher', 'users', 'researcher'),
    ('user1', 'therapists', 'therapist1'),
    ('user3', 'therapists', 'therapist2'),
    ('therapist1', 'therapists', 'therapist1'),
    ('therapist2', 'therapists', 'therapist2'),
    ('user1', 'patients', 'patient1'),
    ('user3', 'patients', 'patient3'),
    ('therapist1', 'patients', 'patient1 patient2'),
    ('therapist2', 'patients', 'patient3 patient4'),
    ('user1', 'therapy_sessions', 'session1'),
    ('user3', 'therapy_sessions', 'session3'),
    ('therapist1', 'therapy_sessions', 'session1 session2'),
    ('therapist2', 'therapy_sessions', 'session3'),
    ('user1', 'emg_statistics', 'statistic1'),
    ('user3', 'emg_statistics', 'statistic3'),
    ('therapist1', 'emg_statistics', 'statistic1 statistic2'),
    ('therapist2', 'emg_statistics', 'statistic3'),
    ('user1', 'performance_scores', 'score1'),
    ('user3', 'performance_scores', 'score3'),
    ('therapist1', 'performance_scores', 'score1 score2'),
    ('therapist2', 'performance_scores', 'score3'),
    ('user1', 'contractions', 'contraction1'),
    ('user3', 'contractions', 'contraction3'),
    ('therapist1', 'contractions', 'contraction1 contraction2'),
    ('therapist2', 'contractions', 'contraction3');

insert into reads
select who, relation, everything
from (values ('users', 'admin idle_therapist idle_user researcher retired retired_admin therapist1 therapist2 user1 user3 user5'),
             ('therapists', 'retired therapist1 therapist2'),
             ('patients', 'patient1 patient2 patient3 patient4 patient5'),
             ('therapy_sessions', 'session1 session2 session3 session5'),
             ('emg_statistics', 'statistic1 statistic2 statistic3 statistic5'),
             ('performance_scores', 'score1 score2 score3 score5'),
             ('contractions', 'contraction1 contraction2 contraction3 contraction5')) v (relation, everything),
     unnest(array['admin', 'service_role']) who;

-- What has no line above is nothing; for anon it is an error.
select is(pg_temp.visible(who, relation),
          case when who = 'anon' then '42501' else coalesce(r.rows, '') end,
          format('%s reads %s: %s', who, relation, coalesce(r.rows, 'nothing')))
from unnest(array['anon', 'user1', 'user3', 'idle_user', 'therapist1', 'therapist2', 'idle_therapist',
                  'researcher', 'admin', 'service_role', 'retired', 'retired_admin', 'user5',
                  'nobody', 'authenticated']) who
cross join unnest(array['users', 'therapists', 'patients', 'therapy_sessions', 'emg_statistics',
                        'performance_scores', 'contractions']) relation
left join reads r using (who, relation);

-- The policies of patients and of what is below them say in two places whose a patient is.
create function pg_temp.own_patients(who text) returns text language plpgsql as $$
begin
    perform pg_temp.become(who);
    perform set_config('role', 'none', true);
    return (select coalesce(string_agg(n.name, ' ' order by n.name), '')
            from unnest(private.own_patients()) own join pg_temp.name n on n.id = own);
end
$$;
select is(pg_temp.own_patients(who), case when who = 'admin' then '' else pg_temp.visible(who, 'patients') end,
          format('the sessions of %s are those of the patients that %1$s sees', who))
from unnest(array['user1', 'user3', 'idle_user', 'therapist1', 'therapist2', 'idle_therapist', 'researcher',
                  'admin', 'retired', 'retired_admin', 'user5', 'nobody']) who;

-- The audit log has bigint keys.
select is(pg_temp.value(who, 'select count(*) > 0 from audit_log'), expected, format('%s reads audit_log', who))
from (values ('anon', '42501'), ('user1', 'false'), ('therapist1', 'false'), ('researcher', 'false'),
             ('admin', 'true'), ('service_role', 'true'), ('retired_admin', 'false'),
             ('retired', 'false'), ('nobody', 'false'), ('authenticated', 'false')) v (who, expected);

-- Writing: number of rows or SQLSTATE, for these ten.
create temp table writer as
select * from unnest(array['anon', 'user1', 'therapist1', 'therapist2', 'researcher', 'admin',
                           'service_role', 'retired', 'nobody', 'authenticated'])
    with ordinality w (who, position);
create temp table writes (label text, expected text, command text);
insert into writes values
-- users                                             anon  user1 ther1 ther2 resea admin servi retir nobod auth
    ('insert a user',                               '42501 42501 42501 42501 42501 1     1     42501 42501 42501',
        $$insert into users (role) values ('patient')$$),
    ('insert oneself as admin',                     '42501 42501 42501 42501 42501 1     1     42501 42501 42501',
        $$insert into users (id, role) values ({nobody}, 'admin')$$),
    ('rename the patient user1',                    '42501 1     0     0     0     1     1     0     0     0',
        $$update users set full_name = 'new' where id = {user1}$$),
    ('rename therapist1',                           '42501 0     1     0     0     1     1     0     0     0',
        $$update users set full_name = 'new' where id = {therapist1}$$),
    ('rename the researcher',                       '42501 0     0     0     0     1     1     0     0     0',
        $$update users set full_name = 'new' where id = {researcher}$$),
    ('rename the inactive therapist',               '42501 0     0     0     0     1     1     0     0     0',
        $$update users set full_name = 'new' where id = {retired}$$),
    ('rename everybody one may',                    '42501 1     1     1     0     11    11    0     0     0',
        $$update users set full_name = 'new'$$),
    ('delete a user nothing refers to',             '42501 0     0     0     0     1     1     0     0     0',
        $$delete from users where id = {idle_user}$$),
    ('delete the patient user1',                    '42501 0     0     0     0     23503 23503 0     0     0',
        $$delete from users where id = {user1}$$),
-- therapists
    ('insert a therapist',                          '42501 42501 42501 42501 42501 1     1     42501 42501 42501',
        $$insert into therapists (id) values ({idle_therapist})$$),
    ('change therapist1',                           '42501 0     1     0     0     1     1     0     0     0',
        $$update therapists set institution = 'new', specialization = 'new', created_at = now() where id = {therapist1}$$),
    ('change every therapist one may',              '42501 0     1     1     0     3     3     0     0     0',
        $$update therapists set institution = 'new'$$),
    ('delete a therapist',                          '42501 0     0     0     0     23503 23503 0     0     0',
        $$delete from therapists where id = {therapist1}$$),
-- patients
    ('insert a patient of therapist1',              '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into patients (therapist_id, patient_code) values ({therapist1}, 'new')$$),
    ('insert a patient with login',                 '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into patients (therapist_id, patient_code, user_id) values ({therapist1}, 'new', {idle_user})$$),
    ('insert a patient, returning it',              '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into patients (therapist_id, patient_code) values ({therapist1}, 'new') returning *$$),
    ('insert a patient of an inactive therapist',   '42501 42501 42501 42501 42501 1     1     42501 42501 42501',
        $$insert into patients (therapist_id, patient_code) values ({retired}, 'new')$$),
    ('change patient1',                             '42501 0     1     0     0     1     1     0     0     0',
        $$update patients set diagnosis = 'new', patient_code = 'new', created_at = now() where id = {patient1}$$),
    ('change every patient one may',                '42501 0     2     2     0     5     5     0     0     0',
        $$update patients set diagnosis = 'new'$$),
    ('take patient3 over',                          '42501 0     0     42501 0     1     1     0     0     0',
        $$update patients set therapist_id = {therapist1} where id = {patient3}$$),
    ('take patient3 over by upsert',                '42501 42501 42501 42501 42501 1     1     42501 42501 42501',
        $$insert into patients (id, therapist_id, patient_code) values ({patient3}, {therapist1}, 'new')
          on conflict (id) do update set therapist_id = excluded.therapist_id$$),
    ('delete a patient without sessions',           '42501 0     0     0     0     1     1     0     0     0',
        $$delete from patients where id = {patient4}$$),
    ('delete a patient with sessions',              '42501 0     0     0     0     23503 23503 0     0     0',
        $$delete from patients where id = {patient1}$$),
-- therapy_sessions
    ('insert a session of patient1',                '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into therapy_sessions (patient_id, therapist_id) values ({patient1}, {therapist1})$$),
    ('insert a session, therapist left out',        '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into therapy_sessions (patient_id) values ({patient1})$$),
    ('insert a session, returning it',              '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into therapy_sessions (patient_id) values ({patient1}) returning *$$),
    ('insert a session in therapist2''s name',      '42501 42501 42501 42501 42501 23M04 23M04 42501 42501 42501',
        $$insert into therapy_sessions (patient_id, therapist_id) values ({patient1}, {therapist2})$$),
    ('insert a session of an unknown patient',      '42501 42501 42501 42501 42501 23503 23503 42501 42501 42501',
        $$insert into therapy_sessions (patient_id) values ({fresh})$$),
    ('change session1',                             '42501 0     1     0     0     1     1     0     0     0',
        $$update therapy_sessions set status = 'completed', metadata = '{"a": 1}' where id = {session1}$$),
    ('change every session one may',                '42501 0     2     1     0     4     4     0     0     0',
        $$update therapy_sessions set metadata = null$$),
    ('move session1 to the own patient2',           '42501 0     1     0     0     1     1     0     0     0',
        $$update therapy_sessions set patient_id = {patient2} where id = {session1}$$),
    ('move session1 to therapist2''s patient3',     '42501 0     42501 0     0     23M04 23M04 0     0     0',
        $$update therapy_sessions set patient_id = {patient3} where id = {session1}$$),
    ('move session3 to therapist1''s patient1',     '42501 0     0     42501 0     1     1     0     0     0',
        $$update therapy_sessions set patient_id = {patient1}, therapist_id = {therapist1} where id = {session3}$$),
    ('delete session1',                             '42501 0     1     0     0     1     1     0     0     0',
        $$delete from therapy_sessions where id = {session1}$$),
    ('delete every session one may',                '42501 0     2     1     0     4     4     0     0     0',
        $$delete from therapy_sessions$$),
-- emg_statistics
    ('insert a statistic of session1',              '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into emg_statistics (session_id, channel) values ({session1}, 2) returning *$$),
    ('change statistic1',                           '42501 0     1     0     0     1     1     0     0     0',
        $$update emg_statistics set rms_mean = 1 where id = {statistic1}$$),
    ('change every statistic one may',              '42501 0     2     1     0     4     4     0     0     0',
        $$update emg_statistics set rms_mean = 1$$),
    ('move statistic1 to session3',                 '42501 0     42501 0     0     1     1     0     0     0',
        $$update emg_statistics set session_id = {session3}, channel = 9 where id = {statistic1}$$),
    ('delete statistic1',                           '42501 0     1     0     0     1     1     0     0     0',
        $$delete from emg_statistics where id = {statistic1}$$),
    ('delete every statistic one may',              '42501 0     2     1     0     4     4     0     0     0',
        $$delete from emg_statistics$$),
    ('insert a statistic of an unknown session',    '42501 42501 42501 42501 42501 23503 23503 42501 42501 42501',
        $$insert into emg_statistics (session_id, channel) values ({fresh}, 2)$$),
-- performance_scores
    ('insert a score of session1',                  '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into performance_scores (session_id, effort_score) values ({session1}, 2) returning *$$),
    ('change score1',                               '42501 0     1     0     0     1     1     0     0     0',
        $$update performance_scores set effort_score = 1 where id = {score1}$$),
    ('change every score one may',                  '42501 0     2     1     0     4     4     0     0     0',
        $$update performance_scores set effort_score = 1$$),
    ('move score1 to session3',                     '42501 0     42501 0     0     1     1     0     0     0',
        $$update performance_scores set session_id = {session3} where id = {score1}$$),
    ('delete score1',                               '42501 0     1     0     0     1     1     0     0     0',
        $$delete from performance_scores where id = {score1}$$),
    ('delete every score one may',                  '42501 0     2     1     0     4     4     0     0     0',
        $$delete from performance_scores$$),
-- contractions
    ('insert a contraction of session1',            '42501 42501 1     42501 42501 1     1     42501 42501 42501',
        $$insert into contractions (session_id, channel, start_time, duration) values ({session1}, 2, 0, 1) returning *$$),
    ('change contraction1',                         '42501 0     1     0     0     1     1     0     0     0',
        $$update contractions set duration = 1 where id = {contraction1}$$),
    ('change every contraction one may',            '42501 0     2     1     0     4     4     0     0     0',
        $$update contractions set duration = 1$$),
    ('move contraction1 to session3',               '42501 0     42501 0     0     1     1     0     0     0',
        $$update contractions set session_id = {session3} where id = {contraction1}$$),
    ('delete contraction1',                         '42501 0     1     0     0     1     1     0     0     0',
        $$delete from contractions where id = {contraction1}$$),
    ('delete every contraction one may',            '42501 0     2     1     0     4     4     0     0     0',
        $$delete from contractions$$),
-- audit_log
    ('insert into the audit log',                   '42501 42501 42501 42501 42501 42501 42501 42501 42501 42501',
        $$insert into audit_log (actor_role, action, table_name, row_id, changed) values ('a', 'INSERT', 'users', {user1}, '{}')$$),
    ('change the audit log',                        '42501 42501 42501 42501 42501 42501 42501 42501 42501 42501',
        $$update audit_log set actor = 'somebody else'$$),
    ('delete from the audit log',                   '42501 42501 42501 42501 42501 42501 42501 42501 42501 42501',
        $$delete from audit_log$$);

-- Policies do not stop TRUNCATE; nobody may. Nor switch a trigger or a policy off.
insert into writes
select format('%s %s', label, relation), '42501 42501 42501 42501 42501 42501 42501 42501 42501 42501',
       format(command, relation)
from unnest(array['users', 'therapists', 'patients', 'therapy_sessions', 'emg_statistics',
                  'performance_scores', 'contractions', 'audit_log']) relation,
     (values ('truncate', 'truncate public.%s cascade'),
             ('disable triggers of', 'alter table public.%s disable trigger user'),
             ('disable policies of', 'alter table public.%s disable row level security')) v (label, command);

select is(pg_temp.outcome(who, command), (regexp_split_to_array(expected, ' +'))[position],
          format('%s: %s', who, label))
from writes, writer order by label, position;

select * from finish();
rollback;
