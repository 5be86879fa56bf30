/* SPDX-License-Identifier: MIT
 *
 * read_select - what a node's SELECT lists: its columns, what its relations hand up, and
 * what all of that is grouped by.
 */
#ifndef MYOREST_READ_SELECT_H
#define MYOREST_READ_SELECT_H

#include "rest/plan.h"
#include "rest/sql.h"

void read_select_add_list(struct sql *sql, const struct plan_node *node);
/* ", COALESCE(json_agg(..), '[]') AS .." for each column of a to-many spread. */
void read_select_add_arrays(struct sql *sql, const struct plan_node *child);
/* " GROUP BY .." of everything that is no aggregate. */
void read_select_add_groups(struct sql *sql, const struct plan_node *node);
bool read_select_is_aggregated(const struct plan_node *node);

/* True when every column of the result is surely of a type that the encoder knows. */
bool read_select_is_encodable(const struct plan_node *root);

#endif
