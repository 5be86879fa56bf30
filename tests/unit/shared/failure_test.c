/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "shared/failure.h"

static void errors_are_told_apart_by_code(void **state)
{
    (void)state;
    static const struct {
        struct error error;
        enum failure failure;
        bool is_retryable;
    } cases[] = {
        {{.code = NULL}, FAILURE_NONE, false},
        {{.code = "PGRST116", .details = "The result contains 0 rows"},
         FAILURE_NOT_FOUND,
         false},
        {{.code = "PGRST116", .details = "The result contains 2 rows"},
         FAILURE_INVALID,
         false},
        {{.code = "PGRST204"}, FAILURE_INVALID, false},
        {{.code = "PGRST303"}, FAILURE_FORBIDDEN, false},
        {{.code = "PGRSTX00", .status = 500}, FAILURE_INTERNAL, false},
        {{.code = "PGRST000"}, FAILURE_UNAVAILABLE, true},
        {{.code = "PGRST001"}, FAILURE_UNAVAILABLE, false},
        {{.code = "40001"}, FAILURE_UNAVAILABLE, true},
        {{.code = "40P01"}, FAILURE_UNAVAILABLE, true},
        {{.code = "57P01"}, FAILURE_UNAVAILABLE, true},
        {{.code = "57014", .status = 500}, FAILURE_INTERNAL, false},
        {{.code = "23505"}, FAILURE_CONFLICT, false},
        {{.code = "23503"}, FAILURE_CONFLICT, false},
        {{.code = "23514"}, FAILURE_INVALID, false},
        {{.code = "23M05"}, FAILURE_INVALID, false},
        {{.code = "22P02"}, FAILURE_INVALID, false},
        {{.code = "21000"}, FAILURE_INVALID, false},
        {{.code = "42501"}, FAILURE_FORBIDDEN, false},
        {{.code = "42P01", .status = 404}, FAILURE_NOT_FOUND, false},
        {{.code = "PT403", .status = 403}, FAILURE_FORBIDDEN, false},
        {{.code = "PT409", .status = 409}, FAILURE_CONFLICT, false},
        {{.code = "PT503", .status = 503}, FAILURE_UNAVAILABLE, false},
        {{.code = "P0001", .status = 400}, FAILURE_INVALID, false},
        {{.code = "XX000", .status = 500}, FAILURE_INTERNAL, false},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        const struct error *error = &cases[i].error;
        if (failure_of(error) != cases[i].failure ||
            failure_is_retryable(error) != cases[i].is_retryable) {
            fail_msg("%s: %d, %d", error->code, (int)failure_of(error),
                     (int)failure_is_retryable(error));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_told_apart_by_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
