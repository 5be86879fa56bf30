/* SPDX-License-Identifier: MIT */
#include "http/variables.h"

#include "fixture.h"

static struct request request;
static int64_t length;

#define PARSES(...)                                                                      \
    variables_parse(&context, (char *const[]){__VA_ARGS__, NULL}, &request, &length)

static void a_request_of_nginx_is_read(void **state)
{
    (void)state;
    assert_true(PARSES("REQUEST_METHOD=POST", "SCRIPT_NAME=/rest/v1",
                       "REQUEST_URI=/rest/v1/a%20b?x=eq.1%26", "QUERY_STRING=x=eq.1%26",
                       "CONTENT_TYPE=text/csv", "HTTP_CONTENT_TYPE=text/csv",
                       "CONTENT_LENGTH=12", "HTTP_ACCEPT_PROFILE=archive",
                       "HTTP_PREFER=", "REMOTE_ADDR=10.0.0.1", "HTTP_X_REQUEST_ID=r1"));
    assert_slice(request.method, "POST");
    assert_slice(request.path, "/a%20b");
    assert_slice(request.query, "x=eq.1%26");
    assert_slice(request.address, "10.0.0.1");
    assert_slice(request.request_id, "r1");
    assert_slice(request_header(&request, "accept-profile"), "archive");
    assert_slice(request_header(&request, "prefer"), "");
    assert_int_equal(request.header_count, 5);
    assert_int_equal(length, 12);
}

struct target {
    char *script;
    char *uri;
    char *info;
    const char *path;
};

static void the_path_begins_below_the_base(void **state)
{
    static const struct target targets[] = {
        {"SCRIPT_NAME=/rest/v1", "REQUEST_URI=/rest/v1/", "A=", "/"},
        {"SCRIPT_NAME=/rest/v1", "REQUEST_URI=/rest/v1", "A=", "/"},
        {"SCRIPT_NAME=/rest/v1", "REQUEST_URI=/rest/v1?a=/b", "A=", "/"},
        {"SCRIPT_NAME=/rest/v1", "REQUEST_URI=/rest/v1x", "A=", "/rest/v1x"},
        {"SCRIPT_NAME=", "REQUEST_URI=/health/live", "A=", "/health/live"},
        {"SCRIPT_NAME=/api", "REQUEST_URI=/api/users?a", "A=", "/users"},
        {"SCRIPT_NAME=/rest/v1/users", "REQUEST_URI=/rest/v1/users?a", "A=", "/users"},
        {"SCRIPT_NAME=/x", "A=", "PATH_INFO=/a%b", "/a%25b"},
        {"SCRIPT_NAME=/x", "REQUEST_URI=", "PATH_INFO=/100%", "/100%25"},
        {"A=", "A=", "A=", "/"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(targets); i++) {
        assert_true(PARSES("REQUEST_METHOD=GET", targets[i].script, targets[i].uri,
                           targets[i].info));
        assert_slice(request.path, targets[i].path);
    }
}

static void the_query_may_come_from_the_uri(void **state)
{
    (void)state;
    assert_true(PARSES("REQUEST_METHOD=GET", "REQUEST_URI=/rest/v1/a?b=c?d"));
    assert_slice(request.query, "b=c?d");
    assert_true(PARSES("REQUEST_METHOD=GET", "REQUEST_URI=/rest/v1/a"));
    assert_slice(request.query, "");
}

static void apaches_authorization_is_found(void **state)
{
    (void)state;
    assert_true(PARSES("REQUEST_METHOD=GET", "REDIRECT_HTTP_AUTHORIZATION=Bearer a"));
    assert_slice(request_header(&request, "authorization"), "Bearer a");
    assert_true(PARSES("REQUEST_METHOD=GET", "REDIRECT_HTTP_AUTHORIZATION=Bearer a",
                       "HTTP_AUTHORIZATION=Bearer b"));
    assert_slice(request_header(&request, "authorization"), "Bearer b");
    assert_int_equal(request.header_count, 1);
}

static void an_address_is_not_the_clients_word(void **state)
{
    (void)state;
    assert_true(
        PARSES("REQUEST_METHOD=GET", "HTTP_X_REAL_IP=6.6.6.6", "REMOTE_ADDR=10.0.0.1"));
    assert_slice(request.address, "10.0.0.1");
    assert_true(
        PARSES("REQUEST_METHOD=GET", "HTTP_X_REAL_IP=10.0.0.2", "REMOTE_ADDR=unix:"));
    assert_slice(request.address, "10.0.0.2");
    assert_true(PARSES("REQUEST_METHOD=GET"));
    assert_slice(request.address, "(absent)");
}

static void an_unusable_length_is_an_error(void **state)
{
    static char *const lengths[] = {"CONTENT_LENGTH=x", "CONTENT_LENGTH=-1",
                                    "CONTENT_LENGTH=1 2",
                                    "CONTENT_LENGTH=99999999999999999999"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
        context.error = (struct error){0};
        assert_false(PARSES("REQUEST_METHOD=GET", lengths[i], "HTTP_ORIGIN=o"));
        assert_string_equal(context.error.code, "PGRST102");
        assert_slice(request_header(&request, "origin"), "o");
        assert_int_equal(length, LENGTH_UNKNOWN);
    }
    context.error = (struct error){0};
    assert_true(PARSES("REQUEST_METHOD=GET", "CONTENT_LENGTH="));
    assert_int_equal(length, LENGTH_UNKNOWN);
}

static void a_request_without_a_method_is_an_error(void **state)
{
    (void)state;
    assert_false(PARSES("PATH_INFO=/a"));
    assert_int_equal(context.error.status, 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_request_of_nginx_is_read),
        UNIT(the_path_begins_below_the_base),
        UNIT(the_query_may_come_from_the_uri),
        UNIT(apaches_authorization_is_found),
        UNIT(an_address_is_not_the_clients_word),
        UNIT(an_unusable_length_is_an_error),
        UNIT(a_request_without_a_method_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
