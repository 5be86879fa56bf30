/* SPDX-License-Identifier: MIT */
#include "rest/sql.h"

#include "tests/unit/http/fixture.h"

static const char *text_of(struct sql *sql)
{
    return strbuf_string(&sql->text);
}

static void identifiers_are_always_quoted(void **state)
{
    (void)state;
    struct sql sql = sql_new(&context);
    sql_add_identifier(&sql, slice_of("select"));
    sql_add(&sql, " ");
    sql_add_identifier(&sql, slice_of("a\"b\"\"c"));
    sql_add(&sql, " ");
    sql_add_qualified(&sql, "odd \" schema", slice_of("x'y\\"));
    sql_add(&sql, " ");
    sql_add_qualified(&sql, NULL, slice_of(""));
    assert_string_equal(text_of(&sql), "\"select\" \"a\"\"b\"\"\"\"c\" "
                                       "\"odd \"\" schema\".\"x'y\\\" \"\"");
}

static void literals_are_quoted_with_and_without_backslashes(void **state)
{
    (void)state;
    struct sql sql = sql_new(&context);
    sql_add_literal(&sql, slice_of("a'b"));
    sql_add(&sql, " ");
    sql_add_literal(&sql, slice_of("a\\'b"));
    sql_add(&sql, " ");
    sql_add_literal(&sql, slice_of("\\"));
    sql_add(&sql, " ");
    sql_add_literal(&sql, slice_of(""));
    assert_string_equal(text_of(&sql), "'a''b' E'a\\\\''b' E'\\\\' ''");
}

static void parameters_are_numbered_from_one(void **state)
{
    (void)state;
    struct sql sql = sql_new(&context);
    for (int i = 0; i < 12; i++) {
        sql_add_parameter(&sql, i == 3 ? slice_absent() : slice_of("v"));
    }
    sql_add_binary_parameter(&sql, slice_of("b"));
    struct statement statement = sql_statement(&sql);
    assert_string_equal(statement.sql.ptr, "$1$2$3$4$5$6$7$8$9$10$11$12$13");
    assert_int_equal(statement.sql.len, strlen(statement.sql.ptr));
    assert_int_equal(statement.parameter_count, 13);
    assert_false(slice_is_present(statement.parameters[3].value));
    assert_false(statement.parameters[0].is_binary);
    assert_true(statement.parameters[12].is_binary);
    assert_true(statement.is_cached);
}

static void types_are_keywords_or_quoted(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *sql;
    } types[] = {
        {"int", "int"},
        {"INTEGER", "integer"},
        {"double precision", "double precision"},
        {"Timestamp With Time Zone", "timestamp with time zone"},
        {"text", "\"text\""},
        {"MyType", "\"mytype\""},
        {"int; drop table x", "\"int; drop table x\""},
        {"a\"b", "\"a\"\"b\""},
        {"int4", "\"int4\""},
        {"", "\"\""},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
        struct sql sql = sql_new(&context);
        sql_add_type(&sql, slice_of(types[i].name));
        assert_string_equal(text_of(&sql), types[i].sql);
    }
}

static void arrays_quote_every_item(void **state)
{
    (void)state;
    const struct slice items[] = {SLICE("a"), SLICE(""), SLICE("NULL"), SLICE("b\"c\\d"),
                                  SLICE("{e,f}")};
    assert_slice(sql_array_text(context.arena, items, ARRAY_LENGTH(items)),
                 "{\"a\",\"\",\"NULL\",\"b\\\"c\\\\d\",\"{e,f}\"}");
    assert_slice(sql_array_text(context.arena, items, 0), "{}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(identifiers_are_always_quoted),
        UNIT(literals_are_quoted_with_and_without_backslashes),
        UNIT(parameters_are_numbered_from_one),
        UNIT(types_are_keywords_or_quoted),
        UNIT(arrays_quote_every_item),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
