-- SPDX-License-Identifier: MIT
-- The third page of 20 sessions, with the number of all.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]'), (select count(*) from public.therapy_sessions) from (
    select * from public.therapy_sessions order by created_at desc limit 20 offset 40) t;
\endpipeline
