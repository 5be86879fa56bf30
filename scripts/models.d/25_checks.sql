-- SPDX-License-Identifier: MIT
--
-- 25_checks - the conditions of check constraints, for the descriptions of records.

COPY (
    SELECT 'check', c.conrelid, c.conname, pg_get_expr(c.conbin, c.conrelid)
    FROM pg_constraint c
    JOIN json_to_recordset(:'relations') AS r (oid oid) ON r.oid = c.conrelid
    WHERE c.contype = 'c'
    ORDER BY c.conrelid, c.conname
) TO STDOUT;
