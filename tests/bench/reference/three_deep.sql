-- SPDX-License-Identifier: MIT
-- A therapist's patients, their sessions, their statistics.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]') from (
    select p.*, coalesce(s.found, '[]') as therapy_sessions
    from public.patients p
    left join lateral (
        select json_agg(c) as found from (
            select s.*, coalesce(e.found, '[]') as emg_statistics
            from public.therapy_sessions s
            left join lateral (
                select json_agg(c) as found from public.emg_statistics c where c.session_id = s.id) e on true
            where s.patient_id = p.id) c) s on true
    where p.therapist_id = md5('therapist ' || :client_id % 20 + 1)::uuid) t;
\endpipeline
