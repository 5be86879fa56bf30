/* SPDX-License-Identifier: MIT
 *
 * openapi_document - a description under construction: what it is about, and its JSON,
 * which goes to the response's spool piece by piece.
 *
 * Commas come by themselves. Each function writes one value: the member `key` of an
 * object, or with NULL an item of an array.
 */
#ifndef MYOREST_OPENAPI_DOCUMENT_H
#define MYOREST_OPENAPI_DOCUMENT_H

#include "base/json.h"
#include "rest/job.h"

/* A table or view with what the caller may do with its rows. */
struct openapi_table {
    const struct table *table;
    bool may_select;
    bool may_insert;
    bool may_update;
    bool may_delete;
};

/* Tables and functions of the job's schema that the caller may use, in the models' order,
 * so overloads of a function stand together. Live until the arena is reset. */
struct openapi_document {
    struct job *job;
    const struct openapi_table *tables;
    size_t table_count;
    const struct function *const *functions;
    size_t function_count;
    const struct column *const *hidden; /* columns that the caller may not use */
    size_t hidden_count;
    bool needs_comma;
};

void openapi_open(struct openapi_document *document, const char *key, char bracket);
void openapi_close(struct openapi_document *document, char bracket);

void openapi_text(struct openapi_document *document, const char *key, const char *text);
/* The same, and nothing for a NULL text. */
void openapi_text_if(struct openapi_document *document, const char *key,
                     const char *text);
void openapi_slice(struct openapi_document *document, const char *key, struct slice text);
void openapi_flag(struct openapi_document *document, const char *key, bool flag);
/* `json` as it is. */
void openapi_raw(struct openapi_document *document, const char *key, struct slice json);
/* An array of texts; `texts` ends with NULL. */
void openapi_texts(struct openapi_document *document, const char *key,
                   const char *const *texts);
/* {"$ref": "#/" section name} */
void openapi_reference(struct openapi_document *document, const char *key,
                       const char *section, const char *name);

bool openapi_is_hidden(const struct openapi_document *document,
                       const struct column *column);

/* The comment of the schema, NULL without one. */
const char *openapi_schema_comment(const struct openapi_document *document);

/* A comment's first line, and what follows it without leading line ends: NULL without. */
struct openapi_comment {
    const char *summary;
    const char *description;
};
struct openapi_comment openapi_comment_split(struct arena *arena, const char *comment);

#endif
