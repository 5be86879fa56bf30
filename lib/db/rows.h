/* SPDX-License-Identifier: MIT
 *
 * rows - hands the results of one statement to its sink, one row at a time.
 *
 * Only files of db/ include this header. A sink that failed is not called again, so the
 * rest of the results can be drained through here.
 */
#ifndef MYOREST_ROWS_H
#define MYOREST_ROWS_H

#include <libpq-fe.h>

#include "db/database.h"

struct rows {
    struct context *context;
    const struct row_sink *sink; /* NULL: rows are dropped */
    struct slice *values;        /* one row; NULL until described */
    size_t column_count;
    bool has_failed;
    size_t largest; /* octets of the largest row */
};

/* Takes a result of single-row mode with status OK. */
void rows_take(struct rows *rows, PGresult *result);

#endif
