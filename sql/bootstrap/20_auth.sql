-- SPDX-License-Identifier: MIT
--
-- Schema auth: who the current request's token says its user is.
--
-- Signatures and results are Supabase's, so that policies written for either run on
-- both. uid, role and email first look at the setting of the single claim, then at the
-- document of all claims. Outside a request both are unset, and after a transaction
-- that had them they are empty rather than unset: either gives null.

do $$
begin
    if to_regnamespace('auth') is null then
        create schema auth;
    end if;

    if to_regprocedure('auth.uid()') is null then
        create function auth.uid() returns uuid language sql stable as $body$
            select coalesce(
                nullif(current_setting('request.jwt.claim.sub', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
            )::uuid
        $body$;
        comment on function auth.uid() is
            'The token''s sub. A sub that is no UUID is an error (22P02).';
    end if;

    if to_regprocedure('auth.role()') is null then
        create function auth.role() returns text language sql stable as $body$
            select coalesce(
                nullif(current_setting('request.jwt.claim.role', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
            )::text
        $body$;
        comment on function auth.role() is 'The token''s role, a role of the database.';
    end if;

    if to_regprocedure('auth.email()') is null then
        create function auth.email() returns text language sql stable as $body$
            select coalesce(
                nullif(current_setting('request.jwt.claim.email', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
            )::text
        $body$;
        comment on function auth.email() is 'The token''s email.';
    end if;

    if to_regprocedure('auth.jwt()') is null then
        create function auth.jwt() returns jsonb language sql stable as $body$
            select coalesce(
                nullif(current_setting('request.jwt.claim', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')
            )::jsonb
        $body$;
        comment on function auth.jwt() is 'All claims of the token.';
    end if;
end
$$;
