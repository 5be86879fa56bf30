/* SPDX-License-Identifier: MIT */
#include "http/cgi.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"

static char written[4096];

/* Says what it was asked, with an error's code in place of the body's length. */
static void serve(void)
{
    struct gateway *gateway = cgi_gateway();
    struct request request;
    struct response response;
    set_up(NULL);
    while (gateway->accept(gateway, &context, &request)) {
        response_init(&context, &response);
        spool_add_slice(response.body, request.path);
        spool_add_text(response.body,
                       context_has_failed(&context)
                           ? context.error.code
                           : arena_printf(context.arena, " %zu", request.body.len));
        gateway->answer(gateway, &context, &request, &response);
    }
    arena_free(context.arena);
}

/* Runs the gateway in a process of its own, standard input left open after `input`. */
static const char *run(const char *method, const char *length, const char *input)
{
    int in[2];
    int out[2];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    assert_int_equal(write(in[1], input, strlen(input)), strlen(input));
    pid_t child = fork();
    if (child == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        setenv("REQUEST_METHOD", method, 1);
        setenv("REQUEST_URI", "/rest/v1/a?b", 1);
        setenv("CONTENT_LENGTH", length, 1);
        if (input[0] == '!') {
            close(in[1]);
        }
        serve();
        _exit(0);
    }
    close(out[1]);
    if (input[0] == '!') {
        close(in[1]);
    }
    size_t used = 0;
    ssize_t got = 1;
    while (got > 0) {
        got = read(out[0], written + used, sizeof(written) - 1 - used);
        used += got > 0 ? (size_t)got : 0;
    }
    written[used] = '\0';
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(in[0]);
    close(out[0]);
    if (input[0] != '!') {
        close(in[1]);
    }
    return written;
}

static void one_request_is_answered(void **state)
{
    (void)state;
    assert_string_equal(run("GET", "", ""),
                        "Status: 200 OK\r\nContent-Length: 4\r\n\r\n/a 0");
    assert_string_equal(run("HEAD", "", ""), "Status: 200 OK\r\n\r\n");
}

static void no_more_than_the_length_is_read(void **state)
{
    (void)state;
    assert_string_equal(run("POST", "3", "12345"),
                        "Status: 200 OK\r\nContent-Length: 4\r\n\r\n/a 3");
}

static void a_short_body_is_an_error(void **state)
{
    (void)state;
    assert_non_null(strstr(run("POST", "9", "!2345"), "/aPGRST102"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_request_is_answered),
        cmocka_unit_test(no_more_than_the_length_is_read),
        cmocka_unit_test(a_short_body_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
