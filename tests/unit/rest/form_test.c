/* SPDX-License-Identifier: MIT */
#include "rest/form.h"
#include "tests/unit/context.h"

static void fields_become_members(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"sku=n1&qty=4", "{\"sku\":\"n1\",\"qty\":\"4\"}"},
        {"sku=n1&note=a+b%26c%C3%BC", "{\"sku\":\"n1\",\"note\":\"a b&c\xc3\xbc\"}"},
        {"sku=n1&note=", "{\"sku\":\"n1\",\"note\":\"\"}"},
        {"sku", "{\"sku\":\"\"}"},
        {"sku=n1&sku=n2", "{\"sku\":\"n1\",\"sku\":\"n2\"}"},
        {"a=1;b=2&", "{\"a\":\"1\",\"b\":\"2\"}"},
        {"&&a=b=c", "{\"a\":\"b=c\"}"},
        {"a=%00%22", "{\"a\":\"\\u0000\\\"\"}"},
        {"%61=%", "{\"a\":\"%\"}"},
        {"", "{}"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct form form;
        assert_true(form_parse(&context, slice_of(cases[i][0]), &form));
        assert_string_equal(
            slice_string(context.arena, form_to_json(context.arena, &form)), cases[i][1]);
    }
}

static void repeated_fields_are_kept_for_calls(void **state)
{
    (void)state;
    struct form form;
    assert_true(form_parse(&context, slice_of("words=a&words=bbb"), &form));
    assert_int_equal(form.count, 2);
    assert_true(slice_is(form.fields[0].name, "words"));
    assert_true(slice_is(form.fields[1].value, "bbb"));
}

static void other_encodings_are_refused(void **state)
{
    (void)state;
    static const char *const bodies[] = {"a=%ff", "%c3=1", "a=%00%ff", "a=\xff"};
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        struct form form;
        context.error = (struct error){0};
        assert_false(form_parse(&context, slice_of(bodies[i]), &form));
        assert_string_equal(context.error.code, "PGRST102");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_become_members, set_up, tear_down),
        cmocka_unit_test_setup_teardown(repeated_fields_are_kept_for_calls, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(other_encodings_are_refused, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
