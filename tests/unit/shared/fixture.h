/* SPDX-License-Identifier: MIT
 *
 * fixture - a store over a mock database, for the tests of every repository.
 */
#ifndef MYOREST_TESTS_FIXTURE_H
#define MYOREST_TESTS_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/models.h"
#include "shared/mock_database.h"
#include "shared/store.h"

static struct {
    struct arena *settings;
    struct config config;
    struct context context;
    struct mock_database *mock;
    struct store *store;
} test;

static inline int fixture_start(void **state)
{
    static char *const environment[] = {NULL};
    const char *problem;
    (void)state;
    test.settings = arena_new(4096);
    if (!config_load(test.settings, environment, &test.config, &problem)) {
        fail_msg("%s", problem);
    }
    test.context =
        (struct context){.arena = arena_new((size_t)16 << 10), .config = &test.config};
    test.mock = mock_database_new();
    test.store = store_new(&test.config, &models, mock_database_interface(test.mock));
    return 0;
}

static inline int fixture_stop(void **state)
{
    (void)state;
    arena_free(test.context.arena);
    store_free(test.store);
    arena_free(test.settings);
    return 0;
}

static inline void expect_rows(const char *part, const char *rows)
{
    mock_database_expect(test.mock, part, (struct mock_answer){.rows = rows});
}

static inline void expect_affected(const char *part, int64_t affected)
{
    mock_database_expect(test.mock, part, (struct mock_answer){.affected = affected});
}

/* The call succeeded and sent what was expected, no more. */
static inline void assert_done(bool ok)
{
    if (!ok) {
        fail_msg("%s: %s", test.context.error.code, test.context.error.message);
    }
    if (mock_database_problem(test.mock) != NULL) {
        fail_msg("%s", mock_database_problem(test.mock));
    }
}

static inline void assert_refused(bool ok, const char *code)
{
    assert_false(ok);
    assert_string_equal(test.context.error.code, code);
    test.context.error = (struct error){0};
}

static inline void assert_sql(size_t index, const char *sql)
{
    assert_string_equal(mock_database_sql(test.mock, index), sql);
}

static inline void assert_sql_has(size_t index, const char *part)
{
    if (strstr(mock_database_sql(test.mock, index), part) == NULL) {
        fail_msg("no \"%s\" in: %s", part, mock_database_sql(test.mock, index));
    }
}

static inline void assert_slice(struct slice slice, const char *text)
{
    if (!slice_is_present(slice)) {
        fail_msg("absent, not: %s", text);
    }
    assert_string_equal(slice_string(test.context.arena, slice), text);
}

static inline void assert_parameter(size_t index, size_t n, const char *text)
{
    assert_slice(mock_database_parameter(test.mock, index, n), text);
}

static inline void assert_setting(const char *name, const char *text)
{
    assert_slice(mock_database_setting(test.mock, name), text);
}

/* As canonical text: members sorted. */
static inline void assert_json(const json_t *value, const char *text)
{
    char *dumped = json_dumps(value, JSON_ENCODE_ANY | JSON_SORT_KEYS | JSON_COMPACT |
                                         JSON_REAL_PRECISION(15));
    assert_non_null(dumped);
    char *copy = slice_string(test.context.arena, slice_of(dumped));
    free(dumped);
    assert_string_equal(copy, text);
}

/* A json_t that lives until the test ends. */
static inline void fixture_release(void *object)
{
    json_decref(object);
}

static inline json_t *fixture_json(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, JSON_DECODE_ANY, &error);
    if (value == NULL) {
        fail_msg("%s: %s", error.text, text);
    }
    arena_defer(test.context.arena, fixture_release, value);
    return value;
}

#endif
