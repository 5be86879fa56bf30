/* SPDX-License-Identifier: MIT */
#include "rest/write_statement.h"

#include "rest/expression.h"
#include "rest/transaction.h"

static struct qualifier table_qualifier(const struct write *write)
{
    return (struct qualifier){write->schema, slice_of(write->table->name)};
}

static void add_table(struct sql *sql, const struct write *write)
{
    sql_add_qualified(sql, write->schema, slice_of(write->table->name));
}

/* The column's default as an expression; identity columns take from their sequence. */
static void add_default(struct sql *sql, const struct table *table,
                        const struct column *column)
{
    if (column->default_value[0] != '\0') {
        sql_add(sql, column->default_value);
        return;
    }
    struct sql name = sql_new(sql->context);
    sql_add_qualified(&name, table->schema, slice_of(table->name));
    sql_add(sql, "nextval(pg_get_serial_sequence(");
    sql_add_literal(sql, strbuf_slice(&name.text));
    sql_add(sql, ", ");
    sql_add_literal(sql, slice_of(column->name));
    sql_add(sql, "))");
}

void body_rows_add_defaults(struct sql *sql, const struct body_rows *rows)
{
    const char *separator = "";
    sql_add(sql, "jsonb_build_object(");
    for (size_t i = 0; i < rows->column_count; i++) {
        const struct column *column = rows->columns[i];
        if (column->default_value != NULL && !column->is_generated) {
            sql_add(sql, separator);
            sql_add_literal(sql, slice_of(column->name));
            sql_add(sql, ", ");
            add_default(sql, rows->table, column);
            separator = ", ";
        }
    }
    sql_add(sql, ")");
}

/* The JSON that the rows are taken from. */
static void add_document(struct sql *sql, const struct body_rows *rows)
{
    bool is_object = rows->payload->kind == PAYLOAD_OBJECT;
    if (!rows->applies_defaults) {
        sql_add_parameter(sql, rows->payload->text);
        sql_add(sql, "::json");
        return;
    }
    if (is_object) {
        body_rows_add_defaults(sql, rows);
        sql_add(sql, " || ");
        sql_add_parameter(sql, rows->payload->text);
        sql_add(sql, "::jsonb");
        return;
    }
    sql_add(sql, "(SELECT jsonb_agg(");
    body_rows_add_defaults(sql, rows);
    sql_add(sql, " || elem) FROM jsonb_array_elements(");
    sql_add_parameter(sql, rows->payload->text);
    sql_add(sql, "::jsonb) elem)");
}

static void add_no_columns(struct sql *sql, const struct body_rows *rows)
{
    if (rows->payload->kind == PAYLOAD_OBJECT) {
        sql_add(sql, "(SELECT FROM (VALUES (1)) _) " SQL_BODY);
        return;
    }
    sql_add(sql, "(SELECT FROM json_array_elements(");
    sql_add_parameter(sql, rows->payload->text);
    sql_add(sql, "::json)) " SQL_BODY);
}

static bool is_transformed(const struct column *column)
{
    return column->from_json_function != NULL;
}

void body_rows_add(struct sql *sql, const struct body_rows *rows)
{
    if (rows->column_count == 0) {
        add_no_columns(sql, rows);
        return;
    }
    sql_add(sql, "(SELECT ");
    for (size_t i = 0; i < rows->column_count; i++) {
        const struct column *column = rows->columns[i];
        sql_add(sql, i > 0 ? ", " : "");
        if (is_transformed(column)) {
            sql_add_format(sql, "%s(", column->from_json_function);
        }
        sql_add_identifier(sql, slice_of(column->name));
        if (is_transformed(column)) {
            sql_add(sql, ") AS ");
            sql_add_identifier(sql, slice_of(column->name));
        }
    }
    bool is_object = rows->payload->kind == PAYLOAD_OBJECT;
    sql_add_format(sql, " FROM %s_to_record%s(",
                   rows->applies_defaults ? "jsonb" : "json", is_object ? "" : "set");
    add_document(sql, rows);
    sql_add(sql, ") AS _(");
    for (size_t i = 0; i < rows->column_count; i++) {
        const struct column *column = rows->columns[i];
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, slice_of(column->name));
        sql_add_format(sql, " %s", is_transformed(column) ? "json" : column->type);
    }
    sql_add(sql, rows->is_one_row ? ") LIMIT 1) " SQL_BODY : ")) " SQL_BODY);
}

static void add_body(struct sql *sql, const struct write *write)
{
    struct body_rows rows = {
        .table = write->table,
        .columns = write->columns,
        .column_count = write->column_count,
        .payload = write->payload,
        .applies_defaults = write->applies_defaults,
    };
    body_rows_add(sql, &rows);
}

static void add_columns(struct sql *sql, const struct write *write, const char *prefix)
{
    for (size_t i = 0; i < write->column_count; i++) {
        sql_add(sql, i > 0 ? ", " : "");
        sql_add(sql, prefix);
        sql_add_identifier(sql, slice_of(write->columns[i]->name));
    }
}

static void add_returning(struct sql *sql, const struct write *write)
{
    for (size_t i = 0; i < write->returning.count; i++) {
        struct slice name = write->returning.items[i];
        sql_add(sql, i == 0 ? " RETURNING " : ", ");
        if (slice_is(name, "*")) {
            add_table(sql, write);
            sql_add(sql, ".*");
        } else {
            sql_add_column(sql, table_qualifier(write), name);
        }
    }
}

/* Rows are counted in as they are read and out as they turn out to be duplicates; what is
 * left was inserted. The comparison is never false. */
static void add_count(struct sql *sql, const char *step)
{
    sql_add_format(sql,
                   "set_config('" TRANSACTION_INSERTED "', (coalesce(nullif("
                   "current_setting('" TRANSACTION_INSERTED "', true), '')::int, 0) %s)"
                   "::text, true) IS NOT NULL",
                   step);
}

static bool is_merge(const struct write *write)
{
    return write->kind == WRITE_PUT || write->resolution == RESOLUTION_MERGE;
}

static void add_conflict(struct sql *sql, const struct write *write)
{
    bool is_upsert = is_merge(write) || write->resolution == RESOLUTION_IGNORE;
    if (!is_upsert || write->conflict.count == 0) {
        return;
    }
    for (size_t i = 0; i < write->conflict.count; i++) {
        sql_add(sql, i == 0 ? " ON CONFLICT(" : ", ");
        sql_add_identifier(sql, write->conflict.items[i]);
    }
    if (!is_merge(write) || write->column_count == 0) {
        sql_add(sql, ") DO NOTHING");
        return;
    }
    sql_add(sql, ") DO UPDATE SET ");
    for (size_t i = 0; i < write->column_count; i++) {
        struct slice name = slice_of(write->columns[i]->name);
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, name);
        sql_add(sql, " = EXCLUDED.");
        sql_add_identifier(sql, name);
    }
    sql_add(sql, " WHERE ");
    add_count(sql, "- 1");
}

static void add_insert(struct sql *sql, const struct write *write)
{
    struct condition_writer writer = {.qualifier = {.name = slice_of(SQL_BODY)}};
    sql_add(sql, "INSERT INTO ");
    add_table(sql, write);
    sql_add(sql, write->column_count > 0 ? "(" : " SELECT");
    if (write->column_count > 0) {
        add_columns(sql, write, "");
        sql_add(sql, ") SELECT ");
        add_columns(sql, write, SQL_BODY ".");
    }
    sql_add(sql, " FROM ");
    add_body(sql, write);
    if (is_merge(write)) {
        sql_add(sql, " WHERE ");
        add_count(sql, "+ 1");
        sql_add_conditions(sql, &writer, write->conditions, write->condition_count,
                           " AND ");
    }
    add_conflict(sql, write);
    add_returning(sql, write);
}

static void add_where(struct sql *sql, const struct write *write)
{
    struct condition_writer writer = {.qualifier = table_qualifier(write)};
    sql_add_conditions(sql, &writer, write->conditions, write->condition_count,
                       " WHERE ");
}

/* A body without keys changes nothing, yet its answer has the columns asked for. */
static void add_no_update(struct sql *sql, const struct write *write)
{
    sql_add(sql, "SELECT ");
    for (size_t i = 0; i < write->returning.count; i++) {
        struct slice name = write->returning.items[i];
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, slice_of(write->table->name));
        sql_add(sql, ".");
        if (slice_is(name, "*")) {
            sql_add(sql, "*");
        } else {
            sql_add_identifier(sql, name);
        }
    }
    sql_add(sql, write->returning.count == 0 ? "NULL FROM " : " FROM ");
    add_table(sql, write);
    sql_add(sql, " WHERE false");
}

static void add_update(struct sql *sql, const struct write *write)
{
    if (write->column_count == 0) {
        add_no_update(sql, write);
        return;
    }
    sql_add(sql, "UPDATE ");
    add_table(sql, write);
    sql_add(sql, " SET ");
    for (size_t i = 0; i < write->column_count; i++) {
        struct slice name = slice_of(write->columns[i]->name);
        sql_add(sql, i > 0 ? ", " : "");
        sql_add_identifier(sql, name);
        sql_add(sql, " = " SQL_BODY ".");
        sql_add_identifier(sql, name);
    }
    sql_add(sql, " FROM ");
    add_body(sql, write);
    add_where(sql, write);
    add_returning(sql, write);
}

static void add_delete(struct sql *sql, const struct write *write)
{
    sql_add(sql, "DELETE FROM ");
    add_table(sql, write);
    add_where(sql, write);
    add_returning(sql, write);
}

void write_statement_add(struct sql *sql, const struct write *write)
{
    static void (*const writers[])(struct sql * sql, const struct write *write) = {
        [WRITE_INSERT] = add_insert,
        [WRITE_PUT] = add_insert,
        [WRITE_UPDATE] = add_update,
        [WRITE_DELETE] = add_delete,
    };
    writers[write->kind](sql, write);
}

void write_statement_add_source(struct sql *sql, const struct write *write)
{
    sql_add(sql, "WITH " SQL_SOURCE " AS (");
    write_statement_add(sql, write);
    sql_add(sql, ") ");
}
