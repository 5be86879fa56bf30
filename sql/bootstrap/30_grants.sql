-- SPDX-License-Identifier: MIT
--
-- Who may look into the schemas public and auth.
--
-- Supabase also hands every new table of schema public to all API roles (default
-- privileges). We do not: a table is closed until its migration opens it, so that a
-- forgotten policy is an error and not a leak. The migrations take back what Supabase
-- gives, and end with the same privileges on both.
--
-- The database's owner runs the migrations, whose functions call auth.uid().

do $$
declare
    role_name text;
    schema_name text;
begin
    foreach role_name in array array['anon', 'authenticated', 'service_role'] loop
        foreach schema_name in array array['public', 'auth'] loop
            if not has_schema_privilege(role_name, schema_name, 'usage') then
                execute format('grant usage on schema %I to %I', schema_name, role_name);
            end if;
        end loop;
    end loop;

    select pg_get_userbyid(datdba) into role_name
    from pg_database where datname = current_database();
    if not has_schema_privilege(role_name, 'auth', 'usage') then
        execute format('grant usage on schema auth to %I', role_name);
    end if;
end
$$;
