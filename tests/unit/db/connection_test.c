/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <unistd.h>

static int set_up(void **state)
{
    *state = server_open(true);
    return 0;
}

static int set_up_unprepared(void **state)
{
    *state = server_open(false);
    return 0;
}

static int tear_down(void **state)
{
    if (*state != NULL) {
        server_close(*state);
    }
    return 0;
}

static void assert_error(struct server *server, const char *code)
{
    assert_non_null(server->context.error.code);
    assert_string_equal(server->context.error.code, code);
    server->context.error = (struct error){0};
}

/* Statements of this session that look like `pattern`. */
static const char *prepared_like(struct server *server, const char *pattern)
{
    return server_ask(server, arena_printf(server->context.arena,
                                           "SELECT count(*) FROM pg_prepared_statements"
                                           " WHERE statement LIKE '%s'",
                                           pattern));
}

static void a_statement_is_prepared_once(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    for (int i = 0; i < 3; i++) {
        assert_string_equal(server_ask(server, "SELECT 'once'"), "once");
    }
    assert_string_equal(prepared_like(server, "SELECT ''once''"), "1");
    struct exchange exchange = {.scope = SLICE("another role")};
    const char *sql = "SELECT 'once'";
    assert_true(server_run(server, &exchange, &sql, 1));
    assert_string_equal(prepared_like(server, "SELECT ''once''"), "2");
}

static void a_failed_parse_is_not_prepared(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    server_ask(server, "DROP SCHEMA IF EXISTS db_unit CASCADE");
    const char *sql = "SELECT * FROM db_unit.late";
    for (int i = 0; i < 2; i++) {
        struct exchange exchange = {0};
        assert_false(server_run(server, &exchange, &sql, 1));
        assert_error(server, "42P01");
    }
    server_ask(server, "CREATE SCHEMA db_unit");
    server_ask(server, "CREATE TABLE db_unit.late AS SELECT 'here' AS it");
    assert_string_equal(server_ask(server, sql), "here");
    server_ask(server, "DROP SCHEMA db_unit CASCADE");
}

static void few_statements_stay_prepared(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    for (int i = 0; i < 300; i++) {
        server_ask(server, arena_printf(server->context.arena, "SELECT %d AS few", i));
    }
    assert_string_equal(server_ask(server, "SELECT count(*) BETWEEN 250 AND 257"
                                           " FROM pg_prepared_statements"),
                        "t");
    assert_string_equal(server_ask(server, "SELECT 0 AS few"), "0");
}

static void nothing_is_prepared_when_it_is_off(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    assert_string_equal(server_ask(server, "SELECT 'once'"), "once");
    assert_string_equal(prepared_like(server, "%"), "0");
}

static void a_changed_table_is_prepared_anew(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    server_ask(server, "CREATE TEMP TABLE changing AS SELECT 1 AS a");
    assert_string_equal(server_ask(server, "SELECT * FROM changing"), "1");
    assert_string_equal(server_ask(server, "SELECT * FROM changing"), "1");
    server_ask(server, "ALTER TABLE changing ADD b text DEFAULT 'new'");
    assert_string_equal(server_ask(server, "SELECT * FROM changing"), "1|new");
    assert_string_equal(prepared_like(server, "SELECT * FROM changing"), "1");
}

static void statements_gone_behind_our_back_are_prepared_anew(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    assert_string_equal(server_ask(server, "SELECT 'gone'"), "gone");
    struct exchange exchange = {0};
    const char *sql = "DEALLOCATE ALL";
    assert_true(server_run(server, &exchange, &sql, 1));
    assert_string_equal(server_ask(server, "SELECT 'gone'"), "gone");
    assert_string_equal(server_ask(server, "SELECT 'gone'"), "gone");
    assert_string_equal(prepared_like(server, "SELECT ''gone''"), "1");
}

static void a_terminated_backend_is_replaced(void **state)
{
    struct server *server = *state;
    struct server *other = server_open(true);
    if (server == NULL) {
        return;
    }
    server_ask(server, "SELECT 'before'");
    const char *pid = server_ask(server, "SELECT pg_backend_pid()");
    const char *kill =
        arena_printf(other->context.arena, "SELECT pg_terminate_backend(%s, 5000)", pid);
    assert_string_equal(server_ask(other, kill), "t");
    usleep(20000);
    /* A write as well: nothing of it had been sent. */
    struct exchange exchange = {0};
    const char *sql = "CREATE TEMP TABLE t AS SELECT 1";
    assert_true(server_run(server, &exchange, &sql, 1));
    assert_string_equal(server_ask(server, "SELECT 'before'"), "before");
    server_close(other);
}

/* Kills the backend that sends it the first row, once. */
struct killer {
    struct server *other;
    int described;
    int rows;
};

static bool killer_describe(void *self, struct context *context,
                            const struct field *fields, size_t count)
{
    (void)context;
    (void)fields;
    (void)count;
    struct killer *killer = self;
    killer->described++;
    killer->rows = 0;
    return true;
}

static bool killer_row(void *self, struct context *context, const struct slice *values,
                       size_t count)
{
    (void)count;
    struct killer *killer = self;
    if (killer->described == 1 && killer->rows == 0) {
        server_ask(killer->other,
                   arena_printf(context->arena, "SELECT pg_terminate_backend(%.*s, 5000)",
                                (int)values[0].len, values[0].ptr));
    }
    killer->rows++;
    return true;
}

static bool run_and_kill(struct server *server, struct killer *killer, bool is_read)
{
    struct row_sink sink = {
        .self = killer, .describe = killer_describe, .row = killer_row};
    /* Longer than what a backend gathers before it sends, so the first row is on its way
     * when the second item runs. */
    struct exchange_item items[] = {
        {.statement = {.sql = SLICE("SELECT pg_backend_pid(), repeat('x', 20000) "
                                    "FROM generate_series(1, 3)"),
                       .is_cached = true},
         .sink = &sink},
        {.statement = {.sql = SLICE("SELECT pg_sleep(0.2)"), .is_cached = true}}};
    struct exchange exchange = {.items = items, .item_count = 2, .is_read = is_read};
    return database_run(server->database, &server->context, &exchange);
}

static void a_lost_read_is_repeated_once(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct killer killer = {.other = server_open(true)};
    assert_true(run_and_kill(server, &killer, true));
    assert_int_equal(killer.described, 2);
    assert_int_equal(killer.rows, 3);
    struct exchange exchange = {.is_read = true};
    const char *sql = "SELECT pg_terminate_backend(pg_backend_pid(), 5000)";
    assert_false(server_run(server, &exchange, &sql, 1));
    assert_int_equal(server->context.error.status, 503);
    assert_error(server, "PGRST001");
    assert_string_equal(server_ask(server, "SELECT 1"), "1");
    server_close(killer.other);
}

static void a_lost_write_is_not_repeated(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct killer killer = {.other = server_open(true)};
    assert_false(run_and_kill(server, &killer, false));
    assert_int_equal(killer.described, 1);
    assert_int_equal(server->context.error.status, 503);
    assert_non_null(server->context.error.details);
    assert_error(server, "PGRST001");
    assert_string_equal(server_ask(server, "SELECT 1"), "1");
    server_close(killer.other);
}

/* The connection that was left is idle and in no transaction. */
static void every_end_leaves_an_idle_connection(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *pid = server_ask(server, "SELECT pg_backend_pid()");
    const char *wrong = "SELECT 1/0";
    struct exchange exchange = {.begin = "BEGIN"};
    assert_false(server_run(server, &exchange, &wrong, 1));
    assert_error(server, "22012");
    exchange.begin = NULL;
    assert_false(server_run(server, &exchange, &wrong, 1));
    assert_error(server, "22012");
    assert_string_equal(server_ask(server, "SELECT pg_backend_pid()"), pid);
    const char *begin[] = {"BEGIN", "CREATE TEMP TABLE left_open AS SELECT 1"};
    assert_false(server_run(server, &exchange, begin, 2));
    assert_error(server, "40000");
    assert_string_equal(server_ask(server, "SELECT to_regclass('left_open')"), "(null)");
    assert_string_equal(server_ask(server, "SELECT pg_backend_pid()"), pid);
}

static void settings_are_pinned(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    assert_string_equal(server_ask(server, "SELECT split_part(current_setting("
                                           "'DateStyle'), ',', 1)"),
                        "ISO");
    assert_string_equal(server_ask(server, "SHOW IntervalStyle"), "postgres");
    assert_string_equal(server_ask(server, "SHOW client_encoding"), "UTF8");
    assert_string_equal(server_ask(server, "SHOW application_name"), "myorest");
}

static bool ask_with(const char *url, bool allow_privileged, struct error *error)
{
    struct arena *arena = arena_new(4096);
    struct config config = {.database_url = slice_of(url),
                            .allow_privileged_login = allow_privileged};
    struct context context = {.arena = arena, .config = &config};
    struct database *database = pipeline_new(&config);
    struct exchange exchange = {.is_read = true};
    bool ok = database_run(database, &context, &exchange);
    static char details[1000];
    *error = context.error;
    if (error->details != NULL) {
        snprintf(details, sizeof(details), "%s", error->details);
        error->details = details;
    }
    database_close(database);
    arena_free(arena);
    return ok;
}

static void no_server_is_an_answer_at_once(void **state)
{
    (void)state;
    struct error error;
    assert_false(ask_with("host=/nonexistent user=x password=s3cret", false, &error));
    assert_string_equal(error.code, "PGRST000");
    assert_int_equal(error.status, 503);
    assert_string_equal(error.message,
                        "Database connection error. Retrying the connection.");
    assert_non_null(strstr(error.details, "/nonexistent"));
    assert_null(strstr(error.details, "s3cret"));
    assert_false(ask_with("user=x password=two s3cret words", false, &error));
    assert_string_equal(error.code, "PGRST000");
    assert_null(strstr(error.details, "s3cret"));
}

static void a_privileged_login_is_refused(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *url = getenv("TEST_DATABASE_URL");
    bool is_superuser =
        strcmp(server_ask(server, "SELECT rolsuper OR rolbypassrls FROM pg_roles"
                                  " WHERE rolname = session_user"),
               "t") == 0;
    struct error error;
    assert_true(ask_with(url, true, &error));
    assert_int_equal(ask_with(url, false, &error), !is_superuser);
    if (is_superuser) {
        assert_string_equal(error.code, "PGRST000");
        assert_int_equal(error.status, 503);
    }
}

#define WITH(set_up, test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(set_up, a_statement_is_prepared_once),
        WITH(set_up, a_failed_parse_is_not_prepared),
        WITH(set_up, few_statements_stay_prepared),
        WITH(set_up_unprepared, nothing_is_prepared_when_it_is_off),
        WITH(set_up, a_changed_table_is_prepared_anew),
        WITH(set_up, statements_gone_behind_our_back_are_prepared_anew),
        WITH(set_up, a_terminated_backend_is_replaced),
        WITH(set_up, a_lost_read_is_repeated_once),
        WITH(set_up, a_lost_write_is_not_repeated),
        WITH(set_up, every_end_leaves_an_idle_connection),
        WITH(set_up, settings_are_pinned),
        WITH(set_up, a_privileged_login_is_refused),
        cmocka_unit_test(no_server_is_an_answer_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
