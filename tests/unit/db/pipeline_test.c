/* SPDX-License-Identifier: MIT */
#include "server.h"

static int set_up(void **state)
{
    struct server *server = server_open(true);
    *state = server;
    if (server != NULL) {
        server_ask(server, "CREATE SCHEMA IF NOT EXISTS db_unit");
        server_ask(server, "DROP TABLE IF EXISTS db_unit.child, db_unit.parent");
        server_ask(server, "CREATE TABLE db_unit.parent (id int PRIMARY KEY)");
        server_ask(server, "CREATE TABLE db_unit.child (id int REFERENCES db_unit.parent "
                           "DEFERRABLE INITIALLY DEFERRED)");
    }
    return 0;
}

static int tear_down(void **state)
{
    struct server *server = *state;
    if (server != NULL) {
        server_reset(server);
        server_ask(server, "DROP SCHEMA db_unit CASCADE");
        server_close(server);
    }
    return 0;
}

static const char *parents(struct server *server)
{
    server->context.error = (struct error){0};
    return server_ask(server, "SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '')"
                              " FROM db_unit.parent");
}

static void assert_error(struct server *server, const char *code)
{
    assert_non_null(server->context.error.code);
    assert_string_equal(server->context.error.code, code);
}

static void failed_item_undoes_the_implicit_transaction(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *sql[] = {"INSERT INTO db_unit.parent VALUES (1)",
                         "INSERT INTO db_unit.parent VALUES (1)",
                         "INSERT INTO db_unit.parent VALUES (2)"};
    struct exchange exchange = {0};
    assert_false(server_run(server, &exchange, sql, 3));
    assert_error(server, "23505");
    assert_int_equal(server->context.error.status, 0);
    assert_non_null(server->context.error.details);
    assert_null(server->context.error.hint);
    assert_int_equal(exchange.failed_item, 1);
    assert_string_equal(parents(server), "");
}

static bool accept(void *self, struct context *context)
{
    (void)context;
    ++*(int *)self;
    return true;
}

static bool refuse(void *self, struct context *context)
{
    ++*(int *)self;
    return context_fail_with(context, "PGRST124", "too many");
}

static void verdict_decides(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    int asked = 0;
    const char *one = "INSERT INTO db_unit.parent VALUES (1)";
    const char *two = "INSERT INTO db_unit.parent VALUES (2)";
    struct exchange exchange = {
        .begin = "BEGIN", .verdict = accept, .verdict_self = &asked};
    assert_true(server_run(server, &exchange, &one, 1));
    exchange.verdict = refuse;
    assert_false(server_run(server, &exchange, &two, 1));
    assert_error(server, "PGRST124");
    assert_false(exchange.was_kept);
    assert_int_equal(asked, 2);
    assert_string_equal(parents(server), "1");

    exchange.verdict = accept; /* not asked when an item failed */
    assert_false(server_run(server, &exchange, &one, 1));
    assert_error(server, "23505");
    assert_int_equal(asked, 2);
    assert_string_equal(parents(server), "1");
}

static void explicit_transactions_end_as_asked(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *one = "INSERT INTO db_unit.parent VALUES (1)";
    struct exchange exchange = {.begin = "BEGIN ISOLATION LEVEL SERIALIZABLE",
                                .rolls_back = true};
    assert_true(server_run(server, &exchange, &one, 1));
    assert_string_equal(parents(server), "");
    exchange.rolls_back = false;
    assert_true(server_run(server, &exchange, &one, 1));
    assert_string_equal(parents(server), "1");
    assert_false(server_run(server, &exchange, &one, 1));
    assert_error(server, "23505");
    assert_string_equal(parents(server), "1");
    exchange.begin = "BEGIN NONSENSE";
    assert_false(server_run(server, &exchange, &one, 1));
    assert_error(server, "42601");
    assert_int_equal(exchange.failed_item, 1);
    assert_string_equal(parents(server), "1");
}

static void deferred_constraints_fail_at_the_end(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    int asked = 0;
    const char *orphan = "INSERT INTO db_unit.child VALUES (7)";
    struct exchange exchange = {0};
    assert_false(server_run(server, &exchange, &orphan, 1));
    assert_error(server, "23503");
    assert_int_equal(exchange.failed_item, 1);
    server->context.error = (struct error){0};
    exchange.begin = "BEGIN";
    assert_false(server_run(server, &exchange, &orphan, 1));
    assert_error(server, "23503");
    server->context.error = (struct error){0};
    exchange.verdict = accept;
    exchange.verdict_self = &asked;
    assert_false(server_run(server, &exchange, &orphan, 1));
    assert_error(server, "23503");
    server->context.error = (struct error){0};
    assert_string_equal(server_ask(server, "SELECT count(*) FROM db_unit.child"), "0");
}

static void parameters_arrive_as_they_are(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct parameter parameters[] = {
        {.value = {"tail is cut", 4}},
        {.value = SLICE("")},
        {.value = slice_absent()},
        {.value = {"\0\xff", 2}, .is_binary = true},
        {.value = SLICE("12345678901234567890.10"), .is_terminated = true},
    };
    struct recorder recorder = {0};
    struct row_sink sink = recorder_sink(&recorder);
    struct exchange_item item = {
        .statement = {.sql = SLICE("SELECT $1::text, $2::text, $3::text, $4::bytea, "
                                   "$5::numeric, NULL"),
                      .parameters = parameters,
                      .parameter_count = 5},
        .sink = &sink};
    struct exchange exchange = {.items = &item, .item_count = 1};
    assert_true(database_run(server->database, &server->context, &exchange));
    assert_string_equal(strbuf_string(&recorder.text),
                        "tail||(null)|\\x00ff|12345678901234567890.10|(null)");
    assert_int_equal(recorder.affected, 1);
    assert_int_equal(recorder.columns, 6);
}

/* Prepared the second time, and text beside it. */
static void values_come_in_binary_where_asked(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    for (int i = 0; i < 2; i++) {
        struct recorder binary = {0}, text = {0};
        struct row_sink sinks[] = {recorder_sink(&binary), recorder_sink(&text)};
        struct statement statement = {.sql = SLICE("SELECT 258, NULL::int, 'a'::text"),
                                      .is_cached = true};
        struct exchange_item items[] = {{statement, &sinks[0]}, {statement, &sinks[1]}};
        items[0].statement.is_binary = true;
        struct exchange exchange = {.items = items, .item_count = 2};
        assert_true(database_run(server->database, &server->context, &exchange));
        assert_int_equal(binary.text.len, 13);
        assert_memory_equal(binary.text.ptr, "\0\0\1\2|(null)|a", 13);
        assert_string_equal(strbuf_string(&text.text), "258|(null)|a");
    }
}

static void the_column_at_fault_is_known(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *sql = "INSERT INTO db_unit.parent VALUES (NULL)";
    struct exchange exchange = {0};
    assert_false(server_run(server, &exchange, &sql, 1));
    assert_error(server, "23502");
    assert_string_equal(server->context.error.column, "id");
}

static void nul_is_refused_unasked(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct parameter parameter = {.value = {"a\0b", 3}};
    struct exchange_item items[] = {
        {.statement = {.sql = SLICE("INSERT INTO db_unit.parent VALUES (1)")}},
        {.statement = {
             .sql = SLICE("SELECT $1"), .parameters = &parameter, .parameter_count = 1}}};
    struct exchange exchange = {.items = items, .item_count = 2};
    assert_false(database_run(server->database, &server->context, &exchange));
    assert_error(server, "22021");
    assert_string_equal(server->context.error.message,
                        "invalid byte sequence for encoding \"UTF8\": 0x00");
    assert_int_equal(exchange.failed_item, 1);
    assert_string_equal(parents(server), "");
}

static void too_many_values_are_refused(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct exchange_item item = {.statement = {.sql = SLICE("SELECT 1")}};
    item.statement.parameter_count = 65536;
    item.statement.parameters =
        arena_alloc(server->context.arena, 65536 * sizeof(*item.statement.parameters));
    struct exchange exchange = {.items = &item, .item_count = 1};
    assert_false(database_run(server->database, &server->context, &exchange));
    assert_error(server, "54000");
    assert_int_equal(server->context.error.status, 413);
}

static void large_values_both_ways_do_not_deadlock(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    enum { COUNT = 20, LENGTH = 1 << 20 };
    char *text = arena_alloc(server->context.arena, COUNT * LENGTH + 1);
    memset(text, 'x', COUNT * LENGTH);
    struct parameter small = {.value = {text, LENGTH}};
    struct parameter large = {.value = {text, COUNT * LENGTH}, .is_terminated = true};
    struct recorder recorders[COUNT + 1] = {0};
    struct row_sink sinks[COUNT + 1];
    struct exchange_item items[COUNT + 1];
    for (size_t i = 0; i <= COUNT; i++) {
        sinks[i] = recorder_sink(&recorders[i]);
        items[i] = (struct exchange_item){
            .statement = {.sql = SLICE("SELECT $1::text"),
                          .parameters = i < COUNT ? &small : &large,
                          .parameter_count = 1,
                          .is_cached = true},
            .sink = &sinks[i]};
    }
    struct exchange exchange = {.items = items, .item_count = COUNT + 1};
    assert_true(database_run(server->database, &server->context, &exchange));
    for (size_t i = 0; i <= COUNT; i++) {
        assert_int_equal(recorders[i].text.len, i < COUNT ? LENGTH : COUNT * LENGTH);
    }
}

static void sink_that_fails(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    int asked = 0;
    struct recorder recorder = {.fails = true};
    struct row_sink sink = recorder_sink(&recorder);
    struct exchange_item item = {
        .statement = {.sql = SLICE("INSERT INTO db_unit.parent SELECT max(id) + 1 FROM "
                                   "(SELECT id FROM db_unit.parent UNION SELECT 0) p "
                                   "RETURNING id")},
        .sink = &sink};
    struct exchange exchange = {.items = &item, .item_count = 1};
    assert_false(database_run(server->database, &server->context, &exchange));
    assert_error(server, "PGRSTX00");
    assert_true(exchange.was_kept);
    assert_int_equal(exchange.failed_item, 0);
    assert_string_equal(parents(server), "1");
    exchange.begin = "BEGIN";
    exchange.verdict = accept;
    exchange.verdict_self = &asked;
    assert_false(database_run(server->database, &server->context, &exchange));
    assert_error(server, "PGRSTX00");
    assert_false(exchange.was_kept);
    assert_int_equal(asked, 0);
    assert_string_equal(parents(server), "1");
}

static size_t resident_pages(void)
{
    size_t total = 0;
    size_t resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%zu %zu", &total, &resident), 2);
    fclose(file);
    return resident;
}

static bool count_row(void *self, struct context *context, const struct slice *values,
                      size_t count)
{
    (void)context;
    (void)values;
    (void)count;
    ++*(size_t *)self;
    return true;
}

static void million_rows_in_constant_memory(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    size_t rows = 0;
    struct row_sink sink = {.self = &rows, .row = count_row};
    struct exchange_item item = {
        .statement = {.sql = SLICE("SELECT g, 'a text of some length', g::float8 "
                                   "FROM generate_series(1, 1000000) g")},
        .sink = &sink};
    struct exchange exchange = {.items = &item, .item_count = 1, .is_read = true};
    size_t before = resident_pages();
    assert_true(database_run(server->database, &server->context, &exchange));
    assert_int_equal(rows, 1000000);
#ifndef __SANITIZE_ADDRESS__ /* which keeps freed memory for a while */
    assert_true(resident_pages() - before < 512); /* 2 MiB */
#endif
    (void)before;
    assert_true(arena_used(server->context.arena) < 65536);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(failed_item_undoes_the_implicit_transaction,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(verdict_decides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(explicit_transactions_end_as_asked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(deferred_constraints_fail_at_the_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(parameters_arrive_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nul_is_refused_unasked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(too_many_values_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_values_both_ways_do_not_deadlock, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(values_come_in_binary_where_asked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_column_at_fault_is_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sink_that_fails, set_up, tear_down),
        cmocka_unit_test_setup_teardown(million_rows_in_constant_memory, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
