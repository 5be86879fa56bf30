/* SPDX-License-Identifier: MIT */
#include "shared/record_rows.h"

#include <math.h>

/* OIDs of pg_type; those from FIRST_OWN on are a database's own types. */
#define TYPE_BOOL 16
#define TYPE_INT8 20
#define TYPE_INT2 21
#define TYPE_INT4 23
#define TYPE_TEXT 25
#define TYPE_JSON 114
#define TYPE_FLOAT4 700
#define TYPE_FLOAT8 701
#define TYPE_UNKNOWN 705
#define TYPE_BPCHAR 1042
#define TYPE_VARCHAR 1043
#define TYPE_TIMESTAMPTZ 1184
#define TYPE_UUID 2950
#define TYPE_JSONB 3802
#define FIRST_OWN 16384

/* PostgreSQL counts microseconds from 2000-01-01. */
#define SINCE_1970 946684800000000LL

/* Puts a value into its member. False: the member does not hold it. */
typedef bool decode(struct arena *arena, struct slice value, void *member);

/* Of one column of the rows. */
struct record_decoder {
    const struct record_column *column;
    decode *decode;
};

static uint64_t big_endian(struct slice value)
{
    uint64_t number = 0;
    for (size_t i = 0; i < value.len && i < sizeof(number); i++) {
        number = number << 8 | (unsigned char)value.ptr[i];
    }
    return number;
}

/* Of two, four or eight octets. */
static int64_t integer_of(struct slice value)
{
    uint64_t number = big_endian(value);
    uint64_t sign = value.len == 0 ? 0 : (uint64_t)1 << (value.len * 8 - 1);
    number = (number ^ sign) - sign;
    int64_t out;
    memcpy(&out, &number, sizeof(out));
    return out;
}

static double double_of(struct slice value)
{
    uint64_t octets = big_endian(value);
    double number;
    float small;
    if (value.len == sizeof(small)) {
        uint32_t half = (uint32_t)octets;
        memcpy(&small, &half, sizeof(small));
        return (double)small;
    }
    memcpy(&number, &octets, sizeof(number));
    return number;
}

static bool decode_boolean(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    *(bool *)member = value.len > 0 && *value.ptr != 0;
    return true;
}

static bool decode_smallint(struct arena *arena, struct slice value, void *member)
{
    int64_t number = integer_of(value);
    (void)arena;
    *(int16_t *)member = (int16_t)number;
    return number >= INT16_MIN && number <= INT16_MAX;
}

static bool decode_integer(struct arena *arena, struct slice value, void *member)
{
    int64_t number = integer_of(value);
    (void)arena;
    *(int32_t *)member = (int32_t)number;
    return number >= INT32_MIN && number <= INT32_MAX;
}

static bool decode_bigint(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    *(int64_t *)member = integer_of(value);
    return true;
}

static bool decode_real(struct arena *arena, struct slice value, void *member)
{
    double number = double_of(value);
    (void)arena;
    *(float *)member = (float)number;
    return isnan(number) || (double)(float)number == number;
}

static bool decode_double(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    *(double *)member = double_of(value);
    return true;
}

static bool decode_integer_as_double(struct arena *arena, struct slice value,
                                     void *member)
{
    int64_t number = integer_of(value);
    const int64_t exact = (int64_t)1 << 53;
    (void)arena;
    *(double *)member = (double)number;
    return number <= exact && number >= -exact;
}

static bool decode_text(struct arena *arena, struct slice value, void *member)
{
    *(const char **)member = slice_string(arena, value);
    return true;
}

/* A version's octet stands before the text. */
static bool decode_jsonb(struct arena *arena, struct slice value, void *member)
{
    return value.len > 0 && *value.ptr == 1 &&
           decode_text(arena, slice_from(value, 1), member);
}

static bool decode_uuid(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    memcpy(((struct uuid *)member)->octets, value.ptr,
           value.len < sizeof(struct uuid) ? value.len : sizeof(struct uuid));
    return value.len == sizeof(struct uuid);
}

static bool decode_uuid_text(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    return uuid_parse(value, member);
}

static bool decode_timestamp(struct arena *arena, struct slice value, void *member)
{
    int64_t number = integer_of(value);
    struct timestamp *timestamp = member;
    (void)arena;
    timestamp->microseconds = number;
    return number == INT64_MAX || number == INT64_MIN ||
           (!__builtin_add_overflow(number, SINCE_1970, &timestamp->microseconds) &&
            timestamp->microseconds != INT64_MAX);
}

static bool decode_timestamp_text(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    return timestamp_parse(value, member);
}

/* What a mock answers is text, bigint, double precision, boolean and jsonb. */
static const struct form {
    enum record_kind kind;
    uint32_t type;
    decode *decode;
} forms[] = {
    {RECORD_BOOLEAN, TYPE_BOOL, decode_boolean},
    {RECORD_SMALLINT, TYPE_INT2, decode_smallint},
    {RECORD_SMALLINT, TYPE_INT8, decode_smallint},
    {RECORD_INTEGER, TYPE_INT4, decode_integer},
    {RECORD_INTEGER, TYPE_INT2, decode_integer},
    {RECORD_INTEGER, TYPE_INT8, decode_integer},
    {RECORD_BIGINT, TYPE_INT8, decode_bigint},
    {RECORD_BIGINT, TYPE_INT4, decode_bigint},
    {RECORD_BIGINT, TYPE_INT2, decode_bigint},
    {RECORD_REAL, TYPE_FLOAT4, decode_real},
    {RECORD_REAL, TYPE_FLOAT8, decode_real},
    {RECORD_DOUBLE, TYPE_FLOAT8, decode_double},
    {RECORD_DOUBLE, TYPE_FLOAT4, decode_double},
    {RECORD_DOUBLE, TYPE_INT8, decode_integer_as_double},
    {RECORD_TEXT, TYPE_TEXT, decode_text},
    {RECORD_TEXT, TYPE_VARCHAR, decode_text},
    {RECORD_TEXT, TYPE_BPCHAR, decode_text},
    {RECORD_JSON, TYPE_JSONB, decode_jsonb},
    {RECORD_JSON, TYPE_JSON, decode_text},
    {RECORD_UUID, TYPE_UUID, decode_uuid},
    {RECORD_UUID, TYPE_TEXT, decode_uuid_text},
    {RECORD_TIMESTAMP, TYPE_TIMESTAMPTZ, decode_timestamp},
    {RECORD_TIMESTAMP, TYPE_TEXT, decode_timestamp_text},
};

/* Of a mock's column that is null in every row. */
static bool decode_unknown(struct arena *arena, struct slice value, void *member)
{
    (void)arena;
    (void)value;
    (void)member;
    return false;
}

static decode *find_decode(enum record_kind kind, uint32_t type)
{
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
        if (forms[i].kind == kind && forms[i].type == type) {
            return forms[i].decode;
        }
    }
    if (type == TYPE_UNKNOWN) {
        return decode_unknown;
    }
    /* An enum's octets are its text. */
    return kind == RECORD_TEXT && type >= FIRST_OWN ? decode_text : NULL;
}

static bool fail(struct context *context, struct record_rows *rows,
                 const struct record_column *column, const char *code, const char *what)
{
    const char *table = rows->record->table;
    const char *name = column->name;
    rows->has_failed = true;
    return context_fail(
        context, (struct error){.code = code,
                                .message = arena_printf(context->arena, "%s of %s %s",
                                                        name, table, what),
                                .column = name});
}

static const struct record_column *find_column(const struct record *record,
                                               struct slice name)
{
    for (size_t i = 0; i < record->column_count; i++) {
        if (slice_is(name, record->columns[i].name)) {
            return &record->columns[i];
        }
    }
    return NULL;
}

static bool describe(void *self, struct context *context, const struct field *fields,
                     size_t count)
{
    struct record_rows *rows = self;
    rows->rows = (struct growing){0};
    rows->decoders = arena_alloc(context->arena, (count + 1) * sizeof(*rows->decoders));
    for (size_t i = 0; i < count; i++) {
        const struct record_column *column = find_column(rows->record, fields[i].name);
        struct record_decoder *decoder = &rows->decoders[i];
        if (column == NULL) {
            rows->has_failed = true;
            return context_fail_with(context, "42804", "%s has no column %.*s",
                                     rows->record->table, (int)fields[i].name.len,
                                     fields[i].name.ptr);
        }
        *decoder =
            (struct record_decoder){column, find_decode(column->kind, fields[i].type)};
        if (decoder->decode == NULL) {
            return fail(context, rows, column, "42804",
                        "has another type in the database than in its record");
        }
    }
    return true;
}

static bool take_value(struct record_rows *rows, struct context *context,
                       const struct record_decoder *decoder, struct slice value,
                       char *row)
{
    const struct record_column *column = decoder->column;
    bool is_pointer = column->kind == RECORD_TEXT || column->kind == RECORD_JSON;
    if (column->has_presence) {
        *(bool *)(void *)(row + column->presence) = slice_is_present(value);
    }
    if (!slice_is_present(value)) {
        return is_pointer || column->has_presence ||
               fail(context, rows, column, "22004", "is null, which its record is not");
    }
    return decoder->decode(context->arena, value, row + column->offset) ||
           fail(context, rows, column,
                column->kind == RECORD_TIMESTAMP ? "22008" : "22003",
                "has a value that its record does not hold");
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    struct record_rows *rows = self;
    char *row = growing_add(context->arena, &rows->rows, rows->record->size);
    for (size_t i = 0; i < count; i++) {
        if (!take_value(rows, context, &rows->decoders[i], values[i], row)) {
            return false;
        }
    }
    return true;
}

struct record_rows record_rows_new(const struct record *record)
{
    return (struct record_rows){.record = record};
}

struct row_sink record_rows_sink(struct record_rows *rows)
{
    return (struct row_sink){.self = rows, .describe = describe, .row = take_row};
}

struct record_list record_rows_list(const struct record_rows *rows)
{
    return (struct record_list){rows->rows.items, rows->rows.count};
}
