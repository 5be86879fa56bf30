/* SPDX-License-Identifier: MIT */
#include "rest/nested.h"

#include "rest/write_statement.h"

const char *nested_setting(struct arena *arena, size_t index)
{
    return arena_printf(arena, "myorest.keys_%zu", index);
}

/* Counts what the source returned and leaves it, in its order, in the batch's setting. */
static void add_keys(struct sql *sql, size_t index)
{
    sql_add_format(sql,
                   "SELECT pg_catalog.count(*), length(set_config('%s', "
                   "coalesce(json_agg(_row)::text, '[]'), true)) FROM " SQL_SOURCE
                   " _row",
                   nested_setting(sql->context->arena, index));
}

void nested_add_root_keys(struct sql *sql)
{
    add_keys(sql, 0);
}

static void add_names(struct sql *sql, const struct growing *columns, const char *prefix,
                      const char **separator)
{
    const struct column *const *items = columns->items;
    for (size_t i = 0; i < columns->count; i++) {
        sql_add(sql, *separator);
        *separator = ", ";
        sql_add(sql, prefix);
        sql_add_identifier(sql, slice_of(items[i]->name));
    }
}

static void add_definitions(struct sql *sql, const struct growing *columns)
{
    const struct column *const *items = columns->items;
    for (size_t i = 0; i < columns->count; i++) {
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, slice_of(items[i]->name));
        sql_add_format(sql, " %s",
                       items[i]->from_json_function != NULL ? "json" : items[i]->type);
    }
}

/* The parents' keys by their numbers. That there are as many keys as there were rows is
 * made sure of, for a trigger may have dropped one, and every later child would go to the
 * wrong parent: then the cast to jsonb fails. */
static void add_parent_keys(struct sql *sql, const struct nested *nested, size_t parent)
{
    const struct nested_batch *above = &nested->batches[parent];
    const char *setting = nested_setting(sql->context->arena, parent);
    sql_add_format(sql,
                   "ROWS FROM (jsonb_to_recordset(CASE WHEN jsonb_array_length("
                   "current_setting('%s')::jsonb) = ",
                   setting);
    sql_add_parameter(
        sql, slice_of(arena_printf(sql->context->arena, "%zu", above->row_count)));
    sql_add_format(
        sql,
        "::int THEN current_setting('%s') ELSE 'not every parent row was kept' "
        "END::jsonb) AS (",
        setting);
    add_definitions(sql, &above->needed);
    sql_add(sql, ")) WITH ORDINALITY AS _parent(");
    const char *separator = "";
    add_names(sql, &above->needed, "", &separator);
    sql_add(sql, ", _myorest_number)");
}

/* The rows' array; laid over the columns' defaults where rows may leave keys out. */
static void add_document(struct sql *sql, const struct nested_batch *batch,
                         bool applies_defaults)
{
    struct strbuf rows = batch->rows;
    struct body_rows defaults = {
        .table = batch->table,
        .columns = (const struct column *const *)batch->columns.items,
        .column_count = batch->columns.count,
    };
    strbuf_add_char(&rows, ']');
    if (!applies_defaults) {
        sql_add(sql, "json_to_recordset(");
        sql_add_parameter(sql, strbuf_slice(&rows));
        sql_add(sql, "::json)");
        return;
    }
    sql_add(sql, "jsonb_to_recordset((SELECT jsonb_agg(");
    body_rows_add_defaults(sql, &defaults);
    sql_add(sql, " || _row ORDER BY _number) FROM jsonb_array_elements(");
    sql_add_parameter(sql, strbuf_slice(&rows));
    sql_add(sql, "::jsonb) WITH ORDINALITY AS _rows(_row, _number)))");
}

static void add_body(struct sql *sql, const struct nested_batch *batch,
                     bool applies_defaults)
{
    struct strbuf parents = batch->parents;
    const char *separator = "";
    strbuf_add_char(&parents, '}');
    sql_add(sql, "ROWS FROM (");
    add_document(sql, batch, applies_defaults);
    sql_add(sql, " AS (");
    if (batch->columns.count == 0) {
        sql_add(sql, "_myorest_nothing json"); /* a column list cannot be empty */
    }
    add_definitions(sql, &batch->columns);
    sql_add(sql, "), unnest(");
    sql_add_parameter(sql, strbuf_slice(&parents));
    sql_add(sql, "::bigint[])) WITH ORDINALITY AS pgrst_body(");
    if (batch->columns.count == 0) {
        sql_add(sql, "_myorest_nothing");
        separator = ", ";
    }
    add_names(sql, &batch->columns, "", &separator);
    sql_add(sql, ", _myorest_parent, _myorest_order)");
}

static void add_values(struct sql *sql, const struct nested_batch *batch)
{
    const struct column *const *items = batch->columns.items;
    for (size_t i = 0; i < batch->columns.count; i++) {
        const char *function = items[i]->from_json_function;
        sql_add_format(sql, "%s%s%spgrst_body.", i > 0 ? ", " : "",
                       function != NULL ? function : "", function != NULL ? "(" : "");
        sql_add_identifier(sql, slice_of(items[i]->name));
        sql_add(sql, function != NULL ? ")" : "");
    }
    for (size_t i = 0; i < batch->relationship->column_count; i++) {
        sql_add(sql, batch->columns.count + i > 0 ? ", _parent." : "_parent.");
        sql_add_identifier(sql, slice_of(batch->relationship->columns[i].from));
    }
}

struct statement nested_statement(const struct nested *nested, size_t index)
{
    const struct nested_batch *batch = &nested->batches[index];
    struct sql sql = sql_new(nested->job->context);
    const char *separator = "";
    sql_add(&sql, "WITH " SQL_SOURCE " AS (INSERT INTO ");
    sql_add_qualified(&sql, batch->table->schema, slice_of(batch->table->name));
    sql_add(&sql, "(");
    add_names(&sql, &batch->columns, "", &separator);
    for (size_t i = 0; i < batch->relationship->column_count; i++) {
        sql_add(&sql, separator);
        separator = ", ";
        sql_add_identifier(&sql, slice_of(batch->relationship->columns[i].to));
    }
    sql_add(&sql, ") SELECT ");
    add_values(&sql, batch);
    sql_add(&sql, " FROM ");
    add_body(&sql, batch, nested->applies_defaults);
    sql_add(&sql, " JOIN ");
    add_parent_keys(&sql, nested, batch->parent);
    sql_add(&sql, " ON _parent._myorest_number = pgrst_body._myorest_parent ORDER BY "
                  "pgrst_body._myorest_order");
    if (batch->needed.count == 0) {
        sql_add(&sql, ") SELECT 1");
        return sql_statement(&sql);
    }
    separator = " RETURNING ";
    add_names(&sql, &batch->needed, "", &separator);
    sql_add(&sql, ") ");
    add_keys(&sql, index);
    return sql_statement(&sql);
}
