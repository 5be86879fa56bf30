/* SPDX-License-Identifier: MIT */
#include "base/config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct config config;
static const char *problem;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(4096);
    problem = NULL;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Up to eight "NAME=value" texts. */
#define LOADS(...)                                                                       \
    config_load(arena, (char *const[]){__VA_ARGS__, NULL}, &config, &problem)

static void assert_slice(struct slice slice, const char *expected)
{
    assert_true(slice_is_present(slice));
    assert_string_equal(slice_string(arena, slice), expected);
}

static void defaults_are_those_of_the_design(void **state)
{
    (void)state;
    assert_true(LOADS("PATH=/bin"));
    assert_false(slice_is_present(config.database_url));
    assert_false(slice_is_present(config.anon_role));
    assert_false(slice_is_present(config.jwt_secret));
    assert_false(slice_is_present(config.statement_timeout));
    assert_int_equal(config.schemas.count, 1);
    assert_slice(config.schemas.items[0], "public");
    assert_int_equal(config.extra_search_path.count, 1);
    assert_int_equal(config.hoisted_settings.count, 3);
    assert_int_equal(config.cors_origins.count, 0);
    assert_true(config.prepared && config.full_table_guard && config.verbose_errors);
    assert_true(config.aliased_targets);
    assert_false(config.plan || config.aggregates || config.server_timing);
    assert_int_equal(config.max_rows, -1);
    assert_int_equal(config.spool_max, INT64_C(2) << 30);
    assert_slice(config.spool_dir, "/tmp");
    assert_slice(config.jwt_role_claim, "$.role");
    assert_int_equal(config.log_level, LOG_INFO);
    assert_int_equal(config.tx_end, TX_COMMIT);
}

static void our_name_wins_over_postgrests(void **state)
{
    (void)state;
    assert_true(LOADS("PGRST_DB_SCHEMAS=a, b", "PGRST_DB_ANON_ROLE=anon",
                      "DB_ANON_ROLE=guest", "PGRST_LOG_LEVEL=warn", "TMPDIR=/var/tmp",
                      "PGRST_APP_SETTINGS_JWT_EXP=3600",
                      "APP_SETTINGS=app.settings.a=x"));
    assert_int_equal(config.schemas.count, 2);
    assert_slice(config.schemas.items[1], "b");
    assert_slice(config.anon_role, "guest");
    assert_int_equal(config.log_level, LOG_WARNING);
    assert_slice(config.spool_dir, "/var/tmp");
    assert_int_equal(config.app_settings.count, 2);
    assert_slice(config.app_settings.items[1], "app.settings.jwt_exp=3600");
}

static void empty_is_a_value(void **state)
{
    (void)state;
    assert_true(LOADS("DB_EXTRA_SEARCH_PATH=", "JWT_SECRET=", "CORS_ORIGINS="));
    assert_int_equal(config.extra_search_path.count, 0);
    assert_true(slice_is_present(config.jwt_secret));
    assert_int_equal(config.jwt_secret.len, 0);
}

static void a_bad_value_is_refused_without_being_told(void **state)
{
    static char *const bad[] = {
        "DB_SCHEMAS=",
        "DB_SCHEMAS=public,pg_catalog",
        "DB_ANON_ROLE=",
        "DB_ANON_ROLE=None",
        "DB_PREPARED=zzz",
        "DB_PREPARED=",
        "DB_TX_END=zzz",
        "MAX_ROWS=-1",
        "MAX_ROWS=",
        "MAX_ROWS=99999999999999999999",
        "STATEMENT_TIMEOUT=8 weeks zzz",
        "STATEMENT_TIMEOUT=",
        "STATEMENT_TIMEOUT=8s'; drop table zzz",
        "ERROR_VERBOSITY=zzz",
        "OPENAPI_MODE=zzz",
        "APP_SETTINGS=role=zzz",
        "APP_SETTINGS=app.settings.zzz",
        "API_KEYS=zzz=anon",
        "API_KEYS=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef=",
        "API_KEYS=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef=none",
        "TRACE_HEADER=",
        "TRACE_HEADER=X Trace",
        "TRACE_HEADER=X:",
        "SPOOL_MAX=0",
        "SPOOL_MAX=zzz",
        "SPOOL_MAX=9999999999G",
        "LOG_LEVEL=zzz",
        "MYOREST_CONFIG=/nowhere/zzz",
        "JWT_SECRET=@/nowhere/zzz",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        size_t name = slice_find(slice_of(bad[i]), '=');
        problem = NULL;
        if (LOADS(bad[i])) {
            fail_msg("%s was accepted", bad[i]);
        }
        assert_memory_equal(problem, bad[i], name);
        assert_null(strstr(problem, "zzz"));
    }
}

static void sizes_and_durations_have_units(void **state)
{
    (void)state;
    assert_true(LOADS("SPOOL_MAX=64M", "STATEMENT_TIMEOUT=1500 ms", "MAX_ROWS=0",
                      "TRACE_HEADER=X-Trace~1"));
    assert_int_equal(config.spool_max, 64 << 20);
    assert_slice(config.statement_timeout, "1500 ms");
    assert_int_equal(config.max_rows, 0);
}

static void a_base64_secret_is_decoded(void **state)
{
    (void)state;
    assert_true(LOADS("JWT_SECRET=c2Vj_-V0", "JWT_SECRET_IS_BASE64=true"));
    assert_int_equal(config.jwt_secret.len, 6);
    assert_memory_equal(config.jwt_secret.ptr, "sec\xff\xe5t", 6);
    assert_true(LOADS("JWT_SECRET= c2Vj_-V0dA.. \n", "JWT_SECRET_IS_BASE64=true"));
    assert_int_equal(config.jwt_secret.len, 7);
    assert_false(LOADS("JWT_SECRET=no base64", "JWT_SECRET_IS_BASE64=on"));
    assert_memory_equal(problem, "JWT_SECRET ", 11);
    assert_null(strstr(problem, "no base64"));
}

static char *file_of(const char *content, mode_t mode)
{
    char *path = arena_copy(arena, "/tmp/myorest-config.XXXXXX", 26);
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, content, strlen(content)), strlen(content));
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
    return path;
}

static bool loads_file(const char *content, mode_t mode, char *variable)
{
    char *path = file_of(content, mode);
    bool ok = LOADS(arena_printf(arena, "MYOREST_CONFIG=%s", path), variable);
    unlink(path);
    return ok;
}

static void a_file_has_values_as_they_stand(void **state)
{
    (void)state;
    assert_true(
        loads_file("# a comment\n\nDATABASE_URL=host=/run dbname=x password='a $%\"'\n"
                   "PGRST_DB_PLAN_ENABLED=true\r\nMAX_ROWS=5",
                   0600, "MAX_ROWS=7"));
    assert_slice(config.database_url, "host=/run dbname=x password='a $%\"'");
    assert_true(config.plan);
    assert_int_equal(config.max_rows, 7);
}

static void a_file_others_can_read_is_refused(void **state)
{
    (void)state;
    assert_false(loads_file("MAX_ROWS=5\n", 0640, "A=b"));
    assert_memory_equal(problem, "MYOREST_CONFIG ", 15);
    assert_false(loads_file("MAX_ROWS=5\n", 0604, "A=b"));
    assert_false(LOADS("MYOREST_CONFIG=/tmp"));
}

static void a_line_that_is_no_setting_is_refused(void **state)
{
    (void)state;
    assert_false(loads_file("MAX_ROWS=5\nMAX_ROW=6\n", 0600, "A=b"));
    assert_non_null(strstr(problem, "line 2"));
    assert_non_null(strstr(problem, "MAX_ROW"));
    assert_false(loads_file("c2VjcmV0\n", 0600, "A=b"));
    assert_non_null(strstr(problem, "line 1"));
    assert_null(strstr(problem, "c2VjcmV0"));
    assert_false(loads_file("MAX_ROWS=5\nMAX_ROWS=6\n", 0600, "A=b"));
    assert_memory_equal(problem, "MAX_ROWS ", 9);
}

static void a_secret_is_read_from_a_file(void **state)
{
    (void)state;
    char *path = file_of("a secret of a file\n", 0600);
    assert_true(LOADS(arena_printf(arena, "JWT_SECRET=@%s", path)));
    assert_slice(config.jwt_secret, "a secret of a file");
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(defaults_are_those_of_the_design, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(our_name_wins_over_postgrests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_is_a_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_bad_value_is_refused_without_being_told, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sizes_and_durations_have_units, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_base64_secret_is_decoded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_has_values_as_they_stand, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_others_can_read_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_line_that_is_no_setting_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_secret_is_read_from_a_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
