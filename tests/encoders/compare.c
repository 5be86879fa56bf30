/* SPDX-License-Identifier: MIT
 *
 * compare - what the encoder writes against what PostgreSQL itself writes.
 *
 * "values" gives, per type, a query of values: each, and arrays of them, is compared with
 * to_json(); and records of them, where a record's values are written here, with
 * json_agg()::jsonb. "documents" holds whole queries, compared in every encoding. All of
 * it runs in one transaction that is rolled back. SEED repeats a run.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/strbuf.h"
#include "rest/encoder.h"
#include "rest/record.h"

#define MAXIMUM_SHOWN 20

static struct {
    PGconn *connection;
    struct context context;
    struct spool *spool;
    long passed;
    long failed;
} test;

static const char *const zones[] = {
    "UTC",
    "Europe/Zurich",
    "Asia/Kolkata",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Monrovia",
    "Europe/Amsterdam",
    "Pacific/Chatham",
};

/* %s is the type's name. The first result is the value, the second the expectation. */
static const char *const value_queries[] = {
    "select v, to_json(v)::text from v",
};

static const char *const array_queries[] = {
    "select a, to_json(a)::text from (select array[v, null, v] as a from v) x",
    "select a, to_json(a)::text from (select array[lag(v) over (), v] as a from v) x",
    "select a, to_json(a)::text from (select array[array[v, null], array[v, v]] as a"
    " from v) x",
    "select a, to_json(a)::text from (select ('[-2:-1][3:3]=' ||"
    " array[array[v], array[v]]::text)::%s[] as a from v) x",
    "select a, to_json(a)::text from (select '{}'::%s[] as a) x",
};

/* Records of a value, the value again in a record within, and a NULL; the keys in jsonb's
 * order, which is not theirs. */
static const char *const record_queries[] = {
    "select string_agg(x::text, ''), coalesce(json_agg(x)::jsonb, '[]')::text from"
    " (select v as value, (select y from (select v as w) y) as \"in\", null::int as n"
    " from v) x",
    "select string_agg(x::text, ''), coalesce(json_agg(x)::jsonb, '[]')::text from"
    " (select v as value, (select y from (select v as w) y) as \"in\", null::int as n"
    " from v where false) x",
};

static const struct {
    enum encoding encoding;
    bool strips_nulls;
    const char *expected; /* of %s, the query */
} encodings[] = {
    {ENCODE_JSON_ARRAY, false, "select coalesce(json_agg(_t), '[]') from (%s) _t"},
    {ENCODE_JSON_ARRAY, true,
     "select coalesce(json_strip_nulls(json_agg(_t)), '[]') from (%s) _t"},
    {ENCODE_JSON_OBJECT, false, "select row_to_json(_t) from (%s) _t limit 1"},
    {ENCODE_JSON_OBJECT, true,
     "select json_strip_nulls(row_to_json(_t)) from (%s) _t limit 1"},
    {ENCODE_NDJSON, false,
     "select string_agg(row_to_json(_t)::text || e'\\n', '') from (%s) _t"},
    {ENCODE_CSV, false,
     "select (select coalesce(string_agg(k, ','), '') from"
     " (select json_object_keys(r)::text as k from"
     " (select row_to_json(_h) as r from (%s) _h limit 1) s) a) || e'\\n' ||"
     " coalesce(string_agg(substring(_t::text, 2, length(_t::text) - 2), e'\\n'), '')"
     " from (%s) _t"},
};

static void stop(const char *what)
{
    fprintf(stderr, "compare: %s\n%s", what, PQerrorMessage(test.connection));
    exit(2);
}

static PGresult *run(const char *sql)
{
    PGresult *result = PQexec(test.connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        stop(sql);
    }
    return result;
}

static struct slice value_of(const PGresult *result, int row, int column)
{
    if (PQgetisnull(result, row, column)) {
        return slice_absent();
    }
    return (struct slice){PQgetvalue(result, row, column),
                          (size_t)PQgetlength(result, row, column)};
}

static void judge(const char *what, struct slice given, struct slice expected)
{
    struct slice written;
    if (!spool_map(&test.context, test.spool, &written)) {
        stop("the spool cannot be read");
    }
    if (slice_equal(written, expected)) {
        test.passed++;
        return;
    }
    if (test.failed++ < MAXIMUM_SHOWN) {
        printf("not ok: %s\n  value:    %.300s\n  expected: %.300s\n  written:  %.300s\n",
               what, slice_string(test.context.arena, given),
               slice_string(test.context.arena, expected),
               slice_string(test.context.arena, written));
    }
}

static void compare_values(const char *what, const char *sql)
{
    PGresult *result = run(sql);
    for (int row = 0; row < PQntuples(result); row++) {
        struct slice value = value_of(result, row, 0);
        struct slice expected = value_of(result, row, 1);
        spool_clear(test.spool);
        bool known = encoder_write_value(test.spool, test.context.arena,
                                         PQftype(result, 0), value);
        if (!known) {
            spool_add_text(test.spool, "(unknown type)");
        }
        judge(what, value, slice_is_present(expected) ? expected : slice_of("null"));
    }
    PQclear(result);
}

static struct record *make_record(struct record_column *columns, size_t count,
                                  const size_t *order, bool is_list)
{
    struct arena *arena = test.context.arena;
    struct record *record = arena_alloc(arena, sizeof(*record));
    *record = (struct record){
        .columns = columns,
        .column_count = count,
        .order = order,
        .order_count = count,
        .is_list = is_list,
        .values = arena_alloc(arena, count * sizeof(*record->values)),
        .text = strbuf_new(arena, 0),
    };
    return record;
}

static void compare_records(const char *type)
{
    static const size_t one[] = {0}, by_key[] = {2, 1, 0};
    struct arena *arena = test.context.arena;
    PGresult *name =
        run(arena_printf(arena, "select format_type($$%s$$::regtype, null)", type));
    json_write *write = record_writer(PQgetvalue(name, 0, 0));
    PQclear(name);
    if (write == NULL) {
        return;
    }
    struct record_column inner[] = {{.key = SLICE(", \"w\": "), .write = write}};
    struct record_column outer[] = {
        {.key = SLICE(", \"value\": "), .write = write},
        {.key = SLICE(", \"in\": "), .record = make_record(inner, 1, one, false)},
        {.key = SLICE(", \"n\": "), .write = json_number_write},
    };
    struct record *record = make_record(outer, 3, by_key, true);
    struct json_writer writer = {.spool = test.spool, .scratch = strbuf_new(arena, 0)};
    for (size_t i = 0; i < ARRAY_LENGTH(record_queries); i++) {
        PGresult *result = run(record_queries[i]);
        spool_clear(test.spool);
        record_write(&writer, record, value_of(result, 0, 0));
        judge(arena_printf(arena, "records of %s, form %zu", type, i),
              value_of(result, 0, 0), value_of(result, 0, 1));
        PQclear(result);
    }
}

static bool has_array(const char *type)
{
    char *sql = arena_printf(test.context.arena,
                             "select 1 from pg_type where typarray <> 0 and"
                             " oid = $$%s$$::regtype",
                             type);
    PGresult *result = run(sql);
    bool found = PQntuples(result) == 1;
    PQclear(result);
    return found;
}

/* `pattern` with every %s spelled as `text`. */
static const char *spell(const char *pattern, const char *text)
{
    struct strbuf spelled = strbuf_new(test.context.arena, 0);
    struct slice rest = slice_of(pattern);
    for (;;) {
        strbuf_add_slice(&spelled, slice_cut(&rest, '%'));
        if (!slice_is_present(rest)) {
            return strbuf_string(&spelled);
        }
        strbuf_add_text(&spelled, text);
        rest = slice_from(rest, 1);
    }
}

static void compare_queries(const char *type, const char *zone,
                            const char *const *queries, size_t count)
{
    struct arena *arena = test.context.arena;
    for (size_t i = 0; i < count; i++) {
        compare_values(arena_printf(arena, "%s in %s, form %zu", type, zone, i),
                       spell(queries[i], type));
    }
}

static void compare_type(const char *type, const char *values)
{
    struct arena *arena = test.context.arena;
    PQclear(run("drop table if exists v"));
    PQclear(run(arena_printf(arena, "create temp table v as select t.v from (%s) t (v)",
                             values)));
    size_t zone_count = strstr(type, "tz") != NULL ? ARRAY_LENGTH(zones) : (size_t)1;
    for (size_t i = 0; i < zone_count; i++) {
        PQclear(run(arena_printf(arena, "set local timezone = '%s'", zones[i])));
        compare_queries(type, zones[i], value_queries, ARRAY_LENGTH(value_queries));
        compare_records(type);
        if (has_array(type)) {
            compare_queries(type, zones[i], array_queries, ARRAY_LENGTH(array_queries));
        }
    }
    PQclear(run("set local timezone = 'UTC'"));
}

static void take_rows(struct encoder *encoder, const PGresult *result)
{
    struct field fields[16];
    struct slice values[16];
    struct row_sink sink = encoder_sink(encoder);
    size_t count = (size_t)PQnfields(result);
    for (size_t i = 0; i < count; i++) {
        fields[i] = (struct field){.name = slice_of(PQfname(result, (int)i)),
                                   .type = PQftype(result, (int)i)};
    }
    if (!sink.describe(sink.self, &test.context, fields, count)) {
        stop("the encoder failed");
    }
    for (int row = 0; row < PQntuples(result); row++) {
        for (size_t i = 0; i < count; i++) {
            values[i] = value_of(result, row, (int)i);
        }
        if (!sink.row(sink.self, &test.context, values, count)) {
            stop("the encoder failed");
        }
    }
    encoder_finish(encoder);
}

static void compare_document(const char *query)
{
    struct arena *arena = test.context.arena;
    PGresult *result = run(query);
    for (size_t i = 0; i < ARRAY_LENGTH(encodings); i++) {
        struct encoder_options options = {.encoding = encodings[i].encoding,
                                          .strips_nulls = encodings[i].strips_nulls};
        take_rows(encoder_new(&test.context, test.spool, options), result);
        PGresult *expectation = run(spell(encodings[i].expected, query));
        struct slice expected =
            PQntuples(expectation) == 0 ? slice_of("") : value_of(expectation, 0, 0);
        judge(arena_printf(arena, "document in encoding %zu", i), slice_of(query),
              expected);
        PQclear(expectation);
    }
    PQclear(result);
}

/* Every type of the catalog is known or not, as the encoder promises. */
static void compare_catalog(void)
{
    PGresult *result =
        run("select t.oid, t.typname, (t.typtype in ('b', 'r', 'm') and"
            " coalesce(e.typtype, 'b') <> 'c') or t.typname in ('void', 'cstring',"
            " '_cstring', 'unknown') from pg_type t left join pg_type e on"
            " e.typarray = t.oid where t.typnamespace = 'pg_catalog'::regnamespace and"
            " t.typname <> '_record'");
    for (int row = 0; row < PQntuples(result); row++) {
        uint32_t type = (uint32_t)strtoul(PQgetvalue(result, row, 0), NULL, 10);
        spool_clear(test.spool);
        spool_add_text(test.spool, encoder_knows_type(type) ? "t" : "f");
        judge("known type", value_of(result, row, 1), value_of(result, row, 2));
    }
    PQclear(result);
}

static void read_lines(const char *folder, const char *name, void (*take)(char *line))
{
    char *path = arena_printf(test.context.arena, "%s/%s", folder, name);
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0;
    if (file == NULL) {
        stop(path);
    }
    while (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\n")] = '\0';
        take(line);
    }
    free(line);
    fclose(file);
}

static void take_type(char *line)
{
    char *values = strchr(line, '\t');
    if (values == NULL) {
        stop(line);
    }
    *values = '\0';
    compare_type(line, values + 1);
}

static void take_document(char *line)
{
    compare_document(line);
}

static void open_session(const char *url)
{
    test.connection = PQconnectdb(url);
    if (PQstatus(test.connection) != CONNECTION_OK) {
        stop("TEST_DATABASE_URL cannot be connected to");
    }
    PQsetClientEncoding(test.connection, "UTF8");
    const char *given = getenv("SEED");
    long seed = given == NULL ? (long)(time(NULL) % 100000) : strtol(given, NULL, 10);
    printf("SEED=%ld\n", seed);
    PQclear(
        run("begin; set local datestyle = 'ISO'; set local intervalstyle = 'postgres';"
            "set local extra_float_digits = 1; set local bytea_output = 'hex';"
            "set local client_min_messages = warning; create schema odd;"
            "create table odd.\"ta\"\"b\\le,\" (a int);"
            "create function odd.f(text[]) returns int language sql as 'select 1'"));
    PQclear(
        run(arena_printf(test.context.arena, "select setseed(%ld / 100000.0)", seed)));
}

int main(int count, char **arguments)
{
    const char *url = getenv("TEST_DATABASE_URL");
    if (url == NULL || count != 2) {
        fprintf(stderr, "usage: TEST_DATABASE_URL=... compare FOLDER\n");
        return 2;
    }
    const struct config config = {.spool_max = INT64_MAX};
    test.context =
        (struct context){.arena = arena_new((size_t)1 << 16), .config = &config};
    test.spool = spool_new(&test.context);
    open_session(url);
    compare_catalog();
    read_lines(arguments[1], "values", take_type);
    read_lines(arguments[1], "documents", take_document);
    PQclear(run("rollback"));
    PQfinish(test.connection);
    arena_free(test.context.arena);
    printf("%ld passed, %ld failed\n", test.passed, test.failed);
    return test.failed == 0 ? 0 : 1;
}
