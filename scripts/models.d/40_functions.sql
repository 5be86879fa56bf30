-- SPDX-License-Identifier: MIT
--
-- 40_functions - functions, computed columns, media types; and the last migration.

-- Types without a length limit: format_type() with modifier -1 says bpchar, not character.
COPY (
    SELECT 'parameter', p.oid, coalesce(a.name, ''), format_type(a.type, -1),
        a.ordinal_in <= p.pronargs - p.pronargdefaults, a.mode = 'v'
    FROM pg_proc p
    CROSS JOIN LATERAL (
        SELECT name, type, coalesce(mode, 'i') AS mode, ordinal,
               row_number() OVER (ORDER BY ordinal) AS ordinal_in
        FROM unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]),
                    p.proargmodes) WITH ORDINALITY AS _ (name, type, mode, ordinal)
        WHERE coalesce(mode, 'i') IN ('i', 'b', 'v')
    ) AS a
    WHERE p.prokind = 'f' AND p.pronamespace IN (SELECT oid FROM pg_namespace
                                               WHERE nspname = ANY (:'schemas'::name[]))
    ORDER BY p.oid, a.ordinal
) TO STDOUT;

-- A key of its own kind, for the OIDs of functions and relations may be equal.
COPY (
    SELECT 'column', 'f' || p.oid, a.name, format_type(a.type, -1), a.type, NULL, NULL, NULL,
        NOT d.is_not_null, false, false
    FROM pg_proc p
    CROSS JOIN LATERAL unnest(p.proargnames, p.proallargtypes, p.proargmodes)
        WITH ORDINALITY AS a (name, type, mode, ordinal)
    JOIN json_to_recordset(:'base_types') AS d (oid oid, is_not_null bool) ON d.oid = a.type
    WHERE p.prokind = 'f' AND p.pronamespace IN (SELECT oid FROM pg_namespace
                                               WHERE nspname = ANY (:'schemas'::name[]))
        AND a.mode IN ('b', 'o', 't')
    ORDER BY p.oid, a.ordinal
) TO STDOUT;

-- Callable are those with names for their parameters, without any, or with one unnamed that
-- takes the body as it is.
COPY (
    SELECT 'function', '-', n.nspname, p.proname, obj_description(p.oid, 'pg_proc'), p.oid,
        CASE WHEN p.prorettype = 'void'::regtype AND NOT p.proretset THEN 'RESULT_VOID'
             WHEN o.has_out OR b.typtype = 'c' THEN 'RESULT_COMPOSITE'
             ELSE 'RESULT_SCALAR' END,
        p.proretset, p.provariadic <> 0,
        CASE p.provolatile WHEN 'i' THEN 'VOLATILITY_IMMUTABLE'
                           WHEN 's' THEN 'VOLATILITY_STABLE' ELSE 'VOLATILITY_VOLATILE' END,
        CASE WHEN NOT o.has_out AND p.prorettype <> 'record'::regtype THEN bn.nspname END,
        CASE WHEN NOT o.has_out AND p.prorettype <> 'record'::regtype THEN b.typname END,
        NOT o.has_out AND r.relkind IN ('r', 'p', 'f', 'v', 'm'),
        b.typtype = 'c' AND b.oid <> p.prorettype,
        p.prorettype,
        (SELECT string_agg(split_part(s, '=', 1) || chr(31) || substr(s, strpos(s, '=') + 1),
                           chr(31) ORDER BY i)
         FROM unnest(p.proconfig) WITH ORDINALITY AS _ (s, i)),
        CASE WHEN o.has_out THEN 'f' || p.oid
             WHEN r.relkind = 'c' THEN b.typrelid::text END,
        format_type(p.prorettype, NULL)
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN json_to_recordset(:'base_types') AS d (oid oid, base oid) ON d.oid = p.prorettype
    JOIN pg_type b ON b.oid = d.base
    JOIN pg_namespace bn ON bn.oid = b.typnamespace
    LEFT JOIN pg_class r ON r.oid = b.typrelid
    CROSS JOIN LATERAL (SELECT coalesce(p.proargmodes && '{b,o,t}'::"char"[], false) AS has_out) AS o
    WHERE p.prokind = 'f' AND n.nspname = ANY (:'schemas'::name[])
        AND p.prorettype <> 'trigger'::regtype
        AND (p.proargnames IS NOT NULL OR p.pronargs = 0 OR p.pronargs = 1 AND p.proargtypes[0]
             IN ('json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'bytea'::regtype,
                 'xml'::regtype))
    ORDER BY n.nspname, p.proname, p.pronargs,
        pg_get_function_identity_arguments(p.oid) COLLATE "C"
) TO STDOUT;

-- Of the same name in several schemas, the one in the table's schema, else the first.
COPY (
    SELECT DISTINCT ON (r.schema, r.name, p.proname)
        'computed_column', '-', r.schema, r.name, p.proname,
        format_type(p.prorettype, -1), p.prorettype, n.nspname
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN json_to_recordset(:'relations') AS r (schema name, name name, row_type oid)
        ON r.row_type = p.proargtypes[0]
    JOIN json_to_recordset(:'base_types') AS d (oid oid, base oid) ON d.oid = p.prorettype
    JOIN pg_type b ON b.oid = d.base
    WHERE p.prokind = 'f' AND p.pronargs = 1 AND NOT p.proretset
        AND b.typtype NOT IN ('c', 'p')
    ORDER BY r.schema, r.name, p.proname, n.nspname <> r.schema, n.nspname
) TO STDOUT;

-- Media types ----------------------------------------------------------------------------

-- An aggregate answers for its argument's relation, a function for its own result.
COPY (
    WITH media_type AS (
        SELECT t.oid, lower(t.typname) AS name,
            CASE t.typname WHEN '*/*' THEN 'application/octet-stream' ELSE t.typname END
                AS resolved
        FROM pg_type t
        WHERE t.typtype = 'd'
            AND (t.typname ~* '^[a-z0-9.-]+/[a-z0-9.+-]+$' OR t.typname = '*/*')
    )
    SELECT 'media_handler', '-', m.name,
        CASE WHEN f.is_result THEN n.nspname ELSE r.schema END AS schema,
        CASE WHEN f.is_result THEN p.proname ELSE r.name END AS name,
        n.nspname, p.proname, m.resolved, f.is_result
    FROM pg_proc p
    JOIN media_type m ON m.oid = p.prorettype
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN json_to_recordset(:'relations') AS r (schema name, name name, row_type oid)
        ON r.row_type = p.proargtypes[0]
    CROSS JOIN LATERAL (SELECT p.prokind = 'f' AS is_result) AS f
    WHERE n.nspname = ANY (:'schemas'::name[])
        AND (f.is_result AND NOT p.proretset
             OR p.prokind = 'a' AND p.pronargs = 1
                 AND (r.name IS NOT NULL OR p.proargtypes[0] = 'anyelement'::regtype))
    ORDER BY 4 NULLS FIRST, 5, 3, n.nspname, p.proname
) TO STDOUT;

-- The last migration, where the login may read of it.
SELECT coalesce(bool_and(has_schema_privilege(n.oid, 'USAGE')
                         AND has_column_privilege(c.oid, a.attnum, 'SELECT')), false)
    AS has_migrations
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'version'
WHERE n.nspname = 'supabase_migrations' AND c.relname = 'schema_migrations' \gset
\if :has_migrations
COPY (
    SELECT 'version', '-', max(version::text COLLATE "C")
    FROM supabase_migrations.schema_migrations
) TO STDOUT;
\endif
COMMIT;
