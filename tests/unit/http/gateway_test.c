/* SPDX-License-Identifier: MIT */
#include "http/gateway.h"

#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"
#include "http/cgi.h"

static void the_environment_says_which(void **state)
{
    (void)state;
    setenv("GATEWAY_INTERFACE", "CGI/1.1", 1);
    assert_ptr_equal(gateway_new(), cgi_gateway());
    unsetenv("GATEWAY_INTERFACE");
    assert_ptr_not_equal(gateway_new(), cgi_gateway());
}

/* Standard input of a test is no listening socket. */
static void without_a_socket_fastcgi_ends(void **state)
{
    struct request request;
    (void)state;
    unsetenv("GATEWAY_INTERFACE");
    assert_non_null(freopen("/dev/null", "r", stdin));
    struct gateway *gateway = gateway_new();
    assert_false(gateway->accept(gateway, &context, &request));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(the_environment_says_which),
        UNIT(without_a_socket_fastcgi_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
