/* SPDX-License-Identifier: MIT */
#include "rest/plan_tree.h"

static bool is_json(const struct column *column)
{
    return strcmp(column->base_type, "json") == 0 ||
           strcmp(column->base_type, "jsonb") == 0;
}

static enum type_form form_of(const struct plan_building *building,
                              const struct plan_node *node,
                              const struct plan_field *field)
{
    if (field->step_count > 0) {
        return FORM_BUILT_IN; /* json or text, whatever the column is */
    }
    if (field->column != NULL) {
        return field->column->form;
    }
    const struct computed_column *computed =
        node->table == NULL
            ? NULL
            : models_find_computed(building->request->models, node->table, field->name);
    return computed == NULL ? FORM_BUILT_IN : computed->form;
}

struct plan_field plan_resolve_field(const struct plan_building *building,
                                     const struct plan_node *node,
                                     struct field_path field)
{
    struct plan_field resolved = {
        .name = field.name, .steps = field.steps, .step_count = field.step_count};
    if (node->table != NULL) {
        resolved.column = table_find_column(node->table, field.name);
    }
    resolved.converts_to_jsonb =
        field.step_count > 0 && (resolved.column == NULL || !is_json(resolved.column));
    resolved.form = form_of(building, node, &resolved);
    return resolved;
}

struct slice plan_path_name(const struct plan_field *field)
{
    for (size_t i = field->step_count; i-- > 0;) {
        if (!field->steps[i].is_index) {
            return field->steps[i].text;
        }
    }
    return field->step_count > 0 ? field->name : slice_absent();
}

struct slice plan_node_name(const struct plan_node *node)
{
    return slice_is_present(node->alias) ? node->alias : node->relation;
}

struct plan_node *plan_find_child(const struct plan_node *node, struct slice name)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (slice_equal(plan_node_name(node->children[i]), name)) {
            return node->children[i];
        }
    }
    return NULL;
}

/* relation=is.null asks whether the embedded rows are there. */
static const struct plan_node *null_embed(const struct plan_node *node,
                                          const struct condition *condition)
{
    const struct operation *operation = &condition->operation;
    bool is_null_test =
        operation->operator_name == OP_IS && operation->truth == TRUTH_NULL;
    return is_null_test && condition->field.step_count == 0
               ? plan_find_child(node, condition->field.name)
               : NULL;
}

/* What a text search has to make a tsvector of first. The type of a computed column is
 * not known: it is searched as it is. */
static bool is_searchable_text(const struct column *column)
{
    return column != NULL && strcmp(column->base_type, "tsvector") != 0;
}

struct plan_condition plan_resolve_condition(const struct plan_building *building,
                                             const struct plan_node *node,
                                             const struct condition *condition)
{
    struct plan_condition resolved = {.is_negated = condition->is_negated,
                                      .operation = condition->operation};
    if (condition->kind != CONDITION_FILTER) {
        resolved.kind = condition->kind == CONDITION_AND ? PLAN_AND : PLAN_OR;
        resolved.item_count = condition->item_count;
        resolved.items = arena_alloc(building->context->arena,
                                     condition->item_count * sizeof(*resolved.items));
        for (size_t i = 0; i < condition->item_count; i++) {
            resolved.items[i] =
                plan_resolve_condition(building, node, &condition->items[i]);
        }
        return resolved;
    }
    resolved.is_negated = condition->operation.is_negated;
    resolved.embed = null_embed(node, condition);
    if (resolved.embed != NULL) {
        resolved.kind = PLAN_NULL_EMBED;
        return resolved;
    }
    resolved.kind = PLAN_FILTER;
    resolved.field = plan_resolve_field(building, node, condition->field);
    const struct column *column = resolved.field.column;
    bool is_search =
        operators[condition->operation.operator_name].operand == TAKES_SEARCH;
    resolved.converts_to_tsvector = is_search && is_searchable_text(column);
    resolved.transform = column == NULL || resolved.field.step_count > 0
                             ? NULL
                             : column->from_text_function;
    return resolved;
}
