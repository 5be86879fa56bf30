-- SPDX-License-Identifier: MIT
-- 1,000,000 contractions, for the admin.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('admin 1')::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]') from (select * from public.contractions limit 1000000) t;
\endpipeline
