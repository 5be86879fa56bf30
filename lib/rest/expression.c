/* SPDX-License-Identifier: MIT */
#include "rest/expression.h"

static const char *const aggregate_functions[] = {
    [AGGREGATE_NONE] = "",   [AGGREGATE_COUNT_ALL] = "COUNT", [AGGREGATE_SUM] = "SUM",
    [AGGREGATE_AVG] = "AVG", [AGGREGATE_COUNT] = "COUNT",     [AGGREGATE_MAX] = "MAX",
    [AGGREGATE_MIN] = "MIN",
};

static const char *const truth_tests[] = {
    [TRUTH_NULL] = "NULL",   [TRUTH_NOT_NULL] = "NOT NULL", [TRUTH_TRUE] = "TRUE",
    [TRUTH_FALSE] = "FALSE", [TRUTH_UNKNOWN] = "UNKNOWN",
};

static const char *const directions[] = {
    [DIRECTION_UNSET] = "", [DIRECTION_ASC] = " ASC", [DIRECTION_DESC] = " DESC"};
static const char *const nulls_orders[] = {
    [NULLS_UNSET] = "", [NULLS_FIRST] = " NULLS FIRST", [NULLS_LAST] = " NULLS LAST"};

struct qualifier plan_qualifier(const struct plan_node *node)
{
    return (struct qualifier){.schema = node->is_qualified ? node->schema : NULL,
                              .name = node->sql_name};
}

void sql_add_column(struct sql *sql, struct qualifier qualifier, struct slice column)
{
    sql_add_qualified(sql, qualifier.schema, qualifier.name);
    sql_add(sql, ".");
    sql_add_identifier(sql, column);
}

/* Keys are parameters, so that paths share prepared statements. */
static void add_path(struct sql *sql, const struct plan_field *field)
{
    for (size_t i = 0; i < field->step_count; i++) {
        const struct path_step *step = &field->steps[i];
        sql_add(sql, step->as_text ? "->>" : "->");
        sql_add_parameter(sql, step->text);
        sql_add(sql, step->is_index ? "::int" : "");
    }
}

void sql_add_field(struct sql *sql, struct qualifier qualifier,
                   const struct plan_field *field)
{
    if (field->is_full_row) {
        sql_add_identifier(sql, qualifier.name);
        return;
    }
    if (field->is_all) {
        sql_add_qualified(sql, qualifier.schema, qualifier.name);
        sql_add(sql, ".*");
        return;
    }
    sql_add(sql, field->converts_to_jsonb ? "to_jsonb(" : "");
    sql_add_column(sql, qualifier, field->name);
    sql_add(sql, field->converts_to_jsonb ? ")" : "");
    add_path(sql, field);
}

void sql_begin_aggregate(struct sql *sql, enum aggregate aggregate, struct slice cast)
{
    if (aggregate != AGGREGATE_NONE) {
        sql_add_format(sql, "%s%s(", slice_is_present(cast) ? "CAST( " : "",
                       aggregate_functions[aggregate]);
    }
}

void sql_end_aggregate(struct sql *sql, enum aggregate aggregate, struct slice cast)
{
    if (aggregate == AGGREGATE_NONE) {
        return;
    }
    sql_add(sql, ")");
    if (slice_is_present(cast)) {
        sql_add(sql, " AS ");
        sql_add_type(sql, cast);
        sql_add(sql, " )");
    }
}

void sql_add_select(struct sql *sql, struct qualifier qualifier,
                    const struct plan_select *select)
{
    sql_begin_aggregate(sql, select->aggregate, select->aggregate_cast);
    sql_add(sql, slice_is_present(select->cast) ? "CAST( " : "");
    if (select->transform != NULL) {
        sql_add_format(sql, "%s(", select->transform);
    }
    if (select->aggregate == AGGREGATE_COUNT_ALL && !select->field.is_full_row) {
        sql_add(sql, "*");
    } else {
        sql_add_field(sql, qualifier, &select->field);
    }
    sql_add(sql, select->transform != NULL ? ")" : "");
    if (slice_is_present(select->cast)) {
        sql_add(sql, " AS ");
        sql_add_type(sql, select->cast);
        sql_add(sql, " )");
    }
    sql_end_aggregate(sql, select->aggregate, select->aggregate_cast);
}

void sql_add_alias(struct sql *sql, struct slice alias)
{
    if (slice_is_present(alias)) {
        sql_add(sql, " AS ");
        sql_add_identifier(sql, alias);
    }
}

static struct slice pattern_text(struct arena *arena, struct slice value)
{
    char *copy = slice_string(arena, value);
    for (size_t i = 0; i < value.len; i++) {
        copy[i] = copy[i] == '*' ? '%' : copy[i];
    }
    return (struct slice){copy, value.len};
}

static void add_list(struct sql *sql, const struct plan_condition *condition)
{
    const struct operation *operation = &condition->operation;
    bool is_empty = operation->list_length == 1 && operation->list[0].len == 0;
    sql_add(sql, " = ANY (");
    if (is_empty) {
        sql_add(sql, "'{}'");
    } else {
        struct slice text =
            sql_array_text(sql->context->arena, operation->list, operation->list_length);
        if (condition->transform != NULL) {
            sql_add_format(sql, "SELECT %s(unnest(", condition->transform);
        }
        sql_add_parameter(sql, text);
        sql_add(sql, condition->transform != NULL ? "::text[]))" : "");
    }
    sql_add(sql, ")");
}

static void add_value(struct sql *sql, const struct plan_condition *condition)
{
    const struct operation *operation = &condition->operation;
    const struct operator* known = & operators[operation->operator_name];
    bool is_pattern = known->operand == TAKES_PATTERN;
    bool is_transformed = condition->transform != NULL && !is_pattern &&
                          operation->operator_name != OP_IS_DISTINCT;
    struct slice value = is_pattern ? pattern_text(sql->context->arena, operation->value)
                                    : operation->value;
    sql_add_format(sql, " %s %s", known->sql,
                   operation->quantifier == QUANTIFIER_ANY   ? "ANY("
                   : operation->quantifier == QUANTIFIER_ALL ? "ALL("
                                                             : "");
    if (is_transformed) {
        sql_add_format(sql, "%s(", condition->transform);
    }
    sql_add_parameter(sql, value);
    sql_add(sql, is_transformed ? ")" : "");
    sql_add(sql, operation->quantifier != QUANTIFIER_NONE ? ")" : "");
}

static void add_search(struct sql *sql, const struct operation *operation)
{
    sql_add_format(sql, " @@ %s(", operators[operation->operator_name].sql);
    if (slice_is_present(operation->language)) {
        sql_add_parameter(sql, operation->language);
        sql_add(sql, ", ");
    }
    sql_add_parameter(sql, operation->value);
    sql_add(sql, ")");
}

static void add_searched_field(struct sql *sql, struct qualifier qualifier,
                               const struct plan_condition *condition)
{
    sql_add(sql, "to_tsvector(");
    if (slice_is_present(condition->operation.language)) {
        sql_add_parameter(sql, condition->operation.language);
        sql_add(sql, ", ");
    }
    sql_add_field(sql, qualifier, &condition->field);
    sql_add(sql, ")");
}

static void add_filter(struct sql *sql, struct qualifier qualifier,
                       const struct plan_condition *condition)
{
    const struct operation *operation = &condition->operation;
    sql_add(sql, condition->is_negated ? "NOT " : "");
    if (condition->converts_to_tsvector) {
        add_searched_field(sql, qualifier, condition);
    } else {
        sql_add_field(sql, qualifier, &condition->field);
    }
    switch (operators[operation->operator_name].operand) {
    case TAKES_LIST:
        add_list(sql, condition);
        break;
    case TAKES_TRUTH:
        sql_add_format(sql, " IS %s", truth_tests[operation->truth]);
        break;
    case TAKES_SEARCH:
        add_search(sql, operation);
        break;
    case TAKES_VALUE:
    case TAKES_QUANTIFIED:
    case TAKES_PATTERN:
        add_value(sql, condition);
        break;
    }
}

static void add_null_embed(struct sql *sql, const struct condition_writer *writer,
                           const struct plan_condition *condition)
{
    if (writer->add_exists == NULL) {
        sql_add_identifier(sql, condition->embed->aggregate_name);
        sql_add(sql, condition->is_negated ? " IS DISTINCT FROM NULL"
                                           : " IS NOT DISTINCT FROM NULL");
        return;
    }
    sql_add(sql, condition->is_negated ? "EXISTS (" : "NOT EXISTS (");
    writer->add_exists(sql, condition->embed);
    sql_add(sql, ")");
}

void sql_add_condition(struct sql *sql, const struct condition_writer *writer,
                       const struct plan_condition *condition)
{
    switch (condition->kind) {
    case PLAN_FILTER:
        add_filter(sql, writer->qualifier, condition);
        break;
    case PLAN_NULL_EMBED:
        add_null_embed(sql, writer, condition);
        break;
    case PLAN_AND:
    case PLAN_OR:
        sql_add(sql, condition->is_negated ? "NOT (" : "(");
        for (size_t i = 0; i < condition->item_count; i++) {
            sql_add(sql, i == 0 ? "" : condition->kind == PLAN_AND ? " AND " : " OR ");
            sql_add_condition(sql, writer, &condition->items[i]);
        }
        sql_add(sql, ")");
        break;
    }
}

const char *sql_add_conditions(struct sql *sql, const struct condition_writer *writer,
                               const struct plan_condition *conditions, size_t count,
                               const char *separator)
{
    for (size_t i = 0; i < count; i++) {
        sql_add(sql, separator);
        sql_add_condition(sql, writer, &conditions[i]);
        separator = " AND ";
    }
    return separator;
}

void sql_add_direction(struct sql *sql, const struct plan_order *order)
{
    sql_add(sql, directions[order->direction]);
    sql_add(sql, nulls_orders[order->nulls]);
}

void sql_add_order(struct sql *sql, struct qualifier qualifier,
                   const struct plan_order *order)
{
    struct qualifier own = qualifier;
    if (order->relation != NULL) {
        own = (struct qualifier){.name = order->relation->aggregate_name};
    }
    sql_add_field(sql, own, &order->field);
    sql_add_direction(sql, order);
}
