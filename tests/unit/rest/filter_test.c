/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/syntax.h"

static struct operation parsed(const char *text)
{
    struct operation operation;
    if (!operation_parse(&context, slice_of(text), &operation)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    return operation;
}

static void assert_refused(const char *text)
{
    struct operation operation;
    context.error = (struct error){0};
    assert_false(operation_parse(&context, slice_of(text), &operation));
    assert_string_equal(context.error.code, "PGRST100");
}

/* Every operator of the table, by its own spelling. */
static void each_operator_is_known(void **state)
{
    (void)state;
#define NAME(name, text, sql, operand) {text, OP_##name, operand},
    static const struct {
        const char *text;
        enum operator_name name;
        enum operand operand;
    } all[] = {OPERATOR_TABLE(NAME)};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        const char *value = all[i].operand == TAKES_LIST    ? "(1)"
                            : all[i].operand == TAKES_TRUTH ? "null"
                                                            : "1";
        struct operation plain =
            parsed(arena_printf(context.arena, "%s.%s", all[i].text, value));
        struct operation negated =
            parsed(arena_printf(context.arena, "not.%s.%s", all[i].text, value));
        assert_int_equal(plain.operator_name, all[i].name);
        assert_false(plain.is_negated);
        assert_true(negated.is_negated);
        assert_refused(arena_printf(context.arena, "%sx.%s", all[i].text, value));
        assert_refused(all[i].text);
    }
}

static void quantifiers_only_where_they_make_sense(void **state)
{
    (void)state;
    static const char *const takers[] = {"eq",   "gt",    "gte",   "lt",    "lte",
                                         "like", "ilike", "match", "imatch"};
    static const char *const others[] = {"neq", "in", "is", "isdistinct",
                                         "cs",  "ov", "adj"};
    for (size_t i = 0; i < ARRAY_LENGTH(takers); i++) {
        assert_int_equal(
            parsed(arena_printf(context.arena, "%s(any).{1}", takers[i])).quantifier,
            QUANTIFIER_ANY);
        assert_int_equal(
            parsed(arena_printf(context.arena, "%s(all).{1}", takers[i])).quantifier,
            QUANTIFIER_ALL);
        assert_refused(arena_printf(context.arena, "%s(some).{1}", takers[i]));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
        assert_refused(arena_printf(context.arena, "%s(any).{1}", others[i]));
    }
}

static void values_run_to_the_end(void **state)
{
    (void)state;
    assert_slice(parsed("eq.a.b,c)").value, "a.b,c)");
    assert_slice(parsed("eq.").value, "");
    assert_slice(parsed("eq.\"q\"").value, "\"q\"");
    assert_slice(parsed("not.like.not.x").value, "not.x");
}

static void lists(void **state)
{
    (void)state;
    struct operation operation = parsed("in.(a,\"b,)\",\"c\\\"\",d\"e,\"f\"g, h)");
    static const char *const expected[] = {"a", "b,)", "c\"", "d\"e", "\"f\"g", " h"};
    assert_int_equal(operation.list_length, ARRAY_LENGTH(expected));
    for (size_t i = 0; i < ARRAY_LENGTH(expected); i++) {
        assert_slice(operation.list[i], expected[i]);
    }
    operation = parsed("in.()");
    assert_int_equal(operation.list_length, 1);
    assert_slice(operation.list[0], "");
    assert_refused("in.1,2");
    assert_refused("in.(1");
    assert_refused("in.(\"1");
    assert_refused("in.");
}

static void truths_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum truth truth;
    } all[] = {{"is.null", TRUTH_NULL},
               {"is.NOT_NULL", TRUTH_NOT_NULL},
               {"is.True", TRUTH_TRUE},
               {"is.FALSE", TRUTH_FALSE},
               {"is.unknown", TRUTH_UNKNOWN}};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        assert_int_equal(parsed(all[i].text).truth, all[i].truth);
    }
    assert_refused("is.");
    assert_refused("is.nope");
    assert_refused("is.1");
}

static void languages(void **state)
{
    (void)state;
    assert_slice(parsed("fts(english).a").language, "english");
    assert_slice(parsed("wfts.a").language, "(absent)");
    assert_refused("fts().a");
    assert_refused("fts(a");
    assert_refused("fts(a)b");
}

static void what_looks_like_a_filter(void **state)
{
    (void)state;
    static const char *const likely[] = {"eq.1",   "not.eq.1",       "not.x",
                                         "in.(1)", "fts(english).x", "eq(any).{1}",
                                         "eq.",    "in.x",           "is.x"};
    static const char *const unlikely[] = {"1",       "eq",        "not",    "",
                                           "a.b",     "eqq.1",     "(eq).1", "eq(a).1",
                                           "in(1).x", "fts(a.b).x"};
    for (size_t i = 0; i < ARRAY_LENGTH(likely); i++) {
        assert_true(operation_is_likely(&context, slice_of(likely[i])));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(unlikely); i++) {
        assert_false(operation_is_likely(&context, slice_of(unlikely[i])));
    }
}

static void keys_are_paths_of_relations(void **state)
{
    (void)state;
    const struct slice *path;
    size_t length;
    struct field_path field;
    assert_true(tree_path_parse(&context, slice_of("a.\"b.c\".d->e->>0"), &path, &length,
                                &field));
    assert_int_equal(length, 2);
    assert_slice(path[0], "a");
    assert_slice(path[1], "b.c");
    assert_slice(field.name, "d");
    assert_int_equal(field.step_count, 2);
    assert_true(tree_path_parse(&context, slice_of("d"), &path, &length, &field));
    assert_int_equal(length, 0);
    assert_false(tree_path_parse(&context, slice_of(""), &path, &length, &field));
    context.error = (struct error){0};
    assert_false(tree_path_parse(&context, slice_of("a."), &path, &length, &field));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(each_operator_is_known),   UNIT(quantifiers_only_where_they_make_sense),
        UNIT(values_run_to_the_end),    UNIT(lists),
        UNIT(truths_in_any_case),       UNIT(languages),
        UNIT(what_looks_like_a_filter), UNIT(keys_are_paths_of_relations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
