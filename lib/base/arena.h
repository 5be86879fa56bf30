/* SPDX-License-Identifier: MIT
 *
 * arena - one bump allocator per request.
 *
 * Whatever is built while answering a request is allocated here and dies in one
 * arena_reset() at the end of the loop, so nothing on the request path calls free()
 * and no failure path has clean-up of its own. Not thread-safe. Out of memory ends the
 * process; its supervisor starts another. Under the address sanitizer each piece is
 * malloc'd by itself, so that a use after reset is caught.
 */
#ifndef MYOREST_ARENA_H
#define MYOREST_ARENA_H

#include <stdarg.h>

#include "base/base.h"

struct arena;

struct arena *arena_new(size_t block_size) RETURNS_NONNULL;
void arena_free(struct arena *arena); /* NULL is allowed */

/* Runs the deferred calls, forgets every allocation, keeps one block for reuse. */
void arena_reset(struct arena *arena);

/* All return memory that lives until arena_reset(); arena_alloc() zeroes it. The text
 * functions end theirs with a NUL. arena_grow() makes a piece larger, in place if it can;
 * `old` is not to be used any more. */
void *arena_alloc(struct arena *arena, size_t size) RETURNS_NONNULL;
void *arena_grow(struct arena *arena, void *old, size_t used,
                 size_t size) RETURNS_NONNULL;
char *arena_copy(struct arena *arena, const void *octets, size_t length) RETURNS_NONNULL;
char *arena_printf(struct arena *arena, const char *format, ...) RETURNS_NONNULL
    PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list list) RETURNS_NONNULL
    PRINTF_LIKE(2, 0);

/* Takes `object`: arena_reset() calls `release(object)`, newest first. */
void arena_defer(struct arena *arena, void (*release)(void *object), void *object);

/* Octets handed out since the last reset; for tests and the log. */
size_t arena_used(const struct arena *arena);

#endif
