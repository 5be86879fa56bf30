/* SPDX-License-Identifier: MIT */
#include "rest/read_statement.h"

#include "rest/expression.h"
#include "rest/read_select.h"

static void add_query(struct sql *sql, const struct plan_node *node);

static void add_key_names(struct sql *sql, const struct table *table, bool with_types)
{
    for (size_t i = 0; i < table->primary_key_count; i++) {
        struct slice name = slice_of(table->primary_key[i]);
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, name);
        if (with_types) {
            sql_add_format(sql, " %s", table_find_column(table, name)->type);
        }
    }
}

/* The rows that a nested write stored: by the keys it left in a setting. */
static void add_kept(struct sql *sql, const struct plan_node *node)
{
    const struct table *table = node->table;
    struct qualifier kept = {.name = slice_of("_kept")};
    sql_add_format(sql,
                   " JOIN ROWS FROM (jsonb_to_recordset(current_setting('%s')::jsonb) "
                   "AS (",
                   node->kept_in);
    add_key_names(sql, table, true);
    sql_add(sql, ")) WITH ORDINALITY AS _kept(");
    add_key_names(sql, table, false);
    sql_add(sql, ", _number) ON ");
    for (size_t i = 0; i < table->primary_key_count; i++) {
        struct slice name = slice_of(table->primary_key[i]);
        sql_add(sql, i > 0 ? " AND " : "");
        sql_add_column(sql, plan_qualifier(node), name);
        sql_add(sql, " = ");
        sql_add_column(sql, kept, name);
    }
}

static void add_from(struct sql *sql, const struct plan_node *node)
{
    const struct relationship *relationship = node->relationship;
    sql_add(sql, " FROM ");
    if (relationship != NULL && relationship->function != NULL) {
        sql_add_qualified(sql, relationship->function_schema,
                          slice_of(relationship->function));
        sql_add(sql, "(");
        sql_add_identifier(sql, node->parent->sql_name);
        sql_add(sql, "::");
        sql_add_qualified(sql, relationship->schema, slice_of(relationship->table));
        sql_add(sql, ")");
    } else if (node->is_source) {
        sql_add(sql, SQL_SOURCE);
    } else {
        sql_add_qualified(sql, node->schema,
                          node->table != NULL ? slice_of(node->table->name)
                                              : node->relation);
    }
    if (!node->is_qualified) {
        sql_add_alias(sql, node->sql_name);
    }
    if (node->kept_in != NULL) {
        add_kept(sql, node);
    }
    if (relationship != NULL && relationship->junction_table != NULL) {
        sql_add(sql, ", ");
        sql_add_qualified(sql, relationship->junction_schema,
                          slice_of(relationship->junction_table));
    }
}

/* [{..}, ..] of the inner rows, or all of them as records; a spread's columns each as an
 * array. */
static void add_aggregation(struct sql *sql, const struct plan_node *child)
{
    bool is_record = child->record != NULL;
    sql_add(sql, is_record ? "SELECT string_agg(" : "SELECT json_agg(");
    sql_add_identifier(sql, child->aggregate_name);
    sql_add(sql, is_record ? "::text, '')" : ")::jsonb");
    sql_add_alias(sql, child->aggregate_name);
    read_select_add_arrays(sql, child);
    sql_add(sql, " FROM (");
    add_query(sql, child);
    sql_add(sql, ")");
    sql_add_alias(sql, child->aggregate_name);
}

static void add_join(struct sql *sql, const struct plan_node *child)
{
    bool is_inner = child->join == JOIN_INNER;
    bool is_aggregated =
        child->spread == SPREAD_TO_MANY ||
        (child->spread == SPREAD_NONE && !relationship_is_to_one(child->relationship));
    sql_add(sql, is_inner ? " INNER JOIN LATERAL (" : " LEFT JOIN LATERAL (");
    if (is_aggregated) {
        add_aggregation(sql, child);
    } else {
        add_query(sql, child);
    }
    sql_add(sql, ")");
    sql_add_alias(sql, child->aggregate_name);
    sql_add(sql, " ON ");
    if (is_inner && is_aggregated) {
        sql_add_identifier(sql, child->aggregate_name);
        sql_add(sql, " IS NOT NULL");
    } else {
        sql_add(sql, "TRUE");
    }
}

static void add_pairs(struct sql *sql, struct qualifier from, struct qualifier to,
                      const struct column_pair *columns, size_t count,
                      const char **separator)
{
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, *separator);
        *separator = " AND ";
        sql_add_column(sql, from, slice_of(columns[i].from));
        sql_add(sql, " = ");
        sql_add_column(sql, to, slice_of(columns[i].to));
    }
}

/* What ties a relation's rows to its parent's row. */
static void add_join_conditions(struct sql *sql, const struct plan_node *node,
                                const char **separator)
{
    const struct relationship *one = node->relationship;
    if (one == NULL || one->function != NULL) {
        return;
    }
    struct qualifier own = plan_qualifier(node);
    struct qualifier parent = plan_qualifier(node->parent);
    if (one->cardinality != MANY_TO_MANY) {
        add_pairs(sql, parent, own, one->columns, one->column_count, separator);
        return;
    }
    struct qualifier junction = {one->junction_schema, slice_of(one->junction_table)};
    add_pairs(sql, parent, junction, one->columns, one->column_count, separator);
    add_pairs(sql, junction, own, one->foreign_columns, one->foreign_column_count,
              separator);
}

/* As parameters, so that pages share one prepared plan. */
static void add_number(struct sql *sql, const char *clause, int64_t number)
{
    struct strbuf text = strbuf_new(sql->context->arena, 0);
    strbuf_add_number(&text, number);
    sql_add(sql, clause);
    sql_add_parameter(sql, strbuf_slice(&text));
}

static void add_range(struct sql *sql, struct range range)
{
    if (range.limit != -1) {
        add_number(sql, " LIMIT ", range.limit);
    }
    if (range.offset != 0) {
        add_number(sql, " OFFSET ", range.offset);
    }
}

static void add_query(struct sql *sql, const struct plan_node *node)
{
    struct condition_writer writer = {.qualifier = plan_qualifier(node)};
    sql_add(sql, "SELECT ");
    read_select_add_list(sql, node);
    add_from(sql, node);
    for (size_t i = 0; i < node->child_count; i++) {
        add_join(sql, node->children[i]);
    }
    const char *separator = sql_add_conditions(sql, &writer, node->conditions,
                                               node->condition_count, " WHERE ");
    add_join_conditions(sql, node, &separator);
    if (read_select_is_aggregated(node)) {
        read_select_add_groups(sql, node);
    }
    for (size_t i = 0; node->spread != SPREAD_TO_MANY && i < node->order_count; i++) {
        sql_add(sql, i == 0 ? " ORDER BY " : ", ");
        sql_add_order(sql, plan_qualifier(node), &node->orders[i]);
    }
    if (node->kept_in != NULL && node->order_count == 0) {
        sql_add(sql, " ORDER BY _kept._number");
    }
    add_range(sql, node->range);
    if (node->is_claim) {
        sql_add(sql, " FOR UPDATE OF ");
        sql_add_identifier(sql, node->sql_name);
        sql_add(sql, " SKIP LOCKED");
    }
}

void read_statement_add(struct sql *sql, const struct plan_node *root)
{
    add_query(sql, root);
}

/* Groups can only be counted once they have been made. */
static void add_all_groups(struct sql *sql, const struct plan_node *root)
{
    struct plan_node whole = *root;
    whole.range = (struct range){.limit = -1};
    whole.order_count = 0;
    sql_add(sql, "SELECT 1 FROM (");
    add_query(sql, &whole);
    sql_add(sql, ") _group");
}

void read_statement_add_all_rows(struct sql *sql, const struct plan_node *root)
{
    if (root->parent == NULL && read_select_is_aggregated(root)) {
        add_all_groups(sql, root);
        return;
    }
    struct condition_writer writer = {.qualifier = plan_qualifier(root),
                                      .add_exists = read_statement_add_all_rows};
    sql_add(sql, "SELECT 1");
    add_from(sql, root);
    const char *separator = sql_add_conditions(sql, &writer, root->conditions,
                                               root->condition_count, " WHERE ");
    add_join_conditions(sql, root, &separator);
    for (size_t i = 0; i < root->child_count; i++) {
        if (root->children[i]->join == JOIN_INNER) {
            sql_add(sql, separator);
            separator = " AND ";
            sql_add(sql, "EXISTS (");
            read_statement_add_all_rows(sql, root->children[i]);
            sql_add(sql, ")");
        }
    }
}
