/* SPDX-License-Identifier: MIT */
#include "rest/media.h"

#include "base/strbuf.h"

#define CHARSET "; charset=utf-8"

/* The built-in forms. `nulls=stripped` makes a difference to those that take it; an array
 * without it is plain JSON. */
static const struct form {
    const char *name;
    const char *answered_as; /* NULL: as named */
    enum encoding encoding;
    bool is_singular;
    bool takes_stripping;
} forms[] = {
    {"application/json", NULL, ENCODE_JSON_ARRAY, false, false},
    {"*/*", "application/json", ENCODE_JSON_ARRAY, false, false},
    {"text/csv", NULL, ENCODE_CSV, false, false},
    {"application/geo+json", NULL, ENCODE_VALUE, false, false},
    {"application/x-ndjson", NULL, ENCODE_NDJSON, false, false},
    {"application/vnd.pgrst.object+json", NULL, ENCODE_JSON_OBJECT, true, true},
    {"application/vnd.pgrst.object", "application/vnd.pgrst.object+json",
     ENCODE_JSON_OBJECT, true, true},
    {"application/vnd.pgrst.array+json", NULL, ENCODE_JSON_ARRAY, false, true},
    {"application/vnd.pgrst.array", "application/vnd.pgrst.array+json", ENCODE_JSON_ARRAY,
     false, true},
};

static const struct form *find_form(struct slice name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
        if (slice_is(name, forms[i].name)) {
            return &forms[i];
        }
    }
    return NULL;
}

static bool is_stripping(struct arena *arena, struct media_type type)
{
    return slice_is(media_type_parameter(arena, type, "nulls"), "stripped");
}

static bool is_array(const struct form *form)
{
    return form != NULL && form->takes_stripping && !form->is_singular;
}

static const char *form_name(struct arena *arena, const struct form *form, bool strips)
{
    const char *name = form->answered_as == NULL ? form->name : form->answered_as;
    if (is_array(form) && !strips) {
        name = "application/json";
    }
    return strips ? arena_printf(arena, "%s;nulls=stripped", name) : name;
}

static void take_form(struct arena *arena, const struct form *form,
                      struct media_type type, struct media *out)
{
    out->encoding = form->encoding;
    out->is_geojson = form->encoding == ENCODE_VALUE;
    out->is_singular = form->is_singular;
    out->strips_nulls = form->takes_stripping && is_stripping(arena, type);
    out->content_type = slice_of(
        arena_printf(arena, "%s" CHARSET, form_name(arena, form, out->strips_nulls)));
}

/* A function or aggregate of the database that makes this media type: the table's own for
 * anything first, then the table's, then everybody's. */
static const struct media_handler *find_handler(const struct media_request *wanted,
                                                const char *schema, const char *table,
                                                struct slice name)
{
    const struct models *known = wanted->models;
    for (size_t i = 0; i < known->media_handler_count; i++) {
        const struct media_handler *one = &known->media_handlers[i];
        bool is_of_table = one->table == NULL
                               ? table == NULL
                               : table != NULL && strcmp(one->table, table) == 0 &&
                                     strcmp(one->schema, schema) == 0;
        if (is_of_table && slice_is(name, one->media_type)) {
            return one;
        }
    }
    return NULL;
}

/* What PostgREST knows to be text, however a domain spells it; of others a handler's name
 * is the whole type. */
static const char *const texts[] = {
    "application/json",
    "application/geo+json",
    "application/openapi+json",
    "application/x-www-form-urlencoded",
    "text/csv",
    "text/plain",
    "text/xml",
};

/* Its standard spelling; NULL for a type that is no such text. */
static const char *find_text(struct slice name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        if (slice_is_ignoring_case(name, texts[i])) {
            return texts[i];
        }
    }
    return NULL;
}

static const char *handler_content_type(struct arena *arena,
                                        const struct media_handler *handler)
{
    const char *name =
        handler->resolved_type != NULL ? handler->resolved_type : handler->media_type;
    const char *text = find_text(slice_of(name));
    return text == NULL ? name : arena_printf(arena, "%s" CHARSET, text);
}

static bool take_handler(struct arena *arena, const struct media_request *wanted,
                         struct slice name, struct media *out)
{
    const struct media_handler *found = NULL;
    if (wanted->takes_handlers && wanted->name != NULL) {
        found = find_handler(wanted, wanted->schema, wanted->name, slice_of("*/*"));
        if (found == NULL) {
            found = find_handler(wanted, wanted->schema, wanted->name, name);
        }
    }
    if (found == NULL) {
        found = find_handler(wanted, NULL, NULL, name);
    }
    if (found == NULL) {
        return false;
    }
    out->handler = found;
    out->encoding = ENCODE_VALUE;
    out->content_type = slice_of(handler_content_type(arena, found));
    return true;
}

static bool take(struct context *context, const struct media_request *wanted,
                 struct media_type type, struct media *out)
{
    const struct form *form = find_form(type.name);
    bool is_fixed = form != NULL && form->takes_stripping;
    *out = (struct media){0};
    if (!is_fixed && take_handler(context->arena, wanted, type.name, out)) {
        return true;
    }
    if (form != NULL) {
        take_form(context->arena, form, type, out);
    }
    return form != NULL;
}

/* application/vnd.pgrst.plan+json; for="text/csv"; options=analyze|verbose */
struct plan_type {
    bool is_json;
    struct slice target;  /* the media type whose making is explained */
    struct slice options; /* absent without any */
};

static bool has_option(struct slice options, const char *wanted)
{
    while (slice_is_present(options)) {
        if (slice_is(slice_cut(&options, '|'), wanted)) {
            return true;
        }
    }
    return false;
}

/* Those that EXPLAIN is told of, in PostgREST's order; absent without any. */
static struct slice known_options(struct arena *arena, struct slice options)
{
    static const char *const known[] = {"analyze", "verbose", "settings", "buffers",
                                        "wal"};
    struct strbuf text = strbuf_new(arena, 0);
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
        if (has_option(options, known[i])) {
            strbuf_add_text(&text, text.len > 0 ? "|" : "");
            strbuf_add_text(&text, known[i]);
        }
    }
    return text.len > 0 ? strbuf_slice(&text) : slice_absent();
}

static bool parse_plan(struct arena *arena, struct media_type type, struct plan_type *out)
{
    out->is_json = slice_is(type.name, "application/vnd.pgrst.plan+json");
    out->target = media_type_parameter(arena, type, "for");
    out->options = known_options(arena, media_type_parameter(arena, type, "options"));
    if (!slice_is_present(out->target)) {
        out->target = slice_of("application/json");
    }
    return out->is_json || slice_is(type.name, "application/vnd.pgrst.plan") ||
           slice_is(type.name, "application/vnd.pgrst.plan+text");
}

static const char *plan_name(struct arena *arena, const struct plan_type *plan,
                             const char *target)
{
    return arena_printf(arena, "application/vnd.pgrst.plan+%s; for=\"%s\"%s%.*s",
                        plan->is_json ? "json" : "text", target,
                        slice_is_present(plan->options) ? "; options=" : "",
                        (int)plan->options.len, plan->options.ptr);
}

const char *media_spell(struct arena *arena, struct media_type type)
{
    struct plan_type plan;
    if (parse_plan(arena, type, &plan)) {
        struct media_type target = media_type_parse(arena, plan.target);
        return plan_name(arena, &plan, media_spell(arena, target));
    }
    const struct form *form = find_form(type.name);
    if (form != NULL && form->takes_stripping) {
        return form_name(arena, form, is_stripping(arena, type));
    }
    if (find_text(type.name) != NULL || slice_is(type.name, "application/octet-stream")) {
        return slice_string(arena, type.name);
    }
    return slice_string(arena, type.written);
}

struct media_type media_of_body(struct arena *arena, const struct request *request)
{
    struct media_type type = negotiation_content_type(arena, request);
    if (is_array(find_form(type.name)) && !is_stripping(arena, type)) {
        type.name = slice_of("application/json");
    }
    return type;
}

static bool take_plan(struct context *context, const struct media_request *wanted,
                      struct media_type type, struct media *out)
{
    struct plan_type plan;
    if (!parse_plan(context->arena, type, &plan) || !context->config->plan) {
        return false;
    }
    struct media_type target = media_type_parse(context->arena, plan.target);
    if (!take(context, wanted, target, out)) {
        return false;
    }
    out->is_plan = true;
    out->plan_is_json = plan.is_json;
    out->is_singular = false;
    out->plan_options = plan.options;
    out->content_type = slice_of(
        arena_printf(context->arena, "%s" CHARSET, media_spell(context->arena, type)));
    return true;
}

bool media_negotiate(struct context *context, const struct request *request,
                     const struct media_request *wanted, struct media *out)
{
    struct media_types accepted = negotiation_accept(context->arena, request);
    struct strbuf names = strbuf_new(context->arena, 0);
    for (size_t i = 0; i < accepted.count; i++) {
        if (take_plan(context, wanted, accepted.items[i], out) ||
            take(context, wanted, accepted.items[i], out)) {
            return true;
        }
        strbuf_add_text(&names, i > 0 ? ", " : "");
        strbuf_add_text(&names, media_spell(context->arena, accepted.items[i]));
    }
    return context_fail_with(context, "PGRST107",
                             "None of these media types are available: %s",
                             strbuf_string(&names));
}
