/* SPDX-License-Identifier: MIT */
#include "db/prepared.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define LIMIT 3

static struct arena *arena;
static struct prepared *prepared;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1024);
    prepared = prepared_new(arena, LIMIT);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct prepared_key key_of(const char *sql)
{
    return prepared_key(prepared, slice_of(sql), slice_of("role"));
}

static uint64_t add(const char *sql)
{
    struct prepared_key key = key_of(sql);
    uint64_t number = prepared_next(prepared);
    prepared_add(prepared, &key, number);
    return number;
}

static uint64_t find(const char *sql)
{
    struct prepared_key key = key_of(sql);
    return prepared_find(prepared, &key);
}

static void assert_discards(const char *expected)
{
    char command[40];
    if (expected == NULL) {
        assert_false(prepared_take_discard(prepared, command));
        return;
    }
    assert_true(prepared_take_discard(prepared, command));
    assert_string_equal(command, expected);
}

static void our_own_go_by_their_numbers(void **state)
{
    (void)state;
    struct prepared_key one = prepared_own_key(1), two = prepared_own_key(256);
    prepared_add(prepared, &one, prepared_next(prepared));
    assert_int_equal(prepared_find(prepared, &one), 1);
    assert_int_equal(prepared_find(prepared, &two), 0);
    assert_int_equal(find("SELECT 1"), 0);
    prepared_add(prepared, &two, prepared_next(prepared));
    assert_int_equal(prepared_find(prepared, &one), 1);
    assert_int_equal(prepared_find(prepared, &two), 2);
}

static void what_was_added_is_found(void **state)
{
    (void)state;
    assert_int_equal(find("a"), 0);
    uint64_t number = add("a");
    assert_int_not_equal(number, 0);
    assert_int_equal(find("a"), number);
    assert_string_equal(prepared_name(number).text, "m1");
    assert_discards(NULL);
}

static void text_and_scope_are_told_apart(void **state)
{
    (void)state;
    struct prepared_key keys[] = {
        prepared_key(prepared, slice_of("ab"), slice_of("c")),
        prepared_key(prepared, slice_of("a"), slice_of("bc")),
        prepared_key(prepared, slice_of("abc"), slice_of("")),
    };
    for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
        prepared_add(prepared, &keys[i], prepared_next(prepared));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
        assert_int_equal(prepared_find(prepared, &keys[i]), i + 1);
    }
}

static void the_least_recently_used_goes_first(void **state)
{
    (void)state;
    add("a");
    add("b");
    add("c");
    find("a");
    uint64_t number = add("d");
    assert_int_equal(number, 4);
    assert_int_equal(find("b"), 0);
    assert_int_equal(find("a"), 1);
    assert_int_equal(find("c"), 3);
    assert_int_equal(find("d"), 4);
    assert_discards("DEALLOCATE m2");
    assert_discards(NULL);
}

static void a_second_number_replaces_the_first(void **state)
{
    (void)state;
    add("a");
    add("a");
    assert_int_equal(find("a"), 2);
    assert_discards("DEALLOCATE m1");
    assert_discards(NULL);
}

static void one_is_removed(void **state)
{
    (void)state;
    add("a");
    add("b");
    struct prepared_key key = key_of("a");
    prepared_remove(prepared, &key);
    prepared_remove(prepared, &key);
    assert_int_equal(find("a"), 0);
    assert_int_equal(find("b"), 2);
    assert_discards("DEALLOCATE m1");
    assert_discards(NULL);
}

static void removing_all_is_one_command(void **state)
{
    (void)state;
    add("a");
    add("b");
    prepared_remove_all(prepared);
    assert_int_equal(find("a"), 0);
    add("c"); /* the command would take it along */
    assert_int_equal(find("c"), 0);
    assert_discards("DEALLOCATE ALL");
    assert_discards(NULL);
    add("d");
    assert_int_equal(find("d"), 4);
}

static void more_discards_than_fit_become_one(void **state)
{
    (void)state;
    for (int i = 0; i <= 2 * LIMIT; i++) {
        char sql[] = {(char)('a' + i), '\0'};
        add(sql);
    }
    assert_discards("DEALLOCATE ALL");
    assert_discards(NULL);
    assert_int_equal(find("a"), 0);
    assert_int_equal(find("g"), 0);
}

static void a_new_connection_knows_nothing(void **state)
{
    (void)state;
    add("a");
    add("a");
    prepared_remove_all(prepared);
    prepared_reset(prepared);
    assert_int_equal(find("a"), 0);
    assert_discards(NULL);
    assert_int_equal(add("a"), 3);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(what_was_added_is_found),
        UNIT(our_own_go_by_their_numbers),
        UNIT(text_and_scope_are_told_apart),
        UNIT(the_least_recently_used_goes_first),
        UNIT(a_second_number_replaces_the_first),
        UNIT(one_is_removed),
        UNIT(removing_all_is_one_command),
        UNIT(more_discards_than_fit_become_one),
        UNIT(a_new_connection_knows_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
