/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/nearest.h"

static const char *const tables[] = {"patients", "therapists", "therapy_sessions",
                                     "users"};

static const char *near(const char *wanted)
{
    const char *found = nearest_name(slice_of(wanted), tables, ARRAY_LENGTH(tables));
    return found == NULL ? "(none)" : found;
}

static void slips_of_the_hand(void **state)
{
    (void)state;
    assert_string_equal(near("patient"), "patients");
    assert_string_equal(near("Patients"), "patients");
    assert_string_equal(near("patinets"), "patients");
    assert_string_equal(near("therapist"), "therapists");
    assert_string_equal(near("therapy_session"), "therapy_sessions");
    assert_string_equal(near("user"), "users");
}

static void nothing_alike(void **state)
{
    (void)state;
    assert_string_equal(near("zzzz"), "(none)");
    assert_string_equal(near(""), "(none)");
    assert_null(nearest_name(slice_of("x"), NULL, 0));
}

static void long_and_odd_names_do_no_harm(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'p', sizeof(text));
    nearest_name((struct slice){text, sizeof(text)}, tables, ARRAY_LENGTH(tables));
    memcpy(text, "patients", 8);
    nearest_name((struct slice){text, 64}, tables, ARRAY_LENGTH(tables));
    nearest_name(slice_of("\xe6\x97\xa5\xff"), tables, ARRAY_LENGTH(tables));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(slips_of_the_hand),
        UNIT(nothing_alike),
        UNIT(long_and_odd_names_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
