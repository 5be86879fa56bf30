/* SPDX-License-Identifier: MIT */
#include "http/cors.h"

#include "base/strbuf.h"

#define MAX_AGE "86400"

static const struct header preflight_headers[] = {
    {SLICE("Access-Control-Allow-Methods"),
     SLICE("GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD")},
    {SLICE("Access-Control-Max-Age"), SLICE(MAX_AGE)},
};

static const struct slice exposed =
    SLICE("Content-Encoding, Content-Location, Content-Range, Content-Type, Date, "
          "Location, Server, Transfer-Encoding, Range-Unit");

/* What browsers may send without asking is allowed too, for some ask all the same. */
static const char always_allowed[] = "Accept, Accept-Language, Content-Language";

bool cors_is_preflight(const struct request *request)
{
    return slice_is(request->method, "OPTIONS") &&
           slice_is_present(request_header(request, "origin")) &&
           slice_is_present(request_header(request, "access-control-request-method"));
}

static bool is_listed(const struct list *origins, struct slice origin)
{
    for (size_t i = 0; i < origins->count; i++) {
        if (slice_equal(origins->items[i], origin)) {
            return true;
        }
    }
    return false;
}

/* False when the answer is not meant for this origin. */
static bool allow_origin(struct context *context, const struct request *request,
                         struct response *response)
{
    const struct list *origins = &context->config->cors_origins;
    struct slice origin = request_header(request, "origin");
    if (!slice_is_present(origin) ||
        (origins->count > 0 && !is_listed(origins, origin))) {
        return false;
    }
    if (origins->count == 0) {
        response_set_header(response, "Access-Control-Allow-Origin", slice_of("*"));
    } else {
        response_set_header(response, "Access-Control-Allow-Origin", origin);
        response_set_header(response, "Access-Control-Allow-Credentials",
                            slice_of("true"));
    }
    return true;
}

static struct slice allowed_headers(struct context *context, struct slice requested)
{
    struct strbuf text = strbuf_new(context->arena, 0);
    strbuf_add_text(&text, "Authorization, ");
    while (slice_is_present(requested)) {
        strbuf_add_slice(&text, slice_trim(slice_cut(&requested, ',')));
        strbuf_add_text(&text, ", ");
    }
    strbuf_add_text(&text, always_allowed);
    return strbuf_slice(&text);
}

void cors_answer_preflight(struct context *context, const struct request *request,
                           struct response *response)
{
    struct slice requested = request_header(request, "access-control-request-headers");
    response->status = 200;
    if (!allow_origin(context, request, response)) {
        return;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(preflight_headers); i++) {
        response_add_header(response, preflight_headers[i].name,
                            preflight_headers[i].value);
    }
    if (slice_is_present(requested)) {
        response_set_header(response, "Access-Control-Allow-Headers",
                            allowed_headers(context, requested));
    }
}

void cors_add_headers(struct context *context, const struct request *request,
                      struct response *response)
{
    if (allow_origin(context, request, response) &&
        !slice_is(request->method, "OPTIONS")) {
        response_set_header(response, "Access-Control-Expose-Headers", exposed);
    }
}
