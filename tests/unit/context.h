/* SPDX-License-Identifier: MIT
 *
 * context - a context with an arena for each test, and no settings.
 */
#ifndef MYOREST_TESTS_CONTEXT_H
#define MYOREST_TESTS_CONTEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/context.h"

static struct context context;

static inline int set_up(void **state)
{
    (void)state;
    context = (struct context){.arena = arena_new(8192)};
    return 0;
}

static inline int tear_down(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

#endif
