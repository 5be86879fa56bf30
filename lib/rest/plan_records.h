/* SPDX-License-Identifier: MIT
 *
 * plan_records - which embedded relations' rows arrive as records, to be made JSON here.
 */
#ifndef MYOREST_PLAN_RECORDS_H
#define MYOREST_PLAN_RECORDS_H

#include "rest/plan.h"
#include "rest/record.h"

/* Gives the nodes below the root their `record`, or takes it from all of them. Those keep
 * none, and come as JSON of the database's making, that are spread or have a spread
 * relation beside or within them, that their parent groups or orders by, and whose
 * columns the models do not know. */
void plan_records(struct arena *arena, struct plan_node *root, bool are_wanted);

/* The records of the root's relations, which are the last columns of its rows; NULL in
 * the place of one that comes as JSON. No columns at all when none is a record. */
struct record *const *plan_root_records(struct arena *arena, const struct plan_node *root,
                                        size_t *count);

#endif
