-- SPDX-License-Identifier: MIT
--
-- Therapy sessions and what was measured in them. Deleting a session deletes all below
-- it; a patient who has sessions cannot be deleted.
--
-- A double precision may be NaN or infinite. Both sort above every number, so
-- "< 'infinity'" keeps either out of the measurements.

create table public.therapy_sessions (
    id                    uuid primary key default gen_random_uuid(),
    patient_id            uuid not null,
    therapist_id          uuid not null,
    created_at            timestamptz not null default now(),
    updated_at            timestamptz not null default now(),
    processing_parameters jsonb default '{}',
    status                text not null default 'processing',
    metadata              jsonb default '{}',

    constraint check_session_status check (status in ('processing', 'completed', 'failed')),
    constraint therapy_sessions_patient_id_fkey
        foreign key (patient_id) references public.patients (id) on delete restrict,
    constraint therapy_sessions_therapist_id_fkey
        foreign key (therapist_id) references public.therapists (id) on delete restrict
);

create index idx_sessions_patient on public.therapy_sessions (patient_id, created_at desc);
create index idx_sessions_therapist on public.therapy_sessions (therapist_id);

create table public.emg_statistics (
    id                uuid primary key default gen_random_uuid(),
    session_id        uuid not null,
    channel           integer not null,
    rms_mean          double precision,
    mav_mean          double precision,
    contraction_count integer,
    fatigue_index     double precision,

    -- The index behind this constraint also serves the foreign key.
    constraint idx_statistics_session unique (session_id, channel),
    constraint check_statistics_channel check (channel >= 1),
    constraint check_statistics_amplitude check (
        rms_mean >= 0 and rms_mean < 'infinity' and mav_mean >= 0 and mav_mean < 'infinity'),
    constraint check_contraction_count check (contraction_count >= 0),
    constraint check_fatigue_index check (
        fatigue_index > '-infinity' and fatigue_index < 'infinity'),
    constraint emg_statistics_session_id_fkey
        foreign key (session_id) references public.therapy_sessions (id) on delete cascade
);

create table public.performance_scores (
    id               uuid primary key default gen_random_uuid(),
    session_id       uuid not null,
    overall_score    double precision,
    compliance_score double precision,
    symmetry_score   double precision,
    effort_score     double precision,
    created_at       timestamptz not null default now(),

    constraint check_score_range check (
        overall_score between 0 and 100 and compliance_score between 0 and 100
        and symmetry_score between 0 and 100 and effort_score between 0 and 100),
    constraint performance_scores_session_id_fkey
        foreign key (session_id) references public.therapy_sessions (id) on delete cascade
);

create index idx_scores_session on public.performance_scores (session_id);

create table public.contractions (
    id             uuid primary key default gen_random_uuid(),
    session_id     uuid not null,
    channel        integer not null,
    start_time     double precision not null,
    duration       double precision not null,
    peak_amplitude double precision,
    mean_amplitude double precision,

    constraint check_contraction_channel check (channel >= 1),
    constraint check_start_time check (start_time >= 0 and start_time < 'infinity'),
    constraint check_positive_duration check (duration > 0 and duration < 'infinity'),
    constraint check_contraction_amplitude check (
        mean_amplitude >= 0 and mean_amplitude <= peak_amplitude
        and peak_amplitude >= 0 and mean_amplitude < 'infinity'
        and peak_amplitude < 'infinity'),
    constraint contractions_session_id_fkey
        foreign key (session_id) references public.therapy_sessions (id) on delete cascade
);

create index idx_contractions_session_channel on public.contractions (session_id, channel);

alter table public.therapy_sessions enable row level security;
alter table public.emg_statistics enable row level security;
alter table public.performance_scores enable row level security;
alter table public.contractions enable row level security;

revoke all on public.therapy_sessions, public.emg_statistics, public.performance_scores,
    public.contractions from public, anon, authenticated, service_role;

comment on table public.therapy_sessions is 'One recording of one patient, and how it was processed.';
comment on column public.therapy_sessions.id is 'The session.';
comment on column public.therapy_sessions.patient_id is 'The patient recorded.';
comment on column public.therapy_sessions.therapist_id is
    'The therapist in charge at the time; left out or null: the patient''s. A later reassignment of the patient does not change it.';
comment on column public.therapy_sessions.created_at is 'When the session took place.';
comment on column public.therapy_sessions.updated_at is 'When the row was last changed; set by the database.';
comment on column public.therapy_sessions.processing_parameters is
    'Settings of the signal processing, such as sampling_rate_hz.';
comment on column public.therapy_sessions.status is
    'processing, completed or failed. From processing to either of the others, from failed back to processing.';
comment on column public.therapy_sessions.metadata is 'Anything else known of the recording.';

comment on table public.emg_statistics is 'Figures of one EMG channel over a whole session.';
comment on column public.emg_statistics.id is 'The row.';
comment on column public.emg_statistics.session_id is 'The session measured.';
comment on column public.emg_statistics.channel is 'EMG channel, from 1; once per session.';
comment on column public.emg_statistics.rms_mean is 'Mean of the root mean square amplitude, in volts.';
comment on column public.emg_statistics.mav_mean is 'Mean absolute value of the amplitude, in volts.';
comment on column public.emg_statistics.contraction_count is 'Contractions found on this channel.';
comment on column public.emg_statistics.fatigue_index is 'Spectral fatigue index, without unit.';

comment on table public.performance_scores is
    'Scores of a session; a session can be scored again, the newest row counts.';
comment on column public.performance_scores.id is 'The scoring.';
comment on column public.performance_scores.session_id is 'The session scored.';
comment on column public.performance_scores.overall_score is
    'Per cent, 0 to 100. Left out or null: the mean of the parts present, weighted compliance 50, symmetry 25, effort 25.';
comment on column public.performance_scores.compliance_score is 'Compliance with the protocol, per cent, 0 to 100.';
comment on column public.performance_scores.symmetry_score is 'Symmetry of left and right, per cent, 0 to 100.';
comment on column public.performance_scores.effort_score is 'Subjective effort, per cent, 0 to 100.';
comment on column public.performance_scores.created_at is 'When the session was scored.';

comment on table public.contractions is 'Single muscle contractions found in a session.';
comment on column public.contractions.id is 'The contraction.';
comment on column public.contractions.session_id is 'The session it was found in.';
comment on column public.contractions.channel is 'EMG channel, from 1.';
comment on column public.contractions.start_time is 'Seconds from the start of the recording.';
comment on column public.contractions.duration is 'Seconds.';
comment on column public.contractions.peak_amplitude is 'Highest amplitude, in volts.';
comment on column public.contractions.mean_amplitude is 'Mean amplitude, in volts; not above the peak.';
