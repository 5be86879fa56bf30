/* SPDX-License-Identifier: MIT
 *
 * binding - the values of one statement as libpq takes them.
 */
#ifndef MYOREST_BINDING_H
#define MYOREST_BINDING_H

#include "db/database.h"

struct binding {
    const char **values; /* NUL-terminated unless binary; NULL is NULL */
    int *lengths;
    int *formats; /* 1 is binary */
    int count;
    size_t octets; /* of the text and all values */
};

/* Lives until the arena is reset. Refused without asking the database: NUL in a text
 * (22021, as PostgreSQL answers), more than its protocol carries (54000, 413). */
bool binding_build(struct context *context, const struct statement *statement,
                   struct binding *out) MUST_CHECK;

#endif
