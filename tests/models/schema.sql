-- SPDX-License-Identifier: MIT
--
-- An awkward schema: what a catalog may hold and a generator may stumble over.

SET client_min_messages = warning;
CREATE SCHEMA zoo;
CREATE SCHEMA "Odd Schema";
CREATE SCHEMA hidden;
COMMENT ON SCHEMA zoo IS 'Says "hi", a \ and
a second line, a tab	, what??! and /* */';

-- Types
CREATE TYPE zoo.mood AS ENUM ('so "so"', 'back\slash', '', 'größer', 'a,b');
CREATE TYPE hidden.cast_mood AS ENUM ('x');
CREATE TYPE hidden.place AS (street text, number int);
CREATE DOMAIN zoo.code AS varchar(12) DEFAULT 'none' CHECK (VALUE <> '');
CREATE DOMAIN zoo."Strict Code" AS zoo.code NOT NULL;
CREATE DOMAIN zoo.moods AS zoo.mood;
CREATE DOMAIN zoo.place_alias AS hidden.place;
CREATE TYPE hidden.mood_range AS RANGE (subtype = zoo.mood);
CREATE DOMAIN zoo.many AS int[];
CREATE DOMAIN zoo.badge AS int;
CREATE DOMAIN zoo."Text/X-Zoo" AS text;
CREATE DOMAIN zoo."*/*" AS bytea;

CREATE FUNCTION hidden."badge Out"(zoo.badge) RETURNS json LANGUAGE sql IMMUTABLE AS
$$ SELECT to_json('B' || $1::text) $$;
CREATE FUNCTION zoo.badge_in(json) RETURNS zoo.badge LANGUAGE sql IMMUTABLE AS
$$ SELECT 1::zoo.badge $$;
SET client_min_messages = error;
CREATE CAST (zoo.badge AS json) WITH FUNCTION hidden."badge Out"(zoo.badge) AS IMPLICIT;
CREATE CAST (json AS zoo.badge) WITH FUNCTION zoo.badge_in(json) AS ASSIGNMENT; -- not implicit
SET client_min_messages = warning;

CREATE FUNCTION hidden.mood_json(hidden.cast_mood) RETURNS json LANGUAGE sql IMMUTABLE AS $$ SELECT '1'::json $$;
CREATE CAST (hidden.cast_mood AS json) WITH FUNCTION hidden.mood_json(hidden.cast_mood);

-- Tables
CREATE TABLE zoo."Tier ""gross""" (
    "Schlüssel, teil{1}" int,
    "日本" text,
    mood zoo.mood DEFAULT 'so "so"',
    moods zoo.moods,
    code zoo.code,
    strict zoo."Strict Code",
    place hidden.place,
    places zoo.place_alias,
    many zoo.many,
    mood_list zoo.mood[],
    span int4range,
    spans hidden.mood_range,
    cast_mood hidden.cast_mood,
    relations pg_catalog.pg_class[],
    badge zoo.badge,
    flags bit(3),
    short char(4),
    at timestamp(3) with time zone DEFAULT now(),
    dropped int,
    next_id int DEFAULT nextval('pg_catalog.pg_class'::regclass),
    doubled int GENERATED ALWAYS AS ("Schlüssel, teil{1}" * 2) STORED,
    always bigint GENERATED ALWAYS AS IDENTITY,
    PRIMARY KEY ("日本", "Schlüssel, teil{1}")
);
ALTER TABLE zoo."Tier ""gross""" DROP COLUMN dropped;
COMMENT ON TABLE zoo."Tier ""gross""" IS 'Line one
line two with "quotes", \ and ''single''';
COMMENT ON COLUMN zoo."Tier ""gross"""."日本" IS E'??/ bell \x07 override \u202E end';

-- A composite key, referenced in another order; a unique foreign key and a plain one.
CREATE TABLE zoo.child (
    id int PRIMARY KEY,
    a int,
    b text,
    c text,
    CONSTRAINT one FOREIGN KEY (b, a) REFERENCES zoo."Tier ""gross""",
    CONSTRAINT many FOREIGN KEY (c, a) REFERENCES zoo."Tier ""gross""",
    UNIQUE (a, b)
);
CREATE TABLE zoo.node (id int PRIMARY KEY, parent int REFERENCES zoo.node, twin int UNIQUE REFERENCES zoo.node);
CREATE TABLE zoo.tag (id int PRIMARY KEY);
CREATE TABLE zoo.node_tag (
    node int REFERENCES zoo.node, tag int REFERENCES zoo.tag, extra int REFERENCES zoo.tag,
    PRIMARY KEY (node, tag));
CREATE TABLE "Odd Schema".elsewhere (id int PRIMARY KEY, node int REFERENCES zoo.node);
CREATE TABLE hidden.secret (id int PRIMARY KEY, node int REFERENCES zoo.node, tag int REFERENCES zoo.tag);

CREATE TABLE zoo.event (id int, day date, node int REFERENCES zoo.node, PRIMARY KEY (id, day))
    PARTITION BY RANGE (day);
CREATE TABLE zoo.event_2024 PARTITION OF zoo.event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE zoo.event_note (id int PRIMARY KEY, event int, day date, FOREIGN KEY (event, day) REFERENCES zoo.event);
CREATE TABLE zoo.empty ();

-- Views
CREATE VIEW hidden.between AS SELECT id AS node_id, parent AS up FROM zoo.node;
CREATE VIEW zoo.node_view AS SELECT node_id AS "the {id}", up, node_id AS again FROM hidden.between;
CREATE VIEW zoo.node_names AS
    SELECT n.id, t.id AS tag_id, (SELECT max(x.id) FROM zoo.tag x) AS top, 'a{b\c}' AS odd
    FROM zoo.node n CROSS JOIN zoo.tag t;
CREATE VIEW zoo.half AS SELECT "日本" FROM zoo."Tier ""gross""";
CREATE VIEW zoo.joined AS SELECT node, tag FROM zoo.node_tag;
CREATE VIEW zoo.both AS SELECT id FROM zoo.node UNION SELECT id FROM zoo.tag;
CREATE MATERIALIZED VIEW zoo.counted AS SELECT id, 1 AS one FROM zoo.tag;
CREATE VIEW zoo.written AS SELECT count(*) AS n FROM zoo.node;
CREATE FUNCTION hidden.swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER swallow INSTEAD OF INSERT ON zoo.written FOR EACH ROW EXECUTE FUNCTION hidden.swallow();
CREATE FOREIGN DATA WRAPPER zoo_wrapper;
CREATE SERVER zoo_server FOREIGN DATA WRAPPER zoo_wrapper;
CREATE FOREIGN TABLE zoo.far (id int) SERVER zoo_server;

-- Functions
CREATE FUNCTION zoo.f() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION zoo.f(b text) RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION zoo.f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION zoo.f(a int, VARIADIC rest text[] DEFAULT '{}') RETURNS SETOF zoo.node
    LANGUAGE sql SET statement_timeout = '3s' SET search_path = zoo, "$user" AS 'SELECT * FROM zoo.node';
CREATE FUNCTION zoo.g(OUT x int, y char(3), OUT z zoo.mood) LANGUAGE sql AS $$ SELECT 1, 'so "so"'::zoo.mood $$;
CREATE FUNCTION zoo.rows(n int DEFAULT 1) RETURNS TABLE ("a b" int, code zoo.code) LANGUAGE sql AS $$ SELECT 1, 'x'::zoo.code $$;
CREATE FUNCTION zoo.alias() RETURNS zoo.place_alias LANGUAGE sql AS 'SELECT NULL::zoo.place_alias';
CREATE FUNCTION zoo.mood_of(json) RETURNS zoo.moods LANGUAGE sql AS 'SELECT NULL::zoo.moods';
CREATE FUNCTION zoo.nameless(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION zoo.anything() RETURNS record LANGUAGE sql AS 'SELECT 1, 2';
CREATE PROCEDURE zoo.proc() LANGUAGE sql AS '';
COMMENT ON FUNCTION zoo.f(text) IS E'Tab\there';

CREATE FUNCTION zoo.shout(zoo.node) RETURNS text LANGUAGE sql STABLE AS $$ SELECT 'node' $$;
CREATE FUNCTION hidden.shout(zoo.node) RETURNS int LANGUAGE sql STABLE AS $$ SELECT 1 $$;
CREATE FUNCTION zoo.badge_of(zoo.node_view) RETURNS zoo.badge LANGUAGE sql STABLE AS $$ SELECT 1::zoo.badge $$;
CREATE FUNCTION zoo.root(zoo.node) RETURNS SETOF zoo.node ROWS 1 LANGUAGE sql STABLE AS $$ SELECT $1 $$;
CREATE FUNCTION zoo.tag(zoo.node) RETURNS SETOF zoo.tag LANGUAGE sql STABLE AS $$ SELECT * FROM zoo.tag $$;
CREATE FUNCTION hidden.below(zoo.node) RETURNS SETOF zoo.node LANGUAGE sql STABLE AS $$ SELECT $1 $$;

CREATE FUNCTION hidden.step(zoo."Text/X-Zoo", zoo.node) RETURNS zoo."Text/X-Zoo" LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION hidden.step(bytea, anyelement) RETURNS bytea LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION hidden.last(bytea) RETURNS zoo."*/*" LANGUAGE sql AS $$ SELECT $1::zoo."*/*" $$;
CREATE AGGREGATE zoo.as_zoo(zoo.node) (SFUNC = hidden.step, STYPE = zoo."Text/X-Zoo");
CREATE AGGREGATE zoo.as_any(anyelement) (SFUNC = hidden.step, STYPE = bytea, FINALFUNC = hidden.last);
CREATE FUNCTION zoo.page() RETURNS zoo."Text/X-Zoo" LANGUAGE sql AS $$ SELECT 'x' $$;

CREATE SCHEMA supabase_migrations;
CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY);
INSERT INTO supabase_migrations.schema_migrations VALUES ('20240101000000'), ('20250101000000');
