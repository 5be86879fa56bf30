-- SPDX-License-Identifier: MIT
--
-- Business rules that a column's check cannot express, and values the database sets.
-- Triggers bind everybody, service_role and the tables' owner included.
--
-- Errors. Code 23514 is a check, 23505 a unique key, 23503 a foreign key, as ever. The
-- rules below have codes of their own in class 23, integrity constraint violation (the
-- SQL standard leaves subclasses from I to Z to us; class P0 would be answered with
-- HTTP 500), so that a client can tell them apart:
--
--   23M01  a therapist's user has not the role therapist
--   23M02  a patient's user has not the role patient
--   23M03  a user's role cannot change, for a therapist or patient depends on it
--   23M04  a session's therapist is not the patient's
--   23M05  a session's status cannot change that way
--   42501  a column that only an admin may change (migration "policies"), and any change
--          of the audit log (migration "audit_log")
--
-- A rule is an AFTER trigger wherever it can be: policies, checks and foreign keys have
-- spoken by then (foreign keys because their triggers sort first by name), so a rule
-- tells nothing about rows that the caller may not see.
--
-- A function that reads tables is SECURITY DEFINER: the rule must see every row,
-- whatever the caller sees. Nobody calls a trigger function, so EXECUTE is nobody's.

create schema private;

comment on schema private is
    'Functions of policies and triggers. No API role has USAGE here: policies and triggers refer to them by identity, not by name.';

-- updated_at

create function private.set_updated_at() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.updated_at := now();
    return new;
end
$$;

create trigger set_updated_at before update on public.users
    for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.therapists
    for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.patients
    for each row execute function private.set_updated_at();
create trigger set_updated_at before update on public.therapy_sessions
    for each row execute function private.set_updated_at();

-- The role of a therapist's and of a patient's user. FOR SHARE waits for somebody who is
-- just changing that role, and makes them wait for us. An unknown user is the foreign
-- key's affair.

create function private.check_therapist_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    user_role public.users.role%type;
begin
    select u.role into user_role from public.users u where u.id = new.id for share;
    if user_role <> 'therapist' then
        raise exception using
            errcode = '23M01',
            message = 'a therapist must be a user with the role therapist',
            detail = format('User %s has the role %s.', new.id, user_role),
            hint = 'Change the user''s role first, or choose another user.';
    end if;
    return null;
end
$$;

create trigger check_user_insert after insert on public.therapists
    for each row execute function private.check_therapist_user();
create trigger check_user_update after update on public.therapists
    for each row when (new.id is distinct from old.id)
    execute function private.check_therapist_user();

create function private.check_patient_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    user_role public.users.role%type;
begin
    select u.role into user_role from public.users u where u.id = new.user_id for share;
    if user_role <> 'patient' then
        raise exception using
            errcode = '23M02',
            message = 'a patient''s login must be a user with the role patient',
            detail = format('User %s has another role.', new.user_id),
            hint = 'Choose a user with the role patient, or leave user_id null until there is one.';
    end if;
    return null;
end
$$;

create trigger check_user_insert after insert on public.patients
    for each row when (new.user_id is not null)
    execute function private.check_patient_user();
create trigger check_user_update after update on public.patients
    for each row when (new.user_id is distinct from old.user_id and new.user_id is not null)
    execute function private.check_patient_user();

-- The same two rules seen from the user.

create function private.check_user_role_change() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.role <> 'therapist' and exists (select from public.therapists t where t.id = new.id) then
        raise exception using
            errcode = '23M03',
            message = 'the role of a user who is a therapist cannot change',
            detail = format('User %s is in therapists; the new role would be %s.', new.id, new.role),
            hint = 'Delete the row in therapists first; that needs its patients to be reassigned.';
    end if;
    if new.role <> 'patient' and exists (select from public.patients p where p.user_id = new.id) then
        raise exception using
            errcode = '23M03',
            message = 'the role of a user who is a patient''s login cannot change',
            detail = format('User %s is user_id of a patient; the new role would be %s.', new.id, new.role),
            hint = 'Set the patient''s user_id to null first.';
    end if;
    return null;
end
$$;

create trigger check_role_change after update on public.users
    for each row when (new.role is distinct from old.role)
    execute function private.check_user_role_change();

-- The therapist of a session: the patient's when left out, and no other than the
-- patient's when it is inserted or either of the two is changed. A patient who is
-- reassigned later keeps the history as it was.

create function private.fill_session_therapist() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    select p.therapist_id into new.therapist_id
    from public.patients p where p.id = new.patient_id;
    if not found then
        -- Nobody's id: the error is then the patient's foreign key, not a missing therapist.
        new.therapist_id := '00000000-0000-0000-0000-000000000000';
    end if;
    return new;
end
$$;

create trigger fill_therapist before insert or update on public.therapy_sessions
    for each row when (new.therapist_id is null)
    execute function private.fill_session_therapist();

create function private.check_session_therapist() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (
        select from public.patients p
        where p.id = new.patient_id and p.therapist_id = new.therapist_id)
    then
        raise exception using
            errcode = '23M04',
            message = 'a session''s therapist must be the patient''s therapist',
            detail = format('Therapist %s is not in charge of patient %s.',
                            new.therapist_id, new.patient_id),
            hint = 'Leave therapist_id out, or set it to the patient''s therapist_id.';
    end if;
    return null;
end
$$;

create trigger check_therapist_insert after insert on public.therapy_sessions
    for each row execute function private.check_session_therapist();
create trigger check_therapist_update after update on public.therapy_sessions
    for each row when (new.patient_id is distinct from old.patient_id
                       or new.therapist_id is distinct from old.therapist_id)
    execute function private.check_session_therapist();

-- The life of a session. It may be inserted in any state, for recordings are imported.

create function private.check_session_status() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not ((old.status = 'processing' and new.status in ('completed', 'failed'))
            or (old.status = 'failed' and new.status = 'processing'))
    then
        raise exception using
            errcode = '23M05',
            message = format('a session cannot change from %s to %s', old.status, new.status),
            detail = 'Allowed: processing to completed, processing to failed, failed to processing.',
            hint = case old.status
                when 'completed' then 'A completed session stays so; post a new session instead.'
                else 'Set it to processing first.'
            end;
    end if;
    return null;
end
$$;

create trigger check_status after update on public.therapy_sessions
    for each row when (new.status is distinct from old.status)
    execute function private.check_session_status();

-- The composite score. A stored composite follows its parts; an overall score that was
-- given explicitly stays.

create function private.composite_score(
    compliance double precision, symmetry double precision, effort double precision)
returns double precision language sql immutable set search_path = '' as $$
    select (coalesce(50 * compliance, 0) + coalesce(25 * symmetry, 0) + coalesce(25 * effort, 0))
         / nullif((compliance is not null)::integer * 50 + (symmetry is not null)::integer * 25
                  + (effort is not null)::integer * 25, 0)
$$;

create function private.fill_overall_score() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.overall_score is null
       or (tg_op = 'UPDATE'
           and new.overall_score = old.overall_score
           and old.overall_score = private.composite_score(
                   old.compliance_score, old.symmetry_score, old.effort_score))
    then
        new.overall_score := private.composite_score(
            new.compliance_score, new.symmetry_score, new.effort_score);
    end if;
    return new;
end
$$;

create trigger fill_overall_score before insert or update on public.performance_scores
    for each row execute function private.fill_overall_score();

revoke all on all functions in schema private from public, anon, authenticated, service_role;
