/* SPDX-License-Identifier: MIT */
#include "auth/key.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void an_algorithm_has_one_spelling(void **state)
{
    enum algorithm algorithm;
    (void)state;
    assert_true(algorithm_find(slice_of("ES512"), &algorithm));
    assert_int_equal(algorithm, ALGORITHM_ES512);
    assert_false(algorithm_find(slice_of("hs256"), &algorithm));
    assert_false(algorithm_find(slice_of("none"), &algorithm));
    assert_false(algorithm_find(slice_of("PS256"), &algorithm));
    assert_false(algorithm_find(slice_of(""), &algorithm));
}

static void an_algorithm_has_one_kind_of_key(void **state)
{
    (void)state;
    assert_int_equal(algorithm_kind(ALGORITHM_HS512), KEY_SECRET);
    assert_int_equal(algorithm_kind(ALGORITHM_RS256), KEY_RSA);
    assert_int_equal(algorithm_kind(ALGORITHM_ES256), KEY_P256);
    assert_int_equal(algorithm_kind(ALGORITHM_ES384), KEY_P384);
    assert_int_equal(algorithm_kind(ALGORITHM_ES512), KEY_P521);
}

static void a_key_fits_its_kind_algorithm_and_name(void **state)
{
    const struct key rsa = {.kind = KEY_RSA, .id = SLICE("a")};
    const struct key rs256 = {.kind = KEY_RSA, .algorithm = ALGORITHM_RS256};
    const struct keys keys = {&rsa, 1};
    (void)state;
    assert_true(key_fits(&rsa, ALGORITHM_RS512, slice_of("a")));
    assert_true(key_fits(&rsa, ALGORITHM_RS256, slice_absent()));
    assert_false(key_fits(&rsa, ALGORITHM_RS256, slice_of("b")));
    assert_false(key_fits(&rsa, ALGORITHM_RS256, slice_of("")));
    assert_false(key_fits(&rsa, ALGORITHM_HS256, slice_of("a")));
    assert_true(key_fits(&rs256, ALGORITHM_RS256, slice_absent()));
    assert_false(key_fits(&rs256, ALGORITHM_RS384, slice_absent()));
    assert_false(key_fits(&rs256, ALGORITHM_RS256, slice_of("a")));
    assert_true(keys_have_fitting(&keys, ALGORITHM_RS256, slice_of("a")));
    assert_false(keys_have_fitting(&keys, ALGORITHM_ES256, slice_of("a")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_algorithm_has_one_spelling),
        cmocka_unit_test(an_algorithm_has_one_kind_of_key),
        cmocka_unit_test(a_key_fits_its_kind_algorithm_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
