/* SPDX-License-Identifier: MIT */
#include "http/response.h"

#include "base/json.h"

#define PHRASE_TABLE(X)                                                                  \
    X(200, "OK")                                                                         \
    X(201, "Created")                                                                    \
    X(202, "Accepted")                                                                   \
    X(204, "No Content")                                                                 \
    X(206, "Partial Content")                                                            \
    X(300, "Multiple Choices")                                                           \
    X(301, "Moved Permanently")                                                          \
    X(302, "Found")                                                                      \
    X(303, "See Other")                                                                  \
    X(304, "Not Modified")                                                               \
    X(307, "Temporary Redirect")                                                         \
    X(308, "Permanent Redirect")                                                         \
    X(400, "Bad Request")                                                                \
    X(401, "Unauthorized")                                                               \
    X(402, "Payment Required")                                                           \
    X(403, "Forbidden")                                                                  \
    X(404, "Not Found")                                                                  \
    X(405, "Method Not Allowed")                                                         \
    X(406, "Not Acceptable")                                                             \
    X(408, "Request Timeout")                                                            \
    X(409, "Conflict")                                                                   \
    X(410, "Gone")                                                                       \
    X(412, "Precondition Failed")                                                        \
    X(413, "Content Too Large")                                                          \
    X(414, "URI Too Long")                                                               \
    X(415, "Unsupported Media Type")                                                     \
    X(416, "Range Not Satisfiable")                                                      \
    X(422, "Unprocessable Content")                                                      \
    X(429, "Too Many Requests")                                                          \
    X(431, "Request Header Fields Too Large")                                            \
    X(500, "Internal Server Error")                                                      \
    X(501, "Not Implemented")                                                            \
    X(502, "Bad Gateway")                                                                \
    X(503, "Service Unavailable")                                                        \
    X(504, "Gateway Timeout")

#define PHRASE(number, text) {number, text},

static const struct {
    int status;
    const char *phrase;
} phrases[] = {PHRASE_TABLE(PHRASE)};

/* A longer message is the body's affair. */
#define LONGEST_PHRASE 200

/* What an error does not keep of the answer it takes the place of. */
static const char *const body_headers[] = {
    "content-type", "content-range", "content-location", "content-profile",
    "location",     "etag",          "range-unit",       "preference-applied",
    "vary",         "link",
};

const char *status_phrase(int status)
{
    for (size_t i = 0; i < ARRAY_LENGTH(phrases); i++) {
        if (phrases[i].status == status) {
            return phrases[i].phrase;
        }
    }
    return "";
}

void response_init(struct context *context, struct response *response)
{
    response->status = 200;
    response->phrase = NULL;
    response->header_count = 0;
    response->body = spool_new(context);
    response->is_error = false;
}

/* RFC 9110, 5.6.2; and octets past ASCII, which servers pass on. What else is no token
 * would make the server in front refuse the whole answer. */
static bool is_name(struct slice name)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (size_t i = 0; i < name.len; i++) {
        bool is_ascii = (unsigned char)name.ptr[i] < 0x80;
        if (name.ptr[i] == '\0' || (is_ascii && strchr(allowed, name.ptr[i]) == NULL)) {
            return false;
        }
    }
    return name.len > 0;
}

static bool is_one_line(struct slice value)
{
    return slice_is_present(value) && slice_find(value, '\r') == value.len &&
           slice_find(value, '\n') == value.len && slice_find(value, '\0') == value.len;
}

static bool same_name(struct slice a, struct slice b)
{
    return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}

static void remove_header(struct response *response, struct slice name)
{
    size_t kept = 0;
    for (size_t i = 0; i < response->header_count; i++) {
        if (!same_name(response->headers[i].name, name)) {
            response->headers[kept++] = response->headers[i];
        }
    }
    response->header_count = kept;
}

void response_add_header(struct response *response, struct slice name, struct slice value)
{
    if (response->header_count < RESPONSE_HEADERS && is_name(name) &&
        is_one_line(value)) {
        response->headers[response->header_count++] = (struct header){name, value};
    }
}

void response_set_header(struct response *response, const char *name, struct slice value)
{
    if (is_one_line(value)) {
        remove_header(response, slice_of(name));
        response_add_header(response, slice_of(name), value);
    }
}

struct slice response_header(const struct response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++) {
        if (same_name(response->headers[i].name, slice_of(name))) {
            return response->headers[i].value;
        }
    }
    return slice_absent();
}

/* What a message quotes may have come in a header, in any encoding. */
static void write_text_or_null(struct strbuf *body, const char *text, bool is_json)
{
    if (text == NULL) {
        strbuf_add_text(body, "null");
    } else if (is_json) {
        strbuf_add_text(body, text);
    } else {
        json_write_string(body, slice_as_text(body->arena, slice_of(text)));
    }
}

static void write_error(struct context *context, struct spool *spool)
{
    const struct error *error = &context->error;
    struct strbuf body = strbuf_new(context->arena, 0);
    strbuf_add_text(&body, "{\"code\":");
    json_write_string(&body, slice_of(error->code));
    if (context->config->verbose_errors) {
        strbuf_add_text(&body, ",\"details\":");
        write_text_or_null(&body, error->details, error->details_is_json);
        strbuf_add_text(&body, ",\"hint\":");
        write_text_or_null(&body, error->hint, false);
    }
    strbuf_add_text(&body, ",\"message\":");
    write_text_or_null(&body, error->message, false);
    strbuf_add_char(&body, '}');
    spool_clear(spool);
    spool_add_slice(spool, strbuf_slice(&body));
}

/* RFC 6750, 3: only a token that was sent and refused is told why. */
static struct slice challenge(struct context *context)
{
    const struct error *error = &context->error;
    bool is_about_token =
        strcmp(error->code, "PGRST301") == 0 || strcmp(error->code, "PGRST303") == 0;
    if (!is_about_token) {
        return slice_of("Bearer");
    }
    return slice_of(arena_printf(
        context->arena, "Bearer error=\"invalid_token\", error_description=\"%s\"",
        error->message));
}

/* RFC 9112, 4: a phrase ends at the line's end, and is one line. */
static bool is_phrase(const char *text)
{
    size_t length = 0;
    while ((unsigned char)text[length] >= ' ' && text[length] != 0x7F) {
        length++;
    }
    return text[length] == '\0' && length <= LONGEST_PHRASE;
}

void response_tell_error(struct context *context, struct response *response)
{
    const struct error *error = &context->error;
    for (size_t i = 0; i < ARRAY_LENGTH(body_headers); i++) {
        remove_header(response, slice_of(body_headers[i]));
    }
    response->status = error->status == 0 ? 500 : error->status;
    response->phrase =
        error->phrase != NULL && is_phrase(error->phrase) ? error->phrase : NULL;
    write_error(context, response->body);
    response_set_header(response, "Content-Type",
                        slice_of("application/json; charset=utf-8"));
}

void response_fail(struct context *context, struct response *response)
{
    response_tell_error(context, response);
    response->is_error = true;
    response_set_header(response, "Proxy-Status",
                        slice_of(arena_printf(context->arena, "PostgREST; error=%s",
                                              context->error.code)));
    if (response->status == 401 && !context->error.is_raised) {
        response_set_header(response, "WWW-Authenticate", challenge(context));
    }
    if (response->status == 503 && !context->error.is_uncertain) {
        response_set_header(response, "Retry-After", slice_of("1"));
    }
}

/* RFC 9110, 6.4.1: these never have content, so nothing is said of it either. */
static bool has_content(const struct response *response)
{
    return response->status >= 200 && response->status != 204 && response->status != 304;
}

bool response_has_body(const struct request *request, const struct response *response)
{
    return has_content(response) && !slice_is(request->method, "HEAD");
}

struct slice response_head(struct arena *arena, const struct request *request,
                           const struct response *response)
{
    struct strbuf head = strbuf_new(arena, 0);
    strbuf_add_text(&head, "Status: ");
    strbuf_add_number(&head, response->status);
    strbuf_add_char(&head, ' ');
    strbuf_add_text(&head, response->phrase != NULL ? response->phrase
                                                    : status_phrase(response->status));
    strbuf_add_text(&head, "\r\n");
    for (size_t i = 0; i < response->header_count; i++) {
        const struct header *header = &response->headers[i];
        strbuf_add_slice(&head, header->name);
        strbuf_add_text(&head, ": ");
        strbuf_add_slice(&head, header->value);
        strbuf_add_text(&head, "\r\n");
    }
    if (response_has_body(request, response) ||
        (response->is_error && has_content(response))) {
        strbuf_add_text(&head, "Content-Length: ");
        strbuf_add_number(&head, (int64_t)spool_length(response->body));
        strbuf_add_text(&head, "\r\n");
    }
    strbuf_add_text(&head, "\r\n");
    return strbuf_slice(&head);
}
