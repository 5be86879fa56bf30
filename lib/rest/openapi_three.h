/* SPDX-License-Identifier: MIT
 *
 * openapi_three - OpenAPI 3.1: types by JSON Schema, and only the operations that the
 * caller has the privileges for.
 */
#ifndef MYOREST_OPENAPI_THREE_H
#define MYOREST_OPENAPI_THREE_H

#include "rest/openapi_document.h"

/* The whole document. */
void openapi_three_write(struct openapi_document *document);

/* Its parts. */
void openapi_three_write_table(struct openapi_document *document,
                               const struct openapi_table *table);
void openapi_three_write_functions(struct openapi_document *document);
void openapi_three_write_schemas(struct openapi_document *document);
void openapi_three_write_parameters(struct openapi_document *document);

/* Within a schema: the members that speak of a PostgreSQL type, none for one that can be
 * anything. */
void openapi_three_write_type(struct openapi_document *document, const char *type,
                              bool is_nullable);
/* A column as a member of a schema's properties. `table` is NULL for a function's. */
void openapi_three_write_property(struct openapi_document *document,
                                  const struct table *table, const struct column *column);
/* Of the members of `responses`, the one for all errors. */
void openapi_three_write_failure(struct openapi_document *document);

/* A database's name within the names of components, which have few letters: the others
 * become . and two digits, so '-' is free to separate names. In the arena. */
const char *openapi_three_name(struct arena *arena, const char *name);

/* A URL's path: `before`, then a database's name, percent-encoded. In the arena. */
const char *openapi_three_path(struct arena *arena, const char *before, const char *name);

#endif
