/* SPDX-License-Identifier: MIT
 *
 * explaining - application/vnd.pgrst.plan: EXPLAIN of a statement instead of its rows.
 */
#ifndef MYOREST_EXPLAINING_H
#define MYOREST_EXPLAINING_H

#include "rest/job.h"
#include "rest/sql.h"

/* EXPLAIN with the media type's options in front of what `sql` holds. */
struct statement explaining_statement(struct job *job, struct sql *sql);
/* Takes the plan's lines into the answer's body. */
struct row_sink explaining_sink(struct job *job);
void explaining_answer(struct job *job);

#endif
