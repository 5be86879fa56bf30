/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/status.h"

/* What PostgREST's reference says of each code, written a second time. */
static void each_code_has_its_status(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int status;
    } known[] = {
        {"PGRST000", 503}, {"PGRST001", 503}, {"PGRST003", 504}, {"PGRST100", 400},
        {"PGRST101", 405}, {"PGRST102", 400}, {"PGRST103", 416}, {"PGRST105", 405},
        {"PGRST106", 406}, {"PGRST107", 406}, {"PGRST108", 400}, {"PGRST111", 500},
        {"PGRST112", 500}, {"PGRST114", 400}, {"PGRST115", 400}, {"PGRST116", 406},
        {"PGRST117", 405}, {"PGRST118", 400}, {"PGRST120", 400}, {"PGRST121", 500},
        {"PGRST122", 400}, {"PGRST123", 400}, {"PGRST124", 400}, {"PGRST125", 404},
        {"PGRST126", 404}, {"PGRST127", 400}, {"PGRST128", 400}, {"PGRST200", 400},
        {"PGRST201", 300}, {"PGRST202", 404}, {"PGRST203", 300}, {"PGRST204", 400},
        {"PGRST205", 404}, {"PGRST300", 500}, {"PGRST301", 401}, {"PGRST302", 401},
        {"PGRST303", 401}, {"PGRSTX00", 500}};
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
        assert_int_equal(status_of_code(known[i].code), known[i].status);
    }
}

static void other_codes_have_none(void **state)
{
    (void)state;
    static const char *const unknown[] = {"",         "PGRST", "PGRST1", "PGRST1000",
                                          "pgrst100", "42501", "23505",  "PGRST100 "};
    for (size_t i = 0; i < ARRAY_LENGTH(unknown); i++) {
        assert_int_equal(status_of_code(unknown[i]), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_code_has_its_status),
        cmocka_unit_test(other_codes_have_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
