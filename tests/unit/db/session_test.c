/* SPDX-License-Identifier: MIT */
#include "db/session.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/strbuf.h"

/* Answers the question for a role's settings with `rows`, and counts. */
struct recording_database {
    struct database database;
    const struct setting *rows;
    size_t row_count;
    int asked;
    bool is_down;
    struct exchange last;
};

static bool record(struct database *database, struct context *context,
                   struct exchange *exchange)
{
    struct recording_database *recording = (struct recording_database *)database;
    recording->asked++;
    recording->last = *exchange;
    if (recording->is_down) {
        return context_fail_with(context, "PGRST000", "down");
    }
    const struct row_sink *sink = exchange->items[0].sink;
    for (size_t i = 0; i < recording->row_count; i++) {
        struct slice values[] = {recording->rows[i].name, recording->rows[i].value};
        if (!sink->row(sink->self, context, values, 2)) {
            return false;
        }
    }
    return true;
}

struct fixture {
    struct config config;
    struct context context;
    struct recording_database recording;
    struct role_settings *cache;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){.config = {.prepared = true, .role_settings = true},
                               .recording = {.database = {.run = record}}};
    fixture.context =
        (struct context){.arena = arena_new(1024), .config = &fixture.config};
    fixture.cache = role_settings_new(&fixture.recording.database);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    role_settings_free(fixture->cache);
    arena_free(fixture->context.arena);
    return 0;
}

/* The parameters as "name=value;..." */
static const char *told(struct fixture *fixture, const struct session *session)
{
    struct statement statement;
    const char *isolation;
    assert_true(session_build(&fixture->context, fixture->cache, session, &statement,
                              &isolation));
    assert_true(statement.is_cached);
    struct strbuf text = strbuf_new(fixture->context.arena, 0);
    for (size_t i = 0; i < statement.parameter_count; i++) {
        strbuf_add_slice(&text, statement.parameters[i].value);
        strbuf_add_char(&text, i % 2 == 0 ? '=' : ';');
    }
    return strbuf_string(&text);
}

static const struct setting request[] = {{SLICE("request.method"), SLICE("GET")},
                                         {SLICE("request.path"), SLICE("/x")}};

static void the_role_is_told_last(void **state)
{
    struct fixture *fixture = *state;
    static const struct setting own[] = {{SLICE("statement_timeout"), SLICE("3s")}};
    fixture->recording.rows = own;
    fixture->recording.row_count = 1;
    struct session session = {.role = SLICE("anon"),
                              .is_read_only = true,
                              .search_path = SLICE("\"public\""),
                              .settings = request,
                              .setting_count = 2};
    assert_string_equal(told(fixture, &session),
                        "search_path=\"public\";transaction_read_only=on;"
                        "statement_timeout=3s;request.method=GET;request.path=/x;"
                        "role=anon;");
    session.is_read_only = false;
    session.setting_count = 0;
    assert_string_equal(told(fixture, &session),
                        "search_path=\"public\";statement_timeout=3s;role=anon;");
}

/* In a unit what the call before has set is taken back, with the login's rights. */
static void a_call_in_a_unit_takes_back_what_is_set(void **state)
{
    struct fixture *fixture = *state;
    static const struct setting zone[] = {{SLICE("timezone"), SLICE("Asia/Tokyo")}};
    struct arena *arena = fixture->context.arena;
    struct unit unit = {.arena = arena};
    struct session session = {.unit = &unit,
                              .role = SLICE("anon"),
                              .is_read_only = true,
                              .search_path = SLICE("\"public\""),
                              .settings = zone,
                              .setting_count = 1};
    const char *pins = "DateStyle=ISO;IntervalStyle=postgres;extra_float_digits=1;"
                       "bytea_output=hex;standard_conforming_strings=on;"
                       "client_min_messages=error;jit=off;search_path=\"public\";";
    const char *first =
        arena_printf(arena, "role=none;%stimezone=Asia/Tokyo;role=anon;", pins);
    assert_string_equal(told(fixture, &session), first);
    assert_string_equal(told(fixture, &session), first);
    session.setting_count = 0;
    assert_string_equal(told(fixture, &session),
                        arena_printf(arena, "role=none;timezone=;%srole=anon;", pins));
}

static void the_shape_depends_on_the_number_only(void **state)
{
    struct fixture *fixture = *state;
    struct session session = {.role = SLICE("anon"), .search_path = SLICE("\"public\"")};
    struct statement statement;
    const char *isolation;
    assert_true(session_build(&fixture->context, fixture->cache, &session, &statement,
                              &isolation));
    assert_true(slice_is(statement.sql,
                         "SELECT pg_catalog.num_nulls(pg_catalog.set_config($1,$2,true),"
                         "pg_catalog.set_config($3,$4,true))"));
    assert_int_equal(statement.number, 2);
    assert_null(isolation);
}

/* num_nulls() takes 100 arguments, and the role is one of them. */
static void a_function_takes_a_hundred_settings(void **state)
{
    struct fixture *fixture = *state;
    struct setting settings[199];
    for (size_t i = 0; i < ARRAY_LENGTH(settings); i++) {
        settings[i] = (struct setting){SLICE("app.settings.a"), SLICE("x")};
    }
    static const struct {
        size_t count; /* beside search_path and role */
        size_t calls;
    } limits[] = {{97, 1}, {98, 1}, {99, 2}, {198, 2}, {199, 3}};
    for (size_t i = 0; i < ARRAY_LENGTH(limits); i++) {
        struct session session = {.role = SLICE("anon"),
                                  .search_path = SLICE("a"),
                                  .settings = settings,
                                  .setting_count = limits[i].count};
        struct statement statement;
        const char *isolation;
        assert_true(session_build(&fixture->context, fixture->cache, &session, &statement,
                                  &isolation));
        assert_int_equal(statement.parameter_count, 2 * (limits[i].count + 2));
        assert_int_equal(statement.number, 0);
        size_t calls = 0;
        const char *at = slice_string(fixture->context.arena, statement.sql);
        while ((at = strstr(at, "num_nulls(")) != NULL) {
            calls++;
            at++;
        }
        assert_int_equal(calls, limits[i].calls);
    }
}

static void without_prepared_every_transaction_pins(void **state)
{
    struct fixture *fixture = *state;
    fixture->config.prepared = false;
    struct session session = {.role = SLICE("anon"), .search_path = SLICE("a")};
    assert_string_equal(told(fixture, &session),
                        "DateStyle=ISO;IntervalStyle=postgres;extra_float_digits=1;"
                        "bytea_output=hex;standard_conforming_strings=on;"
                        "client_min_messages=error;jit=off;search_path=a;role=anon;");
}

static void a_role_is_asked_for_once(void **state)
{
    struct fixture *fixture = *state;
    struct session anon = {.role = SLICE("anon"), .search_path = SLICE("a")};
    struct session other = {.role = SLICE("authenticated"), .search_path = SLICE("a")};
    told(fixture, &anon);
    assert_true(fixture->recording.last.is_read);
    told(fixture, &anon);
    assert_int_equal(fixture->recording.asked, 1);
    told(fixture, &other);
    told(fixture, &anon);
    assert_int_equal(fixture->recording.asked, 2);
    arena_reset(fixture->context.arena);
    assert_string_equal(told(fixture, &anon), "search_path=a;role=anon;");
}

static void many_roles_do_not_grow_the_cache(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < 200; i++) {
        const char *role = arena_printf(fixture->context.arena, "role%d", i);
        struct session session = {.role = slice_of(role), .search_path = SLICE("a")};
        told(fixture, &session);
    }
    assert_int_equal(fixture->recording.asked, 200);
}

static void isolation_is_told_apart(void **state)
{
    struct fixture *fixture = *state;
    static const struct setting own[] = {
        {SLICE("default_transaction_isolation"), SLICE("Repeatable Read")}};
    fixture->recording.rows = own;
    fixture->recording.row_count = 1;
    struct session session = {.role = SLICE("anon"), .search_path = SLICE("a")};
    struct statement statement;
    const char *isolation;
    assert_true(session_build(&fixture->context, fixture->cache, &session, &statement,
                              &isolation));
    assert_string_equal(isolation, "repeatable read");
    assert_int_equal(statement.parameter_count, 4);
}

static void a_failure_is_not_remembered(void **state)
{
    struct fixture *fixture = *state;
    struct session session = {.role = SLICE("anon"), .search_path = SLICE("a")};
    struct statement statement;
    const char *isolation;
    fixture->recording.is_down = true;
    assert_false(session_build(&fixture->context, fixture->cache, &session, &statement,
                               &isolation));
    assert_string_equal(fixture->context.error.code, "PGRST000");
    fixture->recording.is_down = false;
    told(fixture, &session);
    assert_int_equal(fixture->recording.asked, 2);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(the_role_is_told_last),
        UNIT(a_call_in_a_unit_takes_back_what_is_set),
        UNIT(the_shape_depends_on_the_number_only),
        UNIT(a_function_takes_a_hundred_settings),
        UNIT(without_prepared_every_transaction_pins),
        UNIT(a_role_is_asked_for_once),
        UNIT(many_roles_do_not_grow_the_cache),
        UNIT(isolation_is_told_apart),
        UNIT(a_failure_is_not_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
