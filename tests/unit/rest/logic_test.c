/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "base/strbuf.h"
#include "rest/syntax.h"

static struct query_condition parsed(const char *key, const char *value)
{
    struct query_condition condition;
    if (!logic_parse(&context, slice_of(key), slice_of(value), &condition)) {
        fail_msg("%s=%s: %s", key, value, context.error.message);
    }
    return condition;
}

static void assert_refused(const char *value)
{
    struct query_condition condition;
    context.error = (struct error){0};
    assert_false(logic_parse(&context, slice_of("or"), slice_of(value), &condition));
    assert_string_equal(context.error.code, "PGRST100");
}

static void keys_say_where_and_how(void **state)
{
    (void)state;
    struct query_condition condition = parsed("a.\"b c\".not.and", "(x.eq.1,y.gt.2)");
    assert_int_equal(condition.path_length, 2);
    assert_slice(condition.path[1], "b c");
    assert_int_equal(condition.condition.kind, CONDITION_AND);
    assert_true(condition.condition.is_negated);
    assert_int_equal(condition.condition.item_count, 2);
    condition = parsed("or", "(x.eq.1)");
    assert_int_equal(condition.path_length, 0);
    assert_int_equal(condition.condition.kind, CONDITION_OR);
    assert_false(condition.condition.is_negated);
}

static void groups_within_groups(void **state)
{
    (void)state;
    struct query_condition condition =
        parsed("or", "(a.eq.1,not.and(b.not.is.null,or(c.eq.2)),d->e.eq.3)");
    const struct condition *items = condition.condition.items;
    assert_int_equal(condition.condition.item_count, 3);
    assert_int_equal(items[0].kind, CONDITION_FILTER);
    assert_int_equal(items[1].kind, CONDITION_AND);
    assert_true(items[1].is_negated);
    assert_true(items[1].items[0].operation.is_negated);
    assert_int_equal(items[1].items[1].kind, CONDITION_OR);
    assert_int_equal(items[2].field.step_count, 1);
}

static void values_end_at_a_comma_or_parenthesis(void **state)
{
    (void)state;
    struct query_condition condition =
        parsed("or", "(a.eq.x y,b.eq.\"1,)\",c.cs.{1,2},d.in.(3,\"4)\"),e.eq.)");
    const struct condition *items = condition.condition.items;
    assert_int_equal(condition.condition.item_count, 5);
    assert_slice(items[0].operation.value, "x y");
    assert_slice(items[1].operation.value, "1,)");
    assert_slice(items[2].operation.value, "{1,2}");
    assert_int_equal(items[3].operation.list_length, 2);
    assert_slice(items[3].operation.list[1], "4)");
    assert_slice(items[4].operation.value, "");
}

static const char *nested(size_t depth)
{
    struct strbuf text = strbuf_new(context.arena, 0);
    for (size_t i = 1; i < depth; i++) {
        strbuf_add_text(&text, i == 1 ? "(and" : "(or");
    }
    strbuf_add_text(&text, "(a.eq.1");
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_char(&text, ')');
    }
    return strbuf_string(&text);
}

static void groups_nest_a_hundred_deep(void **state)
{
    (void)state;
    parsed("or", nested(1));
    parsed("or", nested(QUERY_DEPTH));
    assert_refused(nested(QUERY_DEPTH + 1));
    assert_string_equal(context.error.message,
                        "failed to parse logic tree: nested too deeply");
    assert_refused(nested(100000));
}

static void a_thousand_in_a_row_are_no_nesting(void **state)
{
    (void)state;
    struct strbuf text = strbuf_new(context.arena, 0);
    for (int i = 0; i < 1000; i++) {
        strbuf_add_format(&text, "%sand(a.eq.%d)", i == 0 ? "(" : ",", i);
    }
    strbuf_add_char(&text, ')');
    assert_int_equal(parsed("or", strbuf_string(&text)).condition.item_count, 1000);
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "()",        "(",         "(a.eq.1",      "(a.eq.1,)", "(a)",     "(a.foo.1)",
        "(,a.eq.1)", "(a.eq.1 b", "(and(a.eq.1)", "(a..eq.1)", "(a.in.1)"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_refused(bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(keys_say_where_and_how),
        UNIT(groups_within_groups),
        UNIT(values_end_at_a_comma_or_parenthesis),
        UNIT(groups_nest_a_hundred_deep),
        UNIT(a_thousand_in_a_row_are_no_nesting),
        UNIT(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
