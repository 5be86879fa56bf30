/* SPDX-License-Identifier: MIT
 *
 * What can be done with a table, in OpenAPI 3.1, and the parameters of it.
 */
#include "rest/openapi_three.h"

static const struct shared {
    const char *key;
    const char *name;
    const char *in;
    const char *type;
    const char *description;
} shared[] = {
    {"select", "select", "query", "text",
     "Columns and embedded relations of the answer: id,full_name,other_table(*)"},
    {"order", "order", "query", "text", "column.asc or column.desc.nullslast, ..."},
    {"limit", "limit", "query", "integer", "At most so many rows"},
    {"offset", "offset", "query", "integer", "Rows to pass over"},
    {"and", "and", "query", "text", "(column.gte.1,or(a.eq.2,b.is.null))"},
    {"or", "or", "query", "text", "(column.eq.1,column.eq.2)"},
    {"columns", "columns", "query", "text", "The only columns to be taken of the body"},
    {"on_conflict", "on_conflict", "query", "text",
     "The columns whose unique constraint decides of an upsert"},
    {"range", "Range", "header", "text", "The rows first-last, counted from 0"},
    {"prefer", "Prefer", "header", "text",
     "count=exact, return=representation, resolution=merge-duplicates, handling=strict, "
     "... (RFC 7240)"},
};

static const char *const read_parameters[] = {
    "select", "order", "limit", "offset", "and", "or", "range", "prefer", NULL};
static const char *const create_parameters[] = {"select", "columns", "on_conflict",
                                                "prefer", NULL};
static const char *const update_parameters[] = {"select", "columns", "and",
                                                "or",     "prefer",  NULL};
static const char *const put_parameters[] = {"select", "prefer", NULL};
static const char *const delete_parameters[] = {"select", "and", "or", "prefer", NULL};

/* What a body has to be. */
enum body { BODY_NONE, BODY_CHANGES, BODY_ROW, BODY_ROWS };

static const struct table_operation {
    const char *method;
    const char *verb;
    const char *const *parameters;
    bool has_filters;
    enum body body;
    const char *const *statuses; /* those with rows */
    bool can_be_empty;           /* 204 */
} reading = {"get", "Read",    read_parameters,
             true,  BODY_NONE, (const char *const[]){"200", "206", NULL},
             false},
  creating = {"post", "Create",  create_parameters,
              false,  BODY_ROWS, (const char *const[]){"200", "201", NULL},
              false},
  updating = {"patch", "Update",     update_parameters,
              true,    BODY_CHANGES, (const char *const[]){"200", NULL},
              true},
  putting = {"put", "Put one of", put_parameters,
             true,  BODY_ROW,     (const char *const[]){"200", "201", NULL},
             true},
  deleting = {"delete", "Delete",  delete_parameters,
              true,     BODY_NONE, (const char *const[]){"200", NULL},
              true};

static bool is_reserved(const char *name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(shared); i++) {
        if (strcmp(shared[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static const char *filter_key(struct arena *arena, const struct table *table,
                              const struct column *column)
{
    return arena_printf(arena, "filter-%s-%s", openapi_three_name(arena, table->name),
                        openapi_three_name(arena, column->name));
}

static bool is_filter(const struct openapi_document *document,
                      const struct column *column)
{
    return !is_reserved(column->name) && !openapi_is_hidden(document, column);
}

/* Parameters ----------------------------------------------------------------------- */

static void write_parameter(struct openapi_document *document, const char *key,
                            const struct shared *one)
{
    openapi_open(document, key, '{');
    openapi_text(document, "name", one->name);
    openapi_text(document, "in", one->in);
    openapi_text_if(document, "description", one->description);
    openapi_open(document, "schema", '{');
    openapi_three_write_type(document, one->type, false);
    openapi_close(document, '}');
    openapi_close(document, '}');
}

void openapi_three_write_parameters(struct openapi_document *document)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, "parameters", '{');
    for (size_t i = 0; i < ARRAY_LENGTH(shared); i++) {
        write_parameter(document, shared[i].key, &shared[i]);
    }
    for (size_t i = 0; i < document->table_count; i++) {
        const struct table *table = document->tables[i].table;
        for (size_t k = 0; k < table->column_count; k++) {
            const struct column *column = &table->columns[k];
            struct shared filter = {.name = column->name,
                                    .in = "query",
                                    .type = "text",
                                    .description = column->comment};
            if (is_filter(document, column)) {
                write_parameter(document, filter_key(arena, table, column), &filter);
            }
        }
    }
    openapi_close(document, '}');
}

static void write_parameter_list(struct openapi_document *document,
                                 const struct table *table,
                                 const struct table_operation *operation)
{
    struct arena *arena = document->job->context->arena;
    openapi_open(document, "parameters", '[');
    for (size_t i = 0; operation->has_filters && i < table->column_count; i++) {
        if (is_filter(document, &table->columns[i])) {
            openapi_reference(document, NULL, "components/parameters/",
                              filter_key(arena, table, &table->columns[i]));
        }
    }
    for (size_t i = 0; operation->parameters[i] != NULL; i++) {
        openapi_reference(document, NULL, "components/parameters/",
                          operation->parameters[i]);
    }
    openapi_close(document, ']');
}

/* Bodies --------------------------------------------------------------------------- */

static void write_array(struct openapi_document *document, const char *key,
                        const char *name)
{
    openapi_open(document, key, '{');
    openapi_text(document, "type", "array");
    openapi_reference(document, "items", "components/schemas/", name);
    openapi_close(document, '}');
}

static void write_csv(struct openapi_document *document)
{
    openapi_open(document, "text/csv", '{');
    openapi_open(document, "schema", '{');
    openapi_text(document, "type", "string");
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_body(struct openapi_document *document, const char *name,
                       enum body body)
{
    const char *new_name = arena_printf(document->job->context->arena, "%s-new", name);
    openapi_open(document, "requestBody", '{');
    openapi_flag(document, "required", true);
    openapi_open(document, "content", '{');
    openapi_open(document, "application/json", '{');
    if (body == BODY_ROWS) {
        openapi_open(document, "schema", '{');
        openapi_open(document, "anyOf", '[');
        openapi_reference(document, NULL, "components/schemas/", new_name);
        write_array(document, NULL, new_name);
        openapi_close(document, ']');
        openapi_close(document, '}');
    } else {
        openapi_reference(document, "schema", "components/schemas/",
                          body == BODY_ROW ? new_name : name);
    }
    openapi_close(document, '}');
    if (body == BODY_ROWS) {
        write_csv(document);
    }
    openapi_close(document, '}');
    openapi_close(document, '}');
}

static void write_rows(struct openapi_document *document, const char *status,
                       const char *name)
{
    openapi_open(document, status, '{');
    openapi_text(document, "description", "Rows, as select asks for them");
    openapi_open(document, "content", '{');
    openapi_open(document, "application/json", '{');
    write_array(document, "schema", name);
    openapi_close(document, '}');
    openapi_open(document, "application/vnd.pgrst.object+json", '{');
    openapi_reference(document, "schema", "components/schemas/", name);
    openapi_close(document, '}');
    write_csv(document);
    openapi_close(document, '}');
    openapi_close(document, '}');
}

/* Operations ----------------------------------------------------------------------- */

static void write_operation(struct openapi_document *document, const struct table *table,
                            const struct table_operation *operation)
{
    struct arena *arena = document->job->context->arena;
    const char *name = openapi_three_name(arena, table->name);
    const char *const tags[] = {table->name, NULL};
    openapi_open(document, operation->method, '{');
    openapi_text(document, "operationId",
                 arena_printf(arena, "%s_%s", operation->method, name));
    openapi_text(document, "summary",
                 arena_printf(arena, "%s %s", operation->verb, table->name));
    openapi_texts(document, "tags", tags);
    write_parameter_list(document, table, operation);
    if (operation->body != BODY_NONE) {
        write_body(document, name, operation->body);
    }
    openapi_open(document, "responses", '{');
    for (size_t i = 0; operation->statuses[i] != NULL; i++) {
        write_rows(document, operation->statuses[i], name);
    }
    if (operation->can_be_empty) {
        openapi_open(document, "204", '{');
        openapi_text(document, "description", "Done; no rows were asked for");
        openapi_close(document, '}');
    }
    openapi_three_write_failure(document);
    openapi_close(document, '}');
    openapi_close(document, '}');
}

void openapi_three_write_table(struct openapi_document *document,
                               const struct openapi_table *openapi_table)
{
    const struct table *table = openapi_table->table;
    bool inserts = openapi_table->may_insert && table->is_insertable;
    bool updates = openapi_table->may_update && table->is_updatable;
    bool deletes = openapi_table->may_delete && table->is_deletable;
    const struct table_operation *operations[] = {
        openapi_table->may_select ? &reading : NULL,
        inserts ? &creating : NULL,
        updates ? &updating : NULL,
        inserts && updates && table->primary_key_count > 0 ? &putting : NULL,
        deletes ? &deleting : NULL,
    };
    openapi_open(document,
                 openapi_three_path(document->job->context->arena, "/", table->name),
                 '{');
    for (size_t i = 0; i < ARRAY_LENGTH(operations); i++) {
        if (operations[i] != NULL) {
            write_operation(document, table, operations[i]);
        }
    }
    openapi_close(document, '}');
}
