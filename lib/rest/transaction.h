/* SPDX-License-Identifier: MIT
 *
 * transaction - everything around a job's statements: the session, the pre-request
 * function, how the transaction begins and ends, and what the database says of the
 * answer.
 */
#ifndef MYOREST_TRANSACTION_H
#define MYOREST_TRANSACTION_H

#include "rest/job.h"

#define TRANSACTION_STATEMENTS 40

/* What the database says of the answer: response.headers and response.status, absent when
 * not set. */
struct response_settings {
    struct slice headers;
    struct slice status;
};

struct transaction {
    const struct job *job;
    bool is_read_only;
    bool needs_snapshot; /* all statements see the same rows: REPEATABLE READ */
    /* Settings of a function, applied to the whole transaction. */
    const struct setting_value *hoisted;
    size_t hoisted_count;
    struct exchange_item statements[TRANSACTION_STATEMENTS];
    size_t statement_count;
    /* Asked before the transaction ends; false, with the error set, rolls it back. */
    bool (*verdict)(void *self, struct context *context);
    void *verdict_self;
    /* out, after transaction_run(): */
    struct response_settings settings;
    int64_t inserted;        /* rows that an upsert inserted, where it counted */
    size_t failed_statement; /* the index of the statement that failed */
};

void transaction_add(struct transaction *transaction, struct statement statement,
                     const struct row_sink *sink);

/* Runs all of it in one round trip (two with a verdict); as part of the service's unit
 * where there is one, which then has the isolation and the end. False: the context has
 * the error with its HTTP status. */
bool transaction_run(struct transaction *transaction) MUST_CHECK;

/* The setting that an upsert counts its inserted rows in. */
#define TRANSACTION_INSERTED "pgrst.inserted"

#endif
