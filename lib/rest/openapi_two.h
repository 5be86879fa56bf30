/* SPDX-License-Identifier: MIT
 *
 * openapi_two - OpenAPI 2.0, member for member as PostgREST writes it.
 */
#ifndef MYOREST_OPENAPI_TWO_H
#define MYOREST_OPENAPI_TWO_H

#include "rest/openapi_document.h"

/* The whole document. */
void openapi_two_write(struct openapi_document *document);

/* Its three large members. */
void openapi_two_write_paths(struct openapi_document *document);
void openapi_two_write_definitions(struct openapi_document *document);
void openapi_two_write_parameters(struct openapi_document *document);

/* Of the overloads that start at *index the one that is described; *index is then that of
 * the next function. */
const struct function *openapi_two_overload(const struct openapi_document *document,
                                            size_t *index);

/* The table and column that a column alone refers to; NULL without. */
const struct relationship *openapi_two_reference(const struct openapi_document *document,
                                                 const struct table *table,
                                                 const struct column *column);

#endif
