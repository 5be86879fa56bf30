/* SPDX-License-Identifier: MIT */
#include "db/binding.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct config config;

static bool build(struct context *context, const char *sql,
                  const struct parameter *parameters, size_t count, struct binding *out)
{
    const struct statement statement = {
        .sql = slice_of(sql), .parameters = parameters, .parameter_count = count};
    return binding_build(context, &statement, out);
}

static int set_up(void **state)
{
    static struct context context;
    context = (struct context){.arena = arena_new(1024), .config = &config};
    *state = &context;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct context *)*state)->arena);
    return 0;
}

static void texts_end_with_nul(void **state)
{
    static const struct parameter parameters[] = {
        {.value = {"cut here", 3}},
        {.value = SLICE("as it is"), .is_terminated = true},
        {.value = {"\0\1", 2}, .is_binary = true},
        {.value = {NULL, 0}},
    };
    struct binding binding;
    assert_true(build(*state, "SELECT", parameters, 4, &binding));
    assert_int_equal(binding.count, 4);
    assert_string_equal(binding.values[0], "cut");
    assert_ptr_equal(binding.values[1], parameters[1].value.ptr);
    assert_ptr_equal(binding.values[2], parameters[2].value.ptr);
    assert_int_equal(binding.formats[2], 1);
    assert_int_equal(binding.lengths[2], 2);
    assert_null(binding.values[3]);
    assert_int_equal(binding.octets, 6 + 3 + 8 + 2);
}

static void nul_is_refused_in_texts(void **state)
{
    static const struct parameter parameter = {.value = {"a\0b", 3}};
    struct context *context = *state;
    struct binding binding;
    assert_false(build(context, "SELECT", &parameter, 1, &binding));
    assert_string_equal(context->error.code, "22021");
}

/* The value is never looked at: it is not there. */
static void what_the_protocol_cannot_carry_is_refused(void **state)
{
    const struct parameter half = {.value = {NULL, (size_t)600 << 20}, .is_binary = true};
    const struct parameter parameters[] = {half, half};
    struct context *context = *state;
    struct binding binding;
    assert_true(build(context, "SELECT", parameters, 1, &binding));
    assert_false(build(context, "SELECT", parameters, 2, &binding));
    assert_string_equal(context->error.code, "54000");
    assert_int_equal(context->error.status, 413);
    context->error = (struct error){0};
    assert_false(build(context, "SELECT", parameters, 65536, &binding));
    assert_string_equal(context->error.code, "54000");
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(texts_end_with_nul),
        UNIT(nul_is_refused_in_texts),
        UNIT(what_the_protocol_cannot_carry_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
