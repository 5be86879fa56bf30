-- SPDX-License-Identifier: MIT
--
-- What a dashboard asks for, as functions (POST or GET /rest/v1/rpc/<name>). They run with
-- the caller's own rights, so the policies decide which rows they see; of what is hidden
-- they return nothing.

-- A session's latest scores: it can be scored again, and then the last word counts.
create function public.patient_progress(patient_id uuid)
returns table (
    session_id uuid,
    recorded_at timestamptz,
    status text,
    overall_score double precision,
    compliance_score double precision,
    symmetry_score double precision,
    effort_score double precision,
    contractions bigint,
    fatigue_by_channel jsonb
)
language sql stable security invoker set search_path = ''
as $$
    select s.id, s.created_at, s.status::text, p.overall_score, p.compliance_score,
           p.symmetry_score, p.effort_score,
           (select count(*) from public.contractions c where c.session_id = s.id),
           (select coalesce(jsonb_object_agg(e.channel, e.fatigue_index order by e.channel), '{}')
            from public.emg_statistics e where e.session_id = s.id)
    from public.therapy_sessions s
    left join lateral (
        select * from public.performance_scores r
        where r.session_id = s.id order by r.created_at desc, r.id limit 1
    ) p on true
    where s.patient_id = patient_progress.patient_id
    order by s.created_at, s.id
$$;

comment on function public.patient_progress(uuid) is
    'A patient''s sessions, oldest first: the latest scores (0 to 100), the number of '
    'contractions and the fatigue index of each channel.';

create function public.therapist_caseload()
returns table (
    patient_id uuid,
    patient_code text,
    sessions bigint,
    last_session_at timestamptz,
    last_overall_score double precision,
    overall_score_per_week double precision
)
language sql stable security invoker set search_path = ''
as $$
    select p.id, p.patient_code, count(s.id), max(s.created_at),
           (array_agg(r.overall_score order by s.created_at desc, s.id)
               filter (where r.overall_score is not null))[1],
           regr_slope(r.overall_score, extract(epoch from s.created_at)::double precision)
               * 7 * 86400
    from public.patients p
    left join public.therapy_sessions s on s.patient_id = p.id
    left join lateral (
        select overall_score from public.performance_scores x
        where x.session_id = s.id order by x.created_at desc, x.id limit 1
    ) r on true
    group by p.id
    order by max(s.created_at) desc nulls last, p.patient_code
$$;

comment on function public.therapist_caseload() is
    'The patients the caller sees, most recently trained first, with the last overall score '
    '(0 to 100) and its trend: points a week, by linear regression; null below two sessions.';

create function public.session_summary(session_id uuid)
returns table (
    id uuid,
    patient_code text,
    recorded_at timestamptz,
    status text,
    overall_score double precision,
    channels jsonb
)
language sql stable security invoker set search_path = ''
as $$
    select s.id, p.patient_code, s.created_at, s.status::text,
           (select r.overall_score from public.performance_scores r
            where r.session_id = s.id order by r.created_at desc, r.id limit 1),
           (select coalesce(jsonb_agg(jsonb_build_object(
                       'channel', c.channel,
                       'contractions', c.number,
                       'mean_duration', c.mean_duration,
                       'peak_amplitude', c.peak_amplitude,
                       'rms_mean', e.rms_mean,
                       'fatigue_index', e.fatigue_index) order by c.channel), '[]')
            from (select x.channel, count(*) as number, avg(x.duration) as mean_duration,
                         max(x.peak_amplitude) as peak_amplitude
                  from public.contractions x
                  where x.session_id = s.id group by x.channel) c
            left join public.emg_statistics e
                on e.session_id = s.id and e.channel = c.channel)
    from public.therapy_sessions s
    join public.patients p on p.id = s.patient_id
    where s.id = session_summary.session_id
$$;

comment on function public.session_summary(uuid) is
    'One session by channel: contractions, their mean duration (s) and peak amplitude (V), '
    'RMS (V) and fatigue index.';

revoke all on function public.patient_progress(uuid), public.therapist_caseload(),
    public.session_summary(uuid) from public, anon, authenticated, service_role;
grant execute on function public.patient_progress(uuid), public.therapist_caseload(),
    public.session_summary(uuid) to authenticated, service_role;
