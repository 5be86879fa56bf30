/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/nearest.h"

static const char *const tables[] = {"patients", "therapists", "therapy_sessions",
                                     "users"};

static const char *found(struct slice wanted, double least)
{
    const char *name =
        nearest_name(context.arena, wanted, tables, ARRAY_LENGTH(tables), least);
    return name == NULL ? "(none)" : name;
}

static const char *near(const char *wanted)
{
    return found(slice_of(wanted), NEAREST_CLOSE);
}

static const char *far(const char *wanted)
{
    return found(slice_of(wanted), NEAREST_FAR);
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

static void a_table_is_not_guessed_from_afar(void **state)
{
    (void)state;
    assert_string_equal(near("sessions"), "(none)");
    assert_string_equal(far("sessions"), "therapy_sessions");
    assert_string_equal(near("usages"), "(none)");
    assert_string_equal(far("usages"), "users");
}

/* No run of three letters in common, but one of two. */
static void short_runs_count_when_no_long_one_does(void **state)
{
    (void)state;
    assert_string_equal(far("usr"), "users");
    assert_string_equal(far("xsrx"), "(none)");
}

static void the_first_of_equals(void **state)
{
    (void)state;
    static const char *const rooms[] = {"room_b", "room_a"};
    assert_string_equal(
        nearest_name(context.arena, slice_of("room_c"), rooms, 2, NEAREST_CLOSE),
        "room_b");
}

static void nothing_alike(void **state)
{
    (void)state;
    assert_string_equal(far("zzzz"), "(none)");
    assert_string_equal(far(""), "(none)");
    assert_null(nearest_name(context.arena, slice_of("x"), NULL, 0, NEAREST_FAR));
}

static void long_and_odd_names_do_no_harm(void **state)
{
    (void)state;
    char text[5000];
    memset(text, 'p', sizeof(text));
    found((struct slice){text, sizeof(text)}, NEAREST_FAR);
    memcpy(text, "patients", 8);
    found((struct slice){text, 64}, NEAREST_FAR);
    found((struct slice){text, 256}, NEAREST_FAR);
    found((struct slice){text, 257}, NEAREST_FAR);
    far("\xe6\x97\xa5\xff");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(slips_of_the_hand),
        UNIT(a_table_is_not_guessed_from_afar),
        UNIT(short_runs_count_when_no_long_one_does),
        UNIT(the_first_of_equals),
        UNIT(nothing_alike),
        UNIT(long_and_odd_names_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
