/* SPDX-License-Identifier: MIT */
#include "auth/jwks.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "mint.h"

static struct arena *arena;
static EVP_PKEY *rsa;
static EVP_PKEY *small_rsa;
static EVP_PKEY *p256;
static EVP_PKEY *p521;
static struct keys keys;
static const char *problem;

static int make_keys(void **state)
{
    (void)state;
    arena = arena_new(8192);
    rsa = EVP_RSA_gen(2048);
    small_rsa = EVP_RSA_gen(1024);
    p256 = EVP_EC_gen("P-256");
    p521 = EVP_EC_gen("P-521");
    return 0;
}

static int free_keys(void **state)
{
    (void)state;
    EVP_PKEY_free(rsa);
    EVP_PKEY_free(small_rsa);
    EVP_PKEY_free(p256);
    EVP_PKEY_free(p521);
    arena_free(arena);
    return 0;
}

static bool parses(const char *text)
{
    problem = NULL;
    keys = (struct keys){NULL, 0};
    bool ok = jwks_parse(arena, slice_of(text), &keys, &problem);
    assert_true(ok || problem != NULL);
    return ok;
}

static bool parses_one(const char *jwk)
{
    return parses(arena_printf(arena, "{\"keys\":[%s]}", jwk));
}

static void keys_of_every_type_are_read(void **state)
{
    (void)state;
    assert_true(parses(arena_printf(
        arena, "{\"keys\":[%s,%s,%s,%s]}",
        mint_rsa_jwk(arena, rsa, ",\"kid\":\"r\",\"alg\":\"RS256\",\"use\":\"sig\""),
        mint_ec_jwk(arena, p256, "P-256", 32, ",\"kid\":\"e\""),
        mint_ec_jwk(arena, p521, "P-521", 66, ",\"key_ops\":[\"verify\"]"),
        "{\"kty\":\"oct\",\"k\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}")));
    assert_int_equal(keys.count, 4);
    assert_int_equal(keys.items[0].kind, KEY_RSA);
    assert_int_equal(keys.items[0].algorithm, ALGORITHM_RS256);
    assert_true(slice_is(keys.items[0].id, "r"));
    assert_true(slice_is(keys.items[0].material, mint_pem(arena, rsa)));
    assert_int_equal(keys.items[1].kind, KEY_P256);
    assert_true(slice_is(keys.items[1].material, mint_pem(arena, p256)));
    assert_int_equal(keys.items[2].kind, KEY_P521);
    assert_false(slice_is_present(keys.items[2].id));
    assert_int_equal(keys.items[3].kind, KEY_SECRET);
    assert_int_equal(keys.items[3].material.len, 32);
}

static void one_key_is_a_set(void **state)
{
    (void)state;
    assert_true(parses(mint_ec_jwk(arena, p256, "P-256", 32, "")));
    assert_int_equal(keys.count, 1);
    assert_true(parses("{\"keys\":[]}"));
    assert_int_equal(keys.count, 0);
}

static void keys_not_for_us_are_left_out(void **state)
{
    (void)state;
    assert_true(parses_one("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\"}"));
    assert_int_equal(keys.count, 0);
    assert_true(parses_one(mint_rsa_jwk(arena, rsa, ",\"use\":\"enc\"")));
    assert_int_equal(keys.count, 0);
    assert_true(parses_one(mint_rsa_jwk(arena, rsa, ",\"alg\":\"PS256\"")));
    assert_int_equal(keys.count, 0);
    assert_true(parses_one(mint_rsa_jwk(arena, rsa, ",\"key_ops\":[\"encrypt\"]")));
    assert_int_equal(keys.count, 0);
}

static void a_weak_or_wrong_key_refuses_the_set(void **state)
{
    (void)state;
    assert_false(parses_one(mint_rsa_jwk(arena, small_rsa, "")));
    assert_false(parses_one(mint_rsa_jwk(arena, rsa, ",\"alg\":\"ES256\"")));
    assert_false(parses_one(mint_ec_jwk(arena, p256, "P-256", 32, ",\"alg\":\"ES384\"")));
    assert_false(parses_one(mint_ec_jwk(arena, p256, "P-384", 48, "")));
    assert_false(parses_one(mint_ec_jwk(arena, p256, "P-256", 33, "")));
    assert_false(parses_one("{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}"));
    assert_false(parses_one("{\"kty\":\"oct\",\"k\":\"\"}"));
    assert_false(parses_one("{\"kty\":\"RSA\",\"n\":\"AQAB\"}"));
    assert_false(parses_one("{\"kty\":\"RSA\",\"n\":5,\"e\":\"AQAB\"}"));
    assert_false(
        parses_one("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"!\",\"y\":\"AA\"}"));
    assert_false(parses_one("{\"kid\":\"no type\"}"));
}

/* The point (1, 1) is on none of the curves. */
static void a_point_must_be_on_its_curve(void **state)
{
    unsigned char one[32] = {0};
    (void)state;
    one[31] = 1;
    const char *text = mint_encode(arena, one, sizeof(one));
    assert_false(parses_one(arena_printf(
        arena, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}", text,
        text)));
}

static void what_is_no_set_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "x",
        "[]",
        "{}",
        "5",
        "{\"keys\":5}",
        "{\"keys\":[5]}",
        "{\"keys\":[null]}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[]",
        "{\"keys\":[]} x",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        if (parses(texts[i])) {
            fail_msg("%s", texts[i]);
        }
    }
}

static void too_many_keys_are_refused(void **state)
{
    char text[2048] = "{\"keys\":[{}";
    (void)state;
    for (int i = 0; i < JWKS_MOST; i++) {
        strncat(text, ",{\"kty\":\"a\"}", sizeof(text) - strlen(text) - 1);
    }
    strncat(text, "]}", sizeof(text) - strlen(text) - 1);
    assert_false(parses(text));
    assert_non_null(strstr(problem, "64"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_every_type_are_read),
        cmocka_unit_test(one_key_is_a_set),
        cmocka_unit_test(keys_not_for_us_are_left_out),
        cmocka_unit_test(a_weak_or_wrong_key_refuses_the_set),
        cmocka_unit_test(a_point_must_be_on_its_curve),
        cmocka_unit_test(what_is_no_set_is_refused),
        cmocka_unit_test(too_many_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
