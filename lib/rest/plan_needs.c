/* SPDX-License-Identifier: MIT
 *
 * What a write or a call must return for a plan to be read from it, and what the client
 * is warned of.
 */
#include "base/growing.h"
#include "base/strbuf.h"
#include "rest/plan_tree.h"

struct needs {
    struct arena *arena;
    struct growing names;
    bool is_all;
};

static void need(struct needs *needs, struct slice name)
{
    const struct slice *items = needs->names.items;
    for (size_t i = 0; i < needs->names.count; i++) {
        if (slice_equal(items[i], name)) {
            return;
        }
    }
    *(struct slice *)growing_add(needs->arena, &needs->names, sizeof(name)) = name;
}

static void need_relation(struct needs *needs, const struct relationship *relationship)
{
    if (relationship->function != NULL) {
        needs->is_all = true; /* it takes the whole row */
    }
    for (size_t i = 0; i < relationship->column_count; i++) {
        need(needs, slice_of(relationship->columns[i].from));
    }
}

static void need_condition(struct needs *needs, const struct plan_condition *condition)
{
    if (condition->kind == PLAN_FILTER) {
        need(needs, condition->field.name);
    }
    for (size_t i = 0; i < condition->item_count; i++) {
        need_condition(needs, &condition->items[i]);
    }
}

/* Of every node, as PostgREST does. */
static void need_filters(struct needs *needs, const struct plan_node *node)
{
    for (size_t i = 0; i < node->condition_count; i++) {
        need_condition(needs, &node->conditions[i]);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        need_filters(needs, node->children[i]);
    }
}

struct names plan_needed_columns(struct context *context, const struct plan_node *root,
                                 const char *const *keys, size_t key_count)
{
    struct needs needs = {.arena = context->arena};
    for (size_t i = 0; i < root->select_count; i++) {
        needs.is_all = needs.is_all || root->selects[i].field.is_all;
        need(&needs, root->selects[i].field.name);
    }
    for (size_t i = 0; i < root->child_count; i++) {
        need_relation(&needs, root->children[i]->relationship);
    }
    for (size_t i = 0; i < key_count; i++) {
        need(&needs, slice_of(keys[i]));
    }
    if (root->is_source && key_count == 0 && needs.names.count > 0) {
        need_filters(&needs, root); /* a call filters outside what it returns */
    }
    if (needs.is_all) {
        needs.names = (struct growing){0};
        need(&needs, slice_of("*"));
    }
    return (struct names){needs.names.items, needs.names.count};
}

/* "`books` to `b`, `authors` to `a`" */
static void add_renames(const struct plan_node *node, struct strbuf *text)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        if (child->is_legacy_target) {
            strbuf_add_format(text, "%s`%.*s` to `%.*s`", text->len > 0 ? ", " : "",
                              (int)child->relation.len, child->relation.ptr,
                              (int)child->alias.len, child->alias.ptr);
        }
        add_renames(child, text);
    }
}

struct slice plan_warning(struct context *context, const struct plan_node *root)
{
    struct strbuf renames = strbuf_new(context->arena, 0);
    add_renames(root, &renames);
    return renames.len == 0
               ? slice_absent()
               : slice_of(arena_printf(
                     context->arena,
                     "299 PostgRESTv16.2 \"Embedded resource was referenced by relation "
                     "name even though it has an alias. This is deprecated and will stop "
                     "working in a future release. Update %s in query string filters, "
                     "orders or limits.\"",
                     strbuf_string(&renames)));
}
