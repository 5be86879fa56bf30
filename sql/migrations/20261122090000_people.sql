-- SPDX-License-Identifier: MIT
--
-- People: users, and what makes one of them a therapist or a patient.
--
-- A new table is closed from the moment it exists: row-level security on, and the
-- privileges taken back that Supabase gives to every new table of schema public. The
-- migration "policies" opens it.

create table public.users (
    id         uuid primary key default gen_random_uuid(),
    role       text not null,
    email      text,
    full_name  text,
    active     boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),

    constraint check_user_role check (role in ('patient', 'therapist', 'researcher', 'admin'))
);

create table public.therapists (
    id             uuid primary key,
    institution    text,
    specialization text,
    created_at     timestamptz not null default now(),
    updated_at     timestamptz not null default now(),

    constraint therapists_id_fkey
        foreign key (id) references public.users (id) on delete restrict
);

create table public.patients (
    id           uuid primary key default gen_random_uuid(),
    user_id      uuid,
    therapist_id uuid not null,
    patient_code text not null,
    diagnosis    text,
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now(),

    constraint patients_user_id_key unique (user_id),
    constraint patients_patient_code_key unique (patient_code),
    constraint patients_user_id_fkey
        foreign key (user_id) references public.users (id) on delete restrict,
    constraint patients_therapist_id_fkey
        foreign key (therapist_id) references public.therapists (id) on delete restrict
);

create index idx_patients_therapist on public.patients (therapist_id);

alter table public.users enable row level security;
alter table public.therapists enable row level security;
alter table public.patients enable row level security;

revoke all on public.users, public.therapists, public.patients
    from public, anon, authenticated, service_role;

comment on table public.users is 'Everybody who may sign in.';
comment on column public.users.id is
    'The identity provider''s id: a token''s sub. No foreign key, for the provider may be elsewhere.';
comment on column public.users.role is
    'What the user may do: patient, therapist, researcher or admin. Only an admin changes it.';
comment on column public.users.email is 'Address known to the identity provider.';
comment on column public.users.full_name is 'Name shown to others; the user may change it.';
comment on column public.users.active is 'False: signed in or not, the user reads and writes nothing.';
comment on column public.users.created_at is 'When the row was made.';
comment on column public.users.updated_at is 'When the row was last changed; set by the database.';

comment on table public.therapists is 'Users who treat patients.';
comment on column public.therapists.id is 'The user, whose role is therapist.';
comment on column public.therapists.institution is 'Clinic or laboratory.';
comment on column public.therapists.specialization is 'Field of work.';
comment on column public.therapists.created_at is 'When the row was made.';
comment on column public.therapists.updated_at is 'When the row was last changed; set by the database.';

comment on table public.patients is 'People in therapy, each assigned to one therapist.';
comment on column public.patients.id is 'The patient; not the id of the user.';
comment on column public.patients.user_id is
    'The patient''s user, whose role is patient; null until the patient has a login.';
comment on column public.patients.therapist_id is
    'The therapist in charge, who reads and writes the patient''s sessions.';
comment on column public.patients.patient_code is 'The clinic''s own code for the patient; unique.';
comment on column public.patients.diagnosis is 'Diagnosis, free text.';
comment on column public.patients.created_at is 'When the row was made.';
comment on column public.patients.updated_at is 'When the row was last changed; set by the database.';
