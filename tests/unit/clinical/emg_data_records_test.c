/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_records.h"

#include "tests/unit/shared/fixture.h"

#define SESSION "00000000-0000-4000-8000-0000000000c1"

static struct emg_data_repository data(void)
{
    struct emg_data_repository repository;
    assert_true(emg_data_repository_open(&test.context, test.store, &repository));
    return repository;
}

static struct uuid session(void)
{
    struct uuid id;
    assert_true(uuid_parse(slice_of(SESSION), &id));
    return id;
}

static void parts_of_a_session_are_read(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    struct record_list list;
    expect_rows("ORDER BY \"public\".\"emg_statistics\".\"channel\"",
                "[{\"channel\":1,\"rms_mean\":1e-5},{\"channel\":2,\"rms_mean\":null}]");
    assert_done(
        emg_data_records_list_statistics(&test.context, &repository, SESSION, &list));
    const struct emg_statistic *statistics = list.items;
    assert_int_equal(list.count, 2);
    assert_true(statistics[0].has_rms_mean && statistics[0].rms_mean == 1e-5);
    assert_false(statistics[1].has_rms_mean);
    expect_rows("\"created_at\" DESC", "[{\"overall_score\":90}]");
    assert_done(emg_data_records_list_scores(&test.context, &repository, SESSION, &list));
    const struct performance_score *scores = list.items;
    assert_true(scores->overall_score == 90);
    expect_rows("ORDER BY \"public\".\"contractions\".\"start_time\"",
                "[{\"start_time\":0.5}]");
    assert_done(
        emg_data_records_list_contractions(&test.context, &repository, SESSION, &list));
    const struct contraction *contractions = list.items;
    assert_true(contractions->start_time == 0.5);
}

static void parts_of_a_session_are_stored(void **state)
{
    (void)state;
    struct emg_data_repository repository = data();
    struct emg_statistic statistic = {.session_id = session(), .channel = 1};
    struct contraction contraction = {
        .session_id = session(), .channel = 1, .start_time = 0.5, .duration = 1};
    struct performance_score score = {
        .session_id = session(), .has_effort_score = true, .effort_score = 101};
    expect_affected("ON CONFLICT(\"session_id\", \"channel\") DO UPDATE", 1);
    assert_done(emg_data_records_store_statistics(&test.context, &repository, &statistic,
                                                  1, NULL));
    expect_affected("INSERT INTO \"public\".\"contractions\"", 1);
    assert_done(emg_data_records_create_contractions(&test.context, &repository,
                                                     &contraction, 1));
    assert_parameter(1, 1,
                     "[{\"session_id\":\"" SESSION
                     "\",\"channel\":1,\"start_time\":0.5,\"duration\":1}]");
    assert_refused(
        emg_data_records_create_score(&test.context, &repository, &score, NULL), "23514");
    score.effort_score = 100;
    expect_rows("INSERT INTO \"public\".\"performance_scores\"",
                "[{\"overall_score\":100,\"effort_score\":100}]");
    assert_done(
        emg_data_records_create_score(&test.context, &repository, &score, &score));
    assert_true(score.has_overall_score && score.overall_score == 100);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        CASE(parts_of_a_session_are_read),
        CASE(parts_of_a_session_are_stored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
