-- SPDX-License-Identifier: MIT
--
-- 30_relationships - foreign keys seen from both sides, through views and junctions, and
-- the functions that are used as relationships.

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
