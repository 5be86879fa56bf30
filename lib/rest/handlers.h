/* SPDX-License-Identifier: MIT
 *
 * handlers - what is done for each method, once it is known whom the request concerns.
 *
 * Each takes a job whose name, schema, table, preferences, query and range are known,
 * runs its transaction and fills the response; false with the error set otherwise.
 */
#ifndef MYOREST_HANDLERS_H
#define MYOREST_HANDLERS_H

#include "rest/job.h"
#include "rest/write_statement.h"

bool reading_run(struct job *job) MUST_CHECK;                       /* GET, HEAD */
bool writing_run(struct job *job, enum write_kind kind) MUST_CHECK; /* POST, PATCH, ... */
bool calling_run(struct job *job) MUST_CHECK; /* GET, HEAD, POST of a function */
bool describing_run(struct job *job, bool is_call) MUST_CHECK; /* OPTIONS */

/* What is wrong with a write's body, whatever table it is for. */
bool writing_check_body(struct job *job, enum write_kind kind) MUST_CHECK;

#endif
