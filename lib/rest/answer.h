/* SPDX-License-Identifier: MIT
 *
 * answer - the parts of a response that reads, writes and calls share.
 */
#ifndef MYOREST_ANSWER_H
#define MYOREST_ANSWER_H

#include "rest/sql.h"
#include "rest/transaction.h"

/* What of the preferences applies to a kind of request, for Preference-Applied. */
struct applied {
    bool resolution;
    bool representation;
    bool missing;
    bool max_affected;
};
void answer_preferences(struct job *job, struct applied applied);

/* Content-Type and, where several schemas are exposed, Content-Profile. */
void answer_content_type(struct job *job);
void answer_content_range(struct job *job, struct slice text);

/* PGRST116 unless there is exactly one row. */
bool answer_check_singular(struct context *context, int64_t rows) MUST_CHECK;

/* The body of a 416, whose headers stay those of an answer. */
void answer_out_of_range(struct job *job, int64_t offset, int64_t total);

/* response.status and response.headers override what is there. PGRST111, PGRST112. */
bool answer_take_settings(struct job *job,
                          const struct response_settings *settings) MUST_CHECK;

/* Vary and Warning, on every answer that is no error. */
void answer_finish(struct job *job);

#endif
