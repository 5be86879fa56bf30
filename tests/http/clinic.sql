-- SPDX-License-Identifier: MIT
--
-- The clinic of the HTTP tests. clinic.py has the names of these rows.
--
-- Patient 1 (therapist 1) has sessions 1 to 30, an hour apart, the first ten with two
-- statistics, two scores and three contractions each; patient 2 (therapist 1) has none;
-- patient 3 (therapist 2) has sessions 31 to 35 with one statistic each; patient 4
-- (therapist 2) has no login.

insert into users (id, role, email, full_name, active) values
    ('00000000-0000-4000-8000-0000000000a1', 'admin', 'ada@clinic.example', 'Ada Admin', true),
    ('00000000-0000-4000-8000-0000000000b1', 'therapist', 'tom@clinic.example', 'Tom Berg', true),
    ('00000000-0000-4000-8000-0000000000b2', 'therapist', 'tina@clinic.example', 'Tina Blau', true),
    ('00000000-0000-4000-8000-0000000000b9', 'therapist', 'gone@clinic.example', 'Gus Gone', false),
    ('00000000-0000-4000-8000-0000000000c1', 'researcher', 'rita@clinic.example', 'Rita Clark', true),
    ('00000000-0000-4000-8000-0000000000d1', 'patient', 'paul@clinic.example', 'Paul Dorn', true),
    ('00000000-0000-4000-8000-0000000000d3', 'patient', 'pia@clinic.example', 'Pia Dahl', true);

insert into therapists (id, institution, specialization) values
    ('00000000-0000-4000-8000-0000000000b1', 'Clinic', 'Geriatrics'),
    ('00000000-0000-4000-8000-0000000000b2', 'Clinic', 'Neurology');

insert into patients (id, user_id, therapist_id, patient_code, diagnosis) values
    ('00000000-0000-4000-8000-0000000000e1', '00000000-0000-4000-8000-0000000000d1',
     '00000000-0000-4000-8000-0000000000b1', 'P-001', 'Sarcopenia, "mild"'),
    ('00000000-0000-4000-8000-0000000000e2', null,
     '00000000-0000-4000-8000-0000000000b1', 'P-002', null),
    ('00000000-0000-4000-8000-0000000000e3', '00000000-0000-4000-8000-0000000000d3',
     '00000000-0000-4000-8000-0000000000b2', 'P-003', 'Hemiparese nach Schlaganfall (über links)'),
    ('00000000-0000-4000-8000-0000000000e4', null,
     '00000000-0000-4000-8000-0000000000b2', 'P-004', 'Polyneuropathy');

insert into therapy_sessions (id, patient_id, created_at, status, processing_parameters, metadata)
select ('00000000-0000-4000-9000-' || lpad(n::text, 12, '0'))::uuid,
       ('00000000-0000-4000-8000-0000000000e' || case when n <= 30 then 1 else 3 end)::uuid,
       timestamptz '2026-01-01 08:00+00' + n * interval '1 hour',
       case n % 3 when 0 then 'processing' when 1 then 'completed' else 'failed' end,
       jsonb_build_object('sampling_rate_hz', 990 + n),
       jsonb_build_object('number', n, 'tags', array['emg', 'n' || n])
from generate_series(1, 35) n;

insert into emg_statistics (session_id, channel, rms_mean, mav_mean, contraction_count, fatigue_index)
select id, channel, 0.00001 * channel, 0.000005 * channel, 10 + channel, -0.5 * channel
from therapy_sessions, generate_series(1, 2) channel
where (metadata ->> 'number')::int <= 10 or (metadata ->> 'number')::int > 30 and channel = 1;

insert into performance_scores (session_id, compliance_score, symmetry_score, effort_score, created_at)
select id, 50 + part, 60 + part, 70 + part, created_at + part * interval '1 minute'
from therapy_sessions, generate_series(1, 2) part where (metadata ->> 'number')::int <= 10;

insert into contractions (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude)
select id, 1 + part % 2, part * 1.5, 0.5, 0.0004, 0.0003
from therapy_sessions, generate_series(1, 3) part where (metadata ->> 'number')::int <= 10;
