/* SPDX-License-Identifier: MIT */
#include "auth/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mint.h"
#include "tests/unit/context.h"

#define UNFIT "No suitable key or wrong key type"
#define BROKEN "JWT cryptographic operation failed"
#define PAYLOAD "{\"role\":\"r\"}"

enum { KEY_OF_SECRET, KEY_OF_RSA, KEY_OF_P256, KEY_OF_P384, KEY_OF_P521, KEY_COUNT };

static struct arena *kept;
static EVP_PKEY *pairs[KEY_COUNT];
static struct key items[KEY_COUNT];
static const struct keys all = {items, KEY_COUNT};

static struct key key_of(enum key_kind kind, EVP_PKEY *pair)
{
    return (struct key){
        .kind = kind, .id = slice_absent(), .material = slice_of(mint_pem(kept, pair))};
}

static int make_keys(void **state)
{
    (void)state;
    kept = arena_new(8192);
    pairs[KEY_OF_RSA] = EVP_RSA_gen(2048);
    pairs[KEY_OF_P256] = EVP_EC_gen("P-256");
    pairs[KEY_OF_P384] = EVP_EC_gen("P-384");
    pairs[KEY_OF_P521] = EVP_EC_gen("P-521");
    items[KEY_OF_SECRET] =
        (struct key){.kind = KEY_SECRET, .id = SLICE("s"), .material = SLICE(SECRET)};
    items[KEY_OF_RSA] = key_of(KEY_RSA, pairs[KEY_OF_RSA]);
    items[KEY_OF_P256] = key_of(KEY_P256, pairs[KEY_OF_P256]);
    items[KEY_OF_P384] = key_of(KEY_P384, pairs[KEY_OF_P384]);
    items[KEY_OF_P521] = key_of(KEY_P521, pairs[KEY_OF_P521]);
    return 0;
}

static int free_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEY_COUNT; i++) {
        EVP_PKEY_free(pairs[i]);
    }
    arena_free(kept);
    return 0;
}

/* What the token is refused with, "" when its signature holds. */
static const char *verdict_of(struct slice text, const struct keys *keys)
{
    struct token token;
    context.error = (struct error){0};
    bool ok = token_parse(&context, text, &token) && token_verify(&context, &token, keys);
    assert_int_equal(ok, !context_has_failed(&context));
    if (!ok) {
        assert_int_equal(context.error.status, 401);
    }
    return ok ? "" : context.error.message;
}

static const char *verdict(const char *text)
{
    return verdict_of(slice_of(text), &all);
}

static char *signed_by(int key, const char *header, const EVP_MD *md, size_t size)
{
    return mint_signed(context.arena, header, PAYLOAD, pairs[key], md, size);
}

static void every_algorithm_is_checked_by_its_key(void **state)
{
    (void)state;
    assert_string_equal(verdict(mint_hs256(context.arena, PAYLOAD)), "");
    assert_string_equal(verdict(mint_hmac(context.arena, "{\"alg\":\"HS512\"}", PAYLOAD,
                                          SECRET, EVP_sha512())),
                        "");
    assert_string_equal(
        verdict(signed_by(KEY_OF_RSA, "{\"alg\":\"RS256\"}", EVP_sha256(), 0)), "");
    assert_string_equal(
        verdict(signed_by(KEY_OF_RSA, "{\"alg\":\"RS512\"}", EVP_sha512(), 0)), "");
    assert_string_equal(
        verdict(signed_by(KEY_OF_P256, "{\"alg\":\"ES256\"}", EVP_sha256(), 32)), "");
    assert_string_equal(
        verdict(signed_by(KEY_OF_P384, "{\"alg\":\"ES384\"}", EVP_sha384(), 48)), "");
    assert_string_equal(
        verdict(signed_by(KEY_OF_P521, "{\"alg\":\"ES512\"}", EVP_sha512(), 66)), "");
}

static void the_parts_are_told(void **state)
{
    struct token token;
    (void)state;
    char *text = mint_hmac(context.arena, "{\"kid\":\"\\u0073\",\"alg\":\"HS256\"}",
                           PAYLOAD, SECRET, EVP_sha256());
    assert_true(token_parse(&context, slice_of(text), &token));
    assert_true(slice_is(token.key_id, "s"));
    assert_true(slice_is(token.payload, PAYLOAD));
    assert_true(token_verify(&context, &token, &all));
}

static void a_token_without_an_algorithm_is_refused(void **state)
{
    (void)state;
    char *none = mint_unsigned(context.arena, "{\"alg\":\"none\"}", PAYLOAD);
    char *missing = mint_unsigned(context.arena, "{\"typ\":\"JWT\"}", PAYLOAD);
    assert_string_equal(verdict(arena_printf(context.arena, "%s.", none)),
                        "Wrong or unsupported encoding algorithm");
    assert_string_equal(verdict(arena_printf(context.arena, "%s.AAAA", none)),
                        "Wrong or unsupported encoding algorithm");
    assert_string_equal(verdict(arena_printf(context.arena, "%s.AAAA", missing)), BROKEN);
}

static void odd_headers_are_refused(void **state)
{
    static const char *const headers[] = {
        "{\"alg\":\"hs256\"}",
        "{\"alg\":\"HS256 \"}",
        "{\"alg\":\"NONE\"}",
        "{\"alg\":\"PS256\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":5}",
        "{\"alg\":null}",
        "{\"alg\":\"HS256\",\"alg\":\"HS256\"}",
        "{\"alg\":\"none\",\"\\u0061lg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":5}",
        "{\"alg\":\"HS256\",\"crit\":[\"b64\"],\"b64\":false}",
        "[\"HS256\"]",
        "\"HS256\"",
        "{\"alg\":\"HS256\"",
        "{\"alg\":\"HS256\"}x",
        "",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(headers); i++) {
        char *text = mint_hmac(context.arena, headers[i], PAYLOAD, SECRET, EVP_sha256());
        if (strcmp(verdict(text), BROKEN) != 0) {
            fail_msg("%s: %s", headers[i], verdict(text));
        }
    }
}

/* The public key is known to all, so as an HMAC secret it proves nothing. */
static void a_public_key_is_no_secret(void **state)
{
    const struct keys rsa = {&items[KEY_OF_RSA], 1};
    (void)state;
    char *pem = slice_string(context.arena, items[KEY_OF_RSA].material);
    char *text = mint_hmac(context.arena, HS256, PAYLOAD, pem, EVP_sha256());
    assert_string_equal(verdict_of(slice_of(text), &rsa), UNFIT);
    assert_string_equal(verdict(text), UNFIT);
}

static void an_empty_key_opens_nothing(void **state)
{
    const struct key empty = {.kind = KEY_SECRET, .material = SLICE("")};
    const struct keys keys = {&empty, 1};
    (void)state;
    char *text = mint_hs256(context.arena, PAYLOAD);
    char *own = mint_hmac(context.arena, HS256, PAYLOAD, "", EVP_sha256());
    assert_string_equal(verdict_of(slice_of(text), &keys), UNFIT);
    assert_string_equal(verdict_of(slice_of(own), &keys), UNFIT);
    assert_string_equal(verdict_of(slice_of(text), &(struct keys){NULL, 0}), UNFIT);
}

static void another_curve_is_refused(void **state)
{
    (void)state;
    assert_string_equal(
        verdict(signed_by(KEY_OF_P384, "{\"alg\":\"ES256\"}", EVP_sha256(), 48)), UNFIT);
    assert_string_equal(
        verdict(signed_by(KEY_OF_P256, "{\"alg\":\"ES384\"}", EVP_sha384(), 32)), UNFIT);
    const struct keys p384 = {&items[KEY_OF_P384], 1};
    char *text = signed_by(KEY_OF_P384, "{\"alg\":\"ES256\"}", EVP_sha256(), 48);
    assert_string_equal(verdict_of(slice_of(text), &p384), UNFIT);
}

static void an_unknown_key_id_is_refused(void **state)
{
    (void)state;
    char *text = mint_hmac(context.arena, "{\"alg\":\"HS256\",\"kid\":\"other\"}",
                           PAYLOAD, SECRET, EVP_sha256());
    assert_string_equal(verdict(text), UNFIT);
    assert_string_equal(context.error.details,
                        "No suitable key was found to decode the JWT");
}

static void a_key_bound_to_an_algorithm_does_no_other(void **state)
{
    struct key bound = items[KEY_OF_SECRET];
    const struct keys keys = {&bound, 1};
    (void)state;
    bound.algorithm = ALGORITHM_HS256;
    char *text =
        mint_hmac(context.arena, "{\"alg\":\"HS384\"}", PAYLOAD, SECRET, EVP_sha384());
    assert_string_equal(verdict_of(slice_of(text), &keys), UNFIT);
}

static void other_part_counts_are_told(void **state)
{
    (void)state;
    assert_string_equal(verdict(""), "Empty JWT is sent in Authorization header");
    assert_string_equal(verdict("x"), "Expected 3 parts in JWT; got 1");
    assert_string_equal(verdict("a.b"), "Expected 3 parts in JWT; got 2");
    assert_string_equal(verdict("a.b.c.d.e"), "Expected 3 parts in JWT; got 5");
    assert_false(token_is_likely(slice_of("sb_secret_x")));
    assert_true(token_is_likely(slice_of("..")));
}

/* Every prefix, every segment left out, every octet changed. */
static void a_damaged_token_is_refused(void **state)
{
    char *texts[] = {mint_hs256(context.arena, PAYLOAD),
                     signed_by(KEY_OF_P256, "{\"alg\":\"ES256\"}", EVP_sha256(), 32)};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        size_t length = strlen(texts[i]);
        for (size_t end = 0; end < length; end++) {
            assert_true(verdict_of((struct slice){texts[i], end}, &all)[0] != '\0');
        }
        for (size_t at = 0; at < length; at++) {
            char *copy = arena_copy(context.arena, texts[i], length);
            copy[at] = copy[at] == 'A' ? 'B' : 'A';
            assert_true(verdict(copy)[0] != '\0');
        }
    }
}

static void empty_segments_are_refused(void **state)
{
    (void)state;
    char *whole = mint_hs256(context.arena, PAYLOAD);
    struct slice rest = slice_of(whole);
    char *a = slice_string(context.arena, slice_cut(&rest, '.'));
    char *b = slice_string(context.arena, slice_cut(&rest, '.'));
    char *c = slice_string(context.arena, rest);
    assert_string_equal(verdict(".."), BROKEN);
    assert_string_equal(verdict(arena_printf(context.arena, ".%s.%s", b, c)), BROKEN);
    assert_string_equal(verdict(arena_printf(context.arena, "%s..%s", a, c)), BROKEN);
    assert_string_equal(verdict(arena_printf(context.arena, "%s.%s.", a, b)), UNFIT);
    assert_string_equal(context.error.details,
                        "None of the keys was able to decode the JWT");
}

static void junk_after_the_signature_is_refused(void **state)
{
    static const char *const junk[] = {"!!", "=", "==",  "=*",  " ",
                                       "\n", "A", "%00", "\xc3"};
    char *texts[] = {
        mint_hs256(context.arena, PAYLOAD),
        signed_by(KEY_OF_RSA, "{\"alg\":\"RS256\"}", EVP_sha256(), 0),
        signed_by(KEY_OF_P256, "{\"alg\":\"ES256\"}", EVP_sha256(), 32),
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(texts) * ARRAY_LENGTH(junk); i++) {
        char *text = arena_printf(context.arena, "%s%s", texts[i / ARRAY_LENGTH(junk)],
                                  junk[i % ARRAY_LENGTH(junk)]);
        assert_string_equal(verdict(text), UNFIT);
    }
}

static void a_huge_token_is_refused(void **state)
{
    size_t length = (size_t)9 << 20;
    char *text = malloc(length + 1);
    (void)state;
    memset(text, 'A', length);
    text[length] = '\0';
    assert_string_equal(verdict(text), "Expected 3 parts in JWT; got 1");
    text[50] = '.';
    text[length - 50] = '.';
    assert_string_equal(verdict(text), BROKEN);
    free(text);
}

static void the_longest_token_is_read(void **state)
{
    char name[6000];
    (void)state;
    memset(name, 'x', sizeof(name));
    char *payload =
        arena_printf(context.arena, "{\"a\":\"%.*s\"}", (int)sizeof(name), name);
    char *text = mint_hs256(context.arena, payload);
    assert_in_range(strlen(text), 8000, TOKEN_LENGTH_MOST);
    assert_string_equal(verdict(text), "");
}

static void a_payload_that_is_no_object_is_refused(void **state)
{
    static const char *const payloads[] = {
        "[]",   "[{\"role\":\"r\"}]", "5", "\"x\"", "null", "{",
        "{}{}", "{\"a\":\"\xff\"}"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(payloads); i++) {
        assert_string_equal(verdict(mint_hs256(context.arena, payloads[i])),
                            "Parsing claims failed");
        assert_string_equal(context.error.code, "PGRST303");
    }
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(every_algorithm_is_checked_by_its_key),
        UNIT(the_parts_are_told),
        UNIT(a_token_without_an_algorithm_is_refused),
        UNIT(odd_headers_are_refused),
        UNIT(a_public_key_is_no_secret),
        UNIT(an_empty_key_opens_nothing),
        UNIT(another_curve_is_refused),
        UNIT(an_unknown_key_id_is_refused),
        UNIT(a_key_bound_to_an_algorithm_does_no_other),
        UNIT(other_part_counts_are_told),
        UNIT(a_damaged_token_is_refused),
        UNIT(empty_segments_are_refused),
        UNIT(junk_after_the_signature_is_refused),
        UNIT(a_huge_token_is_refused),
        UNIT(the_longest_token_is_read),
        UNIT(a_payload_that_is_no_object_is_refused),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}
