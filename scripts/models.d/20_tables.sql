-- SPDX-License-Identifier: MIT
--
-- 20_tables - schemas, types, tables and their columns.

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
        CASE WHEN b.typtype = 'e' AND NOT EXISTS (
                 SELECT FROM pg_cast c WHERE c.castsource = b.oid AND c.castmethod = 'f'
                     AND c.casttarget = 'json'::regtype) THEN 'FORM_TEXT'
             WHEN b.typtype IN ('b', 'r', 'm') AND NOT coalesce(e.typtype = 'c', false)
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
    LEFT JOIN pg_type e ON e.oid = b.typelem
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

-- Asking a foreign table without a handler what it can do would be an error.
COPY (
    WITH handled AS (
        SELECT t.ftrelid AS oid FROM pg_foreign_table t
        JOIN pg_foreign_server s ON s.oid = t.ftserver
        JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE w.fdwhandler <> 0
    )
    SELECT 'table', '-', r.schema, r.name, obj_description(r.oid, 'pg_class'), r.oid,
        array_to_string(r.key, chr(31)),
        r.kind IN ('v', 'm'),
        u.is_table OR (u.events & 8) <> 0,
        u.is_table OR (u.events & 4) <> 0,
        u.is_table OR (u.events & 16) <> 0
    FROM json_to_recordset(:'relations') AS r (oid oid, schema name, name name, kind text,
                                               key name[])
    CROSS JOIN LATERAL (
        SELECT r.kind IN ('r', 'p') AS is_table,
               CASE WHEN r.kind = 'v' OR r.oid IN (SELECT oid FROM handled)
                    THEN pg_relation_is_updatable(r.oid, true) ELSE 0 END AS events
    ) AS u
    ORDER BY r.schema, r.name
) TO STDOUT;
