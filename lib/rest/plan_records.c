/* SPDX-License-Identifier: MIT */
#include "rest/plan_records.h"

#include "base/growing.h"
#include "base/strbuf.h"
#include "rest/plan_tree.h"
#include "rest/read_select.h"

/* A record within a record has its quotes doubled, one within that four times: what is
 * further down comes as JSON. */
#define DEEPEST 3

struct building {
    struct arena *arena;
    struct growing columns; /* of struct record_column */
};

static bool has_spread(const struct plan_node *node)
{
    for (size_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->spread != SPREAD_NONE) {
            return true;
        }
    }
    return false;
}

static bool is_ordered_by(const struct plan_node *parent, const struct plan_node *child)
{
    for (size_t i = 0; i < parent->order_count; i++) {
        if (parent->orders[i].relation == child) {
            return true;
        }
    }
    return false;
}

static bool has_unknown_star(const struct plan_node *node)
{
    for (size_t i = 0; node->table == NULL && i < node->select_count; i++) {
        if (node->selects[i].field.is_all) {
            return true;
        }
    }
    return false;
}

static bool can_be_record(const struct plan_node *parent, const struct plan_node *node)
{
    return node->depth <= DEEPEST && node->spread == SPREAD_NONE &&
           !node->is_empty_embed && !has_spread(parent) && !has_spread(node) &&
           !has_unknown_star(node) && !read_select_is_aggregated(parent) &&
           !read_select_is_aggregated(node) && !is_ordered_by(parent, node);
}

static struct slice key_text(struct arena *arena, struct slice name)
{
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_text(&text, ", ");
    json_write_string(&text, name);
    strbuf_add_text(&text, ": ");
    return strbuf_slice(&text);
}

/* What is a column of a plain type, or text whatever it is taken from, is written here.
 */
static void choose_writer(const struct plan_select *select, struct record_column *column)
{
    const struct plan_field *field = &select->field;
    bool is_text_of_path =
        field->step_count > 0 && field->steps[field->step_count - 1].as_text;
    bool is_untouched = select->transform == NULL && !slice_is_present(select->cast);
    if (is_untouched && is_text_of_path) {
        column->type = "";
        column->write = json_text_write;
    } else if (is_untouched && field->step_count == 0 && field->column != NULL) {
        bool is_text = field->column->form == FORM_TEXT;
        column->type = is_text ? "text" : field->column->base_type;
        column->write = record_writer(column->type);
    }
    if (column->write == NULL) {
        column->type = NULL;
        column->write = json_type_json().write;
    }
}

static void add_select(struct building *building, const struct plan_select *select)
{
    struct slice name =
        slice_is_present(select->alias) ? select->alias : select->field.name;
    struct record_column *column =
        growing_add(building->arena, &building->columns, sizeof(*column));
    *column = (struct record_column){
        .name = name, .key = key_text(building->arena, name), .select = select};
    choose_writer(select, column);
}

/* By name: what records say depends on their columns' order. */
static void add_all_columns(struct building *building, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        struct plan_select *select = arena_alloc(building->arena, sizeof(*select));
        select->field = (struct plan_field){.name = slice_of(table->columns[i].name),
                                            .column = &table->columns[i],
                                            .form = table->columns[i].form};
        add_select(building, select);
    }
}

static void add_relation(struct building *building, const struct plan_node *child)
{
    if (child->is_empty_embed) {
        return;
    }
    struct slice name = plan_node_name(child);
    *(struct record_column *)growing_add(building->arena, &building->columns,
                                         sizeof(struct record_column)) =
        (struct record_column){.name = name,
                               .key = key_text(building->arena, name),
                               .write = json_type_json().write,
                               .record = child->record};
}

/* jsonb has shorter keys first. */
static bool is_before(const struct record_column *a, const struct record_column *b)
{
    return a->name.len != b->name.len ? a->name.len < b->name.len
                                      : memcmp(a->name.ptr, b->name.ptr, a->name.len) < 0;
}

static void put_in_order(struct arena *arena, struct record *record)
{
    size_t *order = arena_alloc(arena, record->column_count * sizeof(*order));
    size_t count = 0;
    for (size_t i = 0; i < record->column_count; i++) {
        size_t at = count;
        while (at > 0 &&
               is_before(&record->columns[i], &record->columns[order[at - 1]])) {
            at--;
        }
        if (at > 0 &&
            slice_equal(record->columns[order[at - 1]].name, record->columns[i].name)) {
            order[at - 1] = i;
            continue;
        }
        memmove(&order[at + 1], &order[at], (count - at) * sizeof(*order));
        order[at] = i;
        count++;
    }
    record->order = order;
    record->order_count = count;
}

static struct record *make_record(struct arena *arena, const struct plan_node *node)
{
    struct building building = {.arena = arena};
    struct record *record = arena_alloc(arena, sizeof(*record));
    for (size_t i = 0; i < node->select_count; i++) {
        if (node->selects[i].field.is_all) {
            add_all_columns(&building, node->table);
        } else {
            add_select(&building, &node->selects[i]);
        }
    }
    for (size_t i = 0; i < node->child_count; i++) {
        add_relation(&building, node->children[i]);
    }
    *record = (struct record){
        .columns = building.columns.items,
        .column_count = building.columns.count,
        .is_list = !relationship_is_to_one(node->relationship),
        .values = arena_alloc(arena, building.columns.count * sizeof(*record->values)),
        .text = strbuf_new(arena, 0),
    };
    put_in_order(arena, record);
    return record;
}

void plan_records(struct arena *arena, struct plan_node *root, bool are_wanted)
{
    for (size_t i = 0; i < root->child_count; i++) {
        struct plan_node *child = root->children[i];
        bool is_record = are_wanted && can_be_record(root, child);
        plan_records(arena, child, is_record);
        child->record = is_record ? make_record(arena, child) : NULL;
    }
}

struct record *const *plan_root_records(struct arena *arena, const struct plan_node *root,
                                        size_t *count)
{
    struct record **records = arena_alloc(arena, root->child_count * sizeof(*records));
    bool has_any = false;
    size_t found = 0;
    for (size_t i = 0; i < root->child_count; i++) {
        if (!root->children[i]->is_empty_embed) {
            records[found++] = root->children[i]->record;
            has_any = has_any || root->children[i]->record != NULL;
        }
    }
    *count = has_any ? found : 0;
    return records;
}
