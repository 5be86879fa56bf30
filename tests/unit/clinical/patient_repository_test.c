/* SPDX-License-Identifier: MIT */
#include "clinical/patient_repository.h"

#include "tests/unit/shared/fixture.h"

#define PATIENT "00000000-0000-4000-8000-0000000000e1"
#define TOM "00000000-0000-4000-8000-0000000000b1"
#define TINA "00000000-0000-4000-8000-0000000000b2"

static struct patient_repository patients(void)
{
    struct patient_repository repository;
    assert_true(patient_repository_open(&test.context, test.store, &repository));
    return repository;
}

static void a_patient_is_found_by_code(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *patient = NULL;
    expect_rows("FROM \"public\".\"patients\" WHERE \"public\".\"patients\"."
                "\"patient_code\" = $1",
                "[{\"id\":\"" PATIENT "\"}]");
    assert_done(
        patient_repository_find_by_code(&test.context, &repository, "P-001", &patient));
    assert_json(patient, "{\"id\":\"" PATIENT "\"}");
    assert_parameter(0, 1, "P-001");
    expect_rows("SELECT", "[]");
    assert_done(
        patient_repository_find_by_code(&test.context, &repository, "P-9", &patient));
    assert_null(patient);
}

static void patients_of_a_therapist_come_by_code(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *rows = NULL;
    expect_rows("\"therapist_id\" = $1 ORDER BY \"public\".\"patients\"."
                "\"patient_code\" LIMIT $2 OFFSET $3",
                "[{\"patient_code\":\"P-001\"},{\"patient_code\":\"P-002\"}]");
    assert_done(patient_repository_list_by_therapist(
        &test.context, &repository, TOM, (struct page){.offset = 40, .limit = 20},
        &rows));
    assert_int_equal(json_array_size(rows), 2);
    assert_parameter(0, 1, TOM);
    assert_parameter(0, 2, "20");
    assert_parameter(0, 3, "40");
}

static void all_of_them_need_no_limit(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *rows = NULL;
    expect_rows("SELECT", "[]");
    assert_done(patient_repository_list_by_therapist(&test.context, &repository, TOM,
                                                     (struct page){0}, &rows));
    assert_int_equal(json_array_size(rows), 0);
    assert_null(strstr(mock_database_sql(test.mock, 0), "LIMIT"));
}

static void a_patient_is_created(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *patient = NULL;
    expect_rows("INSERT INTO \"public\".\"patients\"", "[{\"id\":\"" PATIENT "\"}]");
    assert_done(patient_repository_create(
        &test.context, &repository,
        fixture_json("{\"therapist_id\":\"" TOM "\",\"patient_code\":\"P-005\"}"),
        &patient));
    assert_json(patient, "{\"id\":\"" PATIENT "\"}");
}

static void a_code_is_taken_once(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    struct error error = {.code = "23505", .message = "duplicate key"};
    mock_database_expect(test.mock, "INSERT", (struct mock_answer){.error = error});
    assert_refused(patient_repository_create(&test.context, &repository,
                                             fixture_json("{\"patient_code\":\"P-1\"}"),
                                             NULL),
                   "23505");
}

static void progress_and_caseload_are_the_databases(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *rows = NULL;
    expect_rows("\"public\".\"patient_progress\"(",
                "[{\"status\":\"completed\",\"overall_score\":62.9366}]");
    assert_done(
        patient_repository_list_progress(&test.context, &repository, PATIENT, &rows));
    assert_json(rows, "[{\"overall_score\":62.9366,\"status\":\"completed\"}]");
    assert_parameter(0, 1, "{\"patient_id\":\"" PATIENT "\"}");
    expect_rows("\"public\".\"therapist_caseload\"(", "[{\"sessions\":7}]");
    assert_done(patient_repository_list_caseload(&test.context, &repository, &rows));
    assert_json(rows, "[{\"sessions\":7}]");
}

static void a_patient_is_reassigned(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    json_t *patient = NULL;
    expect_rows("UPDATE \"public\".\"patients\" SET \"therapist_id\" =",
                "[{\"therapist_id\":\"" TINA "\"}]");
    assert_done(
        patient_repository_reassign(&test.context, &repository, PATIENT, TINA, &patient));
    assert_json(patient, "{\"therapist_id\":\"" TINA "\"}");
    assert_parameter(0, 1, "{\"therapist_id\":\"" TINA "\"}");
    assert_parameter(0, 2, PATIENT);
    expect_rows("UPDATE", "[]");
    assert_refused(
        patient_repository_reassign(&test.context, &repository, PATIENT, TINA, NULL),
        "PGRST116");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_patient_is_found_by_code), TEST(patients_of_a_therapist_come_by_code),
        TEST(all_of_them_need_no_limit),  TEST(a_patient_is_created),
        TEST(a_code_is_taken_once),       TEST(progress_and_caseload_are_the_databases),
        TEST(a_patient_is_reassigned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
