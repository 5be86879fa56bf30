/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/strbuf.h"

static struct arena *arena;

static int start(void **state)
{
    (void)state;
    arena = arena_new(512);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void nothing_is_an_empty_text(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 0);
    assert_int_equal(strbuf_slice(&text).len, 0);
    assert_true(slice_is_present(strbuf_slice(&text)));
    assert_string_equal(strbuf_string(&text), "");
    strbuf_add(&text, NULL, 0);
    strbuf_add_slice(&text, slice_absent());
    assert_string_equal(strbuf_string(&text), "");
}

static void pieces_follow_each_other(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_text(&text, "a");
    strbuf_add_char(&text, 'b');
    strbuf_add_slice(&text, slice_of("cd"));
    strbuf_add_format(&text, "%d%s", 5, "f");
    strbuf_add(&text, "g\0h", 3);
    assert_int_equal(text.len, 9);
    assert_memory_equal(strbuf_slice(&text).ptr, "abcd5fg\0h", 9);
}

/* The NUL of strbuf_string() needs room of its own where the text fills its piece. */
static void a_string_ends_at_every_length(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 0);
    for (size_t i = 1; i <= 1200; i++) {
        strbuf_add_char(&text, (char)('a' + i % 26));
        const char *string = strbuf_string(&text);
        assert_int_equal(strlen(string), i);
        assert_int_equal(string[i - 1], 'a' + i % 26);
    }
}

static void the_limit_itself_fits(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 5);
    strbuf_add_text(&text, "abcd");
    assert_false(text.overflowed);
    strbuf_add_char(&text, 'e');
    assert_false(text.overflowed);
    assert_string_equal(strbuf_string(&text), "abcde");
}

static void past_the_limit_nothing_is_taken_any_more(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 5);
    strbuf_add_text(&text, "abcd");
    strbuf_add_text(&text, "ef");
    assert_true(text.overflowed);
    assert_string_equal(strbuf_string(&text), "abcd");
    strbuf_add_char(&text, 'e');
    assert_string_equal(strbuf_string(&text), "abcd");
    assert_true(text.overflowed);
}

static void numbers_are_decimal(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 0);
    static const int64_t numbers[] = {0, 9, 10, -1, 1234567890, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < ARRAY_LENGTH(numbers); i++) {
        strbuf_add_number(&text, numbers[i]);
        strbuf_add_char(&text, ' ');
    }
    assert_string_equal(strbuf_string(&text), "0 9 10 -1 1234567890 9223372036854775807 "
                                              "-9223372036854775808 ");
}

static void formatted_text_is_limited_too(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 3);
    strbuf_add_format(&text, "%d", 1000);
    assert_true(text.overflowed);
    assert_int_equal(text.len, 0);
}

static void without_a_limit_it_grows(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(arena, 0);
    static char block[100000];
    memset(block, 'x', sizeof(block));
    strbuf_add_char(&text, 'a');
    strbuf_add(&text, block, sizeof(block));
    strbuf_add_char(&text, 'z');
    assert_int_equal(text.len, sizeof(block) + 2);
    assert_int_equal(strbuf_slice(&text).ptr[sizeof(block) + 1], 'z');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_is_an_empty_text, start, stop),
        cmocka_unit_test_setup_teardown(pieces_follow_each_other, start, stop),
        cmocka_unit_test_setup_teardown(a_string_ends_at_every_length, start, stop),
        cmocka_unit_test_setup_teardown(the_limit_itself_fits, start, stop),
        cmocka_unit_test_setup_teardown(past_the_limit_nothing_is_taken_any_more, start,
                                        stop),
        cmocka_unit_test_setup_teardown(formatted_text_is_limited_too, start, stop),
        cmocka_unit_test_setup_teardown(numbers_are_decimal, start, stop),
        cmocka_unit_test_setup_teardown(without_a_limit_it_grows, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
