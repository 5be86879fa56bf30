/* SPDX-License-Identifier: MIT */
#include "db/unit.h"

#include "server.h"

static int set_up(void **state)
{
    struct server *server = server_open(true);
    *state = server;
    if (server != NULL) {
        server_ask(server, "CREATE SCHEMA IF NOT EXISTS db_unit_unit");
        server_ask(server, "DROP TABLE IF EXISTS db_unit_unit.t, db_unit_unit.late");
        server_ask(server, "CREATE TABLE db_unit_unit.t (id int PRIMARY KEY)");
        server_ask(server, "CREATE TABLE db_unit_unit.late (id int REFERENCES "
                           "db_unit_unit.t DEFERRABLE INITIALLY DEFERRED)");
    }
    return 0;
}

static int tear_down(void **state)
{
    struct server *server = *state;
    if (server != NULL) {
        server_reset(server);
        server_ask(server, "DROP SCHEMA db_unit_unit CASCADE");
        server_close(server);
    }
    return 0;
}

static bool begin(struct server *server, struct unit *unit)
{
    return unit_begin(&server->context, server->database, unit);
}

static bool end(struct server *server, struct unit *unit, bool keeps)
{
    return unit_end(&server->context, server->database, unit, keeps);
}

static bool run(struct server *server, struct unit *unit, const char *sql)
{
    struct exchange exchange = {.unit = unit};
    return server_run(server, &exchange, &sql, 1);
}

static bool insert(struct server *server, struct unit *unit, int id)
{
    return run(server, unit,
               arena_printf(server->context.arena,
                            "INSERT INTO db_unit_unit.t VALUES (%d)", id));
}

static const char *rows(struct server *server)
{
    server->context.error = (struct error){0};
    return server_ask(server, "SELECT coalesce(string_agg(id::text, ',' ORDER BY id), '')"
                              " FROM db_unit_unit.t");
}

static void assert_error(struct server *server, const char *code)
{
    assert_non_null(server->context.error.code);
    assert_string_equal(server->context.error.code, code);
    server->context.error = (struct error){0};
}

static void it_is_kept_or_undone_as_a_whole(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {.isolation = "SERIALIZABLE"};
    assert_true(begin(server, &unit));
    assert_true(insert(server, &unit, 1) && insert(server, &unit, 2));
    assert_true(end(server, &unit, false));
    assert_string_equal(rows(server), "");
    assert_true(begin(server, &unit));
    assert_true(insert(server, &unit, 1) && insert(server, &unit, 2));
    assert_true(end(server, &unit, true));
    assert_string_equal(rows(server), "1,2");
}

static bool refuse(void *self, struct context *context)
{
    ++*(int *)self;
    return context_fail_with(context, "PGRST124", "too many");
}

static void a_failure_leaves_nothing_but_rollback(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {0};
    int asked = 0;
    const char *sql = "INSERT INTO db_unit_unit.t VALUES (1)";
    struct exchange exchange = {
        .unit = &unit, .begin = "BEGIN", .verdict = refuse, .verdict_self = &asked};
    assert_true(begin(server, &unit));
    assert_false(server_run(server, &exchange, &sql, 1));
    assert_error(server, "PGRST124");
    assert_false(exchange.was_kept);
    assert_int_equal(asked, 1);
    assert_false(insert(server, &unit, 2));
    assert_error(server, "25P02");
    assert_false(end(server, &unit, true));
    assert_error(server, "40000");
    assert_string_equal(rows(server), "");
}

static void a_unit_within_is_undone_alone(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit outer = {0};
    struct unit inner = {.outer = &outer};
    assert_true(begin(server, &outer) && insert(server, &outer, 1));
    for (int i = 0; i < 3; i++) {
        assert_true(begin(server, &inner) && insert(server, &inner, 2));
        assert_false(insert(server, &inner, 1));
        assert_error(server, "23505");
        assert_true(end(server, &inner, false));
    }
    assert_true(begin(server, &inner) && insert(server, &inner, 3));
    assert_false(insert(server, &outer, 4)); /* while another is open */
    assert_error(server, "PGRSTX00");
    assert_true(end(server, &inner, true));
    assert_true(insert(server, &outer, 5));
    assert_true(end(server, &outer, true));
    assert_string_equal(rows(server), "1,3,5");
}

static void what_is_left_open_within_is_undone(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit outer = {0};
    struct unit inner = {.outer = &outer};
    assert_true(begin(server, &outer) && begin(server, &inner));
    assert_true(insert(server, &inner, 1));
    assert_false(end(server, &outer, true));
    assert_error(server, "40000");
    assert_string_equal(rows(server), "");
}

static void deferred_constraints_fail_at_the_end(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {0};
    assert_true(begin(server, &unit));
    assert_true(run(server, &unit, "INSERT INTO db_unit_unit.late VALUES (7)"));
    assert_true(insert(server, &unit, 8));
    assert_false(end(server, &unit, true));
    assert_error(server, "23503");
    assert_string_equal(rows(server), "");
}

static void end_session(struct server *server, const char *process)
{
    struct server *other = server_open(false);
    server_ask(other, arena_printf(server->context.arena,
                                   "SELECT pg_terminate_backend(%s, 5000)", process));
    server_close(other);
}

static void a_connection_lost_inside_has_kept_nothing(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit outer = {0};
    struct unit inner = {.outer = &outer};
    const char *process = server_ask(server, "SELECT pg_backend_pid()");
    assert_true(begin(server, &outer) && insert(server, &outer, 1));
    assert_true(begin(server, &inner));
    end_session(server, process);
    struct exchange exchange = {.unit = &inner, .is_read = true};
    const char *sql = "SELECT 1";
    assert_false(server_run(server, &exchange, &sql, 1)); /* not once more elsewhere */
    assert_error(server, "PGRST000");
    assert_false(end(server, &inner, false));
    assert_error(server, "PGRST000");
    assert_false(end(server, &outer, true));
    assert_error(server, "40000");
    assert_string_equal(rows(server), "");
}

static void a_connection_lost_before_the_end(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {0};
    const char *process = server_ask(server, "SELECT pg_backend_pid()");
    assert_true(begin(server, &unit) && insert(server, &unit, 1));
    end_session(server, process);
    assert_false(end(server, &unit, true));
    assert_error(server, "PGRST001"); /* the COMMIT may have arrived */
    assert_string_equal(rows(server), "");
    process = server_ask(server, "SELECT pg_backend_pid()");
    end_session(server, process);
    assert_true(begin(server, &unit)); /* on another */
    assert_true(insert(server, &unit, 2) && end(server, &unit, true));
    assert_string_equal(rows(server), "2");
}

static void a_statement_out_of_date_may_be_run_again(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {0};
    server_ask(server, "SELECT * FROM db_unit_unit.t");
    server_ask(server, "ALTER TABLE db_unit_unit.t ADD COLUMN more int");
    assert_true(begin(server, &unit));
    assert_false(run(server, &unit, "SELECT * FROM db_unit_unit.t"));
    assert_error(server, "40001");
    assert_true(end(server, &unit, false));
    assert_true(begin(server, &unit));
    assert_true(run(server, &unit, "SELECT * FROM db_unit_unit.t"));
    assert_true(end(server, &unit, true));
}

static void what_lies_outside_waits(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit unit = {0};
    struct unit other = {0};
    assert_true(begin(server, &unit));
    assert_false(insert(server, NULL, 1));
    assert_error(server, "PGRSTX00");
    assert_false(begin(server, &other));
    assert_error(server, "PGRSTX00");
    assert_true(insert(server, &unit, 1) && end(server, &unit, true));
    assert_false(insert(server, &unit, 2));
    assert_error(server, "PGRSTX00");
    assert_string_equal(rows(server), "1");
}

static bool send_ahead(struct server *server, struct unit *unit, const char *sql)
{
    struct exchange exchange = {.unit = unit, .is_ahead = true};
    return server_run(server, &exchange, &sql, 1);
}

static void what_is_sent_ahead_is_told_later(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    static const char one[] = "INSERT INTO db_unit_unit.t VALUES (1)";
    static const char two[] = "INSERT INTO db_unit_unit.t VALUES (2)";
    struct unit outer = {0};
    struct unit inner = {.outer = &outer};
    assert_true(begin(server, &outer) && send_ahead(server, &outer, one));
    assert_true(begin(server, &inner) && send_ahead(server, &inner, one));
    assert_false(send_ahead(server, &inner, two));
    assert_error(server, "23505");
    assert_true(end(server, &inner, false));
    assert_true(begin(server, &inner) && send_ahead(server, &inner, one));
    assert_true(end(server, &inner, false)); /* nobody asked */
    assert_true(send_ahead(server, &outer, two) && end(server, &outer, true));
    assert_string_equal(rows(server), "1,2");
    assert_true(begin(server, &outer) && insert(server, &outer, 3));
    assert_true(send_ahead(server, &outer, one));
    assert_false(end(server, &outer, true));
    assert_error(server, "23505");
    assert_string_equal(rows(server), "1,2");
}

static void names_of_settings_are_kept_once(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    struct unit outer = {0};
    struct unit inner = {.outer = &outer};
    const struct slice *names;
    assert_true(begin(server, &outer) && begin(server, &inner));
    unit_add_setting(&inner, slice_of("timezone"));
    unit_add_setting(&outer, slice_of("timezone"));
    unit_add_setting(&outer, slice_of("app.settings.a"));
    assert_int_equal(unit_settings(&inner, &names), 2);
    assert_true(slice_is(names[1], "app.settings.a"));
    assert_true(end(server, &inner, true) && end(server, &outer, true));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_kept_or_undone_as_a_whole),
        TEST(a_failure_leaves_nothing_but_rollback),
        TEST(a_unit_within_is_undone_alone),
        TEST(what_is_left_open_within_is_undone),
        TEST(deferred_constraints_fail_at_the_end),
        TEST(a_connection_lost_inside_has_kept_nothing),
        TEST(a_connection_lost_before_the_end),
        TEST(a_statement_out_of_date_may_be_run_again),
        TEST(what_lies_outside_waits),
        TEST(what_is_sent_ahead_is_told_later),
        TEST(names_of_settings_are_kept_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
