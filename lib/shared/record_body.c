/* SPDX-License-Identifier: MIT */
#include "shared/record_body.h"

#include <inttypes.h>

#include "base/growing.h"
#include "base/json.h"
#include "shared/record_check.h"

typedef void write_value(struct strbuf *text, const void *member);

static void write_boolean(struct strbuf *text, const void *member)
{
    strbuf_add_text(text, *(const bool *)member ? "true" : "false");
}

static void write_smallint(struct strbuf *text, const void *member)
{
    strbuf_add_format(text, "%d", *(const int16_t *)member);
}

static void write_integer(struct strbuf *text, const void *member)
{
    strbuf_add_format(text, "%" PRId32, *(const int32_t *)member);
}

static void write_bigint(struct strbuf *text, const void *member)
{
    strbuf_add_format(text, "%" PRId64, *(const int64_t *)member);
}

static void write_real(struct strbuf *text, const void *member)
{
    json_write_double(text, (double)*(const float *)member);
}

static void write_double(struct strbuf *text, const void *member)
{
    json_write_double(text, *(const double *)member);
}

static void write_text(struct strbuf *text, const void *member)
{
    json_write_string(text, slice_of(*(const char *const *)member));
}

static void write_json(struct strbuf *text, const void *member)
{
    strbuf_add_text(text, *(const char *const *)member);
}

static void write_uuid(struct strbuf *text, const void *member)
{
    strbuf_add_format(text, "\"%s\"", uuid_text(*(const struct uuid *)member).text);
}

static void write_timestamp(struct strbuf *text, const void *member)
{
    strbuf_add_format(text, "\"%s\"",
                      timestamp_text(*(const struct timestamp *)member).text);
}

static write_value *const writers[] = {
    [RECORD_BOOLEAN] = write_boolean, [RECORD_SMALLINT] = write_smallint,
    [RECORD_INTEGER] = write_integer, [RECORD_BIGINT] = write_bigint,
    [RECORD_REAL] = write_real,       [RECORD_DOUBLE] = write_double,
    [RECORD_TEXT] = write_text,       [RECORD_JSON] = write_json,
    [RECORD_UUID] = write_uuid,       [RECORD_TIMESTAMP] = write_timestamp,
};

/* What is known of the record's columns while its rows are written. */
struct body {
    struct context *context;
    const struct record *record;
    struct slice *keys;  /* "name": of each column */
    bool *is_named;      /* NULL: what has a value is sent */
    size_t *times;       /* how many rows sent it */
    struct strbuf *text; /* NULL: rows are only checked */
};

static size_t find_column(const struct record *record, struct slice name)
{
    size_t i = 0;
    while (i < record->column_count && !slice_is(name, record->columns[i].name)) {
        i++;
    }
    return i;
}

static bool choose_columns(struct body *body, const char *columns)
{
    const struct record *record = body->record;
    struct slice rest = slice_of(columns);
    while (slice_is_present(rest)) {
        struct slice name = slice_trim(slice_cut(&rest, ','));
        size_t index = find_column(record, name);
        if (index == record->column_count) {
            return context_fail_with(
                body->context, "PGRST204",
                "Could not find the '%.*s' column of '%s' in the schema cache",
                (int)name.len, name.ptr, record->table);
        }
        body->is_named[index] = true;
    }
    return true;
}

static bool begin(struct body *body, const char *columns)
{
    struct arena *arena = body->context->arena;
    size_t count = body->record->column_count;
    body->keys = arena_alloc(arena, (count + 1) * sizeof(*body->keys));
    body->times = arena_alloc(arena, (count + 1) * sizeof(*body->times));
    for (size_t i = 0; i < count; i++) {
        struct strbuf key = strbuf_new(arena, 0);
        json_write_string(&key, slice_of(body->record->columns[i].name));
        strbuf_add_char(&key, ':');
        body->keys[i] = strbuf_slice(&key);
    }
    if (columns == NULL) {
        return true;
    }
    body->is_named = arena_alloc(arena, (count + 1) * sizeof(*body->is_named));
    return choose_columns(body, columns);
}

static bool is_sent(const struct body *body, size_t index, bool has_value)
{
    const struct record_column *column = &body->record->columns[index];
    if (body->is_named != NULL) {
        return body->is_named[index];
    }
    return !column->is_generated && (has_value || column->is_required);
}

static bool add_row(struct body *body, const char *row)
{
    const struct record *record = body->record;
    const char *separator = "{";
    for (size_t i = 0; i < record->column_count; i++) {
        const struct record_column *column = &record->columns[i];
        bool has_value = record_has_value(column, row);
        if (!is_sent(body, i, has_value)) {
            continue;
        }
        if (!record_check_column(body->context, record, column, row)) {
            return false;
        }
        body->times[i]++;
        if (body->text != NULL) {
            strbuf_add_text(body->text, separator);
            strbuf_add_slice(body->text, body->keys[i]);
            separator = ",";
            if (has_value) {
                writers[column->kind](body->text, row + column->offset);
            } else {
                strbuf_add_text(body->text, "null");
            }
        }
    }
    if (body->text != NULL) {
        strbuf_add_text(body->text, *separator == '{' ? "{}" : "}");
    }
    return true;
}

static bool add_rows(struct body *body, const struct record_list *rows)
{
    const char *row = rows->items;
    struct error *error = &body->context->error;
    for (size_t i = 0; i < rows->count; i++, row += body->record->size) {
        if (body->text != NULL) {
            strbuf_add_char(body->text, i == 0 ? '[' : ',');
        }
        if (!add_row(body, row)) {
            error->details = rows->count == 1
                                 ? NULL
                                 : arena_printf(body->context->arena, "Row %zu of %zu.",
                                                i + 1, rows->count);
            return false;
        }
    }
    if (body->text != NULL) {
        strbuf_add_text(body->text, rows->count == 0 ? "[]" : "]");
    }
    return true;
}

/* What some rows have and others have not needs all names told. */
static void list_columns(const struct body *body, size_t row_count,
                         struct record_body *out)
{
    struct arena *arena = body->context->arena;
    struct growing names = {0};
    bool is_same = true;
    for (size_t i = 0; i < body->record->column_count; i++) {
        is_same = is_same && (body->times[i] == 0 || body->times[i] == row_count);
        if (body->times[i] > 0) {
            *(struct slice *)growing_add(arena, &names, sizeof(struct slice)) =
                slice_of(body->record->columns[i].name);
        }
    }
    if (!is_same) {
        out->columns = names.items;
        out->column_count = names.count;
    }
}

bool record_body_build(struct context *context, const struct record *record,
                       const struct record_list *rows, const char *columns,
                       struct record_body *out)
{
    struct strbuf text = strbuf_new(context->arena, 0);
    struct body body = {.context = context, .record = record, .text = &text};
    *out = (struct record_body){.columns = NULL};
    if (context_has_failed(context) || !begin(&body, columns) || !add_rows(&body, rows)) {
        return false;
    }
    out->text = strbuf_slice(&text);
    list_columns(&body, rows->count, out);
    return true;
}

bool record_body_check(struct context *context, const struct record *record,
                       const struct record_list *rows, const char *columns)
{
    struct body body = {.context = context, .record = record};
    return !context_has_failed(context) && begin(&body, columns) && add_rows(&body, rows);
}
