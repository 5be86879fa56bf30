/* SPDX-License-Identifier: MIT
 *
 * paths of OpenAPI 2.0: the root, tables, functions.
 */
#include <stdlib.h>

#include "rest/openapi_two.h"
#include "rest/openapi_type.h"

static const char *const root_types[] = {"application/openapi+json", "application/json",
                                         NULL};
static const char *const call_types[] = {
    "application/json", "application/vnd.pgrst.object+json;nulls=stripped",
    "application/vnd.pgrst.object+json", NULL};

static const char *const read_parameters[] = {
    "select", "order", "range", "rangeUnit", "offset", "limit", "preferCount", NULL};
static const char *const create_parameters[] = {"select", "preferPost", NULL};
static const char *const change_parameters[] = {"preferReturn", NULL};

static void write_response(struct openapi_document *document, const char *status,
                           const char *description)
{
    openapi_open(document, status, '{');
    openapi_text(document, "description", description);
    openapi_close(document, '}');
}

static void write_responses(struct openapi_document *document, const char *status,
                            const char *description)
{
    openapi_open(document, "responses", '{');
    write_response(document, status, description);
    openapi_close(document, '}');
}

static void write_tags(struct openapi_document *document, const char *tag)
{
    const char *const tags[] = {tag, NULL};
    openapi_texts(document, "tags", tags);
}

static void write_root(struct openapi_document *document)
{
    openapi_open(document, "/", '{');
    openapi_open(document, "get", '{');
    openapi_texts(document, "produces", root_types);
    write_responses(document, "200", "OK");
    openapi_text(document, "summary", "OpenAPI description (this document)");
    write_tags(document, "Introspection");
    openapi_close(document, '}');
    openapi_close(document, '}');
}

/* Tables --------------------------------------------------------------------------- */

struct table_operation {
    const char *method;
    const char *status;
    const char *meaning;
    bool has_filters;
    bool has_body;
    const char *const *parameters;
};

static const struct table_operation reading = {"get", "200", "OK",
                                               true,  false, read_parameters};
static const struct table_operation writing[] = {
    {"post", "201", "Created", false, true, create_parameters},
    {"delete", "204", "No Content", true, false, change_parameters},
    {"patch", "204", "No Content", true, true, change_parameters},
};

static void write_table_parameters(struct openapi_document *document,
                                   const struct table *table,
                                   const struct table_operation *operation)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, "parameters", '[');
    for (size_t i = 0; operation->has_filters && i < table->column_count; i++) {
        openapi_reference(
            document, NULL, "parameters/rowFilter.",
            arena_printf(arena, "%s.%s", table->name, table->columns[i].name));
    }
    if (operation->has_body) {
        openapi_reference(document, NULL, "parameters/body.", table->name);
    }
    for (size_t i = 0; operation->parameters[i] != NULL; i++) {
        openapi_reference(document, NULL, "parameters/", operation->parameters[i]);
    }
    openapi_close(document, ']');
}

static void write_rows(struct openapi_document *document, const struct table *table)
{
    openapi_open(document, "responses", '{');
    openapi_open(document, "200", '{');
    openapi_text(document, "description", "OK");
    openapi_open(document, "schema", '{');
    openapi_reference(document, "items", "definitions/", table->name);
    openapi_text(document, "type", "array");
    openapi_close(document, '}');
    openapi_close(document, '}');
    write_response(document, "206", "Partial Content");
    openapi_close(document, '}');
}

static void write_operation(struct openapi_document *document, const struct table *table,
                            const struct table_operation *operation)
{
    struct openapi_comment comment =
        openapi_comment_split(document->job->context->arena, table->comment);
    openapi_open(document, operation->method, '{');
    openapi_text_if(document, "description", comment.description);
    write_table_parameters(document, table, operation);
    if (operation == &reading) {
        write_rows(document, table);
    } else {
        write_responses(document, operation->status, operation->meaning);
    }
    openapi_text_if(document, "summary", comment.summary);
    write_tags(document, table->name);
    openapi_close(document, '}');
}

static void write_table(struct openapi_document *document, const struct table *table)
{
    openapi_open(document,
                 arena_printf(document->job->context->arena, "/%s", table->name), '{');
    write_operation(document, table, &reading);
    if (table->is_insertable || table->is_updatable || table->is_deletable) {
        for (size_t i = 0; i < ARRAY_LENGTH(writing); i++) {
            write_operation(document, table, &writing[i]);
        }
    }
    openapi_close(document, '}');
}

/* Functions ------------------------------------------------------------------------ */

static int compare_texts(const char *a, const char *b)
{
    return a == NULL || b == NULL ? (a != NULL) - (b != NULL) : strcmp(a, b);
}

/* More parameters, then a later comment, then later names and types. */
static int compare_overloads(const struct function *a, const struct function *b)
{
    if (a->parameter_count != b->parameter_count) {
        return a->parameter_count < b->parameter_count ? -1 : 1;
    }
    int order = compare_texts(a->comment, b->comment);
    for (size_t i = 0; i < a->parameter_count && order == 0; i++) {
        order = strcmp(a->parameters[i].name, b->parameters[i].name);
        if (order == 0) {
            order = strcmp(a->parameters[i].type, b->parameters[i].type);
        }
    }
    return order;
}

const struct function *openapi_two_overload(const struct openapi_document *document,
                                            size_t *index)
{
    const struct function *chosen = document->functions[*index];
    for ((*index)++; *index < document->function_count; (*index)++) {
        const struct function *next = document->functions[*index];
        if (strcmp(next->name, chosen->name) != 0) {
            break;
        }
        chosen = compare_overloads(chosen, next) < 0 ? next : chosen;
    }
    return chosen;
}

/* Arrays are written as {..} in a URL. */
static void write_query_parameter(struct openapi_document *document,
                                  const struct function_parameter *parameter)
{
    const char *type = openapi_type_visible(document, parameter->type);
    const char *name = openapi_type_name(type);
    bool is_text = name == NULL || strcmp(name, "array") == 0;
    openapi_open(document, NULL, '{');
    if (parameter->is_variadic) {
        openapi_text(document, "collectionFormat", "multi");
    } else {
        openapi_text(document, "format", openapi_type_format(type));
    }
    openapi_text(document, "in", "query");
    if (parameter->is_variadic) {
        const char *item = openapi_type_item(document->job->context->arena, type);
        openapi_open(document, "items", '{');
        openapi_text(document, "format", openapi_type_format(item));
        openapi_text_if(document, "type", openapi_type_name(item));
        openapi_close(document, '}');
    }
    openapi_text(document, "name", parameter->name);
    openapi_flag(document, "required", parameter->is_required);
    openapi_text(document, "type",
                 parameter->is_variadic && name != NULL ? name
                 : is_text                              ? "string"
                                                        : name);
    openapi_close(document, '}');
}

static void write_query_parameters(struct openapi_document *document,
                                   const struct function *function)
{
    if (function->parameter_count == 0) {
        return;
    }
    openapi_open(document, "parameters", '[');
    for (size_t i = 0; i < function->parameter_count; i++) {
        write_query_parameter(document, &function->parameters[i]);
    }
    openapi_close(document, ']');
}

static int compare_names(const void *a, const void *b)
{
    const struct function_parameter *const *first = a;
    const struct function_parameter *const *second = b;
    return strcmp((*first)->name, (*second)->name);
}

static void write_properties(struct openapi_document *document,
                             const struct function *function)
{
    struct arena *arena = document->job->context->arena;
    size_t count = function->parameter_count;
    const struct function_parameter **sorted =
        arena_alloc(arena, (count + 1) * sizeof(*sorted));
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &function->parameters[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_names);
    openapi_open(document, "properties", '{');
    for (size_t i = 0; i < count; i++) {
        const char *type = openapi_type_visible(document, sorted[i]->type);
        openapi_open(document, sorted[i]->name, '{');
        openapi_text(document, "format", openapi_type_format(type));
        openapi_type_write_items(document, type);
        openapi_text_if(document, "type", openapi_type_name(type));
        openapi_close(document, '}');
    }
    openapi_close(document, '}');
}

static void write_required(struct openapi_document *document,
                           const struct function *function)
{
    bool is_open = false;
    for (size_t i = 0; i < function->parameter_count; i++) {
        if (function->parameters[i].is_required) {
            if (!is_open) {
                openapi_open(document, "required", '[');
            }
            is_open = true;
            openapi_text(document, NULL, function->parameters[i].name);
        }
    }
    if (is_open) {
        openapi_close(document, ']');
    }
}

static void write_body_parameters(struct openapi_document *document,
                                  const struct function *function)
{
    openapi_open(document, "parameters", '[');
    openapi_open(document, NULL, '{');
    openapi_text(document, "in", "body");
    openapi_text(document, "name", "args");
    openapi_flag(document, "required", true);
    openapi_open(document, "schema", '{');
    openapi_text_if(document, "description", function->comment);
    if (function->parameter_count > 0) {
        write_properties(document, function);
        write_required(document, function);
    }
    openapi_text(document, "type", "object");
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_reference(document, NULL, "parameters/", "preferParams");
    openapi_close(document, ']');
}

static void write_call(struct openapi_document *document, const struct function *function,
                       bool is_post)
{
    struct arena *arena = document->job->context->arena;
    struct openapi_comment comment = openapi_comment_split(arena, function->comment);
    openapi_open(document, is_post ? "post" : "get", '{');
    openapi_text_if(document, "description", comment.description);
    if (is_post) {
        write_body_parameters(document, function);
    } else {
        write_query_parameters(document, function);
    }
    openapi_texts(document, "produces", call_types);
    write_responses(document, "200", "OK");
    openapi_text_if(document, "summary", comment.summary);
    write_tags(document, arena_printf(arena, "(rpc) %s", function->name));
    openapi_close(document, '}');
}

static void write_function(struct openapi_document *document,
                           const struct function *function)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, arena_printf(arena, "/rpc/%s", function->name), '{');
    if (function->volatility != VOLATILITY_VOLATILE) {
        write_call(document, function, false);
    }
    write_call(document, function, true);
    openapi_close(document, '}');
}

void openapi_two_write_paths(struct openapi_document *document)
{
    openapi_open(document, "paths", '{');
    write_root(document);
    for (size_t i = 0; i < document->table_count; i++) {
        write_table(document, document->tables[i].table);
    }
    for (size_t i = 0; i < document->function_count;) {
        write_function(document, openapi_two_overload(document, &i));
    }
    openapi_close(document, '}');
}
