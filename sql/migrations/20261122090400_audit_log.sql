-- SPDX-License-Identifier: MIT
--
-- Who changed what, written in the transaction of the change.
--
-- No API role, service_role included, can write, alter or remove a row: they hold SELECT
-- and nothing else, and the trigger writes as the table's owner. Statement triggers
-- refuse UPDATE, DELETE and TRUNCATE to the owner as well, so it takes somebody who
-- takes the trigger off first. A superuser can.

create table public.audit_log (
    id          bigint generated always as identity primary key,
    occurred_at timestamptz not null default now(),
    actor       text,
    actor_role  text not null,
    action      text not null,
    table_name  text not null,
    row_id      uuid not null,
    changed     jsonb not null,
    request_id  text,
    address     text,

    constraint check_audit_action check (action in ('INSERT', 'UPDATE', 'DELETE'))
);

create index idx_audit_row on public.audit_log (table_name, row_id);

alter table public.audit_log enable row level security;

-- The sequence too: with setval() the next entries could be made to fail, and with them
-- every write.
revoke all on public.audit_log from public, anon, authenticated, service_role;
revoke all on sequence public.audit_log_id_seq from public, anon, authenticated, service_role;
grant select on public.audit_log to authenticated, service_role;

create policy audit_log_select on public.audit_log for select to authenticated
    using ((select private.app_role()) = 'admin');

comment on table public.audit_log is 'Every change of a clinical record; can only be read.';
comment on column public.audit_log.id is 'Order of the entries; gaps come from changes that were rolled back.';
comment on column public.audit_log.occurred_at is 'Start of the transaction that made the change.';
comment on column public.audit_log.actor is 'The token''s sub; null for a change without a token.';
comment on column public.audit_log.actor_role is 'The token''s role; without a token, the database login.';
comment on column public.audit_log.action is 'INSERT, UPDATE or DELETE.';
comment on column public.audit_log.table_name is 'The table changed.';
comment on column public.audit_log.row_id is 'id of the row changed; of an id that was changed, the old one.';
comment on column public.audit_log.changed is
    'By column changed, its old and new value; an empty object for diagnosis, email and full_name, whose values are withheld. updated_at is left out.';
comment on column public.audit_log.request_id is 'The X-Request-Id that the web server gave the request.';
comment on column public.audit_log.address is 'The client''s address as the web server saw it (X-Real-IP).';

create function private.write_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    withheld constant pg_catalog.text[] := '{diagnosis,email,full_name}';
    before constant pg_catalog.jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    after constant pg_catalog.jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
    headers constant pg_catalog.jsonb := nullif(current_setting('request.headers', true), '');
    changed pg_catalog.jsonb;
begin
    -- A null counts as no value, so that an insert names the columns that have one.
    select jsonb_object_agg(c.name,
               case
                   when c.name = any (withheld) then '{}'
                   when tg_op = 'INSERT' then jsonb_build_object('new', after -> c.name)
                   when tg_op = 'DELETE' then jsonb_build_object('old', before -> c.name)
                   else jsonb_build_object('old', before -> c.name, 'new', after -> c.name)
               end)
    into changed
    from jsonb_object_keys(coalesce(after, before)) as c (name)
    where c.name <> 'updated_at'
      and coalesce(before -> c.name, 'null') <> coalesce(after -> c.name, 'null');

    -- current_user is the owner in here; the setting still says who asked.
    insert into public.audit_log
        (actor, actor_role, action, table_name, row_id, changed, request_id, address)
    values (
        coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''), auth.jwt() ->> 'sub'),
        coalesce(nullif(current_setting('role'), 'none'), session_user),
        tg_op,
        tg_table_name,
        case when tg_op = 'INSERT' then new.id else old.id end,
        coalesce(changed, '{}'),
        headers ->> 'x-request-id',
        headers ->> 'x-real-ip');
    return null;
end
$$;

create function private.refuse_audit_change() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception using
        errcode = '42501',
        message = format('%s of the audit log is refused', lower(tg_op)),
        detail = 'Entries of the audit log are never changed or removed.',
        hint = 'To correct a record, change the record; that makes a new entry.';
end
$$;

revoke all on function private.write_audit(), private.refuse_audit_change()
    from public, anon, authenticated, service_role;

create trigger append_only before update or delete or truncate on public.audit_log
    for each statement execute function private.refuse_audit_change();

create trigger write_audit after insert or update or delete on public.users
    for each row execute function private.write_audit();
create trigger write_audit after insert or update or delete on public.therapists
    for each row execute function private.write_audit();
create trigger write_audit after insert or update or delete on public.patients
    for each row execute function private.write_audit();
create trigger write_audit after insert or update or delete on public.therapy_sessions
    for each row execute function private.write_audit();
create trigger write_audit after insert or update or delete on public.performance_scores
    for each row execute function private.write_audit();
