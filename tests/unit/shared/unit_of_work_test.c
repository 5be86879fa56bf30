/* SPDX-License-Identifier: MIT */
#include "shared/unit_of_work.h"

#include "shared/abstract_repository.h"
#include "tests/unit/shared/fixture.h"

#define WHOLE "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; "

static const struct store *kept;

static bool list(struct context *context, const struct store *store, const char *table)
{
    struct abstract_repository repository;
    json_t *rows;
    return abstract_repository_open(context, store, NULL, table, &repository) &&
           abstract_repository_list(context, &repository, NULL, &rows);
}

static bool fail_with(const char *code)
{
    struct error error = {.code = code, .message = "refused"};
    mock_database_expect(test.mock, "SELECT", (struct mock_answer){.error = error});
    return list(&test.context, kept, "patients");
}

static bool run(unit_of_work_body body, void *self)
{
    return unit_of_work_run(&test.context, test.store, body, self);
}

static void assert_steps(const char *steps)
{
    assert_string_equal(mock_database_steps(test.mock), steps);
}

static bool read_twice(void *self, struct context *context, const struct store *store)
{
    (void)self;
    kept = store;
    expect_rows("\"patients\"", "[]");
    expect_rows("\"users\"", "[]");
    return list(context, store, "patients") && list(context, store, "users");
}

static void calls_share_one_transaction(void **state)
{
    (void)state;
    assert_done(run(read_twice, NULL));
    assert_steps(WHOLE "COMMIT");
    assert_int_equal(mock_database_count(test.mock), 2);
    /* Read-only would be the whole of it. */
    assert_false(
        slice_is_present(mock_database_setting(test.mock, "transaction_read_only")));
}

static bool give_up(void *self, struct context *context, const struct store *store)
{
    (void)self;
    (void)context;
    (void)store;
    return false;
}

static void a_body_that_gives_up_is_rolled_back(void **state)
{
    (void)state;
    assert_refused(run(give_up, NULL), "40000");
    assert_steps(WHOLE "ROLLBACK");
}

static bool fail_once(void *self, struct context *context, const struct store *store)
{
    (void)self;
    (void)context;
    kept = store;
    return fail_with("23505");
}

static void the_first_failure_rolls_back(void **state)
{
    (void)state;
    assert_false(run(fail_once, NULL));
    assert_int_equal(test.context.error.status, 409);
    assert_refused(false, "23505");
    assert_steps(WHOLE "ROLLBACK");
}

static bool ignore_failure(void *self, struct context *context, const struct store *store)
{
    (void)self;
    kept = store;
    assert_false(fail_with("23505"));
    return store == kept && context_has_failed(context);
}

static void an_error_in_the_context_rolls_back(void **state)
{
    (void)state;
    assert_refused(run(ignore_failure, NULL), "23505");
    assert_steps(WHOLE "ROLLBACK");
}

static bool put_aside(void *self, struct context *context, const struct store *store)
{
    kept = store;
    assert_false(fail_with("23505"));
    context->error = (struct error){0};
    if (self != NULL) {
        assert_false(list(context, store, "users"));
        assert_string_equal(context->error.code, "25P02");
        context->error = (struct error){0};
    }
    return true;
}

static void an_error_put_aside_is_not_forgotten(void **state)
{
    (void)state;
    assert_refused(run(put_aside, NULL), "40000");
    assert_refused(run(put_aside, test.store), "40000");
    assert_steps(WHOLE "ROLLBACK; " WHOLE "ROLLBACK");
}

static bool nest(void *self, struct context *context, const struct store *store)
{
    unit_of_work_body body = *(unit_of_work_body *)self;
    bool ok = unit_of_work_run(context, store, body, NULL);
    if (!ok) {
        assert_string_equal(context->error.code, "23505");
        context->error = (struct error){0};
    }
    expect_rows("\"therapists\"", "[]");
    return list(context, store, "therapists");
}

static void a_unit_inside_is_a_savepoint(void **state)
{
    (void)state;
    unit_of_work_body body = read_twice;
    assert_done(run(nest, &body));
    assert_steps(WHOLE "SAVEPOINT unit_1; RELEASE SAVEPOINT unit_1; COMMIT");
}

static void a_savepoint_undone_leaves_the_rest(void **state)
{
    (void)state;
    unit_of_work_body body = fail_once;
    assert_done(run(nest, &body));
    assert_steps(WHOLE "SAVEPOINT unit_1; ROLLBACK TO SAVEPOINT unit_1; "
                       "RELEASE SAVEPOINT unit_1; COMMIT");
}

static bool use_another(void *self, struct context *context, const struct store *store)
{
    (void)store;
    return list(context, self, "patients");
}

static bool begin_another(void *self, struct context *context, const struct store *store)
{
    (void)store;
    return unit_of_work_run(context, self, give_up, NULL);
}

static bool use_outer_inside(void *self, struct context *context,
                             const struct store *store)
{
    (void)self;
    return unit_of_work_run(context, store, use_another, (void *)(uintptr_t)store);
}

static void a_body_uses_its_own_store(void **state)
{
    (void)state;
    assert_refused(run(use_another, test.store), "PGRSTX00");
    assert_refused(run(begin_another, test.store), "PGRSTX00");
    assert_refused(run(use_outer_inside, NULL), "PGRSTX00");
    assert_int_equal(mock_database_count(test.mock), 0);
}

static bool keep(void *self, struct context *context, const struct store *store)
{
    (void)context;
    *(struct store *)self = *store;
    return true;
}

static void a_store_ends_with_its_unit(void **state)
{
    (void)state;
    struct store store;
    assert_true(run(keep, &store));
    assert_refused(list(&test.context, &store, "patients"), "PGRSTX00");
    expect_rows("\"patients\"", "[]");
    assert_done(list(&test.context, test.store, "patients"));
}

static bool act_as_two(void *self, struct context *context, const struct store *store)
{
    struct store tom;
    struct actor actor = {"authenticated", fixture_json("{\"sub\":\"tom\"}")};
    (void)self;
    expect_rows("\"patients\"", "[]");
    if (!store_act_as(context, store, actor, &tom) || !list(context, &tom, "patients")) {
        return false;
    }
    assert_setting("role", "authenticated");
    test.config.statement_timeout = slice_absent();
    expect_rows("\"users\"", "[]");
    return list(context, store, "users");
}

static void what_one_actor_has_set_another_takes_back(void **state)
{
    (void)state;
    test.config.statement_timeout = slice_of("3s");
    assert_done(run(act_as_two, NULL));
    assert_setting("role", "service_role");
    assert_setting("request.jwt.claims", "{\"role\":\"service_role\"}");
    assert_setting("response.status", "");
    assert_setting("DateStyle", "ISO");
}

static void what_the_end_refuses_fails_the_unit(void **state)
{
    (void)state;
    struct error late = {.code = "23503", .message = "violates"};
    mock_database_refuse_step(test.mock, "COMMIT", late);
    assert_false(run(read_twice, NULL));
    assert_int_equal(test.context.error.status, 409);
    assert_refused(false, "23503");
    mock_database_refuse_step(test.mock, "BEGIN", late);
    assert_refused(run(give_up, NULL), "23503");
    assert_steps(WHOLE "COMMIT; BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
}

static void a_savepoint_that_fails_is_the_outer_ones_failure(void **state)
{
    (void)state;
    unit_of_work_body body = read_twice;
    mock_database_refuse_step(test.mock, "RELEASE", (struct error){.code = "23505"});
    assert_refused(run(nest, &body), "25P02");
    assert_steps(WHOLE "SAVEPOINT unit_1; RELEASE SAVEPOINT unit_1; ROLLBACK");
}

static void rollback_by_setting_undoes_units_too(void **state)
{
    (void)state;
    test.config.tx_end = TX_ROLLBACK;
    assert_done(run(read_twice, NULL));
    assert_steps(WHOLE "ROLLBACK");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(calls_share_one_transaction),
        TEST(a_body_that_gives_up_is_rolled_back),
        TEST(the_first_failure_rolls_back),
        TEST(an_error_in_the_context_rolls_back),
        TEST(an_error_put_aside_is_not_forgotten),
        TEST(a_unit_inside_is_a_savepoint),
        TEST(a_savepoint_undone_leaves_the_rest),
        TEST(a_body_uses_its_own_store),
        TEST(a_store_ends_with_its_unit),
        TEST(what_one_actor_has_set_another_takes_back),
        TEST(what_the_end_refuses_fails_the_unit),
        TEST(a_savepoint_that_fails_is_the_outer_ones_failure),
        TEST(rollback_by_setting_undoes_units_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
