/* SPDX-License-Identifier: MIT */
#include "rest/counted.h"

#include "rest/read_statement.h"

#define OWN_COLUMNS 2 /* the total, and whether there is a row */

void counted_begin(struct sql *sql)
{
    sql_add(sql, "SELECT _total.rows, _page.* FROM "
                 "(SELECT true AS is_row, _row.* FROM (");
}

void counted_end(struct sql *sql, const struct plan_node *root)
{
    sql_add(sql, ") _row) _page RIGHT JOIN (SELECT pg_catalog.count(*) AS rows FROM (");
    read_statement_add_all_rows(sql, root);
    sql_add(sql, ") _all) _total ON true");
}

static bool describe(void *self, struct context *context, const struct field *fields,
                     size_t count)
{
    struct counted *counted = self;
    return counted->inner.describe(counted->inner.self, context, fields + OWN_COLUMNS,
                                   count - OWN_COLUMNS);
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    struct counted *counted = self;
    if (!slice_to_int64(values[0], &counted->total)) {
        counted->total = 0;
    }
    return !slice_is_present(values[1]) ||
           counted->inner.row(counted->inner.self, context, values + OWN_COLUMNS,
                              count - OWN_COLUMNS);
}

static bool end(void *self, struct context *context, int64_t affected)
{
    struct counted *counted = self;
    return counted->inner.end == NULL ||
           counted->inner.end(counted->inner.self, context, affected);
}

struct row_sink counted_sink(struct counted *counted)
{
    return (struct row_sink){
        .self = counted, .describe = describe, .row = take_row, .end = end};
}
