/* SPDX-License-Identifier: MIT */
#include "shared/json_rows.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "tests/unit/shared/fixture.h"

static const struct column measurement_columns[] = {
    {.name = "id", .type = "bigint", .base_type = "bigint"},
    {.name = "price", .type = "numeric(10,2)", .base_type = "numeric"},
    {.name = "prices", .type = "numeric[]", .base_type = "numeric[]", .is_array = true},
    {.name = "amplitude", .type = "double precision", .base_type = "double precision"},
    {.name = "extra", .type = "jsonb", .base_type = "jsonb"},
};

static const struct table measurements = {
    .schema = "public",
    .name = "measurements",
    .columns = measurement_columns,
    .column_count = ARRAY_LENGTH(measurement_columns),
};

static struct slice built(const json_t *rows)
{
    struct slice text;
    assert_done(json_rows_build(&test.context, rows, &text));
    return text;
}

static json_t *parsed(const char *text, const struct plan_node *plan)
{
    json_t *rows = NULL;
    assert_done(json_rows_parse(&test.context, slice_of(text), plan, &rows));
    return rows;
}

static void all_kinds_of_values_go_both_ways(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\":[1,-2,3.5,true,false,null,\"x\\\"\\n\303\266\"],\"b\":{},\"c\":[]}";
    assert_slice(built(fixture_json(text)), text);
    assert_slice(built(parsed(text, NULL)), text);
}

static void doubles_are_written_as_briefly_as_they_read_back(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0.1, "[0.1]"},
        {0.1 + 0.2, "[0.30000000000000004]"},
        {3.49896e-05, "[3.49896e-05]"},
        {1e300, "[1e+300]"},
        {5e-324, "[4.94065645841247e-324]"},
        {100, "[100]"},
        {-0.0, "[-0]"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        json_t *rows = json_array();
        json_array_append_new(rows, json_real(cases[i].number));
        assert_slice(built(rows), cases[i].text);
        assert_slice(built(parsed(cases[i].text, NULL)), cases[i].text);
        json_decref(rows);
    }
}

static void what_is_no_row_is_refused(void **state)
{
    (void)state;
    struct slice text;
    json_t *deep = json_array();
    arena_defer(test.context.arena, fixture_release, deep);
    for (int i = 0; i < 600; i++) {
        json_t *outer = json_array();
        json_array_append(outer, deep);
        arena_defer(test.context.arena, fixture_release, outer);
        deep = outer;
    }
    assert_refused(json_rows_build(&test.context, NULL, &text), "PGRST102");
    assert_refused(json_rows_build(&test.context, fixture_json("1"), &text), "PGRST102");
    assert_refused(json_rows_build(&test.context, deep, &text), "PGRST102");
}

static void what_a_json_t_would_change_is_a_string(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"[9007199254740992]", "[9007199254740992]"},
        {"[9007199254740993]", "[\"9007199254740993\"]"},
        {"[-9223372036854775808]", "[\"-9223372036854775808\"]"},
        {"[12345678901234567890]", "[\"12345678901234567890\"]"},
        {"[0.1, 2.50, 1e2, 0.0]", "[0.1,2.5,100.0,0.0]"},
        {"[12345678901234567890.1]", "[\"12345678901234567890.1\"]"},
        {"[0.1000000000000000055511151231257827]",
         "[\"0.1000000000000000055511151231257827\"]"},
        {"[1e400]", "[\"1e400\"]"},
        {"[1e-400]", "[\"1e-400\"]"},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        assert_json(parsed(cases[i][0], NULL), cases[i][1]);
    }
}

static void numeric_columns_are_strings(void **state)
{
    (void)state;
    struct plan_select selects[] = {
        {.field = {.name = slice_of("*"), .is_all = true}},
        {.field = {.name = slice_of("price"), .column = &measurement_columns[1]},
         .alias = slice_of("cost")},
        {.field = {.name = slice_of("id"), .column = &measurement_columns[0]},
         .alias = slice_of("exact"),
         .cast = slice_of("numeric")},
    };
    struct plan_node child = {.table = &measurements, .relation = slice_of("parts")};
    struct plan_node *children[] = {&child};
    struct plan_node root = {.table = &measurements,
                             .selects = selects,
                             .select_count = ARRAY_LENGTH(selects),
                             .children = children,
                             .child_count = 1};
    assert_json(parsed("[{\"id\":1,\"price\":12.50,\"prices\":[1,null,2.0],"
                       "\"amplitude\":0.5,\"extra\":{\"price\":12.50},\"cost\":3,"
                       "\"exact\":7,\"parts\":[{\"price\":0.10,\"id\":2}]}]",
                       &root),
                "[{\"amplitude\":0.5,\"cost\":\"3\",\"exact\":\"7\",\"extra\":"
                "{\"price\":12.5},\"id\":1,\"parts\":[{\"id\":2,\"price\":\"0.10\"}],"
                "\"price\":\"12.50\",\"prices\":[\"1\",null,\"2.0\"]}]");
}

/* Values of every kind, doubles from random bits. */
static json_t *random_value(unsigned *seed, int depth)
{
    static const char *const texts[] = {"", "a\"\\/\n\x01", "\303\244",
                                        "\360\237\230\200"};
    union {
        uint64_t bits;
        double number;
    } real = {.bits = (uint64_t)rand_r(seed) << 42 ^ (uint64_t)rand_r(seed) << 21 ^
                      (uint64_t)rand_r(seed)};
    int kind = rand_r(seed) % (depth < 4 ? 8 : 6);
    json_t *container = kind == 6 ? json_array() : kind == 7 ? json_object() : NULL;
    for (int i = rand_r(seed) % 5; container != NULL && i > 0; i--) {
        json_t *inner = random_value(seed, depth + 1);
        if (kind == 6) {
            json_array_append_new(container, inner);
        } else {
            json_object_set_new(container, texts[i % 4], inner);
        }
    }
    switch (kind) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(rand_r(seed) % 2);
    case 2:
        return json_integer((json_int_t)(real.bits % (1ULL << 53)) *
                            (rand_r(seed) % 2 == 0 ? 1 : -1));
    case 3:
        return json_string(texts[rand_r(seed) % 4]);
    case 4:
        return json_real(isfinite(real.number) ? real.number : 0.5);
    case 5:
        return json_real((double)(rand_r(seed) % 100000) / 1000 + 0.0001);
    }
    return container;
}

/* A double without a fraction is read back as an integer, which is the same number; past
 * 2^53 as its digits. */
static bool is_same(const json_t *a, const json_t *b)
{
    const char *name;
    json_t *value;
    if (json_is_number(a) && json_is_string(b)) {
        return fabs(json_number_value(a)) > 9007199254740992.0 &&
               strtod(json_string_value(b), NULL) == json_number_value(a);
    }
    if (json_is_number(a)) {
        return json_number_value(a) == json_number_value(b);
    }
    bool same = json_array_size(a) == json_array_size(b) &&
                json_object_size(a) == json_object_size(b);
    for (size_t i = 0; same && i < json_array_size(a); i++) {
        same = is_same(json_array_get(a, i), json_array_get(b, i));
    }
    json_object_foreach((json_t *)(uintptr_t)a, name, value)
    {
        same = same && is_same(value, json_object_get(b, name));
    }
    return same && (json_is_array(a) || json_is_object(a) || json_equal(a, b));
}

static void what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    unsigned seed = 20261122;
    for (int i = 0; i < 2000; i++) {
        json_t *rows = json_array();
        json_array_append_new(rows, random_value(&seed, 0));
        struct slice text = built(rows);
        json_t *back = NULL;
        assert_done(json_rows_parse(&test.context, text, NULL, &back));
        if (!is_same(rows, back)) {
            fail_msg("%.*s", (int)text.len, text.ptr);
        }
        json_decref(rows);
        arena_reset(test.context.arena);
    }
}

static void the_locale_makes_no_difference(void **state)
{
    (void)state;
    static const char *const locales[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"};
    bool is_set = false;
    for (size_t i = 0; !is_set && i < ARRAY_LENGTH(locales); i++) {
        is_set = setlocale(LC_ALL, locales[i]) != NULL;
    }
    if (!is_set) {
        print_message("skipped: no locale with a decimal comma is installed\n");
        return;
    }
    json_t *rows = parsed("[0.25]", NULL);
    assert_slice(built(rows), "[0.25]");
    setlocale(LC_ALL, "C");
}

static void text_that_is_no_json_is_a_defect(void **state)
{
    (void)state;
    json_t *rows;
    assert_refused(json_rows_parse(&test.context, slice_of("[1,"), NULL, &rows),
                   "PGRSTX00");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_kinds_of_values_go_both_ways),
        TEST(doubles_are_written_as_briefly_as_they_read_back),
        TEST(what_is_no_row_is_refused),
        TEST(what_a_json_t_would_change_is_a_string),
        TEST(numeric_columns_are_strings),
        TEST(what_is_written_reads_back_the_same),
        TEST(the_locale_makes_no_difference),
        TEST(text_that_is_no_json_is_a_defect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
