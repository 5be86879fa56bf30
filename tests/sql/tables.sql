-- SPDX-License-Identifier: MIT
--
-- Tables, columns, keys, delete actions and indexes, exactly.

begin;
set local search_path = tap;
set local client_min_messages = warning;
select no_plan();

select tables_are('public', array['users', 'therapists', 'patients', 'therapy_sessions',
    'emg_statistics', 'performance_scores', 'contractions', 'audit_log'], 'the tables');

-- One line per column: table, column, type, null, default.
create temp table expected (line text);
copy expected from stdin;
audit_log action text not null
audit_log actor text null
audit_log actor_role text not null
audit_log address text null
audit_log changed jsonb not null
audit_log id bigint not null always as identity
audit_log occurred_at timestamp with time zone not null now()
audit_log request_id text null
audit_log row_id uuid not null
audit_log table_name text not null
contractions channel integer not null
contractions duration double precision not null
contractions id uuid not null gen_random_uuid()
contractions mean_amplitude double precision null
contractions peak_amplitude double precision null
contractions session_id uuid not null
contractions start_time double precision not null
emg_statistics channel integer not null
emg_statistics contraction_count integer null
emg_statistics fatigue_index double precision null
emg_statistics id uuid not null gen_random_uuid()
emg_statistics mav_mean double precision null
emg_statistics rms_mean double precision null
emg_statistics session_id uuid not null
patients created_at timestamp with time zone not null now()
patients diagnosis text null
patients id uuid not null gen_random_uuid()
patients patient_code text not null
patients therapist_id uuid not null
patients updated_at timestamp with time zone not null now()
patients user_id uuid null
performance_scores compliance_score double precision null
performance_scores created_at timestamp with time zone not null now()
performance_scores effort_score double precision null
performance_scores id uuid not null gen_random_uuid()
performance_scores overall_score double precision null
performance_scores session_id uuid not null
performance_scores symmetry_score double precision null
therapists created_at timestamp with time zone not null now()
therapists id uuid not null
therapists institution text null
therapists specialization text null
therapists updated_at timestamp with time zone not null now()
therapy_sessions created_at timestamp with time zone not null now()
therapy_sessions id uuid not null gen_random_uuid()
therapy_sessions metadata jsonb null '{}'::jsonb
therapy_sessions patient_id uuid not null
therapy_sessions processing_parameters jsonb null '{}'::jsonb
therapy_sessions status text not null 'processing'::text
therapy_sessions therapist_id uuid not null
therapy_sessions updated_at timestamp with time zone not null now()
users active boolean not null true
users created_at timestamp with time zone not null now()
users email text null
users full_name text null
users id uuid not null gen_random_uuid()
users role text not null
users updated_at timestamp with time zone not null now()
\.
create temp view actual as
select c.relname || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull then ' not null' else ' null' end
    || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
    || case a.attidentity when 'a' then ' always as identity' else '' end as line
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
where c.relnamespace = 'public'::regnamespace and c.relkind = 'r';

select is(a.line, e.line, coalesce(e.line, a.line))
from expected e full join actual a using (line) order by coalesce(e.line, a.line);

-- Keys and checks by name, foreign keys with what a delete does.
truncate expected;
copy expected from stdin;
audit_log audit_log_pkey PRIMARY KEY (id)
audit_log check_audit_action CHECK
contractions check_contraction_amplitude CHECK
contractions check_contraction_channel CHECK
contractions check_positive_duration CHECK
contractions check_start_time CHECK
contractions contractions_pkey PRIMARY KEY (id)
contractions contractions_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.therapy_sessions(id) ON DELETE CASCADE
emg_statistics check_contraction_count CHECK
emg_statistics check_fatigue_index CHECK
emg_statistics check_statistics_amplitude CHECK
emg_statistics check_statistics_channel CHECK
emg_statistics emg_statistics_pkey PRIMARY KEY (id)
emg_statistics emg_statistics_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.therapy_sessions(id) ON DELETE CASCADE
emg_statistics idx_statistics_session UNIQUE (session_id, channel)
patients patients_patient_code_key UNIQUE (patient_code)
patients patients_pkey PRIMARY KEY (id)
patients patients_therapist_id_fkey FOREIGN KEY (therapist_id) REFERENCES public.therapists(id) ON DELETE RESTRICT
patients patients_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT
patients patients_user_id_key UNIQUE (user_id)
performance_scores check_score_range CHECK
performance_scores performance_scores_pkey PRIMARY KEY (id)
performance_scores performance_scores_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.therapy_sessions(id) ON DELETE CASCADE
therapists therapists_id_fkey FOREIGN KEY (id) REFERENCES public.users(id) ON DELETE RESTRICT
therapists therapists_pkey PRIMARY KEY (id)
therapy_sessions check_session_status CHECK
therapy_sessions therapy_sessions_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(id) ON DELETE RESTRICT
therapy_sessions therapy_sessions_pkey PRIMARY KEY (id)
therapy_sessions therapy_sessions_therapist_id_fkey FOREIGN KEY (therapist_id) REFERENCES public.therapists(id) ON DELETE RESTRICT
users check_user_role CHECK
users users_pkey PRIMARY KEY (id)
\.
create or replace temp view actual as
select conrelid::regclass::text || ' ' || conname || ' ' ||
       case contype when 'c' then 'CHECK' else pg_get_constraintdef(oid) end as line
from pg_constraint where connamespace = 'public'::regnamespace and contype <> 't';

select is(replace(a.line, 'public.', ''), replace(e.line, 'public.', ''), coalesce(e.line, a.line))
from expected e full join actual a on replace(a.line, 'public.', '') = replace(e.line, 'public.', '')
order by coalesce(e.line, a.line);

-- Indexes that are not a primary key's.
truncate expected;
copy expected from stdin;
audit_log idx_audit_row (table_name, row_id)
contractions idx_contractions_session_channel (session_id, channel)
emg_statistics idx_statistics_session (session_id, channel) unique
patients idx_patients_therapist (therapist_id)
patients patients_patient_code_key (patient_code) unique
patients patients_user_id_key (user_id) unique
performance_scores idx_scores_session (session_id)
therapy_sessions idx_sessions_patient (patient_id, created_at DESC)
therapy_sessions idx_sessions_therapist (therapist_id)
\.
create or replace temp view actual as
select replace(i.indrelid::regclass::text, 'public.', '') || ' ' || c.relname || ' '
    || regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING btree ', '')
    || case when i.indisunique then ' unique' else '' end as line
from pg_index i join pg_class c on c.oid = i.indexrelid
where c.relnamespace = 'public'::regnamespace and not i.indisprimary;

select is(a.line, e.line, coalesce(e.line, a.line))
from expected e full join actual a using (line) order by coalesce(e.line, a.line);

-- Triggers.
truncate expected;
copy expected from stdin;
audit_log append_only private.refuse_audit_change
patients check_user_insert private.check_patient_user
patients check_user_update private.check_patient_user
patients guard_columns private.guard_patient
patients set_updated_at private.set_updated_at
patients write_audit private.write_audit
performance_scores fill_overall_score private.fill_overall_score
performance_scores write_audit private.write_audit
therapists check_user_insert private.check_therapist_user
therapists check_user_update private.check_therapist_user
therapists set_updated_at private.set_updated_at
therapists write_audit private.write_audit
therapy_sessions check_status private.check_session_status
therapy_sessions check_therapist_insert private.check_session_therapist
therapy_sessions check_therapist_update private.check_session_therapist
therapy_sessions fill_therapist private.fill_session_therapist
therapy_sessions set_updated_at private.set_updated_at
therapy_sessions write_audit private.write_audit
users check_role_change private.check_user_role_change
users guard_columns private.guard_user
users set_updated_at private.set_updated_at
users write_audit private.write_audit
\.
create or replace temp view actual as
select replace(tgrelid::regclass::text, 'public.', '') || ' ' || tgname || ' ' || tgfoid::regproc as line
from pg_trigger t join pg_class c on c.oid = t.tgrelid
where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled = 'O';

select is(a.line, e.line, coalesce(e.line, a.line))
from expected e full join actual a using (line) order by coalesce(e.line, a.line);

select * from finish();
rollback;
