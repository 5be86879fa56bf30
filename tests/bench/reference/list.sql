-- SPDX-License-Identifier: MIT
-- A patient's 20 sessions, newest first.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\set patient (:client_id % 20) * 20 + random(1, 20)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]') from (
    select * from public.therapy_sessions
    where patient_id = md5('patient ' || :patient)::uuid
    order by created_at desc) t;
\endpipeline
