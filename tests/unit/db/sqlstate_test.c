/* SPDX-License-Identifier: MIT */
#include "db/sqlstate.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct sample {
    const char *code;
    int status;
};

/* What PostgREST 16.2 answered to each, and 57P01 as its source has it. */
static const struct sample samples[] = {
    {"01000", 400}, {"02000", 400}, {"03000", 400}, {"08000", 503}, {"09000", 500},
    {"0A000", 400}, {"0B000", 400}, {"0F000", 400}, {"0L000", 403}, {"0P000", 403},
    {"0Z000", 400}, {"20000", 400}, {"21000", 500}, {"22000", 400}, {"22023", 400},
    {"22P02", 400}, {"23000", 400}, {"23502", 400}, {"23503", 409}, {"23505", 409},
    {"23514", 400}, {"23P01", 400}, {"24000", 400}, {"25000", 500}, {"25006", 405},
    {"26000", 400}, {"27000", 400}, {"28000", 403}, {"2B000", 400}, {"2D000", 500},
    {"2F000", 400}, {"34000", 400}, {"38000", 500}, {"39000", 500}, {"3B000", 500},
    {"3D000", 400}, {"3F000", 400}, {"40000", 500}, {"40001", 500}, {"42501", 403},
    {"42601", 400}, {"42703", 400}, {"42883", 404}, {"42P01", 404}, {"42P17", 500},
    {"44000", 400}, {"53000", 503}, {"53300", 503}, {"53400", 500}, {"54000", 500},
    {"55000", 500}, {"55P03", 500}, {"57000", 500}, {"57014", 500}, {"57P01", 503},
    {"58000", 500}, {"72000", 400}, {"F0000", 500}, {"HV000", 500}, {"P0000", 500},
    {"P0001", 400}, {"P0002", 500}, {"P0003", 500}, {"P0004", 500}, {"XX000", 500},
    {"ABCDE", 400},
};

static void codes_have_the_dialects_status(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(samples); i++) {
        int status = sqlstate_to_status(samples[i].code, "it failed", false);
        if (status != samples[i].status) {
            fail_msg("%s: %d", samples[i].code, status);
        }
    }
}

static void raise_asks_for_a_status(void **state)
{
    static const struct sample asked[] = {
        {"PT400", 400}, {"PT402", 402}, {"PT404", 404}, {"PT422", 422}, {"PT500", 500},
        {"PT200", 200}, {"PT999", 999}, {"PTABC", 500}, {"PT199", 500}, {"PT000", 500},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(asked); i++) {
        assert_int_equal(sqlstate_to_status(asked[i].code, "m", false), asked[i].status);
    }
}

static void raise_brings_its_phrase(void **state)
{
    (void)state;
    assert_string_equal(sqlstate_to_phrase("PT402", "Pay First"), "Pay First");
    assert_null(sqlstate_to_phrase("PTABC", "m"));
    assert_null(sqlstate_to_phrase("P0001", "m"));
}

static void a_missing_privilege_depends_on_who_asks(void **state)
{
    (void)state;
    assert_int_equal(sqlstate_to_status("42501", "m", true), 401);
    assert_int_equal(sqlstate_to_status("42501", "m", false), 403);
    assert_int_equal(sqlstate_to_status("28000", "m", true), 403);
}

static void messages_tell_some_apart(void **state)
{
    (void)state;
    assert_int_equal(sqlstate_to_status("22023", "role \"x\" does not exist", false),
                     401);
    assert_int_equal(sqlstate_to_status("22023", "parameter does not exist", false), 400);
    assert_int_equal(sqlstate_to_status("21000", "UPDATE requires a WHERE clause", false),
                     400);
    assert_int_equal(
        sqlstate_to_status("42883", "function xmlagg(text) does not exist", false), 406);
    assert_int_equal(
        sqlstate_to_status("42883", "function f(text) does not exist", false), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_have_the_dialects_status),
        cmocka_unit_test(raise_asks_for_a_status),
        cmocka_unit_test(raise_brings_its_phrase),
        cmocka_unit_test(a_missing_privilege_depends_on_who_asks),
        cmocka_unit_test(messages_tell_some_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
