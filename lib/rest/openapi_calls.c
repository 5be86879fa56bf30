/* SPDX-License-Identifier: MIT
 *
 * Functions in OpenAPI 3.1: called by GET where they cannot write, and by POST.
 */
#include "rest/openapi_three.h"
#include "rest/openapi_two.h"

/* The overloads of one name, and the one that stands for them. */
struct overloads {
    const struct function *const *items;
    size_t count;
    const struct function *chosen;
};

static bool takes_body(const struct function *function)
{
    return function->parameter_count == 1 && function->parameters[0].name[0] == '\0';
}

/* Parameters ----------------------------------------------------------------------- */

static void write_query_parameter(struct openapi_document *document,
                                  const struct function_parameter *parameter,
                                  bool is_required)
{
    bool is_list = slice_ends_with(slice_of(parameter->type), "[]");
    openapi_open(document, NULL, '{');
    openapi_text(document, "name", parameter->name);
    openapi_text(document, "in", "query");
    openapi_flag(document, "required", is_required);
    openapi_open(document, "schema", '{');
    openapi_three_write_type(
        document, is_list && !parameter->is_variadic ? "text" : parameter->type, false);
    openapi_text(document, "x-postgresql-type", parameter->type);
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_query_parameters(struct openapi_document *document,
                                   const struct overloads *overloads)
{
    const struct function *function = overloads->chosen;
    openapi_open(document, "parameters", '[');
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        write_query_parameter(document, parameter,
                              parameter->is_required && overloads->count == 1);
    }
    openapi_close(document, ']');
}

static void write_arguments(struct openapi_document *document, const char *key,
                            const struct function *function)
{
    openapi_open(document, key, '{');
    openapi_text(document, "type", "object");
    openapi_open(document, "properties", '{');
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        openapi_open(document, parameter->name, '{');
        openapi_three_write_type(document, parameter->type, true);
        openapi_text(document, "x-postgresql-type", parameter->type);
        openapi_close(document, '}');
    }
    openapi_close(document, '}');
    openapi_open(document, "required", '[');
    for (size_t i = 0; i < function->parameter_count; i++) {
        if (function->parameters[i].is_required) {
            openapi_text(document, NULL, function->parameters[i].name);
        }
    }
    openapi_close(document, ']');
    openapi_close(document, '}');
}

static void write_json_body(struct openapi_document *document,
                            const struct overloads *overloads)
{
    openapi_open(document, "application/json", '{');
    if (overloads->count == 1) {
        write_arguments(document, "schema", overloads->chosen);
    } else {
        openapi_open(document, "schema", '{');
        openapi_open(document, "anyOf", '[');
        for (size_t i = 0; i < overloads->count; i++) {
            write_arguments(document, NULL, overloads->items[i]);
        }
        openapi_close(document, ']');
        openapi_close(document, '}');
    }
    openapi_close(document, '}');
}

/* A body that is the only argument, as it comes. */
static void write_raw_body(struct openapi_document *document,
                           const struct function *function)
{
    static const char *const media_types[][2] = {{"text", "text/plain"},
                                                 {"xml", "text/xml"},
                                                 {"bytea", "application/octet-stream"}};
    const char *media_type = "application/json";
    for (size_t i = 0; i < ARRAY_LENGTH(media_types); i++) {
        if (strcmp(function->parameters[0].type, media_types[i][0]) == 0) {
            media_type = media_types[i][1];
        }
    }
    openapi_open(document, media_type, '{');
    openapi_open(document, "schema", '{');
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_body(struct openapi_document *document,
                       const struct overloads *overloads)
{
    openapi_open(document, "requestBody", '{');
    openapi_open(document, "content", '{');
    if (overloads->count == 1 && takes_body(overloads->chosen)) {
        write_raw_body(document, overloads->chosen);
    } else {
        write_json_body(document, overloads);
    }
    openapi_close(document, '}');
    openapi_close(document, '}');
}

/* Results -------------------------------------------------------------------------- */

static bool is_described(const struct openapi_document *document,
                         const struct function *function)
{
    if (!function->result_is_table ||
        strcmp(function->result_schema, document->job->schema) != 0) {
        return false;
    }
    for (size_t i = 0; i < document->table_count; i++) {
        if (strcmp(document->tables[i].table->name, function->result_type) == 0) {
            return true;
        }
    }
    return false;
}

static void write_result(struct openapi_document *document, const char *key,
                         const struct function *function)
{
    struct arena *arena = document->job->context->arena;
    if (is_described(document, function)) {
        openapi_reference(document, key, "components/schemas/",
                          openapi_three_name(arena, function->result_type));
        return;
    }
    openapi_open(document, key, '{');
    if (function->result != RESULT_COMPOSITE) {
        openapi_three_write_type(document, function->result_declared, true);
    } else if (function->column_count > 0) {
        openapi_text(document, "type", "object");
        openapi_open(document, "properties", '{');
        for (size_t i = 0; i < function->column_count; i++) {
            openapi_three_write_property(document, NULL, &function->columns[i]);
        }
        openapi_close(document, '}');
    }
    openapi_close(document, '}');
}

static void write_success(struct openapi_document *document,
                          const struct function *function)
{
    if (function->result == RESULT_VOID) {
        openapi_open(document, "204", '{');
        openapi_text(document, "description", "Done");
        openapi_close(document, '}');
        return;
    }
    openapi_open(document, "200", '{');
    openapi_text(document, "description", "What the function returns");
    openapi_open(document, "content", '{');
    openapi_open(document, "application/json", '{');
    if (function->is_set) {
        openapi_open(document, "schema", '{');
        openapi_text(document, "type", "array");
        write_result(document, "items", function);
        openapi_close(document, '}');
    } else {
        write_result(document, "schema", function);
    }
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_close(document, '}');
}

/* Operations ----------------------------------------------------------------------- */

static void write_call(struct openapi_document *document,
                       const struct overloads *overloads, bool is_post)
{
    static const char *const tags[] = {"(rpc)", NULL};
    const struct function *function = overloads->chosen;
    struct arena *arena = document->job->context->arena;
    struct openapi_comment comment = openapi_comment_split(arena, function->comment);
    openapi_open(document, is_post ? "post" : "get", '{');
    openapi_text(document, "operationId",
                 arena_printf(arena, "%s_%s", is_post ? "call" : "query",
                              openapi_three_name(arena, function->name)));
    openapi_text(document, "summary",
                 comment.summary != NULL
                     ? comment.summary
                     : arena_printf(arena, "Call %s", function->name));
    openapi_text_if(document, "description", comment.description);
    openapi_texts(document, "tags", tags);
    if (is_post) {
        write_body(document, overloads);
    } else {
        write_query_parameters(document, overloads);
    }
    openapi_open(document, "responses", '{');
    write_success(document, function);
    openapi_three_write_failure(document);
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_function(struct openapi_document *document,
                           const struct overloads *overloads)
{
    const struct function *function = overloads->chosen;
    openapi_open(
        document,
        openapi_three_path(document->job->context->arena, "/rpc/", function->name), '{');
    if (function->volatility != VOLATILITY_VOLATILE && !takes_body(function)) {
        write_call(document, overloads, false);
    }
    write_call(document, overloads, true);
    openapi_close(document, '}');
}

void openapi_three_write_functions(struct openapi_document *document)
{
    for (size_t i = 0; i < document->function_count;) {
        struct overloads overloads = {.items = &document->functions[i]};
        size_t next = i;
        overloads.chosen = openapi_two_overload(document, &next);
        overloads.count = next - i;
        write_function(document, &overloads);
        i = next;
    }
}
