/* SPDX-License-Identifier: MIT */
#include "rest/payload.h"
#include "tests/unit/context.h"

static const struct media_type json = {.name = SLICE("application/json")};
static const struct media_type csv = {.name = SLICE("text/csv")};
static const struct media_type form = {.name =
                                           SLICE("application/x-www-form-urlencoded")};
static const struct media_type text = {.name = SLICE("text/plain")};

static struct payload parsed(struct media_type type, const char *body, bool has_columns)
{
    struct payload payload;
    if (!payload_parse(&context, type, slice_of(body), has_columns, &payload)) {
        fail_msg("refused: %s (%s)", body, context.error.message);
    }
    return payload;
}

static void assert_refused(struct media_type type, struct slice body, bool has_columns,
                           const char *message)
{
    struct payload payload;
    context.error = (struct error){0};
    assert_false(payload_parse(&context, type, body, has_columns, &payload));
    assert_string_equal(context.error.code, "PGRST102");
    assert_int_equal(context.error.status, 400);
    assert_string_equal(context.error.message, message);
}

/* The keys, separated by '|'. */
static const char *keys_of(struct payload payload)
{
    struct strbuf keys = strbuf_new(context.arena, 0);
    assert_non_null(payload.keys);
    for (size_t i = 0; i < payload.key_count; i++) {
        strbuf_add_text(&keys, i == 0 ? "" : "|");
        strbuf_add_slice(&keys, payload.keys[i]);
    }
    return strbuf_string(&keys);
}

static void an_object_is_one_row(void **state)
{
    (void)state;
    struct payload payload = parsed(
        json, " {\"sku\":\"n1\", \"a\\u0062\": 1.10, \"sku\": {\"x\": 1}} ", false);
    assert_int_equal(payload.kind, PAYLOAD_OBJECT);
    assert_int_equal(payload.row_count, 1);
    assert_true(slice_is(payload.text,
                         "{\"sku\":\"n1\", \"a\\u0062\": 1.10, \"sku\": {\"x\": 1}}"));
    assert_string_equal(keys_of(payload), "ab|sku");
    payload = parsed(json, "{}", false);
    assert_int_equal(payload.kind, PAYLOAD_OBJECT);
    assert_int_equal(payload.key_count, 0);
    assert_non_null(payload.keys);
}

static void an_array_is_its_rows(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t rows;
        const char *keys;
    } cases[] = {
        {"[]", 0, ""},
        {"[{}]", 1, ""},
        {"[{}, {}]", 2, ""},
        {"[{\"sku\": \"n1\", \"qty\": 1}, {\"sku\": \"n2\", \"qty\": 2}]", 2, "qty|sku"},
        {"[{\"a\":1,\"b\":2},{\"b\":1,\"a\":[{\"c\":1}]},{\"\\u0061\":1,\"b\":2}]", 3,
         "a|b"},
        {"[{\"a\":1,\"a\":2},{\"a\":1}]", 2, "a"},
        {"[{\"a\":1},{\"a\":1,\"a\":2}]", 2, "a"},
        {"[{\"\":1}]", 1, ""},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct payload payload = parsed(json, cases[i].body, false);
        assert_int_equal(payload.kind, PAYLOAD_ARRAY);
        assert_int_equal(payload.row_count, cases[i].rows);
        assert_string_equal(keys_of(payload), cases[i].keys);
        assert_true(slice_is(payload.text, cases[i].body));
    }
}

static void a_scalar_is_nothing_to_insert(void **state)
{
    (void)state;
    static const char *const bodies[] = {"null", "\"x\"", "5", "true"};
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        struct payload payload = parsed(json, bodies[i], false);
        assert_int_equal(payload.kind, PAYLOAD_EMPTY);
        assert_true(slice_is(payload.text, "[]"));
        assert_int_equal(payload.key_count, 0);
    }
}

static void all_objects_have_the_same_keys(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "[{\"sku\": \"n1\", \"qty\": 1}, {\"sku\": \"n2\"}]",
        "[{\"sku\": \"n1\"}, {\"sku\": \"n2\", \"qty\": 2}]",
        "[{\"a\":1,\"b\":1},{\"a\":1,\"a\":1}]",
        "[{},{\"a\":1}]",
        "[{\"a\":1},{}]",
        "[1, 2]",
        "[{\"a\":1},null]",
        "[null]",
        "[[{\"a\":1}]]",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        assert_refused(json, slice_of(bodies[i]), false, "All object keys must match");
    }
}

static void columns_decide_for_json_alone(void **state)
{
    (void)state;
    struct payload payload =
        parsed(json, "[{\"sku\": \"n1\", \"qty\": 1}, {\"sku\": \"n2\"}]", true);
    assert_int_equal(payload.kind, PAYLOAD_ARRAY);
    assert_int_equal(payload.row_count, 2);
    assert_null(payload.keys);
    assert_null(parsed(json, "{\"a\":1}", true).keys);
    assert_string_equal(keys_of(parsed(csv, "sku,qty\nn1,1", true)), "qty|sku");
    assert_string_equal(keys_of(parsed(form, "sku=n1&qty=1&sku=n2", true)), "qty|sku");
}

static void with_columns_the_database_reads_what_is_no_rows(void **state)
{
    (void)state;
    static const char *const bodies[] = {"",    " ",         "\"x\"", "null",
                                         "[1]", "[{}, [ ]]", "[{"};
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        struct payload payload = parsed(json, bodies[i], true);
        assert_true(payload.is_unread);
        assert_int_equal(payload.kind, PAYLOAD_ARRAY);
        assert_null(payload.keys);
        assert_true(slice_is(payload.text, bodies[i]));
        assert_true(payload_has_rows(&context, json, &payload));
    }
    assert_int_equal(parsed(json, "\n {bad", true).kind, PAYLOAD_OBJECT);
    assert_false(parsed(json, "[{}, {\"a\": 1}]", true).is_unread);
}

static void invalid_json_is_refused(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "{", "{\"sku\":}", "{bad", "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", " "};
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        assert_refused(json, slice_of(bodies[i]), false, "Empty or invalid json");
    }
    assert_refused(json, slice_of("{\"sku\":}"), false, "Empty or invalid json");
    assert_null(context.error.details);
}

static void an_empty_body_is_none(void **state)
{
    (void)state;
    struct payload payload = parsed(json, "", false);
    assert_int_equal(payload.kind, PAYLOAD_NONE);
    assert_true(payload_parse(&context, json, slice_absent(), false, &payload));
    assert_int_equal(payload.kind, PAYLOAD_NONE);
    assert_false(payload_has_rows(&context, json, &payload));
    assert_string_equal(context.error.message, "Empty or invalid json");
    payload = parsed(form, "", false);
    assert_int_equal(payload.kind, PAYLOAD_OBJECT);
    assert_true(slice_is(payload.text, "{}"));
    assert_true(payload_has_rows(&context, form, &payload));
    assert_refused(csv, slice_of(""), false, "parse error (not enough input) at \"\"");
}

static void other_types_are_raw_or_refused(void **state)
{
    (void)state;
    const struct media_type xml = {.name = SLICE("application/xml"),
                                   .written = SLICE("Application/XML")};
    struct payload payload = parsed(text, "hello", false);
    assert_int_equal(payload.kind, PAYLOAD_RAW);
    assert_true(slice_is(payload.text, "hello"));
    assert_false(payload_has_rows(&context, text, &payload));
    assert_string_equal(context.error.message, "Content-Type not acceptable: text/plain");
    assert_refused(xml, slice_of("<a/>"), false,
                   "Content-Type not acceptable: Application/XML");
}

static void a_big_array_takes_little_memory(void **state)
{
    (void)state;
    struct strbuf body = strbuf_new(context.arena, 0);
    for (int i = 0; i < 100000; i++) {
        strbuf_add_format(&body, "%s{\"id\":%d,\"name\":\"x\\\"y\"}", i == 0 ? "[" : ",",
                          i);
    }
    strbuf_add_char(&body, ']');
    size_t before = arena_used(context.arena);
    struct payload payload;
    assert_true(payload_parse(&context, json, strbuf_slice(&body), false, &payload));
    assert_int_equal(payload.row_count, 100000);
    assert_true(arena_used(context.arena) - before < 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_object_is_one_row, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_array_is_its_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_scalar_is_nothing_to_insert, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_objects_have_the_same_keys, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(columns_decide_for_json_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(with_columns_the_database_reads_what_is_no_rows,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(invalid_json_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_empty_body_is_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_types_are_raw_or_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_big_array_takes_little_memory, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
