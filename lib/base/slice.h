/* SPDX-License-Identifier: MIT
 *
 * slice - a borrowed run of octets: a pointer and a length, no NUL promised.
 *
 * Input is kept as slices into the request. A slice whose pointer is NULL is absent,
 * which is not the same as empty.
 */
#ifndef MYOREST_SLICE_H
#define MYOREST_SLICE_H

#include <string.h>

#include "base/arena.h"

struct slice {
    const char *ptr;
    size_t len;
};

/* A slice of a string literal, usable in static initialisers. */
#define SLICE(literal)                                                                   \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

static inline struct slice slice_of(const char *text)
{
    return (struct slice){text, text == NULL ? 0 : strlen(text)};
}

static inline struct slice slice_absent(void)
{
    return (struct slice){NULL, 0};
}

static inline bool slice_is_present(struct slice slice)
{
    return slice.ptr != NULL;
}

bool slice_equal(struct slice a, struct slice b);
bool slice_is(struct slice slice, const char *text);
bool slice_is_ignoring_case(struct slice slice, const char *text); /* ASCII letters */
bool slice_starts_with(struct slice slice, const char *prefix);
bool slice_ends_with(struct slice slice, const char *suffix);
int slice_compare(struct slice a, struct slice b); /* octet order, as the C collation */

/* The part from octet `from` on; the part before octet `end`. */
struct slice slice_from(struct slice slice, size_t from);
struct slice slice_until(struct slice slice, size_t end);
struct slice slice_trim(struct slice slice); /* spaces and tabs at both ends */

/* The offset of the first `wanted`, or slice.len. */
size_t slice_find(struct slice slice, char wanted);

/* Cuts everything before the first `separator` off *rest and returns it; the separator is
 * dropped. Without one it returns all and makes *rest absent. */
struct slice slice_cut(struct slice *rest, char separator);

/* Reads decimal digits with an optional sign, nothing else; false on anything else and on
 * a number that int64_t does not hold. */
bool slice_to_int64(struct slice slice, int64_t *out);

/* True when the octets are valid UTF-8 (RFC 3629) without NUL. */
bool slice_is_text(struct slice slice);

/* The slice itself when it is text; else its octets past ASCII as characters of Latin-1,
 * and without NULs: what a header holds need not be UTF-8. */
struct slice slice_as_text(struct arena *arena, struct slice slice);

/* A NUL-terminated copy that lives until the arena is reset. */
char *slice_string(struct arena *arena, struct slice slice) RETURNS_NONNULL;
struct slice slice_copy(struct arena *arena, struct slice slice);

#endif
