/* SPDX-License-Identifier: MIT */
#include "shared/query_builder.h"

#include "rest/syntax.h"

static const struct select_item all_columns = {.kind = SELECT_ALL};

struct query_builder query_builder_new(struct context *context)
{
    return (struct query_builder){.context = context};
}

static void add_item(struct query_builder *builder, const struct select_item *item)
{
    struct select_item *added =
        growing_add(builder->context->arena, &builder->items, sizeof(*added));
    *added = *item;
}

void query_builder_select(struct query_builder *builder, const char *text)
{
    const struct select_item *items;
    size_t count;
    if (!select_parse(builder->context, slice_of(text), &items, &count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        add_item(builder, &items[i]);
    }
    builder->has_columns = builder->has_columns || count > 0;
}

void query_builder_embed(struct query_builder *builder, const char *relation)
{
    struct arena *arena = builder->context->arena;
    struct select_item item = {.kind = SELECT_RELATION,
                               .field.name = slice_copy(arena, slice_of(relation)),
                               .items = &all_columns,
                               .item_count = 1};
    add_item(builder, &item);
}

static struct query_condition *add_condition(struct query_builder *builder)
{
    return growing_add(builder->context->arena, &builder->conditions,
                       sizeof(struct query_condition));
}

static void add_filter(struct query_builder *builder, const char *column,
                       struct operation operation)
{
    struct arena *arena = builder->context->arena;
    struct slice key = slice_copy(arena, slice_of(column));
    struct query_condition condition = {
        .condition = {.kind = CONDITION_FILTER, .operation = operation}};
    if (tree_path_parse(builder->context, key, &condition.path, &condition.path_length,
                        &condition.condition.field)) {
        *add_condition(builder) = condition;
    }
}

static struct slice copy_value(struct query_builder *builder, const char *value)
{
    return value == NULL ? slice_absent()
                         : slice_copy(builder->context->arena, slice_of(value));
}

void query_builder_compare(struct query_builder *builder, const char *column,
                           enum operator_name operator_name, const char *value)
{
    add_filter(builder, column,
               (struct operation){.operator_name = operator_name,
                                  .value = copy_value(builder, value)});
}

void query_builder_eq(struct query_builder *builder, const char *column,
                      const char *value)
{
    query_builder_compare(builder, column, OP_EQ, value);
}

/* In the tree a list of one empty text means in.(), so one value is compared with eq. */
void query_builder_in(struct query_builder *builder, const char *column,
                      const char *const *values, size_t count)
{
    if (count == 1) {
        query_builder_eq(builder, column, values[0]);
        return;
    }
    struct slice *list =
        arena_alloc(builder->context->arena, (count + 1) * sizeof(*list));
    for (size_t i = 0; i < count; i++) {
        list[i] = copy_value(builder, values[i]);
    }
    add_filter(
        builder, column,
        (struct operation){.operator_name = OP_IN, .list = list, .list_length = count});
}

void query_builder_is(struct query_builder *builder, const char *column, enum truth truth)
{
    add_filter(builder, column,
               (struct operation){.operator_name = OP_IS, .truth = truth});
}

void query_builder_where(struct query_builder *builder, const struct condition *condition)
{
    add_condition(builder)->condition = *condition;
}

/* "a.b" as the path of relations that a tree keeps. */
static size_t split_path(struct query_builder *builder, const char *relation,
                         const struct slice **out)
{
    struct arena *arena = builder->context->arena;
    struct growing path = {0};
    struct slice rest =
        relation == NULL ? slice_absent() : slice_copy(arena, slice_of(relation));
    while (slice_is_present(rest)) {
        *(struct slice *)growing_add(arena, &path, sizeof(rest)) = slice_cut(&rest, '.');
    }
    *out = path.items;
    return path.count;
}

static bool is_same_path(const struct slice *a, size_t a_length, const struct slice *b,
                         size_t b_length)
{
    bool is_same = a_length == b_length;
    for (size_t i = 0; is_same && i < a_length; i++) {
        is_same = slice_equal(a[i], b[i]);
    }
    return is_same;
}

void query_builder_order(struct query_builder *builder, const char *relation,
                         const char *text)
{
    struct context *context = builder->context;
    struct query_order order = {.path_length = 0};
    order.path_length = split_path(builder, relation, &order.path);
    if (!order_parse(context, slice_copy(context->arena, slice_of(text)), &order.terms,
                     &order.term_count)) {
        return;
    }
    struct query_order *orders = builder->orders.items;
    for (size_t i = 0; i < builder->orders.count; i++) {
        if (is_same_path(orders[i].path, orders[i].path_length, order.path,
                         order.path_length)) {
            orders[i] = order;
            return;
        }
    }
    struct query_order *added =
        growing_add(context->arena, &builder->orders, sizeof(order));
    *added = order;
}

void query_builder_page(struct query_builder *builder, const char *relation,
                        struct page page)
{
    struct query_range added = {.has_offset = true, .offset = page.offset};
    added.path_length = split_path(builder, relation, &added.path);
    struct arena *arena = builder->context->arena;
    *(struct query_range *)growing_add(arena, &builder->ranges, sizeof(added)) = added;
    if (page.limit > 0) {
        added.has_offset = false;
        added.has_limit = true;
        added.limit = page.limit;
        *(struct query_range *)growing_add(arena, &builder->ranges, sizeof(added)) =
            added;
    }
}

void query_builder_claim(struct query_builder *builder)
{
    builder->is_claim = true;
}

void query_builder_on_conflict(struct query_builder *builder, const char *columns)
{
    struct arena *arena = builder->context->arena;
    if (!names_parse(builder->context, "on_conflict parameter",
                     slice_copy(arena, slice_of(columns)), &builder->on_conflict)) {
        builder->on_conflict = (struct names){NULL, 0};
    }
}

/* A builder that was given relations alone still wants the table's own columns. */
static void add_select(const struct query_builder *builder, struct query *query)
{
    size_t count = builder->items.count;
    if (builder->has_columns) {
        query->select = builder->items.items;
        query->select_count = count;
        return;
    }
    struct select_item *items =
        arena_alloc(builder->context->arena, (count + 1) * sizeof(*items));
    items[0] = all_columns;
    if (count > 0) {
        memcpy(&items[1], builder->items.items, count * sizeof(*items));
    }
    query->select = items;
    query->select_count = count + 1;
}

const struct query *query_builder_query(const struct query_builder *builder)
{
    struct query *query = arena_alloc(builder->context->arena, sizeof(*query));
    *query = (struct query){
        .conditions = builder->conditions.items,
        .condition_count = builder->conditions.count,
        .orders = builder->orders.items,
        .order_count = builder->orders.count,
        .ranges = builder->ranges.items,
        .range_count = builder->ranges.count,
        .has_on_conflict = builder->on_conflict.count > 0,
        .on_conflict = builder->on_conflict,
        .is_claim = builder->is_claim,
        .canonical = slice_of(""),
    };
    add_select(builder, query);
    return query;
}
