/* SPDX-License-Identifier: MIT */
#include "rest/relation.h"

#include "base/growing.h"
#include "base/json.h"
#include "rest/nearest.h"

struct matches {
    const struct relationship **items;
    size_t count;
};

static const char *const cardinality_names[] = {
    [MANY_TO_ONE] = "many-to-one",
    [ONE_TO_MANY] = "one-to-many",
    [ONE_TO_ONE] = "one-to-one",
    [MANY_TO_MANY] = "many-to-many",
};

static bool has_constraint(const struct relationship *one, struct slice name)
{
    return one->constraint != NULL && slice_is(name, one->constraint);
}

/* A foreign key of one column: by its name here, by its name there. */
static bool has_column(const struct relationship *one, struct slice name)
{
    return one->cardinality != MANY_TO_MANY && one->column_count == 1 &&
           slice_is(name, one->columns[0].from);
}

static bool has_foreign_column(const struct relationship *one, struct slice name)
{
    return one->cardinality != MANY_TO_MANY && one->column_count == 1 &&
           slice_is(name, one->columns[0].to);
}

static bool has_junction(const struct relationship *one, struct slice name)
{
    return one->cardinality == MANY_TO_MANY && slice_is(name, one->junction_table);
}

/* One foreign key within a table is two relationships: the table's name means the many
 * rows that refer to this one, the key's column the one row that it refers to. */
static bool matches_self(const struct relationship *one,
                         const struct relation_search *search)
{
    bool is_named = slice_is(search->target, one->foreign_table);
    if (slice_is_present(search->hint)) {
        return is_named && one->cardinality == ONE_TO_MANY &&
               has_foreign_column(one, search->hint);
    }
    return (is_named && one->cardinality == ONE_TO_MANY) ||
           (one->cardinality == MANY_TO_ONE && has_column(one, search->target));
}

static bool foreign_is_view(const struct relation_search *search,
                            const struct relationship *one)
{
    const struct table *table = models_find_table(
        search->models, slice_of(one->foreign_schema), slice_of(one->foreign_table));
    return table != NULL && table->is_view;
}

static bool matches(const struct relationship *one, const struct relation_search *search)
{
    struct slice target = search->target;
    if (strcmp(one->foreign_schema, search->schema) != 0) {
        return false;
    }
    if (one->function != NULL) {
        return slice_is(target, one->function);
    }
    if (one->is_self) {
        return matches_self(one, search);
    }
    bool is_named = slice_is(target, one->foreign_table);
    if (slice_is_present(search->hint)) {
        struct slice hint = search->hint;
        return is_named && (has_constraint(one, hint) || has_column(one, hint) ||
                            has_foreign_column(one, hint) || has_junction(one, hint));
    }
    return is_named || ((has_constraint(one, target) || has_column(one, target)) &&
                        !foreign_is_view(search, one));
}

static struct matches find_matches(struct context *context,
                                   const struct relation_search *search)
{
    size_t count;
    const char *origin = slice_string(context->arena, search->origin);
    const struct relationship *all =
        models_find_relationships(search->models, search->schema, origin, &count);
    struct growing found = {0};
    for (size_t i = 0; i < count; i++) {
        if (matches(&all[i], search)) {
            const struct relationship **item =
                growing_add(context->arena, &found, sizeof(struct relationship *));
            *item = &all[i];
        }
    }
    return (struct matches){found.items, found.count};
}

/* A near name for the origin when nothing leads from it into this schema, else for the
 * target; none when the target is there, and only the hint leads nowhere. */
static const char *suggestion(struct context *context,
                              const struct relation_search *search)
{
    struct growing origins = {0};
    struct growing targets = {0};
    for (size_t i = 0; i < search->models->relationship_count; i++) {
        const struct relationship *one = &search->models->relationships[i];
        if (strcmp(one->foreign_schema, search->schema) != 0) {
            continue;
        }
        *(const char **)growing_add(context->arena, &origins, sizeof(char *)) =
            one->table;
        if (strcmp(one->schema, search->schema) == 0 &&
            slice_is(search->origin, one->table)) {
            *(const char **)growing_add(context->arena, &targets, sizeof(char *)) =
                one->foreign_table;
        }
    }
    bool is_origin_known = targets.count > 0;
    struct slice wanted = is_origin_known ? search->target : search->origin;
    const struct growing *names = is_origin_known ? &targets : &origins;
    const char *near =
        nearest_name(context->arena, wanted, names->items, names->count, NEAREST_FAR);
    if (near == NULL || (is_origin_known && slice_is_ignoring_case(wanted, near))) {
        return NULL;
    }
    return arena_printf(context->arena, "Perhaps you meant '%s' instead of '%.*s'.", near,
                        (int)wanted.len, wanted.ptr);
}

static void fail_none(struct context *context, const struct relation_search *search)
{
    struct arena *arena = context->arena;
    const char *hint = slice_is_present(search->hint)
                           ? arena_printf(arena, " using the hint '%.*s'",
                                          (int)search->hint.len, search->hint.ptr)
                           : "";
    const char *pair =
        arena_printf(arena, "'%.*s' and '%.*s'", (int)search->origin.len,
                     search->origin.ptr, (int)search->target.len, search->target.ptr);
    context_fail(
        context,
        (struct error){
            .code = "PGRST200",
            .message = arena_printf(arena,
                                    "Could not find a relationship between %s in "
                                    "the schema cache",
                                    pair),
            .details = arena_printf(arena,
                                    "Searched for a foreign key relationship "
                                    "between %s%s in the schema '%s', but no "
                                    "matches were found.",
                                    pair, hint, search->schema),
            .hint = suggestion(context, search),
        });
}

static const char *column_list(struct arena *arena, const struct column_pair *columns,
                               size_t count, bool takes_to)
{
    struct strbuf text = strbuf_new(arena, 0);
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(&text, i > 0 ? ", " : "");
        strbuf_add_text(&text, takes_to ? columns[i].to : columns[i].from);
    }
    return strbuf_string(&text);
}

/* "constraint using table(column) and foreign(column)", for PGRST201. */
static const char *describe(struct arena *arena, const struct relationship *one)
{
    if (one->function != NULL) {
        return one->function;
    }
    if (one->cardinality == MANY_TO_MANY) {
        return arena_printf(
            arena, "%s using %s(%s) and %s(%s)", one->junction_table,
            one->constraint_from,
            column_list(arena, one->columns, one->column_count, true), one->constraint_to,
            column_list(arena, one->foreign_columns, one->foreign_column_count, false));
    }
    return arena_printf(arena, "%s using %s(%s) and %s(%s)", one->constraint, one->table,
                        column_list(arena, one->columns, one->column_count, false),
                        one->foreign_table,
                        column_list(arena, one->columns, one->column_count, true));
}

static void fail_ambiguous(struct context *context, const struct relation_search *search,
                           struct matches found)
{
    struct arena *arena = context->arena;
    struct strbuf details = strbuf_new(arena, 0);
    struct strbuf names = strbuf_new(arena, 0);
    for (size_t i = 0; i < found.count; i++) {
        const struct relationship *one = found.items[i];
        const char *name = one->cardinality == MANY_TO_MANY ? one->junction_table
                           : one->constraint != NULL        ? one->constraint
                                                            : one->function;
        strbuf_add_format(&details,
                          "%s{\"cardinality\":\"%s\",\"embedding\":", i > 0 ? "," : "[",
                          cardinality_names[one->cardinality]);
        json_write_string(&details, slice_of(arena_printf(arena, "%s with %s", one->table,
                                                          one->foreign_table)));
        strbuf_add_text(&details, ",\"relationship\":");
        json_write_string(&details, slice_of(describe(arena, one)));
        strbuf_add_char(&details, '}');
        strbuf_add_format(&names, "%s'%s!%s'", i > 0 ? ", " : "", one->foreign_table,
                          name);
    }
    strbuf_add_char(&details, ']');
    const char *target = slice_string(arena, search->target);
    context_fail(context,
                 (struct error){
                     .code = "PGRST201",
                     .message = arena_printf(
                         arena,
                         "Could not embed because more than one relationship was "
                         "found for '%.*s' and '%s'",
                         (int)search->origin.len, search->origin.ptr, target),
                     .details = strbuf_string(&details),
                     .details_is_json = true,
                     .hint = arena_printf(
                         arena,
                         "Try changing '%s' to one of the following: %s. Find the "
                         "desired relationship in the 'details' key.",
                         target, strbuf_string(&names)),
                 });
}

const struct relationship *relation_find(struct context *context,
                                         const struct relation_search *search)
{
    struct matches found = find_matches(context, search);
    if (found.count == 1) {
        return found.items[0];
    }
    if (found.count == 0) {
        fail_none(context, search);
    } else {
        fail_ambiguous(context, search, found);
    }
    return NULL;
}
