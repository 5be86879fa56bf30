-- SPDX-License-Identifier: MIT
-- One session is updated by key.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\set session (:client_id % 20) * 400 + random(1, 400)
\set score random(0, 100000)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
update public.therapy_sessions set metadata = jsonb_build_object('score', :score::integer)
where id = md5('session ' || :session)::uuid;
\endpipeline
