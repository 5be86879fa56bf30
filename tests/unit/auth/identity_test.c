/* SPDX-License-Identifier: MIT */
#include "auth/identity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "mint.h"

#define NOW 2000000000
#define OPAQUE "sb_secret_of_the_tests"

static struct config config;
static struct context context;
static struct verifier *verifier;
static struct identity identity;
static const char *problem;
static struct slice api_key;

static int set_up(void **state)
{
    char *text = malloc(128);
    unsigned char digest[32];
    (void)state;
    EVP_Digest(OPAQUE, strlen(OPAQUE), digest, NULL, EVP_sha256(), NULL);
    for (size_t i = 0; i < sizeof(digest); i++) {
        snprintf(text + 2 * i, 3, "%02X", digest[i]);
    }
    strncat(text, "=service_role", 127 - strlen(text));
    api_key = slice_of(text);
    config = (struct config){.anon_role = SLICE("anon"),
                             .jwt_secret = SLICE(SECRET),
                             .jwt_role_claim = SLICE(".role"),
                             .api_keys = {&api_key, 1}};
    context = (struct context){.arena = arena_new(8192), .config = &config};
    log_set_level(LOG_ERROR);
    verifier = verifier_new(&config, &problem);
    return verifier == NULL;
}

static int tear_down(void **state)
{
    (void)state;
    verifier_free(verifier);
    arena_free(context.arena);
    free((char *)(uintptr_t)api_key.ptr);
    return 0;
}

/* After a change of the settings. */
static void verify_anew(void)
{
    verifier_free(verifier);
    verifier = verifier_new(&config, &problem);
    assert_non_null(verifier);
}

static bool resolves_at(int64_t now, const char *authorization, const char *apikey)
{
    context.error = (struct error){0};
    bool ok = identity_resolve(&context, verifier, slice_of(authorization),
                               slice_of(apikey), now, &identity);
    assert_int_equal(ok, !context_has_failed(&context));
    return ok;
}

static bool resolves(const char *authorization, const char *apikey)
{
    return resolves_at(NOW, authorization, apikey);
}

static char *bearer(const char *token)
{
    return arena_printf(context.arena, "Bearer %s", token);
}

static char *payload(const char *text)
{
    return mint_hs256(context.arena, text);
}

static void assert_identity(const char *role, const char *subject, const char *claims,
                            bool is_anonymous)
{
    assert_true(slice_is(identity.role, role));
    assert_int_equal(slice_is_present(identity.subject), subject != NULL);
    assert_true(subject == NULL || slice_is(identity.subject, subject));
    assert_string_equal(slice_string(context.arena, identity.claims), claims);
    assert_int_equal(identity.is_anonymous, is_anonymous);
}

static void assert_refused(const char *code, int status, const char *message)
{
    assert_string_equal(context.error.code, code);
    assert_int_equal(context.error.status, status);
    assert_string_equal(context.error.message, message);
}

static void without_a_token_one_is_anonymous(void **state)
{
    static const char *const headers[] = {NULL, "", "Basic dXNlcjpwdw==", "Bearerx a.b.c",
                                          "sb_publishable_x"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(headers); i++) {
        assert_true(resolves(headers[i], NULL));
        assert_identity("anon", NULL, "{\"role\":\"anon\"}", true);
        assert_true(resolves(headers[i], ""));
    }
}

static void without_an_anonymous_role_a_token_is_needed(void **state)
{
    (void)state;
    config.anon_role = slice_absent();
    assert_false(resolves(NULL, NULL));
    assert_refused("PGRST302", 401, "Anonymous access is disabled");
    assert_false(resolves(bearer(payload("{\"sub\":\"s\"}")), NULL));
    assert_refused("PGRST302", 401, "Anonymous access is disabled");
    assert_true(resolves(bearer(payload("{\"role\":\"r\"}")), NULL));
    assert_identity("r", NULL, "{\"role\":\"r\"}", false);
}

static void a_token_tells_who_one_is(void **state)
{
    (void)state;
    const char *text = "{\"n\":12345678901234567890.10,\"role\":\"r\",\"sub\":\"s1\"}";
    for (int i = 0; i < 2; i++) {
        assert_true(resolves(bearer(payload(text)), NULL));
        assert_identity("r", "s1", text, false);
    }
}

static void a_token_without_a_role_is_anonymous(void **state)
{
    (void)state;
    assert_true(resolves(bearer(payload("{\"sub\":\"s1\"}")), NULL));
    assert_identity("anon", "s1", "{\"role\":\"anon\",\"sub\":\"s1\"}", true);
    assert_true(resolves(bearer(payload("{\"role\":\"anon\"}")), NULL));
    assert_identity("anon", NULL, "{\"role\":\"anon\"}", true);
}

static void the_scheme_has_no_case_and_any_spaces(void **state)
{
    static const char *const schemes[] = {"Bearer ", "bearer ", "BEARER ", "Bearer   "};
    (void)state;
    char *token = payload("{\"role\":\"r\"}");
    for (size_t i = 0; i < ARRAY_LENGTH(schemes); i++) {
        char *header = arena_printf(context.arena, "%s%s", schemes[i], token);
        assert_true(resolves(header, NULL));
    }
    assert_false(resolves(arena_printf(context.arena, "Bearer %s ", token), NULL));
    assert_refused("PGRST301", 401, "No suitable key or wrong key type");
    assert_false(resolves(
        arena_printf(context.arena, "Bearer %s, Bearer %s", token, token), NULL));
    assert_refused("PGRST301", 401, "Expected 3 parts in JWT; got 5");
}

static void an_empty_token_is_refused(void **state)
{
    static const char *const headers[] = {"Bearer", "Bearer ", "bearer   "};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(headers); i++) {
        assert_false(resolves(headers[i], ""));
        assert_refused("PGRST301", 401, "Empty JWT is sent in Authorization header");
    }
}

static void without_keys_a_token_is_our_fault(void **state)
{
    (void)state;
    config.jwt_secret = slice_absent();
    verify_anew();
    assert_false(resolves(bearer(payload("{\"role\":\"r\"}")), NULL));
    assert_refused("PGRST300", 500, "Server lacks JWT secret");
    assert_true(resolves(NULL, NULL));
    assert_true(resolves(NULL, OPAQUE));
}

/* SET ROLE none is the login role. */
static void roles_that_are_none_are_refused(void **state)
{
    static const struct {
        const char *claim;
        const char *message;
    } roles[] = {
        {"\"none\"", "role \"none\" does not exist"},
        {"\"n\\u006fne\"", "role \"none\" does not exist"},
        {"\"NONE\"", "role \"NONE\" does not exist"},
        {"\"\"", "role \"\" does not exist"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(roles); i++) {
        char *text = arena_printf(context.arena, "{\"role\":%s}", roles[i].claim);
        for (int again = 0; again < 2; again++) {
            assert_false(resolves(bearer(payload(text)), NULL));
            assert_refused("22023", 401, roles[i].message);
        }
    }
}

/* libjwt refuses a NUL before we see it; a role with one must not get through either way.
 */
static void a_role_with_a_nul_is_refused(void **state)
{
    (void)state;
    assert_false(resolves(bearer(payload("{\"role\":\"none\\u0000x\"}")), NULL));
    assert_int_equal(context.error.status, 401);
    config.anon_role = (struct slice){"none\0x", 6};
    assert_false(resolves(NULL, NULL));
    assert_int_equal(context.error.status, 401);
}

static void a_role_that_is_no_text_is_its_json(void **state)
{
    (void)state;
    assert_true(resolves(bearer(payload("{\"role\":null}")), NULL));
    assert_identity("null", NULL, "{\"role\":\"null\"}", false);
    assert_true(resolves(bearer(payload("{\"role\":[\"a\"],\"sub\":5}")), NULL));
    assert_identity("[\"a\"]", "5", "{\"role\":\"[\\\"a\\\"]\",\"sub\":5}", false);
}

static void the_role_may_be_anywhere(void **state)
{
    (void)state;
    config.jwt_role_claim = slice_of(".app.roles[?(@ ^== \"web_\")]");
    verify_anew();
    assert_true(resolves(
        bearer(payload("{\"role\":\"x\",\"app\":{\"roles\":[\"a\",\"web_b\"]}}")), NULL));
    assert_identity("web_b", NULL,
                    "{\"app\":{\"roles\":[\"a\",\"web_b\"]},\"role\":\"web_b\"}", false);
}

static void an_end_is_looked_at_on_each_use(void **state)
{
    (void)state;
    char *header = bearer(payload("{\"role\":\"r\",\"exp\":2000000000}"));
    assert_true(resolves_at(NOW, header, NULL));
    assert_true(resolves_at(NOW + 30, header, NULL));
    assert_false(resolves_at(NOW + 31, header, NULL));
    assert_refused("PGRST303", 401, "JWT expired");
    verify_anew();
    assert_false(resolves_at(NOW + 31, header, NULL));
    assert_refused("PGRST303", 401, "JWT expired");
    assert_false(resolves(bearer(payload("{\"exp\":4102444800.5}")), NULL));
    assert_refused("PGRST303", 401, "JWT expired");
}

static void the_audience_is_checked(void **state)
{
    (void)state;
    config.jwt_aud = slice_of("app");
    assert_false(resolves(bearer(payload("{\"aud\":\"other\"}")), NULL));
    assert_refused("PGRST303", 401, "JWT not in audience");
}

static void an_api_key_is_a_token_or_a_role(void **state)
{
    (void)state;
    char *token = payload("{\"role\":\"r\"}");
    assert_true(resolves(NULL, token));
    assert_identity("r", NULL, "{\"role\":\"r\"}", false);
    assert_true(resolves("Basic abc", token));
    assert_true(resolves(NULL, OPAQUE));
    assert_identity("service_role", NULL, "{\"role\":\"service_role\"}", false);
    assert_true(resolves(bearer(OPAQUE), OPAQUE));
    assert_identity("service_role", NULL, "{\"role\":\"service_role\"}", false);
}

static void a_bearer_token_wins_over_an_api_key(void **state)
{
    (void)state;
    char *mine = payload("{\"role\":\"mine\"}");
    assert_true(resolves(bearer(mine), payload("{\"role\":\"key\"}")));
    assert_identity("mine", NULL, "{\"role\":\"mine\"}", false);
    assert_true(resolves(bearer(mine), OPAQUE));
    assert_true(resolves(bearer(mine), mine));
}

static void other_api_keys_are_refused(void **state)
{
    (void)state;
    assert_false(resolves(NULL, "sb_secret_other"));
    assert_refused("PGRST301", 401, "Invalid API key");
    assert_false(resolves(bearer("sb_secret_other"), "sb_secret_other"));
    assert_refused("PGRST301", 401, "Invalid API key");
    assert_false(resolves(bearer(OPAQUE), "sb_publishable_x"));
    assert_refused("PGRST301", 401, "Expected 3 parts in JWT; got 1");
    assert_false(resolves(bearer(OPAQUE), NULL));
    assert_false(resolves(bearer("x"), payload("{\"role\":\"r\"}")));
    assert_false(resolves(NULL, "a.b.c"));
    assert_refused("PGRST301", 401, "JWT cryptographic operation failed");
}

static void settings_that_open_the_door_are_refused(void **state)
{
    (void)state;
    config.jwt_secret = slice_of("");
    assert_null(verifier_new(&config, &problem));
    assert_non_null(strstr(problem, "JWT_SECRET"));
    config.jwt_secret = slice_of(SECRET);
    config.jwt_role_claim = slice_of("role");
    assert_null(verifier_new(&config, &problem));
    assert_non_null(strstr(problem, "JWT_ROLE_CLAIM"));
}

static void write_keys(const char *path, const char *jwk)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "{\"keys\":[%s]}", jwk);
    fclose(file);
}

/* A key that is taken back takes its tokens with it, remembered or not. */
static void a_change_of_keys_empties_the_cache(void **state)
{
    char path[] = "/tmp/myorest-identity.XXXXXX";
    EVP_PKEY *old = EVP_EC_gen("P-256");
    EVP_PKEY *new = EVP_EC_gen("P-256");
    (void)state;
    close(mkstemp(path));
    write_keys(path, mint_ec_jwk(context.arena, old, "P-256", 32, ",\"kid\":\"old\""));
    config.jwt_jwks = slice_of(path);
    verify_anew();
    char *before =
        bearer(mint_signed(context.arena, "{\"alg\":\"ES256\",\"kid\":\"old\"}",
                           "{\"role\":\"r\"}", old, EVP_sha256(), 32));
    char *after =
        bearer(mint_signed(context.arena, "{\"alg\":\"ES256\",\"kid\":\"newer\"}",
                           "{\"role\":\"r\"}", new, EVP_sha256(), 32));
    assert_true(resolves_at(NOW, before, NULL));
    assert_true(resolves_at(NOW, before, NULL));
    assert_false(resolves_at(NOW, after, NULL));
    assert_refused("PGRST301", 401, "No suitable key or wrong key type");
    write_keys(path, mint_ec_jwk(context.arena, new, "P-256", 32, ",\"kid\":\"newer\""));
    assert_true(resolves_at(NOW, before, NULL));
    assert_false(resolves_at(NOW + 1, before, NULL));
    assert_true(resolves_at(NOW + 1, after, NULL));
    assert_true(resolves_at(NOW + 1, bearer(payload("{\"role\":\"r\"}")), NULL));
    unlink(path);
    EVP_PKEY_free(old);
    EVP_PKEY_free(new);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(without_a_token_one_is_anonymous),
        UNIT(without_an_anonymous_role_a_token_is_needed),
        UNIT(a_token_tells_who_one_is),
        UNIT(a_token_without_a_role_is_anonymous),
        UNIT(the_scheme_has_no_case_and_any_spaces),
        UNIT(an_empty_token_is_refused),
        UNIT(without_keys_a_token_is_our_fault),
        UNIT(roles_that_are_none_are_refused),
        UNIT(a_role_with_a_nul_is_refused),
        UNIT(a_role_that_is_no_text_is_its_json),
        UNIT(the_role_may_be_anywhere),
        UNIT(an_end_is_looked_at_on_each_use),
        UNIT(the_audience_is_checked),
        UNIT(an_api_key_is_a_token_or_a_role),
        UNIT(a_bearer_token_wins_over_an_api_key),
        UNIT(other_api_keys_are_refused),
        UNIT(settings_that_open_the_door_are_refused),
        UNIT(a_change_of_keys_empties_the_cache),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
