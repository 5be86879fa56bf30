/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_repository.h"

#include "shared/bulk.h"
#include "tests/unit/shared/fixture.h"

#define SESSION "00000000-0000-4000-8000-0000000000f1"
#define OF_SESSION "\"session_id\":\"" SESSION "\""

static struct emg_data_repository data(void)
{
    struct emg_data_repository repository;
    assert_true(emg_data_repository_open(&test.context, test.store, &repository));
    return repository;
}

/* The body as it was sent. */
static json_t *body(size_t index)
{
    struct slice text = mock_database_parameter(test.mock, index, 1);
    return fixture_json(slice_string(test.context.arena, text));
}

static void what_belongs_to_a_session_is_listed(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    json_t *rows = NULL;
    expect_rows("ORDER BY \"public\".\"emg_statistics\".\"channel\"", "[]");
    expect_rows("ORDER BY \"public\".\"performance_scores\".\"created_at\" DESC", "[]");
    expect_rows("ORDER BY \"public\".\"contractions\".\"start_time\"", "[]");
    assert_done(
        emg_data_repository_list_statistics(&test.context, &repository, SESSION, &rows) &&
        emg_data_repository_list_scores(&test.context, &repository, SESSION, &rows) &&
        emg_data_repository_list_contractions(&test.context, &repository, SESSION, 0,
                                              &rows));
    for (size_t i = 0; i < 3; i++) {
        assert_sql_has(i, "\"session_id\" = $1");
        assert_parameter(i, 1, SESSION);
    }
}

static void contractions_of_one_channel_are_listed(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    json_t *rows = NULL;
    expect_rows("\"channel\" = $1 AND", "[{\"channel\":2}]");
    assert_done(emg_data_repository_list_contractions(&test.context, &repository, SESSION,
                                                      2, &rows));
    assert_json(rows, "[{\"channel\":2}]");
    assert_parameter(0, 1, "2");
    assert_parameter(0, 2, SESSION);
}

static void statistics_replace_those_of_the_channel(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    json_t *given = fixture_json("[{\"channel\":1,\"rms_mean\":3.5e-05},"
                                 "{\"channel\":2,\"rms_mean\":2.5e-05}]");
    expect_affected("ON CONFLICT(\"session_id\", \"channel\") DO UPDATE", 2);
    assert_done(emg_data_repository_store_statistics(&test.context, &repository, SESSION,
                                                     given, NULL));
    assert_json(body(0), "[{\"channel\":1,\"rms_mean\":3.5e-5," OF_SESSION "},"
                         "{\"channel\":2,\"rms_mean\":2.5e-5," OF_SESSION "}]");
    /* What was given stays as it was. */
    assert_null(json_object_get(json_array_get(given, 0), "session_id"));
}

static void many_contractions_go_by_the_thousand(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    json_t *given = json_array();
    arena_defer(test.context.arena, fixture_release, given);
    for (int i = 0; i < 2 * BULK_CHUNK; i++) {
        json_array_append_new(given, json_pack("{s:i, s:f, s:f}", "channel", 1,
                                               "start_time", i * 0.5, "duration", 0.25));
    }
    expect_affected("INSERT INTO \"public\".\"contractions\"", BULK_CHUNK);
    expect_affected("INSERT INTO \"public\".\"contractions\"", BULK_CHUNK);
    assert_done(emg_data_repository_create_contractions(&test.context, &repository,
                                                        SESSION, given, NULL));
    assert_int_equal(mock_database_count(test.mock), 2);
    assert_int_equal(json_array_size(body(1)), BULK_CHUNK);
    assert_json(json_array_get(body(1), BULK_CHUNK - 1),
                "{\"channel\":1,\"duration\":0.25," OF_SESSION ",\"start_time\":999.5}");
}

static void a_score_is_created(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    json_t *score = NULL;
    expect_rows("INSERT INTO \"public\".\"performance_scores\"",
                "[{\"overall_score\":62.9366}]");
    assert_done(emg_data_repository_create_score(&test.context, &repository, SESSION,
                                                 fixture_json("{\"effort_score\":null}"),
                                                 &score));
    assert_json(score, "{\"overall_score\":62.9366}");
    assert_json(body(0), "{\"effort_score\":null," OF_SESSION "}");
}

static void rows_that_are_none_are_refused(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    assert_refused(emg_data_repository_create_contractions(
                       &test.context, &repository, SESSION, fixture_json("[1]"), NULL),
                   "PGRST102");
    assert_refused(emg_data_repository_create_score(&test.context, &repository, SESSION,
                                                    fixture_json("[]"), NULL),
                   "PGRST102");
    assert_int_equal(mock_database_count(test.mock), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_belongs_to_a_session_is_listed),
        TEST(contractions_of_one_channel_are_listed),
        TEST(statistics_replace_those_of_the_channel),
        TEST(many_contractions_go_by_the_thousand),
        TEST(a_score_is_created),
        TEST(rows_that_are_none_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
