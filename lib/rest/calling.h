/* SPDX-License-Identifier: MIT
 *
 * calling - a function call on its way: which function, with which arguments.
 */
#ifndef MYOREST_CALLING_H
#define MYOREST_CALLING_H

#include "rest/job.h"
#include "rest/payload.h"
#include "rest/sql.h"

struct call {
    const struct function *function;
    bool is_post;
    bool takes_json; /* arguments come from a JSON body */
    struct payload payload;
    /* The arguments' names: of the query, of a form, or the body's keys. */
    struct names keys;
    const struct argument *arguments; /* where they do not come as JSON */
    size_t argument_count;
    struct names returning;
};

/* The function that the job's name and the arguments mean: PGRST202, PGRST203. */
bool function_find(struct job *job, struct call *call) MUST_CHECK;

/* True when an argument of that name was given. */
bool call_has_argument(const struct call *call, const char *name);

/* For OPTIONS: the function that a GET would call, when nothing is wrong with that. */
bool calling_find(struct job *job, const struct function **out) MUST_CHECK;

/* WITH pgrst_source AS (SELECT .. FROM function(..)), for a SELECT to follow. */
void call_statement_add_source(struct sql *sql, const struct call *call);

#endif
