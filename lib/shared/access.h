/* SPDX-License-Identifier: MIT
 *
 * access - one call of a repository on its way through rest/: the job that it becomes,
 * and what came of it.
 *
 * For files of shared/ alone.
 */
#ifndef MYOREST_ACCESS_H
#define MYOREST_ACCESS_H

#include "db/database.h"
#include "rest/write_statement.h"
#include "shared/store.h"

struct access {
    const struct table *table; /* NULL for a function */
    const char *function;
    const char *method;   /* POST for a function */
    enum write_kind kind; /* of all methods but GET and HEAD */
    struct query query;
    struct preferences preferences;
    const json_t *body;          /* NULL without one */
    struct slice text;           /* the body as JSON already; absent without one */
    const struct row_sink *sink; /* takes the rows in binary, and `rows` stays NULL */
    bool is_singular;            /* exactly one row, else PGRST116 */
    json_t *rows;  /* out: NULL when none were asked for; one object if is_singular */
    bool has_rows; /* out: as far as the answer tells */
    int64_t total; /* out: -1 where nobody counted */
};

/* All columns of all rows; the query given, or that one for NULL. */
struct query access_all_rows(struct context *context);
struct query access_query(struct context *context, const struct query *query);
/* The query with this limit in the place of its own. */
struct query access_limited(struct context *context, const struct query *query,
                            int64_t limit, bool keeps_offset);

/* The row with that primary key. PGRST105 unless it is one column. */
bool access_key_query(struct context *context, const struct table *table, const char *key,
                      struct query *out) MUST_CHECK;

/* Of rows with different keys the body's columns are all of them, and what a row leaves
 * out takes its default. Rows with the same keys are told by the body itself. */
void access_choose_columns(struct context *context, const json_t *rows,
                           struct access *access);

bool access_run(struct context *context, const struct store *store,
                struct access *access) MUST_CHECK;

#endif
