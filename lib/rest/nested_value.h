/* SPDX-License-Identifier: MIT
 *
 * nested_value - whether a column can take a JSON value at all, before the database is
 * asked: in a document of thousands of rows its error would not say which.
 */
#ifndef MYOREST_NESTED_VALUE_H
#define MYOREST_NESTED_VALUE_H

#include "base/context.h"
#include "base/json.h"
#include "schema/model.h"

/* False for what is surely no value of a number, boolean or uuid column. */
bool nested_value_fits(struct arena *arena, const struct column *column,
                       struct json_value value);
/* 22P02 with PostgreSQL's message, the details naming `path`. */
bool nested_value_fail(struct context *context, const struct column *column,
                       const char *path, struct json_value value);

#endif
