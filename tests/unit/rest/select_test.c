/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "base/strbuf.h"
#include "rest/syntax.h"

static const struct select_item *items;
static size_t count;

static void parse(const char *text)
{
    if (!select_parse(&context, slice_of(text), &items, &count)) {
        fail_msg("%s: %s", text, context.error.message);
    }
}

static void assert_refused(const char *text)
{
    context.error = (struct error){0};
    assert_false(select_parse(&context, slice_of(text), &items, &count));
    assert_string_equal(context.error.code, "PGRST100");
}

static void an_item_has_all_its_parts(void **state)
{
    (void)state;
    parse("*,x:a->>b::int.sum()::text");
    assert_int_equal(count, 2);
    assert_int_equal(items[0].kind, SELECT_ALL);
    const struct select_item *item = &items[1];
    assert_int_equal(item->kind, SELECT_FIELD);
    assert_slice(item->alias, "x");
    assert_slice(item->field.name, "a");
    assert_int_equal(item->field.step_count, 1);
    assert_slice(item->cast, "int");
    assert_int_equal(item->aggregate, AGGREGATE_SUM);
    assert_slice(item->aggregate_cast, "text");
}

static void what_is_left_out_is_absent(void **state)
{
    (void)state;
    parse("a");
    assert_slice(items[0].alias, "(absent)");
    assert_slice(items[0].cast, "(absent)");
    assert_slice(items[0].aggregate_cast, "(absent)");
    assert_slice(items[0].hint, "(absent)");
    assert_int_equal(items[0].aggregate, AGGREGATE_NONE);
}

static void counting_rows_and_values(void **state)
{
    (void)state;
    parse("count(),n:count()::int,a.count()");
    assert_int_equal(items[0].aggregate, AGGREGATE_COUNT_ALL);
    assert_int_equal(items[1].aggregate, AGGREGATE_COUNT_ALL);
    assert_slice(items[1].alias, "n");
    assert_slice(items[1].aggregate_cast, "int");
    assert_int_equal(items[2].aggregate, AGGREGATE_COUNT);
}

static void relations_with_hints_in_any_order(void **state)
{
    (void)state;
    parse("x:r!h!inner(a),r!left!h(),r!inner(*),...s!h(b)");
    assert_int_equal(count, 4);
    assert_int_equal(items[0].kind, SELECT_RELATION);
    assert_slice(items[0].alias, "x");
    assert_slice(items[0].hint, "h");
    assert_int_equal(items[0].join, JOIN_INNER);
    assert_int_equal(items[0].item_count, 1);
    assert_int_equal(items[1].join, JOIN_LEFT);
    assert_slice(items[1].hint, "h");
    assert_int_equal(items[1].item_count, 0);
    assert_slice(items[2].hint, "(absent)");
    assert_int_equal(items[3].kind, SELECT_SPREAD);
}

static void of_two_hints_of_a_kind_the_first_counts(void **state)
{
    (void)state;
    parse("r!inner!left(a),r!left!inner(a),r!g!h(a)");
    assert_int_equal(items[0].join, JOIN_INNER);
    assert_slice(items[0].hint, "(absent)");
    assert_int_equal(items[1].join, JOIN_LEFT);
    assert_slice(items[1].hint, "(absent)");
    assert_int_equal(items[2].join, JOIN_UNSET);
    assert_slice(items[2].hint, "g");
}

static void nothing_is_no_item(void **state)
{
    (void)state;
    parse("");
    assert_int_equal(count, 0);
    parse(" ");
    assert_int_equal(count, 0);
    parse("...a");
    assert_int_equal(count, 0);
    parse("...x:r(a)");
    assert_int_equal(count, 0);
}

static const char *nested(size_t depth)
{
    struct strbuf text = strbuf_new(context.arena, 0);
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_text(&text, "r(");
    }
    strbuf_add_char(&text, 'a');
    for (size_t i = 0; i < depth; i++) {
        strbuf_add_char(&text, ')');
    }
    return strbuf_string(&text);
}

static void relations_nest_a_hundred_deep(void **state)
{
    (void)state;
    parse(nested(QUERY_DEPTH));
    assert_refused(nested(QUERY_DEPTH + 1));
    assert_string_equal(context.error.message,
                        "failed to parse select parameter: nested too deeply");
    assert_refused(nested(100000));
}

static const char *side_by_side(int relations)
{
    struct strbuf text = strbuf_new(context.arena, 0);
    for (int i = 0; i < relations; i++) {
        strbuf_add_format(&text, "%sr%d(a)", i > 0 ? "," : "", i);
    }
    return strbuf_string(&text);
}

static void a_hundred_relations_are_most(void **state)
{
    (void)state;
    parse(side_by_side(QUERY_RELATIONS));
    assert_int_equal(count, QUERY_RELATIONS);
    assert_refused(side_by_side(QUERY_RELATIONS + 1));
    assert_string_equal(context.error.message,
                        "failed to parse select parameter: too many relations");
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a,",
                                      "a,,b",
                                      "x:",
                                      "a::",
                                      "a->",
                                      "r(a",
                                      "r(a,",
                                      "r!(a)",
                                      "b,...",
                                      "b,...a",
                                      "a@b",
                                      "\"open",
                                      "a.median()",
                                      "a.sum",
                                      "x:*",
                                      "b,...x:r(a)",
                                      "x:...r(a)",
                                      "a::varchar(3)",
                                      "r!a!inner!b(x)"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_refused(bad[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(an_item_has_all_its_parts),
        UNIT(what_is_left_out_is_absent),
        UNIT(counting_rows_and_values),
        UNIT(relations_with_hints_in_any_order),
        UNIT(of_two_hints_of_a_kind_the_first_counts),
        UNIT(nothing_is_no_item),
        UNIT(relations_nest_a_hundred_deep),
        UNIT(a_hundred_relations_are_most),
        UNIT(what_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
