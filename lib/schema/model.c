/* SPDX-License-Identifier: MIT */
#include "schema/model.h"

/* A search key: up to three names, compared in turn. Absent ones match anything. */
struct key {
    struct slice parts[3];
};

/* Compares an item of a sorted list with a key, as strcmp() would. */
typedef int key_compare(const void *item, const struct key *key);

static int compare_parts(const struct key *key, const char *first, const char *second,
                         const char *third)
{
    const char *const names[] = {first, second, third};
    int order = 0;
    for (size_t i = 0; i < ARRAY_LENGTH(names) && order == 0; i++) {
        if (slice_is_present(key->parts[i])) {
            order = slice_compare(slice_of(names[i]), key->parts[i]);
        }
    }
    return order;
}

static int compare_table(const void *item, const struct key *key)
{
    const struct table *table = item;
    return compare_parts(key, table->schema, table->name, NULL);
}

static int compare_function(const void *item, const struct key *key)
{
    const struct function *function = item;
    return compare_parts(key, function->schema, function->name, NULL);
}

static int compare_relationship(const void *item, const struct key *key)
{
    const struct relationship *relationship = item;
    return compare_parts(key, relationship->schema, relationship->table, NULL);
}

static int compare_computed(const void *item, const struct key *key)
{
    const struct computed_column *computed = item;
    return compare_parts(key, computed->schema, computed->table, computed->name);
}

/* The first item that is not below the key, or `count`. */
static size_t lower_bound(const char *items, size_t count, size_t size,
                          key_compare *compare, const struct key *key)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(items + middle * size, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The run of items equal to the key; NULL and 0 when there is none. */
static const void *find_run(const void *items, size_t count, size_t size,
                            key_compare *compare, const struct key *key, size_t *found)
{
    const char *base = items;
    size_t first = lower_bound(base, count, size, compare, key);
    size_t end = first;
    while (end < count && compare(base + end * size, key) == 0) {
        end++;
    }
    *found = end - first;
    return *found == 0 ? NULL : base + first * size;
}

const struct table *models_find_table(const struct models *models, struct slice schema,
                                      struct slice name)
{
    size_t found;
    const struct key key = {{schema, name, slice_absent()}};
    return find_run(models->tables, models->table_count, sizeof(struct table),
                    compare_table, &key, &found);
}

const struct column *table_find_column(const struct table *table, struct slice name)
{
    for (size_t i = 0; i < table->column_count; i++) {
        if (slice_is(name, table->columns[i].name)) {
            return &table->columns[i];
        }
    }
    return NULL;
}

bool table_has_key_column(const struct table *table, struct slice name)
{
    for (size_t i = 0; i < table->primary_key_count; i++) {
        if (slice_is(name, table->primary_key[i])) {
            return true;
        }
    }
    return false;
}

const struct computed_column *models_find_computed(const struct models *models,
                                                   const struct table *table,
                                                   struct slice name)
{
    size_t found;
    const struct key key = {{slice_of(table->schema), slice_of(table->name), name}};
    return find_run(models->computed_columns, models->computed_column_count,
                    sizeof(struct computed_column), compare_computed, &key, &found);
}

const struct function *models_find_functions(const struct models *models,
                                             struct slice schema, struct slice name,
                                             size_t *count)
{
    const struct key key = {{schema, name, slice_absent()}};
    return find_run(models->functions, models->function_count, sizeof(struct function),
                    compare_function, &key, count);
}

const char *parameter_type_name(struct arena *arena, const char *type)
{
    static const char *const names[][2] = {{"bpchar", "character"}, {"\"bit\"", "bit"}};
    for (size_t i = 0; i < ARRAY_LENGTH(names); i++) {
        size_t length = strlen(names[i][0]);
        bool is_it = strncmp(type, names[i][0], length) == 0 &&
                     (type[length] == '\0' || type[length] == '[');
        if (is_it) {
            return arena_printf(arena, "%s%s", names[i][1], type + length);
        }
    }
    return type;
}

const struct relationship *models_find_relationships(const struct models *models,
                                                     const char *schema,
                                                     const char *table, size_t *count)
{
    const struct key key = {{slice_of(schema), slice_of(table), slice_absent()}};
    return find_run(models->relationships, models->relationship_count,
                    sizeof(struct relationship), compare_relationship, &key, count);
}
