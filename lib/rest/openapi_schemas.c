/* SPDX-License-Identifier: MIT
 *
 * components/schemas of OpenAPI 3.1: each table's rows, and TABLE-new where rows can be
 * created, which says what a new row has to have.
 */
#include "rest/openapi_three.h"
#include "rest/openapi_two.h"
#include "rest/openapi_type.h"

/* What differs from a string without a format; anything has no name. */
static const struct form {
    const char *type;
    const char *name;
    const char *format;
} forms[] = {
    {"smallint", "integer", "int16"},
    {"integer", "integer", "int32"},
    {"bigint", "integer", "int64"},
    {"numeric", "number", NULL},
    {"real", "number", "float"},
    {"double precision", "number", "double"},
    {"boolean", "boolean", NULL},
    {"uuid", "string", "uuid"},
    {"date", "string", "date"},
    {"timestamp with time zone", "string", "date-time"},
    {"json", NULL, NULL},
    {"jsonb", NULL, NULL},
    {"record", NULL, NULL},
};

/* Names with a dot are types of no known form: of a schema, not of the system. */
static struct form find_form(const char *type)
{
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
        if (strcmp(forms[i].type, type) == 0) {
            return forms[i];
        }
    }
    if (slice_ends_with(slice_of(type), "[]")) {
        return (struct form){type, "array", NULL};
    }
    bool is_anything = strchr(type, '.') != NULL || strncmp(type, "any", 3) == 0;
    return (struct form){type, is_anything ? NULL : "string", NULL};
}

void openapi_three_write_type(struct openapi_document *document, const char *type,
                              bool is_nullable)
{
    struct form form = find_form(type);
    if (form.name == NULL) {
        return;
    }
    const char *const names[] = {form.name, "null", NULL};
    if (is_nullable) {
        openapi_texts(document, "type", names);
    } else {
        openapi_text(document, "type", form.name);
    }
    openapi_text_if(document, "format", form.format);
    if (strcmp(form.name, "array") == 0) {
        const char *item = openapi_type_item(document->job->context->arena, type);
        openapi_open(document, "items", '{');
        openapi_three_write_type(document, item, true);
        openapi_close(document, '}');
    }
}

static void write_values(struct openapi_document *document, const struct column *column)
{
    openapi_three_write_type(document, "text", column->is_nullable);
    openapi_open(document, "enum", '[');
    for (size_t i = 0; column->enum_values[i] != NULL; i++) {
        openapi_text(document, NULL, column->enum_values[i]);
    }
    if (column->is_nullable) {
        openapi_raw(document, NULL, slice_of("null"));
    }
    openapi_close(document, ']');
}

/* 'it''s'::text; absent for anything but one literal of the column's type. */
static struct slice literal(struct arena *arena, const struct column *column)
{
    struct slice text = slice_of(column->default_value);
    const char *end = arena_printf(arena, "'::%s", column->base_type);
    struct strbuf value = strbuf_new(arena, 0);
    if (!slice_starts_with(text, "'") || !slice_ends_with(text, end) ||
        text.len < strlen(end) + 1) {
        return slice_absent();
    }
    text = slice_until(slice_from(text, 1), text.len - 1 - strlen(end));
    strbuf_add_text(&value, "");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'' && (++i == text.len || text.ptr[i] != '\'')) {
            return slice_absent();
        }
        strbuf_add_char(&value, text.ptr[i]);
    }
    return slice_of(strbuf_string(&value));
}

/* What a client can know before it asks: no functions, no sequences; nor constants whose
 * JSON is not their text. */
static void write_default(struct openapi_document *document, const struct column *column)
{
    struct arena *arena = document->job->context->arena;
    struct slice text = slice_of(column->default_value);
    const char *name = find_form(column->base_type).name;
    bool is_written_otherwise =
        name != NULL && (strcmp(name, "array") == 0 ||
                         strcmp(column->base_type, "timestamp with time zone") == 0);
    bool is_text =
        (name != NULL && strcmp(name, "string") == 0) || column->enum_values != NULL;
    const char *problem;
    size_t at;
    if (text.len == 0 || is_written_otherwise) {
        return;
    }
    struct slice constant = literal(arena, column);
    if (is_text && slice_is_present(constant)) {
        openapi_slice(document, "default", constant);
    } else if (!is_text) {
        struct slice json = slice_is_present(constant) ? constant : text;
        if (json_check(json, &problem, &at)) {
            openapi_raw(document, "default", json);
        }
    }
}

static void write_keys(struct openapi_document *document, const struct table *table,
                       const struct column *column)
{
    const struct relationship *reference = openapi_two_reference(document, table, column);
    if (table_has_key_column(table, slice_of(column->name))) {
        openapi_flag(document, "x-primary-key", true);
    }
    if (reference != NULL) {
        openapi_open(document, "x-foreign-key", '{');
        openapi_text(document, "table", reference->foreign_table);
        openapi_text(document, "column", reference->columns[0].to);
        openapi_close(document, '}');
    }
}

void openapi_three_write_property(struct openapi_document *document,
                                  const struct table *table, const struct column *column)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, column->name, '{');
    if (column->enum_values != NULL) {
        write_values(document, column);
    } else if (column->to_json_function == NULL) {
        openapi_three_write_type(document, column->base_type, column->is_nullable);
    }
    if (column->max_length > 0) {
        openapi_raw(document, "maxLength",
                    slice_of(arena_printf(arena, "%d", column->max_length)));
    }
    openapi_text_if(document, "description", column->comment);
    if (column->is_generated || column->is_identity_always) {
        openapi_flag(document, "readOnly", true);
    }
    if (table != NULL) {
        write_default(document, column);
        write_keys(document, table, column);
    }
    openapi_text(document, "x-postgresql-type", column->type);
    openapi_close(document, '}');
}

static void write_rows(struct openapi_document *document, const struct table *table)
{
    openapi_open(document, openapi_three_name(document->job->context->arena, table->name),
                 '{');
    openapi_text(document, "title", table->name);
    openapi_text_if(document, "description", table->comment);
    openapi_text(document, "type", "object");
    openapi_open(document, "properties", '{');
    for (size_t i = 0; i < table->column_count; i++) {
        if (!openapi_is_hidden(document, &table->columns[i])) {
            openapi_three_write_property(document, table, &table->columns[i]);
        }
    }
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_new_row(struct openapi_document *document, const struct table *table)
{
    struct arena *arena = document->job->context->arena;
    const char *name = openapi_three_name(arena, table->name);
    openapi_open(document, arena_printf(arena, "%s-new", name), '{');
    openapi_open(document, "allOf", '[');
    openapi_reference(document, NULL, "components/schemas/", name);
    openapi_close(document, ']');
    openapi_open(document, "required", '[');
    for (size_t i = 0; i < table->column_count; i++) {
        const struct column *column = &table->columns[i];
        bool is_required = !column->is_nullable && column->default_value == NULL &&
                           !column->is_generated && !openapi_is_hidden(document, column);
        if (is_required) {
            openapi_text(document, NULL, column->name);
        }
    }
    openapi_close(document, ']');
    openapi_close(document, '}');
}

void openapi_three_write_schemas(struct openapi_document *document)
{
    openapi_open(document, "schemas", '{');
    for (size_t i = 0; i < document->table_count; i++) {
        const struct openapi_table *table = &document->tables[i];
        write_rows(document, table->table);
        if (table->may_insert && table->table->is_insertable) {
            write_new_row(document, table->table);
        }
    }
    openapi_close(document, '}');
}
