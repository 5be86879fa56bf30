/* SPDX-License-Identifier: MIT */
#include "rest/openapi_type.h"

#include "rest/sql.h"

static const struct {
    const char *type;
    const char *name;
    const char *format; /* NULL: the type */
} types[] = {
    {"smallint", "integer", "int32"},
    {"integer", "integer", "int32"},
    {"bigint", "integer", "int64"},
    {"numeric", "number", NULL},
    {"real", "number", NULL},
    {"double precision", "number", NULL},
    {"boolean", "boolean", NULL},
    {"json", NULL, NULL},
    {"jsonb", NULL, NULL},
};

const char *openapi_type_name(const char *type)
{
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
        if (strcmp(types[i].type, type) == 0) {
            return types[i].name;
        }
    }
    return slice_ends_with(slice_of(type), "[]") ? "array" : "string";
}

const char *openapi_type_format(const char *type)
{
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
        if (strcmp(types[i].type, type) == 0 && types[i].format != NULL) {
            return types[i].format;
        }
    }
    return type;
}

const char *openapi_type_item(struct arena *arena, const char *type)
{
    struct slice text = slice_of(type);
    return slice_ends_with(text, "[]")
               ? slice_string(arena, slice_until(text, text.len - strlen("[]")))
               : type;
}

/* The type without `schema` and its dot, however it is quoted; else the type. */
static const char *without_schema(const struct openapi_document *document,
                                  const char *type, struct slice schema)
{
    struct sql quoted = sql_new(document->job->context);
    sql_add_identifier(&quoted, schema);
    const struct slice spellings[] = {schema, strbuf_slice(&quoted.text)};
    for (size_t i = 0; i < ARRAY_LENGTH(spellings); i++) {
        size_t length = spellings[i].len;
        if (strncmp(type, spellings[i].ptr, length) == 0 && type[length] == '.') {
            return type + length + 1;
        }
    }
    return type;
}

const char *openapi_type_visible(const struct openapi_document *document,
                                 const char *type)
{
    const struct context *context = document->job->context;
    struct list extra = context->config->extra_search_path;
    if (context->config->openapi_mode == OPENAPI_IGNORE_PRIVILEGES) {
        return parameter_type_name(context->arena, type);
    }
    type = without_schema(document, type, slice_of(document->job->schema));
    for (size_t i = 0; i < extra.count; i++) {
        type = without_schema(document, type, extra.items[i]);
    }
    return parameter_type_name(context->arena, type);
}

static struct slice without_quotes(struct slice text)
{
    while (text.len > 0 && text.ptr[0] == '\'') {
        text = slice_from(text, 1);
    }
    while (text.len > 0 && text.ptr[text.len - 1] == '\'') {
        text.len--;
    }
    return text;
}

struct slice openapi_type_default(struct arena *arena, const struct column *column)
{
    struct slice text = slice_of(column->default_value);
    const char *problem;
    size_t at;
    if (text.len == 0) {
        return slice_absent();
    }
    const char *name = openapi_type_name(column->base_type);
    if (name != NULL && strcmp(name, "string") == 0) {
        const char *cast = arena_printf(arena, "::%s", column->base_type);
        if (slice_ends_with(text, cast)) {
            text = without_quotes(slice_until(text, text.len - strlen(cast)));
        }
        text = slice_of(arena_printf(arena, "\"%.*s\"", (int)text.len, text.ptr));
    }
    return json_check(text, &problem, &at) ? text : slice_absent();
}

void openapi_type_write_items(struct openapi_document *document, const char *type)
{
    const char *name = openapi_type_name(type);
    if (name != NULL && strcmp(name, "array") == 0) {
        const char *item = openapi_type_item(document->job->context->arena, type);
        openapi_open(document, "items", '{');
        openapi_text_if(document, "type", openapi_type_name(item));
        openapi_close(document, '}');
    }
}
