/* SPDX-License-Identifier: MIT */
#include "rest/plan.h"

#include "base/growing.h"
#include "rest/plan_tree.h"

/* Gives a node its children, one per relation in the select. */
static void add_children(struct arena *arena, struct plan_node *node,
                         const struct select_item *items, size_t count)
{
    struct growing children = {0};
    for (size_t i = 0; i < count; i++) {
        const struct select_item *item = &items[i];
        if (item->kind != SELECT_RELATION && item->kind != SELECT_SPREAD) {
            continue;
        }
        struct plan_node *child = arena_alloc(arena, sizeof(*child));
        *child = (struct plan_node){
            .parent = node,
            .item = item,
            .relation = item->field.name,
            .alias = item->alias,
            .hint = item->hint,
            .join = item->join,
            .spread = item->kind == SELECT_SPREAD ? SPREAD_TO_ONE : SPREAD_NONE,
            .depth = node->depth + 1,
            .range = {.limit = -1},
        };
        *(struct plan_node **)growing_add(arena, &children, sizeof(child)) = child;
        add_children(arena, child, item->items, item->item_count);
    }
    node->children = children.items;
    node->child_count = children.count;
}

/* A relation that a parameter addresses comes first among its siblings in the answer. */
static void move_to_front(struct plan_node *parent, size_t index)
{
    struct plan_node *moved = parent->children[index];
    memmove(&parent->children[1], &parent->children[0],
            index * sizeof(*parent->children));
    parent->children[0] = moved;
}

/* The index of the first child of that name, its own or its alias; the child count when
 * there is none. By its own name where there is an alias is the legacy way. */
static size_t find_target(const struct plan_node *parent, struct slice name,
                          bool allows_legacy)
{
    size_t i = 0;
    for (; i < parent->child_count; i++) {
        const struct plan_node *child = parent->children[i];
        bool has_alias = slice_is_present(child->alias);
        if ((has_alias && slice_equal(child->alias, name)) ||
            ((!has_alias || allows_legacy) && slice_equal(child->relation, name))) {
            break;
        }
    }
    return i;
}

/* It may be there under an alias. */
static bool fail_not_embedded(struct context *context, struct slice name,
                              struct slice alias)
{
    struct arena *arena = context->arena;
    struct error error = {
        .code = "PGRST108",
        .message =
            arena_printf(arena, "'%.*s' is not an embedded resource in this request",
                         (int)name.len, name.ptr),
        .hint = arena_printf(
            arena, "Verify that '%.*s' is included in the 'select' query parameter.",
            (int)name.len, name.ptr),
    };
    if (slice_is_present(alias)) {
        error.details = "Target names are not allowed in filters if they have an alias";
        error.hint =
            arena_printf(arena, "Change '%.*s' to '%.*s' in filters, orders or limits.",
                         (int)name.len, name.ptr, (int)alias.len, alias.ptr);
    }
    return context_fail(context, error);
}

static struct plan_node *address_child(struct context *context, struct plan_node *parent,
                                       struct slice name)
{
    size_t index = find_target(parent, name, context->config->aliased_targets);
    if (index == parent->child_count) {
        size_t aliased = find_target(parent, name, true);
        fail_not_embedded(context, name,
                          aliased == parent->child_count
                              ? slice_absent()
                              : parent->children[aliased]->alias);
        return NULL;
    }
    struct plan_node *child = parent->children[index];
    child->is_legacy_target =
        child->is_legacy_target ||
        (slice_is_present(child->alias) && !slice_equal(child->alias, name));
    move_to_front(parent, index);
    return child;
}

static struct plan_node *find_node(struct plan_building *building,
                                   const struct slice *path, size_t length)
{
    struct plan_node *node = building->root;
    for (size_t i = 0; node != NULL && i < length; i++) {
        node = address_child(building->context, node, path[i]);
    }
    return node;
}

/* Filters of a write's root select the rows to write; they are not the plan's. */
static bool is_of_write(const struct plan_request *request, size_t path_length)
{
    return request->purpose == PLAN_WRITE && path_length == 0;
}

/* One parameter and the node it was given for. */
struct target {
    struct plan_node *node;
    const struct query_condition *condition;
    const struct query_order *order;
};

static struct target *add_target(struct plan_building *building, struct growing *targets,
                                 struct plan_node *node)
{
    struct target *target =
        growing_add(building->context->arena, targets, sizeof(*target));
    target->node = node;
    return target;
}

/* From the last to the first, filters before logic: the order in which relations come to
 * the front. */
static bool find_conditions(struct plan_building *building, struct growing *targets,
                            bool wants_logic)
{
    const struct query *query = building->request->query;
    for (size_t i = query->condition_count; i-- > 0;) {
        const struct query_condition *condition = &query->conditions[i];
        bool is_logic = condition->condition.kind != CONDITION_FILTER;
        if (is_logic != wants_logic ||
            is_of_write(building->request, condition->path_length)) {
            continue;
        }
        struct plan_node *node =
            find_node(building, condition->path, condition->path_length);
        if (node == NULL) {
            return false;
        }
        add_target(building, targets, node)->condition = condition;
    }
    return true;
}

static bool find_orders(struct plan_building *building, struct growing *targets)
{
    const struct query *query = building->request->query;
    for (size_t i = query->order_count; i-- > 0;) {
        struct plan_node *node =
            find_node(building, query->orders[i].path, query->orders[i].path_length);
        if (node == NULL) {
            return false;
        }
        add_target(building, targets, node)->order = &query->orders[i];
    }
    return true;
}

/* The root's range was computed from the header too and comes with the request. Of an
 * embedded relation a negative one is refused once there are parents, not before. */
static bool add_ranges(struct plan_building *building)
{
    const struct query *query = building->request->query;
    for (size_t i = 0; building->request->purpose != PLAN_WRITE && i < query->range_count;
         i++) {
        const struct query_range *range = &query->ranges[i];
        if (range->path_length == 0) {
            continue;
        }
        struct plan_node *node = find_node(building, range->path, range->path_length);
        if (node == NULL) {
            return false;
        }
        if (range->has_limit) {
            node->range.limit = range->limit < 0 ? -2 : range->limit; /* -1 is none */
        }
        if (range->has_offset) {
            node->range.offset = range->offset;
        }
    }
    building->root->range = building->request->range;
    return true;
}

static void cap_ranges(const struct plan_building *building, struct plan_node *node)
{
    int64_t most = building->context->config->max_rows;
    bool is_capped = most >= 0 && building->request->purpose != PLAN_WRITE;
    if (is_capped && (node->range.limit == -1 || node->range.limit > most)) {
        node->range.limit = most;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        cap_ranges(building, node->children[i]);
    }
}

/* Room is made once per node, for a URL can hold thousands of filters. */
static void add_conditions(struct plan_building *building, const struct growing *targets)
{
    const struct target *items = targets->items;
    for (size_t i = 0; i < targets->count; i++) {
        items[i].node->condition_count += items[i].condition != NULL;
    }
    for (size_t i = 0; i < targets->count; i++) {
        struct plan_node *node = items[i].node;
        if (items[i].condition == NULL) {
            continue;
        }
        if (node->conditions == NULL) {
            node->conditions =
                arena_alloc(building->context->arena,
                            node->condition_count * sizeof(*node->conditions));
            node->condition_count = 0;
        }
        node->conditions[node->condition_count++] =
            plan_resolve_condition(building, node, &items[i].condition->condition);
    }
}

static bool resolve_order(struct plan_building *building, const struct plan_node *node,
                          const struct order_term *term, struct plan_order *out)
{
    *out = (struct plan_order){.direction = term->direction, .nulls = term->nulls};
    if (!slice_is_present(term->relation)) {
        out->field = plan_resolve_field(building, node, term->field);
        return true;
    }
    struct context *context = building->context;
    out->relation = plan_find_child(node, term->relation);
    if (out->relation == NULL) {
        return fail_not_embedded(context, term->relation, slice_absent());
    }
    out->field = plan_resolve_field(building, out->relation, term->field);
    if (relationship_is_to_one(out->relation->relationship)) {
        return true;
    }
    const char *name = slice_string(context->arena, term->relation);
    const char *origin = node->table != NULL
                             ? node->table->name
                             : slice_string(context->arena, node->relation);
    return context_fail(
        context, (struct error){
                     .code = "PGRST118",
                     .message = arena_printf(
                         context->arena, "A related order on '%s' is not possible", name),
                     .details = arena_printf(context->arena,
                                             "'%s' and '%s' do not form a many-to-one or "
                                             "one-to-one relationship",
                                             origin, name),
                 });
}

static bool add_orders(struct plan_building *building, const struct growing *targets)
{
    const struct target *items = targets->items;
    for (size_t i = 0; i < targets->count; i++) {
        const struct query_order *order = items[i].order;
        struct plan_node *node = items[i].node;
        if (order == NULL) {
            continue;
        }
        node->order_count = order->term_count;
        node->orders = arena_alloc(building->context->arena,
                                   order->term_count * sizeof(*node->orders));
        for (size_t k = 0; k < order->term_count; k++) {
            if (!resolve_order(building, node, &order->terms[k], &node->orders[k])) {
                return false;
            }
        }
    }
    return true;
}

static struct plan_node *new_root(struct plan_building *building)
{
    const struct plan_request *request = building->request;
    struct plan_node *root = arena_alloc(building->context->arena, sizeof(*root));
    *root = (struct plan_node){
        .table = request->table,
        .schema = request->schema,
        .relation = request->name,
        .sql_name = request->name,
        .is_source = request->purpose != PLAN_READ,
        .is_qualified = request->purpose == PLAN_READ,
        .is_claim = request->purpose == PLAN_READ && request->query->is_claim,
        .range = request->range,
    };
    return root;
}

bool plan_build(struct context *context, const struct plan_request *request,
                struct plan_node **out)
{
    struct plan_building building = {.context = context, .request = request};
    const struct query *query = request->query;
    struct growing targets = {0};
    building.root = new_root(&building);
    add_children(context->arena, building.root, query->select, query->select_count);
    if (!find_conditions(&building, &targets, false) ||
        !find_orders(&building, &targets) || !add_ranges(&building) ||
        !find_conditions(&building, &targets, true) ||
        !plan_add_relations(&building, building.root) ||
        !plan_add_selects(&building, building.root, query->select, query->select_count)) {
        return false;
    }
    add_conditions(&building, &targets);
    cap_ranges(&building, building.root);
    *out = building.root;
    return add_orders(&building, &targets);
}

bool plan_write_conditions(struct context *context, const struct plan_request *request,
                           struct plan_condition **out, size_t *count)
{
    struct plan_building building = {.context = context, .request = request};
    struct growing list = {0};
    building.root = new_root(&building);
    for (size_t i = 0; i < request->query->condition_count; i++) {
        const struct query_condition *condition = &request->query->conditions[i];
        if (condition->path_length > 0) {
            continue;
        }
        struct plan_condition *added = growing_add(context->arena, &list, sizeof(*added));
        *added = plan_resolve_condition(&building, building.root, &condition->condition);
    }
    *out = list.items;
    *count = list.count;
    return true;
}

bool plan_is_default_select(const struct plan_node *root)
{
    return root->child_count == 0 && root->select_count == 1 &&
           root->selects[0].field.is_all && root->selects[0].aggregate == AGGREGATE_NONE;
}
