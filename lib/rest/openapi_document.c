/* SPDX-License-Identifier: MIT */
#include "rest/openapi_document.h"

static struct spool *spool_of(struct openapi_document *document)
{
    return document->job->response->body;
}

static void write_string(struct spool *spool, struct slice text)
{
    spool_add_char(spool, '"');
    while (text.len > 0) {
        size_t plain = json_plain_length(text);
        spool_add_slice(spool, slice_until(text, plain));
        if (plain < text.len) {
            spool_add_text(spool, json_escape(text.ptr[plain]));
            plain++;
        }
        text = slice_from(text, plain);
    }
    spool_add_char(spool, '"');
}

/* What stands before a value. */
static void begin_value(struct openapi_document *document, const char *key)
{
    struct spool *spool = spool_of(document);
    if (document->needs_comma) {
        spool_add_char(spool, ',');
    }
    if (key != NULL) {
        write_string(spool, slice_of(key));
        spool_add_char(spool, ':');
    }
    document->needs_comma = true;
}

void openapi_open(struct openapi_document *document, const char *key, char bracket)
{
    begin_value(document, key);
    spool_add_char(spool_of(document), bracket);
    document->needs_comma = false;
}

void openapi_close(struct openapi_document *document, char bracket)
{
    spool_add_char(spool_of(document), bracket);
    document->needs_comma = true;
}

void openapi_slice(struct openapi_document *document, const char *key, struct slice text)
{
    begin_value(document, key);
    write_string(spool_of(document), text);
}

void openapi_text(struct openapi_document *document, const char *key, const char *text)
{
    openapi_slice(document, key, slice_of(text));
}

void openapi_text_if(struct openapi_document *document, const char *key, const char *text)
{
    if (text != NULL) {
        openapi_text(document, key, text);
    }
}

void openapi_raw(struct openapi_document *document, const char *key, struct slice json)
{
    begin_value(document, key);
    spool_add_slice(spool_of(document), json);
}

void openapi_flag(struct openapi_document *document, const char *key, bool flag)
{
    openapi_raw(document, key, slice_of(flag ? "true" : "false"));
}

void openapi_texts(struct openapi_document *document, const char *key,
                   const char *const *texts)
{
    openapi_open(document, key, '[');
    for (size_t i = 0; texts[i] != NULL; i++) {
        openapi_text(document, NULL, texts[i]);
    }
    openapi_close(document, ']');
}

void openapi_reference(struct openapi_document *document, const char *key,
                       const char *section, const char *name)
{
    openapi_open(document, key, '{');
    openapi_text(document, "$ref",
                 arena_printf(document->job->context->arena, "#/%s%s", section, name));
    openapi_close(document, '}');
}

bool openapi_is_hidden(const struct openapi_document *document,
                       const struct column *column)
{
    for (size_t i = 0; i < document->hidden_count; i++) {
        if (document->hidden[i] == column) {
            return true;
        }
    }
    return false;
}

const char *openapi_schema_comment(const struct openapi_document *document)
{
    const struct models *models = document->job->service->models;
    for (size_t i = 0; i < models->schema_count; i++) {
        if (strcmp(models->schemas[i], document->job->schema) == 0) {
            return models->schema_comments[i];
        }
    }
    return NULL;
}

struct openapi_comment openapi_comment_split(struct arena *arena, const char *comment)
{
    struct openapi_comment split = {NULL, NULL};
    if (comment == NULL) {
        return split;
    }
    struct slice rest = slice_of(comment);
    split.summary = slice_string(arena, slice_cut(&rest, '\n'));
    if (!slice_is_present(rest)) {
        return split;
    }
    while (rest.len > 0 && rest.ptr[0] == '\n') {
        rest = slice_from(rest, 1);
    }
    split.description = rest.len > 0 ? slice_string(arena, rest) : NULL;
    return split;
}
