-- SPDX-License-Identifier: MIT
--
-- Who sees and changes which row.
--
-- anon has no privilege at all. authenticated has the four plain ones on the clinical
-- tables and policies decide; nobody has TRUNCATE, which no policy would stop.
-- service_role has the same privileges, and BYPASSRLS.
--
-- What a user may do comes from the user's row, never from the token, so that a
-- deactivated user is out at once. A policy asks in a sub-select: it is then run once
-- per statement and not once per row, and CASE asks only for what that role needs.
--
-- Policies refer to each other as a tree, for two that refer to each other are an error
-- (42P17): users and therapists ask helpers only, patients its own columns and helpers,
-- everything below asks its parent with EXISTS, and the parent's own policy applies
-- there. Reading and writing therefore differ only in the role a policy asks for.

-- Helpers. They are SECURITY DEFINER, owned by the tables' owner, whom policies do not
-- bind, or they would run into the policies that call them. They are in plpgsql because
-- it keeps its plans for the whole connection, where a function in SQL plans its query
-- once more in every statement. authenticated needs EXECUTE, since a policy runs as the
-- caller; without USAGE on schema private nobody can call them by name.

create function private.app_role() returns text
language plpgsql stable security definer set search_path = '' as $$
begin
    return (select u.role from public.users u where u.id = (select auth.uid()) and u.active);
end
$$;

comment on function private.app_role() is
    'Role of the token''s user: patient, therapist, researcher or admin; null when unknown or inactive.';

create function private.own_therapist() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
    return (select p.therapist_id from public.patients p where p.user_id = (select auth.uid()));
end
$$;

comment on function private.own_therapist() is 'The therapist of the token''s user, a patient.';

create function private.own_patient_users() returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
begin
    return array(select p.user_id from public.patients p
                 where p.therapist_id = (select auth.uid()) and p.user_id is not null);
end
$$;

comment on function private.own_patient_users() is
    'The logins of the patients of the token''s user, a therapist.';

-- What a user may change of a row depends on the column. row_security_active() is asked
-- in the trigger's WHEN, which runs as the caller: it is true for whom policies bind, so
-- service_role and the owner pass.

create function private.changed_columns(before jsonb, after jsonb) returns text
language sql immutable set search_path = '' as $$
    select string_agg(a.key, ', ' order by a.key)
    from jsonb_each(after) a
    where a.value is distinct from before -> a.key
$$;

create function private.guard_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if private.app_role() = 'admin' then
        return new;
    end if;
    raise exception using
        errcode = '42501',
        message = 'only full_name of a user may be changed by the user',
        detail = format('The change was of: %s.',
                        private.changed_columns(to_jsonb(old), to_jsonb(new))),
        hint = 'Send full_name only; role, active, id and email are changed by an admin.';
end
$$;

-- The name sorts before set_updated_at, so that a row it sees is the caller's.
create trigger guard_columns before update on public.users
    for each row when (
        to_jsonb(new) - '{full_name,updated_at}'::text[]
            is distinct from to_jsonb(old) - '{full_name,updated_at}'::text[]
        and row_security_active('public.users'))
    execute function private.guard_user();

create function private.guard_patient() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if private.app_role() = 'admin' then
        return new;
    end if;
    raise exception using
        errcode = '42501',
        message = 'only an admin may reassign a patient or change a login that is set',
        detail = format('The change was of: %s.',
                        private.changed_columns(to_jsonb(old), to_jsonb(new))),
        hint = 'Leave out therapist_id, and user_id unless it is still null.';
end
$$;

create trigger guard_columns before update on public.patients
    for each row when (
        (new.therapist_id is distinct from old.therapist_id
         or (old.user_id is not null and new.user_id is distinct from old.user_id))
        and row_security_active('public.patients'))
    execute function private.guard_patient();

revoke all on all functions in schema private from public, anon, authenticated, service_role;
grant execute on function private.app_role(), private.own_therapist(),
    private.own_patient_users() to authenticated;

-- users

create policy users_select on public.users for select to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
                   or id = any ((select private.own_patient_users())::uuid[])
               when 'patient' then id = (select auth.uid())
               when 'researcher' then id = (select auth.uid())
               else false
           end);

create policy users_insert on public.users for insert to authenticated
    with check ((select private.app_role()) = 'admin');

create policy users_update on public.users for update to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
               when 'patient' then id = (select auth.uid())
               else false
           end)
    with check (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
               when 'patient' then id = (select auth.uid())
               else false
           end);

create policy users_delete on public.users for delete to authenticated
    using ((select private.app_role()) = 'admin');

-- therapists

create policy therapists_select on public.therapists for select to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
               when 'patient' then id = (select private.own_therapist())
               else false
           end);

create policy therapists_insert on public.therapists for insert to authenticated
    with check ((select private.app_role()) = 'admin');

create policy therapists_update on public.therapists for update to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
               else false
           end)
    with check (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then id = (select auth.uid())
               else false
           end);

create policy therapists_delete on public.therapists for delete to authenticated
    using ((select private.app_role()) = 'admin');

-- patients

create policy patients_select on public.patients for select to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then therapist_id = (select auth.uid())
               when 'patient' then user_id = (select auth.uid())
               else false
           end);

create policy patients_insert on public.patients for insert to authenticated
    with check (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then therapist_id = (select auth.uid())
               else false
           end);

create policy patients_update on public.patients for update to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then therapist_id = (select auth.uid())
               else false
           end)
    with check (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then therapist_id = (select auth.uid())
               else false
           end);

create policy patients_delete on public.patients for delete to authenticated
    using ((select private.app_role()) = 'admin');

-- therapy_sessions: whoever sees the patient reads; of those, therapist and admin write.
-- For an admin, who sees everything, the foreign key alone answers for the parent: an
-- unknown one is then 23503 and not 42501.

create policy therapy_sessions_select on public.therapy_sessions for select to authenticated
    using (exists (select from public.patients p where p.id = patient_id));

create policy therapy_sessions_insert on public.therapy_sessions for insert to authenticated
    with check (case (select private.app_role())
                    when 'admin' then true
                    when 'therapist' then therapist_id = (select auth.uid())
                        and exists (select from public.patients p where p.id = patient_id)
                    else false
                end);

create policy therapy_sessions_update on public.therapy_sessions for update to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then exists (select from public.patients p where p.id = patient_id)
               else false
           end)
    with check (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then exists (select from public.patients p where p.id = patient_id)
               else false
           end);

create policy therapy_sessions_delete on public.therapy_sessions for delete to authenticated
    using (case (select private.app_role())
               when 'admin' then true
               when 'therapist' then exists (select from public.patients p where p.id = patient_id)
               else false
           end);

-- emg_statistics, performance_scores, contractions: the same, one step further down.

do $$
declare
    child text;
    visible constant text :=
        'exists (select from public.therapy_sessions s where s.id = session_id)';
    writable constant text := format(
        'case (select private.app_role()) when ''admin'' then true when ''therapist'' then %s else false end',
        visible);
begin
    foreach child in array array['emg_statistics', 'performance_scores', 'contractions'] loop
        execute format('create policy %I on public.%I for select to authenticated using (%s)',
                       child || '_select', child, visible);
        execute format('create policy %I on public.%I for insert to authenticated with check (%s)',
                       child || '_insert', child, writable);
        execute format('create policy %I on public.%I for update to authenticated using (%s) with check (%3$s)',
                       child || '_update', child, writable);
        execute format('create policy %I on public.%I for delete to authenticated using (%s)',
                       child || '_delete', child, writable);
    end loop;
end
$$;

grant select, insert, update, delete
    on public.users, public.therapists, public.patients, public.therapy_sessions,
       public.emg_statistics, public.performance_scores, public.contractions
    to authenticated, service_role;
