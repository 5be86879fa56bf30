/* SPDX-License-Identifier: MIT
 *
 * counting - how many rows there are in all: exact, planned or estimated.
 */
#ifndef MYOREST_COUNTING_H
#define MYOREST_COUNTING_H

#include "rest/transaction.h"

struct counting {
    struct job *job;
    int64_t exact;   /* -1 when not asked for */
    int64_t planned; /* -1 when not asked for */
    struct row_sink exact_sink;
    struct row_sink planned_sink;
};

/* Adds the statements that the preference needs.
 */
void counting_add(struct counting *counting, struct job *job,
                  struct transaction *transaction);

/* The total after the transaction, -1 when nobody asked. */
int64_t counting_total(const struct counting *counting);

/* A sink that adds up the number in each row's first column. */
struct row_sink counting_sink(int64_t *number);

#endif
