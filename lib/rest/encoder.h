/* SPDX-License-Identifier: MIT
 *
 * encoder - a statement's rows into an answer's body: JSON, CSV, or one value as it is.
 *
 * JSON is byte for byte what PostgreSQL's to_json() gives for each value; which form a
 * value takes follows from its type's OID, or from what the plan knows of the column. A
 * type that neither knows sets `needs_wrapping`: the caller repeats the request with the
 * whole row given as one to_json() column. Rows are written into the spool as they
 * arrive, so memory stays constant.
 */
#ifndef MYOREST_ENCODER_H
#define MYOREST_ENCODER_H

#include "base/spool.h"
#include "db/database.h"
#include "schema/model.h"

enum encoding {
    ENCODE_JSON_ARRAY,  /* [{..}, \n {..}] as json_agg() writes it, "[]" for no rows */
    ENCODE_JSON_OBJECT, /* the first row alone, no brackets; nothing for no rows */
    ENCODE_CSV,    /* PostgREST's: the names as they are, then rows, values quoted as in a
                      record's text; no newline at the end; a lone newline for no rows */
    ENCODE_NDJSON, /* one object a line */
    ENCODE_VALUE,  /* the first column of the first row, its text as it is; a bytea's
                      octets */
    ENCODE_JSON_VALUE, /* the first column of the first row as JSON, "null" when NULL */
    ENCODE_JSON_VALUES /* an array of the rows' first columns */
};

bool encoding_is_json(enum encoding encoding);

struct encoder_options {
    enum encoding encoding;
    bool strips_nulls; /* members that are null are left out, at every depth */
    bool is_wrapped;   /* the first column is already the whole JSON text of each row; for
                          the array, the object and NDJSON */
    const struct table
        *table; /* looked up for columns of no built-in type; may be NULL. Its columns
                   are found by name, so what an alias renames must not reach us as a
                   type that is not built in: the plan wraps it */
    const struct row_sink *rows; /* takes the rows, of which nothing is written; NULL */
    /* Columns at the row's end that are not part of the answer (counters). */
    size_t hidden_columns;
    /* Of the columns before those: embedded rows; NULL in the place of one that is JSON.
     */
    struct record *const *records;
    size_t record_count;
};

struct encoder {
    struct encoder_options options;
    struct spool *spool;
    size_t rows;
    /* Set when the columns are described; rows are then counted and dropped, and the
     * exchange succeeds: a write asks for it in its verdict, so that nothing is kept. */
    bool needs_wrapping;
    struct slice *hidden; /* the first row's hidden columns, copied; NULL before a row */
    struct encoder_column *columns;
    size_t column_count;
    struct json_writer *writer;
};

/* Lives until the arena is reset; `sink` hands the encoder to an exchange. */
struct encoder *encoder_new(struct context *context, struct spool *spool,
                            struct encoder_options options) RETURNS_NONNULL;
struct row_sink encoder_sink(struct encoder *encoder);

/* Writes what closes the text. Call once, after the exchange. */
void encoder_finish(struct encoder *encoder);

/* One value as JSON (a NULL as null); false when the type has no encoder. */
bool encoder_write_value(struct spool *spool, struct arena *arena, uint32_t type,
                         struct slice value);
bool encoder_knows_type(uint32_t type);

#endif
