-- SPDX-License-Identifier: MIT
--
-- The programs compare the version they were made for with the last migration applied
-- (/health/ready), with whatever login they are given: everybody may read versions.
-- The schema is not among those the API exposes, and names and texts stay unreadable.
--
-- Whoever applies this file without keeping that table has nothing to open.

do $$
begin
    if to_regclass('supabase_migrations.schema_migrations') is not null then
        grant usage on schema supabase_migrations to public;
        grant select (version) on supabase_migrations.schema_migrations to public;
    end if;
end
$$;
