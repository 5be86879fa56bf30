/* SPDX-License-Identifier: MIT */
#include "shared/record_rows.h"
#include "tests/unit/context.h"

#include <math.h>

/* Each test decodes one value of one kind. */
struct cell {
    bool has_value;
    union {
        bool boolean;
        int16_t smallint;
        int32_t integer;
        int64_t bigint;
        float real;
        double number;
        const char *text;
        struct uuid uuid;
        struct timestamp timestamp;
    } value;
};

static struct cell cell;

static bool take(const struct record_column *column, uint32_t type, struct slice value)
{
    struct record record = {"public", "cells", sizeof(struct cell), column, 1};
    struct record_rows rows = record_rows_new(&record);
    struct row_sink sink = record_rows_sink(&rows);
    struct field field = {.name = SLICE("value"), .type = type};
    bool ok = sink.describe(sink.self, &context, &field, 1) &&
              sink.row(sink.self, &context, &value, 1);
    struct record_list list = record_rows_list(&rows);
    if (ok) {
        assert_int_equal(list.count, 1);
        cell = *(struct cell *)list.items;
    }
    assert_int_equal(rows.has_failed, !ok);
    return ok;
}

static bool decode(enum record_kind kind, uint32_t type, struct slice value)
{
    struct record_column column = {.name = "value",
                                   .kind = kind,
                                   .offset = offsetof(struct cell, value),
                                   .has_presence = true,
                                   .presence = offsetof(struct cell, has_value)};
    return take(&column, type, value);
}

static void assert_refused(bool ok, const char *code)
{
    assert_false(ok);
    assert_string_equal(context.error.code, code);
    context.error = (struct error){0};
}

#define OCTETS(literal) ((struct slice)SLICE(literal))

static void integers(void **state)
{
    (void)state;
    assert_true(decode(RECORD_BOOLEAN, 16, OCTETS("\1")) && cell.value.boolean);
    assert_true(decode(RECORD_BOOLEAN, 16, OCTETS("\0")) && !cell.value.boolean);
    assert_true(decode(RECORD_SMALLINT, 21, OCTETS("\xff\xfe")));
    assert_int_equal(cell.value.smallint, -2);
    assert_true(decode(RECORD_INTEGER, 23, OCTETS("\x80\0\0\0")));
    assert_int_equal(cell.value.integer, INT32_MIN);
    assert_true(decode(RECORD_INTEGER, 21, OCTETS("\x7f\xff")));
    assert_int_equal(cell.value.integer, INT16_MAX);
    assert_true(decode(RECORD_BIGINT, 20, OCTETS("\x80\0\0\0\0\0\0\0")));
    assert_true(cell.value.bigint == INT64_MIN);
    assert_true(decode(RECORD_BIGINT, 23, OCTETS("\xff\xff\xff\xff")));
    assert_true(cell.value.bigint == -1);
    assert_true(decode(RECORD_SMALLINT, 20, OCTETS("\xff\xff\xff\xff\xff\xff\x80\0")));
    assert_int_equal(cell.value.smallint, INT16_MIN);
    assert_refused(decode(RECORD_SMALLINT, 20, OCTETS("\0\0\0\0\0\0\x80\0")), "22003");
    assert_refused(decode(RECORD_INTEGER, 20, OCTETS("\0\0\0\0\x80\0\0\0")), "22003");
}

static void doubles(void **state)
{
    (void)state;
    assert_true(decode(RECORD_DOUBLE, 701, OCTETS("\x3f\xf0\0\0\0\0\0\1")));
    assert_true(cell.value.number == 1 + 2.220446049250313e-16);
    assert_true(decode(RECORD_DOUBLE, 701, OCTETS("\x80\0\0\0\0\0\0\0")));
    assert_true(cell.value.number == 0 && signbit(cell.value.number));
    assert_true(decode(RECORD_DOUBLE, 701, OCTETS("\x7f\xf8\0\0\0\0\0\0")));
    assert_true(isnan(cell.value.number));
    assert_true(decode(RECORD_DOUBLE, 701, OCTETS("\xff\xf0\0\0\0\0\0\0")));
    assert_true(isinf(cell.value.number) && cell.value.number < 0);
    assert_true(decode(RECORD_DOUBLE, 700, OCTETS("\x3f\0\0\0")));
    assert_true(cell.value.number == 0.5);
    assert_true(decode(RECORD_REAL, 700, OCTETS("\x7f\x7f\xff\xff")));
    assert_true(cell.value.real == 3.40282347e38f);
    assert_true(decode(RECORD_REAL, 700, OCTETS("\x7f\xc0\0\0")));
    assert_true(isnan(cell.value.real));
    assert_refused(decode(RECORD_REAL, 701, OCTETS("\x3f\xf0\0\0\0\0\0\1")), "22003");
    assert_true(decode(RECORD_DOUBLE, 20, OCTETS("\0\0\0\0\0\0\0\7")));
    assert_true(cell.value.number == 7);
    assert_refused(decode(RECORD_DOUBLE, 20, OCTETS("\0\x20\0\0\0\0\0\1")), "22003");
}

static void texts(void **state)
{
    (void)state;
    assert_true(decode(RECORD_TEXT, 25, OCTETS("\xc3\xbc")));
    assert_string_equal(cell.value.text, "\xc3\xbc");
    assert_true(decode(RECORD_TEXT, 1043, OCTETS("")));
    assert_string_equal(cell.value.text, "");
    assert_true(decode(RECORD_TEXT, 16500, OCTETS("an enum's")));
    assert_true(decode(RECORD_JSON, 3802, OCTETS("\1[1, 2]")));
    assert_string_equal(cell.value.text, "[1, 2]");
    assert_true(decode(RECORD_JSON, 114, OCTETS(" [1,2]")));
    assert_string_equal(cell.value.text, " [1,2]");
    assert_refused(decode(RECORD_JSON, 3802, OCTETS("\2[1]")), "22003");
}

static void identifiers_and_moments(void **state)
{
    (void)state;
    const char *id = "00010203-0405-0607-0809-0a0b0c0d0e0f";
    assert_true(
        decode(RECORD_UUID, 2950, OCTETS("\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe\xf")));
    assert_string_equal(uuid_text(cell.value.uuid).text, id);
    assert_true(decode(RECORD_UUID, 25, slice_of(id)));
    assert_string_equal(uuid_text(cell.value.uuid).text, id);
    assert_refused(decode(RECORD_UUID, 25, slice_of("no uuid")), "22003");
    assert_true(
        decode(RECORD_TIMESTAMP, 1184, OCTETS("\xff\xff\xff\xff\xff\xff\xff\xff")));
    assert_string_equal(timestamp_text(cell.value.timestamp).text,
                        "1999-12-31T23:59:59.999999+00:00");
    assert_true(decode(RECORD_TIMESTAMP, 25, slice_of("1970-01-01T00:00:01Z")));
    assert_true(cell.value.timestamp.microseconds == 1000000);
    assert_true(
        decode(RECORD_TIMESTAMP, 1184, OCTETS("\x7f\xff\xff\xff\xff\xff\xff\xff")));
    assert_string_equal(timestamp_text(cell.value.timestamp).text, "infinity");
    assert_true(decode(RECORD_TIMESTAMP, 1184, OCTETS("\x80\0\0\0\0\0\0\0")));
    assert_string_equal(timestamp_text(cell.value.timestamp).text, "-infinity");
    /* 294276-12-31 */
    assert_refused(decode(RECORD_TIMESTAMP, 1184, OCTETS("\x7f\xff\xff\0\0\0\0\0")),
                   "22008");
}

static void no_value(void **state)
{
    (void)state;
    cell.has_value = true;
    assert_true(decode(RECORD_INTEGER, 23, slice_absent()));
    assert_false(cell.has_value);
    assert_true(decode(RECORD_INTEGER, 705, slice_absent()));
    assert_true(decode(RECORD_INTEGER, 23, OCTETS("\0\0\0\1")) && cell.has_value);
    struct record_column column = {.name = "value", .kind = RECORD_TEXT};
    column.offset = offsetof(struct cell, value);
    assert_true(take(&column, 25, slice_absent()));
    assert_null(cell.value.text);
    column.kind = RECORD_INTEGER;
    assert_false(take(&column, 23, slice_absent()));
    assert_string_equal(context.error.column, "value");
    assert_string_equal(context.error.message,
                        "value of cells is null, which its record is not");
    assert_refused(false, "22004");
}

static void other_types_are_refused(void **state)
{
    (void)state;
    assert_refused(decode(RECORD_INTEGER, 25, OCTETS("1")), "42804");
    assert_refused(decode(RECORD_TEXT, 23, OCTETS("\0\0\0\1")), "42804");
    assert_refused(decode(RECORD_TIMESTAMP, 1114, OCTETS("\0\0\0\0\0\0\0\1")), "42804");
    assert_refused(decode(RECORD_JSON, 25, OCTETS("1")), "42804");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(integers), CASE(doubles),
        CASE(texts),    CASE(identifiers_and_moments),
        CASE(no_value), CASE(other_types_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
