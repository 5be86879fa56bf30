-- SPDX-License-Identifier: MIT
--
-- 10_shared - the first of the files that write a catalog as rows of text for rows.awk.
--
-- A row is a tag, the key of what it belongs to, then the members that rows.awk lists for
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
