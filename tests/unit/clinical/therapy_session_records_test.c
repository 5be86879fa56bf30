/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_records.h"

#include "tests/unit/shared/fixture.h"

#define ID "00000000-0000-4000-8000-0000000000c1"
#define PATIENT "00000000-0000-4000-8000-0000000000e1"
#define ROW                                                                              \
    "[{\"id\":\"" ID "\",\"patient_id\":\"" PATIENT                                      \
    "\",\"status\":\"processing\",\"metadata\":{\"a\":[1]}}]"

static struct therapy_session_repository sessions(void)
{
    struct therapy_session_repository repository;
    assert_true(therapy_session_repository_open(&test.context, test.store, &repository));
    return repository;
}

static void assert_session(const struct therapy_session *session)
{
    assert_string_equal(uuid_text(session->id).text, ID);
    assert_string_equal(uuid_text(session->patient_id).text, PATIENT);
    assert_string_equal(session->status, "processing");
    assert_string_equal(session->metadata, "{\"a\":[1]}");
}

static void sessions_are_read(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    struct therapy_session session;
    struct record_list list;
    const struct page all = {.limit = 0};
    expect_rows("\"id\" = $1", ROW);
    assert_done(therapy_session_records_get(&test.context, &repository, ID, &session));
    assert_session(&session);
    expect_rows("\"patient_id\" = $1 ORDER BY \"public\".\"therapy_sessions\"."
                "\"created_at\" DESC",
                ROW);
    assert_done(therapy_session_records_list_by_patient(&test.context, &repository,
                                                        PATIENT, all, &list));
    assert_session(list.items);
    expect_rows("\"status\" = $1 ORDER BY \"public\".\"therapy_sessions\".\"created_at\"",
                ROW);
    assert_done(therapy_session_records_list_by_status(&test.context, &repository,
                                                       "processing", all, &list));
    assert_int_equal(list.count, 1);
}

/* The therapist may be left out, for a trigger fills the column. */
static void sessions_are_written(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    struct therapy_session session = {.status = "done"};
    assert_true(uuid_parse(slice_of(PATIENT), &session.patient_id));
    assert_refused(
        therapy_session_records_create(&test.context, &repository, &session, NULL),
        "23514");
    session.status = NULL;
    expect_rows("INSERT INTO \"public\".\"therapy_sessions\"", ROW);
    assert_done(
        therapy_session_records_create(&test.context, &repository, &session, &session));
    assert_session(&session);
    assert_parameter(0, 1, "[{\"patient_id\":\"" PATIENT "\"}]");
    session.status = "completed";
    struct record_change change = {&session, "status"};
    expect_rows("UPDATE \"public\".\"therapy_sessions\"", ROW);
    assert_done(
        therapy_session_records_update(&test.context, &repository, ID, change, NULL));
    assert_parameter(1, 1, "{\"status\":\"completed\"}");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        CASE(sessions_are_read),
        CASE(sessions_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
