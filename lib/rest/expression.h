/* SPDX-License-Identifier: MIT
 *
 * expression - plan fields, conditions and orders as SQL.
 */
#ifndef MYOREST_EXPRESSION_H
#define MYOREST_EXPRESSION_H

#include "rest/plan.h"
#include "rest/sql.h"

/* What qualifies a column: "name" or "schema"."name". */
struct qualifier {
    const char *schema; /* NULL for an alias */
    struct slice name;
};

struct qualifier plan_qualifier(const struct plan_node *node);

void sql_add_column(struct sql *sql, struct qualifier qualifier, struct slice column);
/* A column with its path: "t"."a"->'b'->>0. */
void sql_add_field(struct sql *sql, struct qualifier qualifier,
                   const struct plan_field *field);
/* A select's value: transformed, cast and aggregated, without its alias. */
void sql_add_select(struct sql *sql, struct qualifier qualifier,
                    const struct plan_select *select);
void sql_add_alias(struct sql *sql, struct slice alias);
/* `aggregate(value)`, cast; `value` is what `write` adds. */
void sql_begin_aggregate(struct sql *sql, enum aggregate aggregate, struct slice cast);
void sql_end_aggregate(struct sql *sql, enum aggregate aggregate, struct slice cast);

/* How a null test of an embedded relation is written: by its joined rows, or (when
 * counting, where nothing is joined) by EXISTS, which `write_exists` adds. */
struct condition_writer {
    struct qualifier qualifier;
    void (*add_exists)(struct sql *sql, const struct plan_node *embed); /* NULL: joined */
};

void sql_add_condition(struct sql *sql, const struct condition_writer *writer,
                       const struct plan_condition *condition);
/* The conditions with " AND " between; `separator` is written before the first. Returns
 * what the next one's separator is. */
const char *sql_add_conditions(struct sql *sql, const struct condition_writer *writer,
                               const struct plan_condition *conditions, size_t count,
                               const char *separator);

void sql_add_direction(struct sql *sql, const struct plan_order *order);
void sql_add_order(struct sql *sql, struct qualifier qualifier,
                   const struct plan_order *order);

#endif
