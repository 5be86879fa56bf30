/* SPDX-License-Identifier: MIT
 *
 * record_body - structs as the JSON body of a write, checked before anything is sent.
 *
 * `columns` names what of the structs is sent ("status,metadata"); a named column that
 * has no value is sent as NULL. NULL sends what has a value and leaves the rest to
 * defaults and triggers; what is required must have one then.
 */
#ifndef MYOREST_RECORD_BODY_H
#define MYOREST_RECORD_BODY_H

#include "base/context.h"
#include "schema/record.h"

struct record_body {
    struct slice text; /* an array of objects */
    /* Where rows do not have the same columns, all that one has; else none. */
    const struct slice *columns;
    size_t column_count;
};

/* The first value that cannot be stored is the error: its `column` is the column, its
 * details tell which row of several. 23502 no value where one is needed (the nil UUID is
 * none), 22021 no UTF-8, 22P02 no JSON, 22001 too long, 22008 too early, 23514 not one of
 * the values or out of bounds; PGRST204 for a column that the record has not. What more
 * the database demands it says itself. */
bool record_body_build(struct context *context, const struct record *record,
                       const struct record_list *rows, const char *columns,
                       struct record_body *out) MUST_CHECK;

/* Whether these rows would pass. */
bool record_body_check(struct context *context, const struct record *record,
                       const struct record_list *rows, const char *columns) MUST_CHECK;

#endif
