/* SPDX-License-Identifier: MIT */
#include "base/growing.h"
#include "rest/plan_tree.h"

static const char *const aggregate_labels[] = {
    [AGGREGATE_NONE] = "",   [AGGREGATE_COUNT_ALL] = "count", [AGGREGATE_SUM] = "sum",
    [AGGREGATE_AVG] = "avg", [AGGREGATE_COUNT] = "count",     [AGGREGATE_MAX] = "max",
    [AGGREGATE_MIN] = "min",
};

static bool has_aggregate(const struct select_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == SELECT_FIELD && items[i].aggregate != AGGREGATE_NONE) {
            return true;
        }
    }
    return false;
}

static bool has_representation(const struct table *table)
{
    for (size_t i = 0; table != NULL && i < table->column_count; i++) {
        if (table->columns[i].to_json_function != NULL) {
            return true;
        }
    }
    return false;
}

/* The name a value gets in the answer where the query gives none and the column's own
 * will not do: the last key of a path, a transformed column, an aggregate that is spread.
 */
static struct slice implied_alias(const struct plan_node *node,
                                  const struct plan_select *select)
{
    if (select->aggregate != AGGREGATE_NONE) {
        return node->spread != SPREAD_NONE ? slice_of(aggregate_labels[select->aggregate])
                                           : slice_absent();
    }
    if (select->field.step_count > 0) {
        return plan_path_name(&select->field);
    }
    return select->transform != NULL ? select->field.name : slice_absent();
}

static struct plan_select *add_select(struct plan_building *building,
                                      struct growing *selects)
{
    return growing_add(building->context->arena, selects, sizeof(struct plan_select));
}

/* `*` as the table's columns by name. */
static void add_all_columns(struct plan_building *building, const struct plan_node *node,
                            struct growing *selects)
{
    for (size_t i = 0; i < node->table->column_count; i++) {
        const struct column *column = &node->table->columns[i];
        struct field_path field = {.name = slice_of(column->name)};
        struct plan_select *select = add_select(building, selects);
        select->field = plan_resolve_field(building, node, field);
        select->transform = column->to_json_function;
        select->alias = implied_alias(node, select);
    }
}

static void add_field(struct plan_building *building, const struct plan_node *node,
                      const struct select_item *item, struct growing *selects)
{
    struct plan_select *select = add_select(building, selects);
    select->aggregate = item->aggregate;
    select->aggregate_cast = item->aggregate_cast;
    select->cast = item->cast;
    if (item->aggregate == AGGREGATE_COUNT_ALL) {
        select->field = (struct plan_field){.name = slice_of("*"), .is_all = true};
        select->field.is_full_row = node->spread != SPREAD_NONE;
    } else {
        select->field = plan_resolve_field(building, node, item->field);
        if (select->field.column != NULL && select->field.step_count == 0) {
            select->transform = select->field.column->to_json_function;
        }
    }
    select->alias =
        slice_is_present(item->alias) ? item->alias : implied_alias(node, select);
}

/* Stars are written out where each column needs its own treatment: a transformation, or
 * grouping beside an aggregate here or in a parent. Elsewhere `*` stays `*`, so that a
 * column added while the program runs is served. */
static void add_own_selects(struct plan_building *building, struct plan_node *node,
                            const struct select_item *items, size_t count,
                            bool *expands_stars)
{
    struct growing selects = {0};
    *expands_stars =
        *expands_stars || has_aggregate(items, count) || node->spread == SPREAD_TO_MANY;
    bool expands =
        node->table != NULL && (*expands_stars || has_representation(node->table));
    for (size_t i = 0; i < count; i++) {
        if (items[i].kind == SELECT_FIELD) {
            add_field(building, node, &items[i], &selects);
        } else if (items[i].kind == SELECT_ALL && expands) {
            add_all_columns(building, node, &selects);
        } else if (items[i].kind == SELECT_ALL) {
            struct plan_select *select = add_select(building, &selects);
            select->field = (struct plan_field){.name = slice_of("*"), .is_all = true};
        }
    }
    node->selects = selects.items;
    node->select_count = selects.count;
}

/* True when nothing below is selected: rel() or rel(other()). */
static bool selects_nothing(const struct plan_node *node)
{
    bool is_empty = node->select_count == 0;
    for (size_t i = 0; is_empty && i < node->child_count; i++) {
        is_empty = selects_nothing(node->children[i]);
    }
    return is_empty;
}

static struct plan_spread *add_spread(struct plan_building *building,
                                      struct growing *list)
{
    return growing_add(building->context->arena, list, sizeof(struct plan_spread));
}

/* What a spread relation hands up: its own columns, then its relations'. */
static void add_spreads(struct plan_building *building, struct plan_node *node)
{
    struct growing list = {0};
    for (size_t i = 0; i < node->select_count; i++) {
        const struct plan_select *select = &node->selects[i];
        struct plan_spread *spread = add_spread(building, &list);
        spread->is_all = select->field.is_all && !slice_is_present(select->alias);
        spread->name =
            slice_is_present(select->alias) ? select->alias : select->field.name;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        if (child->spread == SPREAD_NONE) {
            add_spread(building, &list)->name = plan_node_name(child);
        }
        for (size_t k = 0; child->spread != SPREAD_NONE && k < child->spread_count; k++) {
            *add_spread(building, &list) = child->spreads[k];
        }
    }
    node->spreads = list.items;
    node->spread_count = list.count;
}

/* An aggregate within a to-one spread is computed where the spread ends, for only there
 * are there rows to be grouped. */
static void hoist_own(struct plan_node *node)
{
    for (size_t i = 0; i < node->select_count; i++) {
        struct plan_select *select = &node->selects[i];
        if (select->aggregate == AGGREGATE_NONE) {
            continue;
        }
        node->spreads[i].aggregate = select->aggregate;
        node->spreads[i].aggregate_cast = select->aggregate_cast;
        node->spreads[i].alias = select->alias;
        select->aggregate = AGGREGATE_NONE;
        select->aggregate_cast = slice_absent();
    }
}

/* What was hoisted through a spread is not computed there but further up. */
static void pass_hoisted_on(struct plan_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        struct plan_node *child = node->children[i];
        for (size_t k = 0; child->spread == SPREAD_TO_ONE && k < child->spread_count;
             k++) {
            child->spreads[k].aggregate = AGGREGATE_NONE;
            child->spreads[k].aggregate_cast = slice_absent();
            child->spreads[k].alias = slice_absent();
        }
    }
}

static bool check_aggregates(struct context *context, const struct plan_node *node)
{
    bool has_any = false;
    for (size_t i = 0; i < node->select_count; i++) {
        has_any = has_any || node->selects[i].aggregate != AGGREGATE_NONE;
    }
    if (has_any && !context->config->aggregates) {
        return context_fail(context,
                            (struct error){.code = "PGRST123",
                                           .message = "Use of aggregate functions is not "
                                                      "allowed"});
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        for (size_t k = 0; child->spread == SPREAD_TO_ONE && k < child->spread_count;
             k++) {
            has_any = has_any || child->spreads[k].aggregate != AGGREGATE_NONE;
        }
    }
    if (has_any && node->spread == SPREAD_TO_MANY) {
        return context_fail(
            context, (struct error){.code = "PGRST127",
                                    .message = "Feature not implemented",
                                    .details = "Aggregates are not implemented for "
                                               "one-to-many or many-to-many spreads."});
    }
    return true;
}

/* The relations' items, in the query's order, beside the children they became: children
 * may have been reordered since, so each is found by its place in the query. */
static bool add_below(struct plan_building *building, struct plan_node *node,
                      const struct select_item *items, size_t count, bool expands_stars)
{
    add_own_selects(building, node, items, count, &expands_stars);
    for (size_t i = 0; i < node->child_count; i++) {
        struct plan_node *child = node->children[i];
        if (!add_below(building, child, child->item->items, child->item->item_count,
                       expands_stars)) {
            return false;
        }
        child->is_empty_embed = child->spread == SPREAD_NONE && selects_nothing(child);
    }
    if (!check_aggregates(building->context, node)) {
        return false;
    }
    if (node->spread != SPREAD_NONE) {
        add_spreads(building, node);
    }
    if (node->spread == SPREAD_TO_ONE) {
        hoist_own(node);
        pass_hoisted_on(node);
    }
    return true;
}

bool plan_add_selects(struct plan_building *building, struct plan_node *node,
                      const struct select_item *items, size_t count)
{
    return add_below(building, node, items, count, false);
}
