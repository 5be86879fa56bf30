/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "schema/model.h"

static const struct column ward_columns[] = {{.name = "code"}, {.name = "Größe"}};

static const struct table hospital_tables[] = {
    {.schema = "archive", .name = "wards"},
    {.schema = "clinic", .name = "Wards"},
    {.schema = "clinic",
     .name = "wards",
     .columns = ward_columns,
     .column_count = ARRAY_LENGTH(ward_columns),
     .primary_key = (const char *const[]){"code"},
     .primary_key_count = 1},
    {.schema = "clinic", .name = "wards_old"},
    {.schema = "clinic", .name = "\346\227\245\346\234\254"},
};

static const struct relationship hospital_relationships[] = {
    {.schema = "archive", .table = "wards", .constraint = "a"},
    {.schema = "clinic", .table = "beds", .constraint = "b"},
    {.schema = "clinic", .table = "wards", .constraint = "c"},
    {.schema = "clinic", .table = "wards", .constraint = "d"},
    {.schema = "clinic", .table = "wards", .constraint = "e"},
};

static const struct function hospital_functions[] = {
    {.schema = "clinic", .name = "size_of"},
    {.schema = "clinic", .name = "size_of", .parameter_count = 1},
    {.schema = "clinic", .name = "size_of_all"},
};

static const struct computed_column hospital_computed[] = {
    {.schema = "archive", .table = "wards", .name = "label"},
    {.schema = "clinic", .table = "beds", .name = "label"},
    {.schema = "clinic", .table = "wards", .name = "label"},
    {.schema = "clinic", .table = "wards", .name = "load"},
};

static const struct models hospital = {
    .version = "",
    .tables = hospital_tables,
    .table_count = ARRAY_LENGTH(hospital_tables),
    .relationships = hospital_relationships,
    .relationship_count = ARRAY_LENGTH(hospital_relationships),
    .functions = hospital_functions,
    .function_count = ARRAY_LENGTH(hospital_functions),
    .computed_columns = hospital_computed,
    .computed_column_count = ARRAY_LENGTH(hospital_computed),
};

static const struct models empty = {.version = ""};

static const struct table *find_table(const char *schema, const char *name)
{
    return models_find_table(&hospital, slice_of(schema), slice_of(name));
}

static void finds_every_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(hospital_tables); i++) {
        const struct table *table = &hospital_tables[i];
        assert_ptr_equal(find_table(table->schema, table->name), table);
    }
}

static void finds_no_table_of_another_name(void **state)
{
    (void)state;
    assert_null(find_table("clinic", "ward"));
    assert_null(find_table("clinic", "wards_"));
    assert_null(find_table("clinic", "WARDS"));
    assert_null(find_table("clinic", ""));
    assert_null(find_table("public", "wards"));
    assert_null(find_table("", "wards"));
}

static void compares_whole_slices(void **state)
{
    (void)state;
    struct slice longer = slice_of("wards_old");
    assert_ptr_equal(
        models_find_table(&hospital, slice_of("clinic"), slice_until(longer, 5)),
        &hospital_tables[2]);
    struct slice with_nul = {"wards\0x", 7};
    assert_null(models_find_table(&hospital, slice_of("clinic"), with_nul));
}

static void finds_columns(void **state)
{
    (void)state;
    const struct table *table = find_table("clinic", "wards");
    assert_ptr_equal(table_find_column(table, slice_of("code")), &ward_columns[0]);
    assert_ptr_equal(table_find_column(table, slice_of("Größe")), &ward_columns[1]);
    assert_null(table_find_column(table, slice_of("größe")));
    assert_null(table_find_column(&hospital_tables[0], slice_of("code")));
}

static void knows_key_columns(void **state)
{
    (void)state;
    const struct table *table = find_table("clinic", "wards");
    assert_true(table_has_key_column(table, slice_of("code")));
    assert_false(table_has_key_column(table, slice_of("Größe")));
    assert_false(table_has_key_column(&hospital_tables[0], slice_of("code")));
}

static void finds_computed_columns_of_the_table(void **state)
{
    (void)state;
    const struct table *table = find_table("clinic", "wards");
    assert_ptr_equal(models_find_computed(&hospital, table, slice_of("label")),
                     &hospital_computed[2]);
    assert_null(models_find_computed(&hospital, table, slice_of("age")));
    assert_null(models_find_computed(&hospital, &hospital_tables[0], slice_of("load")));
}

static void finds_all_overloads(void **state)
{
    (void)state;
    size_t count = 9;
    const struct function *found =
        models_find_functions(&hospital, slice_of("clinic"), slice_of("size_of"), &count);
    assert_ptr_equal(found, &hospital_functions[0]);
    assert_int_equal(count, 2);
    assert_null(models_find_functions(&hospital, slice_of("archive"), slice_of("size_of"),
                                      &count));
    assert_int_equal(count, 0);
}

static void finds_the_run_of_relationships(void **state)
{
    (void)state;
    size_t count;
    const struct relationship *found =
        models_find_relationships(&hospital, "clinic", "wards", &count);
    assert_ptr_equal(found, &hospital_relationships[2]);
    assert_int_equal(count, 3);
    found = models_find_relationships(&hospital, "archive", "wards", &count);
    assert_ptr_equal(found, &hospital_relationships[0]);
    assert_int_equal(count, 1);
    assert_null(models_find_relationships(&hospital, "clinic", "staff", &count));
    assert_int_equal(count, 0);
}

static void finds_nothing_in_empty_models(void **state)
{
    (void)state;
    size_t count = 9;
    const struct slice schema = slice_of("clinic");
    assert_null(models_find_table(&empty, schema, slice_of("wards")));
    assert_null(models_find_computed(&empty, &hospital_tables[2], slice_of("label")));
    assert_null(models_find_functions(&empty, schema, slice_of("size_of"), &count));
    assert_int_equal(count, 0);
    assert_null(models_find_relationships(&empty, "clinic", "wards", &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_every_table),
        cmocka_unit_test(finds_no_table_of_another_name),
        cmocka_unit_test(compares_whole_slices),
        cmocka_unit_test(finds_columns),
        cmocka_unit_test(knows_key_columns),
        cmocka_unit_test(finds_computed_columns_of_the_table),
        cmocka_unit_test(finds_all_overloads),
        cmocka_unit_test(finds_the_run_of_relationships),
        cmocka_unit_test(finds_nothing_in_empty_models),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
