/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/arena.h"

#include <string.h>

static struct arena *arena;

static int start(void **state)
{
    (void)state;
    arena = arena_new(256);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void pieces_are_zeroed_and_aligned(void **state)
{
    (void)state;
    for (size_t size = 0; size < 600; size += 7) {
        unsigned char *piece = arena_alloc(arena, size);
        assert_int_equal((uintptr_t)piece % 16, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(piece[i], 0);
        }
        memset(piece, 0xff, size);
    }
}

static void pieces_do_not_overlap(void **state)
{
    (void)state;
    char *pieces[40];
    for (size_t i = 0; i < 40; i++) {
        pieces[i] = arena_alloc(arena, i + 1);
        memset(pieces[i], (int)i, i + 1);
    }
    for (size_t i = 0; i < 40; i++) {
        for (size_t k = 0; k <= i; k++) {
            assert_int_equal(pieces[i][k], i);
        }
    }
}

static void a_piece_may_be_larger_than_a_block(void **state)
{
    (void)state;
    char *large = arena_alloc(arena, 100000);
    char *small = arena_alloc(arena, 8);
    memset(large, 'x', 100000);
    assert_memory_equal(small, "\0\0\0\0\0\0\0\0", 8);
}

static void memory_is_zeroed_after_a_reset_too(void **state)
{
    (void)state;
    memset(arena_alloc(arena, 200), 0xff, 200);
    arena_reset(arena);
    const char *piece = arena_alloc(arena, 200);
    for (size_t i = 0; i < 200; i++) {
        assert_int_equal(piece[i], 0);
    }
}

static void growing_keeps_what_was_used(void **state)
{
    (void)state;
    char *old = arena_copy(arena, "abc", 3);
    char *new = arena_grow(arena, old, 3, 1000);
    assert_memory_equal(new, "abc", 3);
    assert_non_null(arena_grow(arena, NULL, 0, 10));
}

static void copies_end_with_a_nul(void **state)
{
    (void)state;
    assert_string_equal(arena_copy(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(arena, NULL, 0), "");
    assert_memory_equal(arena_copy(arena, "a\0b", 3), "a\0b", 4);
}

static void texts_are_formatted_at_any_length(void **state)
{
    (void)state;
    assert_string_equal(arena_printf(arena, "%s-%d", "a", 7), "a-7");
    const char *text = arena_printf(arena, "%0*d", 5000, 1);
    assert_int_equal(strlen(text), 5000);
    assert_int_equal(text[4999], '1');
    assert_string_equal(arena_printf(arena, "%s", ""), "");
}

static void used_octets_are_counted_until_the_reset(void **state)
{
    (void)state;
    assert_int_equal(arena_used(arena), 0);
    arena_alloc(arena, 1);
    assert_int_equal(arena_used(arena), 16);
    arena_alloc(arena, 16);
    arena_alloc(arena, 0);
    assert_int_equal(arena_used(arena), 32);
    arena_reset(arena);
    assert_int_equal(arena_used(arena), 0);
}

static char order[8];
static char *piece_of_arena;

static void release(void *object)
{
    strncat(order, object, 1);
    assert_int_equal(piece_of_arena[0], 'p'); /* the arena is whole until all have run */
}

static void deferred_calls_run_newest_first_and_once(void **state)
{
    (void)state;
    order[0] = '\0';
    piece_of_arena = arena_copy(arena, "p", 1);
    arena_defer(arena, release, "1");
    arena_defer(arena, release, "2");
    arena_defer(arena, release, "3");
    arena_reset(arena);
    assert_string_equal(order, "321");
    arena_reset(arena);
    assert_string_equal(order, "321");
}

static void freeing_runs_what_was_deferred(void **state)
{
    (void)state;
    struct arena *other = arena_new(16);
    order[0] = '\0';
    piece_of_arena = arena_copy(other, "p", 1);
    arena_defer(other, release, "x");
    arena_free(other);
    assert_string_equal(order, "x");
    arena_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pieces_are_zeroed_and_aligned, start, stop),
        cmocka_unit_test_setup_teardown(pieces_do_not_overlap, start, stop),
        cmocka_unit_test_setup_teardown(a_piece_may_be_larger_than_a_block, start, stop),
        cmocka_unit_test_setup_teardown(memory_is_zeroed_after_a_reset_too, start, stop),
        cmocka_unit_test_setup_teardown(growing_keeps_what_was_used, start, stop),
        cmocka_unit_test_setup_teardown(copies_end_with_a_nul, start, stop),
        cmocka_unit_test_setup_teardown(texts_are_formatted_at_any_length, start, stop),
        cmocka_unit_test_setup_teardown(used_octets_are_counted_until_the_reset, start,
                                        stop),
        cmocka_unit_test_setup_teardown(deferred_calls_run_newest_first_and_once, start,
                                        stop),
        cmocka_unit_test(freeing_runs_what_was_deferred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
