-- SPDX-License-Identifier: MIT
--
-- What holds for every table, policy and function, the next ones included.

begin;
set local search_path = tap;
set local client_min_messages = warning;
select no_plan();

create temp view relation as
    select c.* from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p');
create temp view helper as
    select p.* from pg_proc p where p.pronamespace = 'private'::regnamespace;
create temp view api_role as
    select * from pg_roles where rolname in ('anon', 'authenticated', 'service_role', 'authenticator');

select isnt((select count(*) from relation), 0::bigint, 'there are tables');
select isnt((select count(*) from helper), 0::bigint, 'there are helper functions');

select is_empty('select relname from relation where not relrowsecurity',
    'every table has row-level security on');
select is_empty('select relname from relation where relforcerowsecurity',
    'none forces it on the owner, whom the helpers run as');
select is_empty($$
    select c.conrelid::regclass, c.conname from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'public'::regnamespace
      and not exists (
          select from pg_index i
          where i.indrelid = c.conrelid and i.indisvalid and i.indpred is null
            and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey)
$$, 'every foreign key has an index that starts with its columns');
select is_empty($$
    select i.indexrelid::regclass, j.indexrelid::regclass
    from pg_index i join pg_index j on i.indrelid = j.indrelid and i.indexrelid <> j.indexrelid
    join relation r on r.oid = i.indrelid
    where not i.indisunique
      and (j.indkey::smallint[])[0:i.indnkeyatts - 1] = i.indkey::smallint[]
      and (j.indoption::smallint[])[0:i.indnkeyatts - 1] = i.indoption::smallint[]
$$, 'no index is the beginning of another one');
select is_empty($$
    select relname from relation r
    where not exists (select from pg_constraint c where c.conrelid = r.oid and c.contype = 'p')
$$, 'every table has a primary key');
select is_empty($$
    select c.conname from pg_constraint c
    where c.connamespace = 'public'::regnamespace and not c.convalidated
$$, 'every constraint is validated');
select is_empty('select relname from relation where obj_description(oid) is null',
    'every table has a comment');
select is_empty($$
    select r.relname, a.attname from relation r join pg_attribute a on a.attrelid = r.oid
    where a.attnum > 0 and not a.attisdropped and col_description(r.oid, a.attnum) is null
$$, 'every column has a comment');
select set_eq($$
    select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace
        and not p.prosecdef and p.provolatile = 's' and p.proconfig = '{"search_path=\"\""}'
$$, array['patient_progress', 'session_summary', 'therapist_caseload'],
    'the functions that are served run with the caller''s rights, read only, with no search path');
select is_empty($$
    select p.oid::regprocedure from pg_proc p where p.pronamespace = 'public'::regnamespace
        and p.proname not in ('patient_progress', 'session_summary', 'therapist_caseload')
$$, 'no other function is in a schema that is served');
select is_empty($$
    select p.proname, r from pg_proc p, unnest(array['public', 'anon']) r
    where p.pronamespace = 'public'::regnamespace and has_function_privilege(r, p.oid, 'execute')
$$, 'and nobody without a token may call them');
select is_empty($$
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
      and not coalesce(c.reloptions @> '{security_invoker=on}' or c.reloptions @> '{security_invoker=true}', false)
$$, 'every view reads with its caller''s rights');

select is_empty($$
    select polrelid::regclass, polname from pg_policy
    where polrelid in (select oid from relation) and polroles = '{0}'
$$, 'every policy names its role');
select is_empty($$
    select polrelid::regclass, polname from pg_policy
    where polrelid in (select oid from relation) and polroles <> array['authenticated'::regrole::oid]
$$, 'and the role is authenticated');
select is_empty($$
    select polrelid::regclass, polname from pg_policy
    where polcmd in ('w', '*') and polrelid in (select oid from relation)
      and (polqual is null or polwithcheck is null)
$$, 'every policy for update says both which rows and what they may become');
select is_empty($$
    select tablename, policyname from pg_policies
    where regexp_replace(lower(coalesce(qual, '') || coalesce(with_check, '')),
              'select (auth|private)\.\w+\(\)', '', 'g') ~ '(auth|private)\.'
$$, 'every policy calls functions in a sub-select, once per statement');
select policies_are('public', relname, array[relname || '_select', relname || '_insert',
                                             relname || '_update', relname || '_delete'],
                    format('policies of %s', relname))
from relation where relname <> 'audit_log';
select policies_are('public', 'audit_log', array['audit_log_select'], 'policies of audit_log');
select policy_cmd_is('public', tablename::name, policyname::name,
                     regexp_replace(policyname, '^.*_', ''), format('%s is for what its name says', policyname))
from pg_policies where schemaname = 'public';

select is_empty($$select oid::regprocedure from helper where not coalesce(proconfig @> '{"search_path=\"\""}', false)$$,
    'every helper has an empty search_path');
select is_empty($$
    select p.oid::regprocedure from pg_proc p
    where p.prosecdef and p.pronamespace not in ('pg_catalog'::regnamespace, 'tap'::regnamespace)
      and not coalesce(p.proconfig::text like '%search_path=%', false)
$$, 'no SECURITY DEFINER function anywhere without a search_path');
select is_empty($$
    select p.oid::regprocedure from helper p where p.proacl is null
       or exists (select from aclexplode(p.proacl) a where a.grantee = 0)
$$, 'nobody may run a helper just for being there');
select set_eq($$
    select r.rolname || ' ' || h.proname from api_role r, helper h
    where has_function_privilege(r.oid, h.oid, 'execute')
$$, array['authenticated app_role', 'authenticated own_therapist', 'authenticated own_patient_users',
         'authenticated own_patients', 'authenticated least_patient'],
    'authenticated may run the helpers of the policies, and nobody anything else');
select is_empty($$
    select r.rolname from api_role r
    where has_schema_privilege(r.oid, 'private', 'usage') or has_schema_privilege(r.oid, 'private', 'create')
$$, 'no API role may use schema private');
select is(prosecdef::text || provolatile::text || prorettype::regtype, expected,
          format('private.%s is SECURITY DEFINER and stable', name))
from (values ('app_role', 'truestext'), ('own_therapist', 'truesuuid'), ('own_patient_users', 'truesuuid[]')) v (name, expected)
left join helper on proname = name;
select set_eq('select proname from helper where not prosecdef',
    array['set_updated_at', 'check_session_status', 'refuse_audit_change', 'composite_score', 'changed_columns']::name[],
    'helpers that read no table are the only ones without SECURITY DEFINER');

select set_eq($$
    select distinct pg_get_userbyid(relowner) from pg_class where relnamespace in ('public'::regnamespace, 'private'::regnamespace)
    union select distinct pg_get_userbyid(proowner) from helper
$$, array[:'owner'::name], 'one owner has all tables and helpers');
select is_empty($$
    select rolname from pg_roles
    where rolname in (select tableowner from pg_tables where schemaname = 'public') and (rolsuper or rolbypassrls)
$$, 'who is neither superuser nor BYPASSRLS');
select is_empty($$
    select a.rolname from api_role a where pg_has_role(a.oid,
        (select relowner from pg_class where oid = 'public.users'::regclass), 'member')
$$, 'no API role is the owner or can become it');

-- Privileges, exactly.
select table_privs_are('public', relname, role, case
           when role in ('anon', 'authenticator') then '{}'::text[]
           when relname = 'audit_log' then array['SELECT']
           else array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] end,
       format('privileges of %s on %s', role, relname))
from relation, unnest(array['anon', 'authenticator', 'authenticated', 'service_role']) role;
select is_empty($$
    select a.attrelid::regclass, a.attname from pg_attribute a
    where a.attacl is not null and a.attrelid in (select oid from relation)
$$, 'no privilege hides on a column');
select is_empty($$
    select r.rolname, c.relname from api_role r, pg_class c
    where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace
      and has_sequence_privilege(r.oid, c.oid, 'usage, select, update')
$$, 'no API role may touch a sequence');

-- Readiness.
select is(has_column_privilege(role, 'supabase_migrations.schema_migrations', 'version', 'select')
          and has_schema_privilege(role, 'supabase_migrations', 'usage'), true,
          format('%s may read which migrations were applied', role))
from unnest(array['anon', 'authenticator']) role;
select is_empty($$
    select r.rolname, p from api_role r,
        unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'select']) p
    where has_table_privilege(r.oid, 'supabase_migrations.schema_migrations', p)
       or has_column_privilege(r.oid, 'supabase_migrations.schema_migrations', 'statements', 'select')
$$, 'and nothing else there');

select * from finish();
rollback;
