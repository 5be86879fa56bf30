-- SPDX-License-Identifier: MIT
--
-- 1,000 tables of 25 columns, each with a key and up to three foreign keys.

CREATE SCHEMA big;
DO $$
DECLARE
    texts text := (SELECT string_agg(format('c%s text DEFAULT ''value %s'' NOT NULL', n, n), ', ')
                   FROM generate_series(1, 11) n);
    numbers text := (SELECT string_agg(format('n%s numeric(10, 2)', n), ', ')
                     FROM generate_series(1, 10) n);
    parents text;
BEGIN
    FOR i IN 1..1000 LOOP
        SELECT string_agg(format('r%s bigint %s', n, CASE WHEN i > n * 7 THEN
                          format('REFERENCES big.t%s', i - n * 7) END), ', ')
        INTO parents FROM generate_series(1, 3) n;
        EXECUTE format('CREATE TABLE big.t%s (id bigint PRIMARY KEY, %s, %s, %s)', i, texts,
                       numbers, parents);
        IF i % 200 = 0 THEN
            COMMIT;
        END IF;
    END LOOP;
END $$;
