/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rest/encoder.h"
#include "rest/json_values.h"
#include "rest/stripping.h"

static const struct config config = {.spool_max = 1 << 20};
static struct context context;
static struct spool *spool;

static int start(void **state)
{
    (void)state;
    context = (struct context){.arena = arena_new(4096), .config = &config};
    spool = spool_new(&context);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

static const char *content(void)
{
    struct slice text;
    assert_true(spool_map(&context, spool, &text));
    return slice_string(context.arena, text);
}

struct value_case {
    uint32_t type;
    const char *text;
    const char *json;
};

static void assert_written(const struct value_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        spool_clear(spool);
        assert_true(encoder_write_value(spool, context.arena, cases[i].type,
                                        slice_of(cases[i].text)));
        assert_string_equal(content(), cases[i].json);
    }
}

static void scalars_are_as_to_json_writes_them(void **state)
{
    (void)state;
    static const struct value_case cases[] = {
        {16, "t", "true"},
        {16, "f", "false"},
        {23, "-5", "-5"},
        {701, "NaN", "\"NaN\""},
        {701, "-Infinity", "\"-Infinity\""},
        {701, "-0", "-0"},
        {701, "1e+308", "1e+308"},
        {1700, "12345678901234567890.10", "12345678901234567890.10"},
        {25, "", "\"\""},
        {25, "12345678\"\\\n\x01", "\"12345678\\\"\\\\\\n\\u0001\""},
        {114, " {\"a\" : 1.0} ", " {\"a\" : 1.0} "},
        {3802, "{\"a\": 1}", "{\"a\": 1}"},
        {17, "\\x00ff", "\"\\\\x00ff\""},
        {2950, "6f1f6b1e-0000-4000-8000-000000000000",
         "\"6f1f6b1e-0000-4000-8000-000000000000\""},
        {1186, "1 day -04:05:06.789", "\"1 day -04:05:06.789\""},
        {26, "26", "\"26\""},
        {790, "$1,000.00", "\"$1,000.00\""},
        {3904, "[1,10)", "\"[1,10)\""},
        {23, NULL, "null"},
    };
    assert_written(cases, ARRAY_LENGTH(cases));
}

static void times_have_a_t_and_minutes_in_the_zone(void **state)
{
    (void)state;
    static const struct value_case cases[] = {
        {1082, "0044-03-15 BC", "\"0044-03-15 BC\""},
        {1114, "2024-02-29 13:45:00.5", "\"2024-02-29T13:45:00.5\""},
        {1114, "0044-03-15 12:00:00 BC", "\"0044-03-15T12:00:00 BC\""},
        {1114, "infinity", "\"infinity\""},
        {1184, "2024-02-29 13:45:00.5+00", "\"2024-02-29T13:45:00.5+00:00\""},
        {1184, "2024-02-29 13:45:00-03:30", "\"2024-02-29T13:45:00-03:30\""},
        {1184, "1900-01-01 00:19:32+00:19:32", "\"1900-01-01T00:19:32+00:19:32\""},
        {1184, "0044-03-15 12:00:00+01 BC", "\"0044-03-15T12:00:00+01:00 BC\""},
        {1184, "294276-12-31 23:59:59.999999-11",
         "\"294276-12-31T23:59:59.999999-11:00\""},
        {1184, "-infinity", "\"-infinity\""},
        {1266, "12:34:56+05", "\"12:34:56+05\""},
    };
    assert_written(cases, ARRAY_LENGTH(cases));
}

static void arrays_are_read_from_their_text(void **state)
{
    (void)state;
    static const struct value_case cases[] = {
        {1007, "{}", "[]"},
        {1007, "{1,NULL,-3}", "[1,null,-3]"},
        {1007, "{{1,2},{3,4}}", "[[1,2],[3,4]]"},
        {1007, "[0:1][5:5]={{1},{2}}", "[[1],[2]]"},
        {1009, "{a,\"b c\",\"d,e\",NULL,\"NULL\",\"f\\\"g\",\"h\\\\i\",\"\",\"{x}\"}",
         "[\"a\",\"b c\",\"d,e\",null,\"NULL\",\"f\\\"g\",\"h\\\\i\",\"\",\"{x}\"]"},
        {1000, "{t,f}", "[true,false]"},
        {1020, "{(1,1),(0,0);(3,3),(2,2)}", "[\"(1,1),(0,0)\",\"(3,3),(2,2)\"]"},
        {1185, "{\"2024-01-01 00:00:00+00\",infinity}",
         "[\"2024-01-01T00:00:00+00:00\",\"infinity\"]"},
        {199, "{\"{\\\"a\\\": 1}\",null}", "[{\"a\": 1},null]"},
        {22, "1 -2", "[1,-2]"},
        {30, "1 2", "[\"1\",\"2\"]"},
        {22, "", "[]"},
        {1006, "{\"1 2\",3}", "[[1,2],[3]]"},
    };
    assert_written(cases, ARRAY_LENGTH(cases));
}

static void other_types_are_not_known(void **state)
{
    (void)state;
    static const uint32_t types[] = {0, 2249, 2287, 83, 210, 16384};
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
        assert_false(encoder_knows_type(types[i]));
    }
    assert_false(encoder_write_value(spool, context.arena, 2249, slice_of("(1)")));
    assert_string_equal(content(), "");
}

static void null_members_are_stripped_at_every_depth(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"null", "null"},
        {" [ ] ", "[]"},
        {"{\"a\" : null}", "{}"},
        {"{\"a\":null,\"b\":1, \"c\":null}", "{\"b\":1}"},
        {"[null, {\"a\":[null,{\"b\":null}]}]", "[null,{\"a\":[null,{}]}]"},
        {"{\"a\":\"null\",\"null\":{},\"x:\":\"y:\"}",
         "{\"a\":\"null\",\"null\":{},\"x:\":\"y:\"}"},
        {"\"\\u00fc\\/\\u0041\\\"\\\\\\n\\u0000\\ud83d\\ude00\"",
         "\"\xc3\xbc/A\\\"\\\\\\n\\u0000\xf0\x9f\x98\x80\""},
        {"{\"a\":{\"b\":true},\"c\":-1.50e+3}", "{\"a\":{\"b\":true},\"c\":-1.50e+3}"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        spool_clear(spool);
        json_write_stripped(spool, slice_of(cases[i][0]));
        assert_string_equal(content(), cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(scalars_are_as_to_json_writes_them, start, stop),
        cmocka_unit_test_setup_teardown(times_have_a_t_and_minutes_in_the_zone, start,
                                        stop),
        cmocka_unit_test_setup_teardown(arrays_are_read_from_their_text, start, stop),
        cmocka_unit_test_setup_teardown(other_types_are_not_known, start, stop),
        cmocka_unit_test_setup_teardown(null_members_are_stripped_at_every_depth, start,
                                        stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
