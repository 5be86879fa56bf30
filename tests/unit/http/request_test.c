/* SPDX-License-Identifier: MIT */
#include "fixture.h"

static void the_first_header_of_a_name_is_found(void **state)
{
    const struct request request = {HEADERS({SLICE("prefer"), SLICE("a")},
                                            {SLICE("accept"), SLICE("")},
                                            {SLICE("prefer"), SLICE("b")})};
    (void)state;
    assert_slice(request_header(&request, "prefer"), "a");
    assert_slice(request_header(&request, "accept"), "");
    assert_slice(request_header(&request, "range"), "(absent)");
}

static struct slice decoded(const char *text, bool plus_is_space)
{
    return percent_decode(context.arena, slice_of(text), plus_is_space);
}

static void escapes_are_decoded(void **state)
{
    (void)state;
    assert_slice(decoded("a%20b%2Bc%e2%82%AC", false), "a b+c\xe2\x82\xac");
    assert_slice(decoded("a+b", false), "a+b");
    assert_slice(decoded("a+b%2B", true), "a b+");
    assert_int_equal(decoded("a%00b", false).len, 3);
}

static void invalid_escapes_stay(void **state)
{
    (void)state;
    assert_slice(decoded("%", false), "%");
    assert_slice(decoded("%4", false), "%4");
    assert_slice(decoded("%zz%4g%%41", false), "%zz%4g%A");
}

static void text_without_escapes_is_borrowed(void **state)
{
    struct slice text = slice_of("plain");
    (void)state;
    assert_ptr_equal(percent_decode(context.arena, text, true).ptr, text.ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(the_first_header_of_a_name_is_found),
        UNIT(escapes_are_decoded),
        UNIT(invalid_escapes_stay),
        UNIT(text_without_escapes_is_borrowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
