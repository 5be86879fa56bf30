/* SPDX-License-Identifier: MIT
 *
 * write_statement - INSERT, UPDATE and DELETE, with what is read from their rows.
 *
 * A body is one parameter, taken apart by PostgreSQL's json_to_recordset() with the
 * columns' declared types.
 */
#ifndef MYOREST_WRITE_STATEMENT_H
#define MYOREST_WRITE_STATEMENT_H

#include "http/preferences.h"
#include "rest/payload.h"
#include "rest/plan.h"
#include "rest/sql.h"

enum write_kind { WRITE_INSERT, WRITE_UPDATE, WRITE_PUT, WRITE_DELETE };

struct write {
    enum write_kind kind;
    const char *schema;
    const struct table *table;
    const struct column *const *columns; /* those that the body sets */
    size_t column_count;
    const struct payload *payload;
    bool applies_defaults; /* missing=default */
    enum prefer_resolution resolution;
    struct names conflict; /* the columns that decide what is a duplicate */
    const struct plan_condition *conditions;
    size_t condition_count;
    struct names returning; /* empty: nothing */
};

/* Only the write: its command tag tells how many rows there were. */
void write_statement_add(struct sql *sql, const struct write *write);

/* WITH pgrst_source AS (the write), for a SELECT from it to follow. */
void write_statement_add_source(struct sql *sql, const struct write *write);

/* The body's rows as a FROM item: (SELECT columns FROM json_to_recordset(..)) pgrst_body.
 * Functions take their arguments from it as well. */
struct body_rows {
    const struct table *table; /* whose defaults apply; NULL for a function */
    const struct column *const *columns;
    size_t column_count;
    const struct payload *payload;
    bool applies_defaults;
    bool is_one_row; /* only the first of an array */
};
void body_rows_add(struct sql *sql, const struct body_rows *rows);
/* jsonb_build_object() of the columns' defaults: what a row is laid over. */
void body_rows_add_defaults(struct sql *sql, const struct body_rows *rows);

#endif
