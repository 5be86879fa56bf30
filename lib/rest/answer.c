/* SPDX-License-Identifier: MIT */
#include "rest/answer.h"

#include "base/growing.h"
#include "base/json.h"
#include "rest/range.h"
#include "rest/sql.h"

static const char *const resolutions[] = {
    [RESOLUTION_MERGE] = "merge-duplicates", [RESOLUTION_IGNORE] = "ignore-duplicates"};
static const char *const missings[] = {
    [MISSING_DEFAULT] = "default", [MISSING_NULL] = "null"};
static const char *const representations[] = {[RETURN_MINIMAL] = "minimal",
                                              [RETURN_HEADERS] = "headers-only",
                                              [RETURN_REPRESENTATION] = "representation"};
static const char *const counts[] = {[COUNT_EXACT] = "exact",
                                     [COUNT_PLANNED] = "planned",
                                     [COUNT_ESTIMATED] = "estimated"};
static const char *const handlings[] = {
    [HANDLING_LENIENT] = "lenient", [HANDLING_STRICT] = "strict"};
static const char *const ends[] = {
    [TX_PREFER_COMMIT] = "commit", [TX_PREFER_ROLLBACK] = "rollback"};

static void add_applied(struct strbuf *text, const char *name, const char *value)
{
    if (value != NULL) {
        strbuf_add_format(text, "%s%s=%s", text->len > 0 ? ", " : "", name, value);
    }
}

void answer_preferences(struct job *job, struct applied applied)
{
    const struct preferences *prefer = &job->preferences;
    struct strbuf text = strbuf_new(job->context->arena, 0);
    enum tx_end end = job->context->config->tx_end;
    bool allows_tx = end == TX_COMMIT_ALLOW_OVERRIDE || end == TX_ROLLBACK_ALLOW_OVERRIDE;
    add_applied(&text, "resolution",
                applied.resolution ? resolutions[prefer->resolution] : NULL);
    add_applied(&text, "missing", applied.missing ? missings[prefer->missing] : NULL);
    add_applied(&text, "return",
                applied.representation ? representations[prefer->representation] : NULL);
    add_applied(&text, "count", counts[prefer->count]);
    add_applied(&text, "tx", allows_tx ? ends[prefer->tx] : NULL);
    add_applied(&text, "handling", handlings[prefer->handling]);
    if (slice_is_present(prefer->timezone)) {
        add_applied(&text, "timezone",
                    slice_string(job->context->arena, prefer->timezone));
    }
    if (applied.max_affected && prefer->has_max_affected &&
        prefer->handling == HANDLING_STRICT) {
        add_applied(
            &text, "max-affected",
            arena_printf(job->context->arena, "%lld", (long long)prefer->max_affected));
    }
    if (text.len > 0) {
        response_set_header(job->response, "Preference-Applied", strbuf_slice(&text));
    }
}

void answer_content_type(struct job *job)
{
    response_set_header(job->response, "Content-Type", job->media.content_type);
    if (job->has_profile) {
        response_set_header(job->response, "Content-Profile", slice_of(job->schema));
    }
}

void answer_content_range(struct job *job, struct slice text)
{
    response_set_header(job->response, "Content-Range", text);
}

bool answer_check_singular(struct context *context, int64_t rows)
{
    if (rows == 1) {
        return true;
    }
    return context_fail(
        context,
        (struct error){.code = "PGRST116",
                       .message = "Cannot coerce the result to a single JSON object",
                       .details =
                           arena_printf(context->arena, "The result contains %lld rows",
                                        (long long)rows)});
}

void answer_out_of_range(struct job *job, int64_t offset, int64_t total)
{
    if (!range_fail_offset(job->context, offset, total)) {
        response_tell_error(job->context, job->response);
        job->context->error = (struct error){0};
    }
}

static bool fail_headers(struct context *context)
{
    return context_fail(
        context, (struct error){.code = "PGRST111",
                                .message = "response.headers guc must be a JSON array "
                                           "composed of objects with a single key and a "
                                           "string value"});
}

static bool is_header_text(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        char octet = text.ptr[i];
        if (octet == '\r' || octet == '\n' || octet == '\0') {
            return false;
        }
    }
    return true;
}

/* The first header of a name replaces what is there, further ones are added. */
static bool take_header(struct job *job, struct json_value object, struct growing *taken)
{
    struct arena *arena = job->context->arena;
    struct json_iterator members = json_iterate(object);
    struct slice key;
    struct slice more;
    struct json_value value;
    struct json_value other;
    if (object.kind != JSON_KIND_OBJECT ||
        !json_next_member(&members, arena, &key, &value) ||
        value.kind != JSON_KIND_STRING ||
        json_next_member(&members, arena, &more, &other)) {
        return false;
    }
    struct slice text = json_string_text(arena, value);
    if (!is_header_text(key) || !is_header_text(text) || key.len == 0) {
        return false;
    }
    const char *name = slice_string(arena, key);
    const struct slice *names = taken->items;
    for (size_t i = 0; i < taken->count; i++) {
        if (slice_is_ignoring_case(names[i], name)) {
            response_add_header(job->response, key, text);
            return true;
        }
    }
    *(struct slice *)growing_add(arena, taken, sizeof(key)) = key;
    response_set_header(job->response, name, text);
    return true;
}

static bool take_headers(struct job *job, struct slice text)
{
    const char *problem;
    size_t at;
    struct json_value item;
    struct growing taken = {0};
    if (!json_check(text, &problem, &at)) {
        return fail_headers(job->context);
    }
    struct json_value list = json_parse(text);
    if (list.kind != JSON_KIND_ARRAY) {
        return fail_headers(job->context);
    }
    struct json_iterator items = json_iterate(list);
    while (json_next_item(&items, &item)) {
        if (!take_header(job, item, &taken)) {
            return fail_headers(job->context);
        }
    }
    return true;
}

static bool take_status(struct job *job, struct slice text)
{
    size_t digits = 0;
    int64_t status = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') {
        digits++;
    }
    if (!slice_to_int64(slice_until(text, digits), &status) || status < 100 ||
        status > 999) {
        return context_fail(
            job->context,
            (struct error){.code = "PGRST112",
                           .message = "response.status guc must be a valid status code"});
    }
    job->response->status = (int)status;
    return true;
}

bool answer_take_settings(struct job *job, const struct response_settings *settings)
{
    return (!slice_is_present(settings->status) || take_status(job, settings->status)) &&
           (!slice_is_present(settings->headers) || take_headers(job, settings->headers));
}

void answer_finish(struct job *job)
{
    struct response *response = job->response;
    struct slice warning =
        job->plan == NULL ? slice_absent() : plan_warning(job->context, job->plan);
    if (slice_is_present(warning)) {
        response_set_header(response, "Warning", warning);
    }
    if (!slice_is_present(response_header(response, "Vary"))) {
        response_set_header(response, "Vary", slice_of("Accept, Prefer, Range"));
    }
}
