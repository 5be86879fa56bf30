/* SPDX-License-Identifier: MIT */
#include "rest/read_select.h"

#include "rest/expression.h"
#include "rest/record.h"

static const char *comma(const char **separator)
{
    const char *now = *separator;
    *separator = ", ";
    return now;
}

/* What a to-many spread is ordered by is selected too, under names of our own, for it is
 * ordered when it is aggregated. */
static void add_order_name(struct sql *sql, const struct plan_node *node, size_t index)
{
    const struct plan_order *order = &node->orders[index];
    sql_add_identifier(
        sql, slice_of(arena_printf(sql->context->arena, "%.*s_%.*s_%zu",
                                   (int)node->aggregate_name.len,
                                   node->aggregate_name.ptr, (int)order->field.name.len,
                                   order->field.name.ptr, index + 1)));
}

static void add_spread_orders(struct sql *sql, const struct plan_node *node,
                              const char **separator)
{
    for (size_t i = 0; i < node->order_count; i++) {
        const struct plan_order *order = &node->orders[i];
        struct qualifier qualifier = plan_qualifier(node);
        if (order->relation != NULL) {
            qualifier = (struct qualifier){.name = order->relation->aggregate_name};
        }
        sql_add(sql, comma(separator));
        sql_add_field(sql, qualifier, &order->field);
        sql_add(sql, " AS ");
        add_order_name(sql, node, i);
    }
}

static void add_spread_name(struct sql *sql, const struct plan_node *node,
                            const struct plan_spread *spread)
{
    sql_add_identifier(sql, node->aggregate_name);
    sql_add(sql, ".");
    if (spread->is_all) {
        sql_add(sql, "*");
    } else {
        sql_add_identifier(sql, spread->name);
    }
}

/* What a relation is in its parent's select list: JSON or records, one row or many. */
static const struct relation_form {
    const char *before;
    bool is_named; /* the aggregate's column, not the row */
    const char *after;
} relation_forms[][2] = {
    {{"COALESCE(", true, ", '[]')"}, {"row_to_json(", false, ".*)::jsonb"}},
    {{"", true, ""}, {"", false, "::text"}},
};

/* What a relation adds to its parent's select list. */
static void add_relation_select(struct sql *sql, const struct plan_node *child,
                                const char **separator)
{
    for (size_t i = 0; child->spread != SPREAD_NONE && i < child->spread_count; i++) {
        const struct plan_spread *spread = &child->spreads[i];
        sql_add(sql, comma(separator));
        sql_begin_aggregate(sql, spread->aggregate, spread->aggregate_cast);
        add_spread_name(sql, child, spread);
        sql_end_aggregate(sql, spread->aggregate, spread->aggregate_cast);
        sql_add_alias(sql, spread->alias);
    }
    if (child->spread != SPREAD_NONE || child->is_empty_embed) {
        return;
    }
    sql_add(sql, comma(separator));
    const struct relation_form *form =
        &relation_forms[child->record != NULL]
                       [relationship_is_to_one(child->relationship)];
    sql_add(sql, form->before);
    sql_add_identifier(sql, child->aggregate_name);
    if (form->is_named) {
        sql_add(sql, ".");
        sql_add_identifier(sql, child->aggregate_name);
    }
    sql_add(sql, form->after);
    sql_add_alias(sql, slice_is_present(child->alias) ? child->alias : child->relation);
}

/* Its columns in the order in which they are taken apart, each of a type that is sure. */
static void add_record(struct sql *sql, const struct plan_node *node,
                       const char **separator)
{
    for (size_t i = 0; i < node->record->column_count; i++) {
        const struct record_column *column = &node->record->columns[i];
        if (column->select == NULL) {
            continue; /* a relation, which its parent's list has */
        }
        sql_add(sql, comma(separator));
        sql_add(sql, column->type == NULL ? "to_jsonb(" : "");
        sql_add_select(sql, plan_qualifier(node), column->select);
        if (column->type == NULL) {
            sql_add(sql, ")");
        } else if (*column->type != '\0') {
            sql_add_format(sql, "::%s", column->type);
        }
    }
}

static void add_selects(struct sql *sql, const struct plan_node *node,
                        const char **separator)
{
    if (node->select_count == 0 && node->child_count == 0) {
        sql_add_qualified(sql, plan_qualifier(node).schema, node->sql_name);
        sql_add(sql, ".*");
        *separator = ", ";
    }
    for (size_t i = 0; i < node->select_count; i++) {
        sql_add(sql, comma(separator));
        sql_add_select(sql, plan_qualifier(node), &node->selects[i]);
        sql_add_alias(sql, node->selects[i].alias);
    }
    if (node->spread == SPREAD_TO_MANY) {
        add_spread_orders(sql, node, separator);
    }
}

void read_select_add_list(struct sql *sql, const struct plan_node *node)
{
    const char *separator = "";
    if (node->record != NULL) {
        add_record(sql, node, &separator);
    } else {
        add_selects(sql, node, &separator);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        add_relation_select(sql, node->children[i], &separator);
    }
}

/* A to-many spread's columns, each as an array. */
void read_select_add_arrays(struct sql *sql, const struct plan_node *child)
{
    for (size_t i = 0; child->spread == SPREAD_TO_MANY && i < child->spread_count; i++) {
        const struct plan_spread *spread = &child->spreads[i];
        sql_add(sql, ", COALESCE(json_agg(");
        add_spread_name(sql, child, spread);
        for (size_t k = 0; k < child->order_count; k++) {
            sql_add(sql, k == 0 ? " ORDER BY " : ", ");
            sql_add_identifier(sql, child->aggregate_name);
            sql_add(sql, ".");
            add_order_name(sql, child, k);
            sql_add_direction(sql, &child->orders[k]);
        }
        sql_add(sql, "), '[]')::jsonb");
        sql_add_alias(sql,
                      slice_is_present(spread->alias) ? spread->alias : spread->name);
    }
}

bool read_select_is_aggregated(const struct plan_node *node)
{
    for (size_t i = 0; i < node->select_count; i++) {
        if (node->selects[i].aggregate != AGGREGATE_NONE) {
            return true;
        }
    }
    for (size_t i = 0; i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        for (size_t k = 0; child->spread == SPREAD_TO_ONE && k < child->spread_count;
             k++) {
            if (child->spreads[k].aggregate != AGGREGATE_NONE) {
                return true;
            }
        }
    }
    return false;
}

static void add_relation_groups(struct sql *sql, const struct plan_node *child,
                                const char **separator)
{
    if (child->spread == SPREAD_NONE && !child->is_empty_embed) {
        sql_add(sql, *separator);
        *separator = ", ";
        sql_add_identifier(sql, slice_is_present(child->alias) ? child->alias
                                                               : child->relation);
    }
    for (size_t k = 0; child->spread != SPREAD_NONE && k < child->spread_count; k++) {
        if (child->spreads[k].aggregate == AGGREGATE_NONE) {
            sql_add(sql, *separator);
            *separator = ", ";
            add_spread_name(sql, child, &child->spreads[k]);
        }
    }
}

/* Beside an aggregate, everything else that is selected is what it is grouped by. */
void read_select_add_groups(struct sql *sql, const struct plan_node *node)
{
    const char *separator = " GROUP BY ";
    for (size_t i = 0; i < node->select_count; i++) {
        const struct plan_select *select = &node->selects[i];
        if (select->aggregate != AGGREGATE_NONE) {
            continue;
        }
        sql_add(sql, separator);
        separator = ", ";
        if (slice_is_present(select->alias)) {
            sql_add_identifier(sql, select->alias);
        } else {
            sql_add_field(sql, plan_qualifier(node), &select->field);
        }
    }
    for (size_t i = 0; i < node->child_count; i++) {
        add_relation_groups(sql, node->children[i], &separator);
    }
}

static bool is_table_encodable(const struct table *table)
{
    for (size_t i = 0; table != NULL && i < table->column_count; i++) {
        if (table->columns[i].form == FORM_OTHER) {
            return false;
        }
    }
    return table != NULL;
}

bool read_select_is_encodable(const struct plan_node *root)
{
    bool is_whole_row = root->select_count == 0 && root->child_count == 0;
    if (is_whole_row && !is_table_encodable(root->table)) {
        return false;
    }
    for (size_t i = 0; i < root->select_count; i++) {
        const struct plan_select *select = &root->selects[i];
        bool is_plain = select->aggregate == AGGREGATE_NONE &&
                        select->transform == NULL && !slice_is_present(select->cast);
        bool is_known = select->field.is_all ? is_table_encodable(root->table)
                                             : select->field.form != FORM_OTHER;
        if (is_plain && !is_known) {
            return false;
        }
    }
    return true;
}
