-- SPDX-License-Identifier: MIT
--
-- 10_types - the TypeScript of every type; schemas, enums and composite types.
--
-- Runs after models.d/10_shared.sql, in its transaction. Every name is written as a JSON
-- string, which is a TypeScript string too and holds no tab and no newline.

-- Domains are what they are made of, arrays their elements with [] as often as it takes.
WITH RECURSIVE base_type AS (
    SELECT oid, base FROM json_to_recordset(:'base_types') AS _ (oid oid, base oid)
), peeled (oid, base, depth) AS (
    SELECT oid, base, 0 FROM base_type
    UNION ALL
    SELECT p.oid, b.base, p.depth + 1
    FROM peeled p
    JOIN pg_type e ON e.typarray = p.base
    JOIN base_type b ON b.oid = e.oid
), leaf AS (
    SELECT p.oid, p.depth, t.typname AS name, t.typtype AS kind, n.nspname AS schema,
           n.nspname = ANY (:'schemas'::name[]) AS is_exposed, c.relkind, c.relispartition,
           (SELECT string_agg(to_json(enumlabel::text)::text, ' | ' ORDER BY enumsortorder)
            FROM pg_enum WHERE enumtypid = t.oid) AS labels
    FROM peeled p
    JOIN pg_type t ON t.oid = p.base
    JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid
    WHERE NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = p.base)
), named AS (
    SELECT oid, depth,
        CASE WHEN kind = 'c' AND is_exposed AND relkind <> 'c' AND NOT relispartition
                 THEN format('Database[%s][%s][%s]', to_json(schema),
                             CASE WHEN relkind IN ('v', 'm') THEN '"Views"' ELSE '"Tables"' END,
                             to_json(name)) END
        AS relation,
        CASE WHEN kind = 'b' THEN CASE
                 WHEN name = 'bool' THEN 'boolean'
                 WHEN name IN ('int2', 'int4', 'int8', 'float4', 'float8', 'numeric')
                     THEN 'number'
                 WHEN name IN ('text', 'varchar', 'bpchar', 'citext', 'uuid', 'bytea', 'date',
                               'time', 'timetz', 'timestamp', 'timestamptz', 'vector')
                     THEN 'string'
                 WHEN name IN ('json', 'jsonb') THEN 'Json' END
             WHEN kind = 'p' THEN CASE name WHEN 'void' THEN 'undefined'
                                            WHEN 'record' THEN 'Record<string, unknown>' END
             WHEN kind = 'e' AND is_exposed
                 THEN format('Database[%s]["Enums"][%s]', to_json(schema), to_json(name))
             WHEN kind = 'e' AND depth > 0 THEN '(' || labels || ')'
             WHEN kind = 'e' THEN labels
             WHEN kind = 'c' AND is_exposed AND relkind = 'c'
                 THEN format('Database[%s]["CompositeTypes"][%s]', to_json(schema), to_json(name))
             END
        AS text
    FROM leaf
)
SELECT json_agg(json_build_object(
    'oid', oid, 'relation', relation, 'lists', repeat('[]', depth),
    'text', coalesce(relation || '["Row"]', text, 'unknown') || repeat('[]', depth)))
    AS type_texts
FROM named \gset

COPY (
    SELECT 'schema', to_json(name) FROM unnest(:'schemas'::name[]) AS _ (name)
    GROUP BY name ORDER BY name COLLATE "C"
) TO STDOUT;

-- supabase-js takes public for the schema of a client that names none.
COPY (
    SELECT 'default', to_json(name)
    FROM unnest(:'schemas'::name[]) WITH ORDINALITY AS _ (name, ordinal)
    ORDER BY name = 'public' DESC, ordinal LIMIT 1
) TO STDOUT;

COPY (
    SELECT 'label', to_json(n.nspname), to_json(t.typname), to_json(e.enumlabel::text)
    FROM pg_enum e
    JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = ANY (:'schemas'::name[])
    ORDER BY n.nspname, t.typname, e.enumsortorder
) TO STDOUT;

COPY (
    SELECT 'attribute', to_json(n.nspname), to_json(c.relname), to_json(a.attname),
        t.text || CASE WHEN t.text <> 'unknown' THEN ' | null' ELSE '' END
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text) ON t.oid = a.atttypid
    WHERE c.relkind = 'c' AND n.nspname = ANY (:'schemas'::name[])
    ORDER BY n.nspname, c.relname, a.attnum
) TO STDOUT;
