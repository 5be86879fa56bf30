/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/context.h"

static struct context context;

static int start(void **state)
{
    (void)state;
    context = (struct context){.arena = arena_new(256)};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

static void a_failure_is_false_and_has_its_status(void **state)
{
    (void)state;
    assert_false(context_has_failed(&context));
    assert_false(context_fail(
        &context, (struct error){.code = "PGRST116", .message = "m", .details = "d"}));
    assert_true(context_has_failed(&context));
    assert_int_equal(context.error.status, 406);
    assert_string_equal(context.error.details, "d");
    assert_null(context.error.hint);
}

static void the_first_error_stays(void **state)
{
    (void)state;
    context_fail(&context, (struct error){.code = "PGRST100", .message = "first"});
    context_fail(&context, (struct error){.code = "PGRST116", .message = "second"});
    context_fail_with(&context, "PGRST116", "third");
    assert_string_equal(context.error.message, "first");
    assert_int_equal(context.error.status, 400);
}

static void a_status_of_ones_own_is_kept(void **state)
{
    (void)state;
    context_fail(&context,
                 (struct error){.code = "21000", .message = "m", .status = 400});
    assert_int_equal(context.error.status, 400);
}

static void the_databases_codes_are_left_to_others(void **state)
{
    (void)state;
    context_fail(&context, (struct error){.code = "23505", .message = "m"});
    assert_int_equal(context.error.status, 0);
}

static void messages_are_formatted_and_copied(void **state)
{
    (void)state;
    char name[] = "books";
    assert_false(context_fail_with(&context, "PGRST205", "no '%s', %d%%", name, 7));
    name[0] = 'x';
    assert_string_equal(context.error.message, "no 'books', 7%");
    assert_int_equal(context.error.status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_failure_is_false_and_has_its_status, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_first_error_stays, start, stop),
        cmocka_unit_test_setup_teardown(a_status_of_ones_own_is_kept, start, stop),
        cmocka_unit_test_setup_teardown(the_databases_codes_are_left_to_others, start,
                                        stop),
        cmocka_unit_test_setup_teardown(messages_are_formatted_and_copied, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
