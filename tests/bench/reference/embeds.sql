-- SPDX-License-Identifier: MIT
-- A patient's 20 sessions with their statistics and scores.
\if :ready = 0
select json_build_object('role', 'authenticated', 'sub', md5('therapist ' || :client_id % 20 + 1)::uuid,
    'aud', 'authenticated', 'iat', 1767225600, 'exp', 4070908800)::text as claims \gset
\set ready 1
\endif
\set patient (:client_id % 20) * 20 + random(1, 20)
\startpipeline
select set_config('request.jwt.claims', :claims, true), set_config('role', 'authenticated', true);
select coalesce(json_agg(t), '[]') from (
    select s.*, coalesce(e.found, '[]') as emg_statistics, coalesce(p.found, '[]') as performance_scores
    from public.therapy_sessions s
    left join lateral (
        select json_agg(c) as found from public.emg_statistics c where c.session_id = s.id) e on true
    left join lateral (
        select json_agg(c) as found from public.performance_scores c where c.session_id = s.id) p on true
    where s.patient_id = md5('patient ' || :patient)::uuid
    order by s.created_at desc) t;
\endpipeline
