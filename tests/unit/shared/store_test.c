/* SPDX-License-Identifier: MIT */
#include "shared/store.h"

#include "shared/abstract_repository.h"
#include "tests/unit/shared/fixture.h"

#define TOM "00000000-0000-4000-8000-0000000000b1"

static bool list_patients(const struct store *store)
{
    struct abstract_repository repository;
    json_t *rows;
    expect_rows("SELECT", "[]");
    return abstract_repository_open(&test.context, store, NULL, "patients",
                                    &repository) &&
           abstract_repository_list(&test.context, &repository, NULL, &rows);
}

static void a_store_acts_as_service_role(void **state)
{
    (void)state;
    assert_done(list_patients(test.store));
    assert_setting("role", "service_role");
    assert_setting("request.jwt.claims", "{\"role\":\"service_role\"}");
    assert_setting("search_path", "\"public\", \"public\"");
    assert_setting("request.headers", "{}");
}

static void acting_as_a_user_sets_role_and_claims(void **state)
{
    (void)state;
    struct store store;
    struct actor tom = {"authenticated",
                        fixture_json("{\"sub\":\"" TOM "\",\"role\":\"postgres\"}")};
    assert_true(store_act_as(&test.context, test.store, tom, &store));
    assert_slice(store.identity.subject, TOM);
    assert_done(list_patients(&store));
    assert_setting("role", "authenticated");
    struct slice claims = mock_database_setting(test.mock, "request.jwt.claims");
    assert_json(fixture_json(slice_string(test.context.arena, claims)),
                "{\"role\":\"authenticated\",\"sub\":\"" TOM "\"}");
    assert_done(list_patients(test.store));
    assert_setting("role", "service_role");
}

static void claims_may_be_left_out(void **state)
{
    (void)state;
    struct store store;
    assert_true(store_act_as(&test.context, test.store,
                             (struct actor){.role = "authenticated"}, &store));
    assert_false(slice_is_present(store.identity.subject));
    assert_done(list_patients(&store));
    assert_setting("request.jwt.claims", "{\"role\":\"authenticated\"}");
}

static void claims_must_be_an_object(void **state)
{
    (void)state;
    struct store store;
    assert_refused(store_act_as(&test.context, test.store,
                                (struct actor){"authenticated", fixture_json("[]")},
                                &store),
                   "PGRST303");
}

static void the_anonymous_role_is_known_as_such(void **state)
{
    (void)state;
    struct store store;
    struct error error = {.code = "42501", .message = "permission denied"};
    test.config.anon_role = slice_of("anon");
    assert_true(
        store_act_as(&test.context, test.store, (struct actor){.role = "anon"}, &store));
    mock_database_expect(test.mock, "SELECT", (struct mock_answer){.error = error});
    assert_false(list_patients(&store));
    assert_int_equal(test.context.error.status, 401);
}

static void functions_are_called_by_name(void **state)
{
    (void)state;
    json_t *rows = NULL;
    expect_rows("\"public\".\"therapist_caseload\"(", "[{\"sessions\":2}]");
    assert_done(store_call(&test.context, test.store, "therapist_caseload", NULL, &rows));
    assert_json(rows, "[{\"sessions\":2}]");
    assert_true(mock_database_is_read(test.mock));
    assert_refused(store_call(&test.context, test.store, "caseload", NULL, &rows),
                   "PGRST202");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_store_acts_as_service_role),
        TEST(acting_as_a_user_sets_role_and_claims),
        TEST(claims_may_be_left_out),
        TEST(claims_must_be_an_object),
        TEST(the_anonymous_role_is_known_as_such),
        TEST(functions_are_called_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
