/* SPDX-License-Identifier: MIT
 *
 * writing - a write on its way: what is known before its transaction and after it.
 */
#ifndef MYOREST_WRITING_H
#define MYOREST_WRITING_H

#include "rest/encoder.h"
#include "rest/job.h"
#include "rest/location.h"
#include "rest/nested.h"
#include "rest/transaction.h"
#include "rest/write_statement.h"

struct writing {
    struct job *job;
    struct write write;
    struct payload payload;
    bool takes_columns; /* columns= decides which keys count */
    const char **keys;  /* the primary key's columns, sorted; where rows are returned */
    size_t key_count;
    struct encoder *encoder; /* NULL unless the rows are answered */
    struct location location;
    struct nested *nested; /* NULL unless the body has rows of several tables */
    int64_t rows;          /* affected */
    int64_t inserted;      /* by an upsert */
    struct response_settings settings;
};

/* What must hold of the number of rows, once they are known; a write that fails it is
 * rolled back. */
bool writing_check_rows(struct writing *writing) MUST_CHECK;
bool writing_needs_check(const struct writing *writing);

/* Runs the transaction of a nested insert (rest/nesting.c). */
bool nesting_run(struct writing *writing) MUST_CHECK;

/* Status and headers of a write that succeeded (rest/written.c). */
bool written_answer(struct writing *writing) MUST_CHECK;

#endif
