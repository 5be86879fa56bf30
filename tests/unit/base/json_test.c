/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

#include "base/json.h"

static int make_arena(void **state)
{
    *state = arena_new(4096);
    return 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static bool is_valid(const char *text)
{
    const char *problem;
    size_t at;
    bool valid = json_check(slice_of(text), &problem, &at);
    assert_true(valid || (problem != NULL && at <= strlen(text)));
    return valid;
}

static void accepts_what_the_standard_allows(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "null",
        "true",
        " false ",
        "0",
        "-0",
        "-0.0e-0",
        "1E+2",
        "12345678901234567890.123456789e999999",
        "\"\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fC\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"\x7f\"",
        "\"\xc3\xbc \xe6\x97\xa5 \xf0\x9f\x98\x80\"",
        "[]",
        " [ ] ",
        "{}",
        "{ }",
        "[[],{}]",
        "\t\r\n[1 , 2\n]",
        "{\"a\":1 , \"a\" : {\"b\":[null,\"x\"]}}",
        "{\"\":0}",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        if (!is_valid(texts[i])) {
            fail_msg("refused: %s", texts[i]);
        }
    }
}

static void refuses_everything_else(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[1 2]",
        "]",
        "[}",
        "{]",
        "{\"a\"",
        "{\"a\":",
        "{\"sku\":}",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{a:1}",
        "{1:1}",
        "{,}",
        "{\"a\" 1}",
        "nul",
        "nulll",
        "Null",
        "NaN",
        "Infinity",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "--1",
        "'a'",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"tab\there\"",
        "\"line\nbreak\"",
        "1 1",
        "{} []",
        "[] x",
        "/* no */ 1",
        "\xef\xbb\xbf{}",
        "\"\xff\"",
        "\"\xc0\x80\"",
        "\"\xc3\"",
        "\"\xed\xa0\x80\"",
        "\"\xf4\x90\x80\x80\"",
        "\xc2\xa0",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        if (is_valid(texts[i])) {
            fail_msg("accepted: %s", texts[i]);
        }
    }
}

static void refuses_nul_octets(void **state)
{
    (void)state;
    const char *problem;
    size_t at;
    struct slice within = SLICE("\"a\0b\"");
    struct slice after = SLICE("1\0");
    struct slice escaped = SLICE("\"\\\0\"");
    assert_false(json_check(within, &problem, &at));
    assert_int_equal(at, 2);
    assert_false(json_check(after, &problem, &at));
    assert_false(json_check(escaped, &problem, &at));
    assert_false(json_check(slice_absent(), &problem, &at));
}

static void says_what_is_wrong_and_where(void **state)
{
    (void)state;
    const char *problem;
    size_t at;
    assert_false(json_check(slice_of("{\"sku\":}"), &problem, &at));
    assert_string_equal(problem, "a value is expected");
    assert_int_equal(at, 7);
    assert_false(json_check(slice_of("[1 2]"), &problem, &at));
    assert_string_equal(problem, "a comma or ] is expected");
    assert_int_equal(at, 3);
    assert_false(json_check(slice_of("[\"a\xff\"]"), &problem, &at));
    assert_string_equal(problem, "the text is not UTF-8");
    assert_int_equal(at, 3);
}

static struct slice nested(struct arena *arena, const char *open, const char *close,
                           size_t depth)
{
    struct strbuf text = strbuf_new(arena, 0);
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_text(&text, open);
    }
    strbuf_add_text(&text, "1");
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_text(&text, close);
    }
    return strbuf_slice(&text);
}

static void limits_the_depth(void **state)
{
    const char *problem;
    size_t at;
    assert_true(json_check(nested(*state, "[", "]", JSON_DEPTH), &problem, &at));
    assert_true(json_check(nested(*state, "{\"a\":", "}", JSON_DEPTH), &problem, &at));
    assert_false(json_check(nested(*state, "[", "]", JSON_DEPTH + 1), &problem, &at));
    assert_string_equal(problem, "the nesting is too deep");
    assert_int_equal(at, JSON_DEPTH + 1);
    assert_false(json_check(nested(*state, "[", "]", 1000000), &problem, &at));
    /* An empty container at the limit is one deeper than it. */
    assert_false(is_valid(slice_string(*state, nested(*state, "[[],", "]", JSON_DEPTH))));
}

static void keeps_a_value_s_own_octets(void **state)
{
    (void)state;
    struct json_value value = json_parse(slice_of(" 12345678901234567890.10 "));
    assert_int_equal(value.kind, JSON_KIND_NUMBER);
    assert_true(slice_is(value.text, "12345678901234567890.10"));
    static const struct {
        const char *text;
        enum json_kind kind;
    } cases[] = {
        {"null", JSON_KIND_NULL},     {"true", JSON_KIND_TRUE},
        {"false", JSON_KIND_FALSE},   {"-1", JSON_KIND_NUMBER},
        {"7", JSON_KIND_NUMBER},      {"\"a\\\"]\"", JSON_KIND_STRING},
        {"[\"]\"]", JSON_KIND_ARRAY}, {"{\"}\":1}", JSON_KIND_OBJECT},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        value = json_parse(slice_of(cases[i].text));
        assert_int_equal(value.kind, cases[i].kind);
        assert_true(slice_is(value.text, cases[i].text));
    }
}

static void walks_items(void **state)
{
    (void)state;
    static const char *const items[] = {"1", "\"a,]\"", "[2, [3]]", "{\"k\": \"}\"}",
                                        "null"};
    struct json_iterator iterator = json_iterate(
        json_parse(slice_of("[1, \"a,]\",\n[2, [3]] , {\"k\": \"}\"},null ]")));
    struct json_value item;
    for (size_t i = 0; i < ARRAY_LENGTH(items); i++) {
        assert_true(json_next_item(&iterator, &item));
        assert_true(slice_is(item.text, items[i]));
    }
    assert_false(json_next_item(&iterator, &item));
    iterator = json_iterate(json_parse(slice_of("[ ]")));
    assert_false(json_next_item(&iterator, &item));
}

static void walks_members(void **state)
{
    struct json_iterator iterator =
        json_iterate(json_parse(slice_of("{\"a\" : 1, \"\\u00fc\\n\":[1,{\"x\":2}]}")));
    struct slice key;
    struct json_value value;
    assert_true(json_next_member(&iterator, *state, &key, &value));
    assert_true(slice_is(key, "a"));
    assert_true(slice_is(value.text, "1"));
    assert_true(json_next_member(&iterator, *state, &key, &value));
    assert_true(slice_is(key, "\xc3\xbc\n"));
    assert_true(slice_is(value.text, "[1,{\"x\":2}]"));
    assert_false(json_next_member(&iterator, *state, &key, &value));
}

static void resolves_escapes(void **state)
{
    static const struct {
        const char *json;
        const char *text;
    } cases[] = {
        {"\"plain\"", "plain"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"x\\u0041\\u00fc\\u65e5\"", "xA\xc3\xbc\xe6\x97\xa5"},
        {"\"\\ud83d\\ude00!\"", "\xf0\x9f\x98\x80!"},
        {"\"\\uDBFF\\uDFFF\"", "\xf4\x8f\xbf\xbf"},
        {"\"\\ud83d\"", "\xef\xbf\xbd"},
        {"\"\\ude00\\ud83d\"", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\"\\ud83d\\u0041\"", "\xef\xbf\xbd"
                               "A"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct slice text = json_string_text(*state, json_parse(slice_of(cases[i].json)));
        assert_true(slice_is(text, cases[i].text));
    }
    struct slice nul = json_string_text(*state, json_parse(slice_of("\"a\\u0000b\"")));
    struct slice expected = SLICE("a\0b");
    assert_true(slice_equal(nul, expected));
}

static void writes_strings_as_postgresql_does(void **state)
{
    struct strbuf buffer = strbuf_new(*state, 0);
    struct slice text = SLICE("a\"\\/\b\f\n\r\t\0\x01\x1f\x7f\xc3\xbc");
    json_write_string(&buffer, text);
    assert_string_equal(strbuf_string(&buffer),
                        "\"a\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u0001\\u001f\x7f\xc3\xbc\"");
}

static void writes_doubles_as_short_as_they_are(void **state)
{
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0, "0"},
        {-0.0, "-0"},
        {0.1, "0.1"},
        {100, "100"},
        {1.0 / 3, "0.3333333333333333"},
        {1e300, "1e+300"},
        {-5e-324, "-4.94065645841247e-324"},
        {1.7976931348623157e308, "1.7976931348623157e+308"},
        {NAN, "\"NaN\""},
        {-INFINITY, "\"-Infinity\""},
        {INFINITY, "\"Infinity\""},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct strbuf buffer = strbuf_new(*state, 0);
        json_write_double(&buffer, cases[i].number);
        assert_string_equal(strbuf_string(&buffer), cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_what_the_standard_allows),
        cmocka_unit_test(refuses_everything_else),
        cmocka_unit_test(refuses_nul_octets),
        cmocka_unit_test(says_what_is_wrong_and_where),
        cmocka_unit_test_setup_teardown(limits_the_depth, make_arena, free_arena),
        cmocka_unit_test(keeps_a_value_s_own_octets),
        cmocka_unit_test(walks_items),
        cmocka_unit_test_setup_teardown(walks_members, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(resolves_escapes, make_arena, free_arena),
        cmocka_unit_test_setup_teardown(writes_strings_as_postgresql_does, make_arena,
                                        free_arena),
        cmocka_unit_test_setup_teardown(writes_doubles_as_short_as_they_are, make_arena,
                                        free_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
