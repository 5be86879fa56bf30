/* SPDX-License-Identifier: MIT
 *
 * syntax - the parsers behind query_parse(), one per kind of parameter.
 *
 * Each reads a whole parameter's text and answers PGRST100 when it is something else.
 */
#ifndef MYOREST_SYNTAX_H
#define MYOREST_SYNTAX_H

#include "rest/cursor.h"

/* select=... (rest/select.c) */
bool select_parse(struct context *context, struct slice text,
                  const struct select_item **out, size_t *count) MUST_CHECK;

/* The value of a filter, "not.eq.5"; `text` runs to its end (rest/filter.c). */
bool operation_parse(struct context *context, struct slice text,
                     struct operation *out) MUST_CHECK;
/* True when the text is the value of a filter, or begins with a word after which nothing
 * else is tried: "not.", "in." or "is.". */
bool operation_is_likely(struct context *context, struct slice text);

/* The key of a filter: relations' names, then the field. `what` text for the error. */
bool tree_path_parse(struct context *context, struct slice text,
                     const struct slice **path, size_t *path_length,
                     struct field_path *field) MUST_CHECK;

/* and=(...), or=(...), their keys "a.b.not.or" (rest/logic.c). */
bool logic_parse(struct context *context, struct slice key, struct slice value,
                 struct query_condition *out) MUST_CHECK;

/* order=..., columns=... and on_conflict=... (rest/order.c) */
bool order_parse(struct context *context, struct slice text,
                 const struct order_term **out, size_t *count) MUST_CHECK;
bool names_parse(struct context *context, const char *what, struct slice text,
                 struct names *out) MUST_CHECK;

/* Shared by filter.c and logic.c: the operation at the cursor. Inside a logic tree a
 * value ends at ',' or ')' unless it is quoted or within {}. False: cursor_fail() it. */
bool operation_read(struct cursor *cursor, bool is_in_logic, struct operation *out);

#endif
