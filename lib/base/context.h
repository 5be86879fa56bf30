/* SPDX-License-Identifier: MIT
 *
 * context - what every step of one request is handed first: the arena, the settings and
 * the place of the one error.
 *
 * Fallible functions return false after context_fail(); the first error stays.
 */
#ifndef MYOREST_CONTEXT_H
#define MYOREST_CONTEXT_H

#include "base/config.h"
#include "base/status.h"
#include "base/timing.h"

struct context {
    struct arena *arena;
    const struct config *config;
    struct error error;
    struct timing timing;
    /* A socket that hangs up when whoever asked is gone; NULL when nobody can tell. */
    const int *client;
};

/* Sets the error and returns false. `code` is static storage or lives until the arena is
 * reset; the texts are formats (printf) and copied into the arena by the second form. */
bool context_fail(struct context *context, struct error error);
bool context_fail_with(struct context *context, const char *code, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* True once an error has been set. */
bool context_has_failed(const struct context *context);

#endif
