/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/cursor.h"

static struct cursor cursor_at(const char *text)
{
    return cursor_new(&context, "thing", slice_of(text));
}

static void names(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *name;
        const char *rest;
    } good[] = {
        {"id", "id", ""},
        {" a b ,c", "a b", ",c"},
        {"a-b->c", "a-b", "->c"},
        {"a-b-c", "a-b-c", ""},
        {"größe.x", "größe", ".x"},
        {"_1$(", "_1$", "("},
        {"\"a,\\\"b\\\\\",c", "a,\"b\\", ",c"},
        {"\"\"x", "", "x"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        struct cursor cursor = cursor_at(good[i].text);
        struct slice name;
        assert_true(cursor_read_name(&cursor, &name));
        assert_slice(name, good[i].name);
        assert_slice(cursor_rest(&cursor), good[i].rest);
    }
}

static void names_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"", ",", "-a", "(", "*", "a-", "\"open", "@", ">"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        struct cursor cursor = cursor_at(bad[i]);
        struct slice name;
        assert_false(cursor_read_name(&cursor, &name));
    }
}

static void fields_with_paths(void **state)
{
    (void)state;
    struct cursor cursor = cursor_at("data->a->0->>\"b,c\"::text");
    struct field_path field;
    assert_true(cursor_read_field(&cursor, &field));
    assert_slice(field.name, "data");
    assert_int_equal(field.step_count, 3);
    assert_slice(field.steps[0].text, "a");
    assert_false(field.steps[0].is_index || field.steps[0].as_text);
    assert_slice(field.steps[1].text, "0");
    assert_true(field.steps[1].is_index);
    assert_slice(field.steps[2].text, "b,c");
    assert_true(field.steps[2].as_text && !field.steps[2].is_index);
    assert_slice(cursor_rest(&cursor), "::text");
}

/* Digits are an index only where PostgREST lets a step end: not before a parenthesis. */
static void indices_and_keys(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *step;
        bool is_index;
    } steps[] = {
        {"a->12", "12", true},    {"a->-1", "-1", true},    {"a->1x", "1x", false},
        {"a->0->b", "0", true},   {"a->0)", "0", false},    {"a->\"0\"", "0", false},
        {"a->x-y", "x-y", false}, {"a->x y", "x y", false},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(steps); i++) {
        struct cursor cursor = cursor_at(steps[i].text);
        struct field_path field;
        assert_true(cursor_read_field(&cursor, &field));
        assert_slice(field.steps[0].text, steps[i].step);
        assert_int_equal(field.steps[0].is_index, steps[i].is_index);
    }
    static const char *const bad[] = {"a->", "a->>", "a->b->", "a->.b", "a->)"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        struct cursor cursor = cursor_at(bad[i]);
        struct field_path field;
        assert_false(cursor_read_field(&cursor, &field));
    }
}

static void the_error_names_the_furthest_place(void **state)
{
    (void)state;
    struct cursor cursor = cursor_at("abc");
    cursor.at = 2;
    cursor_expect(&cursor, "this");
    cursor.at = 0;
    cursor_expect(&cursor, "that");
    assert_false(cursor_fail(&cursor));
    assert_string_equal(context.error.code, "PGRST100");
    assert_string_equal(context.error.message,
                        "\"failed to parse thing (abc)\" (line 1, column 3)");
    assert_string_equal(context.error.details, "unexpected \"c\" expecting this");
}

static void the_error_at_the_end_and_at_odd_octets(void **state)
{
    (void)state;
    struct cursor cursor = cursor_at("");
    cursor_expect(&cursor, "a");
    cursor_fail(&cursor);
    assert_string_equal(context.error.details, "unexpected end of input expecting a");
    context.error = (struct error){0};
    cursor = cursor_at("é");
    cursor_expect(&cursor, "a");
    cursor_fail(&cursor);
    assert_true(slice_is_text(slice_of(context.error.details)));
}

static void a_hundred_levels_and_no_more(void **state)
{
    (void)state;
    struct cursor cursor = cursor_at("");
    for (int i = 0; i < QUERY_DEPTH; i++) {
        assert_true(cursor_enter(&cursor));
    }
    cursor_leave(&cursor);
    assert_true(cursor_enter(&cursor));
    assert_false(cursor_enter(&cursor));
    assert_string_equal(context.error.code, "PGRST100");
    assert_string_equal(context.error.details, "At most 100 levels are allowed.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(names),
        UNIT(names_that_are_none),
        UNIT(fields_with_paths),
        UNIT(indices_and_keys),
        UNIT(the_error_names_the_furthest_place),
        UNIT(the_error_at_the_end_and_at_odd_octets),
        UNIT(a_hundred_levels_and_no_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
