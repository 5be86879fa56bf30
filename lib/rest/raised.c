/* SPDX-License-Identifier: MIT */
#include "rest/raised.h"

#include <stdlib.h>

#include "base/json.h"

static void fail(struct context *context, const char *details, const char *hint)
{
    context->error = (struct error){0};
    context_fail(context, (struct error){
                              .code = "PGRST121",
                              .message = "Could not parse JSON in the \"RAISE SQLSTATE "
                                         "'PGRST'\" error",
                              .details = details,
                              .hint = hint,
                          });
}

static void fail_message(struct context *context, const char *message)
{
    fail(context,
         arena_printf(context->arena, "Invalid JSON value for MESSAGE: '%s'", message),
         "MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and "
         "optional keys: 'details', 'hint'.");
}

static void fail_detail(struct context *context, const char *detail)
{
    fail(context,
         detail == NULL ? "DETAIL is missing in the RAISE statement"
                        : arena_printf(context->arena,
                                       "Invalid JSON value for DETAIL: '%s'", detail),
         "DETAIL must be a JSON object with obligatory keys: 'status', 'headers' and "
         "optional key: 'status_text'.");
}

static bool read_object(const char *text, struct json_value *out)
{
    const char *problem;
    size_t at;
    if (text == NULL || !json_check(slice_of(text), &problem, &at)) {
        return false;
    }
    *out = json_parse(slice_of(text));
    return out->kind == JSON_KIND_OBJECT;
}

/* A member that has to be a string; null counts as absent. */
static bool take_string(struct context *context, struct json_value value,
                        const char **out)
{
    if (value.kind == JSON_KIND_STRING) {
        *out = slice_string(context->arena, json_string_text(context->arena, value));
    }
    return value.kind == JSON_KIND_STRING || value.kind == JSON_KIND_NULL;
}

static bool read_message(struct context *context, const char *text, struct error *out)
{
    struct json_value object;
    struct slice key;
    struct json_value value;
    if (!read_object(text, &object)) {
        return false;
    }
    const struct {
        const char *key;
        const char **place;
    } members[] = {{"code", &out->code},
                   {"message", &out->message},
                   {"details", &out->details},
                   {"hint", &out->hint}};
    struct json_iterator iterator = json_iterate(object);
    while (json_next_member(&iterator, context->arena, &key, &value)) {
        for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
            if (slice_is(key, members[i].key) &&
                !take_string(context, value, members[i].place)) {
                return false;
            }
        }
    }
    return out->code != NULL && out->message != NULL;
}

/* False when one of them is no string. A `response` of NULL gets none. */
static bool read_headers(struct context *context, struct json_value headers,
                         struct response *response)
{
    struct slice key;
    struct json_value value;
    struct json_iterator iterator = json_iterate(headers);
    while (json_next_member(&iterator, context->arena, &key, &value)) {
        if (value.kind != JSON_KIND_STRING) {
            return false;
        }
        if (response != NULL) {
            response_add_header(response, key, json_string_text(context->arena, value));
        }
    }
    return true;
}

/* 404, and as PostgreSQL may write it 404.0. */
static bool read_status(struct context *context, struct json_value value, int *out)
{
    if (value.kind != JSON_KIND_NUMBER) {
        return false;
    }
    double number = strtod(slice_string(context->arena, value.text), NULL);
    bool is_status = number >= 100 && number <= 999 && number == (int)number;
    *out = is_status ? (int)number : 0;
    return is_status;
}

static bool read_detail(struct context *context, const char *text,
                        struct response *response, struct error *out)
{
    struct json_value object;
    struct json_value headers = {.kind = JSON_KIND_NULL};
    struct slice key;
    struct json_value value;
    if (!read_object(text, &object)) {
        return false;
    }
    struct json_iterator iterator = json_iterate(object);
    while (json_next_member(&iterator, context->arena, &key, &value)) {
        if (slice_is(key, "status") && !read_status(context, value, &out->status)) {
            return false;
        }
        if (slice_is(key, "status_text") && !take_string(context, value, &out->phrase)) {
            return false;
        }
        if (slice_is(key, "headers")) {
            headers = value;
        }
    }
    return out->status != 0 && headers.kind == JSON_KIND_OBJECT &&
           read_headers(context, headers, NULL) &&
           read_headers(context, headers, response);
}

void raised_apply(struct context *context, struct response *response)
{
    struct error raised = context->error;
    struct error shaped = {0};
    if (!read_message(context, raised.message, &shaped)) {
        fail_message(context, raised.message);
    } else if (!read_detail(context, raised.details, response, &shaped)) {
        fail_detail(context, raised.details);
    } else {
        shaped.is_raised = true;
        context->error = shaped;
    }
}
