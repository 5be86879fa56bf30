/* SPDX-License-Identifier: MIT */
#include "db/session.h"
#include "server.h"

/* NULL too when the login may not create roles. */
static int set_up(void **state)
{
    struct server *server = server_open(true);
    *state = NULL;
    if (server == NULL) {
        return 0;
    }
    if (strcmp(server_ask(server, "SELECT rolsuper FROM pg_roles"
                                  " WHERE rolname = session_user"),
               "t") != 0) {
        print_message("skipped: TEST_DATABASE_URL is not a superuser's\n");
        server_close(server);
        return 0;
    }
    server_ask(server, "DROP ROLE IF EXISTS db_unit_role");
    server_ask(server, "CREATE ROLE db_unit_role");
    *state = server;
    return 0;
}

static int tear_down(void **state)
{
    if (*state != NULL) {
        server_reset(*state);
        server_ask(*state, "DROP ROLE db_unit_role");
        server_close(*state);
    }
    return 0;
}

static void set(struct server *server, const char *setting)
{
    server_ask(server, arena_printf(server->context.arena,
                                    "ALTER ROLE db_unit_role SET %s", setting));
}

/* What `sql` answers in a session of the role. */
static const char *ask_as_role(struct server *server, bool is_read_only, const char *sql,
                               const char **isolation)
{
    struct role_settings *cache = role_settings_new(server->database);
    struct session session = {.role = SLICE("db_unit_role"),
                              .is_read_only = is_read_only,
                              .search_path = SLICE("\"pg_temp\", \"public\"")};
    struct recorder recorder = {0};
    struct row_sink sink = recorder_sink(&recorder);
    struct exchange_item items[2] = {
        {.sink = NULL}, {.statement = {.sql = slice_of(sql)}, .sink = &sink}};
    struct exchange exchange = {.items = items, .item_count = 2};
    assert_true(
        session_build(&server->context, cache, &session, &items[0].statement, isolation));
    bool ok = database_run(server->database, &server->context, &exchange);
    role_settings_free(cache);
    return ok ? strbuf_string(&recorder.text) : server->context.error.code;
}

static void a_session_is_told_and_forgotten(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *isolation = NULL;
    set(server, "statement_timeout = '7s'");
    set(server, "default_transaction_isolation = 'repeatable read'");
    assert_string_equal(ask_as_role(server, true,
                                    "SELECT current_user, "
                                    "current_setting('statement_timeout'), "
                                    "current_setting('search_path'), "
                                    "current_setting('transaction_read_only')",
                                    &isolation),
                        "db_unit_role|7s|\"pg_temp\", \"public\"|on");
    assert_string_equal(isolation, "repeatable read");
    assert_string_equal(server_ask(server, "SELECT current_user = session_user, "
                                           "current_setting('statement_timeout'), "
                                           "current_setting('transaction_read_only')"),
                        "t|0|off");
    assert_string_equal(
        ask_as_role(server, true, "CREATE TEMP TABLE no (a int)", &isolation), "25006");
}

static void lists_keep_their_commas(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *isolation;
    set(server, "search_path = public, \"a b\"");
    set(server, "DateStyle = 'German'");
    assert_string_equal(ask_as_role(server, false,
                                    "SELECT current_setting('search_path'), "
                                    "current_setting('DateStyle') LIKE 'ISO%'",
                                    &isolation),
                        "public, \"a b\"|t");
}

/* As a login that is no superuser: what it may not set is not tried. */
static void only_what_the_login_may_set(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    set(server, "log_statement = 'none'");
    set(server, "session_replication_role = 'origin'");
    set(server, "work_mem = '5MB'");
    server_ask(server, "SET SESSION AUTHORIZATION db_unit_role");
    const char *isolation;
    assert_string_equal(
        ask_as_role(server, false, "SELECT current_setting('work_mem')", &isolation),
        "5MB");
    server_ask(server, "RESET SESSION AUTHORIZATION");
}

static void an_unknown_role_fails_when_it_is_set(void **state)
{
    struct server *server = *state;
    if (server == NULL) {
        return;
    }
    const char *isolation;
    server_ask(server, "ALTER ROLE db_unit_role RENAME TO db_unit_other");
    assert_string_equal(ask_as_role(server, false, "SELECT 1", &isolation), "22023");
    server_reset(server);
    server_ask(server, "ALTER ROLE db_unit_other RENAME TO db_unit_role");
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_session_is_told_and_forgotten),
        UNIT(lists_keep_their_commas),
        UNIT(only_what_the_login_may_set),
        UNIT(an_unknown_role_fails_when_it_is_set),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
