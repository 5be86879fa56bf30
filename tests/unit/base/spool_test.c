/* SPDX-License-Identifier: MIT */
#include "base/spool.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct config config;
static struct context context;
static char folder[] = "/tmp/spool_test.XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder); /* fails when anything was left in it */
}

static int set_up(void **state)
{
    (void)state;
    config = (struct config){.spool_dir = slice_of(folder), .spool_max = 4 << 20};
    context = (struct context){.arena = arena_new(8192), .config = &config};
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

/* Each octet says where it is; 251 is prime to every block size. */
static void fill(struct spool *spool, size_t length, size_t piece)
{
    char *octets = arena_alloc(context.arena, piece);
    for (size_t at = 0; at < length; at += piece) {
        size_t now = length - at < piece ? length - at : piece;
        for (size_t i = 0; i < now; i++) {
            octets[i] = (char)((at + i) % 251);
        }
        spool_add(spool, octets, now);
    }
}

struct check {
    size_t at;
    size_t longest;
    size_t stop_at;
    bool ok;
};

static bool check_piece(void *self, struct slice piece)
{
    struct check *check = self;
    for (size_t i = 0; i < piece.len; i++) {
        check->ok = check->ok && piece.ptr[i] == (char)((check->at + i) % 251);
    }
    check->at += piece.len;
    check->longest = piece.len > check->longest ? piece.len : check->longest;
    return check->stop_at == 0 || check->at < check->stop_at;
}

static void assert_holds(struct spool *spool, size_t length)
{
    struct check check = {.ok = true};
    assert_false(spool_failed(&context, spool));
    assert_int_equal(spool_length(spool), length);
    assert_true(spool_read(spool, check_piece, &check));
    assert_int_equal(check.at, length);
    assert_true(check.ok);
    assert_true(check.longest <= 65536);
    struct slice all;
    assert_true(spool_map(&context, spool, &all));
    assert_int_equal(all.len, length);
    check = (struct check){.ok = true};
    check_piece(&check, all);
    assert_true(check.ok);
}

static void every_length_around_the_limits(void **state)
{
    static const size_t lengths[] = {0,
                                     1,
                                     65535,
                                     65536,
                                     65537,
                                     SPOOL_MEMORY - 1,
                                     SPOOL_MEMORY,
                                     SPOOL_MEMORY + 1,
                                     2 * SPOOL_MEMORY + 1,
                                     4 * SPOOL_MEMORY};
    static const size_t pieces[] = {997, 65536, SPOOL_MEMORY, 3 * SPOOL_MEMORY};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
        for (size_t j = 0; j < ARRAY_LENGTH(pieces); j++) {
            struct spool *spool = spool_new(&context);
            fill(spool, lengths[i], pieces[j]);
            assert_holds(spool, lengths[i]);
            arena_reset(context.arena);
        }
    }
}

static void it_goes_on_after_being_read(void **state)
{
    (void)state;
    struct spool *spool = spool_new(&context);
    fill(spool, 251 * 8000, 251);
    assert_holds(spool, 251 * 8000);
    fill(spool, 251 * 8000, 251 * 100);
    assert_holds(spool, 251 * 16000);
}

static void short_forms_add_the_same(void **state)
{
    (void)state;
    struct spool *spool = spool_new(&context);
    struct slice all;
    spool_add_char(spool, '[');
    spool_add_text(spool, "\"a\"");
    spool_add_slice(spool, (struct slice)SLICE("]"));
    spool_add(spool, NULL, 0);
    assert_true(spool_map(&context, spool, &all));
    assert_true(slice_is(all, "[\"a\"]"));
}

static void more_than_the_maximum_fails_for_good(void **state)
{
    (void)state;
    config.spool_max = 1000;
    struct spool *spool = spool_new(&context);
    fill(spool, 1000, 100);
    assert_holds(spool, 1000);
    spool_add_char(spool, 'x');
    spool_add(spool, NULL, 0);
    assert_int_equal(spool_length(spool), 1000);
    assert_true(spool_failed(&context, spool));
    assert_string_equal(context.error.code, "PGRSTX00");
    assert_int_equal(context.error.status, 500);

    context.error = (struct error){0};
    spool_clear(spool);
    fill(spool, 1000, 1000);
    assert_holds(spool, 1000);
}

static void a_file_is_cleared_too(void **state)
{
    (void)state;
    struct spool *spool = spool_new(&context);
    fill(spool, 3 * SPOOL_MEMORY, 65536);
    assert_holds(spool, 3 * SPOOL_MEMORY);
    spool_clear(spool);
    assert_holds(spool, 0);
    fill(spool, 10, 10);
    assert_holds(spool, 10);
    spool_clear(spool);
    fill(spool, 2 * SPOOL_MEMORY, 65536);
    assert_holds(spool, 2 * SPOOL_MEMORY);
}

static void a_disk_that_refuses_is_a_failure(void **state)
{
    (void)state;
    config.spool_dir = slice_of("/nonexistent/folder");
    struct spool *spool = spool_new(&context);
    fill(spool, SPOOL_MEMORY, 65536);
    assert_holds(spool, SPOOL_MEMORY);
    spool_add_char(spool, 'x');
    assert_true(spool_failed(&context, spool));
    assert_int_equal(context.error.status, 500);
}

static void reading_stops_when_told(void **state)
{
    (void)state;
    struct spool *spool = spool_new(&context);
    fill(spool, 2 * SPOOL_MEMORY, 65536);
    struct check check = {.ok = true, .stop_at = 1};
    assert_false(spool_read(spool, check_piece, &check));
    assert_int_equal(check.at, 65536);
}

#define UNIT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(every_length_around_the_limits), UNIT(it_goes_on_after_being_read),
        UNIT(short_forms_add_the_same),       UNIT(more_than_the_maximum_fails_for_good),
        UNIT(a_file_is_cleared_too),          UNIT(a_disk_that_refuses_is_a_failure),
        UNIT(reading_stops_when_told),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
