/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/query.h"

static struct query parsed(const char *text, bool is_call_by_get)
{
    struct query query;
    if (!query_parse(&context, slice_of(text), is_call_by_get, &query)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    return query;
}

static void nothing_is_every_column(void **state)
{
    (void)state;
    struct query query = parsed("", false);
    assert_int_equal(query.select_count, 1);
    assert_int_equal(query.select[0].kind, SELECT_ALL);
    assert_false(query.has_columns || query.has_on_conflict);
    assert_slice(query.canonical, "");
}

static void each_parameter_finds_its_place(void **state)
{
    (void)state;
    struct query query = parsed("select=a,b&columns=c&on_conflict=d,e&f=eq.1&r.g=gt.2&"
                                "or=(h.eq.3)&r.not.and=(i.eq.4)&order=j&r.s.order=k&"
                                "limit=5&r.offset=6",
                                false);
    assert_int_equal(query.select_count, 2);
    assert_true(query.has_columns && query.has_on_conflict);
    assert_int_equal(query.on_conflict.count, 2);
    assert_int_equal(query.condition_count, 4);
    assert_int_equal(query.conditions[1].path_length, 1);
    assert_int_equal(query.conditions[3].path_length, 1);
    assert_true(query.conditions[3].condition.is_negated);
    assert_int_equal(query.order_count, 2);
    assert_int_equal(query.orders[1].path_length, 2);
    assert_int_equal(query.range_count, 2);
    assert_true(query.ranges[0].has_limit && !query.ranges[0].has_offset);
    assert_int_equal(query.ranges[0].limit, 5);
    assert_int_equal(query.ranges[1].offset, 6);
}

static void escapes_are_decoded_after_the_parts_are_found(void **state)
{
    (void)state;
    struct query query = parsed("a%2eb=eq.1%262%3D3+4", false);
    assert_int_equal(query.conditions[0].path_length, 1);
    assert_slice(query.conditions[0].condition.operation.value, "1&2=3 4");
}

static void arguments_of_a_call(void **state)
{
    (void)state;
    struct query query = parsed("a=1&b=eq.2&c=&a=eqq.3&select=x&d", true);
    assert_int_equal(query.argument_count, 3);
    assert_slice(query.arguments[0].name, "a");
    assert_slice(query.arguments[1].value, "");
    assert_slice(query.arguments[2].value, "eqq.3");
    assert_int_equal(query.condition_count, 1);
    struct query form;
    assert_true(query_parse_arguments(&context, slice_of("a=eq.1&select=b&c"), &form));
    assert_int_equal(form.argument_count, 3);
    assert_slice(form.arguments[0].value, "eq.1");
    assert_slice(form.arguments[2].value, "");
}

static void the_canonical_form_is_sorted(void **state)
{
    (void)state;
    assert_slice(parsed("select=b&a=eq.x%20y&a=eq.%2C", false).canonical,
                 "a=eq.x%20y,eq.%2C&select=b");
    assert_slice(parsed("a=eq.%C3%A9", false).canonical, "a=eq.%C3%83%C2%A9");
}

static void no_text_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a=eq.%ff", "%c3=eq.1",       "a=eq.%00",
                                      "%00=eq.1", "a=eq.%ed%a0%80", "select=%ff"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        struct query query;
        context.error = (struct error){0};
        assert_false(query_parse(&context, slice_of(bad[i]), false, &query));
        assert_string_equal(context.error.code, "PGRST100");
        assert_true(slice_is_text(slice_of(context.error.message)));
    }
}

static void the_first_select_and_columns_count(void **state)
{
    (void)state;
    struct query query = parsed("select=a&select=b,c&columns=d&columns=e,f", false);
    assert_int_equal(query.select_count, 1);
    assert_int_equal(query.columns.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(nothing_is_every_column),
        UNIT(each_parameter_finds_its_place),
        UNIT(escapes_are_decoded_after_the_parts_are_found),
        UNIT(arguments_of_a_call),
        UNIT(the_canonical_form_is_sorted),
        UNIT(no_text_is_refused),
        UNIT(the_first_select_and_columns_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
