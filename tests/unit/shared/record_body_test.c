/* SPDX-License-Identifier: MIT */
#include "shared/record_body.h"

#include <limits.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ID "00000000-0000-4000-8000-0000000000e1"

/* One member of each kind. */
struct thing {
    struct uuid id;
    bool has_flag;
    bool flag;
    bool has_small;
    int16_t small;
    int32_t whole;
    bool has_big;
    int64_t big;
    bool has_single;
    float single;
    bool has_ratio;
    double ratio;
    const char *name;
    const char *word;
    const char *document;
    bool has_moment;
    struct timestamp moment;
    bool has_serial;
    int64_t serial;
};

#define MAYBE(member)                                                                    \
    .offset = offsetof(struct thing, member), .has_presence = true,                      \
    .presence = offsetof(struct thing, has_##member)

static const struct record_column columns[] = {
    {.name = "id",
     .kind = RECORD_UUID,
     .offset = offsetof(struct thing, id),
     .is_required = true},
    {.name = "flag", .kind = RECORD_BOOLEAN, MAYBE(flag), .is_nullable = true},
    {.name = "small", .kind = RECORD_SMALLINT, MAYBE(small), .maximum = {true, true, 9}},
    {.name = "whole",
     .kind = RECORD_INTEGER,
     .offset = offsetof(struct thing, whole),
     .is_required = true,
     .minimum = {true, false, -5},
     .maximum = {true, false, 5}},
    {.name = "big",
     .kind = RECORD_BIGINT,
     MAYBE(big),
     .is_nullable = true,
     .maximum = {true, true, 9007199254740992.0}},
    {.name = "single", .kind = RECORD_REAL, MAYBE(single), .is_nullable = true},
    {.name = "ratio",
     .kind = RECORD_DOUBLE,
     MAYBE(ratio),
     .is_nullable = true,
     .minimum = {true, true, 0},
     .maximum = {true, true, INFINITY}},
    {.name = "name",
     .kind = RECORD_TEXT,
     .offset = offsetof(struct thing, name),
     .is_required = true,
     .max_length = 4},
    {.name = "word",
     .kind = RECORD_TEXT,
     .offset = offsetof(struct thing, word),
     .values = (const char *const[]){"a", "b", NULL}},
    {.name = "a \"document\"",
     .kind = RECORD_JSON,
     .offset = offsetof(struct thing, document),
     .is_nullable = true},
    {.name = "moment", .kind = RECORD_TIMESTAMP, MAYBE(moment), .is_nullable = true},
    {.name = "serial", .kind = RECORD_BIGINT, MAYBE(serial), .is_generated = true},
};

static const struct record record = {"public", "things", sizeof(struct thing), columns,
                                     ARRAY_LENGTH(columns)};

static struct context context;
static struct thing thing;
static struct record_list one = {&thing, 1};
static struct record_body body;

static int start(void **state)
{
    (void)state;
    context = (struct context){.arena = arena_new(4096)};
    thing = (struct thing){.id = {{[15] = 0xe1, [6] = 0x40, [8] = 0x80}}, .name = "x"};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

static void assert_body(const char *names, const char *text)
{
    if (!record_body_build(&context, &record, &one, names, &body)) {
        fail_msg("%s: %s", context.error.code, context.error.message);
    }
    assert_string_equal(slice_string(context.arena, body.text), text);
    assert_true(record_body_check(&context, &record, &one, names));
}

static void assert_refused(const char *code, const char *column, const char *problem)
{
    assert_false(record_body_build(&context, &record, &one, NULL, &body));
    assert_string_equal(context.error.code, code);
    assert_string_equal(context.error.column, column);
    assert_string_equal(context.error.message,
                        arena_printf(context.arena, "%s of things %s", column, problem));
    assert_int_equal(context.error.status, 400);
    context.error = (struct error){0};
    assert_false(record_body_check(&context, &record, &one, NULL));
    assert_string_equal(context.error.code, code);
    context.error = (struct error){0};
}

static void every_kind_is_written(void **state)
{
    (void)state;
    assert_body(NULL, "[{\"id\":\"" ID "\",\"whole\":0,\"name\":\"x\"}]");
    thing.has_flag = thing.flag = true;
    thing.has_small = true;
    thing.small = -7;
    thing.whole = 5;
    thing.has_big = true;
    thing.big = INT64_MIN;
    thing.has_single = true;
    thing.single = 0.5f;
    thing.has_ratio = true;
    thing.ratio = 1e300;
    thing.name = "\xc3\xbc\"\n";
    thing.word = "b";
    thing.document = " {\"n\": 12345678901234567890.10}";
    thing.has_moment = true;
    thing.moment.microseconds = -1;
    thing.has_serial = true;
    thing.serial = 4;
    assert_body(NULL, "[{\"id\":\"" ID "\",\"flag\":true,\"small\":-7,\"whole\":5,"
                      "\"big\":-9223372036854775808,\"single\":0.5,\"ratio\":1e+300,"
                      "\"name\":\"\xc3\xbc\\\"\\n\",\"word\":\"b\","
                      "\"a \\\"document\\\"\": {\"n\": 12345678901234567890.10},"
                      "\"moment\":\"1969-12-31T23:59:59.999999+00:00\"}]");
    thing.single = NAN;
    thing.moment = TIMESTAMP_INFINITY;
    assert_body("single,moment", "[{\"single\":\"NaN\",\"moment\":\"infinity\"}]");
}

static void named_columns_are_sent_with_or_without_a_value(void **state)
{
    (void)state;
    assert_body("ratio, flag", "[{\"flag\":null,\"ratio\":null}]");
    assert_body("a \"document\"", "[{\"a \\\"document\\\"\":null}]");
    assert_false(record_body_build(&context, &record, &one, "ratio,colour", &body));
    assert_string_equal(context.error.code, "PGRST204");
    context.error = (struct error){0};
    assert_false(record_body_build(&context, &record, &one, "small", &body));
    assert_string_equal(context.error.code, "23502");
    assert_string_equal(context.error.column, "small");
}

static void what_is_required_needs_a_value(void **state)
{
    (void)state;
    thing.name = NULL;
    assert_refused("23502", "name", "needs a value");
    thing.id = (struct uuid){{0}};
    assert_refused("23502", "id", "needs a value");
}

static void numbers_stay_within_bounds(void **state)
{
    (void)state;
    thing.whole = 6;
    assert_refused("23514", "whole", "must be at most 5");
    thing.whole = -6;
    assert_refused("23514", "whole", "must be at least -5");
    thing.whole = 0;
    thing.has_small = true;
    thing.small = 9;
    assert_refused("23514", "small", "must be below 9");
    thing.small = 8;
    thing.has_big = true;
    thing.big = ((int64_t)1 << 53) + 1;
    assert_refused("23514", "big", "must be below 9.00719925474099e+15");
    thing.big = ((int64_t)1 << 53) - 1;
    thing.has_ratio = true;
    thing.ratio = 0;
    assert_refused("23514", "ratio", "must be above 0");
    thing.ratio = NAN;
    assert_refused("23514", "ratio", "must be below inf");
    thing.ratio = 5e-324;
    assert_true(record_body_check(&context, &record, &one, NULL));
}

static void texts_are_texts(void **state)
{
    (void)state;
    thing.name = "\xff";
    assert_refused("22021", "name", "is not UTF-8");
    thing.name = "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc   ";
    assert_true(record_body_check(&context, &record, &one, NULL));
    thing.name = "12345";
    assert_refused("22001", "name", "must have at most 4 characters");
    thing.name = "1234 5";
    assert_refused("22001", "name", "must have at most 4 characters");
    thing.name = "";
    thing.word = "c";
    assert_refused("23514", "word", "must be one of \"a\", \"b\"");
    thing.word = "a";
    thing.document = "{\"a\":}";
    assert_false(record_body_check(&context, &record, &one, NULL));
    assert_string_equal(context.error.code, "22P02");
    assert_string_equal(context.error.column, "a \"document\"");
}

static void moments_are_within_postgresql_s(void **state)
{
    (void)state;
    thing.has_moment = true;
    thing.moment.microseconds = -210866803200000001;
    assert_refused("22008", "moment", "is before 4714-11-24 BC");
    thing.moment.microseconds = -210866803200000000;
    assert_true(record_body_check(&context, &record, &one, NULL));
    thing.moment = TIMESTAMP_MINUS_INFINITY;
    assert_true(record_body_check(&context, &record, &one, NULL));
}

static void rows_that_differ_name_all_columns(void **state)
{
    (void)state;
    struct thing things[] = {thing, thing, thing};
    struct record_list list = {things, 3};
    assert_true(record_body_build(&context, &record, &list, NULL, &body));
    assert_int_equal(body.column_count, 0);
    things[1].word = "a";
    assert_true(record_body_build(&context, &record, &list, NULL, &body));
    assert_int_equal(body.column_count, 4);
    assert_true(slice_is(body.columns[3], "word"));
    things[2].whole = 100;
    assert_false(record_body_build(&context, &record, &list, NULL, &body));
    assert_string_equal(context.error.details, "Row 3 of 3.");
    context.error = (struct error){0};
    list.count = 0;
    assert_true(record_body_build(&context, &record, &list, NULL, &body));
    assert_true(slice_is(body.text, "[]"));
}

static void nothing_to_send_is_an_empty_object(void **state)
{
    (void)state;
    static const struct record bare = {"public", "things", sizeof(struct thing),
                                       &columns[1], 2};
    assert_true(record_body_build(&context, &bare, &one, NULL, &body));
    assert_true(slice_is(body.text, "[{}]"));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        CASE(every_kind_is_written),
        CASE(named_columns_are_sent_with_or_without_a_value),
        CASE(what_is_required_needs_a_value),
        CASE(numbers_stay_within_bounds),
        CASE(texts_are_texts),
        CASE(moments_are_within_postgresql_s),
        CASE(rows_that_differ_name_all_columns),
        CASE(nothing_to_send_is_an_empty_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
