/* SPDX-License-Identifier: MIT */
#include "http/response.h"

#include "fixture.h"

static const struct request get = {.method = SLICE("GET")};
static const struct request head = {.method = SLICE("HEAD")};
static struct response response;

static int set_up_response(void **state)
{
    set_up(state);
    response_init(&context, &response);
    return 0;
}

#undef UNIT
#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up_response, tear_down)

static struct slice body(void)
{
    struct slice text = slice_absent();
    assert_true(spool_map(&context, response.body, &text));
    return text;
}

static void fail_with(struct error error)
{
    context.error = (struct error){0};
    (void)context_fail(&context, error);
    response_fail(&context, &response);
}

static void a_header_is_replaced_or_added(void **state)
{
    (void)state;
    response_set_header(&response, "Vary", slice_of("a"));
    response_set_header(&response, "vary", slice_of("b"));
    response_add_header(&response, (struct slice)SLICE("Set-Cookie"), slice_of("c"));
    response_add_header(&response, (struct slice)SLICE("Set-Cookie"), slice_of("d"));
    assert_int_equal(response.header_count, 3);
    assert_slice(response_header(&response, "VARY"), "b");
}

static void a_header_that_would_break_out_is_dropped(void **state)
{
    (void)state;
    response_set_header(&response, "A", slice_of("x\r\nB: y"));
    response_set_header(&response, "A", (struct slice){"x\0y", 3});
    response_set_header(&response, "A", slice_absent());
    response_add_header(&response, (struct slice)SLICE("B: c\r\nD"), slice_of("x"));
    response_add_header(&response, (struct slice)SLICE(""), slice_of("x"));
    response_add_header(&response, (struct slice)SLICE("a b"), slice_of("x"));
    response_add_header(&response, (struct slice)SLICE("a\x7f"), slice_of("x"));
    assert_int_equal(response.header_count, 0);
    response_add_header(&response, (struct slice)SLICE("X-\xc3\x9c"), slice_of("x"));
    assert_int_equal(response.header_count, 1);
}

static void headers_past_the_limit_are_dropped(void **state)
{
    (void)state;
    for (size_t i = 0; i < 2 * RESPONSE_HEADERS; i++) {
        response_add_header(&response, (struct slice)SLICE("A"), slice_of("b"));
    }
    assert_int_equal(response.header_count, RESPONSE_HEADERS);
}

static void an_answer_has_its_exact_length(void **state)
{
    (void)state;
    response.status = 206;
    response_set_header(&response, "Content-Type", slice_of("a/b"));
    spool_add_text(response.body, "12345");
    assert_slice(response_head(context.arena, &get, &response),
                 "Status: 206 Partial Content\r\nContent-Type: a/b\r\n"
                 "Content-Length: 5\r\n\r\n");
    assert_slice(response_head(context.arena, &head, &response),
                 "Status: 206 Partial Content\r\nContent-Type: a/b\r\n\r\n");
    assert_true(response_has_body(&get, &response));
    assert_false(response_has_body(&head, &response));
}

static void the_head_of_an_error_has_its_length(void **state)
{
    (void)state;
    config.verbose_errors = false;
    fail_with((struct error){.code = "42", .message = "m", .status = 409});
    assert_slice(
        response_head(context.arena, &head, &response),
        slice_string(context.arena, response_head(context.arena, &get, &response)));
    assert_non_null(strstr(
        slice_string(context.arena, response_head(context.arena, &head, &response)),
        "Content-Length: 27\r\n"));
    assert_false(response_has_body(&head, &response));
    response.status = 204; /* by RAISE SQLSTATE 'PT204' */
    assert_null(strstr(
        slice_string(context.arena, response_head(context.arena, &head, &response)),
        "Content-Length"));
}

static void an_answer_without_content_says_nothing_of_it(void **state)
{
    static const int codes[] = {204, 304};
    (void)state;
    response_set_header(&response, "Content-Type", slice_of("a/b"));
    response_set_header(&response, "ETag", slice_of("\"x\""));
    for (size_t i = 0; i < ARRAY_LENGTH(codes); i++) {
        response.status = codes[i];
        assert_false(response_has_body(&get, &response));
        struct slice text = response_head(context.arena, &get, &response);
        assert_null(strstr(slice_string(context.arena, text), "Content-Length"));
        assert_non_null(strstr(slice_string(context.arena, text), "ETag: \"x\"\r\n\r\n"));
        /* A function may have set it, and PostgREST then sends it. */
        assert_non_null(strstr(slice_string(context.arena, text), "Content-Type: a/b"));
    }
}

static void an_unknown_status_has_no_phrase(void **state)
{
    (void)state;
    response.status = 999;
    assert_slice(slice_until(response_head(context.arena, &get, &response), 14),
                 "Status: 999 \r\n");
}

static void an_error_may_bring_its_phrase(void **state)
{
    (void)state;
    context.error = (struct error){.code = "X1", .message = "m", .status = 402};
    context.error.phrase = "Pay First";
    response_fail(&context, &response);
    assert_slice(slice_until(response_head(context.arena, &get, &response), 23),
                 "Status: 402 Pay First\r\n");
    context.error.phrase = "Pay\r\nX-A: b";
    response_fail(&context, &response);
    assert_slice(slice_until(response_head(context.arena, &get, &response), 30),
                 "Status: 402 Payment Required\r\n");
    char text[1000];
    memset(text, 'p', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    context.error.phrase = text;
    response_fail(&context, &response);
    assert_null(response.phrase);
}

static void an_error_is_postgrests(void **state)
{
    (void)state;
    response_set_header(&response, "Content-Range", slice_of("0-1/*"));
    response_set_header(&response, "Access-Control-Allow-Origin", slice_of("*"));
    spool_add_text(response.body, "[half of the rows");
    fail_with((struct error){.code = "PGRST204", .message = "No \"a\"\n", .hint = "b"});
    assert_int_equal(response.status, 400);
    assert_slice(body(), "{\"code\":\"PGRST204\",\"details\":null,\"hint\":\"b\","
                         "\"message\":\"No \\\"a\\\"\\n\"}");
    assert_slice(response_header(&response, "Proxy-Status"), "PostgREST; error=PGRST204");
    assert_slice(response_header(&response, "Content-Type"),
                 "application/json; charset=utf-8");
    assert_slice(response_header(&response, "Content-Range"), "(absent)");
    assert_slice(response_header(&response, "Access-Control-Allow-Origin"), "*");
    assert_slice(response_header(&response, "WWW-Authenticate"), "(absent)");
}

static void details_may_be_json(void **state)
{
    (void)state;
    fail_with((struct error){.code = "PGRST201",
                             .message = "m",
                             .details = "[{\"a\":1}]",
                             .details_is_json = true});
    assert_slice(body(), "{\"code\":\"PGRST201\",\"details\":[{\"a\":1}],\"hint\":null,"
                         "\"message\":\"m\"}");
    assert_int_equal(response.status, 300);
}

static void minimal_errors_have_code_and_message(void **state)
{
    (void)state;
    config.verbose_errors = false;
    fail_with((struct error){
        .code = "23505", .message = "m", .details = "d", .hint = "h", .status = 409});
    assert_slice(body(), "{\"code\":\"23505\",\"message\":\"m\"}");
    assert_int_equal(response.status, 409);
}

/* But not a write that may have been stored. */
static void a_503_says_when_to_ask_again(void **state)
{
    (void)state;
    fail_with((struct error){.code = "PGRST000", .message = "m"});
    assert_int_equal(response.status, 503);
    assert_slice(response_header(&response, "Retry-After"), "1");
    response_init(&context, &response);
    fail_with((struct error){.code = "PGRST001", .message = "m", .is_uncertain = true});
    assert_int_equal(response.status, 503);
    assert_slice(response_header(&response, "Retry-After"), "(absent)");
    fail_with((struct error){.code = "PGRST003", .message = "m"});
    assert_slice(response_header(&response, "Retry-After"), "(absent)");
}

static void a_401_says_how_to_authenticate(void **state)
{
    (void)state;
    fail_with((struct error){.code = "PGRST303", .message = "JWT expired"});
    assert_slice(response_header(&response, "WWW-Authenticate"),
                 "Bearer error=\"invalid_token\", error_description=\"JWT expired\"");
    fail_with((struct error){.code = "PGRST302", .message = "m"});
    assert_slice(response_header(&response, "WWW-Authenticate"), "Bearer");
    fail_with((struct error){.code = "42501", .message = "m", .status = 401});
    assert_slice(response_header(&response, "WWW-Authenticate"), "Bearer");
}

static void an_error_without_a_status_is_ours(void **state)
{
    (void)state;
    fail_with((struct error){.code = "XX000", .message = "m"});
    assert_int_equal(response.status, 500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_header_is_replaced_or_added),
        UNIT(a_header_that_would_break_out_is_dropped),
        UNIT(headers_past_the_limit_are_dropped),
        UNIT(an_answer_has_its_exact_length),
        UNIT(the_head_of_an_error_has_its_length),
        UNIT(an_answer_without_content_says_nothing_of_it),
        UNIT(an_unknown_status_has_no_phrase),
        UNIT(an_error_may_bring_its_phrase),
        UNIT(an_error_is_postgrests),
        UNIT(details_may_be_json),
        UNIT(minimal_errors_have_code_and_message),
        UNIT(a_503_says_when_to_ask_again),
        UNIT(a_401_says_how_to_authenticate),
        UNIT(an_error_without_a_status_is_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
