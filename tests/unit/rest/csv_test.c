/* SPDX-License-Identifier: MIT */
#include "base/strbuf.h"
#include "rest/csv.h"
#include "tests/unit/context.h"

static struct csv parsed(const char *body)
{
    struct csv csv;
    if (!csv_parse(&context, slice_of(body), &csv)) {
        fail_msg("refused: %s (%s)", body, context.error.message);
    }
    return csv;
}

static void assert_error(struct slice body, const char *message)
{
    struct csv csv;
    context.error = (struct error){0};
    assert_false(csv_parse(&context, body, &csv));
    assert_string_equal(context.error.code, "PGRST102");
    assert_int_equal(context.error.status, 400);
    assert_string_equal(context.error.message, message);
}

static void rows_become_objects_of_strings(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"sku,qty\nn1,1\nn2,2", "[{\"sku\":\"n1\",\"qty\":\"1\"},"
                                "{\"sku\":\"n2\",\"qty\":\"2\"}]"},
        {"sku,qty\r\nn1,1\r\n", "[{\"sku\":\"n1\",\"qty\":\"1\"}]"},
        {"sku\rn1\rn2", "[{\"sku\":\"n1\"},{\"sku\":\"n2\"}]"},
        {"sku,note\nn1,NULL\nn2,\"a, \"\"b\"\"\"\n",
         "[{\"sku\":\"n1\",\"note\":null},{\"sku\":\"n2\",\"note\":\"a, \\\"b\\\"\"}]"},
        {"sku,note\nn1,\"NULL\"", "[{\"sku\":\"n1\",\"note\":\"NULL\"}]"},
        {"sku,note\nn1,\n,x", "[{\"sku\":\"n1\",\"note\":\"\"},"
                              "{\"sku\":\"\",\"note\":\"x\"}]"},
        {"\"sku\",\"q\"\"ty\"\n\"\"\"\",\"5\"", "[{\"sku\":\"\\\"\",\"q\\\"ty\":\"5\"}]"},
        {"sku,note\n\"n1\",\"multi\nline\"",
         "[{\"sku\":\"n1\",\"note\":\"multi\\nline\"}]"},
        {"sku,note\nn1,\xc3\xbcn\xc3\xaf",
         "[{\"sku\":\"n1\",\"note\":\"\xc3\xbcn\xc3\xaf\"}]"},
        {"\xef\xbb\xbfsku\nn1", "[{\"sku\":\"n1\"}]"},
        {"a,a\n1,2", "[{\"a\":\"1\",\"a\":\"2\"}]"},
        {"a\n b \n", "[{\"a\":\" b \"}]"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct csv csv = parsed(cases[i][0]);
        assert_string_equal(slice_string(context.arena, csv.json), cases[i][1]);
    }
}

static void a_header_alone_is_no_rows(void **state)
{
    (void)state;
    struct csv csv = parsed("sku\n");
    assert_true(slice_is(csv.json, "[]"));
    assert_int_equal(csv.row_count, 0);
    assert_int_equal(csv.name_count, 0);
}

static void blank_lines_are_no_rows(void **state)
{
    (void)state;
    assert_int_equal(parsed("a,b\n\n1,2\n\r\n\n3,4\n\n").row_count, 2);
    assert_int_equal(parsed("a\n\n1\n\n").row_count, 1);
}

static void rows_may_all_be_short_or_long(void **state)
{
    (void)state;
    struct csv csv = parsed("sku,qty\nn1\nn2");
    assert_true(slice_is(csv.json, "[{\"sku\":\"n1\"},{\"sku\":\"n2\"}]"));
    assert_int_equal(csv.name_count, 1);
    assert_true(slice_is(csv.names[0], "sku"));
    csv = parsed("sku\nn1,x,y\nn2");
    assert_true(slice_is(csv.json, "[{\"sku\":\"n1\"},{\"sku\":\"n2\"}]"));
    assert_int_equal(csv.row_count, 2);
}

static void what_is_no_csv_is_refused(void **state)
{
    (void)state;
    struct slice with_nul = SLICE("a\nx\0y");
    const char *ragged = "All lines must have same number of fields";
    const char *no_text = "Invalid CSV: the text is not UTF-8 or has a NUL";
    assert_error(slice_of(""), "parse error (not enough input) at \"\"");
    assert_error(slice_absent(), "parse error (not enough input) at \"\"");
    assert_error(slice_of("sku"), "parse error (not enough input) at \"\"");
    assert_error(slice_of("a\n\"x"), "parse error (not enough input) at \"\"");
    assert_error(slice_of("a\nx\"y\xc3\xbc\n"),
                 "parse error (endOfInput) at \"\\\"y\\195\\188\\10\"");
    assert_error(slice_of("a\n\"x\" y"), "parse error (endOfInput) at \" y\"");
    assert_error(slice_of("a,b\n1,2\n3"), ragged);
    assert_error(slice_of("a,b\n1\n3,4"), ragged);
    assert_error(slice_of("a\n\xff"), no_text);
    assert_error(with_nul, no_text);
}

static void a_long_body_takes_linear_time(void **state)
{
    (void)state;
    struct strbuf body = strbuf_new(context.arena, 0);
    strbuf_add_text(&body, "a,b\n");
    for (int i = 0; i < 200000; i++) {
        strbuf_add_text(&body, "\"x\"\"y\",12345\n");
    }
    struct csv csv;
    assert_true(csv_parse(&context, strbuf_slice(&body), &csv));
    assert_int_equal(csv.row_count, 200000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_become_objects_of_strings, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_header_alone_is_no_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(blank_lines_are_no_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rows_may_all_be_short_or_long, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_csv_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_body_takes_linear_time, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
