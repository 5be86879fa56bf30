/* SPDX-License-Identifier: MIT
 *
 * SELECT from a function: its arguments as casts of parameters, as columns of the body's
 * JSON, or the body itself.
 */
#include "base/growing.h"
#include "rest/calling.h"
#include "rest/expression.h"
#include "rest/write_statement.h"

#define CALL "pgrst_call"
#define SCALAR "pgrst_scalar"

static bool is_unnamed(const struct function *function)
{
    return function->parameter_count == 1 && function->parameters[0].name[0] == '\0';
}

/* The body as a whole, for a single unnamed parameter. */
static void add_whole_body(struct sql *sql, const struct call *call)
{
    const char *type = call->function->parameters[0].type;
    struct slice body =
        call->payload.kind == PAYLOAD_NONE ? slice_of("{}") : call->payload.text;
    if (strcmp(type, "bytea") == 0) {
        sql_add_binary_parameter(sql, body);
    } else {
        sql_add_parameter(sql, body);
    }
    sql_add_format(sql, "::%s", type);
}

/* {"a","b"} of every argument of that name, for a VARIADIC parameter. */
static struct slice variadic_text(struct arena *arena, const struct call *call,
                                  const char *name)
{
    struct growing values = {0};
    for (size_t i = 0; i < call->argument_count; i++) {
        if (slice_is(call->arguments[i].name, name)) {
            *(struct slice *)growing_add(arena, &values, sizeof(struct slice)) =
                call->arguments[i].value;
        }
    }
    return sql_array_text(arena, values.items, values.count);
}

static struct slice last_argument(const struct call *call, const char *name)
{
    for (size_t i = call->argument_count; i-- > 0;) {
        if (slice_is(call->arguments[i].name, name)) {
            return call->arguments[i].value;
        }
    }
    return slice_absent();
}

static void add_arguments(struct sql *sql, const struct call *call)
{
    const struct function *function = call->function;
    const char *separator = "";
    if (is_unnamed(function)) {
        add_whole_body(sql, call);
        return;
    }
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        if (!call_has_argument(call, parameter->name)) {
            continue;
        }
        sql_add_format(sql, "%s%s", separator, parameter->is_variadic ? "VARIADIC " : "");
        separator = ", ";
        sql_add_identifier(sql, slice_of(parameter->name));
        sql_add(sql, " := ");
        if (call->takes_json) {
            sql_add(sql, "pgrst_body.");
            sql_add_identifier(sql, slice_of(parameter->name));
            continue;
        }
        sql_add_parameter(sql,
                          parameter->is_variadic
                              ? variadic_text(sql->context->arena, call, parameter->name)
                              : last_argument(call, parameter->name));
        sql_add_format(sql, "::%s", parameter->type);
    }
}

/* The parameters that the body gives, as columns of json_to_recordset(). */
static void add_body(struct sql *sql, const struct call *call)
{
    const struct function *function = call->function;
    struct arena *arena = sql->context->arena;
    struct growing list = {0};
    for (size_t i = 0; i < function->parameter_count; i++) {
        const struct function_parameter *parameter = &function->parameters[i];
        if (call_has_argument(call, parameter->name)) {
            struct column *column = arena_alloc(arena, sizeof(*column));
            column->name = parameter->name;
            column->type = parameter->type;
            *(const struct column **)growing_add(arena, &list, sizeof(column)) = column;
        }
    }
    struct body_rows rows = {
        .columns = (const struct column *const *)list.items,
        .column_count = list.count,
        .payload = &call->payload,
        .is_one_row = true,
    };
    if (list.count > 0) {
        body_rows_add(sql, &rows);
        sql_add(sql, ", LATERAL ");
    }
}

static void add_columns(struct sql *sql, const struct call *call)
{
    bool is_all = call->returning.count == 0;
    if (is_all) {
        sql_add(sql, CALL ".*");
    }
    for (size_t i = 0; i < call->returning.count; i++) {
        struct slice name = call->returning.items[i];
        sql_add(sql, i > 0 ? ", " CALL "." : CALL ".");
        if (slice_is(name, "*")) {
            sql_add(sql, "*");
        } else {
            sql_add_identifier(sql, name);
        }
    }
}

void call_statement_add_source(struct sql *sql, const struct call *call)
{
    const struct function *function = call->function;
    bool is_scalar = function->result != RESULT_COMPOSITE;
    sql_add(sql, "WITH " SQL_SOURCE " AS (SELECT ");
    if (is_scalar) {
        sql_add(sql, CALL "." SCALAR);
    } else {
        add_columns(sql, call);
    }
    sql_add(sql, " FROM ");
    if (call->takes_json && !is_unnamed(function)) {
        add_body(sql, call);
    }
    sql_add(sql, is_scalar ? "(SELECT " : "");
    sql_add_qualified(sql, function->schema, slice_of(function->name));
    sql_add(sql, "(");
    add_arguments(sql, call);
    sql_add(sql, is_scalar ? ") " SCALAR ") " CALL : ") " CALL);
    sql_add(sql, ") ");
}
