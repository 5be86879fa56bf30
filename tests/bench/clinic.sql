-- SPDX-License-Identifier: MIT
--
-- A clinic of made-up people, :scale times 20 therapists, each with 20 patients, each of
-- whom has 20 sessions with 2 statistics, 1 scoring and 50 contractions. Whatever was in the
-- database before is gone. By the owner of a migrated database:
--
--   psql -v scale=1 -f clinic.sql
--
-- An id is md5 of 'therapist N', 'patient N', 'session N' as a UUID: scattered as real ones
-- are, and known without asking. N counts through: session N is of patient (N - 1) / 20 + 1,
-- patient N is of therapist (N - 1) / 20 + 1. The admin is 'admin 1'.

\set ON_ERROR_STOP on
\set QUIET on
\set sessions 'generate_series(1, 8000 * :scale) n'

set client_min_messages = warning;
begin;
set local session_replication_role = replica; -- what is made here keeps the rules anyhow
set local synchronous_commit = off;

truncate public.users, public.therapists, public.patients, public.therapy_sessions, public.emg_statistics,
    public.performance_scores, public.contractions, public.audit_log;
drop schema if exists bench cascade;

insert into public.users (id, role, email, full_name)
select md5('therapist ' || n)::uuid, 'therapist', 'therapist' || n || '@clinic.example', 'Therapist ' || n
from generate_series(1, 20 * :scale) n;

insert into public.users (id, role, email, full_name)
values (md5('admin 1')::uuid, 'admin', 'admin@clinic.example', 'Admin');

insert into public.therapists (id, institution, specialization)
select md5('therapist ' || n)::uuid, 'Benchmark Clinic', 'Geriatric rehabilitation'
from generate_series(1, 20 * :scale) n;

insert into public.patients (id, therapist_id, patient_code, diagnosis)
select md5('patient ' || n)::uuid, md5('therapist ' || (n - 1) / 20 + 1)::uuid, 'B-' || n,
       'Sarcopenia after hip surgery'
from generate_series(1, 400 * :scale) n;

insert into public.therapy_sessions
    (id, patient_id, therapist_id, created_at, updated_at, processing_parameters, status, metadata)
select md5('session ' || n)::uuid, md5('patient ' || (n - 1) / 20 + 1)::uuid,
       md5('therapist ' || (n - 1) / 400 + 1)::uuid,
       timestamptz '2026-01-05 08:00+00' + n % 20 * interval '1 day' + n / 20 % 400 * interval '37 seconds',
       timestamptz '2026-01-05 09:00+00' + n % 20 * interval '1 day',
       '{"sampling_rate_hz": 990.0, "high_pass_hz": 20, "envelope_window_ms": 100,
         "onset_fraction": 0.2, "mvc_threshold_percent": 75, "expected_contractions": 12,
         "minimum_duration_s": 2}',
       'completed',
       jsonb_build_object('game', 'Ghostly', 'level', n % 5 + 1, 'score', n % 37, 'duration_s', 60 + n % 30,
                          'system', 'OpenFeasyo', 'channels', jsonb_build_array('CH1 Raw', 'CH2 Raw'),
                          'source', 'Ghostly_Emg_' || n || '.c3d')
from :sessions;

insert into public.emg_statistics (session_id, channel, rms_mean, mav_mean, contraction_count, fatigue_index)
select md5('session ' || n)::uuid, channel, 1e-5 * (1 + random()), 8e-6 * (1 + random()),
       25, random() * 10
from :sessions, generate_series(1, 2) channel;

insert into public.performance_scores
    (session_id, overall_score, compliance_score, symmetry_score, effort_score, created_at)
select md5('session ' || n)::uuid, (2 * compliance + symmetry + effort) / 4, compliance, symmetry, effort,
       timestamptz '2026-01-05 10:00+00' + n % 20 * interval '1 day'
from :sessions,
     lateral (select 50 + n % 51 as compliance, 60 + n % 41 as symmetry, 80 + n % 21 as effort) parts;

-- Recording by recording, as they were stored.
insert into public.contractions
    (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude)
select md5('session ' || n)::uuid, c % 2 + 1, 1.4 * c + random(), 0.5 + 2 * random(), peak, peak * 0.6
from :sessions, generate_series(0, 49) c, lateral (select 1e-4 * (0.2 + random() + 0 * (n + c)) as peak) p;

commit;
vacuum (analyze);

-- What the reference statements are sent with: documents too long for a command line.
create schema bench;
create table bench.documents (name text primary key, body text not null);
grant usage on schema bench to authenticator;
grant select on bench.documents to authenticator;
