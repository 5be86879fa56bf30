/* SPDX-License-Identifier: MIT
 *
 * record - an embedded relation's rows: printed by the database as records, "(1,a,)", and
 * made JSON here.
 *
 * The JSON is byte for byte what json_agg(..)::jsonb or row_to_json(..)::jsonb give, keys
 * in jsonb's order and numbers without exponents. PostgreSQL takes about as long to make
 * that as for all the rest of such a query; to print a record costs it a fourth.
 */
#ifndef MYOREST_RECORD_H
#define MYOREST_RECORD_H

#include "rest/json_values.h"

struct plan_node;
struct plan_select;

struct record_value {
    struct slice text;
    bool has_escapes; /* doubled quotes and backslashes */
};

struct record_column {
    struct slice name;
    struct slice key;                 /* , "name": */
    json_write *write;                /* NULL where `record` is given */
    struct record *record;            /* of a relation whose rows are records too */
    const struct plan_select *select; /* what is selected; NULL for a relation */
    const char *type; /* what it is cast to, so that `write` knows it whatever has become
                         of the table; "" where it can be no other; NULL: to_jsonb() */
};

struct record {
    struct record_column *columns; /* in the order of the SQL */
    size_t column_count;
    const size_t *order; /* of the columns that are written: by their keys, as jsonb has
                            them; of one key's the last */
    size_t order_count;
    bool is_list;                /* any number of records, one after the other */
    struct record_value *values; /* of the row that is being written */
    struct strbuf text;          /* its own, without the escapes of the row around it */
};

/* `text` is one record, or those of a list; absent: null, or no record at all. */
void record_write(struct json_writer *writer, struct record *record, struct slice text);

/* A float's text as jsonb has it. */
void record_write_float(struct json_writer *writer, struct slice text);

/* How a built-in type, by its name in SQL, is written; NULL for one that to_jsonb() has
 * to make JSON. */
json_write *record_writer(const char *type);

#endif
