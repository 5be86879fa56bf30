/* SPDX-License-Identifier: MIT
 *
 * strbuf - text under construction, in the arena, with a limit.
 *
 * A buffer that would pass its limit remembers that it overflowed and takes nothing more,
 * so callers write without looking and ask once. Its text lives until the arena is reset.
 */
#ifndef MYOREST_STRBUF_H
#define MYOREST_STRBUF_H

#include "base/slice.h"

struct strbuf {
    struct arena *arena;
    char *ptr;
    size_t len;
    size_t size;
    size_t limit;
    bool overflowed;
};

/* `limit` in octets; 0 means none. */
struct strbuf strbuf_new(struct arena *arena, size_t limit);

void strbuf_add(struct strbuf *buffer, const void *octets, size_t length);
void strbuf_add_slice(struct strbuf *buffer, struct slice slice);
void strbuf_add_text(struct strbuf *buffer, const char *text);
void strbuf_add_char(struct strbuf *buffer, char octet);
void strbuf_add_number(struct strbuf *buffer, int64_t number); /* in decimal */
void strbuf_add_format(struct strbuf *buffer, const char *format, ...) PRINTF_LIKE(2, 3);

/* The text so far: borrowed, until the next addition. strbuf_string() ends it with NUL.
 */
struct slice strbuf_slice(const struct strbuf *buffer);
const char *strbuf_string(struct strbuf *buffer) RETURNS_NONNULL;

#endif
