/* SPDX-License-Identifier: MIT */
#include "http/variables.h"

#include <ctype.h>

#include "base/strbuf.h"

#define BASE_PATH "/rest/v1"

static struct slice find_variable(char *const *variables, const char *name)
{
    size_t length = strlen(name);
    for (; *variables != NULL; variables++) {
        if (strncmp(*variables, name, length) == 0 && (*variables)[length] == '=') {
            return slice_of(*variables + length + 1);
        }
    }
    return slice_absent();
}

/* HTTP_ACCEPT_PROFILE is accept-profile. */
static struct slice header_name(struct arena *arena, const char *name, size_t length)
{
    char *copy = arena_copy(arena, name, length);
    for (size_t i = 0; i < length; i++) {
        copy[i] = copy[i] == '_' ? '-' : (char)tolower((unsigned char)copy[i]);
    }
    return (struct slice){copy, length};
}

/* What follows the prefix of a variable that is a header, else NULL. Type and length have
 * a variable of their own, and servers send HTTP_CONTENT_TYPE besides it. */
static const char *header_part(const char *variable)
{
    static const char prefix[] = "HTTP_";
    if (strncmp(variable, "CONTENT_TYPE=", 13) == 0 ||
        strncmp(variable, "CONTENT_LENGTH=", 15) == 0) {
        return strchr(variable, '=')[1] == '\0' ? NULL : variable;
    }
    if (strncmp(variable, prefix, sizeof(prefix) - 1) != 0 ||
        strncmp(variable, "HTTP_CONTENT_TYPE=", 18) == 0 ||
        strncmp(variable, "HTTP_CONTENT_LENGTH=", 20) == 0) {
        return NULL;
    }
    return variable + sizeof(prefix) - 1;
}

static void parse_headers(struct arena *arena, char *const *variables,
                          struct request *request)
{
    size_t count = 1;
    while (variables[count - 1] != NULL) {
        count++;
    }
    struct header *headers = arena_alloc(arena, count * sizeof(*headers));
    request->headers = headers;
    for (size_t i = 0; variables[i] != NULL; i++) {
        const char *part = header_part(variables[i]);
        const char *equals = part == NULL ? NULL : strchr(part, '=');
        if (equals != NULL) {
            headers[request->header_count++] =
                (struct header){header_name(arena, part, (size_t)(equals - part)),
                                slice_copy(arena, slice_of(equals + 1))};
        }
    }
    /* Apache hides Authorization from CGI; a rewrite rule brings it back so. */
    struct slice redirected = find_variable(variables, "REDIRECT_HTTP_AUTHORIZATION");
    if (slice_is_present(redirected) &&
        !slice_is_present(request_header(request, "authorization"))) {
        headers[request->header_count++] =
            (struct header){slice_of("authorization"), slice_copy(arena, redirected)};
    }
}

/* Takes `prefix` off *path; what is left begins with '/'. */
static bool take_prefix(struct slice *path, struct slice prefix)
{
    if (prefix.len == 0 || path->len <= prefix.len ||
        !slice_equal(slice_until(*path, prefix.len), prefix) ||
        path->ptr[prefix.len] != '/') {
        return false;
    }
    *path = slice_from(*path, prefix.len);
    return true;
}

/* PATH_INFO comes decoded (RFC 3875, 4.1.5); its percent signs are escaped again. */
static struct slice escape_percent(struct arena *arena, struct slice path)
{
    struct strbuf text = strbuf_new(arena, 0);
    while (slice_is_present(path)) {
        size_t end = slice_find(path, '%');
        strbuf_add_slice(&text, slice_until(path, end));
        if (end < path.len) {
            strbuf_add_text(&text, "%25");
        }
        slice_cut(&path, '%');
    }
    return strbuf_slice(&text);
}

static void parse_target(struct arena *arena, char *const *variables,
                         struct request *request)
{
    struct slice uri = slice_copy(arena, find_variable(variables, "REQUEST_URI"));
    struct slice query = find_variable(variables, "QUERY_STRING");
    struct slice rest = uri;
    struct slice path = slice_cut(&rest, '?');
    if (!slice_starts_with(path, "/")) {
        path = escape_percent(arena, find_variable(variables, "PATH_INFO"));
    } else if (!take_prefix(&path, find_variable(variables, "SCRIPT_NAME")) &&
               !take_prefix(&path, slice_of(BASE_PATH)) && slice_is(path, BASE_PATH)) {
        path = slice_of("/");
    }
    request->path = path.len == 0 ? slice_of("/") : path;
    request->query = slice_is_present(query)  ? slice_copy(arena, query)
                     : slice_is_present(rest) ? rest
                                              : slice_of("");
}

/* REMOTE_ADDR is the server's own word, a header might be the client's; nginx says
 * "unix:" when it listens on a local socket itself. */
static struct slice parse_address(struct arena *arena, char *const *variables)
{
    static const char *const names[] = {"REMOTE_ADDR", "HTTP_X_REAL_IP"};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        struct slice address = find_variable(variables, names[i]);
        if (address.len > 0 && !slice_is(address, "unix:")) {
            return slice_copy(arena, address);
        }
    }
    return slice_absent();
}

static bool parse_length(struct context *context, struct slice text, int64_t *length)
{
    *length = LENGTH_UNKNOWN;
    if (text.len == 0) {
        return true;
    }
    if (!slice_to_int64(text, length) || *length < 0) {
        *length = LENGTH_UNKNOWN;
        return context_fail_with(context, "PGRST102", "Content-Length is not a number");
    }
    return true;
}

bool variables_parse(struct context *context, char *const *variables,
                     struct request *request, int64_t *length)
{
    struct arena *arena = context->arena;
    *request = (struct request){
        .method = slice_copy(arena, find_variable(variables, "REQUEST_METHOD")),
        .address = parse_address(arena, variables),
        .body = slice_of(""),
    };
    parse_headers(arena, variables, request);
    parse_target(arena, variables, request);
    request->request_id = request_header(request, "x-request-id");
    bool ok = parse_length(context, find_variable(variables, "CONTENT_LENGTH"), length);
    return request->method.len > 0
               ? ok
               : context_fail_with(context, "PGRST102", "The request has no method");
}
