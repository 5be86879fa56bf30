/* SPDX-License-Identifier: MIT */
#include "rest/expression.h"

#include "tests/unit/http/fixture.h"

static const struct qualifier table = {"s", SLICE("t")};
static const struct condition_writer writer = {.qualifier = {"s", SLICE("t")}};

static struct plan_condition filter(enum operator_name name, const char *value)
{
    return (struct plan_condition){
        .kind = PLAN_FILTER,
        .field = {.name = SLICE("c")},
        .operation = {.operator_name = name, .value = slice_of(value)}};
}

static const char *spelled(struct plan_condition condition, size_t parameters)
{
    struct sql sql = sql_new(&context);
    sql_add_condition(&sql, &writer, &condition);
    assert_int_equal(sql.parameters.count, parameters);
    return strbuf_string(&sql.text);
}

/* Whatever the operator, a value is a parameter. */
static void values_are_parameters(void **state)
{
    (void)state;
#define NAME(name, text, sql, operand) OP_##name,
    static const enum operator_name all[] = {OPERATOR_TABLE(NAME)};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        struct plan_condition condition = filter(all[i], "x'; --");
        enum operand operand = operators[all[i]].operand;
        struct slice items[] = {SLICE("x'; --"), SLICE("b")};
        condition.operation.list = items;
        condition.operation.list_length = 2;
        const char *text = spelled(condition, operand == TAKES_TRUTH ? 0 : 1);
        assert_null(strstr(text, "--"));
        assert_non_null(strstr(text, "\"s\".\"t\".\"c\""));
    }
}

static void an_empty_list_matches_nothing(void **state)
{
    (void)state;
    struct plan_condition condition = filter(OP_IN, NULL);
    struct slice items[] = {SLICE("")};
    condition.operation.list = items;
    condition.operation.list_length = 1;
    assert_string_equal(spelled(condition, 0), "\"s\".\"t\".\"c\" = ANY ('{}')");
}

static void stars_are_percent_signs_in_patterns_only(void **state)
{
    (void)state;
    struct plan_condition condition = filter(OP_ILIKE, "*a*");
    struct sql sql = sql_new(&context);
    sql_add_condition(&sql, &writer, &condition);
    assert_slice(((const struct parameter *)sql.parameters.items)[0].value, "%a%");
    assert_slice(condition.operation.value, "*a*");
    condition = filter(OP_MATCH, "*a*");
    sql_add_condition(&sql, &writer, &condition);
    assert_slice(((const struct parameter *)sql.parameters.items)[1].value, "*a*");
}

static void groups_are_parenthesised(void **state)
{
    (void)state;
    struct plan_condition items[] = {filter(OP_EQ, "1"), filter(OP_GT, "2")};
    items[1].is_negated = true;
    struct plan_condition group = {
        .kind = PLAN_OR, .is_negated = true, .items = items, .item_count = 2};
    assert_string_equal(spelled(group, 2),
                        "NOT (\"s\".\"t\".\"c\" = $1 OR NOT \"s\".\"t\".\"c\" > $2)");
}

static void a_domains_text_is_parsed_by_its_cast(void **state)
{
    (void)state;
    struct plan_condition condition = filter(OP_EQ, "x");
    condition.transform = "s.parse";
    assert_string_equal(spelled(condition, 1), "\"s\".\"t\".\"c\" = s.parse($1)");
    condition = filter(OP_LIKE, "x");
    condition.transform = "s.parse";
    assert_string_equal(spelled(condition, 1), "\"s\".\"t\".\"c\" like $1");
}

static void selects(void **state)
{
    (void)state;
    static const struct {
        struct plan_select select;
        const char *sql;
    } all[] = {
        {{.field = {.name = SLICE("c")}}, "\"s\".\"t\".\"c\""},
        {{.field = {.is_all = true}}, "\"s\".\"t\".*"},
        {{.field = {.name = SLICE("c")}, .cast = SLICE("Int")},
         "CAST( \"s\".\"t\".\"c\" AS int )"},
        {{.field = {.name = SLICE("c")}, .transform = "s.f"}, "s.f(\"s\".\"t\".\"c\")"},
        {{.field = {.name = SLICE("c")},
          .aggregate = AGGREGATE_AVG,
          .aggregate_cast = SLICE("text")},
         "CAST( AVG(\"s\".\"t\".\"c\") AS \"text\" )"},
        {{.field = {.is_all = true}, .aggregate = AGGREGATE_COUNT_ALL}, "COUNT(*)"},
        {{.field = {.is_all = true, .is_full_row = true},
          .aggregate = AGGREGATE_COUNT_ALL},
         "COUNT(\"t\")"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        struct sql sql = sql_new(&context);
        sql_add_select(&sql, table, &all[i].select);
        assert_string_equal(strbuf_string(&sql.text), all[i].sql);
    }
}

static void orders(void **state)
{
    (void)state;
    const struct plan_order order = {
        .field = {.name = SLICE("c")}, .direction = DIRECTION_DESC, .nulls = NULLS_LAST};
    struct sql sql = sql_new(&context);
    sql_add_order(&sql, table, &order);
    assert_string_equal(strbuf_string(&sql.text), "\"s\".\"t\".\"c\" DESC NULLS LAST");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(values_are_parameters),
        UNIT(an_empty_list_matches_nothing),
        UNIT(stars_are_percent_signs_in_patterns_only),
        UNIT(groups_are_parenthesised),
        UNIT(a_domains_text_is_parsed_by_its_cast),
        UNIT(selects),
        UNIT(orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
