/* SPDX-License-Identifier: MIT */
#include "rest/openapi_three.h"

#include "rest/openapi_place.h"

#define DEFAULT_PATH "/rest/v1"

/* Letters, digits and what is in `plain` stay; others become `escape` and two digits. */
static const char *escaped(struct arena *arena, const char *before, const char *name,
                           const char *plain, char escape)
{
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_text(&text, before);
    for (; *name != '\0'; name++) {
        char c = *name;
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || strchr(plain, c) != NULL;
        if (is_plain) {
            strbuf_add_char(&text, c);
        } else {
            strbuf_add_format(&text, "%c%02X", escape, (unsigned)(unsigned char)c);
        }
    }
    return strbuf_string(&text);
}

const char *openapi_three_name(struct arena *arena, const char *name)
{
    return escaped(arena, "", name, "_", '.');
}

const char *openapi_three_path(struct arena *arena, const char *before, const char *name)
{
    return escaped(arena, before, name, "-._~", '%');
}

void openapi_three_write_failure(struct openapi_document *document)
{
    openapi_reference(document, "default", "components/responses/", "Error");
}

static void write_info(struct openapi_document *document)
{
    struct job *job = document->job;
    struct openapi_comment comment =
        openapi_comment_split(job->context->arena, openapi_schema_comment(document));
    const char *version = job->service->models->version;
    openapi_open(document, "info", '{');
    openapi_text(document, "title",
                 comment.summary == NULL ? job->schema : comment.summary);
    openapi_text_if(document, "description", comment.description);
    openapi_text(document, "version", version[0] == '\0' ? "0" : version);
    openapi_close(document, '}');
}

static void write_server(struct openapi_document *document)
{
    struct openapi_place place = openapi_place_get(document->job);
    openapi_open(document, "servers", '[');
    openapi_open(document, NULL, '{');
    openapi_text(document, "url", place.uri == NULL ? DEFAULT_PATH : place.uri);
    openapi_close(document, '}');
    openapi_close(document, ']');
}

static void write_tags(struct openapi_document *document)
{
    openapi_open(document, "tags", '[');
    for (size_t i = 0; i < document->table_count; i++) {
        const struct table *table = document->tables[i].table;
        openapi_open(document, NULL, '{');
        openapi_text(document, "name", table->name);
        openapi_text_if(document, "description", table->comment);
        openapi_close(document, '}');
    }
    openapi_close(document, ']');
}

static void write_root(struct openapi_document *document)
{
    static const char *const tags[] = {"Introspection", NULL};
    openapi_open(document, "/", '{');
    openapi_open(document, "get", '{');
    openapi_text(document, "operationId", "describe");
    openapi_text(document, "summary", "This description");
    openapi_texts(document, "tags", tags);
    openapi_open(document, "responses", '{');
    openapi_open(document, "200", '{');
    openapi_text(document, "description", "What the caller may use");
    openapi_close(document, '}');
    openapi_three_write_failure(document);
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_paths(struct openapi_document *document)
{
    openapi_open(document, "paths", '{');
    write_root(document);
    for (size_t i = 0; i < document->table_count; i++) {
        openapi_three_write_table(document, &document->tables[i]);
    }
    openapi_three_write_functions(document);
    openapi_close(document, '}');
}

static void write_error(struct openapi_document *document)
{
    static const char *const required[] = {"code", "message", NULL};
    openapi_open(document, "schema", '{');
    openapi_text(document, "type", "object");
    openapi_texts(document, "required", required);
    openapi_open(document, "properties", '{');
    openapi_open(document, "code", '{');
    openapi_text(document, "type", "string");
    openapi_text(document, "description", "PGRST and a number, or an SQLSTATE");
    openapi_close(document, '}');
    openapi_open(document, "message", '{');
    openapi_three_write_type(document, "text", true);
    openapi_close(document, '}');
    openapi_open(document, "details", '{');
    openapi_close(document, '}');
    openapi_open(document, "hint", '{');
    openapi_three_write_type(document, "text", true);
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_responses(struct openapi_document *document)
{
    openapi_open(document, "responses", '{');
    openapi_open(document, "Error", '{');
    openapi_text(document, "description", "Why the request was refused");
    openapi_open(document, "content", '{');
    openapi_open(document, "application/json", '{');
    write_error(document);
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_security_scheme(struct openapi_document *document)
{
    openapi_open(document, "securitySchemes", '{');
    openapi_open(document, "JWT", '{');
    openapi_text(document, "type", "http");
    openapi_text(document, "scheme", "bearer");
    openapi_text(document, "bearerFormat", "JWT");
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_security(struct openapi_document *document)
{
    openapi_open(document, "security", '[');
    openapi_open(document, NULL, '{');
    openapi_open(document, "JWT", '[');
    openapi_close(document, ']');
    openapi_close(document, '}');
    openapi_close(document, ']');
}

void openapi_three_write(struct openapi_document *document)
{
    bool is_secured = document->job->context->config->openapi_security;
    openapi_open(document, NULL, '{');
    openapi_text(document, "openapi", "3.1.0");
    write_info(document);
    write_server(document);
    if (is_secured) {
        write_security(document);
    }
    write_tags(document);
    write_paths(document);
    openapi_open(document, "components", '{');
    openapi_three_write_schemas(document);
    openapi_three_write_parameters(document);
    write_responses(document);
    if (is_secured) {
        write_security_scheme(document);
    }
    openapi_close(document, '}');
    openapi_close(document, '}');
}
