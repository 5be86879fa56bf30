-- SPDX-License-Identifier: MIT
-- 10,000 contractions are inserted.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
select body as document from bench.documents where name = 'bulk' \gset
\set ready 1
\endif
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
insert into public.contractions
    (session_id, channel, start_time, duration, peak_amplitude, mean_amplitude)
select session_id, channel, start_time, duration, peak_amplitude, mean_amplitude
from json_to_recordset(:document) as t
    (session_id uuid, channel integer, start_time float8, duration float8, peak_amplitude float8,
     mean_amplitude float8);
\endpipeline
