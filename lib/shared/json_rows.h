/* SPDX-License-Identifier: MIT
 *
 * json_rows - rows as json_t (jansson): into a body's text, out of an answer's.
 *
 * A json_t keeps integers as int64_t and all else as a double, so what neither holds as
 * it is becomes a string on the way out: every value of a numeric column, integers past
 * 2^53 (where other readers of the same JSON lose them), and numbers within json that a
 * double would change. Doubles are written as the shortest text that reads back the same.
 */
#ifndef MYOREST_JSON_ROWS_H
#define MYOREST_JSON_ROWS_H

#include <jansson.h>

#include "rest/plan.h"

/* The text of an object or array; lives until the arena is reset. PGRST102 for anything
 * else and for more than JSON_DEPTH levels. */
bool json_rows_build(struct context *context, const json_t *rows,
                     struct slice *out) MUST_CHECK;

/* Reads an answer's text, whose columns `plan` tells (NULL: nothing is known of them).
 * *out is borrowed until the arena is reset: json_incref() keeps it. PGRSTX00 when the
 * text is no JSON. */
bool json_rows_parse(struct context *context, struct slice text,
                     const struct plan_node *plan, json_t **out) MUST_CHECK;

#endif
