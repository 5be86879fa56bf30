-- SPDX-License-Identifier: MIT
--
-- 30_functions - functions with their arguments and results.

-- Inputs, with whether a call must give them.
WITH input AS (
    SELECT p.oid, a.name, a.type, a.ordinal_in <= p.pronargs - p.pronargdefaults AS is_required
    FROM pg_proc p
    CROSS JOIN LATERAL (
        SELECT coalesce(name, '') AS name, type, row_number() OVER (ORDER BY ordinal) AS ordinal_in
        FROM unnest(p.proargnames, coalesce(p.proallargtypes, p.proargtypes::oid[]),
                    p.proargmodes) WITH ORDINALITY AS _ (name, type, mode, ordinal)
        WHERE coalesce(mode, 'i') IN ('i', 'b', 'v')
    ) AS a
    WHERE p.prokind = 'f' AND p.pronamespace IN (SELECT oid FROM pg_namespace
                                               WHERE nspname = ANY (:'schemas'::name[]))
)
SELECT coalesce(json_agg(input), '[]') AS inputs FROM input \gset

-- Callable are those with names for their arguments, without any, or with one unnamed that
-- takes the body as it is. One unnamed row makes a computed column or relationship only, which
-- is listed for the client to find.
WITH input AS (
    SELECT * FROM json_to_recordset(:'inputs')
        AS _ (oid oid, name name, type oid, is_required bool)
), relation AS (
    SELECT * FROM json_to_recordset(:'relations')
        AS _ (oid oid, schema name, name name, row_type oid)
), callable AS (
    SELECT p.oid, n.nspname AS schema, p.proname AS name, r.name AS row_of,
        r.name IS NOT NULL AND p.proargnames[1] IS NULL AS is_computed_only,
        coalesce(i.names, '{}') AS names, coalesce(i.required, '{}') AS required
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    LEFT JOIN relation r ON p.pronargs = 1 AND r.row_type = p.proargtypes[0]
        AND r.schema = n.nspname
    CROSS JOIN LATERAL (
        SELECT array_agg(name) AS names, array_agg(name) FILTER (WHERE is_required) AS required
        FROM input WHERE input.oid = p.oid
    ) AS i
    WHERE p.prokind = 'f' AND n.nspname = ANY (:'schemas'::name[])
        AND p.prorettype NOT IN ('trigger'::regtype, 'event_trigger'::regtype)
        AND ('' <> ALL (coalesce(i.names, '{}'))
             OR p.pronargs = 1 AND (r.name IS NOT NULL OR p.proargtypes[0] IN
                 ('json'::regtype, 'jsonb'::regtype, 'text'::regtype, 'bytea'::regtype,
                  'xml'::regtype)))
)
SELECT coalesce(json_agg(json_build_object(
    'oid', c.oid, 'schema', c.schema, 'name', c.name, 'row_of', c.row_of,
    'error', CASE
        WHEN c.is_computed_only THEN format('%s.%s is read with %s and cannot be called: its '
            'parameter has no name', c.schema, c.name, c.row_of)
        WHEN EXISTS (
            SELECT FROM callable o
            WHERE o.schema = c.schema AND o.name = c.name AND o.oid <> c.oid
                AND '' <> ALL (o.names || c.names)
                AND o.names @> c.names AND o.required <@ c.required)
            THEN format('%s.%s(%s) is ambiguous: another function of that name takes the same '
                'parameters', c.schema, c.name, array_to_string(c.names, ', '))
        WHEN c.names = '{}' AND EXISTS (
            SELECT FROM callable o
            WHERE o.schema = c.schema AND o.name = c.name AND o.names = '{""}'
                AND o.required = '{}')
            THEN format('%s.%s() is ambiguous: another function of that name has a default for '
                'its only parameter', c.schema, c.name)
        END)), '[]') AS callables
FROM callable c \gset

-- A row is given without what functions compute of it.
COPY (
    SELECT 'argument', i.oid, to_json(i.name), t.text,
        CASE WHEN i.is_required THEN ':' ELSE '?:' END,
        CASE WHEN i.name <> '' THEN coalesce(t.relation, '') ELSE '' END, t.lists
    FROM json_to_recordset(:'inputs') AS i (oid oid, name name, type oid, is_required bool)
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text, relation text, lists text)
        ON t.oid = i.type
    ORDER BY i.oid, i.name
) TO STDOUT;

-- The members of a result with OUT parameters, or of a relation's rows.
COPY (
    SELECT 'result', member.oid, to_json(member.name),
        CASE WHEN is_nullable AND t.text <> 'unknown' THEN t.text || ' | null'
             WHEN NOT is_nullable AND t.text = 'Json' THEN 'NonNullable<Json>'
             ELSE t.text END
    FROM (
        SELECT p.oid, o.name, o.type, NULL::bool AS is_nullable
        FROM pg_proc p
        CROSS JOIN LATERAL unnest(p.proargnames, p.proallargtypes, p.proargmodes)
            WITH ORDINALITY AS o (name, type, mode, ordinal)
        WHERE o.mode IN ('b', 'o', 't')
        UNION ALL
        SELECT p.oid, a.attname, a.atttypid, NOT (a.attnotnull OR d.is_not_null)
        FROM pg_proc p
        JOIN json_to_recordset(:'base_types') AS r (oid oid, base oid) ON r.oid = p.prorettype
        JOIN pg_type b ON b.oid = r.base
        JOIN pg_class c ON c.oid = b.typrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN json_to_recordset(:'base_types') AS d (oid oid, is_not_null bool)
            ON d.oid = a.atttypid
        WHERE NOT coalesce(p.proargmodes && '{b,o,t}'::"char"[], false)
            AND NOT (c.relkind = 'c' AND n.nspname = ANY (:'schemas'::name[]))
    ) AS member
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text) ON t.oid = member.type
    WHERE member.oid IN (SELECT oid FROM json_to_recordset(:'callables') AS _ (oid oid))
    ORDER BY member.oid, member.name
) TO STDOUT;

-- A set that promises one row (ROWS 1) is embedded as an object.
COPY (
    SELECT 'function', to_json(c.schema), to_json(c.name), c.oid, t.text, p.proretset,
        coalesce(to_json(c.error)::text, ''),
        coalesce(to_json(r.name)::text, ''),
        coalesce(to_json(c.row_of)::text, '"*"'),
        NOT p.proretset OR p.prorows = 1
    FROM json_to_recordset(:'callables')
        AS c (oid oid, schema name, name name, row_of name, error text)
    JOIN pg_proc p ON p.oid = c.oid
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text) ON t.oid = p.prorettype
    LEFT JOIN json_to_recordset(:'relations') AS r (schema name, name name, row_type oid)
        ON r.row_type = p.prorettype AND r.schema = c.schema
            AND NOT coalesce(p.proargmodes && '{b,o,t}'::"char"[], false)
    ORDER BY c.schema, c.name, p.pronargs,
        pg_get_function_identity_arguments(p.oid) COLLATE "C"
) TO STDOUT;
COMMIT;
