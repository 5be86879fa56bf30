/* SPDX-License-Identifier: MIT
 *
 * counted - a page of a function's rows together with how many there are in all.
 *
 * A function is called once, so both have to come from one statement: the total stands
 * beside every row, and beside none when the page is empty.
 */
#ifndef MYOREST_COUNTED_H
#define MYOREST_COUNTED_H

#include "rest/plan.h"
#include "rest/sql.h"

struct counted {
    struct row_sink inner;
    int64_t total;
};

/* What goes before and after the SELECT of the page. */
void counted_begin(struct sql *sql);
void counted_end(struct sql *sql, const struct plan_node *root);

/* Takes the total and hands the page's rows on. */
struct row_sink counted_sink(struct counted *counted);

#endif
