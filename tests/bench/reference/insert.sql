-- SPDX-License-Identifier: MIT
-- One session is inserted.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
select body as document from bench.documents where name = 'session' \gset
\set ready 1
\endif
\set patient (:client_id % 20) * 20 + random(1, 20)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
insert into public.therapy_sessions (patient_id, created_at, status, processing_parameters, metadata)
select md5('patient ' || :patient)::uuid, created_at, status, processing_parameters, metadata
from json_to_record(:document) as t
    (created_at timestamptz, status text, processing_parameters jsonb, metadata jsonb);
\endpipeline
