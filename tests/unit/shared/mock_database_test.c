/* SPDX-License-Identifier: MIT */
#include "shared/mock_database.h"

#include "base/strbuf.h"
#include "tests/unit/shared/fixture.h"

struct taken {
    size_t fields;
    uint32_t types[8];
    struct strbuf text;
    int64_t affected;
};

static bool take_fields(void *self, struct context *context, const struct field *fields,
                        size_t count)
{
    struct taken *taken = self;
    taken->fields = count;
    taken->text = strbuf_new(context->arena, 0);
    for (size_t i = 0; i < count && i < ARRAY_LENGTH(taken->types); i++) {
        taken->types[i] = fields[i].type;
    }
    return true;
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    struct taken *taken = self;
    (void)context;
    for (size_t i = 0; i < count; i++) {
        strbuf_add_slice(&taken->text,
                         slice_is_present(values[i]) ? values[i] : slice_of("NULL"));
        strbuf_add_char(&taken->text, '|');
    }
    return true;
}

static bool take_end(void *self, struct context *context, int64_t affected)
{
    struct taken *taken = self;
    (void)context;
    taken->affected = affected;
    return true;
}

static bool run(const char *sql, struct taken *taken)
{
    struct row_sink sink = {taken, take_fields, take_row, take_end};
    struct parameter parameters[] = {{.value = slice_of("one")}, {.is_binary = false}};
    struct exchange_item item = {.statement = {.sql = slice_of(sql),
                                               .parameters = parameters,
                                               .parameter_count = 2},
                                 .sink = taken == NULL ? NULL : &sink};
    struct exchange exchange = {.items = &item, .item_count = 1, .is_read = true};
    bool ok = database_run(mock_database_interface(test.mock), &test.context, &exchange);
    assert_int_equal(exchange.failed_item, ok ? 1 : 0);
    return ok;
}

static void rows_come_as_a_database_gives_them(void **state)
{
    (void)state;
    struct taken taken = {0};
    expect_rows("FROM t", "[{\"a\":\"x\",\"b\":1.50,\"c\":true,\"d\":null,\"e\":[1,2]},"
                          "{\"a\":\"y\\n\",\"b\":2,\"c\":false,\"d\":\"z\",\"e\":{}}]");
    assert_done(run("SELECT * FROM t", &taken));
    assert_int_equal(taken.fields, 5);
    assert_int_equal(taken.types[0], 1043);
    assert_int_equal(taken.types[1], 1700);
    assert_int_equal(taken.types[2], 16);
    assert_int_equal(taken.types[4], 3802);
    assert_slice(strbuf_slice(&taken.text), "x|1.50|t|NULL|[1,2]|y\n|2|f|z|{}|");
    assert_int_equal(taken.affected, 2);
}

static void statements_are_remembered(void **state)
{
    (void)state;
    expect_affected("DELETE", 4);
    struct taken taken = {0};
    assert_done(run("DELETE FROM t", &taken));
    assert_int_equal(taken.affected, 4);
    assert_int_equal(mock_database_count(test.mock), 1);
    assert_sql(0, "DELETE FROM t");
    assert_sql(1, "");
    assert_parameter(0, 1, "one");
    assert_false(slice_is_present(mock_database_parameter(test.mock, 0, 2)));
    assert_false(slice_is_present(mock_database_parameter(test.mock, 0, 3)));
    assert_true(mock_database_is_read(test.mock));
    assert_false(slice_is_present(mock_database_setting(test.mock, "role")));
}

static void an_unexpected_statement_is_a_problem(void **state)
{
    (void)state;
    expect_rows("INSERT", "[]");
    assert_refused(run("SELECT 1", NULL), "PGRSTX00");
    assert_string_equal(mock_database_problem(test.mock),
                        "unexpected statement: SELECT 1");
}

static void a_statement_that_never_comes_is_a_problem(void **state)
{
    (void)state;
    assert_null(mock_database_problem(test.mock));
    expect_rows("INSERT", "[]");
    assert_string_equal(mock_database_problem(test.mock),
                        "expected but never sent: INSERT");
}

static void rows_that_are_none_are_a_problem(void **state)
{
    (void)state;
    struct taken taken = {0};
    expect_rows("SELECT", "[{]");
    assert_refused(run("SELECT 1", &taken), "PGRSTX00");
    assert_string_equal(mock_database_problem(test.mock),
                        "rows that are no JSON array: [{]");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_come_as_a_database_gives_them),
        TEST(statements_are_remembered),
        TEST(an_unexpected_statement_is_a_problem),
        TEST(a_statement_that_never_comes_is_a_problem),
        TEST(rows_that_are_none_are_a_problem),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
