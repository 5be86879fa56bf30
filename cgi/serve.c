/* SPDX-License-Identifier: MIT */
#include "cgi/serve.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "base/strbuf.h"
#include "db/pipeline.h"
#include "http/cors.h"
#include "http/gateway.h"
#include "rest/health.h"
#include "schema/models.h"

#define ARENA_BLOCK ((size_t)64 << 10)

extern char **environ;

/* A program: what lives as long as the process. */
struct program {
    const struct resource *resource;
    struct config config;
    struct service service;
    struct verifier *verifier;
    struct gateway *gateway;
};

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool identify(struct program *program, struct context *context,
                     const struct request *request, struct identity *identity)
{
    return identity_resolve(
        context, program->verifier, request_header(request, "authorization"),
        request_header(request, "apikey"), (int64_t)time(NULL), identity);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_uuid(struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (is_dash ? text.ptr[i] != '-' : !is_hex(text.ptr[i])) {
            return false;
        }
    }
    return text.len == 36;
}

static bool check_subject(const struct program *program, struct context *context,
                          const struct identity *identity)
{
    bool is_fine = !program->resource->has_uuid_subjects ||
                   !slice_is_present(identity->subject) || is_uuid(identity->subject);
    return is_fine ||
           context_fail_with(context, "PGRST303", "The JWT 'sub' claim must be a UUID");
}

static bool answer(struct program *program, struct context *context,
                   const struct request *request, struct response *response,
                   struct identity *identity)
{
    if (context_has_failed(context)) {
        return false; /* the gateway could not make sense of it */
    }
    if (cors_is_preflight(request)) {
        cors_answer_preflight(context, request, response);
        return true;
    }
    if (health_is_asked(request)) {
        return health_answer(context, &program->service, request, response);
    }
    bool is_known = identify(program, context, request, identity);
    timing_mark(&context->timing, TIMING_JWT);
    return is_known && check_subject(program, context, identity) &&
           resource_answer(context, &program->service, program->resource, request,
                           identity, response) &&
           !spool_failed(context, response->body);
}

/* No query string, header or body: they hold what nobody may read in a log. Of the path
 * only its plain beginning, for an escape may hide a '?' that is none. */
static void log_request(const struct context *context, const struct request *request,
                        const struct response *response, const struct identity *identity,
                        int64_t started)
{
    log_write(
        response->status >= 500 ? LOG_WARNING : LOG_INFO,
        "%.*s %.*s %d %lldms code=%s role=%.*s request=%.*s", (int)request->method.len,
        request->method.ptr, (int)slice_find(request->path, '%'), request->path.ptr,
        response->status, (long long)(milliseconds() - started),
        context->error.code == NULL ? "-" : context->error.code, (int)identity->role.len,
        identity->role.ptr, (int)request->request_id.len, request->request_id.ptr);
}

/* Server-Timing (W3C): milliseconds of each phase. As in PostgREST errors have none. */
static void add_timing(struct context *context, struct response *response)
{
    struct strbuf text = strbuf_new(context->arena, 0);
    if (!context->timing.is_on) {
        return;
    }
    timing_mark(&context->timing, TIMING_RESPONSE);
    for (size_t i = 0; i < TIMING_PHASES; i++) {
        strbuf_add_format(&text, "%s%s;dur=%.1f", i > 0 ? ", " : "", timing_names[i],
                          (double)context->timing.spent[i] / 1000);
    }
    response_set_header(response, "Server-Timing", strbuf_slice(&text));
}

/* What a client or a proxy knows the request by; as in PostgREST, nothing if it did not
 * say. */
static void add_trace(struct context *context, const struct request *request,
                      struct response *response)
{
    if (!slice_is_present(context->config->trace_header)) {
        return;
    }
    const char *name = slice_string(context->arena, context->config->trace_header);
    struct slice value = slice_of("");
    for (size_t i = 0; i < request->header_count; i++) {
        if (slice_is_ignoring_case(request->headers[i].name, name)) {
            value = request->headers[i].value;
            break;
        }
    }
    response_set_header(response, name, value);
}

static bool serve_one(struct program *program, struct arena *arena)
{
    struct context context = {.arena = arena, .config = &program->config};
    struct request request = {0};
    struct response response;
    struct identity identity = {.role = slice_of("-")};
    response_init(&context, &response);
    if (!program->gateway->accept(program->gateway, &context, &request)) {
        return false;
    }
    int64_t started = milliseconds();
    timing_start(&context.timing, program->config.server_timing);
    if (answer(program, &context, &request, &response, &identity)) {
        add_timing(&context, &response);
    } else {
        response_fail(&context, &response);
    }
    cors_add_headers(&context, &request, &response);
    add_trace(&context, &request, &response);
    program->gateway->answer(program->gateway, &context, &request, &response);
    log_request(&context, &request, &response, &identity, started);
    return true;
}

static bool start(struct program *program, struct arena *settings, const char **problem)
{
    if (!config_load(settings, environ, &program->config, problem)) {
        return false;
    }
    log_set_level(program->config.log_level);
    program->verifier = verifier_new(&program->config, problem);
    program->service.config = &program->config;
    program->service.models = &models;
    program->service.database = pipeline_new(&program->config);
    program->service.role_settings = role_settings_new(program->service.database);
    program->gateway = gateway_new();
    return program->verifier != NULL;
}

static void stop(struct program *program)
{
    role_settings_free(program->service.role_settings);
    database_close(program->service.database);
    verifier_free(program->verifier);
}

static int run(struct program *program)
{
    const char *problem = NULL;
    struct arena *settings = arena_new(ARENA_BLOCK);
    struct arena *arena = arena_new(ARENA_BLOCK);
    bool is_started = start(program, settings, &problem);
    if (!is_started) {
        fprintf(stderr, "myorest: %s\n", problem);
    } else {
        while (serve_one(program, arena)) {
            arena_reset(arena);
        }
        arena_reset(arena);
        stop(program);
    }
    arena_free(arena);
    arena_free(settings);
    return is_started ? EXIT_SUCCESS : EXIT_FAILURE;
}

int serve(const struct resource *resource)
{
    struct program program = {.resource = resource};
    return run(&program);
}
