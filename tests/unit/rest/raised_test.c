/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/raised.h"

static struct response response;

/* What is left of a RAISE SQLSTATE 'PGRST' with these texts. */
static void apply(const char *message, const char *detail)
{
    response_init(&context, &response);
    context.error =
        (struct error){.code = "PGRST", .message = message, .details = detail};
    raised_apply(&context, &response);
}

static void assert_refused(const char *message, const char *detail, const char *details)
{
    apply(message, detail);
    assert_string_equal(context.error.code, "PGRST121");
    assert_int_equal(context.error.status, 500);
    assert_string_equal(context.error.details, details);
}

static void all_of_it(void **state)
{
    (void)state;
    apply("{\"code\":\"1\",\"message\":\"m\",\"details\":\"d\",\"hint\":\"h\"}",
          "{\"status\":402,\"status_text\":\"Pay\",\"headers\":{\"X-A\":\"b\"}}");
    assert_string_equal(context.error.code, "1");
    assert_string_equal(context.error.message, "m");
    assert_string_equal(context.error.details, "d");
    assert_string_equal(context.error.hint, "h");
    assert_int_equal(context.error.status, 402);
    assert_string_equal(context.error.phrase, "Pay");
    assert_slice(response_header(&response, "X-A"), "b");
}

static void the_least_of_it(void **state)
{
    (void)state;
    apply("{\"code\":\"\",\"message\":\"\",\"details\":null}",
          "{\"status\":100,\"headers\":{}}");
    assert_string_equal(context.error.code, "");
    assert_null(context.error.details);
    assert_null(context.error.hint);
    assert_int_equal(context.error.status, 100);
}

static void bad_messages(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "x",
                                      "[]",
                                      "{}",
                                      "{\"code\":\"1\"}",
                                      "{\"message\":\"m\"}",
                                      "{\"code\":1,\"message\":\"m\"}",
                                      "{\"code\":\"1\",\"message\":\"m\",\"hint\":2}",
                                      "{\"code\":\"1\",\"message\":\"m\"} x"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_refused(
            bad[i], "{\"status\":402,\"headers\":{}}",
            arena_printf(context.arena, "Invalid JSON value for MESSAGE: '%s'", bad[i]));
    }
}

static void bad_details(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "{}",
                                      "{\"status\":402}",
                                      "{\"headers\":{}}",
                                      "{\"status\":\"402\",\"headers\":{}}",
                                      "{\"status\":402,\"status_text\":1,\"headers\":{}}",
                                      "{\"status\":40,\"headers\":{}}",
                                      "{\"status\":1000,\"headers\":{}}",
                                      "{\"status\":4.5,\"headers\":{}}",
                                      "{\"status\":402,\"headers\":[]}",
                                      "{\"status\":402,\"headers\":{\"a\":1}}"};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_refused(
            "{\"code\":\"1\",\"message\":\"m\"}", bad[i],
            arena_printf(context.arena, "Invalid JSON value for DETAIL: '%s'", bad[i]));
    }
    assert_refused("{\"code\":\"1\",\"message\":\"m\"}", NULL,
                   "DETAIL is missing in the RAISE statement");
}

static void a_status_is_a_whole_number(void **state)
{
    (void)state;
    apply("{\"code\":\"1\",\"message\":\"m\"}", "{\"status\":404.0,\"headers\":{}}");
    assert_int_equal(context.error.status, 404);
    apply("{\"code\":\"1\",\"message\":\"m\"}", "{\"status\":4e2,\"headers\":{}}");
    assert_int_equal(context.error.status, 400);
}

static void one_bad_header_is_none(void **state)
{
    (void)state;
    apply("{\"code\":\"1\",\"message\":\"m\"}",
          "{\"status\":402,\"headers\":{\"X-A\":\"b\",\"X-C\":1}}");
    assert_string_equal(context.error.code, "PGRST121");
    assert_int_equal(response.header_count, 0);
}

static void no_header_breaks_the_line(void **state)
{
    (void)state;
    apply("{\"code\":\"1\",\"message\":\"m\"}",
          "{\"status\":402,\"headers\":{\"X-A\":\"b\\r\\nX-B: c\",\"X\\nY\":\"z\","
          "\"\":\"e\",\"X-D\":\"\\u0000\"}}");
    assert_int_equal(response.header_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(all_of_it),
        UNIT(the_least_of_it),
        UNIT(bad_messages),
        UNIT(bad_details),
        UNIT(a_status_is_a_whole_number),
        UNIT(one_bad_header_is_none),
        UNIT(no_header_breaks_the_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
