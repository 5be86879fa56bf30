/* SPDX-License-Identifier: MIT */
#include "http/cors.h"

#include "fixture.h"

#define ORIGIN                                                                           \
    {                                                                                    \
        SLICE("origin"), SLICE("https://a.example")                                      \
    }

static const struct slice listed[] = {SLICE("https://b.example"),
                                      SLICE("https://a.example")};

static struct response answer_to(const struct request *request)
{
    struct response response;
    response_init(&context, &response);
    if (cors_is_preflight(request)) {
        cors_answer_preflight(&context, request, &response);
    } else {
        cors_add_headers(&context, request, &response);
    }
    return response;
}

static void a_read_may_be_seen_by_any_origin(void **state)
{
    const struct request request = {.method = SLICE("GET"), HEADERS(ORIGIN)};
    (void)state;
    struct response response = answer_to(&request);
    assert_int_equal(response.header_count, 2);
    assert_slice(response_header(&response, "Access-Control-Allow-Origin"), "*");
    assert_slice(response_header(&response, "Access-Control-Expose-Headers"),
                 "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, "
                 "Location, Server, Transfer-Encoding, Range-Unit");
}

static void without_an_origin_nothing_is_said(void **state)
{
    const struct request request = {.method = SLICE("GET")};
    (void)state;
    assert_int_equal(answer_to(&request).header_count, 0);
}

static void plain_options_expose_nothing(void **state)
{
    const struct request request = {.method = SLICE("OPTIONS"), HEADERS(ORIGIN)};
    (void)state;
    struct response response = answer_to(&request);
    assert_int_equal(response.header_count, 1);
}

static void a_preflight_is_answered(void **state)
{
    const struct request request = {
        .method = SLICE("OPTIONS"),
        HEADERS(ORIGIN, {SLICE("access-control-request-method"), SLICE("POST")})};
    (void)state;
    struct response response = answer_to(&request);
    assert_int_equal(response.status, 200);
    assert_int_equal(response.header_count, 3);
    assert_slice(response_header(&response, "Access-Control-Allow-Methods"),
                 "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD");
    assert_slice(response_header(&response, "Access-Control-Max-Age"), "86400");
}

static void a_preflight_allows_what_is_asked_for(void **state)
{
    const struct request request = {
        .method = SLICE("OPTIONS"),
        HEADERS(ORIGIN, {SLICE("access-control-request-method"), SLICE("POST")},
                {SLICE("access-control-request-headers"),
                 SLICE("Authorization, X-Custom,content-type")})};
    (void)state;
    struct response response = answer_to(&request);
    assert_slice(response_header(&response, "Access-Control-Allow-Headers"),
                 "Authorization, Authorization, X-Custom, content-type, Accept, "
                 "Accept-Language, Content-Language");
}

static void a_list_allows_only_its_origins(void **state)
{
    const struct request request = {.method = SLICE("GET"), HEADERS(ORIGIN)};
    const struct request other = {
        .method = SLICE("OPTIONS"),
        HEADERS({SLICE("origin"), SLICE("https://evil.example")},
                {SLICE("access-control-request-method"), SLICE("POST")})};
    (void)state;
    config.cors_origins = (struct list){listed, ARRAY_LENGTH(listed)};
    struct response response = answer_to(&request);
    assert_slice(response_header(&response, "Access-Control-Allow-Origin"),
                 "https://a.example");
    assert_slice(response_header(&response, "Access-Control-Allow-Credentials"), "true");
    assert_int_equal(answer_to(&other).header_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_read_may_be_seen_by_any_origin),
        UNIT(without_an_origin_nothing_is_said),
        UNIT(plain_options_expose_nothing),
        UNIT(a_preflight_is_answered),
        UNIT(a_preflight_allows_what_is_asked_for),
        UNIT(a_list_allows_only_its_origins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
