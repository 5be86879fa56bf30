/* SPDX-License-Identifier: MIT */
#include "http/preferences.h"

#include "fixture.h"

static struct preferences preferences;

static bool parses(const char *first, const char *second)
{
    const struct request request = {
        HEADERS({SLICE("prefer"), slice_of(first)}, {SLICE("prefer"), slice_of(second)})};
    context.error = (struct error){0};
    preferences_parse(&context, &request, &preferences);
    return preferences_check(&context, &preferences);
}

static void all_of_the_vocabulary_is_known(void **state)
{
    (void)state;
    assert_true(parses("resolution=ignore-duplicates, return=headers-only,count=planned",
                       "missing=null,handling=strict , tx=rollback, max-affected=5,"
                       "timezone=America/Los_Angeles"));
    assert_int_equal(preferences.resolution, RESOLUTION_IGNORE);
    assert_int_equal(preferences.representation, RETURN_HEADERS);
    assert_int_equal(preferences.count, COUNT_PLANNED);
    assert_int_equal(preferences.missing, MISSING_NULL);
    assert_int_equal(preferences.handling, HANDLING_STRICT);
    assert_int_equal(preferences.tx, TX_PREFER_ROLLBACK);
    assert_true(preferences.has_max_affected);
    assert_int_equal(preferences.max_affected, 5);
    assert_slice(preferences.timezone, "America/Los_Angeles");
}

static void the_first_of_several_wins(void **state)
{
    (void)state;
    assert_true(parses("return=odd, return=minimal, max-affected=x, timezone=",
                       "return=representation, max-affected=7, timezone=UTC"));
    assert_int_equal(preferences.representation, RETURN_MINIMAL);
    assert_false(preferences.has_max_affected);
    assert_slice(preferences.timezone, "");
}

static void a_number_may_follow_a_blank(void **state)
{
    (void)state;
    assert_true(parses("handling=strict, max-affected=  5", ""));
    assert_true(preferences.has_max_affected);
    assert_int_equal(preferences.max_affected, 5);
}

static void nothing_is_the_default(void **state)
{
    const struct request request = {.header_count = 0};
    (void)state;
    preferences_parse(&context, &request, &preferences);
    assert_true(preferences_check(&context, &preferences));
    assert_int_equal(preferences.representation, RETURN_UNSET);
    assert_slice(preferences.timezone, "(absent)");
    assert_true(parses("", "handling=strict"));
}

static void unknown_ones_are_ignored_unless_strict(void **state)
{
    (void)state;
    assert_true(parses("nope=1", "handling=lenient"));
    assert_false(parses("nope=1, count=odd", "handling=strict, Return=minimal"));
    assert_string_equal(context.error.code, "PGRST122");
    assert_int_equal(context.error.status, 400);
    assert_string_equal(context.error.message,
                        "Invalid preferences given with handling=strict");
    assert_string_equal(context.error.details,
                        "Invalid preferences: nope=1, count=odd, Return=minimal");
}

static void an_empty_one_is_invalid(void **state)
{
    (void)state;
    assert_false(parses("handling=strict,, count=exact", ""));
    assert_string_equal(context.error.details, "Invalid preferences: ");
}

static void the_end_is_chosen_only_where_allowed(void **state)
{
    (void)state;
    config.tx_end = TX_COMMIT;
    assert_true(parses("handling=strict", "tx=rollback"));
    assert_int_equal(preferences.tx, TX_UNSET);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(all_of_the_vocabulary_is_known),
        UNIT(the_first_of_several_wins),
        UNIT(a_number_may_follow_a_blank),
        UNIT(nothing_is_the_default),
        UNIT(unknown_ones_are_ignored_unless_strict),
        UNIT(an_empty_one_is_invalid),
        UNIT(the_end_is_chosen_only_where_allowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
