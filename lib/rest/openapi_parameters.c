/* SPDX-License-Identifier: MIT
 *
 * parameters of OpenAPI 2.0: those of every table, then each table's filters and body.
 */
#include "rest/openapi_two.h"

static const struct shared {
    const char *key;
    const char *name;
    const char *description;
    const char *in;
    const char *standard; /* the default */
    const char *const *values;
} shared[] = {
    {"preferParams", "Prefer", "Preference", "header", NULL, NULL},
    {"preferReturn", "Prefer", "Preference", "header", NULL,
     (const char *const[]){"return=representation", "return=minimal", "return=none",
                           NULL}},
    {"preferCount", "Prefer", "Preference", "header", NULL,
     (const char *const[]){"count=none", NULL}},
    {"preferPost", "Prefer", "Preference", "header", NULL,
     (const char *const[]){"return=representation", "return=minimal", "return=none",
                           "resolution=ignore-duplicates", "resolution=merge-duplicates",
                           NULL}},
    {"select", "select", "Filtering Columns", "query", NULL, NULL},
    {"on_conflict", "on_conflict", "On Conflict", "query", NULL, NULL},
    {"order", "order", "Ordering", "query", NULL, NULL},
    {"range", "Range", "Limiting and Pagination", "header", NULL, NULL},
    {"rangeUnit", "Range-Unit", "Limiting and Pagination", "header", "items", NULL},
    {"offset", "offset", "Limiting and Pagination", "query", NULL, NULL},
    {"limit", "limit", "Limiting and Pagination", "query", NULL, NULL},
};

static void write_shared(struct openapi_document *document, const struct shared *one)
{
    openapi_open(document, one->key, '{');
    openapi_text(document, "name", one->name);
    openapi_text(document, "description", one->description);
    openapi_flag(document, "required", false);
    openapi_text_if(document, "default", one->standard);
    if (one->values != NULL) {
        openapi_texts(document, "enum", one->values);
    }
    openapi_text(document, "in", one->in);
    openapi_text(document, "type", "string");
    openapi_close(document, '}');
}

static void write_body(struct openapi_document *document, const struct table *table)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, arena_printf(arena, "body.%s", table->name), '{');
    openapi_text(document, "name", table->name);
    openapi_text(document, "description", table->name);
    openapi_flag(document, "required", false);
    openapi_text(document, "in", "body");
    openapi_reference(document, "schema", "definitions/", table->name);
    openapi_close(document, '}');
}

static void write_filter(struct openapi_document *document, const struct table *table,
                         const struct column *column)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document,
                 arena_printf(arena, "rowFilter.%s.%s", table->name, column->name), '{');
    openapi_text(document, "name", column->name);
    openapi_text_if(document, "description", column->comment);
    openapi_flag(document, "required", false);
    openapi_text(document, "in", "query");
    openapi_text(document, "type", "string");
    openapi_close(document, '}');
}

void openapi_two_write_parameters(struct openapi_document *document)
{
    openapi_open(document, "parameters", '{');
    for (size_t i = 0; i < ARRAY_LENGTH(shared); i++) {
        write_shared(document, &shared[i]);
    }
    for (size_t i = 0; i < document->table_count; i++) {
        const struct table *table = document->tables[i].table;
        write_body(document, table);
        for (size_t k = 0; k < table->column_count; k++) {
            write_filter(document, table, &table->columns[k]);
        }
    }
    openapi_close(document, '}');
}
