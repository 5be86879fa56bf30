/* SPDX-License-Identifier: MIT */
#include "rest/payload.h"

#include <stdlib.h>

#include "base/growing.h"
#include "rest/csv.h"
#include "rest/form.h"
#include "rest/media.h"

#define INVALID "Empty or invalid json"
#define NOT_UNIFORM "All object keys must match"

typedef bool reader(struct context *context, struct slice body, bool has_columns,
                    struct payload *out);

/* The first object's keys: as they stand in the text, for the usual case that all objects
 * are written alike; and decoded, sorted, each once, for the others. */
struct key_set {
    struct slice *written;
    size_t written_count;
    struct slice *sorted;
    size_t sorted_count;
    size_t *seen; /* per sorted key the last object that has it, counted from 1 */
};

static int order_of_slices(const void *a, const void *b)
{
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

/* Sorts `keys` in place, drops repetitions and returns how many are left. */
static size_t sort_keys(struct slice *keys, size_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(keys, count, sizeof(*keys), order_of_slices);
    size_t kept = 1;
    for (size_t i = 1; i < count; i++) {
        if (!slice_equal(keys[i], keys[kept - 1])) {
            keys[kept++] = keys[i];
        }
    }
    return kept;
}

static struct slice *key_list(struct arena *arena, size_t count)
{
    return arena_alloc(arena, (count == 0 ? 1 : count) * sizeof(struct slice));
}

static struct key_set keys_of(struct arena *arena, struct json_value object)
{
    struct growing written = {0};
    struct json_iterator iterator = json_iterate(object);
    struct json_value name;
    struct json_value value;
    while (json_next_item(&iterator, &name) && json_next_item(&iterator, &value)) {
        struct slice *key = growing_add(arena, &written, sizeof(struct slice));
        *key = name.text;
    }
    struct key_set set = {.written = written.items, .written_count = written.count};
    set.sorted = key_list(arena, written.count);
    for (size_t i = 0; i < written.count; i++) {
        struct json_value key = {JSON_KIND_STRING, set.written[i]};
        set.sorted[i] = json_string_text(arena, key);
    }
    set.sorted_count = sort_keys(set.sorted, written.count);
    set.seen = arena_alloc(arena, (set.sorted_count + 1) * sizeof(*set.seen));
    return set;
}

static bool is_written_alike(const struct key_set *set, struct json_value object)
{
    struct json_iterator iterator = json_iterate(object);
    struct json_value name;
    struct json_value value;
    size_t count = 0;
    while (json_next_item(&iterator, &name) && json_next_item(&iterator, &value)) {
        if (count == set->written_count || !slice_equal(name.text, set->written[count])) {
            return false;
        }
        count++;
    }
    return count == set->written_count;
}

/* In any order, spelling and number of repetitions. `number` is the object's, from 1. */
static bool has_same_keys(struct arena *arena, struct key_set *set,
                          struct json_value object, size_t number)
{
    struct json_iterator iterator = json_iterate(object);
    struct slice key;
    struct json_value value;
    size_t found_count = 0;
    while (json_next_member(&iterator, arena, &key, &value)) {
        const struct slice *found =
            bsearch(&key, set->sorted, set->sorted_count, sizeof(key), order_of_slices);
        if (found == NULL) {
            return false;
        }
        size_t *seen = &set->seen[found - set->sorted];
        found_count += *seen != number;
        *seen = number;
    }
    return found_count == set->sorted_count;
}

/* With columns=: PostgreSQL is told only whether an object is meant, and says itself what
 * is wrong with the text. */
static bool leave_unread(struct slice body, struct payload *out)
{
    struct slice text = body;
    while (text.len > 0 && memchr(" \t\n\r", text.ptr[0], 4) != NULL) {
        text = slice_from(text, 1);
    }
    *out = (struct payload){
        .kind = slice_starts_with(text, "{") ? PAYLOAD_OBJECT : PAYLOAD_ARRAY,
        .text = body,
        .is_unread = true,
    };
    return true;
}

/* `has_columns`: the objects may differ. */
static bool read_array(struct context *context, struct json_value array, bool has_columns,
                       struct payload *out)
{
    struct key_set set = {.sorted = key_list(context->arena, 0)};
    struct json_iterator iterator = json_iterate(array);
    struct json_value item;
    out->kind = PAYLOAD_ARRAY;
    while (json_next_item(&iterator, &item)) {
        bool is_object = item.kind == JSON_KIND_OBJECT;
        if (is_object && out->row_count == 0 && !has_columns) {
            set = keys_of(context->arena, item);
        }
        out->row_count++;
        if (!is_object && has_columns) {
            return leave_unread(out->text, out);
        }
        if (!is_object || (!has_columns && !is_written_alike(&set, item) &&
                           !has_same_keys(context->arena, &set, item, out->row_count))) {
            return context_fail_with(context, "PGRST102", NOT_UNIFORM);
        }
    }
    out->keys = has_columns ? NULL : set.sorted;
    out->key_count = set.sorted_count;
    return true;
}

static bool read_json(struct context *context, struct slice body, bool has_columns,
                      struct payload *out)
{
    const char *problem;
    size_t at;
    if (body.len == 0 && !has_columns) {
        out->kind = PAYLOAD_NONE;
        out->keys = key_list(context->arena, 0);
        return true;
    }
    if (!json_check(body, &problem, &at)) {
        return has_columns ? leave_unread(body, out)
                           : context_fail_with(context, "PGRST102", INVALID);
    }
    struct json_value value = json_parse(body);
    out->text = value.text;
    if (value.kind == JSON_KIND_ARRAY) {
        return read_array(context, value, has_columns, out);
    }
    if (value.kind != JSON_KIND_OBJECT && has_columns) {
        return leave_unread(body, out);
    }
    if (value.kind != JSON_KIND_OBJECT) {
        *out = (struct payload){.kind = PAYLOAD_EMPTY,
                                .text = slice_of("[]"),
                                .keys = key_list(context->arena, 0)};
        return true;
    }
    out->kind = PAYLOAD_OBJECT;
    out->row_count = 1;
    if (!has_columns) {
        struct key_set set = keys_of(context->arena, value);
        out->keys = set.sorted;
        out->key_count = set.sorted_count;
    }
    return true;
}

static bool read_csv(struct context *context, struct slice body, bool has_columns,
                     struct payload *out)
{
    (void)has_columns;
    struct csv csv;
    if (!csv_parse(context, body, &csv)) {
        return false;
    }
    struct slice *keys = key_list(context->arena, csv.name_count);
    for (size_t i = 0; i < csv.name_count; i++) {
        keys[i] = csv.names[i];
    }
    *out = (struct payload){.kind = PAYLOAD_ARRAY,
                            .text = csv.json,
                            .keys = keys,
                            .key_count = sort_keys(keys, csv.name_count),
                            .row_count = csv.row_count};
    return true;
}

static bool read_form(struct context *context, struct slice body, bool has_columns,
                      struct payload *out)
{
    (void)has_columns;
    struct form form;
    if (!form_parse(context, body, &form)) {
        return false;
    }
    struct slice *keys = key_list(context->arena, form.count);
    for (size_t i = 0; i < form.count; i++) {
        keys[i] = form.fields[i].name;
    }
    *out = (struct payload){.kind = PAYLOAD_OBJECT,
                            .text = form_to_json(context->arena, &form),
                            .keys = keys,
                            .key_count = sort_keys(keys, form.count),
                            .row_count = 1};
    return true;
}

static bool read_raw(struct context *context, struct slice body, bool has_columns,
                     struct payload *out)
{
    (void)context;
    (void)has_columns;
    out->kind = PAYLOAD_RAW;
    out->text = body;
    return true;
}

static bool refuse(struct context *context, struct media_type type)
{
    return context_fail_with(context, "PGRST102", "Content-Type not acceptable: %s",
                             media_spell(context->arena, type));
}

bool payload_parse(struct context *context, struct media_type type, struct slice body,
                   bool has_columns, struct payload *out)
{
    static const struct {
        const char *name;
        reader *read;
    } readers[] = {
        {"application/json", read_json},
        {"text/csv", read_csv},
        {"application/x-www-form-urlencoded", read_form},
        {"text/plain", read_raw},
        {"text/xml", read_raw},
        {"application/octet-stream", read_raw},
    };
    if (!slice_is_present(body)) {
        body = slice_of("");
    }
    *out = (struct payload){.text = body};
    for (size_t i = 0; i < ARRAY_LENGTH(readers); i++) {
        if (slice_is(type.name, readers[i].name)) {
            return readers[i].read(context, body, has_columns, out);
        }
    }
    return refuse(context, type);
}

bool payload_has_rows(struct context *context, struct media_type type,
                      const struct payload *payload)
{
    if (payload->kind == PAYLOAD_NONE) {
        return context_fail_with(context, "PGRST102", INVALID);
    }
    return payload->kind != PAYLOAD_RAW || refuse(context, type);
}
