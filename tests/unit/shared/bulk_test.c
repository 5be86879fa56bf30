/* SPDX-License-Identifier: MIT */
#include "shared/bulk.h"

#include "tests/unit/shared/fixture.h"

#define WHOLE "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "

struct numbers {
    int count, next, last; /* the source fails at the last one */
};

static bool next(void *self, struct context *context, json_t **row)
{
    struct numbers *numbers = self;
    int i = numbers->next++;
    if (i == numbers->last) {
        return context_fail_with(context, "PGRST102", "The recording ends");
    }
    *row = i < numbers->count ? json_pack("{s:i}", "channel", i) : NULL;
    return true;
}

static bool create(struct numbers numbers, int64_t *created)
{
    struct abstract_repository contractions;
    return abstract_repository_open(&test.context, test.store, NULL, "contractions",
                                    &contractions) &&
           bulk_create(&test.context, &contractions, (struct row_source){&numbers, next},
                       created);
}

static void assert_steps(const char *steps)
{
    assert_string_equal(mock_database_steps(test.mock), steps);
}

static void rows_go_by_the_thousand_in_one_transaction(void **state)
{
    (void)state;
    int64_t created = 0;
    for (int i = 0; i < 3; i++) {
        expect_affected("INSERT INTO \"public\".\"contractions\"", BULK_CHUNK);
    }
    assert_done(create((struct numbers){2 * BULK_CHUNK + 1, 0, -1}, &created));
    assert_int_equal(created, 2 * BULK_CHUNK + 1);
    assert_parameter(2, 1, "[{\"channel\":2000}]");
    assert_steps(WHOLE "COMMIT");
}

static void no_rows_are_none(void **state)
{
    (void)state;
    int64_t created = -1;
    assert_done(create((struct numbers){0, 0, -1}, &created));
    assert_int_equal(created, 0);
    assert_int_equal(mock_database_count(test.mock), 0);
}

static void a_source_that_fails_undoes_all(void **state)
{
    (void)state;
    expect_affected("INSERT", BULK_CHUNK);
    assert_refused(create((struct numbers){5000, 0, 2500}, NULL), "PGRST102");
    assert_steps(WHOLE "ROLLBACK");
}

static void the_databases_error_outlives_its_chunk(void **state)
{
    (void)state;
    char code[] = "23514";
    char message[] = "violates check_positive_duration";
    struct error error = {.code = code, .message = message, .details = "Failing row"};
    expect_affected("INSERT", BULK_CHUNK);
    mock_database_expect(test.mock, "INSERT", (struct mock_answer){.error = error});
    assert_false(create((struct numbers){5000, 0, -1}, NULL));
    message[0] = 'V';
    assert_string_equal(test.context.error.message, "violates check_positive_duration");
    assert_string_equal(test.context.error.details, "Failing row");
    assert_int_equal(test.context.error.status, 400);
    assert_refused(false, "23514");
    assert_steps(WHOLE "ROLLBACK");
}

static void a_long_array_is_sent_so_too(void **state)
{
    (void)state;
    struct abstract_repository contractions;
    json_t *rows = fixture_json("[]");
    for (int i = 0; i <= BULK_CHUNK; i++) {
        json_array_append_new(rows, json_pack("{s:i}", "channel", i));
    }
    expect_affected("INSERT", BULK_CHUNK);
    expect_affected("INSERT", 1);
    assert_true(abstract_repository_open(&test.context, test.store, NULL, "contractions",
                                         &contractions));
    assert_done(
        abstract_repository_create_many(&test.context, &contractions, rows, NULL));
    assert_parameter(1, 1, "[{\"channel\":1000}]");
    assert_steps(WHOLE "COMMIT");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_go_by_the_thousand_in_one_transaction),
        TEST(no_rows_are_none),
        TEST(a_source_that_fails_undoes_all),
        TEST(the_databases_error_outlives_its_chunk),
        TEST(a_long_array_is_sent_so_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
