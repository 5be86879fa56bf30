/* SPDX-License-Identifier: MIT
 *
 * csv - a body of text/csv (RFC 4180, with a header row) as rows of JSON strings.
 *
 * Read as PostgREST does: lines end in LF, CRLF or CR; an unquoted NULL is null and an
 * empty field ''; a line without any octet is no row; fields beyond the header's are
 * dropped; a row may be shorter than the header when all rows are. A byte order mark,
 * which spreadsheets write, is skipped.
 */
#ifndef MYOREST_CSV_H
#define MYOREST_CSV_H

#include "base/context.h"

struct csv {
    struct slice json; /* an array of objects */
    /* The header's names that the rows have, in order; none when there are no rows. */
    const struct slice *names;
    size_t name_count;
    size_t row_count;
};

/* False: PGRST102. All lives until the arena is reset. */
bool csv_parse(struct context *context, struct slice body, struct csv *out) MUST_CHECK;

#endif
