/* SPDX-License-Identifier: MIT
 *
 * plan_tree - the steps of plan_build(), in the order they are taken; for rest/ alone.
 */
#ifndef MYOREST_PLAN_TREE_H
#define MYOREST_PLAN_TREE_H

#include "rest/plan.h"

struct plan_building {
    struct context *context;
    const struct plan_request *request;
    struct plan_node *root;
};

/* Finds every relation's relationship and names it in SQL (rest/plan_relations.c). */
bool plan_add_relations(struct plan_building *building,
                        struct plan_node *node) MUST_CHECK;

/* Resolves selects and spreads, hoists aggregates (rest/plan_selects.c). */
bool plan_add_selects(struct plan_building *building, struct plan_node *node,
                      const struct select_item *items, size_t count) MUST_CHECK;

/* Resolves one name with its path (rest/plan_fields.c). */
struct plan_field plan_resolve_field(const struct plan_building *building,
                                     const struct plan_node *node,
                                     struct field_path field);
struct plan_condition plan_resolve_condition(const struct plan_building *building,
                                             const struct plan_node *node,
                                             const struct condition *condition);
/* The key or index that names a path's value: "b" of a->b->0; absent without a key. */
struct slice plan_path_name(const struct plan_field *field);

/* A relation's name in the answer: its alias, else what the query calls it. */
struct slice plan_node_name(const struct plan_node *node);
struct plan_node *plan_find_child(const struct plan_node *node, struct slice name);

#endif
