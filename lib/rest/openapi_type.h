/* SPDX-License-Identifier: MIT
 *
 * openapi_type - PostgreSQL's types in the words of OpenAPI 2.0.
 */
#ifndef MYOREST_OPENAPI_TYPE_H
#define MYOREST_OPENAPI_TYPE_H

#include "rest/openapi_document.h"

/* "string", "integer", "number", "boolean" or "array"; NULL for json, which is anything.
 */
const char *openapi_type_name(const char *type);
/* The type itself, but for whole numbers: int32, int64. */
const char *openapi_type_format(const char *type);
/* Of an array type: the type without its last brackets. */
const char *openapi_type_item(struct arena *arena, const char *type);

/* A parameter's type as a client that sees the search path would spell it. */
const char *openapi_type_visible(const struct openapi_document *document,
                                 const char *type);

/* A column's default as JSON: absent where its expression is no constant of that type. */
struct slice openapi_type_default(struct arena *arena, const struct column *column);

/* The members items (of arrays) of a schema. */
void openapi_type_write_items(struct openapi_document *document, const char *type);

#endif
