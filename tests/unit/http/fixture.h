/* SPDX-License-Identifier: MIT
 *
 * fixture - a context with its arena and settings, and requests made of literals.
 */
#ifndef MYOREST_HTTP_FIXTURE_H
#define MYOREST_HTTP_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>

#include "http/request.h"

#include <cmocka.h>

static struct config config;
static struct context context;

static inline int set_up(void **state)
{
    (void)state;
    config = (struct config){.verbose_errors = true,
                             .aliased_targets = true,
                             .spool_dir = SLICE("/tmp"),
                             .spool_max = INT64_C(1) << 30,
                             .tx_end = TX_COMMIT_ALLOW_OVERRIDE};
    context = (struct context){.arena = arena_new(8192), .config = &config};
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

static inline void assert_slice_at(struct slice slice, const char *expected,
                                   const char *file, int line)
{
    const char *text =
        slice_is_present(slice) ? slice_string(context.arena, slice) : "(absent)";
    _assert_string_equal(text, expected, file, line);
}

/* "(absent)" is expected of what is absent. */
#define assert_slice(slice, expected) assert_slice_at(slice, expected, __FILE__, __LINE__)

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#define HEADERS(...)                                                                     \
    .headers = (const struct header[]){__VA_ARGS__},                                     \
    .header_count = sizeof((const struct header[]){__VA_ARGS__}) / sizeof(struct header)

#endif
