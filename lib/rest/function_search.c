/* SPDX-License-Identifier: MIT
 *
 * Which of a function's overloads is meant: by the names of the arguments, else by a
 * single unnamed parameter that takes the whole body.
 */
#include <stdlib.h>

#include "base/growing.h"
#include "rest/calling.h"
#include "rest/nearest.h"

/* What a single unnamed parameter has to be, by the body's media type. */
static const struct {
    const char *media_type;
    const char *type;
    const char *described;
} bodies[] = {
    {"application/json", "json", "json/jsonb"},
    {"application/json", "jsonb", "json/jsonb"},
    {"text/plain", "text", "text"},
    {"text/xml", "xml", "xml"},
    {"application/octet-stream", "bytea", "bytea"},
};

struct search {
    struct job *job;
    const struct call *call;
    struct media_type type;
};

bool call_has_argument(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->keys.count; i++) {
        if (slice_is(call->keys.items[i], name)) {
            return true;
        }
    }
    return false;
}

static bool is_parameter(const struct function *function, struct slice name)
{
    for (size_t i = 0; i < function->parameter_count; i++) {
        if (slice_is(name, function->parameters[i].name)) {
            return true;
        }
    }
    return false;
}

/* True for bodies that are no JSON: they can only be a single unnamed parameter. */
static bool is_raw_body(const struct search *search)
{
    return search->call->is_post && !slice_is(search->type.name, "application/json") &&
           search->call->payload.kind == PAYLOAD_RAW;
}

static bool matches_names(const struct search *search, const struct function *function)
{
    const struct call *call = search->call;
    if (function->parameter_count == 0) {
        return call->keys.count == 0 && !is_raw_body(search);
    }
    for (size_t i = 0; i < call->keys.count; i++) {
        if (!is_parameter(function, call->keys.items[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        if (parameter->is_required && !call_has_argument(call, parameter->name)) {
            return false;
        }
    }
    return true;
}

static bool takes_body(const struct search *search, const struct function *function)
{
    if (!search->call->is_post || function->parameter_count != 1 ||
        function->parameters[0].name[0] != '\0') {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(bodies); i++) {
        if (slice_is(search->type.name, bodies[i].media_type) &&
            strcmp(function->parameters[0].type, bodies[i].type) == 0) {
            return true;
        }
    }
    return false;
}

static const char *describe_overload(struct arena *arena, const struct function *function)
{
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_format(&text, "%s.%s(", function->schema, function->name);
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        strbuf_add_format(&text, "%s%s => %s", i > 0 ? ", " : "", parameter->name,
                          parameter_type_name(arena, parameter->type));
    }
    strbuf_add_char(&text, ')');
    return strbuf_string(&text);
}

static bool fail_ambiguous(struct job *job, const struct function *const *found,
                           size_t count)
{
    struct strbuf text = strbuf_new(job->context->arena, 0);
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(&text, i > 0 ? ", " : "");
        strbuf_add_text(&text, describe_overload(job->context->arena, found[i]));
    }
    return context_fail(
        job->context,
        (struct error){
            .code = "PGRST203",
            .message =
                arena_printf(job->context->arena,
                             "Could not choose the best candidate function between: "
                             "%s",
                             strbuf_string(&text)),
            .hint =
                "Try renaming the parameters or the function itself in the database so "
                "function overloading can be resolved"});
}

static int compare_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* In order, each once. */
static struct names sort_keys(struct arena *arena, struct names keys)
{
    struct slice *sorted = arena_alloc(arena, (keys.count + 1) * sizeof(*sorted));
    size_t count = 0;
    for (size_t i = 0; i < keys.count; i++) {
        sorted[i] = keys.items[i];
    }
    qsort(sorted, keys.count, sizeof(*sorted), compare_slices);
    for (size_t i = 0; i < keys.count; i++) {
        if (count == 0 || !slice_equal(sorted[i], sorted[count - 1])) {
            sorted[count++] = sorted[i];
        }
    }
    return (struct names){sorted, count};
}

static const char *list_keys(struct arena *arena, struct names sorted)
{
    struct strbuf text = strbuf_new(arena, 0);
    for (size_t i = 0; i < sorted.count; i++) {
        strbuf_add_text(&text, i > 0 ? ", " : "");
        strbuf_add_slice(&text, sorted.items[i]);
    }
    return strbuf_string(&text);
}

/* A function of that name takes other arguments: the overload whose names are nearest. */
static const char *nearest_overload(struct job *job, const struct function *overloads,
                                    size_t count, const char *keys)
{
    struct arena *arena = job->context->arena;
    const char **lists = arena_alloc(arena, count * sizeof(*lists));
    for (size_t i = 0; i < count; i++) {
        struct growing names = {0};
        for (size_t k = 0; k < overloads[i].parameter_count; k++) {
            *(struct slice *)growing_add(arena, &names, sizeof(struct slice)) =
                slice_of(overloads[i].parameters[k].name);
        }
        const char *list =
            list_keys(arena, sort_keys(arena, (struct names){names.items, names.count}));
        lists[i] = arena_printf(arena, "(%s)", list);
    }
    struct slice wanted = slice_of(arena_printf(arena, "(%s)", keys));
    const char *near = nearest_name(arena, wanted, lists, count, NEAREST_FAR);
    return near == NULL
               ? NULL
               : arena_printf(arena, "Perhaps you meant to call the function %s.%s%s",
                              overloads[0].schema, overloads[0].name, near);
}

static const char *nearest_call(struct job *job, const char *keys)
{
    const struct models *known = job->service->models;
    struct growing names = {0};
    size_t count;
    const struct function *overloads =
        models_find_functions(known, slice_of(job->schema), job->name, &count);
    if (count > 0) {
        return nearest_overload(job, overloads, count, keys);
    }
    for (size_t i = 0; i < known->function_count; i++) {
        if (strcmp(known->functions[i].schema, job->schema) == 0) {
            *(const char **)growing_add(job->context->arena, &names, sizeof(char *)) =
                known->functions[i].name;
        }
    }
    struct arena *arena = job->context->arena;
    const char *near =
        nearest_name(arena, job->name, names.items, names.count, NEAREST_CLOSE);
    return near == NULL
               ? NULL
               : arena_printf(arena, "Perhaps you meant to call the function %s.%s",
                              job->schema, near);
}

/* " with parameters a, b", " without parameters" or what a raw body can only be. A
 * parameter may have the empty name. */
static const char *describe_search(const struct search *search, struct names keys)
{
    struct arena *arena = search->job->context->arena;
    const char *named =
        keys.count == 0 ? " without parameters"
                        : arena_printf(arena, " with parameter%s %s",
                                       keys.count > 1 ? "s" : "", list_keys(arena, keys));
    for (size_t i = 0; search->call->is_post && i < ARRAY_LENGTH(bodies); i++) {
        if (!slice_is(search->type.name, bodies[i].media_type)) {
            continue;
        }
        bool is_json = slice_is(search->type.name, "application/json");
        return arena_printf(arena, "%s with a single unnamed %s parameter",
                            is_json ? arena_printf(arena, "%s or", named) : "",
                            bodies[i].described);
    }
    return named;
}

/* True for a body that only a single unnamed parameter takes, which has no name to guess.
 */
static bool is_unnamed_body(const struct search *search)
{
    for (size_t i = 0; search->call->is_post && i < ARRAY_LENGTH(bodies); i++) {
        if (slice_is(search->type.name, bodies[i].media_type)) {
            return !slice_is(search->type.name, "application/json");
        }
    }
    return false;
}

static bool fail_none(const struct search *search)
{
    struct arena *arena = search->job->context->arena;
    const char *name = arena_printf(arena, "%s.%.*s", search->job->schema,
                                    (int)search->job->name.len, search->job->name.ptr);
    struct names keys = sort_keys(arena, search->call->keys);
    const char *listed = list_keys(arena, keys);
    const char *arguments = is_raw_body(search) ? ""
                            : keys.count == 0   ? " without parameters"
                                                : arena_printf(arena, "(%s)", listed);
    return context_fail(
        search->job->context,
        (struct error){
            .code = "PGRST202",
            .message = arena_printf(
                arena, "Could not find the function %s%s in the schema cache", name,
                arguments),
            .details = arena_printf(arena,
                                    "Searched for the function %s%s, but no matches were "
                                    "found in the schema cache.",
                                    name, describe_search(search, keys)),
            .hint = is_unnamed_body(search) ? NULL : nearest_call(search->job, listed)});
}

bool function_find(struct job *job, struct call *call)
{
    struct search search = {
        .job = job,
        .call = call,
        .type = media_of_body(job->context->arena, job->request),
    };
    size_t count;
    struct growing named = {0};
    struct growing unnamed = {0};
    const struct function *overloads = models_find_functions(
        job->service->models, slice_of(job->schema), job->name, &count);
    for (size_t i = 0; i < count; i++) {
        struct growing *list = matches_names(&search, &overloads[i]) ? &named
                               : takes_body(&search, &overloads[i])  ? &unnamed
                                                                     : NULL;
        if (list != NULL) {
            *(const struct function **)growing_add(job->context->arena, list,
                                                   sizeof(&overloads[i])) = &overloads[i];
        }
    }
    const struct growing *found = named.count > 0 ? &named : &unnamed;
    const struct function *const *items = found->items;
    if (found->count == 0) {
        return fail_none(&search);
    }
    if (found->count > 1) {
        return fail_ambiguous(job, items, found->count);
    }
    call->function = items[0];
    return true;
}
