/* SPDX-License-Identifier: MIT */
#include "http/body.h"

#include "fixture.h"

static size_t unread;

/* An endless run of 'x', `unread` octets of it. */
static size_t read_x(void *self, char *octets, size_t size)
{
    (void)self;
    size_t got = unread < size ? unread : size;
    memset(octets, 'x', got);
    unread -= got;
    return got;
}

static bool reads(size_t sent, int64_t length, struct slice *body)
{
    unread = sent;
    context.error = (struct error){0};
    bool ok = body_read(&context, read_x, NULL, length, body);
    assert_int_equal(unread, 0);
    assert_int_equal(ok, !context_has_failed(&context));
    return ok;
}

static void a_body_of_its_length_is_kept(void **state)
{
    static const size_t lengths[] = {0, 1, 16383, 16384, 16385, (5 << 20) + 3};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
        struct slice body;
        assert_true(reads(lengths[i], (int64_t)lengths[i], &body));
        assert_int_equal(body.len, lengths[i]);
        assert_true(body.len == 0 ||
                    (body.ptr[0] == 'x' && body.ptr[body.len - 1] == 'x'));
    }
}

static void a_body_without_a_length_is_kept(void **state)
{
    struct slice body;
    (void)state;
    assert_true(reads(5, LENGTH_UNKNOWN, &body));
    assert_slice(body, "xxxxx");
}

static void another_length_is_an_error(void **state)
{
    struct slice body;
    (void)state;
    assert_false(reads(4, 5, &body));
    assert_string_equal(context.error.message,
                        "The body is shorter than its Content-Length");
    assert_int_equal(context.error.status, 400);
    assert_false(reads(1 << 20, 5, &body));
    assert_string_equal(context.error.message,
                        "The body is longer than its Content-Length");
    assert_int_equal(body.len, 0);
}

static void a_body_past_the_limit_is_read_but_not_kept(void **state)
{
    struct slice body;
    (void)state;
    config.spool_max = 1 << 20;
    assert_true(reads(1 << 20, 1 << 20, &body));
    size_t before = arena_used(context.arena);
    assert_false(reads(64 << 20, 64 << 20, &body));
    assert_int_equal(context.error.status, 413);
    assert_in_range(arena_used(context.arena) - before, 0, 4 << 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_body_of_its_length_is_kept),
        UNIT(a_body_without_a_length_is_kept),
        UNIT(another_length_is_an_error),
        UNIT(a_body_past_the_limit_is_read_but_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
