-- SPDX-License-Identifier: MIT
--
-- models.sql - a database's catalog as rows of text for scripts/models.awk.
--
-- A row is a tag, the key of what it belongs to, then the members that models.awk lists for
-- that tag. A list is one field, its items apart by chr(31). Only pg_catalog is read, in one
-- read-only snapshot and without a search path, so every name comes out qualified.
--
-- :schemas is the comma-separated list of exposed schemas.

\set ON_ERROR_STOP on
\set QUIET on
\pset format unaligned
\pset tuples_only on
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = '';
-- The planner knows no sizes of what follows; hash joins are right for it.
SET LOCAL enable_nestloop = off;
SET LOCAL work_mem = '64MB';
SET LOCAL jit = off;

-- What several queries need is found once and kept in variables, as JSON: the login may not
-- have the right to make temporary tables.

SELECT array_agg(btrim(name) ORDER BY ordinal)::text AS schemas
FROM unnest(string_to_array(:'schemas', ',')) WITH ORDINALITY AS _ (name, ordinal) \gset

COPY (
    SELECT 'missing', '-', name FROM unnest(:'schemas'::text[]) AS _ (name)
    WHERE name NOT IN (SELECT nspname FROM pg_namespace)
) TO STDOUT;

-- Each type with the type below all its domains.
WITH RECURSIVE chain (oid, base, modifier, is_not_null) AS (
    SELECT oid, oid, -1, false FROM pg_type
    UNION ALL
    SELECT c.oid, t.typbasetype, t.typtypmod, c.is_not_null OR t.typnotnull
    FROM chain c JOIN pg_type t ON t.oid = c.base WHERE t.typtype = 'd'
)
SELECT json_agg(json_build_object('oid', c.oid, 'base', c.base, 'modifier', c.modifier,
                                  'is_not_null', c.is_not_null)) AS base_types
FROM chain c JOIN pg_type b ON b.oid = c.base WHERE b.typtype <> 'd' \gset

-- The columns of views and the table columns they show, through views on views. A view's
-- query tree has one TARGETENTRY per column at depth 2, with the number of the column and its
-- origin; deeper ones belong to subqueries. A backslash escapes what is part of a name.
WITH RECURSIVE token AS (
    SELECT r.ev_class, t.ordinal, t.match[1] AS word,
           sum(CASE t.match[1] WHEN '{' THEN 1 WHEN '}' THEN -1 ELSE 0 END)
               OVER (PARTITION BY r.ev_class ORDER BY t.ordinal) AS depth
    FROM pg_rewrite r
    JOIN pg_class c ON c.oid = r.ev_class AND c.relkind IN ('v', 'm')
    CROSS JOIN LATERAL regexp_matches(r.ev_action::text,
        '\\.|[{}]| :res(?:no|origtbl|origcol) \d+', 'g') WITH ORDINALITY AS t (match, ordinal)
    WHERE r.ev_type = '1' AND r.is_instead
        AND c.relnamespace NOT IN ('pg_catalog'::regnamespace,
                                   'information_schema'::regnamespace)
        AND t.match[1] !~ '^\\'
), entry AS (
    SELECT ev_class, substring(word, '\d+')::oid AS number,
           row_number() OVER (PARTITION BY ev_class ORDER BY ordinal) - 1 AS place
    FROM token WHERE depth = 2 AND word ~ '\d'
), shown AS (
    SELECT ev_class AS view,
           max(number) FILTER (WHERE place % 3 = 0) AS number,
           max(number) FILTER (WHERE place % 3 = 1) AS origin,
           max(number) FILTER (WHERE place % 3 = 2) AS origin_number
    FROM entry GROUP BY ev_class, place / 3
), traced AS (
    SELECT view, number, origin, origin_number FROM shown WHERE origin <> 0
    UNION
    SELECT t.view, t.number, s.origin, s.origin_number
    FROM traced t JOIN shown s ON s.view = t.origin AND s.number = t.origin_number
    WHERE s.origin <> 0
)
SELECT coalesce(json_agg(json_build_object('view', t.view, 'number', t.number,
                                           'name', a.attname, 'origin', t.origin,
                                           'origin_number', t.origin_number)), '[]')
    AS view_columns
FROM traced t JOIN pg_attribute a ON a.attrelid = t.view AND a.attnum = t.number \gset

-- The exposed relations with their keys. Where a view shows a column twice, its key has the
-- first; a view that shows the keys of several tables has them all.
WITH view_column AS (
    SELECT * FROM json_to_recordset(:'view_columns')
        AS _ (view oid, number int, name name, origin oid, origin_number int)
), key_column AS (
    SELECT conrelid AS relation, conrelid AS origin, ordinal, attname AS name
    FROM pg_constraint, unnest(conkey) WITH ORDINALITY AS k (number, ordinal), pg_attribute
    WHERE contype = 'p' AND attrelid = conrelid AND attnum = k.number
    UNION ALL
    SELECT view, conrelid, ordinal, name
    FROM (
        SELECT v.view, p.conrelid, k.ordinal, cardinality(p.conkey) AS size,
               (array_agg(v.name ORDER BY v.number))[1] AS name,
               count(*) OVER (PARTITION BY v.view, p.conrelid) AS found
        FROM view_column v
        JOIN pg_constraint p ON p.contype = 'p' AND p.conrelid = v.origin
        JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k (number, ordinal)
            ON k.number = v.origin_number
        GROUP BY v.view, p.conrelid, p.conkey, k.ordinal
    ) AS per_key_column
    WHERE found = size
)
SELECT coalesce(json_agg(json_build_object('oid', c.oid, 'schema', n.nspname,
                                           'name', c.relname, 'row_type', c.reltype,
                                           'kind', c.relkind, 'key', k.names)), '[]')
    AS relations
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT array_agg(kc.name ORDER BY os.nspname, o.relname, kc.ordinal) AS names
    FROM key_column kc
    JOIN pg_class o ON o.oid = kc.origin JOIN pg_namespace os ON os.oid = o.relnamespace
    WHERE kc.relation = c.oid
) AS k ON true
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
    AND n.nspname = ANY (:'schemas'::name[]) \gset

-- Schemas --------------------------------------------------------------------------------

COPY (
    SELECT 'schema', '-', n.nspname, obj_description(n.oid, 'pg_namespace')
    FROM unnest(:'schemas'::name[]) WITH ORDINALITY AS s (name, ordinal)
    JOIN pg_namespace n ON n.nspname = s.name
    GROUP BY n.oid, n.nspname ORDER BY min(s.ordinal)
) TO STDOUT;

-- Types ----------------------------------------------------------------------------------

COPY (
    SELECT 'type', t.oid, format_type(b.oid, NULL),
        (SELECT string_agg(enumlabel, chr(31) ORDER BY enumsortorder)
         FROM pg_enum WHERE enumtypid = b.oid),
        CASE WHEN b.typtype = 'e' THEN 'FORM_TEXT'
             WHEN b.typtype = 'b' AND b.typcategory <> 'A'
                 AND b.typnamespace = 'pg_catalog'::regnamespace THEN 'FORM_BUILT_IN'
             ELSE 'FORM_OTHER' END,
        b.typcategory = 'A' AND b.typelem <> 0,
        b.typtype = 'c',
        CASE WHEN b.oid IN ('varchar'::regtype, 'bpchar'::regtype) THEN d.modifier - 4
             WHEN b.oid IN ('bit'::regtype, 'varbit'::regtype) THEN d.modifier END,
        to_json.name, from_json.name, from_text.name
    FROM json_to_recordset(:'base_types') AS d (oid oid, base oid, modifier int)
    JOIN pg_type t ON t.oid = d.oid
    JOIN pg_type b ON b.oid = d.base
    LEFT JOIN LATERAL (
        SELECT format('%I.%I', n.nspname, p.proname) AS name
        FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE c.castcontext = 'i' AND c.castmethod = 'f' AND t.typtype = 'd'
            AND c.castsource = t.oid AND c.casttarget = 'json'::regtype
    ) AS to_json ON true
    LEFT JOIN LATERAL (
        SELECT format('%I.%I', n.nspname, p.proname) AS name
        FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE c.castcontext = 'i' AND c.castmethod = 'f' AND t.typtype = 'd'
            AND c.castsource = 'json'::regtype AND c.casttarget = t.oid
    ) AS from_json ON true
    LEFT JOIN LATERAL (
        SELECT format('%I.%I', n.nspname, p.proname) AS name
        FROM pg_cast c JOIN pg_proc p ON p.oid = c.castfunc
        JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE c.castcontext = 'i' AND c.castmethod = 'f' AND t.typtype = 'd'
            AND c.castsource = 'text'::regtype AND c.casttarget = t.oid
    ) AS from_text ON true
) TO STDOUT;

-- Tables ---------------------------------------------------------------------------------

-- Also the attributes of composite types, for functions that return one.
COPY (
    SELECT 'column', a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid,
        CASE WHEN a.attgenerated <> '' THEN NULL
             WHEN a.attidentity <> '' THEN ''
             ELSE coalesce(pg_get_expr(e.adbin, e.adrelid),
                           CASE t.typtype WHEN 'd' THEN pg_get_expr(t.typdefaultbin, 0) END) END,
        col_description(a.attrelid, a.attnum),
        CASE WHEN a.atttypmod < 0 THEN NULL
             WHEN a.atttypid IN ('varchar'::regtype, 'bpchar'::regtype) THEN a.atttypmod - 4
             WHEN a.atttypid IN ('bit'::regtype, 'varbit'::regtype) THEN a.atttypmod END,
        NOT (a.attnotnull OR d.is_not_null),
        a.attgenerated <> '',
        a.attidentity = 'a'
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN json_to_recordset(:'base_types') AS d (oid oid, is_not_null bool) ON d.oid = a.atttypid
    LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
        AND (a.attrelid IN (SELECT oid FROM json_to_recordset(:'relations') AS _ (oid oid))
             OR a.attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
    ORDER BY a.attrelid, a.attnum
) TO STDOUT;

COPY (
    SELECT 'table', '-', r.schema, r.name, obj_description(r.oid, 'pg_class'), r.oid,
        array_to_string(r.key, chr(31)),
        r.kind IN ('v', 'm'),
        u.is_table OR (u.events & 8) <> 0,
        u.is_table OR (u.events & 4) <> 0,
        u.is_table OR (u.events & 16) <> 0
    FROM json_to_recordset(:'relations') AS r (oid oid, schema name, name name, kind text,
                                               key name[])
    CROSS JOIN LATERAL (
        SELECT r.kind IN ('r', 'p') AS is_table, CASE WHEN r.kind IN ('v', 'f')
               THEN pg_relation_is_updatable(r.oid, true) ELSE 0 END AS events
    ) AS u
    ORDER BY r.schema, r.name
) TO STDOUT;

-- Relationships --------------------------------------------------------------------------

-- A relation shows one side of a foreign key when it has all the key's columns: the table
-- itself, and each view in as many ways as it shows them. In PostgREST's order of candidates.
COPY (
    WITH RECURSIVE relation AS (
        SELECT * FROM json_to_recordset(:'relations')
            AS _ (oid oid, schema name, name name, row_type oid, key name[])
    ), showing (relation, name, origin, number) AS (
        SELECT attrelid, attname, attrelid, attnum::int FROM pg_attribute WHERE attnum > 0
        UNION ALL
        SELECT view, name, origin, origin_number FROM json_to_recordset(:'view_columns')
            AS _ (view oid, name name, origin oid, origin_number int)
    ), foreign_key AS (
        SELECT f.oid, f.conname AS name, f.conrelid, f.confrelid, f.conkey, f.confkey,
               EXISTS (SELECT FROM pg_constraint u
                       WHERE u.conrelid = f.conrelid AND u.contype IN ('p', 'u')
                           AND u.conkey @> f.conkey AND u.conkey <@ f.conkey) AS is_unique
        FROM pg_constraint f WHERE f.contype = 'f' AND f.conparentid = 0
    ), key_column (key, is_from, origin, number, place, size) AS (
        SELECT oid, true, conrelid, number, place, cardinality(conkey)
        FROM foreign_key, unnest(conkey) WITH ORDINALITY AS _ (number, place)
        UNION ALL
        SELECT oid, false, confrelid, number, place, cardinality(confkey)
        FROM foreign_key, unnest(confkey) WITH ORDINALITY AS _ (number, place)
    ), side (key, is_from, relation, names, place, size) AS (
        SELECT k.key, k.is_from, s.relation, ARRAY[s.name], k.place, k.size
        FROM key_column k JOIN showing s USING (origin, number)
        WHERE k.place = 1 AND s.relation IN (SELECT oid FROM relation)
        UNION ALL
        SELECT d.key, d.is_from, d.relation, d.names || s.name, k.place, d.size
        FROM side d
        JOIN key_column k ON k.key = d.key AND k.is_from = d.is_from AND k.place = d.place + 1
        JOIN showing s ON s.relation = d.relation AND s.origin = k.origin
            AND s.number = k.number
    ), to_one AS (
        SELECT k.name, k.is_unique, f.relation, t.relation AS target, f.names, t.names AS target_names
        FROM foreign_key k
        JOIN side f ON f.key = k.oid AND f.is_from AND f.place = f.size
        JOIN side t ON t.key = k.oid AND NOT t.is_from AND t.place = t.size
    ), detected (relation, target, cardinality, is_parent, name, names, target_names,
                 junction, name_to, junction_names, junction_names_to) AS (
        SELECT target, relation, CASE WHEN is_unique THEN 'ONE_TO_ONE' ELSE 'ONE_TO_MANY' END,
               is_unique, name, target_names, names,
               NULL::oid, NULL::name, NULL::name[], NULL::name[]
        FROM to_one
        UNION ALL
        SELECT relation, target, CASE WHEN is_unique THEN 'ONE_TO_ONE' ELSE 'MANY_TO_ONE' END,
               false, name, names, target_names, NULL, NULL, NULL, NULL
        FROM to_one
        UNION ALL
        SELECT a.target, b.target, 'MANY_TO_MANY', false, a.name, a.target_names,
               b.target_names, j.oid, b.name, a.names, b.names
        FROM to_one a
        JOIN to_one b ON b.relation = a.relation AND b.name <> a.name
        JOIN relation j ON j.oid = a.relation AND j.key @> (a.names || b.names)
        WHERE NOT a.is_unique AND NOT b.is_unique
    ), computed AS (
        SELECT r.oid AS relation, t.oid AS target, n.nspname AS schema, p.proname AS name,
            CASE WHEN p.proretset AND p.prorows <> 1 THEN 'ONE_TO_MANY' ELSE 'MANY_TO_ONE' END
                AS cardinality
        FROM pg_proc p
        JOIN pg_namespace n ON n.oid = p.pronamespace
        JOIN relation r ON r.row_type = p.proargtypes[0]
        JOIN relation t ON t.row_type = p.prorettype
        WHERE p.pronargs = 1 AND p.prokind = 'f' AND n.nspname = ANY (:'schemas'::name[])
    ), found AS (
        SELECT r.schema, r.name AS table, t.schema AS foreign_schema, t.name AS foreign_table,
            d.*, NULL::name AS function_schema, NULL::name AS function
        FROM detected d JOIN relation r ON r.oid = d.relation JOIN relation t ON t.oid = d.target
        WHERE NOT EXISTS (SELECT FROM computed c WHERE c.relation = d.relation
                          AND c.schema = t.schema AND c.name = t.name)
        UNION ALL
        SELECT r.schema, r.name, t.schema, t.name, c.relation, c.target, c.cardinality, false,
            NULL, NULL, NULL, NULL, NULL, NULL, NULL, c.schema, c.name
        FROM computed c JOIN relation r ON r.oid = c.relation JOIN relation t ON t.oid = c.target
    )
    SELECT 'relationship', '-', f.schema, f.table, f.foreign_schema, f.foreign_table,
        f.cardinality, f.is_parent, f.relation = f.target,
        CASE WHEN f.junction IS NULL THEN f.name END,
        (SELECT string_agg(a || chr(31) || b, chr(31) ORDER BY i) FROM unnest(
            f.names, coalesce(f.junction_names, f.target_names)) WITH ORDINALITY AS _ (a, b, i)),
        j.schema, j.name,
        CASE WHEN f.junction IS NOT NULL THEN f.name END, f.name_to,
        (SELECT string_agg(a || chr(31) || b, chr(31) ORDER BY i) FROM unnest(
            f.junction_names_to, f.target_names) WITH ORDINALITY AS _ (a, b, i)),
        f.function_schema, f.function
    FROM found f LEFT JOIN relation j ON j.oid = f.junction
    ORDER BY f.schema, f.table, f.foreign_schema, f.foreign_table, f.function NULLS FIRST,
        array_position('{ONE_TO_MANY,MANY_TO_ONE,ONE_TO_ONE,MANY_TO_MANY}', f.cardinality),
        j.schema, j.name, f.name, f.name_to, f.names, f.target_names, f.is_parent,
        f.junction_names, f.junction_names_to
) TO STDOUT;

-- Functions ------------------------------------------------------------------------------

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
    WHERE p.prokind = 'f' AND p.pronamespace = ANY (:'schemas'::regnamespace[])
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
    WHERE p.prokind = 'f' AND p.pronamespace = ANY (:'schemas'::regnamespace[])
        AND a.mode IN ('b', 'o', 't')
    ORDER BY p.oid, a.ordinal
) TO STDOUT;

-- Callable are those with names for their parameters, without any, or with one unnamed that
-- takes the body as it is.
COPY (
    SELECT 'function', '-', n.nspname, p.proname, obj_description(p.oid, 'pg_proc'), p.oid,
        CASE WHEN p.prorettype = 'void'::regtype THEN 'RESULT_VOID'
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
