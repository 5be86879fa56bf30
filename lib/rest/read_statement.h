/* SPDX-License-Identifier: MIT
 *
 * read_statement - a plan as one SELECT.
 *
 * Each embedded relation is a lateral join: to one row as it is, to many aggregated into
 * a jsonb array; a spread relation hands its columns up. The root's rows come as plain
 * columns, which the worker encodes.
 */
#ifndef MYOREST_READ_STATEMENT_H
#define MYOREST_READ_STATEMENT_H

#include "rest/plan.h"
#include "rest/sql.h"

void read_statement_add(struct sql *sql, const struct plan_node *root);

/* SELECT 1 of every row that the plan's root would give without its range: what is
 * counted or explained. Inner joins become EXISTS. */
void read_statement_add_all_rows(struct sql *sql, const struct plan_node *root);

#endif
