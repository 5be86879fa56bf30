/* SPDX-License-Identifier: MIT */
#include "rest/plan_tree.h"
#include "rest/relation.h"

bool relationship_is_to_one(const struct relationship *relationship)
{
    return relationship->cardinality == MANY_TO_ONE ||
           relationship->cardinality == ONE_TO_ONE;
}

/* Rows of a junction's other side are read together with the junction, under the table's
 * own name; all others get a name of their own, for a table may occur at many places. */
static void name_in_sql(struct arena *arena, struct plan_node *node)
{
    const struct relationship *relationship = node->relationship;
    struct slice name = plan_node_name(node);
    node->is_qualified =
        relationship->function == NULL && relationship->cardinality == MANY_TO_MANY;
    node->sql_name = slice_of(
        node->is_qualified
            ? relationship->foreign_table
            : arena_printf(arena, "%s_%zu", relationship->foreign_table, node->depth));
    node->aggregate_name = slice_of(arena_printf(
        arena, "%s_%.*s_%zu", relationship->table, (int)name.len, name.ptr, node->depth));
}

static bool add_relation(struct plan_building *building, struct plan_node *node)
{
    const struct plan_node *parent = node->parent;
    const struct models *known = building->request->models;
    struct relation_search search = {
        .models = known,
        .schema = building->request->schema,
        .origin =
            parent->table != NULL ? slice_of(parent->table->name) : parent->relation,
        .target = node->relation,
        .hint = node->hint,
    };
    node->relationship = relation_find(building->context, &search);
    if (node->relationship == NULL) {
        return false;
    }
    node->schema = node->relationship->foreign_schema;
    node->table = models_find_table(known, slice_of(node->schema),
                                    slice_of(node->relationship->foreign_table));
    if (node->spread != SPREAD_NONE) {
        node->spread =
            relationship_is_to_one(node->relationship) ? SPREAD_TO_ONE : SPREAD_TO_MANY;
    }
    name_in_sql(building->context->arena, node);
    return true;
}

bool plan_add_relations(struct plan_building *building, struct plan_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (!add_relation(building, node->children[i]) ||
            !plan_add_relations(building, node->children[i])) {
            return false;
        }
    }
    return true;
}
