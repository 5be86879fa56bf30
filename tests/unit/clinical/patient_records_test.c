/* SPDX-License-Identifier: MIT */
#include "clinical/patient_records.h"

#include "tests/unit/shared/fixture.h"

#define ID "00000000-0000-4000-8000-0000000000e1"
#define TOM "00000000-0000-4000-8000-0000000000b1"
#define ROW                                                                              \
    "[{\"id\":\"" ID "\",\"user_id\":null,\"therapist_id\":\"" TOM                       \
    "\",\"patient_code\":\"P-001\",\"created_at\":\"2026-11-22T00:00:00Z\"}]"

static struct patient_repository patients(void)
{
    struct patient_repository repository;
    assert_true(patient_repository_open(&test.context, test.store, &repository));
    return repository;
}

static void assert_patient(const struct patient *patient)
{
    assert_string_equal(uuid_text(patient->id).text, ID);
    assert_string_equal(uuid_text(patient->therapist_id).text, TOM);
    assert_string_equal(patient->patient_code, "P-001");
    assert_false(patient->has_user_id);
    assert_null(patient->diagnosis);
    assert_string_equal(timestamp_text(patient->created_at).text,
                        "2026-11-22T00:00:00+00:00");
}

static void patients_are_read(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    struct patient patient;
    struct record_list list;
    bool is_found;
    expect_rows("\"id\" = $1", ROW);
    assert_done(patient_records_get(&test.context, &repository, ID, &patient));
    assert_patient(&patient);
    expect_rows("\"patient_code\" = $1", ROW);
    assert_done(patient_records_find_by_code(&test.context, &repository, "P-001",
                                             &patient, &is_found));
    assert_true(is_found);
    expect_rows("\"therapist_id\" = $1 ORDER BY \"public\".\"patients\"."
                "\"patient_code\" LIMIT $2",
                ROW);
    assert_done(patient_records_list_by_therapist(&test.context, &repository, TOM,
                                                  (struct page){.limit = 1}, &list));
    assert_int_equal(list.count, 1);
    assert_patient(list.items);
}

static void patients_are_written(void **state)
{
    (void)state;
    struct patient_repository repository = patients();
    struct patient patient = {.patient_code = "P-001", .diagnosis = "better"};
    assert_refused(patient_records_create(&test.context, &repository, &patient, NULL),
                   "23502");
    assert_true(uuid_parse(slice_of(TOM), &patient.therapist_id));
    expect_rows("INSERT INTO \"public\".\"patients\"", ROW);
    assert_done(patient_records_create(&test.context, &repository, &patient, &patient));
    assert_patient(&patient);
    struct record_change change = {&patient, "diagnosis,user_id"};
    expect_rows("UPDATE \"public\".\"patients\"", ROW);
    assert_done(patient_records_update(&test.context, &repository, ID, change, NULL));
    assert_parameter(1, 1, "{\"user_id\":null,\"diagnosis\":null}");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        CASE(patients_are_read),
        CASE(patients_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
