/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/syntax.h"

static const struct order_term *terms;
static size_t count;

static void parse(const char *text)
{
    if (!order_parse(&context, slice_of(text), &terms, &count)) {
        fail_msg("%s: %s", text, context.error.message);
    }
}

static void directions_and_nulls(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum direction direction;
        enum nulls nulls;
    } all[] = {
        {"a", DIRECTION_UNSET, NULLS_UNSET},
        {"a.asc", DIRECTION_ASC, NULLS_UNSET},
        {"a.desc", DIRECTION_DESC, NULLS_UNSET},
        {"a.nullsfirst", DIRECTION_UNSET, NULLS_FIRST},
        {"a.nullslast", DIRECTION_UNSET, NULLS_LAST},
        {"a.asc.nullsfirst", DIRECTION_ASC, NULLS_FIRST},
        {"a.desc.nullslast", DIRECTION_DESC, NULLS_LAST},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        parse(all[i].text);
        assert_int_equal(count, 1);
        assert_slice(terms[0].field.name, "a");
        assert_int_equal(terms[0].direction, all[i].direction);
        assert_int_equal(terms[0].nulls, all[i].nulls);
    }
}

static void terms_of_relations_and_paths(void **state)
{
    (void)state;
    parse("r(a->>b).desc, c->0 ,\"d,e\"");
    assert_int_equal(count, 3);
    assert_slice(terms[0].relation, "r");
    assert_slice(terms[0].field.name, "a");
    assert_int_equal(terms[0].field.step_count, 1);
    assert_slice(terms[1].relation, "(absent)");
    assert_int_equal(terms[1].field.step_count, 1);
    assert_slice(terms[2].field.name, "d,e");
}

static void what_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",    "a,",      ",a",  "a.up", "a.desc.asc", "a.nullsfirst.desc",
        "r(a", "r(a(b))", "r()", "a.",   "a.asc.x"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        context.error = (struct error){0};
        assert_false(order_parse(&context, slice_of(bad[i]), &terms, &count));
        assert_string_equal(context.error.code, "PGRST100");
    }
}

static void lists_of_names(void **state)
{
    (void)state;
    struct names names;
    assert_true(names_parse(&context, "columns parameter",
                            slice_of("a, \"b,c\", größe-1"), &names));
    assert_int_equal(names.count, 3);
    assert_slice(names.items[1], "b,c");
    assert_slice(names.items[2], "größe-1");
    assert_true(names_parse(&context, "columns parameter", slice_of("a,b.c"), &names));
    assert_int_equal(names.count, 2);
    assert_slice(names.items[1], "b");
    static const char *const bad[] = {"", ",", "a,", "a,,b", "\"a"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        context.error = (struct error){0};
        assert_false(
            names_parse(&context, "columns parameter", slice_of(bad[i]), &names));
        assert_string_equal(context.error.code, "PGRST100");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(directions_and_nulls),
        UNIT(terms_of_relations_and_paths),
        UNIT(what_is_refused),
        UNIT(lists_of_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
