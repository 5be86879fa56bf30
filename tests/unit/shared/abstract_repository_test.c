/* SPDX-License-Identifier: MIT */
#include "shared/abstract_repository.h"

#include "tests/unit/shared/fixture.h"

#define ID "00000000-0000-4000-8000-0000000000e1"
#define PATIENT "{\"id\":\"" ID "\",\"patient_code\":\"P-001\"}"

static struct abstract_repository patients(void)
{
    struct abstract_repository repository;
    assert_true(abstract_repository_open(&test.context, test.store, NULL, "patients",
                                         &repository));
    return repository;
}

static void only_tables_of_the_models_are_opened(void **state)
{
    (void)state;
    struct abstract_repository repository;
    assert_true(abstract_repository_open(&test.context, test.store, "public",
                                         "contractions", &repository));
    assert_string_equal(repository.table->name, "contractions");
    assert_refused(
        abstract_repository_open(&test.context, test.store, NULL, "patient", &repository),
        "PGRST205");
    assert_refused(abstract_repository_open(&test.context, test.store, "private",
                                            "patients", &repository),
                   "PGRST205");
}

static void a_created_row_is_given_back(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = NULL;
    expect_rows("INSERT INTO \"public\".\"patients\"", "[" PATIENT "]");
    assert_done(abstract_repository_create(
        &test.context, &repository, fixture_json("{\"patient_code\":\"P-001\"}"), &row));
    assert_json(row, PATIENT);
    assert_sql_has(0, "(\"patient_code\") SELECT pgrst_body.\"patient_code\"");
    assert_sql_has(0, "RETURNING \"public\".\"patients\".*");
    assert_parameter(0, 1, "{\"patient_code\":\"P-001\"}");
    assert_null(mock_database_begin(test.mock));
    assert_false(mock_database_is_read(test.mock));
}

static void nothing_is_read_back_unasked(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    expect_affected("INSERT INTO", 1);
    assert_done(abstract_repository_create(
        &test.context, &repository, fixture_json("{\"patient_code\":\"P-001\"}"), NULL));
    assert_null(strstr(mock_database_sql(test.mock, 0), "RETURNING"));
}

static void a_row_that_a_trigger_left_out_is_no_row(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = NULL;
    expect_rows("INSERT INTO", "[]");
    assert_refused(abstract_repository_create(&test.context, &repository,
                                              fixture_json("{\"diagnosis\":\"x\"}"),
                                              &row),
                   "PGRST116");
}

static void rows_of_one_shape_are_one_statement(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *rows = NULL;
    expect_rows("json_to_recordset",
                "[{\"patient_code\":\"a\"},{\"patient_code\":\"b\"}]");
    assert_done(abstract_repository_create_many(
        &test.context, &repository,
        fixture_json("[{\"patient_code\":\"a\"},{\"patient_code\":\"b\"}]"), &rows));
    assert_int_equal(json_array_size(rows), 2);
    assert_parameter(0, 1, "[{\"patient_code\":\"a\"},{\"patient_code\":\"b\"}]");
    assert_null(strstr(mock_database_sql(test.mock, 0), "jsonb_build_object"));
}

static void what_a_row_leaves_out_takes_its_default(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    expect_affected("jsonb_to_recordset", 2);
    assert_done(abstract_repository_create_many(
        &test.context, &repository,
        fixture_json("[{\"patient_code\":\"a\"},"
                     "{\"patient_code\":\"b\",\"created_at\":\"2026-01-01\"}]"),
        NULL));
    assert_sql_has(0, "jsonb_build_object('created_at', now())");
}

static void unknown_columns_are_refused(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    assert_refused(abstract_repository_create(&test.context, &repository,
                                              fixture_json("{\"code\":\"x\"}"), NULL),
                   "PGRST204");
    assert_int_equal(mock_database_count(test.mock), 0);
}

static void rows_that_are_no_objects_are_refused(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    assert_refused(abstract_repository_create(&test.context, &repository, NULL, NULL),
                   "PGRST102");
    assert_refused(
        abstract_repository_create(&test.context, &repository, fixture_json("[]"), NULL),
        "PGRST102");
    assert_refused(abstract_repository_create_many(&test.context, &repository,
                                                   fixture_json("[1]"), NULL),
                   "PGRST102");
    assert_refused(abstract_repository_update(&test.context, &repository, ID, NULL, NULL),
                   "PGRST102");
    assert_int_equal(mock_database_count(test.mock), 0);
}

static void an_upsert_merges_by_the_columns_given(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = fixture_json("{\"patient_code\":\"a\",\"diagnosis\":\"x\"}");
    expect_affected("ON CONFLICT(\"patient_code\") DO UPDATE", 1);
    expect_affected("ON CONFLICT(\"id\") DO UPDATE", 1);
    assert_done(abstract_repository_upsert(&test.context, &repository, row,
                                           "patient_code", NULL) &&
                abstract_repository_upsert(&test.context, &repository, row, NULL, NULL));
}

static void a_row_is_got_by_its_key(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = NULL;
    expect_rows("SELECT \"public\".\"patients\".*", "[" PATIENT "]");
    assert_done(abstract_repository_get(&test.context, &repository, ID, &row));
    assert_json(row, PATIENT);
    assert_sql_has(0, "WHERE \"public\".\"patients\".\"id\" = $1");
    assert_parameter(0, 1, ID);
    assert_true(mock_database_is_read(test.mock));
    assert_setting("transaction_read_only", "on");
}

static void no_row_is_an_error_to_get_and_null_to_find(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = fixture_json("{}");
    expect_rows("SELECT", "[]");
    assert_refused(abstract_repository_get(&test.context, &repository, ID, &row),
                   "PGRST116");
    expect_rows("LIMIT $2", "[]");
    assert_done(abstract_repository_find(&test.context, &repository, ID, &row));
    assert_null(row);
}

static void more_than_one_row_is_an_error_to_get(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = NULL;
    expect_rows("SELECT", "[" PATIENT "," PATIENT "]");
    assert_refused(abstract_repository_get_where(&test.context, &repository, NULL, &row),
                   "PGRST116");
}

static void a_list_follows_its_query(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    struct query_builder builder = query_builder_new(&test.context);
    json_t *rows = NULL;
    query_builder_embed(&builder, "therapy_sessions");
    query_builder_eq(&builder, "diagnosis", "a \"b\" (c),d.e");
    query_builder_order(&builder, NULL, "created_at.desc");
    query_builder_page(&builder, NULL, (struct page){.offset = 20, .limit = 10});
    expect_rows(
        "LEFT JOIN LATERAL",
        "[{\"patient_code\":\"a\",\"therapy_sessions\":[{\"status\":\"failed\"}]}]");
    assert_done(abstract_repository_list(&test.context, &repository,
                                         query_builder_query(&builder), &rows));
    assert_json(
        rows,
        "[{\"patient_code\":\"a\",\"therapy_sessions\":[{\"status\":\"failed\"}]}]");
    assert_sql_has(0, "ORDER BY \"public\".\"patients\".\"created_at\" DESC");
    assert_sql_has(0, "LIMIT $2 OFFSET $3");
    assert_parameter(0, 1, "a \"b\" (c),d.e");
    assert_parameter(0, 2, "10");
    assert_parameter(0, 3, "20");
}

static void rows_are_counted_whatever_the_page(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    struct query_builder builder = query_builder_new(&test.context);
    int64_t count = 0;
    query_builder_page(&builder, NULL, (struct page){.offset = 20, .limit = 10});
    expect_rows("SELECT pg_catalog.count(", "[{\"count\":0}]");
    expect_rows("SELECT pg_catalog.count(*)", "[{\"count\":18}]");
    assert_done(abstract_repository_count(&test.context, &repository,
                                          query_builder_query(&builder), &count));
    assert_int_equal(count, 18);
}

static void existence_asks_for_one_row(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    bool exists = false;
    expect_rows("LIMIT $1", "[{\"count\":1}]");
    expect_rows("LIMIT $1", "[{\"count\":0}]");
    assert_true(abstract_repository_exists(&test.context, &repository, NULL, &exists));
    assert_true(exists);
    assert_done(abstract_repository_exists(&test.context, &repository, NULL, &exists));
    assert_false(exists);
}

static void an_update_by_key_needs_its_row(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *changes = fixture_json("{\"diagnosis\":null}");
    json_t *row = NULL;
    expect_rows("UPDATE \"public\".\"patients\" SET", "[" PATIENT "]");
    assert_done(
        abstract_repository_update(&test.context, &repository, ID, changes, &row));
    assert_json(row, PATIENT);
    expect_rows("UPDATE", "[]");
    assert_refused(
        abstract_repository_update(&test.context, &repository, ID, changes, NULL),
        "PGRST116");
}

static void an_update_of_nothing_only_reads(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = NULL;
    expect_rows("SELECT", "[" PATIENT "]");
    assert_done(abstract_repository_update(&test.context, &repository, ID,
                                           fixture_json("{}"), &row));
    assert_json(row, PATIENT);
}

static void a_write_of_the_whole_table_is_refused(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    assert_refused(abstract_repository_update_where(&test.context, &repository, NULL,
                                                    fixture_json("{\"diagnosis\":\"x\"}"),
                                                    NULL),
                   "21000");
    assert_refused(
        abstract_repository_delete_where(&test.context, &repository, NULL, NULL),
        "21000");
    assert_int_equal(mock_database_count(test.mock), 0);
}

static void a_deletion_tells_how_many_rows(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    struct query_builder builder = query_builder_new(&test.context);
    int64_t deleted = 0;
    query_builder_is(&builder, "user_id", TRUTH_NULL);
    expect_affected("DELETE FROM \"public\".\"patients\" WHERE", 3);
    assert_done(abstract_repository_delete_where(
        &test.context, &repository, query_builder_query(&builder), &deleted));
    assert_int_equal(deleted, 3);
    expect_affected("DELETE FROM", 1);
    assert_done(abstract_repository_delete(&test.context, &repository, ID));
    expect_affected("DELETE FROM", 0);
    assert_refused(abstract_repository_delete(&test.context, &repository, ID),
                   "PGRST116");
}

static void an_error_of_the_database_comes_as_it_is(void **state)
{
    (void)state;
    struct abstract_repository repository = patients();
    json_t *row = fixture_json("{\"patient_code\":\"P-001\"}");
    struct error error = {.code = "23505",
                          .message = "duplicate key",
                          .details = "Key (patient_code)=(P-001) already exists.",
                          .hint = "no hint"};
    mock_database_expect(test.mock, "INSERT", (struct mock_answer){.error = error});
    assert_false(abstract_repository_create(&test.context, &repository, row, NULL));
    assert_string_equal(test.context.error.message, error.message);
    assert_string_equal(test.context.error.details, error.details);
    assert_string_equal(test.context.error.hint, error.hint);
    assert_int_equal(test.context.error.status, 409);
    /* Until it is cleared nothing more is sent. */
    assert_refused(abstract_repository_create(&test.context, &repository, row, NULL),
                   "23505");
    assert_int_equal(mock_database_count(test.mock), 1);
}

static void a_key_of_one_column_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *code, *details, *column;
    } keys[] = {
        {"23505", "Key (email)=(a@b) already exists.", "email"},
        {"23503", "Key (therapist_id)=(7) is not present in table", "therapist_id"},
        {"23505", "Key (session_id, channel)=(1, 2) already exists.", NULL},
        {"23505", "Key (lower(email))=(a@b) already exists.", NULL},
        {"23505", "(no key", NULL},
        {"23505", NULL, NULL},
        {"23514", "Failing row contains (a)=(b)", NULL},
    };
    struct abstract_repository repository;
    json_t *rows = NULL;
    assert_true(abstract_repository_open(&test.context, test.store, NULL, "patients",
                                         &repository));
    for (size_t i = 0; i < ARRAY_LENGTH(keys); i++) {
        struct error error = {
            .code = keys[i].code, .message = "refused", .details = keys[i].details};
        mock_database_expect(test.mock, "SELECT", (struct mock_answer){.error = error});
        assert_false(abstract_repository_list(&test.context, &repository, NULL, &rows));
        const char *column = test.context.error.column;
        assert_true((column == NULL) == (keys[i].column == NULL));
        if (column != NULL) {
            assert_string_equal(column, keys[i].column);
        }
        test.context.error = (struct error){0};
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_tables_of_the_models_are_opened),
        TEST(a_created_row_is_given_back),
        TEST(nothing_is_read_back_unasked),
        TEST(a_row_that_a_trigger_left_out_is_no_row),
        TEST(rows_of_one_shape_are_one_statement),
        TEST(what_a_row_leaves_out_takes_its_default),
        TEST(unknown_columns_are_refused),
        TEST(rows_that_are_no_objects_are_refused),
        TEST(an_upsert_merges_by_the_columns_given),
        TEST(a_row_is_got_by_its_key),
        TEST(no_row_is_an_error_to_get_and_null_to_find),
        TEST(more_than_one_row_is_an_error_to_get),
        TEST(a_list_follows_its_query),
        TEST(rows_are_counted_whatever_the_page),
        TEST(existence_asks_for_one_row),
        TEST(an_update_by_key_needs_its_row),
        TEST(an_update_of_nothing_only_reads),
        TEST(a_write_of_the_whole_table_is_refused),
        TEST(a_deletion_tells_how_many_rows),
        TEST(an_error_of_the_database_comes_as_it_is),
        TEST(a_key_of_one_column_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
