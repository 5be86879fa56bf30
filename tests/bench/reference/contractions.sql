-- SPDX-License-Identifier: MIT
-- The 50 contractions of a session.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\set session (:client_id % 20) * 400 + random(1, 400)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]') from (
    select * from public.contractions
    where session_id = md5('session ' || :session)::uuid
    order by start_time) t;
\endpipeline
