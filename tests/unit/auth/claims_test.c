/* SPDX-License-Identifier: MIT */
#include "auth/claims.h"
#include "tests/unit/context.h"

#define NOW 1000000

/* The message of the refusal, "" when there is none. */
static const char *check(const char *payload, struct slice audience, int64_t *expires)
{
    struct claims claims = claims_parse(context.arena, slice_of(payload));
    context.error = (struct error){0};
    bool ok = claims_check(&context, &claims, audience, NOW, expires);
    assert_int_equal(ok, !context_has_failed(&context));
    return ok ? "" : context.error.message;
}

struct sample {
    const char *payload;
    const char *message;
};

static void assert_all(const struct sample *samples, size_t count, const char *audience)
{
    for (size_t i = 0; i < count; i++) {
        int64_t expires;
        const char *message = check(samples[i].payload, slice_of(audience), &expires);
        if (strcmp(message, samples[i].message) != 0) {
            fail_msg("%s: %s", samples[i].payload, message);
        }
        assert_true(message[0] == '\0' || strcmp(context.error.code, "PGRST303") == 0);
    }
}

static void times_have_thirty_seconds_of_leeway(void **state)
{
    static const struct sample samples[] = {
        {"{}", ""},
        {"{\"exp\":null,\"nbf\":null,\"iat\":null}", ""},
        {"{\"exp\":1000000}", ""},
        {"{\"exp\":999970}", ""},
        {"{\"exp\":999969}", "JWT expired"},
        {"{\"nbf\":1000030,\"iat\":1000030}", ""},
        {"{\"nbf\":1000031}", "JWT not yet valid"},
        {"{\"iat\":1000031}", "JWT issued at future"},
        {"{\"exp\":1,\"nbf\":9999999,\"iat\":9999999,\"aud\":5}", "JWT expired"},
    };
    (void)state;
    assert_all(samples, ARRAY_LENGTH(samples), NULL);
}

static void only_integers_are_times(void **state)
{
    static const struct sample samples[] = {
        {"{\"exp\":2000000.5}", "JWT expired"},
        {"{\"exp\":2000000.0}", ""},
        {"{\"exp\":2e6}", ""},
        {"{\"exp\":20000000E-1}", ""},
        {"{\"exp\":20000001e-1}", "JWT expired"},
        {"{\"exp\":0.2e7}", ""},
        {"{\"exp\":-5}", "JWT expired"},
        {"{\"exp\":9223372036854775807}", ""},
        {"{\"exp\":9223372036854775808}", "JWT expired"},
        {"{\"exp\":1e18}", ""},
        {"{\"exp\":1e400}", "JWT expired"},
        {"{\"exp\":1e99999999999999999999}", "JWT expired"},
        {"{\"exp\":2000000.000000000000000000000000000000000000}", ""},
        {"{\"exp\":200000000000000000000000000000000000000e-32}", ""},
        {"{\"exp\":2000000.00000000000000000000000000000000001}", "JWT expired"},
        {"{\"exp\":0e99999999999999999999,\"nbf\":-1e400}", "JWT expired"},
        {"{\"nbf\":1e400,\"iat\":-9223372036854775807}", ""},
        {"{\"exp\":\"2000000\"}", "The JWT 'exp' claim must be a number"},
        {"{\"exp\":true}", "The JWT 'exp' claim must be a number"},
        {"{\"nbf\":[]}", "The JWT 'nbf' claim must be a number"},
        {"{\"iat\":{}}", "The JWT 'iat' claim must be a number"},
        {"{\"exp\":\"x\",\"exp\":2000000}", ""},
        {"{\"\\u0065xp\":5}", "JWT expired"},
    };
    (void)state;
    assert_all(samples, ARRAY_LENGTH(samples), NULL);
}

static void the_audience_must_be_ours(void **state)
{
    static const struct sample samples[] = {
        {"{}", ""},
        {"{\"aud\":null}", ""},
        {"{\"aud\":[]}", ""},
        {"{\"aud\":\"app\"}", ""},
        {"{\"aud\":\"\\u0061pp\"}", ""},
        {"{\"aud\":[\"x\",\"app\"]}", ""},
        {"{\"aud\":\"\"}", "JWT not in audience"},
        {"{\"aud\":\"App\"}", "JWT not in audience"},
        {"{\"aud\":[\"x\"]}", "JWT not in audience"},
        {"{\"aud\":5}", "The JWT 'aud' claim must be a string or an array of strings"},
        {"{\"aud\":[\"app\",5]}",
         "The JWT 'aud' claim must be a string or an array of strings"},
        {"{\"aud\":{\"app\":1}}",
         "The JWT 'aud' claim must be a string or an array of strings"},
    };
    static const struct sample any[] = {
        {"{\"aud\":\"x\"}", ""},
        {"{\"aud\":5}", "The JWT 'aud' claim must be a string or an array of strings"},
    };
    (void)state;
    assert_all(samples, ARRAY_LENGTH(samples), "app");
    assert_all(any, ARRAY_LENGTH(any), NULL);
}

static void the_end_is_told(void **state)
{
    int64_t expires;
    (void)state;
    assert_string_equal(check("{\"exp\":1000010}", slice_absent(), &expires), "");
    assert_int_equal(expires, 1000010);
    assert_false(claims_have_expired(expires, 1000040));
    assert_true(claims_have_expired(expires, 1000041));
    assert_string_equal(check("{}", slice_absent(), &expires), "");
    assert_false(claims_have_expired(expires, INT64_MAX));
}

static void assert_role_put(const char *payload, const char *expected)
{
    struct claims claims = claims_parse(context.arena, slice_of(payload));
    struct slice text = claims_with_role(context.arena, &claims, slice_of("r\"1"));
    assert_string_equal(slice_string(context.arena, text), expected);
}

static void the_role_is_put_in_and_the_rest_stays(void **state)
{
    (void)state;
    assert_role_put("{}", "{\"role\":\"r\\\"1\"}");
    assert_role_put(" { \"n\" : 12345678901234567890.10 } \n",
                    "{\"n\":12345678901234567890.10,\"role\":\"r\\\"1\"}");
    assert_role_put("{\"role\": {\"a\":[1]} , \"b\":1e400}",
                    "{\"b\":1e400,\"role\":\"r\\\"1\"}");
    assert_role_put("{\"role\":1,\"a\":{\"role\":2},\"r\\u006fle\":3}",
                    "{\"a\":{\"role\":2},\"role\":\"r\\\"1\"}");
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(times_have_thirty_seconds_of_leeway),
        UNIT(only_integers_are_times),
        UNIT(the_audience_must_be_ours),
        UNIT(the_end_is_told),
        UNIT(the_role_is_put_in_and_the_rest_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
