/* SPDX-License-Identifier: MIT */
#include "user/user_repository.h"

#include "tests/unit/shared/fixture.h"

#define TOM "00000000-0000-4000-8000-0000000000b1"

static const struct page all = {.limit = 0};

static struct user_repository users(void)
{
    struct user_repository repository;
    assert_true(user_repository_open(&test.context, test.store, &repository));
    return repository;
}

static void users_are_listed_by_role(void **state)
{
    (void)state;
    struct user_repository repository = users();
    json_t *rows = NULL;
    expect_rows("ORDER BY \"public\".\"users\".\"full_name\"",
                "[{\"full_name\":\"Ada\"},{\"full_name\":\"Zoe\"}]");
    assert_done(
        user_repository_list_by_role(&test.context, &repository, "admin", all, &rows));
    assert_int_equal(json_array_size(rows), 2);
    assert_sql_has(0, "\"role\" = $1");
    assert_parameter(0, 1, "admin");
}

static void therapists_come_with_their_user(void **state)
{
    (void)state;
    struct user_repository repository = users();
    json_t *rows = NULL;
    expect_rows("INNER JOIN LATERAL",
                "[{\"id\":\"" TOM "\",\"users\":{\"full_name\":\"Tom\"}}]");
    assert_done(user_repository_list_therapists(&test.context, &repository, all, &rows));
    assert_json(json_object_get(json_array_get(rows, 0), "users"),
                "{\"full_name\":\"Tom\"}");
    assert_sql_has(0, "ORDER BY \"therapists_users_1\".\"full_name\"");
    assert_null(strstr(mock_database_sql(test.mock, 0), "IS TRUE"));
}

static void active_therapists_are_those_whose_user_is(void **state)
{
    (void)state;
    struct user_repository repository = users();
    json_t *rows = NULL;
    expect_rows("\"active\" IS TRUE", "[]");
    assert_done(user_repository_list_active_therapists(
        &test.context, &repository, (struct page){.offset = 5, .limit = 5}, &rows));
    assert_sql_has(0, "LIMIT $1 OFFSET $2");
}

static void a_therapist_is_got_by_id(void **state)
{
    (void)state;
    struct user_repository repository = users();
    json_t *therapist = NULL;
    expect_rows("\"therapists\".\"id\" = $1", "[{\"id\":\"" TOM "\"}]");
    assert_done(
        user_repository_get_therapist(&test.context, &repository, TOM, &therapist));
    assert_json(therapist, "{\"id\":\"" TOM "\"}");
    expect_rows("SELECT", "[]");
    assert_refused(
        user_repository_get_therapist(&test.context, &repository, TOM, &therapist),
        "PGRST116");
}

static void a_user_is_deactivated_and_activated(void **state)
{
    (void)state;
    struct user_repository repository = users();
    json_t *user = NULL;
    expect_rows("UPDATE \"public\".\"users\" SET \"active\" =", "[{\"active\":false}]");
    expect_rows("UPDATE \"public\".\"users\" SET \"active\" =", "[{\"active\":true}]");
    assert_true(user_repository_deactivate(&test.context, &repository, TOM, &user));
    assert_json(user, "{\"active\":false}");
    assert_done(user_repository_set_active(&test.context, &repository, TOM, true, &user));
    assert_parameter(0, 1, "{\"active\":false}");
    assert_parameter(1, 1, "{\"active\":true}");
    assert_parameter(1, 2, TOM);
}

static void only_some_may_deactivate(void **state)
{
    (void)state;
    struct user_repository repository = users();
    struct error error = {.code = "42501", .message = "only an admin may change active"};
    mock_database_expect(test.mock, "UPDATE", (struct mock_answer){.error = error});
    assert_false(user_repository_deactivate(&test.context, &repository, TOM, NULL));
    assert_int_equal(test.context.error.status, 403);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(users_are_listed_by_role),
        TEST(therapists_come_with_their_user),
        TEST(active_therapists_are_those_whose_user_is),
        TEST(a_therapist_is_got_by_id),
        TEST(a_user_is_deactivated_and_activated),
        TEST(only_some_may_deactivate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
