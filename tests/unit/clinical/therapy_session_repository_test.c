/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_repository.h"

#include "shared/unit_of_work.h"
#include "tests/unit/shared/fixture.h"

#define SESSION "00000000-0000-4000-8000-0000000000f1"
#define PATIENT "00000000-0000-4000-8000-0000000000e1"
#define TOM "00000000-0000-4000-8000-0000000000b1"
#define NEWEST                                                                           \
    "ORDER BY \"public\".\"therapy_sessions\".\"created_at\" DESC, "                     \
    "\"public\".\"therapy_sessions\".\"id\""

static const struct session_view alone = {.has_parts = false};
static const struct session_view whole = {.has_parts = true};

static struct therapy_session_repository sessions(void)
{
    struct therapy_session_repository repository;
    assert_true(therapy_session_repository_open(&test.context, test.store, &repository));
    return repository;
}

static void a_patients_sessions_come_newest_first(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *rows = NULL;
    expect_rows(NEWEST, "[{\"id\":\"" SESSION "\"}]");
    assert_done(therapy_session_repository_list_by_patient(&test.context, &repository,
                                                           PATIENT, alone, &rows));
    assert_json(rows, "[{\"id\":\"" SESSION "\"}]");
    assert_sql_has(0, "WHERE \"public\".\"therapy_sessions\".\"patient_id\" = $1");
    assert_null(strstr(mock_database_sql(test.mock, 0), "JOIN"));
    assert_parameter(0, 1, PATIENT);
}

static void with_parts_each_has_what_belongs_to_it(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *rows = NULL;
    struct session_view page = {.has_parts = true, .page = {.limit = 2}};
    expect_rows(NEWEST " LIMIT $2",
                "[{\"id\":\"" SESSION "\",\"emg_statistics\":[],"
                "\"performance_scores\":[],\"contractions\":[{\"channel\":1}]}]");
    assert_done(therapy_session_repository_list_by_patient(&test.context, &repository,
                                                           PATIENT, page, &rows));
    assert_json(json_object_get(json_array_get(rows, 0), "contractions"),
                "[{\"channel\":1}]");
    assert_sql_has(0, "\"emg_statistics_1\".\"channel\"");
    assert_sql_has(0, "\"performance_scores_1\".\"created_at\"");
    assert_sql_has(0, "\"contractions_1\".\"start_time\"");
}

static void sessions_are_listed_by_therapist(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *rows = NULL;
    expect_rows(NEWEST, "[]");
    assert_done(therapy_session_repository_list_by_therapist(&test.context, &repository,
                                                             TOM, alone, &rows));
    assert_sql_has(0, "\"therapist_id\" = $1");
    assert_parameter(0, 1, TOM);
}

static void sessions_of_a_status_come_oldest_first(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *rows = NULL;
    expect_rows("ORDER BY \"public\".\"therapy_sessions\".\"created_at\", ", "[]");
    assert_done(therapy_session_repository_list_by_status(&test.context, &repository,
                                                          "processing", alone, &rows));
    assert_sql_has(0, "\"status\" = $1");
    assert_parameter(0, 1, "processing");
}

static void one_session_is_got_whole(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *session = NULL;
    expect_rows("\"therapy_sessions\".\"id\" = $1", "[{\"contractions\":[]}]");
    assert_done(therapy_session_repository_get(&test.context, &repository, SESSION, whole,
                                               &session));
    assert_json(session, "{\"contractions\":[]}");
    expect_rows("SELECT", "[]");
    assert_refused(therapy_session_repository_get(&test.context, &repository, SESSION,
                                                  whole, &session),
                   "PGRST116");
}

static void a_document_is_stored_whole(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *session = NULL;
    expect_rows("INSERT INTO \"public\".\"therapy_sessions\"", "[]");
    expect_rows("INSERT INTO \"public\".\"contractions\"", "[]");
    expect_rows("INSERT INTO \"public\".\"emg_statistics\"", "[]");
    expect_rows("LEFT JOIN LATERAL",
                "[{\"status\":\"completed\",\"contractions\":[{\"channel\":1}]}]");
    assert_done(therapy_session_repository_create(
        &test.context, &repository,
        fixture_json("{\"patient_id\":\"" PATIENT "\",\"contractions\":[{\"channel\":1}],"
                     "\"emg_statistics\":[{\"channel\":1}]}"),
        whole, &session));
    assert_json(session, "{\"contractions\":[{\"channel\":1}],\"status\":\"completed\"}");
}

static void a_session_is_summed_up(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *summary = NULL;
    expect_rows("\"public\".\"session_summary\"(", "[{\"channels\":[{\"channel\":1}]}]");
    assert_done(therapy_session_repository_find_summary(&test.context, &repository,
                                                        SESSION, &summary));
    assert_json(summary, "{\"channels\":[{\"channel\":1}]}");
    expect_rows("session_summary", "[]");
    assert_done(therapy_session_repository_find_summary(&test.context, &repository,
                                                        SESSION, &summary));
    assert_null(summary);
}

static bool claim(void *self, struct context *context, const struct store *store)
{
    struct therapy_session_repository repository;
    return therapy_session_repository_open(context, store, &repository) &&
           therapy_session_repository_claim(context, &repository, 2, self);
}

static void the_next_sessions_are_claimed_in_a_unit(void **state)
{
    (void)state;
    json_t *rows = NULL;
    expect_rows("ORDER BY \"public\".\"therapy_sessions\".\"created_at\", "
                "\"public\".\"therapy_sessions\".\"id\" LIMIT $2 "
                "FOR UPDATE OF \"therapy_sessions\" SKIP LOCKED",
                "[{\"id\":\"" SESSION "\"}]");
    assert_done(unit_of_work_run(&test.context, test.store, claim, &rows));
    assert_json(rows, "[{\"id\":\"" SESSION "\"}]");
    assert_parameter(0, 1, "processing");
    assert_parameter(0, 2, "2");
    assert_refused(claim(&rows, &test.context, test.store), "PGRSTX00");
    assert_int_equal(mock_database_count(test.mock), 1);
}

static void the_status_is_set(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    json_t *session = NULL;
    expect_rows("UPDATE \"public\".\"therapy_sessions\" SET \"status\" =",
                "[{\"status\":\"completed\"}]");
    assert_done(therapy_session_repository_set_status(&test.context, &repository, SESSION,
                                                      "completed", &session));
    assert_json(session, "{\"status\":\"completed\"}");
    assert_parameter(0, 1, "{\"status\":\"completed\"}");
}

static void the_database_decides_which_status_follows(void **state)
{
    (void)state;
    struct therapy_session_repository repository = sessions();
    struct error error = {.code = "23M05",
                          .message = "a session cannot change from completed to failed",
                          .hint = "A completed session stays so; post a new session."};
    mock_database_expect(test.mock, "UPDATE", (struct mock_answer){.error = error});
    assert_false(therapy_session_repository_set_status(&test.context, &repository,
                                                       SESSION, "failed", NULL));
    assert_string_equal(test.context.error.hint, error.hint);
    assert_refused(false, "23M05");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_patients_sessions_come_newest_first),
        TEST(with_parts_each_has_what_belongs_to_it),
        TEST(sessions_are_listed_by_therapist),
        TEST(sessions_of_a_status_come_oldest_first),
        TEST(one_session_is_got_whole),
        TEST(a_document_is_stored_whole),
        TEST(a_session_is_summed_up),
        TEST(the_next_sessions_are_claimed_in_a_unit),
        TEST(the_status_is_set),
        TEST(the_database_decides_which_status_follows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
