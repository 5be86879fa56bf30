/* SPDX-License-Identifier: MIT
 *
 * definitions of OpenAPI 2.0: one schema for the rows of each table.
 */
#include "rest/openapi_two.h"
#include "rest/openapi_type.h"

static bool is_reference(const struct relationship *one, const struct table *table,
                         const struct column *column)
{
    bool is_kind = one->cardinality == MANY_TO_ONE ||
                   (one->cardinality == ONE_TO_ONE && !one->is_parent);
    return is_kind && one->function == NULL && one->column_count == 1 &&
           strcmp(one->columns[0].from, column->name) == 0 &&
           strcmp(one->foreign_schema, table->schema) == 0;
}

/* Tables come before views of them. */
const struct relationship *openapi_two_reference(const struct openapi_document *document,
                                                 const struct table *table,
                                                 const struct column *column)
{
    size_t count;
    const struct models *models = document->job->service->models;
    const struct relationship *found = NULL;
    const struct relationship *run =
        models_find_relationships(models, table->schema, table->name, &count);
    for (size_t i = 0; i < count; i++) {
        if (is_reference(&run[i], table, column)) {
            const struct table *foreign = models_find_table(
                models, slice_of(run[i].foreign_schema), slice_of(run[i].foreign_table));
            if (foreign != NULL && !foreign->is_view) {
                return &run[i];
            }
            found = found == NULL ? &run[i] : found;
        }
    }
    return found;
}

/* The comment, and what keys the column is part of. */
static const char *describe(const struct openapi_document *document,
                            const struct table *table, const struct column *column)
{
    struct strbuf text = strbuf_new(document->job->context->arena, 0);
    const struct relationship *reference = openapi_two_reference(document, table, column);
    bool is_key = table_has_key_column(table, slice_of(column->name));
    if (!is_key && reference == NULL) {
        return column->comment;
    }
    if (column->comment != NULL) {
        strbuf_add_format(&text, "%s\n\n", column->comment);
    }
    strbuf_add_text(&text, "Note:");
    strbuf_add_text(&text, is_key ? "\nThis is a Primary Key.<pk/>" : "");
    if (reference != NULL) {
        const char *to = reference->columns[0].to;
        strbuf_add_format(&text,
                          "\nThis is a Foreign Key to `%s.%s`.<fk table='%s' "
                          "column='%s'/>",
                          reference->foreign_table, to, reference->foreign_table, to);
    }
    return strbuf_string(&text);
}

static void write_property(struct openapi_document *document, const struct table *table,
                           const struct column *column)
{
    struct arena *arena = document->job->context->arena;
    struct slice value = openapi_type_default(arena, column);
    openapi_open(document, column->name, '{');
    if (slice_is_present(value)) {
        openapi_raw(document, "default", value);
    }
    openapi_text_if(document, "description", describe(document, table, column));
    if (column->enum_values != NULL) {
        openapi_texts(document, "enum", column->enum_values);
    }
    openapi_text(document, "format", openapi_type_format(column->base_type));
    openapi_type_write_items(document, column->base_type);
    if (column->max_length > 0) {
        openapi_raw(document, "maxLength",
                    slice_of(arena_printf(arena, "%d", column->max_length)));
    }
    openapi_text_if(document, "type", openapi_type_name(column->base_type));
    openapi_close(document, '}');
}

static void write_required(struct openapi_document *document, const struct table *table)
{
    bool is_open = false;
    for (size_t i = 0; i < table->column_count; i++) {
        if (!table->columns[i].is_nullable) {
            if (!is_open) {
                openapi_open(document, "required", '[');
            }
            is_open = true;
            openapi_text(document, NULL, table->columns[i].name);
        }
    }
    if (is_open) {
        openapi_close(document, ']');
    }
}

static void write_definition(struct openapi_document *document, const struct table *table)
{
    openapi_open(document, table->name, '{');
    openapi_text_if(document, "description", table->comment);
    write_required(document, table);
    if (table->column_count > 0) {
        openapi_open(document, "properties", '{');
        for (size_t i = 0; i < table->column_count; i++) {
            write_property(document, table, &table->columns[i]);
        }
        openapi_close(document, '}');
    }
    openapi_text(document, "type", "object");
    openapi_close(document, '}');
}

void openapi_two_write_definitions(struct openapi_document *document)
{
    openapi_open(document, "definitions", '{');
    for (size_t i = 0; i < document->table_count; i++) {
        write_definition(document, document->tables[i].table);
    }
    openapi_close(document, '}');
}
