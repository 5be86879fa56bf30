/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/slice.h"

static void texts_are_compared_as_octets(void **state)
{
    (void)state;
    assert_true(slice_is(slice_of("abc"), "abc"));
    assert_false(slice_is(slice_of("abc"), "ab"));
    assert_false(slice_is(slice_of("ab"), "abc"));
    assert_true(slice_equal((struct slice){"a\0b", 3}, (struct slice){"a\0b", 3}));
    assert_false(slice_equal((struct slice){"a\0b", 3}, (struct slice){"a\0c", 3}));
    assert_true(slice_equal(slice_absent(), slice_of("")));
    assert_true(slice_is_ignoring_case(slice_of("FaLse"), "false"));
    assert_false(slice_is_ignoring_case(slice_of("false "), "false"));
    assert_true(slice_compare(slice_of("a"), slice_of("b")) < 0);
    assert_true(slice_compare(slice_of("ab"), slice_of("a")) > 0);
    assert_true(slice_compare(slice_of("\xff"), slice_of("a")) > 0);
    assert_int_equal(slice_compare(slice_of(""), slice_absent()), 0);
}

static void absent_is_not_empty(void **state)
{
    (void)state;
    assert_false(slice_is_present(slice_absent()));
    assert_true(slice_is_present(slice_of("")));
    assert_false(slice_is_present(slice_of(NULL)));
}

static void ends_are_found(void **state)
{
    (void)state;
    assert_true(slice_starts_with(slice_of("abc"), ""));
    assert_true(slice_starts_with(slice_of("abc"), "ab"));
    assert_false(slice_starts_with(slice_of("a"), "ab"));
    assert_true(slice_ends_with(slice_of("abc"), "bc"));
    assert_true(slice_ends_with(slice_absent(), ""));
    assert_false(slice_ends_with(slice_of("c"), "bc"));
}

static void parts_stay_within(void **state)
{
    (void)state;
    assert_true(slice_is(slice_from(slice_of("abc"), 1), "bc"));
    assert_int_equal(slice_from(slice_of("abc"), 9).len, 0);
    assert_true(slice_is(slice_until(slice_of("abc"), 1), "a"));
    assert_true(slice_is(slice_until(slice_of("abc"), 9), "abc"));
    assert_true(slice_is(slice_trim(slice_of(" \t a b \t")), "a b"));
    assert_int_equal(slice_trim(slice_of(" \t ")).len, 0);
    assert_true(slice_is(slice_trim(slice_of("\na ")), "\na"));
    assert_int_equal(slice_find(slice_of("abc"), 'c'), 2);
    assert_int_equal(slice_find(slice_of("abc"), 'd'), 3);
    assert_int_equal(slice_find(slice_absent(), 'd'), 0);
}

static void cutting_ends_absent(void **state)
{
    (void)state;
    struct slice rest = slice_of("a,,b");
    assert_true(slice_is(slice_cut(&rest, ','), "a"));
    assert_true(slice_is(slice_cut(&rest, ','), ""));
    assert_true(slice_is(slice_cut(&rest, ','), "b"));
    assert_false(slice_is_present(rest));
    rest = slice_of("a,");
    slice_cut(&rest, ',');
    assert_true(slice_is_present(rest));
    assert_int_equal(rest.len, 0);
}

static void integers_up_to_their_edges(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {
        {"0", 0},
        {"-0", 0},
        {"+7", 7},
        {"007", 7},
        {"-12", -12},
        {"9223372036854775806", INT64_MAX - 1},
        {"9223372036854775807", INT64_MAX},
        {"+9223372036854775807", INT64_MAX},
        {"-9223372036854775807", -INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"00000000000000000000000000000000000000001", 1},
    };
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      "--1",
                                      "+-1",
                                      "1 ",
                                      " 1",
                                      "1a",
                                      "a",
                                      "0x1",
                                      "1.0",
                                      "1e2",
                                      "1_0",
                                      "١",
                                      "-\0",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "18446744073709551616",
                                      "99999999999999999999"};
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        int64_t value = 42;
        assert_true(slice_to_int64(slice_of(good[i].text), &value));
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        int64_t value = 42;
        assert_false(slice_to_int64(slice_of(bad[i]), &value));
        assert_int_equal(value, 42);
    }
}

/* The table of well-formed sequences in RFC 3629, and one step beyond each edge. */
static void utf8_is_what_the_rfc_says(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "a~",
                                       "\x7f",
                                       "\xc2\x80",
                                       "\xdf\xbf",
                                       "\xe0\xa0\x80",
                                       "\xe0\xbf\xbf",
                                       "\xe1\x80\x80",
                                       "\xec\xbf\xbf",
                                       "\xed\x80\x80",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbf",
                                       "\xf0\x90\x80\x80",
                                       "\xf0\xbf\xbf\xbf",
                                       "\xf1\x80\x80\x80",
                                       "\xf3\xbf\xbf\xbf",
                                       "\xf4\x80\x80\x80",
                                       "\xf4\x8f\xbf\xbf",
                                       "a\xc3\xa9\xe6\x97\xa5\xf0\x9f\x98\x80z"};
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc0\x80",
                                      "\xc1\xbf",
                                      "\xc2",
                                      "\xc2\x7f",
                                      "\xc2\xc0",
                                      "\xe0\x80\x80",
                                      "\xe0\x9f\xbf",
                                      "\xe1\x80",
                                      "\xe1\x80\xc0",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xf0\x80\x80\x80",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf0\x90\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "\xfe",
                                      "a\xc3",
                                      "\xf8\x88\x80\x80\x80"};
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        assert_true(slice_is_text(slice_of(good[i])));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_false(slice_is_text(slice_of(bad[i])));
    }
    assert_false(slice_is_text((struct slice){"a\0b", 3}));
    assert_true(slice_is_text(slice_absent()));
}

static void copies_live_in_the_arena(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64);
    char text[] = "abc";
    struct slice copy = slice_copy(arena, slice_of(text));
    const char *string = slice_string(arena, (struct slice){text, 2});
    text[0] = 'x';
    assert_true(slice_is(copy, "abc"));
    assert_string_equal(string, "ab");
    assert_string_equal(slice_string(arena, slice_absent()), "");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compared_as_octets),
        cmocka_unit_test(absent_is_not_empty),
        cmocka_unit_test(ends_are_found),
        cmocka_unit_test(parts_stay_within),
        cmocka_unit_test(cutting_ends_absent),
        cmocka_unit_test(integers_up_to_their_edges),
        cmocka_unit_test(utf8_is_what_the_rfc_says),
        cmocka_unit_test(copies_live_in_the_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
