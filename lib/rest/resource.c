/* SPDX-License-Identifier: MIT */
#include "rest/resource.h"

#include "base/growing.h"
#include "rest/handlers.h"
#include "rest/nearest.h"
#include "rest/openapi.h"
#include "rest/range.h"

/* Which request body or URL a path stands for. */
enum target { TARGET_ROOT, TARGET_TABLE, TARGET_FUNCTION };

static bool fail_path(struct context *context)
{
    return context_fail_with(context, "PGRST125",
                             "Invalid path specified in request URL");
}

/* /name, /rpc/name or /; each part is decoded after the slashes have been found. */
static bool parse_path(struct job *job, enum target *target)
{
    struct context *context = job->context;
    struct slice rest = slice_from(job->request->path, 1);
    struct slice first = slice_cut(&rest, '/');
    bool is_call = slice_is(first, "rpc") && slice_is_present(rest);
    if (is_call) {
        first = slice_cut(&rest, '/');
    }
    job->name = percent_decode(context->arena, first, false);
    *target = is_call ? TARGET_FUNCTION : first.len == 0 ? TARGET_ROOT : TARGET_TABLE;
    if (!slice_is_text(job->name)) {
        return fail_path(context);
    }
    return !slice_is_present(rest) || fail_path(context);
}

/* The root is the schema's description, or the function that DB_ROOT_SPEC names, in the
 * schema that the request chooses. */
static bool choose_root(struct job *job, enum target *target)
{
    const struct config *config = job->context->config;
    struct slice name = config->root_spec;
    if (config->openapi_mode == OPENAPI_DISABLED) {
        return context_fail_with(job->context, "PGRST126",
                                 "Root endpoint metadata is disabled");
    }
    if (slice_is_present(name)) {
        struct slice schema = slice_cut(&name, '.');
        job->name = slice_is_present(name) ? name : schema;
        *target = TARGET_FUNCTION;
    }
    return true;
}

static bool is_writing_method(struct slice method)
{
    static const char *const writing[] = {"POST", "PATCH", "PUT", "DELETE"};
    for (size_t i = 0; i < ARRAY_LENGTH(writing); i++) {
        if (slice_is(method, writing[i])) {
            return true;
        }
    }
    return false;
}

static bool fail_profile(struct context *context, struct slice wanted)
{
    struct list known = context->config->schemas;
    struct strbuf names = strbuf_new(context->arena, 0);
    for (size_t i = 0; i < known.count; i++) {
        strbuf_add_text(&names, i > 0 ? ", " : "");
        strbuf_add_slice(&names, known.items[i]);
    }
    return context_fail(
        context,
        (struct error){.code = "PGRST106",
                       .message = arena_printf(context->arena, "Invalid schema: %.*s",
                                               (int)wanted.len, wanted.ptr),
                       .hint = arena_printf(context->arena,
                                            "Only the following schemas are exposed: %s",
                                            strbuf_string(&names))});
}

/* Accept-Profile of reads, Content-Profile of writes, else the first schema. */
static bool choose_schema(struct job *job)
{
    struct list known = job->context->config->schemas;
    struct slice wanted = request_header(
        job->request,
        is_writing_method(job->request->method) ? "content-profile" : "accept-profile");
    job->has_profile = known.count != 1 || slice_is_present(wanted);
    job->schema = slice_string(job->context->arena, known.items[0]);
    if (!slice_is_present(wanted)) {
        return true;
    }
    for (size_t i = 0; i < known.count; i++) {
        if (slice_equal(known.items[i], wanted)) {
            job->schema = slice_string(job->context->arena, wanted);
            return true;
        }
    }
    return fail_profile(job->context, wanted);
}

/* PostgREST compares no names in a schema of as many tables and views. */
#define TOO_MANY_TO_HINT 500

static bool fail_table(struct job *job)
{
    const struct models *known = job->service->models;
    struct arena *arena = job->context->arena;
    struct growing names = {0};
    for (size_t i = 0; i < known->table_count; i++) {
        if (strcmp(known->tables[i].schema, job->schema) == 0) {
            *(const char **)growing_add(arena, &names, sizeof(char *)) =
                known->tables[i].name;
        }
    }
    const char *near =
        names.count < TOO_MANY_TO_HINT
            ? nearest_name(arena, job->name, names.items, names.count, NEAREST_CLOSE)
            : NULL;
    return context_fail(
        job->context,
        (struct error){
            .code = "PGRST205",
            .message = arena_printf(
                arena, "Could not find the table '%s.%.*s' in the schema cache",
                job->schema, (int)job->name.len, job->name.ptr),
            .hint = near == NULL
                        ? NULL
                        : arena_printf(arena, "Perhaps you meant the table '%s.%s'",
                                       job->schema, near)});
}

/* PostgREST reads the body before it looks for the table; which comes first matters only
 * where there is no table. */
static bool check_body(struct job *job)
{
    static const struct {
        const char *method;
        enum write_kind kind;
    } writes[] = {{"POST", WRITE_INSERT}, {"PATCH", WRITE_UPDATE}, {"PUT", WRITE_PUT}};
    for (size_t i = 0; i < ARRAY_LENGTH(writes); i++) {
        if (slice_is(job->request->method, writes[i].method)) {
            return writing_check_body(job, writes[i].kind);
        }
    }
    return true;
}

static bool find_table(struct job *job, const struct resource *resource)
{
    bool is_served = resource->serves_all_tables ||
                     (resource->table != NULL && slice_is(job->name, resource->table));
    job->table = is_served ? models_find_table(job->service->models,
                                               slice_of(job->schema), job->name)
                           : NULL;
    return job->table != NULL || (check_body(job) && fail_table(job));
}

static bool fail_method(struct job *job, const char *code, const char *before,
                        const char *after)
{
    return context_fail_with(job->context, code, "%s%.*s%s", before,
                             (int)job->request->method.len, job->request->method.ptr,
                             after);
}

static bool read(struct job *job)
{
    return reading_run(job);
}

static bool create(struct job *job)
{
    return writing_run(job, WRITE_INSERT);
}

static bool update(struct job *job)
{
    return writing_run(job, WRITE_UPDATE);
}

static bool put(struct job *job)
{
    return writing_run(job, WRITE_PUT);
}

static bool erase(struct job *job)
{
    return writing_run(job, WRITE_DELETE);
}

static bool describe_table(struct job *job)
{
    return describing_run(job, false);
}

static bool describe_function(struct job *job)
{
    return describing_run(job, true);
}

struct method {
    const char *name;
    bool (*run)(struct job *job);
};

static const struct method table_methods[] = {
    {"GET", read},
    {"HEAD", read},
    {"POST", create},
    {"PATCH", update},
    {"PUT", put},
    {"DELETE", erase},
    {"OPTIONS", describe_table},
};

static const struct method function_methods[] = {
    {"GET", calling_run},
    {"HEAD", calling_run},
    {"POST", calling_run},
    {"OPTIONS", describe_function},
};

static const struct method root_methods[] = {
    {"GET", openapi_run},
    {"HEAD", openapi_run},
    {"OPTIONS", openapi_describe},
};

static const struct method *find_method(struct slice name, const struct method *methods,
                                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_is(name, methods[i].name)) {
            return &methods[i];
        }
    }
    return NULL;
}

static bool choose_method(struct job *job, enum target target, const struct method **out)
{
    struct slice name = job->request->method;
    switch (target) {
    case TARGET_FUNCTION:
        *out = find_method(name, function_methods, ARRAY_LENGTH(function_methods));
        return *out != NULL ||
               fail_method(job, "PGRST101", "Cannot use the ", " method on RPC");
    case TARGET_TABLE:
        *out = find_method(name, table_methods, ARRAY_LENGTH(table_methods));
        break;
    case TARGET_ROOT:
        *out = find_method(name, root_methods, ARRAY_LENGTH(root_methods));
        break;
    }
    return *out != NULL || fail_method(job, "PGRST117", "Unsupported HTTP method: ", "");
}

/* PUT is of one row. */
static bool check_put_range(struct job *job)
{
    bool is_ranged = job->range.offset != 0 || job->range.limit != -1;
    return !slice_is(job->request->method, "PUT") || !is_ranged ||
           context_fail_with(
               job->context, "PGRST114",
               "limit/offset querystring parameters are not allowed for PUT");
}

/* What is said of the URL and the headers alone, whatever the method makes of them. */
static bool parse(struct job *job, enum target target)
{
    bool is_call_by_get =
        target == TARGET_FUNCTION && !slice_is(job->request->method, "POST");
    preferences_parse(job->context, job->request, &job->preferences);
    return query_parse(job->context, job->request->query, is_call_by_get, &job->query) &&
           range_resolve(job->context, job->request, &job->query, &job->range) &&
           check_put_range(job);
}

bool resource_answer(struct context *context, const struct service *service,
                     const struct resource *resource, const struct request *request,
                     const struct identity *identity, struct response *response)
{
    struct job job = {
        .context = context,
        .service = service,
        .request = request,
        .identity = identity,
        .response = response,
        .is_head = slice_is(request->method, "HEAD"),
    };
    enum target target;
    const struct method *method = NULL;
    if (!parse_path(&job, &target)) {
        return false;
    }
    bool is_served = (target == TARGET_FUNCTION && resource->serves_functions) ||
                     (target == TARGET_ROOT && resource->serves_root) ||
                     target == TARGET_TABLE;
    if ((is_served && target == TARGET_ROOT && !choose_root(&job, &target)) ||
        !choose_schema(&job)) {
        return false;
    }
    if (!is_served) {
        return fail_path(context);
    }
    if (!choose_method(&job, target, &method) || !parse(&job, target) ||
        (target == TARGET_TABLE && !find_table(&job, resource))) {
        return false;
    }
    timing_mark(&context->timing, TIMING_PARSE);
    response->status = 0; /* until somebody decides: the handler, or the database */
    return method->run(&job);
}
