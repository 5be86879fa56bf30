/* SPDX-License-Identifier: MIT */
#include "rest/nested.h"

#include "rest/nested_value.h"
#include "rest/relation.h"

void nested_init(struct nested *nested, struct job *job)
{
    *nested = (struct nested){
        .job = job,
        .applies_defaults = job->preferences.missing == MISSING_DEFAULT,
        .batch_count = 1,
    };
    nested->batches[0] = (struct nested_batch){.table = job->table, .path = slice_of("")};
}

static void need_column(struct nested *nested, struct nested_batch *batch,
                        const char *name)
{
    const struct column *column = table_find_column(batch->table, slice_of(name));
    const struct column *const *items = batch->needed.items;
    for (size_t i = 0; i < batch->needed.count; i++) {
        if (items[i] == column) {
            return;
        }
    }
    if (column != NULL) {
        *(const struct column **)growing_add(nested->job->context->arena, &batch->needed,
                                             sizeof(column)) = column;
    }
}

static bool fail_direction(struct context *context, struct slice key)
{
    return context_fail(
        context, (struct error){
                     .code = "PGRST127",
                     .message = "Feature not implemented",
                     .details = arena_printf(
                         context->arena,
                         "Rows of '%.*s' cannot be created together with this one: only "
                         "one-to-many and one-to-one relations can be nested in a body.",
                         (int)key.len, key.ptr)});
}

static bool takes_children(const struct relationship *one)
{
    return one->function == NULL && (one->cardinality == ONE_TO_MANY ||
                                     (one->cardinality == ONE_TO_ONE && one->is_parent));
}

/* By the plan's relations first, for an alias or a hint decides what a name means. */
static const struct relationship *find_relationship(struct nested *nested, size_t parent,
                                                    struct slice key)
{
    struct job *job = nested->job;
    const struct table *table = nested->batches[parent].table;
    for (size_t i = 0; parent == 0 && i < job->plan->child_count; i++) {
        const struct plan_node *child = job->plan->children[i];
        struct slice name =
            slice_is_present(child->alias) ? child->alias : child->relation;
        if (slice_equal(name, key)) {
            return child->relationship;
        }
    }
    struct relation_search search = {
        .models = job->service->models,
        .schema = job->schema,
        .origin = slice_of(table->name),
        .target = key,
    };
    return relation_find(job->context, &search);
}

static struct slice path_below(struct arena *arena, struct slice path, struct slice key)
{
    return path.len == 0 ? key
                         : slice_of(arena_printf(arena, "%.*s.%.*s", (int)path.len,
                                                 path.ptr, (int)key.len, key.ptr));
}

bool nested_add_relation(struct nested *nested, size_t parent, struct slice key,
                         bool *is_found)
{
    struct context *context = nested->job->context;
    const struct relationship *one = find_relationship(nested, parent, key);
    *is_found = one != NULL;
    if (one == NULL) {
        bool is_unknown = strcmp(context->error.code, "PGRST200") == 0;
        context->error = is_unknown ? (struct error){0} : context->error;
        return is_unknown;
    }
    if (!takes_children(one)) {
        return fail_direction(context, key);
    }
    if (nested->batch_count == NESTED_BATCHES) {
        return context_fail_with(context, "PGRST102",
                                 "A body can have at most %d nested relations",
                                 NESTED_BATCHES - 1);
    }
    struct nested_batch *above = &nested->batches[parent];
    for (size_t i = 0; i < one->column_count; i++) {
        need_column(nested, above, one->columns[i].from);
    }
    nested->batches[nested->batch_count++] = (struct nested_batch){
        .key = key,
        .path = path_below(context->arena, above->path, key),
        .table =
            models_find_table(nested->job->service->models, slice_of(one->foreign_schema),
                              slice_of(one->foreign_table)),
        .relationship = one,
        .parent = parent,
        .rows = strbuf_new(context->arena, 0),
        .parents = strbuf_new(context->arena, 0),
    };
    return true;
}

/* --- the document's walk ---------------------------------------------------------------
 */

/* Where in the document we are; spelled only when something is wrong there. */
struct place {
    const struct place *above; /* NULL at the document itself */
    struct slice key;          /* absent for an item of an array */
    size_t number;             /* of an item */
};

static bool collect_row(struct nested *nested, size_t index, const struct place *place,
                        struct json_value row);

static void add_place(struct strbuf *text, const struct place *place)
{
    if (place->above != NULL) {
        add_place(text, place->above);
    }
    if (!slice_is_present(place->key)) {
        strbuf_add_format(text, "[%zu]", place->number);
    } else {
        strbuf_add_text(text, text->len > 0 ? "." : "");
        strbuf_add_slice(text, place->key);
    }
}

/* "emg_statistics[1].channel" */
static const char *spell_place(struct arena *arena, const struct place *place)
{
    struct strbuf text = strbuf_new(arena, 0);
    if (place != NULL) {
        add_place(&text, place);
    }
    return strbuf_string(&text);
}

static bool fail_shape(struct context *context, const struct place *place,
                       const char *expected)
{
    return context_fail(
        context,
        (struct error){.code = "PGRST102",
                       .message = arena_printf(
                           context->arena, "Expected %s in the request body", expected),
                       .details = arena_printf(context->arena, "At %s.",
                                               spell_place(context->arena, place))});
}

static size_t find_batch(const struct nested *nested, size_t parent, struct slice key)
{
    for (size_t i = 1; i < nested->batch_count; i++) {
        if (nested->batches[i].parent == parent &&
            slice_equal(nested->batches[i].key, key)) {
            return i;
        }
    }
    return 0;
}

static bool add_child(struct nested *nested, size_t index, size_t parent_number,
                      const struct place *place, struct json_value row)
{
    struct nested_batch *batch = &nested->batches[index];
    if (row.kind != JSON_KIND_OBJECT) {
        return fail_shape(nested->job->context, place, "an object");
    }
    strbuf_add_char(&batch->rows, batch->row_count == 0 ? '[' : ',');
    strbuf_add_slice(&batch->rows, row.text);
    strbuf_add_format(&batch->parents, "%c%zu", batch->row_count == 0 ? '{' : ',',
                      parent_number);
    batch->row_count++;
    return collect_row(nested, index, place, row);
}

/* An array of objects, for one-to-one an object; null is none. */
static bool collect_children(struct nested *nested, size_t index, size_t parent_number,
                             const struct place *place, struct json_value value)
{
    bool is_one = nested->batches[index].relationship->cardinality == ONE_TO_ONE;
    struct json_value row;
    if (value.kind == JSON_KIND_NULL) {
        return true;
    }
    if (is_one) {
        return add_child(nested, index, parent_number, place, value);
    }
    if (value.kind != JSON_KIND_ARRAY) {
        return fail_shape(nested->job->context, place, "an array");
    }
    struct json_iterator rows = json_iterate(value);
    struct place item = {.above = place};
    for (; json_next_item(&rows, &row); item.number++) {
        if (!add_child(nested, index, parent_number, &item, row)) {
            return false;
        }
    }
    return true;
}

static bool has_column(const struct nested_batch *batch, const struct column *column)
{
    const struct column *const *items = batch->columns.items;
    for (size_t i = 0; i < batch->columns.count; i++) {
        if (items[i] == column) {
            return true;
        }
    }
    return false;
}

static bool is_foreign_key(const struct nested_batch *batch, const struct column *column)
{
    for (size_t i = 0; i < batch->relationship->column_count; i++) {
        if (strcmp(batch->relationship->columns[i].to, column->name) == 0) {
            return true;
        }
    }
    return false;
}

static bool fail_keys(struct context *context, const struct place *place)
{
    return context_fail(context, (struct error){.code = "PGRST102",
                                                .message = "All object keys must match",
                                                .details = arena_printf(
                                                    context->arena, "At %s.",
                                                    spell_place(context->arena, place))});
}

/* The first row decides which columns there are, unless defaults fill what others leave
 * out; keys that tie a row to its parent are
 * the parent's to give. */
static bool take_column(struct nested *nested, struct nested_batch *batch,
                        const struct column *column, const struct place *place,
                        struct json_value value)
{
    struct context *context = nested->job->context;
    if (!nested_value_fits(context->arena, column, value)) {
        return nested_value_fail(context, column, spell_place(context->arena, place),
                                 value);
    }
    if (batch->relationship == NULL || is_foreign_key(batch, column) ||
        has_column(batch, column)) {
        return true;
    }
    if (batch->row_count > 1 && !nested->applies_defaults) {
        return fail_keys(context, place);
    }
    *(const struct column **)growing_add(context->arena, &batch->columns,
                                         sizeof(column)) = column;
    return true;
}

static bool fail_unknown(struct nested *nested, size_t index, const struct place *place)
{
    return context_fail_with(nested->job->context, "PGRST204",
                             "Could not find the '%s' column of '%s' in the schema cache",
                             spell_place(nested->job->context->arena, place),
                             nested->batches[index].table->name);
}

/* True in *is_meant when columns= leaves the key to be stored. */
static bool is_meant(const struct nested *nested, size_t index, struct slice key)
{
    const struct query *query = &nested->job->query;
    if (index > 0 || !query->has_columns) {
        return true;
    }
    for (size_t i = 0; i < query->columns.count; i++) {
        if (slice_equal(query->columns.items[i], key)) {
            return true;
        }
    }
    return false;
}

static bool collect_member(struct nested *nested, size_t index, const struct place *row,
                           struct slice key, struct json_value value, size_t *columns)
{
    struct place place = {.above = row, .key = key};
    struct nested_batch *batch = &nested->batches[index];
    const struct column *column = table_find_column(batch->table, key);
    if (!is_meant(nested, index, key)) {
        return true;
    }
    if (column != NULL) {
        *columns += batch->relationship != NULL && !is_foreign_key(batch, column);
        return take_column(nested, batch, column, &place, value);
    }
    size_t child = find_batch(nested, index, key);
    if (child == 0) {
        bool is_found;
        if (!nested_add_relation(nested, index, key, &is_found)) {
            return false;
        }
        if (!is_found) {
            return fail_unknown(nested, index, &place);
        }
        child = nested->batch_count - 1;
    }
    return collect_children(nested, child, batch->row_count, &place, value);
}

static bool collect_row(struct nested *nested, size_t index, const struct place *place,
                        struct json_value row)
{
    struct json_iterator members = json_iterate(row);
    struct slice key;
    struct json_value value;
    size_t columns = 0;
    while (json_next_member(&members, nested->job->context->arena, &key, &value)) {
        if (!collect_member(nested, index, place, key, value, &columns)) {
            return false;
        }
    }
    return nested->applies_defaults || columns >= nested->batches[index].columns.count ||
           fail_keys(nested->job->context, place);
}

bool nested_collect(struct nested *nested, const struct payload *payload)
{
    struct json_value document = json_parse(payload->text);
    struct nested_batch *root = &nested->batches[0];
    for (size_t i = 0; i < root->table->primary_key_count; i++) {
        need_column(nested, root, root->table->primary_key[i]);
    }
    if (document.kind == JSON_KIND_OBJECT) {
        root->row_count = 1;
        return collect_row(nested, 0, NULL, document);
    }
    struct json_iterator rows = json_iterate(document);
    struct json_value row;
    struct place item = {.number = 0};
    for (; json_next_item(&rows, &row); item.number++) {
        root->row_count++;
        if (!collect_row(nested, 0, &item, row)) {
            return false;
        }
    }
    return true;
}
