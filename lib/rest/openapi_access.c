/* SPDX-License-Identifier: MIT */
#include "rest/openapi_access.h"

#include "base/growing.h"
#include "rest/sql.h"
#include "rest/transaction.h"

/* One flag or set of grants for each table and function of the models. */
struct access {
    struct openapi_document *document;
    const struct models *models;
    struct openapi_table *tables;
    bool *functions;
    struct growing hidden; /* of const struct column * */
};

/* As the models have them, types come out qualified: the path is empty by then. */
static const char tables_sql[] =
    "SELECT 'table', c.relname, NULL, "
    "has_any_column_privilege(c.oid, 'SELECT'), has_any_column_privilege(c.oid, "
    "'INSERT'), has_any_column_privilege(c.oid, 'UPDATE'), has_table_privilege(c.oid, "
    "'DELETE') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND has_schema_privilege(n.oid, "
    "'USAGE') AND (pg_has_role(c.relowner, 'USAGE') OR has_table_privilege(c.oid, "
    "'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR "
    "has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')) "
    "AND n.nspname = ";
static const char functions_sql[] =
    " UNION ALL SELECT 'function', p.proname, (SELECT string_agg(format_type(t.type, "
    "-1), ',' ORDER BY t.place) FROM unnest(p.proargtypes) WITH ORDINALITY AS t (type, "
    "place)), NULL, NULL, NULL, NULL FROM pg_proc p JOIN pg_namespace n ON n.oid = "
    "p.pronamespace WHERE p.prokind = 'f' AND has_schema_privilege(n.oid, 'USAGE') "
    "AND has_function_privilege(p.oid, 'EXECUTE') AND n.nspname = ";
/* Columns need looking at only where there is no right to the whole table. */
static const char columns_sql[] =
    " UNION ALL SELECT 'column', c.relname, a.attname, NULL, NULL, NULL, NULL FROM "
    "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON "
    "a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r', "
    "'p', 'f', 'v', 'm') AND NOT has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE') "
    "AND has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE') AND NOT "
    "has_column_privilege(c.oid, a.attnum, 'SELECT, INSERT, UPDATE') AND n.nspname = ";

static void clear(struct access *access)
{
    for (size_t i = 0; i < access->models->table_count; i++) {
        access->tables[i] = (struct openapi_table){0};
    }
    for (size_t i = 0; i < access->models->function_count; i++) {
        access->functions[i] = false;
    }
    access->hidden.count = 0;
}

static void take_table(struct access *access, const struct slice *values)
{
    const struct table *table = models_find_table(
        access->models, slice_of(access->document->job->schema), values[1]);
    if (table != NULL) {
        access->tables[table - access->models->tables] =
            (struct openapi_table){.table = table,
                                   .may_select = slice_is(values[3], "t"),
                                   .may_insert = slice_is(values[4], "t"),
                                   .may_update = slice_is(values[5], "t"),
                                   .may_delete = slice_is(values[6], "t")};
    }
}

static void take_hidden(struct access *access, const struct slice *values)
{
    const struct job *job = access->document->job;
    const struct table *table =
        models_find_table(access->models, slice_of(job->schema), values[1]);
    const struct column *column =
        table == NULL ? NULL : table_find_column(table, values[2]);
    if (column != NULL) {
        *(const struct column **)growing_add(job->context->arena, &access->hidden,
                                             sizeof(column)) = column;
    }
}

static bool has_types(const struct function *function, struct slice types)
{
    for (size_t i = 0; i < function->parameter_count; i++) {
        struct slice separator = slice_until(types, i > 0 ? 1 : 0);
        types = slice_from(types, separator.len);
        if (!slice_is(separator, i > 0 ? "," : "") ||
            !slice_starts_with(types, function->parameters[i].type)) {
            return false;
        }
        types = slice_from(types, strlen(function->parameters[i].type));
    }
    return types.len == 0;
}

/* Overloads are told apart by the types of their parameters. */
static void take_function(struct access *access, const struct slice *values)
{
    size_t count;
    const struct function *functions = models_find_functions(
        access->models, slice_of(access->document->job->schema), values[1], &count);
    for (size_t i = 0; i < count; i++) {
        if (has_types(&functions[i], values[2])) {
            access->functions[&functions[i] - access->models->functions] = true;
        }
    }
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    (void)context;
    (void)count;
    if (slice_is(values[0], "table")) {
        take_table(self, values);
    } else if (slice_is(values[0], "column")) {
        take_hidden(self, values);
    } else {
        take_function(self, values);
    }
    return true;
}

/* The exchange may be repeated. */
static bool start(void *self, struct context *context, const struct field *fields,
                  size_t count)
{
    (void)context;
    (void)fields;
    (void)count;
    clear(self);
    return true;
}

static void take_all(struct access *access)
{
    for (size_t i = 0; i < access->models->table_count; i++) {
        const struct table *table = &access->models->tables[i];
        access->tables[i] = (struct openapi_table){table, true, true, true, true};
    }
    for (size_t i = 0; i < access->models->function_count; i++) {
        access->functions[i] = true;
    }
}

static void make_lists(const struct access *access)
{
    struct openapi_document *document = access->document;
    struct arena *arena = document->job->context->arena;
    const char *schema = document->job->schema;
    struct growing tables = {0};
    struct growing functions = {0};
    for (size_t i = 0; i < access->models->table_count; i++) {
        const struct table *table = access->tables[i].table;
        if (table != NULL && strcmp(table->schema, schema) == 0) {
            *(struct openapi_table *)growing_add(
                arena, &tables, sizeof(struct openapi_table)) = access->tables[i];
        }
    }
    for (size_t i = 0; i < access->models->function_count; i++) {
        const struct function *function = &access->models->functions[i];
        if (access->functions[i] && strcmp(function->schema, schema) == 0) {
            *(const struct function **)growing_add(arena, &functions, sizeof(function)) =
                function;
        }
    }
    document->tables = tables.items;
    document->table_count = tables.count;
    document->functions = functions.items;
    document->function_count = functions.count;
    document->hidden = access->hidden.items;
    document->hidden_count = access->hidden.count;
}

static struct statement statement(struct job *job)
{
    struct sql sql = sql_new(job->context);
    sql_add(&sql, tables_sql);
    sql_add_parameter(&sql, slice_of(job->schema));
    sql_add(&sql, functions_sql);
    sql_add_parameter(&sql, slice_of(job->schema));
    sql_add(&sql, columns_sql);
    sql_add_parameter(&sql, slice_of(job->schema));
    return sql_statement(&sql);
}

bool openapi_access_read(struct openapi_document *document)
{
    struct job *job = document->job;
    struct arena *arena = job->context->arena;
    const struct models *models = job->service->models;
    struct access access = {
        .document = document,
        .models = models,
        .tables = arena_alloc(arena, (models->table_count + 1) * sizeof(*access.tables)),
        .functions =
            arena_alloc(arena, (models->function_count + 1) * sizeof(*access.functions)),
    };
    struct row_sink sink = {.self = &access, .describe = start, .row = take_row};
    struct transaction transaction = {.job = job, .is_read_only = true};
    if (job->context->config->openapi_mode == OPENAPI_IGNORE_PRIVILEGES) {
        take_all(&access);
    } else {
        struct statement no_path = {
            .sql = slice_of("SELECT set_config('search_path', '', true)"),
            .is_cached = true};
        transaction_add(&transaction, no_path, NULL);
        transaction_add(&transaction, statement(job), &sink);
    }
    if (!transaction_run(&transaction)) {
        return false;
    }
    make_lists(&access);
    return true;
}
