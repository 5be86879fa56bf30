-- SPDX-License-Identifier: MIT
--
-- 35_response - whether anything in the database may set response.status or response.headers.
--
-- Of text that is SQL only when it runs the words are looked for, in node trees the call.

COPY (
    SELECT 'response', '-'
    WHERE EXISTS (
        SELECT FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
        WHERE p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
            AND l.lanname NOT IN ('internal', 'c')
            AND (l.lanname NOT IN ('sql', 'plpgsql')
                 OR p.prosrc ~* 'response|set_config|\mexecute\M')
    ) OR EXISTS (
        SELECT FROM (
            SELECT prosqlbody::text FROM pg_proc
            UNION ALL SELECT concat(r.ev_action, r.ev_qual)
                FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
                WHERE c.relnamespace <> 'pg_catalog'::regnamespace
            UNION ALL SELECT concat(polqual, polwithcheck) FROM pg_policy
            UNION ALL SELECT adbin::text FROM pg_attrdef
            UNION ALL SELECT conbin::text FROM pg_constraint
        ) AS _ (tree)
        WHERE tree LIKE format('%%:funcid %s %%',
                               'pg_catalog.set_config(text,text,boolean)'::regprocedure::oid)
    )
) TO STDOUT;
