-- SPDX-License-Identifier: MIT
-- A real session is inserted with all that was measured in it.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
select body as document from bench.documents where name = 'nested' \gset
\set ready 1
\endif
\set patient (:client_id % 20) * 20 + random(1, 20)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
with stored as (
    insert into public.therapy_sessions (patient_id, created_at, status, processing_parameters, metadata)
    select md5('patient ' || :patient)::uuid, created_at, status, processing_parameters, metadata
    from json_to_record(:document) as t
        (created_at timestamptz, status text, processing_parameters jsonb, metadata jsonb)
    returning id)
select set_config('bench.session', id::text, true) from stored;
insert into public.emg_statistics
    (session_id, channel, rms_mean, mav_mean, contraction_count, fatigue_index)
select current_setting('bench.session')::uuid, t.*
from json_to_recordset(:document::json -> 'emg_statistics') as t
    (channel integer, rms_mean float8, mav_mean float8, contraction_count integer, fatigue_index float8);
insert into public.performance_scores
    (session_id, overall_score, compliance_score, symmetry_score, effort_score)
select current_setting('bench.session')::uuid, t.*
from json_to_recordset(:document::json -> 'performance_scores') as t
    (overall_score float8, compliance_score float8, symmetry_score float8, effort_score float8);
insert into public.contractions
    (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude)
select current_setting('bench.session')::uuid, t.*
from json_to_recordset(:document::json -> 'contractions') as t
    (channel integer, start_time float8, duration float8, peak_amplitude float8, mean_amplitude float8);
\endpipeline
