/* SPDX-License-Identifier: MIT
 *
 * record_rows - rows in PostgreSQL's binary format into an array of structs.
 *
 * Columns are found by name; one that the rows do not have is without a value. Texts are
 * copied; the array and they live until the arena is reset.
 */
#ifndef MYOREST_RECORD_ROWS_H
#define MYOREST_RECORD_ROWS_H

#include "base/growing.h"
#include "db/database.h"
#include "schema/record.h"

struct record_rows {
    const struct record *record;
    struct growing rows; /* of the record's structs */
    struct record_decoder *decoders;
    bool has_failed; /* it was the rows, not the statement */
};

struct record_rows record_rows_new(const struct record *record);

/* 42804 when the database has another type for a column than the record, 22004 for a NULL
 * in a member that has to have a value, 22003 and 22008 for a number and a moment that
 * the member does not hold; the error names the column. */
struct row_sink record_rows_sink(struct record_rows *rows);

struct record_list record_rows_list(const struct record_rows *rows);

#endif
