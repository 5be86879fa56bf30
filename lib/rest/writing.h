/* SPDX-License-Identifier: MIT
 *
 * writing - a write on its way: what is known before its transaction and after it.
 */
#ifndef MYOREST_WRITING_H
#define MYOREST_WRITING_H

#include "rest/encoder.h"
#include "rest/job.h"
#include "rest/location.h"
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
    int64_t rows;     /* affected */
    int64_t inserted; /* by an upsert */
};

/* Status and headers of a write that succeeded (rest/written.c). */
void written_answer(struct writing *writing);

#endif
