/* SPDX-License-Identifier: MIT */
#include "rest/csv.h"

#include "base/growing.h"
#include "base/json.h"

#define SHOWN ((size_t)100)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* What stands after a field. */
enum follow { FOLLOW_FIELD, FOLLOW_LINE, FOLLOW_END };

struct reader {
    struct context *context;
    struct slice rest;
    struct strbuf scratch; /* the text of a quoted field with quotes in it */
};

/* `text` is borrowed from the body, or from the scratch until the next field. */
struct field {
    struct slice text;
    bool is_quoted;
    enum follow follow;
};

/* Rows under construction: `keys` is each name as JSON with its colon. */
struct rows {
    struct strbuf json;
    struct slice *names;
    struct slice *keys;
    size_t name_count;
    size_t width; /* of the first row, at most name_count */
    size_t count;
};

static bool fails(struct reader *reader, const char *expected)
{
    struct strbuf shown = strbuf_new(reader->context->arena, 0);
    struct slice part = slice_until(reader->rest, SHOWN);
    for (size_t i = 0; i < part.len; i++) {
        unsigned char octet = (unsigned char)part.ptr[i];
        if (octet < 0x20 || octet >= 0x7f) {
            strbuf_add_format(&shown, "\\%d", octet);
        } else {
            strbuf_add_text(&shown, octet == '"' || octet == '\\' ? "\\" : "");
            strbuf_add_char(&shown, (char)octet);
        }
    }
    return context_fail_with(reader->context, "PGRST102", "parse error (%s) at \"%s\"%s",
                             expected, strbuf_string(&shown),
                             part.len < reader->rest.len ? " (truncated)" : "");
}

/* After the opening quote: up to the closing one, each doubled quote made one. */
static bool read_quoted(struct reader *reader, struct field *field)
{
    reader->scratch.len = 0;
    for (;;) {
        size_t quote = slice_find(reader->rest, '"');
        struct slice part = slice_until(reader->rest, quote);
        if (quote == reader->rest.len) {
            reader->rest = slice_from(reader->rest, quote);
            return fails(reader, "not enough input");
        }
        reader->rest = slice_from(reader->rest, quote + 1);
        bool ends = !slice_starts_with(reader->rest, "\"");
        if (ends && reader->scratch.len == 0) {
            field->text = part;
            return true;
        }
        strbuf_add_slice(&reader->scratch, part);
        if (ends) {
            field->text = strbuf_slice(&reader->scratch);
            return true;
        }
        strbuf_add_char(&reader->scratch, '"');
        reader->rest = slice_from(reader->rest, 1);
    }
}

static bool ends_plain(char octet)
{
    return octet == ',' || octet == '\n' || octet == '\r' || octet == '"';
}

static void read_plain(struct reader *reader, struct field *field)
{
    size_t end = 0;
    while (end < reader->rest.len && !ends_plain(reader->rest.ptr[end])) {
        end++;
    }
    field->text = slice_until(reader->rest, end);
    reader->rest = slice_from(reader->rest, end);
}

/* A field and the comma or the line's end after it. */
static bool read_field(struct reader *reader, struct field *field)
{
    field->is_quoted = slice_starts_with(reader->rest, "\"");
    if (field->is_quoted) {
        reader->rest = slice_from(reader->rest, 1);
        if (!read_quoted(reader, field)) {
            return false;
        }
    } else {
        read_plain(reader, field);
    }
    static const struct {
        const char *text;
        enum follow follow;
    } follows[] = {{",", FOLLOW_FIELD},
                   {"\n", FOLLOW_LINE},
                   {"\r\n", FOLLOW_LINE},
                   {"\r", FOLLOW_LINE}};
    for (size_t i = 0; i < ARRAY_LENGTH(follows); i++) {
        if (slice_starts_with(reader->rest, follows[i].text)) {
            reader->rest = slice_from(reader->rest, strlen(follows[i].text));
            field->follow = follows[i].follow;
            return true;
        }
    }
    field->follow = FOLLOW_END;
    return reader->rest.len == 0 || fails(reader, "endOfInput");
}

static bool read_header(struct reader *reader, struct rows *rows)
{
    struct arena *arena = reader->context->arena;
    struct growing names = {0};
    struct field field;
    do {
        if (!read_field(reader, &field)) {
            return false;
        }
        struct slice *name = growing_add(arena, &names, sizeof(struct slice));
        *name = slice_copy(arena, field.text);
    } while (field.follow == FOLLOW_FIELD);
    if (field.follow == FOLLOW_END) {
        return fails(reader, "not enough input");
    }
    rows->names = names.items;
    rows->name_count = names.count;
    rows->keys = arena_alloc(arena, names.count * sizeof(struct slice));
    for (size_t i = 0; i < names.count; i++) {
        struct strbuf key = strbuf_new(arena, 0);
        json_write_string(&key, rows->names[i]);
        strbuf_add_char(&key, ':');
        rows->keys[i] = strbuf_slice(&key);
    }
    return true;
}

static void write_member(struct rows *rows, size_t place, const struct field *field)
{
    strbuf_add_char(&rows->json, place == 0 ? '{' : ',');
    strbuf_add_slice(&rows->json, rows->keys[place]);
    if (!field->is_quoted && slice_is(field->text, "NULL")) {
        strbuf_add_text(&rows->json, "null");
    } else {
        json_write_string(&rows->json, field->text);
    }
}

static bool read_row(struct reader *reader, struct rows *rows)
{
    struct field field;
    if (!read_field(reader, &field)) {
        return false;
    }
    if (field.text.len == 0 && field.follow != FOLLOW_FIELD) {
        return true; /* a blank line */
    }
    strbuf_add_text(&rows->json, rows->count == 0 ? "" : ",");
    write_member(rows, 0, &field);
    size_t width = 1;
    while (field.follow == FOLLOW_FIELD) {
        if (!read_field(reader, &field)) {
            return false;
        }
        if (width < rows->name_count) {
            write_member(rows, width++, &field);
        }
    }
    strbuf_add_char(&rows->json, '}');
    if (rows->count++ > 0 && width != rows->width) {
        return context_fail_with(reader->context, "PGRST102",
                                 "All lines must have same number of fields");
    }
    rows->width = width;
    return true;
}

bool csv_parse(struct context *context, struct slice body, struct csv *out)
{
    struct reader reader = {.context = context,
                            .rest = body.len == 0 ? slice_of("") : body,
                            .scratch = strbuf_new(context->arena, 0)};
    struct rows rows = {.json = strbuf_new(context->arena, 0)};
    if (slice_starts_with(reader.rest, BYTE_ORDER_MARK)) {
        reader.rest = slice_from(reader.rest, strlen(BYTE_ORDER_MARK));
    }
    if (!slice_is_text(reader.rest)) {
        return context_fail_with(context, "PGRST102",
                                 "Invalid CSV: the text is not UTF-8 or has a NUL");
    }
    if (!read_header(&reader, &rows)) {
        return false;
    }
    strbuf_add_char(&rows.json, '[');
    while (reader.rest.len > 0) {
        if (!read_row(&reader, &rows)) {
            return false;
        }
    }
    strbuf_add_char(&rows.json, ']');
    *out = (struct csv){.json = strbuf_slice(&rows.json),
                        .names = rows.names,
                        .name_count = rows.width,
                        .row_count = rows.count};
    return true;
}
