/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/growing.h"

#include <string.h>

struct item {
    int number;
    const char *text;
};

static void items_keep_their_order_and_values(void **state)
{
    (void)state;
    struct arena *arena = arena_new(128);
    struct growing list = {0};
    for (int i = 0; i < 1000; i++) {
        struct item *item = growing_add(arena, &list, sizeof(*item));
        item->number = i;
    }
    const struct item *items = list.items;
    assert_int_equal(list.count, 1000);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(items[i].number, i);
    }
    arena_free(arena);
}

static void a_new_item_is_zeroed(void **state)
{
    (void)state;
    struct arena *arena = arena_new(4096);
    for (size_t i = 0; i < 100; i++) {
        memset(arena_alloc(arena, 64), 0xff, 64);
    }
    arena_reset(arena);
    struct growing list = {0};
    for (int i = 0; i < 20; i++) {
        struct item *item = growing_add(arena, &list, sizeof(*item));
        assert_int_equal(item->number, 0);
        assert_null(item->text);
        item->number = -1;
        item->text = "x";
    }
    arena_free(arena);
}

static void lists_in_one_arena_are_apart(void **state)
{
    (void)state;
    struct arena *arena = arena_new(64);
    struct growing a = {0};
    struct growing b = {0};
    for (int i = 0; i < 50; i++) {
        *(int *)growing_add(arena, &a, sizeof(int)) = i;
        *(int *)growing_add(arena, &b, sizeof(int)) = -i;
    }
    for (int i = 0; i < 50; i++) {
        assert_int_equal(((int *)a.items)[i], i);
        assert_int_equal(((int *)b.items)[i], -i);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_keep_their_order_and_values),
        cmocka_unit_test(a_new_item_is_zeroed),
        cmocka_unit_test(lists_in_one_arena_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
