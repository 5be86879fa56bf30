-- SPDX-License-Identifier: MIT
--
-- The roles and the schema auth that a plain PostgreSQL gets.

begin;
set local search_path = tap;
set local client_min_messages = warning;
select no_plan();

select is(rolcanlogin::text || rolinherit || rolsuper || rolbypassrls || rolcreaterole || rolcreatedb,
          expected, format('role %s', name))
from (values ('anon',          'falsetruefalsefalsefalsefalse'),
             ('authenticated', 'falsetruefalsefalsefalsefalse'),
             ('service_role',  'falsetruefalsetruefalsefalse'),
             ('authenticator', 'truefalsefalsefalsefalsefalse')) v (name, expected)
left join pg_roles on rolname = name;

select is(pg_has_role('authenticator', role, 'member'), true, format('authenticator may become %s', role))
from unnest(array['anon', 'authenticated', 'service_role']) role;

select is_empty($$
    select r.rolname from pg_roles r
    where pg_has_role('authenticator', r.oid, 'member')
      and r.rolname not in ('authenticator', 'anon', 'authenticated', 'service_role')
$$, 'authenticator may become nobody else');

select is_empty($$
    select a.rolname, r.rolname from pg_roles a, pg_roles r
    where a.rolname in ('anon', 'authenticated', 'service_role') and a.oid <> r.oid
      and pg_has_role(a.oid, r.oid, 'member')
$$, 'the API roles may become nobody');

select is(has_schema_privilege(role, schema, 'usage'), true, format('%s uses schema %s', role, schema))
from unnest(array['anon', 'authenticated', 'service_role']) role, unnest(array['public', 'auth']) schema;
select is(has_schema_privilege(role, schema, 'create'), false, format('%s makes nothing in schema %s', role, schema))
from unnest(array['anon', 'authenticated', 'service_role', 'authenticator']) role,
     unnest(array['public', 'auth']) schema;
select is(has_schema_privilege(:'owner', 'auth', 'usage'), true, 'the owner uses schema auth');

select function_returns('auth', name, result, format('auth.%s returns %s', name, result))
from (values ('uid', 'uuid'), ('role', 'text'), ('email', 'text'), ('jwt', 'jsonb')) v (name, result);
select volatility_is('auth', name, 'stable', format('auth.%s is stable', name))
from unnest(array['uid', 'role', 'email', 'jwt']) name;
select isnt_definer('auth', name, format('auth.%s is not SECURITY DEFINER', name))
from unnest(array['uid', 'role', 'email', 'jwt']) name;
select is(has_function_privilege(role, format('auth.%s()', name), 'execute'), true, format('%s calls auth.%s', role, name))
from unnest(array['anon', 'authenticated', 'service_role']) role,
     unnest(array['uid', 'role', 'email', 'jwt']) name;

select is(auth.uid(), null, 'no request: no uid');
select is(auth.role(), null, 'no request: no role');
select is(auth.email(), null, 'no request: no email');
select is(auth.jwt(), null, 'no request: no claims');

set local request.jwt.claims = '{"sub": "6a1f4f9e-8f0d-4b5e-9f0e-2d8a6b1c7e11", "role": "authenticated", "email": "a@b.example", "n": 12345678901234567890.1}';
select is(auth.uid(), '6a1f4f9e-8f0d-4b5e-9f0e-2d8a6b1c7e11', 'uid from the claims');
select is(auth.role(), 'authenticated', 'role from the claims');
select is(auth.email(), 'a@b.example', 'email from the claims');
select is(auth.jwt() ->> 'n', '12345678901234567890.1', 'a number in the claims keeps its digits');

set local request.jwt.claim.sub = '7b1f4f9e-8f0d-4b5e-9f0e-2d8a6b1c7e11';
set local request.jwt.claim.role = 'anon';
set local request.jwt.claim.email = 'c@d.example';
set local request.jwt.claim = '{"sub": "x"}';
select is(auth.uid(), '7b1f4f9e-8f0d-4b5e-9f0e-2d8a6b1c7e11', 'the setting of the single claim comes first: uid');
select is(auth.role(), 'anon', 'the setting of the single claim comes first: role');
select is(auth.email(), 'c@d.example', 'the setting of the single claim comes first: email');
select is(auth.jwt() ->> 'sub', 'x', 'the older name of the claims comes first');

set local request.jwt.claim.sub = '';
set local request.jwt.claim.role = '';
set local request.jwt.claim.email = '';
set local request.jwt.claim = '';
select is(auth.uid(), '6a1f4f9e-8f0d-4b5e-9f0e-2d8a6b1c7e11', 'empty is unset');

set local request.jwt.claims = '';
select is(auth.uid(), null, 'as a transaction leaves it: no uid');
select is(auth.jwt(), null, 'as a transaction leaves it: no claims');

set local request.jwt.claims = '{"sub": "somebody"}';
select throws_ok('select auth.uid()', '22P02', null, 'a sub that is no UUID is an error');

select * from finish();
rollback;
