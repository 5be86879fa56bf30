/* SPDX-License-Identifier: MIT */
#include "rest/openapi_place.h"

#include "base/arena.h"

static bool is_host_name(struct slice name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool is_fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        if (!is_fine) {
            return false;
        }
    }
    return name.len > 0;
}

/* name or name:port; the port is `usual` without one. */
static bool parse_authority(struct slice authority, int64_t usual, struct slice *name,
                            int64_t *port)
{
    struct slice rest = authority;
    *name = slice_cut(&rest, ':');
    *port = usual;
    bool is_port = !slice_is_present(rest) || slice_to_int64(rest, port);
    return is_host_name(*name) && is_port && *port > 0 && *port < 65536;
}

static bool parse_uri(struct arena *arena, struct slice uri, struct openapi_place *place)
{
    struct slice scheme = slice_until(uri, slice_find(uri, ':'));
    struct slice rest = slice_from(uri, scheme.len);
    bool is_secure = slice_is_ignoring_case(scheme, "https");
    if ((!is_secure && !slice_is_ignoring_case(scheme, "http")) ||
        !slice_starts_with(rest, "://") || slice_find(uri, '?') < uri.len) {
        return false;
    }
    rest = slice_from(rest, strlen("://"));
    struct slice authority = slice_until(rest, slice_find(rest, '/'));
    struct slice path = slice_from(rest, authority.len);
    struct slice name;
    int64_t port;
    if (!parse_authority(authority, is_secure ? 443 : 80, &name, &port)) {
        return false;
    }
    *place = (struct openapi_place){
        .scheme = is_secure ? "https" : "http",
        .host = arena_printf(arena, "%.*s:%d", (int)name.len, name.ptr, (int)port),
        .path = path.len == 0 ? "/" : slice_string(arena, path),
        .uri = slice_string(arena, uri),
    };
    return true;
}

struct openapi_place openapi_place_get(const struct job *job)
{
    struct arena *arena = job->context->arena;
    struct slice uri = job->context->config->openapi_proxy_uri;
    struct openapi_place place;
    if (slice_is_present(uri) && parse_uri(arena, uri, &place)) {
        return place;
    }
    struct slice host = request_header(job->request, "host");
    struct slice name;
    int64_t port;
    bool is_known = slice_is_present(host) && parse_authority(host, 80, &name, &port);
    return (struct openapi_place){
        .scheme = "http",
        .host = is_known ? slice_string(arena, host) : "localhost",
        .path = "/",
    };
}
