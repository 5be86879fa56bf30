-- SPDX-License-Identifier: MIT
--
-- 20_relations - tables and views, their columns and what functions compute of their rows.

COPY (
    SELECT 'relation', to_json(schema),
        CASE WHEN kind IN ('v', 'm') THEN 'Views' ELSE 'Tables' END, to_json(name)
    FROM json_to_recordset(:'relations') AS r (schema name, name name, kind text)
    ORDER BY schema, name
) TO STDOUT;

-- For Insert and Update: ":" required, "?:" optional, "-" not to be written, "" none at all,
-- for a view that takes no rows. Json has null in it, which NOT NULL takes out.
COPY (
    WITH relation AS (
        SELECT r.*, r.kind IN ('v', 'm') AS is_view,
            CASE WHEN r.kind = 'v' THEN pg_relation_is_updatable(r.oid, true) ELSE 0 END AS events,
            EXISTS (SELECT FROM pg_trigger WHERE tgrelid = r.oid AND tgtype & 68 = 68)
                AS has_insert_trigger,
            EXISTS (SELECT FROM pg_trigger WHERE tgrelid = r.oid AND tgtype & 80 = 80)
                AS has_update_trigger
        FROM json_to_recordset(:'relations') AS r (oid oid, schema name, name name, kind text)
    )
    SELECT 'column', to_json(r.schema), to_json(r.name), to_json(a.attname),
        CASE WHEN t.text = 'Json' AND (a.attnotnull OR d.is_not_null) THEN 'NonNullable<Json>'
             ELSE t.text END,
        CASE WHEN a.attnotnull OR d.is_not_null OR t.text = 'unknown' THEN '' ELSE ' | null' END,
        CASE WHEN NOT r.is_view THEN CASE
                 WHEN a.attidentity = 'a' OR a.attgenerated <> '' THEN '-'
                 WHEN a.atthasdef OR a.attidentity <> '' OR b.typdefaultbin IS NOT NULL
                     OR NOT (a.attnotnull OR d.is_not_null) THEN '?:'
                 ELSE ':' END
             WHEN r.events & 8 = 0 THEN ''
             WHEN r.has_insert_trigger OR pg_column_is_updatable(r.oid, a.attnum, true) THEN '?:'
             ELSE '-' END,
        CASE WHEN NOT r.is_view
                 THEN CASE WHEN a.attidentity = 'a' OR a.attgenerated <> '' THEN '-' ELSE '?:' END
             WHEN r.events & 4 = 0 THEN ''
             WHEN r.has_update_trigger OR pg_column_is_updatable(r.oid, a.attnum, true) THEN '?:'
             ELSE '-' END
    FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type b ON b.oid = a.atttypid
    JOIN json_to_recordset(:'base_types') AS d (oid oid, is_not_null bool) ON d.oid = a.atttypid
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text) ON t.oid = a.atttypid
    ORDER BY r.schema, r.name, a.attname
) TO STDOUT;

-- Of an exposed schema also those that give rows, which 30_functions lists the members of. A
-- column of the name comes first.
COPY (
    SELECT DISTINCT ON (r.schema, r.name, p.proname)
        'computed', to_json(r.schema), to_json(r.name), to_json(p.proname), p.oid,
        CASE WHEN t.text <> 'unknown' THEN t.text || ' | null' ELSE t.text END
    FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    JOIN json_to_recordset(:'relations') AS r (oid oid, schema name, name name, row_type oid)
        ON r.row_type = p.proargtypes[0]
    JOIN json_to_recordset(:'base_types') AS d (oid oid, base oid) ON d.oid = p.prorettype
    JOIN pg_type b ON b.oid = d.base
    JOIN json_to_recordset(:'type_texts') AS t (oid oid, text text) ON t.oid = p.prorettype
    WHERE p.prokind = 'f' AND p.pronargs = 1 AND b.typtype <> 'p'
        AND (n.nspname = ANY (:'schemas'::name[]) OR NOT p.proretset AND b.typtype <> 'c')
        AND NOT EXISTS (SELECT FROM pg_attribute a
                        WHERE a.attrelid = r.oid AND a.attname = p.proname AND NOT a.attisdropped)
    ORDER BY r.schema, r.name, p.proname, n.nspname <> r.schema, n.nspname
) TO STDOUT;
