-- SPDX-License-Identifier: MIT
--
-- The database roles that Supabase has and a plain PostgreSQL has not.
--
-- Run by a superuser, before the migrations; may be repeated. Roles belong to the
-- whole cluster and may be somebody else's already, so what exists is left as it is:
-- nothing here alters a role or takes a privilege away.
--
-- authenticator gets no password. Over a local socket the server's own rules (peer,
-- trust) decide; elsewhere whoever deploys runs ALTER ROLE authenticator PASSWORD.

do $$
declare
    wanted record;
begin
    for wanted in
        select * from (values
            ('anon',          'nologin'),
            ('authenticated', 'nologin'),
            ('service_role',  'nologin bypassrls'),
            -- noinherit: until a request has set its role, the login itself may do nothing.
            ('authenticator', 'login noinherit')) as role (name, options)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            begin
                execute format('create role %I %s', wanted.name, wanted.options);
            exception when duplicate_object or unique_violation then
                null; -- another bootstrap in the same cluster was quicker
            end;
        end if;
    end loop;

    for wanted in
        select name from (values ('anon'), ('authenticated'), ('service_role')) as role (name)
        where not exists (
            select from pg_auth_members m
            where m.roleid = (select oid from pg_roles where rolname = name)
              and m.member = (select oid from pg_roles where rolname = 'authenticator'))
    loop
        execute format('grant %I to authenticator', wanted.name);
    end loop;
end
$$;
