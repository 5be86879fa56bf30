/* SPDX-License-Identifier: MIT
 *
 * location - the Location of a created row: /table?key=eq.value.
 */
#ifndef MYOREST_LOCATION_H
#define MYOREST_LOCATION_H

#include "rest/sql.h"

struct location {
    const char *const *names; /* the key's columns */
    size_t name_count;
    struct slice *values; /* of the first row; absent is NULL */
    size_t rows;
};

/* SELECT of the key as JSON writes it, from the source of a write. */
void location_add(struct sql *sql, const char *const *names, size_t name_count);
struct row_sink location_sink(struct location *location);
struct slice location_text(struct arena *arena, struct slice table,
                           const struct location *location);

#endif
