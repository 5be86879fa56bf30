/* SPDX-License-Identifier: MIT */
#include "user/user_records.h"

#include "tests/unit/shared/fixture.h"

#define ID "00000000-0000-4000-8000-0000000000b1"
#define ROW "[{\"id\":\"" ID "\",\"role\":\"therapist\",\"active\":true}]"

static struct user_repository repository(void)
{
    struct user_repository out;
    assert_true(user_repository_open(&test.context, test.store, &out));
    return out;
}

static void users_are_read(void **state)
{
    (void)state;
    struct user_repository users = repository();
    struct user user;
    struct therapist therapist;
    struct record_list list;
    expect_rows("FROM \"public\".\"users\"", ROW);
    assert_done(user_records_get(&test.context, &users, ID, &user));
    assert_string_equal(user.role, "therapist");
    assert_true(user.has_active && user.active);
    assert_null(user.email);
    expect_rows("FROM \"public\".\"therapists\"",
                "[{\"id\":\"" ID "\",\"institution\":\"Lab\"}]");
    assert_done(user_records_get_therapist(&test.context, &users, ID, &therapist));
    assert_string_equal(therapist.institution, "Lab");
    expect_rows("\"role\" = $1 ORDER BY \"public\".\"users\".\"full_name\"", ROW);
    assert_done(user_records_list_by_role(&test.context, &users, "therapist",
                                          (struct page){.limit = 0}, &list));
    assert_int_equal(list.count, 1);
}

static void users_are_written(void **state)
{
    (void)state;
    struct user_repository users = repository();
    struct user user = {.role = "doctor"};
    struct therapist therapist = {.institution = "Lab"};
    assert_refused(user_records_create(&test.context, &users, &user, NULL), "23514");
    assert_refused(user_records_create_therapist(&test.context, &users, &therapist, NULL),
                   "23502");
    user.role = "therapist";
    expect_rows("INSERT INTO \"public\".\"users\"", ROW);
    assert_done(user_records_create(&test.context, &users, &user, &user));
    therapist.id = user.id;
    expect_affected("INSERT INTO \"public\".\"therapists\"", 1);
    assert_done(user_records_create_therapist(&test.context, &users, &therapist, NULL));
    assert_parameter(1, 1, "[{\"id\":\"" ID "\",\"institution\":\"Lab\"}]");
    user.active = false;
    struct record_change change = {&user, "active"};
    expect_rows("UPDATE \"public\".\"users\"", ROW);
    assert_done(user_records_update(&test.context, &users, ID, change, NULL));
    assert_parameter(2, 1, "{\"active\":false}");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        CASE(users_are_read),
        CASE(users_are_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
