/* SPDX-License-Identifier: MIT */
#include "rest/record.h"

#define FLOAT4 700
#define FLOAT8 701

/* What a record's columns mostly are, by format_type() without a length: what such a type
 * is cast to must not cut it off, so "character" is none of them. */
static const struct {
    const char *name;
    uint32_t type;
} plain_types[] = {
    {"uuid", 2950},
    {"text", 25},
    {"integer", 23},
    {"double precision", FLOAT8},
    {"timestamp with time zone", 1184},
    {"boolean", 16},
    {"jsonb", 3802},
    {"bigint", 20},
    {"smallint", 21},
    {"numeric", 1700},
    {"real", FLOAT4},
    {"character varying", 1043},
    {"date", 1082},
    {"timestamp without time zone", 1114},
    {"time without time zone", 1083},
    {"time with time zone", 1266},
    {"interval", 1186},
    {"bytea", 17},
};

json_write *record_writer(const char *type)
{
    for (size_t i = 0; i < ARRAY_LENGTH(plain_types); i++) {
        struct json_type known;
        if (strcmp(plain_types[i].name, type) == 0 &&
            json_type_find(plain_types[i].type, &known)) {
            bool is_float =
                plain_types[i].type == FLOAT4 || plain_types[i].type == FLOAT8;
            return is_float ? record_write_float : known.write;
        }
    }
    return NULL;
}

static void add_zeros(struct spool *spool, int64_t count)
{
    for (int64_t i = 0; i < count; i++) {
        spool_add_char(spool, '0');
    }
}

/* "-1.5e-07" is -0.00000015 as a numeric, which jsonb's numbers are: the point moves
 * through the digits as far as the exponent says. */
static void write_moved(struct spool *spool, struct slice mantissa, int64_t exponent)
{
    char digits[32];
    int64_t count = 0;
    int64_t point = (int64_t)slice_find(mantissa, '.') + exponent;
    for (size_t i = 0; i < mantissa.len && count < (int64_t)sizeof(digits); i++) {
        if (mantissa.ptr[i] != '.') {
            digits[count++] = mantissa.ptr[i];
        }
    }
    if (point <= 0) {
        spool_add_text(spool, "0.");
        add_zeros(spool, -point);
        spool_add(spool, digits, (size_t)count);
    } else if (point >= count) {
        spool_add(spool, digits, (size_t)count);
        add_zeros(spool, point - count);
    } else {
        spool_add(spool, digits, (size_t)point);
        spool_add_char(spool, '.');
        spool_add(spool, digits + point, (size_t)(count - point));
    }
}

void record_write_float(struct json_writer *writer, struct slice text)
{
    int64_t exponent = 0;
    size_t end = slice_find(text, 'e');
    if (slice_is(text, "-0")) {
        spool_add_char(writer->spool, '0'); /* a numeric has no negative zero */
    } else if (!slice_to_int64(slice_from(text, end + 1), &exponent)) {
        json_number_write(writer, text);
    } else {
        bool is_negative = *text.ptr == '-';
        spool_add_text(writer->spool, is_negative ? "-" : "");
        write_moved(writer->spool,
                    slice_from(slice_until(text, end), is_negative ? 1 : 0), exponent);
    }
}

/* Up to the quote that ends it: one that no other follows. */
static struct record_value cut_quoted(struct slice *rest)
{
    struct slice inner = slice_from(*rest, 1);
    size_t end = slice_find(inner, '"');
    bool has_quotes = false;
    while (end + 1 < inner.len && inner.ptr[end + 1] == '"') {
        has_quotes = true;
        end += 2 + slice_find(slice_from(inner, end + 2), '"');
    }
    *rest = slice_from(inner, end + 1);
    inner = slice_until(inner, end);
    return (struct record_value){
        .text = inner,
        .has_escapes = has_quotes || slice_find(inner, '\\') < inner.len,
    };
}

/* What is not quoted has neither comma nor parenthesis; empty, it is a NULL. */
static struct record_value cut_plain(struct slice *rest, bool is_last)
{
    size_t end = slice_find(*rest, is_last ? ')' : ',');
    struct slice text = slice_until(*rest, end);
    *rest = slice_from(*rest, end);
    return (struct record_value){.text = end == 0 ? slice_absent() : text};
}

/* One record off the text, its values into the record's own. */
static void cut_record(struct record *record, struct slice *rest)
{
    for (size_t i = 0; i < record->column_count; i++) {
        *rest = slice_from(*rest, 1); /* the parenthesis, or a comma */
        record->values[i] = rest->len > 0 && *rest->ptr == '"'
                                ? cut_quoted(rest)
                                : cut_plain(rest, i + 1 == record->column_count);
    }
    *rest = slice_from(*rest, 1);
}

static struct slice without_escapes(struct strbuf *buffer, struct slice text)
{
    buffer->len = 0;
    while (text.len > 0) {
        size_t plain = 0;
        while (plain < text.len && text.ptr[plain] != '"' && text.ptr[plain] != '\\') {
            plain++;
        }
        bool is_escape = plain < text.len;
        strbuf_add(buffer, text.ptr, plain + (is_escape ? 1 : 0));
        text = slice_from(text, plain + (is_escape ? 2 : 0));
    }
    return strbuf_slice(buffer);
}

static void write_value(struct json_writer *writer, const struct record_column *column,
                        const struct record_value *value)
{
    struct strbuf *buffer =
        column->record != NULL ? &column->record->text : &writer->scratch;
    struct slice text =
        value->has_escapes ? without_escapes(buffer, value->text) : value->text;
    if (column->record != NULL) {
        record_write(writer, column->record, text);
    } else if (slice_is_present(text)) {
        column->write(writer, text);
    } else {
        spool_add_text(writer->spool, "null");
    }
}

static void write_one(struct json_writer *writer, struct record *record,
                      struct slice *rest)
{
    cut_record(record, rest);
    spool_add_char(writer->spool, '{');
    for (size_t i = 0; i < record->order_count; i++) {
        const struct record_column *column = &record->columns[record->order[i]];
        spool_add_slice(writer->spool, slice_from(column->key, i > 0 ? 0 : 2));
        write_value(writer, column, &record->values[record->order[i]]);
    }
    spool_add_char(writer->spool, '}');
}

void record_write(struct json_writer *writer, struct record *record, struct slice text)
{
    if (!record->is_list) {
        if (slice_is_present(text)) {
            write_one(writer, record, &text);
        } else {
            spool_add_text(writer->spool, "null");
        }
        return;
    }
    spool_add_char(writer->spool, '[');
    for (bool is_first = true; text.len > 0; is_first = false) {
        spool_add_text(writer->spool, is_first ? "" : ", ");
        write_one(writer, record, &text);
    }
    spool_add_char(writer->spool, ']');
}
