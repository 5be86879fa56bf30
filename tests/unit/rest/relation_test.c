/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/relation.h"

/* Two foreign keys, a junction, a self-reference, a view and a computed relation. */
static const struct table tables[] = {
    {.schema = "s", .name = "a"},
    {.schema = "s", .name = "b"},
    {.schema = "s", .name = "c"},
    {.schema = "s", .name = "v", .is_view = true},
};

#define PAIR(one, other)                                                                 \
    .columns = (const struct column_pair[]){{one, other}}, .column_count = 1

static const struct relationship relationships[] = {
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "a",
     .cardinality = ONE_TO_MANY,
     .is_self = true,
     .constraint = "a_up",
     PAIR("id", "up")},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "a",
     .cardinality = MANY_TO_ONE,
     .is_self = true,
     .constraint = "a_up",
     PAIR("up", "id")},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "b",
     .cardinality = MANY_TO_ONE,
     .constraint = "a_b1",
     PAIR("b1", "id")},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "b",
     .cardinality = MANY_TO_ONE,
     .constraint = "a_b2",
     PAIR("b2", "id")},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "c",
     .cardinality = MANY_TO_MANY,
     PAIR("id", "a"),
     .junction_schema = "s",
     .junction_table = "a_c",
     .constraint_from = "a_c_a",
     .constraint_to = "a_c_c",
     .foreign_columns = (const struct column_pair[]){{"c", "id"}},
     .foreign_column_count = 1},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "v",
     .cardinality = MANY_TO_ONE,
     .constraint = "a_v",
     PAIR("v", "id")},
    {.schema = "s",
     .table = "a",
     .foreign_schema = "s",
     .foreign_table = "c",
     .cardinality = ONE_TO_MANY,
     .function_schema = "s",
     .function = "best"},
};

static const struct models known = {.tables = tables,
                                    .table_count = ARRAY_LENGTH(tables),
                                    .relationships = relationships,
                                    .relationship_count = ARRAY_LENGTH(relationships)};

/* The index of what is found, -1 when nothing is. */
static int find(const char *target, const char *hint)
{
    struct relation_search search = {.models = &known,
                                     .schema = "s",
                                     .origin = slice_of("a"),
                                     .target = slice_of(target),
                                     .hint = slice_of(hint)};
    context.error = (struct error){0};
    const struct relationship *found = relation_find(&context, &search);
    return found == NULL ? -1 : (int)(found - relationships);
}

static void by_table_constraint_and_column(void **state)
{
    (void)state;
    assert_int_equal(find("c", NULL), 4);
    assert_int_equal(find("a_b1", NULL), 2);
    assert_int_equal(find("b2", NULL), 3);
    assert_int_equal(find("v", NULL), 5);
    assert_int_equal(find("best", NULL), 6);
}

static void by_hint(void **state)
{
    (void)state;
    assert_int_equal(find("b", "a_b1"), 2);
    assert_int_equal(find("b", "b2"), 3);
    assert_int_equal(find("c", "a_c"), 4);
    assert_int_equal(find("b", "nope"), -1);
    assert_string_equal(context.error.code, "PGRST200");
    assert_null(context.error.hint);
}

static void the_table_itself(void **state)
{
    (void)state;
    assert_int_equal(find("a", NULL), 0);
    assert_int_equal(find("up", NULL), 1);
    assert_int_equal(find("a", "up"), 0);
}

static void none_and_a_near_one(void **state)
{
    (void)state;
    assert_int_equal(find("zzzzzz", NULL), -1);
    assert_string_equal(context.error.code, "PGRST200");
    assert_int_equal(context.error.status, 400);
    assert_string_equal(context.error.message,
                        "Could not find a relationship between 'a' and 'zzzzzz' in the "
                        "schema cache");
}

static void several(void **state)
{
    (void)state;
    assert_int_equal(find("b", NULL), -1);
    assert_string_equal(context.error.code, "PGRST201");
    assert_int_equal(context.error.status, 300);
    assert_true(context.error.details_is_json);
    assert_string_equal(context.error.details,
                        "[{\"cardinality\":\"many-to-one\",\"embedding\":\"a with b\","
                        "\"relationship\":\"a_b1 using a(b1) and b(id)\"},"
                        "{\"cardinality\":\"many-to-one\",\"embedding\":\"a with b\","
                        "\"relationship\":\"a_b2 using a(b2) and b(id)\"}]");
    assert_string_equal(context.error.hint,
                        "Try changing 'b' to one of the following: 'b!a_b1', 'b!a_b2'. "
                        "Find the desired relationship in the 'details' key.");
}

/* A view is found by its name; the names of its keys mean the table behind it. */
static void a_views_keys_are_the_tables(void **state)
{
    (void)state;
    assert_int_equal(find("a_v", NULL), -1);
    assert_int_equal(find("v", "a_v"), 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(by_table_constraint_and_column),
        UNIT(by_hint),
        UNIT(the_table_itself),
        UNIT(none_and_a_near_one),
        UNIT(several),
        UNIT(a_views_keys_are_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
