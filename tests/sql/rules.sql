-- SPDX-License-Identifier: MIT
--
-- Checks, keys, delete actions, business rules and values that the database sets: for
-- everybody, service_role included.

begin;
\ir fixture/clinic.psql
select no_plan();

-- What a check takes and what it refuses, at the limit and on either side.
select is(pg_temp.outcome('service_role', format('update %s set %s', relation, change)), expected,
          format('%s: %s gives %s', relation, change, expected))
from (values
    ('users', 'role = ''nurse''', '23514'),
    ('users', 'role = null', '23502'),
    ('users', 'active = null', '23502'),
    ('patients', 'patient_code = null', '23502'),
    ('patients', 'therapist_id = null', '23502'),
    ('patients', 'patient_code = ''same''', '23505'),
    ('therapy_sessions', 'status = ''done''', '23514'),
    ('therapy_sessions', 'status = null', '23502'),
    ('therapy_sessions', 'patient_id = null', '23502'),
    ('therapy_sessions', 'metadata = null, processing_parameters = null', '4'),
    ('emg_statistics', 'channel = 1', '4'),
    ('emg_statistics', 'channel = 0', '23514'),
    ('emg_statistics', 'channel = -1', '23514'),
    ('emg_statistics', 'channel = null', '23502'),
    ('emg_statistics', 'rms_mean = 0, mav_mean = 0, contraction_count = 0', '4'),
    ('emg_statistics', 'rms_mean = null, mav_mean = null, contraction_count = null, fatigue_index = null', '4'),
    ('emg_statistics', 'rms_mean = -1e-300', '23514'),
    ('emg_statistics', 'mav_mean = -1', '23514'),
    ('emg_statistics', 'rms_mean = null, mav_mean = -1', '23514'),
    ('emg_statistics', 'rms_mean = ''NaN''', '23514'),
    ('emg_statistics', 'mav_mean = ''infinity''', '23514'),
    ('emg_statistics', 'contraction_count = -1', '23514'),
    ('emg_statistics', 'fatigue_index = -1', '4'),
    ('emg_statistics', 'fatigue_index = ''NaN''', '23514'),
    ('performance_scores', 'overall_score = 0, compliance_score = 100, symmetry_score = 0, effort_score = 100', '4'),
    ('performance_scores', 'overall_score = 100.0000001', '23514'),
    ('performance_scores', 'overall_score = -0.0000001', '23514'),
    ('performance_scores', 'compliance_score = 101', '23514'),
    ('performance_scores', 'symmetry_score = -1', '23514'),
    ('performance_scores', 'effort_score = ''NaN''', '23514'),
    ('performance_scores', 'compliance_score = null, symmetry_score = 200', '23514'),
    ('contractions', 'channel = 0', '23514'),
    ('contractions', 'start_time = 0', '4'),
    ('contractions', 'start_time = -0.0001', '23514'),
    ('contractions', 'start_time = ''infinity''', '23514'),
    ('contractions', 'start_time = null', '23502'),
    ('contractions', 'duration = 1e-300', '4'),
    ('contractions', 'duration = 0', '23514'),
    ('contractions', 'duration = -1', '23514'),
    ('contractions', 'duration = ''NaN''', '23514'),
    ('contractions', 'duration = null', '23502'),
    ('contractions', 'peak_amplitude = 1, mean_amplitude = 1', '4'),
    ('contractions', 'peak_amplitude = 1, mean_amplitude = 0', '4'),
    ('contractions', 'peak_amplitude = 1, mean_amplitude = 1.0000001', '23514'),
    ('contractions', 'peak_amplitude = 1, mean_amplitude = -1', '23514'),
    ('contractions', 'peak_amplitude = -1, mean_amplitude = null', '23514'),
    ('contractions', 'peak_amplitude = ''NaN'', mean_amplitude = 1', '23514'),
    ('contractions', 'peak_amplitude = null, mean_amplitude = null', '4')) v (relation, change, expected);
select alike(pg_temp.refusal('service_role', command), '%' || name || '%', format('%s is named when violated', name))
from (values ('update performance_scores set effort_score = 101', 'check_score_range'),
             ('update contractions set duration = 0', 'check_positive_duration')) v (command, name);
select is(pg_temp.outcome('service_role', 'insert into emg_statistics (session_id, channel) values ({session1}, 1)'), '23505',
          'one row per session and channel');
select is(pg_temp.outcome('service_role', 'insert into emg_statistics (session_id, channel) values ({session1}, 2)'), '1',
          'another channel');
select is(pg_temp.outcome('service_role', 'insert into performance_scores (session_id, effort_score) values ({session1}, 1), ({session1}, 2)'), '2',
          'a session can be scored again');
select is(pg_temp.outcome('service_role', 'update patients set user_id = {user1} where id = {patient2}'), '23505',
          'a login is one patient''s');

-- Unknown parents.
select is(pg_temp.outcome('service_role', command), '23503', command)
from unnest(array['insert into therapists (id) values ({fresh})',
    'insert into patients (therapist_id, patient_code) values ({fresh}, ''x'')',
    'insert into patients (therapist_id, patient_code, user_id) values ({therapist1}, ''x'', {fresh})',
    'insert into therapy_sessions (patient_id, therapist_id) values ({fresh}, {therapist1})',
    'insert into therapy_sessions (patient_id, therapist_id) values ({patient1}, {fresh})',
    'insert into therapy_sessions (patient_id) values ({fresh})',
    'insert into emg_statistics (session_id, channel) values ({fresh}, 1)',
    'insert into performance_scores (session_id) values ({fresh})',
    'insert into contractions (session_id, channel, start_time, duration) values ({fresh}, 1, 0, 1)']) command;
select alike(pg_temp.refusal('service_role', 'insert into therapy_sessions (patient_id) values ({fresh})'),
            '%therapy_sessions_patient_id_fkey%', 'a session of an unknown patient: the error names the patient''s key');

-- Deleting.
select is(pg_temp.outcome('service_role', command), expected, format('%s gives %s', command, expected))
from (values ('delete from users where id = {therapist1}', '23503'),
             ('delete from users where id = {user1}', '23503'),
             ('delete from users where id = {idle_user}', '1'),
             ('delete from therapists where id = {therapist1}', '23503'),
             ('delete from patients where id = {patient1}', '23503'),
             ('delete from patients where id = {patient4}', '1')) v (command, expected);
select is(pg_temp.outcome('service_role', $$
              with s as (insert into therapists (id) values ({idle_therapist}) returning id) select * from s$$), '1',
          'a therapist without patients');
select is(pg_temp.value(who, $$delete from therapy_sessions where id = {session1};
              select (select count(*) from emg_statistics where session_id = {session1})
                   + (select count(*) from performance_scores where session_id = {session1})
                   + (select count(*) from contractions where session_id = {session1})
                   || ' ' || (select count(*) from contractions where session_id = {session2})$$),
          '0 1', format('%s deletes a session: all below it goes, nothing else', who))
from unnest(array['therapist1', 'admin', 'service_role', 'owner']) who;

-- 23M01, 23M02, 23M03: the role of a therapist's and of a patient's user.
select is(pg_temp.refusal(who, command), expected, format('%s: %s', who, command))
from unnest(array['admin', 'service_role', 'owner']) who, (values
    ('insert into therapists (id) values ({user1})', '23M01 a therapist must be a user with the role therapist'),
    ('insert into therapists (id) values ({researcher})', '23M01 a therapist must be a user with the role therapist'),
    ('insert into therapists (id) values ({idle_therapist})', 'not refused'),
    ('update therapists set id = {idle_therapist} where id = {retired}',
     '23503 update or delete on table "therapists" violates foreign key constraint "patients_therapist_id_fkey" on table "patients"; no hint'),
    ('insert into patients (therapist_id, patient_code, user_id) values ({therapist1}, ''x'', {researcher})',
     '23M02 a patient''s login must be a user with the role patient'),
    ('update patients set user_id = {admin} where id = {patient2}',
     '23M02 a patient''s login must be a user with the role patient'),
    ('update patients set user_id = {idle_user} where id = {patient2}', 'not refused'),
    ('update users set role = ''admin'' where id = {therapist1}',
     '23M03 the role of a user who is a therapist cannot change'),
    ('update users set role = ''researcher'' where id = {user1}',
     '23M03 the role of a user who is a patient''s login cannot change'),
    ('update users set role = ''researcher'' where id = {idle_user}', 'not refused'),
    ('update users set role = ''patient'' where id = {idle_therapist}', 'not refused')) v (command, expected);
insert into therapists (id) values (pg_temp.id('idle_therapist'));
select is(pg_temp.refusal('service_role', 'update therapists set id = {idle_user} where id = {idle_therapist}'),
          '23M01 a therapist must be a user with the role therapist', 'nor may a therapist become another user');

-- 23M04: the therapist of a session.
select is(pg_temp.refusal(who, command), expected, format('%s: %s', who, command))
from unnest(array['admin', 'service_role', 'owner']) who, (values
    ('insert into therapy_sessions (patient_id, therapist_id) values ({patient1}, {therapist2})',
     '23M04 a session''s therapist must be the patient''s therapist'),
    ('update therapy_sessions set therapist_id = {therapist2} where id = {session1}',
     '23M04 a session''s therapist must be the patient''s therapist'),
    ('update therapy_sessions set patient_id = {patient3} where id = {session1}',
     '23M04 a session''s therapist must be the patient''s therapist'),
    ('update therapy_sessions set patient_id = {patient3}, therapist_id = {therapist2} where id = {session1}', 'not refused'),
    ('update therapy_sessions set patient_id = {patient3}, therapist_id = null where id = {session1}', 'not refused'),
    ('update therapy_sessions set patient_id = {patient2} where id = {session1}', 'not refused')) v (command, expected);
select is(pg_temp.value(who, $$insert into therapy_sessions (id, patient_id) values ({fresh}, {patient1});
              select therapist_id = {therapist1} from therapy_sessions where id = {fresh}$$), 'true',
          format('%s leaves the therapist out: it is the patient''s', who))
from unnest(array['therapist1', 'admin', 'service_role', 'owner']) who;

-- 23M05: the life of a session.
create temp table step as
select * from (values
    ('processing', 'processing', true), ('processing', 'completed', true), ('processing', 'failed', true),
    ('completed', 'processing', false), ('completed', 'completed', true), ('completed', 'failed', false),
    ('failed', 'processing', true), ('failed', 'completed', false), ('failed', 'failed', true)) v (before, after, allowed);
select is(pg_temp.refusal(who, format($$insert into therapy_sessions (id, patient_id, status) values ({fresh}, {patient1}, '%s');
              update therapy_sessions set status = '%s' where id = {fresh}$$, before, after)),
          case when allowed then 'not refused'
               else format('23M05 a session cannot change from %s to %s', before, after) end,
          format('%s: %s to %s', who, before, after))
from step, unnest(array['therapist1', 'admin', 'service_role', 'owner']) who;

-- The composite score.
create temp table composite as
select * from (values
    ('null', '80', '60', '40', '65'), ('null', '80', '60', 'null', '73.33333333333333'),
    ('null', '80', 'null', 'null', '80'), ('null', 'null', '60', '40', '50'),
    ('null', 'null', 'null', '40', '40'), ('null', 'null', 'null', 'null', 'null'),
    ('null', '100', '100', '100', '100'), ('null', '0', '0', '0', '0'),
    ('null', '99.99999999999999', '99.99999999999999', '99.99999999999999', '99.99999999999999'),
    ('12.5', '80', '60', '40', '12.5'), ('0', '80', '60', '40', '0')) v (overall, compliance, symmetry, effort, expected);
select is(pg_temp.value('therapist1', format($$
              insert into performance_scores (id, session_id, overall_score, compliance_score, symmetry_score, effort_score)
              values ({fresh}, {session1}, %s, %s, %s, %s);
              select overall_score from performance_scores where id = {fresh}$$, overall, compliance, symmetry, effort)),
          expected, format('overall %s of %s, %s, %s is %s', overall, compliance, symmetry, effort, expected))
from composite;
select is(pg_temp.value('therapist1', format('update performance_scores set %s where id = {score1};
              select overall_score from performance_scores where id = {score1}', change)), expected,
          format('score1, whose compliance is 80: %s gives an overall of %s', change, expected))
from (values ('effort_score = 20', '60'), ('compliance_score = 50', '50'), ('compliance_score = null', 'null'),
             ('overall_score = 10', '10'), ('overall_score = 10, effort_score = 20', '10'),
             ('overall_score = null, effort_score = 20', '60')) v (change, expected);
update performance_scores set overall_score = 10 where id = pg_temp.id('score2');
select is(pg_temp.value('therapist1', format('update performance_scores set %s where id = {score2};
              select overall_score from performance_scores where id = {score2}', change)), expected,
          format('score2, whose overall was given as 10: %s gives %s', change, expected))
from (values ('effort_score = 20', '10'), ('overall_score = null', '80')) v (change, expected);

-- updated_at
select is(pg_temp.value(who, format('update %1$s set updated_at = ''2000-01-01'', created_at = created_at where id = {%2$s};
              select updated_at = now() from %1$s where id = {%2$s}', relation, row)), 'true',
          format('%s changes %s: updated_at is now, whatever is sent', who, relation))
from (values ('users', 'therapist1'), ('therapists', 'therapist1'), ('patients', 'patient1'),
             ('therapy_sessions', 'session1')) v (relation, row),
     unnest(array['therapist1', 'admin', 'service_role', 'owner']) who;

-- A rule tells nothing about rows one does not see: the policy answers first.
select is(pg_temp.outcome(who, command), '42501', format('%s: %s', who, command))
from (values ('therapist1', 'insert into therapists (id) values ({user1})'),
             ('user1', 'insert into patients (therapist_id, patient_code, user_id) values ({therapist1}, ''x'', {admin})'),
             ('therapist1', 'insert into therapy_sessions (patient_id) values ({patient3})'),
             ('therapist1', 'insert into therapy_sessions (patient_id) values ({fresh})'),
             ('therapist1', 'insert into therapy_sessions (patient_id, therapist_id) values ({patient3}, {therapist2})'),
             ('therapist1', 'insert into therapy_sessions (patient_id, status) values ({patient3}, ''nonsense'')'),
             ('therapist1', 'insert into emg_statistics (session_id, channel) values ({session3}, 1)'),
             ('therapist1', 'insert into emg_statistics (session_id, channel) values ({fresh}, 1)')) v (who, command);

select * from finish();
rollback;
