/* SPDX-License-Identifier: MIT */
#include "shared/query_builder.h"

#include "shared/abstract_repository.h"
#include "tests/unit/shared/fixture.h"

/* What the query means is seen in the statement that it becomes. */
static void send(struct query_builder *builder)
{
    struct abstract_repository repository;
    json_t *rows;
    assert_true(abstract_repository_open(&test.context, test.store, NULL,
                                         "therapy_sessions", &repository));
    expect_rows("SELECT", "[]");
    assert_done(abstract_repository_list(&test.context, &repository,
                                         query_builder_query(builder), &rows));
    assert_int_equal(json_array_size(rows), 0);
}

static void without_calls_it_is_everything(void **state)
{
    (void)state;
    struct query_builder builder = query_builder_new(&test.context);
    send(&builder);
    assert_sql(0, "SELECT \"public\".\"therapy_sessions\".* "
                  "FROM \"public\".\"therapy_sessions\"");
}

static void a_select_is_written_as_in_a_url(void **state)
{
    (void)state;
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_select(&builder, "id, state:status");
    query_builder_select(&builder, "patients(patient_code)");
    send(&builder);
    assert_sql_has(0, "SELECT \"public\".\"therapy_sessions\".\"id\", "
                      "\"public\".\"therapy_sessions\".\"status\" AS \"state\"");
    assert_sql_has(0, "\"therapy_sessions_patients_1\"::text AS \"patients\"");
}

static void a_relation_comes_beside_all_columns(void **state)
{
    (void)state;
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_embed(&builder, "contractions");
    query_builder_order(&builder, "contractions", "start_time.desc");
    query_builder_page(&builder, "contractions", (struct page){.limit = 5});
    send(&builder);
    assert_sql_has(0, "SELECT \"public\".\"therapy_sessions\".*, "
                      "\"therapy_sessions_contractions_1\".");
    assert_sql_has(0, "ORDER BY \"contractions_1\".\"start_time\" DESC LIMIT $1");
    assert_parameter(0, 1, "5");
}

static void values_are_parameters_whatever_they_hold(void **state)
{
    (void)state;
    static const char *const odd[] = {"",       "a,b", "(x)", "\"q\"", "not.eq.1",
                                      "O'Hara", "\\",  "*",   "{}"};
    struct query_builder builder = query_builder_new(&test.context);
    for (size_t i = 0; i < ARRAY_LENGTH(odd); i++) {
        query_builder_eq(&builder, "status", odd[i]);
    }
    send(&builder);
    /* The plan takes filters from the last to the first. */
    for (size_t i = 0; i < ARRAY_LENGTH(odd); i++) {
        assert_parameter(0, ARRAY_LENGTH(odd) - i, odd[i]);
    }
}

static void a_list_is_one_parameter(void **state)
{
    (void)state;
    static const char *const values[] = {"failed", "a\"b", ""};
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_in(&builder, "status", values, ARRAY_LENGTH(values));
    send(&builder);
    assert_sql_has(0, "\"status\" = ANY ($1)");
    assert_parameter(0, 1, "{\"failed\",\"a\\\"b\",\"\"}");
}

static void a_list_of_one_or_none_means_that(void **state)
{
    (void)state;
    static const char *const empty[] = {""};
    struct query_builder one = query_builder_new(&test.context);
    struct query_builder none = query_builder_new(&test.context);
    query_builder_in(&one, "status", empty, 1);
    query_builder_in(&none, "status", NULL, 0);
    send(&one);
    send(&none);
    assert_parameter(0, 1, "");
    assert_parameter(1, 1, "{}");
}

static void columns_may_be_a_relations_or_within_json(void **state)
{
    (void)state;
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_select(&builder, "*, patients!inner(*)");
    query_builder_eq(&builder, "patients.patient_code", "P-001");
    query_builder_compare(&builder, "metadata->>source", OP_ILIKE, "%.c3d");
    query_builder_is(&builder, "metadata->score", TRUTH_NOT_NULL);
    send(&builder);
    assert_sql_has(0, "\"patients_1\".\"patient_code\" = $");
    assert_sql_has(0, "\"metadata\"->$2 IS NOT NULL");
    assert_sql_has(0, "\"metadata\"->>$3 ilike $4");
    assert_parameter(0, 3, "source");
}

static void trees_of_conditions_are_taken_as_they_are(void **state)
{
    (void)state;
    const struct condition items[] = {
        {.kind = CONDITION_FILTER,
         .field.name = slice_of("status"),
         .operation = {.operator_name = OP_EQ, .value = slice_of("failed")}},
        {.kind = CONDITION_FILTER,
         .field.name = slice_of("metadata"),
         .operation = {.operator_name = OP_IS, .truth = TRUTH_NULL}},
    };
    const struct condition either = {
        .kind = CONDITION_OR, .items = items, .item_count = ARRAY_LENGTH(items)};
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_where(&builder, &either);
    send(&builder);
    assert_sql_has(0, "\"status\" = $1 OR ");
}

static void the_last_order_counts(void **state)
{
    (void)state;
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_order(&builder, NULL, "status");
    query_builder_order(&builder, NULL, "id.desc.nullslast");
    send(&builder);
    assert_sql_has(0, "ORDER BY \"public\".\"therapy_sessions\".\"id\" DESC NULLS LAST");
}

static void a_text_that_does_not_parse_is_an_error_of_the_query(void **state)
{
    (void)state;
    static const char *const selects[] = {"id,", "patients(", "a b.c"};
    struct abstract_repository repository;
    json_t *rows;
    assert_true(abstract_repository_open(&test.context, test.store, NULL,
                                         "therapy_sessions", &repository));
    for (size_t i = 0; i < ARRAY_LENGTH(selects); i++) {
        struct query_builder builder = query_builder_new(&test.context);
        query_builder_select(&builder, selects[i]);
        assert_refused(abstract_repository_list(&test.context, &repository,
                                                query_builder_query(&builder), &rows),
                       "PGRST100");
    }
    struct query_builder builder = query_builder_new(&test.context);
    query_builder_order(&builder, NULL, "id.upwards");
    assert_refused(abstract_repository_list(&test.context, &repository,
                                            query_builder_query(&builder), &rows),
                   "PGRST100");
    assert_int_equal(mock_database_count(test.mock), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_calls_it_is_everything),
        TEST(a_select_is_written_as_in_a_url),
        TEST(a_relation_comes_beside_all_columns),
        TEST(values_are_parameters_whatever_they_hold),
        TEST(a_list_is_one_parameter),
        TEST(a_list_of_one_or_none_means_that),
        TEST(columns_may_be_a_relations_or_within_json),
        TEST(trees_of_conditions_are_taken_as_they_are),
        TEST(the_last_order_counts),
        TEST(a_text_that_does_not_parse_is_an_error_of_the_query),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
