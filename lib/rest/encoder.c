/* SPDX-License-Identifier: MIT */
#include "rest/encoder.h"

#include "rest/record.h"

#define BYTEA 17
#define TEXT 25

struct encoder_column {
    struct slice name;
    struct slice key; /* ,"name": */
    uint32_t type;
    struct json_type form;
    struct record *record; /* of an embedded relation; NULL for a value */
};

typedef void write_row(struct encoder *encoder, const struct slice *values);

static write_row write_object, write_record, write_text, write_value, write_wrapped;

/* What an encoding puts around the rows. */
struct layout {
    write_row *write;
    const char *before;
    const char *between;
    const char *after;
    const char *without_rows;
    bool is_single;  /* the first row is all */
    bool uses_first; /* of the first column only */
    bool is_json;
};

static const struct layout layouts[] = {
    [ENCODE_JSON_ARRAY] = {.write = write_object,
                           .before = "[",
                           .between = ", \n ",
                           .after = "]",
                           .without_rows = "[]",
                           .is_json = true},
    [ENCODE_JSON_OBJECT] = {.write = write_object,
                            .before = "",
                            .after = "",
                            .without_rows = "",
                            .is_single = true,
                            .is_json = true},
    [ENCODE_CSV] = {.write = write_record,
                    .before = "\n",
                    .between = "\n",
                    .after = "",
                    .without_rows = "\n"},
    [ENCODE_NDJSON] = {.write = write_object,
                       .before = "",
                       .between = "\n",
                       .after = "\n",
                       .without_rows = "",
                       .is_json = true},
    [ENCODE_VALUE] = {.write = write_text,
                      .before = "",
                      .after = "",
                      .without_rows = "",
                      .is_single = true,
                      .uses_first = true},
    [ENCODE_JSON_VALUE] = {.write = write_value,
                           .before = "",
                           .after = "",
                           .without_rows = "null",
                           .is_single = true,
                           .uses_first = true,
                           .is_json = true},
    [ENCODE_JSON_VALUES] = {.write = write_value,
                            .before = "[",
                            .between = ", ",
                            .after = "]",
                            .without_rows = "[]",
                            .uses_first = true,
                            .is_json = true},
};

bool encoding_is_json(enum encoding encoding)
{
    return layouts[encoding].is_json;
}

static const struct layout *layout_of(const struct encoder *encoder)
{
    return &layouts[encoder->options.encoding];
}

static bool is_wrapped(const struct encoder *encoder)
{
    return encoder->options.is_wrapped;
}

struct encoder *encoder_new(struct context *context, struct spool *spool,
                            struct encoder_options options)
{
    struct encoder *encoder = arena_alloc(context->arena, sizeof(*encoder));
    struct json_writer *writer = arena_alloc(context->arena, sizeof(*writer));
    *writer = (struct json_writer){.spool = spool,
                                   .scratch = strbuf_new(context->arena, 0),
                                   .strips_nulls = options.strips_nulls};
    *encoder = (struct encoder){.options = options, .spool = spool, .writer = writer};
    return encoder;
}

/* False when neither the catalog's types nor the model know how the column is written. */
static bool find_form(const struct encoder *encoder, const struct field *field,
                      struct json_type *out)
{
    if (json_type_find(field->type, out)) {
        return true;
    }
    const struct column *column =
        encoder->options.table == NULL
            ? NULL
            : table_find_column(encoder->options.table, field->name);
    *out = json_type_text();
    return column != NULL && column->form == FORM_TEXT;
}

/* A database that a test stands in for may answer with JSON all the same. */
static struct record *find_record(const struct encoder *encoder, size_t column,
                                  uint32_t type)
{
    size_t count = encoder->options.record_count;
    size_t from_end = encoder->column_count - column;
    return type != TEXT || from_end > count ? NULL
                                            : encoder->options.records[count - from_end];
}

static bool describe(void *self, struct context *context, const struct field *fields,
                     size_t count)
{
    struct encoder *encoder = self;
    size_t hidden = encoder->options.hidden_columns;
    spool_clear(encoder->spool);
    encoder->rows = 0;
    encoder->hidden = NULL;
    encoder->needs_wrapping = false;
    if (encoder->options.rows != NULL) {
        const struct row_sink *rows = encoder->options.rows;
        return rows->describe(rows->self, context, fields, count);
    }
    encoder->column_count = count > hidden ? count - hidden : 0;
    encoder->columns =
        arena_alloc(context->arena, (count + 1) * sizeof(*encoder->columns));
    size_t used = layout_of(encoder)->uses_first ? 1 : count;
    for (size_t i = 0; i < encoder->column_count; i++) {
        struct encoder_column *column = &encoder->columns[i];
        struct strbuf key = strbuf_new(context->arena, 0);
        strbuf_add_char(&key, ',');
        json_write_string(&key, fields[i].name);
        strbuf_add_char(&key, ':');
        column->key = strbuf_slice(&key);
        column->name = slice_copy(context->arena, fields[i].name);
        column->type = fields[i].type;
        column->record = find_record(encoder, i, fields[i].type);
        bool is_known = find_form(encoder, &fields[i], &column->form);
        if (!is_known && i < used && layout_of(encoder)->is_json &&
            !is_wrapped(encoder)) {
            encoder->needs_wrapping = true;
        }
    }
    return true;
}

static void write_object(struct encoder *encoder, const struct slice *values)
{
    bool is_empty = true;
    spool_add_char(encoder->spool, '{');
    for (size_t i = 0; i < encoder->column_count; i++) {
        const struct encoder_column *column = &encoder->columns[i];
        if (encoder->options.strips_nulls &&
            json_value_is_null(&column->form, values[i])) {
            continue;
        }
        spool_add_slice(encoder->spool, slice_from(column->key, is_empty ? 1 : 0));
        if (column->record != NULL) {
            record_write(encoder->writer, column->record, values[i]);
        } else {
            json_value_write(encoder->writer, &column->form, values[i]);
        }
        is_empty = false;
    }
    spool_add_char(encoder->spool, '}');
}

/* As in a record's text: what is empty or holds one of these is quoted. */
static bool needs_quotes(struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        char octet = value.ptr[i];
        if (octet == '"' || octet == '\\' || octet == '(' || octet == ')' ||
            octet == ',' || octet == ' ' || (octet >= '\t' && octet <= '\r')) {
            return true;
        }
    }
    return value.len == 0;
}

/* Doubles quotes and backslashes. */
static void write_in_quotes(struct spool *spool, struct slice value)
{
    spool_add_char(spool, '"');
    size_t start = 0;
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '"' || value.ptr[i] == '\\') {
            spool_add(spool, value.ptr + start, i + 1 - start);
            start = i;
        }
    }
    spool_add_slice(spool, slice_from(value, start));
    spool_add_char(spool, '"');
}

static void write_record(struct encoder *encoder, const struct slice *values)
{
    for (size_t i = 0; i < encoder->column_count; i++) {
        if (i > 0) {
            spool_add_char(encoder->spool, ',');
        }
        if (slice_is_present(values[i]) && needs_quotes(values[i])) {
            write_in_quotes(encoder->spool, values[i]);
        } else {
            spool_add_slice(encoder->spool, values[i]);
        }
    }
}

static int hex_digit(char octet)
{
    return octet >= 'a' ? octet - 'a' + 10 : octet - '0';
}

/* "\x48690a" */
static void write_octets(struct spool *spool, struct slice hex)
{
    char piece[256];
    size_t length = 0;
    for (size_t i = 2; i + 1 < hex.len; i += 2) {
        piece[length++] = (char)(hex_digit(hex.ptr[i]) << 4 | hex_digit(hex.ptr[i + 1]));
        if (length == sizeof(piece)) {
            spool_add(spool, piece, length);
            length = 0;
        }
    }
    spool_add(spool, piece, length);
}

static void write_text(struct encoder *encoder, const struct slice *values)
{
    if (encoder->columns[0].type == BYTEA) {
        write_octets(encoder->spool, values[0]);
    } else {
        spool_add_slice(encoder->spool, values[0]);
    }
}

static void write_value(struct encoder *encoder, const struct slice *values)
{
    json_value_write(encoder->writer, &encoder->columns[0].form, values[0]);
}

static void write_wrapped(struct encoder *encoder, const struct slice *values)
{
    struct json_type json = json_type_json();
    json_value_write(encoder->writer, &json, values[0]);
}

static void write_names(struct encoder *encoder)
{
    for (size_t i = 0; i < encoder->column_count; i++) {
        spool_add_text(encoder->spool, i == 0 ? "" : ",");
        spool_add_slice(encoder->spool, encoder->columns[i].name);
    }
}

/* json_agg() begins a line before composites and arrays; json_strip_nulls() takes all
 * white space out. */
static const char *separator(const struct encoder *encoder)
{
    const struct layout *layout = layout_of(encoder);
    if (encoder->options.strips_nulls && *layout->before == '[') {
        return ",";
    }
    return layout->write == write_value && encoder->columns[0].form.is_array
               ? ", \n "
               : layout->between;
}

static void begin_row(struct encoder *encoder)
{
    if (encoder->rows > 0) {
        spool_add_text(encoder->spool, separator(encoder));
        return;
    }
    if (encoder->options.encoding == ENCODE_CSV) {
        write_names(encoder);
    }
    spool_add_text(encoder->spool, layout_of(encoder)->before);
}

static void keep_hidden(struct encoder *encoder, struct arena *arena,
                        const struct slice *values, size_t count)
{
    encoder->hidden = arena_alloc(arena, (count + 1) * sizeof(*encoder->hidden));
    for (size_t i = 0; encoder->column_count + i < count; i++) {
        struct slice value = values[encoder->column_count + i];
        encoder->hidden[i] =
            slice_is_present(value) ? slice_copy(arena, value) : slice_absent();
    }
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    struct encoder *encoder = self;
    const struct layout *layout = layout_of(encoder);
    if (encoder->options.rows != NULL) {
        encoder->rows++;
        return encoder->options.rows->row(encoder->options.rows->self, context, values,
                                          count);
    }
    if (encoder->hidden == NULL) {
        keep_hidden(encoder, context->arena, values, count);
    }
    bool is_left_out = encoder->needs_wrapping ||
                       (layout->is_single && encoder->rows > 0) ||
                       (layout->uses_first && encoder->column_count == 0);
    if (!is_left_out) {
        begin_row(encoder);
        (is_wrapped(encoder) ? write_wrapped : layout->write)(encoder, values);
    }
    encoder->rows++;
    return !spool_failed(context, encoder->spool);
}

struct row_sink encoder_sink(struct encoder *encoder)
{
    return (struct row_sink){.self = encoder, .describe = describe, .row = take_row};
}

void encoder_finish(struct encoder *encoder)
{
    const struct layout *layout = layout_of(encoder);
    if (encoder->options.rows != NULL) {
        return;
    }
    spool_add_text(encoder->spool,
                   encoder->rows == 0 ? layout->without_rows : layout->after);
}

bool encoder_write_value(struct spool *spool, struct arena *arena, uint32_t type,
                         struct slice value)
{
    struct json_type form;
    if (!json_type_find(type, &form)) {
        return false;
    }
    struct json_writer writer = {.spool = spool, .scratch = strbuf_new(arena, 0)};
    json_value_write(&writer, &form, value);
    return true;
}

bool encoder_knows_type(uint32_t type)
{
    struct json_type form;
    return json_type_find(type, &form);
}
