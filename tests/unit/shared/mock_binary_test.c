/* SPDX-License-Identifier: MIT */
#include "shared/mock_binary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct json_value json(const char *text)
{
    return json_parse(slice_of(text));
}

static void a_type_fits_all_values(void **state)
{
    (void)state;
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("null")), MOCK_UNKNOWN);
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("true")), 16);
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("1")), 20);
    assert_int_equal(mock_binary_type(20, json("null")), 20);
    assert_int_equal(mock_binary_type(20, json("0.5")), 701);
    assert_int_equal(mock_binary_type(701, json("1")), 701);
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("\"1\"")), 25);
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("{}")), 3802);
    assert_int_equal(mock_binary_type(MOCK_UNKNOWN, json("[]")), 3802);
}

static void values_are_in_binary(void **state)
{
    static const struct {
        uint32_t type;
        const char *json;
        struct slice octets;
    } cases[] = {
        {16, "true", SLICE("\1")},
        {16, "false", SLICE("\0")},
        {20, "-2", SLICE("\xff\xff\xff\xff\xff\xff\xff\xfe")},
        {701, "1", SLICE("\x3f\xf0\0\0\0\0\0\0")},
        {25, "\"a\\u00fc\"", SLICE("a\xc3\xbc")},
        {3802, "[1]", SLICE("\1[1]")},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        assert_true(
            slice_equal(mock_binary_value(*state, cases[i].type, json(cases[i].json)),
                        cases[i].octets));
    }
    assert_false(slice_is_present(mock_binary_value(*state, 20, json("null"))));
}

static int make_arena(void **state)
{
    *state = arena_new(1024);
    return 0;
}

static int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_fits_all_values),
        cmocka_unit_test_setup_teardown(values_are_in_binary, make_arena, free_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
