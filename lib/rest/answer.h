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

/* response.status and response.headers override what is there. PGRST111, PGRST112. */
bool answer_take_settings(struct job *job,
                          const struct transaction *transaction) MUST_CHECK;

/* Vary and Warning, on every answer that is no error. */
void answer_finish(struct job *job);

/* How a result's columns come: encoded here, or the whole row as one to_json() column. */
struct encoder *answer_encoder(struct job *job, bool is_wrapped, enum encoding encoding);

/* Puts `SELECT to_json(row) FROM (...)` around what is added between, when is_wrapped. */
void answer_begin_wrapping(struct sql *sql, bool is_wrapped);
void answer_end_wrapping(struct sql *sql, bool is_wrapped);

/* The same with a media type handler: `SELECT handler(row) FROM (...)`. `table` is whose
 * rows they are, for a handler of one table. */
void answer_begin_handling(struct sql *sql, const struct media_handler *handler,
                           const struct table *table);
void answer_end_handling(struct sql *sql);

#endif
