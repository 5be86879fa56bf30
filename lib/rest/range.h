/* SPDX-License-Identifier: MIT
 *
 * range - which rows of the whole a request wants, and what an answer says of that.
 */
#ifndef MYOREST_RANGE_H
#define MYOREST_RANGE_H

#include "http/request.h"
#include "rest/query.h"

/* From limit=, offset= and, on GET only, the Range header; where both speak, what they
 * have in common. The last row is counted from the offset, also from a negative one.
 * PGRST103 when nothing is left, unless the parameters end before row 0 exactly, as
 * limit=0 does. */
bool range_resolve(struct context *context, const struct request *request,
                   const struct query *query, struct range *out) MUST_CHECK;

/* "0-24/300"; `total` is -1 where nobody counted. An empty range is "*". */
struct slice range_text(struct arena *arena, int64_t first, int64_t last, int64_t total);

/* 200, 206 or 416 for `rows` rows from `offset` on, of `total` (-1: 200). */
int range_status(int64_t offset, int64_t rows, int64_t total);

/* PGRST103 for an offset past the total. */
bool range_fail_offset(struct context *context, int64_t offset, int64_t total);

#endif
