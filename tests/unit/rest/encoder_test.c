/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rest/encoder.h"

#define BOOL 16
#define BYTEA 17
#define INT4 23
#define TEXT 25
#define JSONB 3802
#define INT4_ARRAY 1007
#define RECORD 2249
#define ENUM 16500

static const struct config config = {.spool_max = 1 << 20};
static const struct config small_config = {.spool_max = 8};
static struct context context;
static struct spool *spool;
static struct encoder *encoder;
static struct row_sink sink;

static const struct field fields[] = {
    {SLICE("id"), INT4, -1}, {SLICE("a,\"b"), TEXT, -1}, {SLICE("doc"), JSONB, -1}};

static int start(void **state)
{
    (void)state;
    context = (struct context){.arena = arena_new(4096), .config = &config};
    spool = spool_new(&context);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_free(context.arena);
    return 0;
}

static void begin(struct encoder_options options, const struct field *columns,
                  size_t count)
{
    encoder = encoder_new(&context, spool, options);
    sink = encoder_sink(encoder);
    assert_true(sink.describe(sink.self, &context, columns, count));
}

static void add_row(const char *first, const char *second, const char *third)
{
    const struct slice values[] = {slice_of(first), slice_of(second), slice_of(third)};
    assert_true(sink.row(sink.self, &context, values, ARRAY_LENGTH(values)));
}

static const char *finished(void)
{
    struct slice text;
    encoder_finish(encoder);
    assert_true(spool_map(&context, spool, &text));
    return slice_string(context.arena, text);
}

/* Two rows of the three columns above. */
static const char *encoded(struct encoder_options options)
{
    begin(options, fields, ARRAY_LENGTH(fields));
    add_row("1", NULL, "{\"x\": null}");
    add_row("2", "y \"z\"", NULL);
    assert_int_equal(encoder->rows, 2);
    return finished();
}

static const char *without_rows(enum encoding encoding)
{
    begin((struct encoder_options){.encoding = encoding}, fields, ARRAY_LENGTH(fields));
    return finished();
}

static void every_encoding_has_its_form(void **state)
{
    (void)state;
    static const struct {
        enum encoding encoding;
        const char *text;
        const char *without_rows;
    } cases[] = {
        {ENCODE_JSON_ARRAY,
         "[{\"id\":1,\"a,\\\"b\":null,\"doc\":{\"x\": null}}, \n"
         " {\"id\":2,\"a,\\\"b\":\"y \\\"z\\\"\",\"doc\":null}]",
         "[]"},
        {ENCODE_JSON_OBJECT, "{\"id\":1,\"a,\\\"b\":null,\"doc\":{\"x\": null}}", ""},
        {ENCODE_NDJSON,
         "{\"id\":1,\"a,\\\"b\":null,\"doc\":{\"x\": null}}\n"
         "{\"id\":2,\"a,\\\"b\":\"y \\\"z\\\"\",\"doc\":null}\n",
         ""},
        {ENCODE_CSV, "id,a,\"b,doc\n1,,\"{\"\"x\"\": null}\"\n2,\"y \"\"z\"\"\",", "\n"},
        {ENCODE_VALUE, "1", ""},
        {ENCODE_JSON_VALUE, "1", "null"},
        {ENCODE_JSON_VALUES, "[1, 2]", "[]"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        assert_string_equal(
            encoded((struct encoder_options){.encoding = cases[i].encoding}),
            cases[i].text);
        assert_string_equal(without_rows(cases[i].encoding), cases[i].without_rows);
    }
}

static void nulls_are_stripped_when_asked(void **state)
{
    (void)state;
    assert_string_equal(encoded((struct encoder_options){.encoding = ENCODE_JSON_ARRAY,
                                                         .strips_nulls = true}),
                        "[{\"id\":1,\"doc\":{}},{\"id\":2,\"a,\\\"b\":\"y \\\"z\\\"\"}]");
    begin((struct encoder_options){.encoding = ENCODE_JSON_OBJECT, .strips_nulls = true},
          fields, ARRAY_LENGTH(fields));
    add_row(NULL, NULL, "null");
    assert_string_equal(finished(), "{}");
}

static void wrapped_rows_are_written_as_they_are(void **state)
{
    (void)state;
    static const struct {
        struct encoder_options options;
        const char *text;
    } cases[] = {
        {{.encoding = ENCODE_JSON_ARRAY, .is_wrapped = true},
         "[{\"a\":null}, \n {\"a\":1}]"},
        {{.encoding = ENCODE_JSON_ARRAY, .is_wrapped = true, .strips_nulls = true},
         "[{},{\"a\":1}]"},
        {{.encoding = ENCODE_JSON_ARRAY, .is_wrapped = true},
         "[{\"a\":null}, \n {\"a\":1}]"},
        {{.encoding = ENCODE_JSON_OBJECT, .is_wrapped = true}, "{\"a\":null}"},
        {{.encoding = ENCODE_NDJSON, .is_wrapped = true}, "{\"a\":null}\n{\"a\":1}\n"},
    };
    const struct field column = {SLICE("row"), 114, -1};
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        begin(cases[i].options, &column, 1);
        add_row("{\"a\":null}", NULL, NULL);
        add_row("{\"a\":1}", NULL, NULL);
        assert_string_equal(finished(), cases[i].text);
    }
}

static void csv_quotes_as_a_record_does(void **state)
{
    (void)state;
    const struct field columns[] = {
        {SLICE("a"), TEXT, -1}, {SLICE("b"), BOOL, -1}, {SLICE("c"), RECORD, -1}};
    begin((struct encoder_options){.encoding = ENCODE_CSV}, columns, 3);
    add_row("", "t", "(1,\"x y\")");
    add_row("a\\b", "f", "tab\there");
    add_row("\xc3\xbc", NULL, "line\nbreak");
    assert_false(encoder->needs_wrapping);
    assert_string_equal(finished(), "a,b,c\n\"\",t,\"(1,\"\"x y\"\")\"\n"
                                    "\"a\\\\b\",f,\"tab\there\"\n"
                                    "\xc3\xbc,,\"line\nbreak\"");
}

static void single_values_keep_their_form(void **state)
{
    (void)state;
    const struct field octets = {SLICE("f"), BYTEA, -1};
    const struct field numbers = {SLICE("f"), INT4_ARRAY, -1};
    begin((struct encoder_options){.encoding = ENCODE_VALUE}, &octets, 1);
    add_row("\\x48690a", NULL, NULL);
    assert_string_equal(finished(), "Hi\n");
    begin((struct encoder_options){.encoding = ENCODE_JSON_VALUE}, &octets, 1);
    add_row(NULL, NULL, NULL);
    assert_string_equal(finished(), "null");
    begin((struct encoder_options){.encoding = ENCODE_JSON_VALUES}, &numbers, 1);
    add_row("{1}", NULL, NULL);
    add_row("{2,3}", NULL, NULL);
    assert_string_equal(finished(), "[[1], \n [2,3]]");
}

static void hidden_columns_are_kept_apart(void **state)
{
    (void)state;
    begin((struct encoder_options){.encoding = ENCODE_JSON_ARRAY, .hidden_columns = 2},
          fields, ARRAY_LENGTH(fields));
    assert_null(encoder->hidden);
    add_row("1", "300", NULL);
    add_row("2", "301", NULL);
    assert_true(slice_is(encoder->hidden[0], "300"));
    assert_false(slice_is_present(encoder->hidden[1]));
    assert_string_equal(finished(), "[{\"id\":1}, \n {\"id\":2}]");
}

static void the_model_tells_an_enum_from_a_composite(void **state)
{
    (void)state;
    static const struct column columns[] = {{.name = "address", .form = FORM_OTHER},
                                            {.name = "status", .form = FORM_TEXT}};
    static const struct table table = {.columns = columns, .column_count = 2};
    const struct field status = {SLICE("status"), ENUM, -1};
    const struct field address = {SLICE("address"), ENUM + 1, -1};
    const struct encoder_options options = {.encoding = ENCODE_JSON_OBJECT,
                                            .table = &table};
    begin(options, &status, 1);
    add_row("failed", NULL, NULL);
    assert_false(encoder->needs_wrapping);
    assert_string_equal(finished(), "{\"status\":\"failed\"}");
    begin(options, &address, 1);
    assert_true(encoder->needs_wrapping);
    add_row("(a,b)", NULL, NULL);
    assert_string_equal(finished(), "");
    begin((struct encoder_options){.encoding = ENCODE_JSON_ARRAY}, &status, 1);
    assert_true(encoder->needs_wrapping);
}

static void a_repeated_exchange_starts_over(void **state)
{
    (void)state;
    begin((struct encoder_options){.encoding = ENCODE_JSON_ARRAY}, fields, 1);
    add_row("1", NULL, NULL);
    assert_true(sink.describe(sink.self, &context, fields, 1));
    add_row("2", NULL, NULL);
    assert_int_equal(encoder->rows, 1);
    assert_string_equal(finished(), "[{\"id\":2}]");
}

static void a_full_spool_ends_the_exchange(void **state)
{
    (void)state;
    context.config = &small_config;
    begin((struct encoder_options){.encoding = ENCODE_JSON_ARRAY}, fields, 1);
    const struct slice values[] = {SLICE("12345678")};
    assert_false(sink.row(sink.self, &context, values, 1));
    assert_int_equal(context.error.status, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_encoding_has_its_form, start, stop),
        cmocka_unit_test_setup_teardown(nulls_are_stripped_when_asked, start, stop),
        cmocka_unit_test_setup_teardown(wrapped_rows_are_written_as_they_are, start,
                                        stop),
        cmocka_unit_test_setup_teardown(csv_quotes_as_a_record_does, start, stop),
        cmocka_unit_test_setup_teardown(single_values_keep_their_form, start, stop),
        cmocka_unit_test_setup_teardown(hidden_columns_are_kept_apart, start, stop),
        cmocka_unit_test_setup_teardown(the_model_tells_an_enum_from_a_composite, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_repeated_exchange_starts_over, start, stop),
        cmocka_unit_test_setup_teardown(a_full_spool_ends_the_exchange, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
