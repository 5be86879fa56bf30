/* SPDX-License-Identifier: MIT */
#include "http/fcgi.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "fixture.h"
#include "records.h"

#define LARGE ((size_t)5 << 20)
#define URI "/rest/v1/a?b=c"

static char folder[] = "/tmp/myorest-fcgi.XXXXXX";
static char path[64];
static int listener;
static pid_t worker;

/* Says what it was asked; /large says it at length. */
static void answer_one(struct gateway *gateway, const struct request *request)
{
    struct response response;
    response_init(&context, &response);
    if (context_has_failed(&context)) {
        response_fail(&context, &response);
    } else if (slice_is(request->path, "/large")) {
        for (size_t i = 0; i < LARGE / 16; i++) {
            spool_add_text(response.body, "0123456789abcdef");
        }
    } else {
        spool_add_slice(response.body, request->path);
        spool_add_text(response.body,
                       arena_printf(context.arena, " %zu", request->body.len));
    }
    gateway->answer(gateway, &context, request, &response);
}

static void serve(void)
{
    struct gateway *gateway = fcgi_gateway();
    struct request request;
    set_up(NULL);
    while (gateway->accept(gateway, &context, &request)) {
        answer_one(gateway, &request);
        arena_reset(context.arena);
        context.error = (struct error){0};
    }
    arena_free(context.arena);
}

static int start(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)state;
    snprintf(path, sizeof(path), "%s/socket", folder);
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    unlink(path);
    listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        listen(listener, 64) != 0) {
        return -1;
    }
    worker = fork();
    if (worker == 0) {
        dup2(listener, STDIN_FILENO);
        close(listener);
        serve();
        _exit(0);
    }
    return worker < 0;
}

/* The worker's exit status, or -1 when it did not end by itself. */
static int wait_for_end(void)
{
    int status = -1;
    for (int i = 0; i < 500; i++) {
        if (waitpid(worker, &status, WNOHANG) == worker) {
            worker = 0;
            return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
        }
        usleep(10000);
    }
    return -1;
}

static int stop(void **state)
{
    (void)state;
    int status = 0;
    if (worker > 0) {
        kill(worker, SIGTERM);
        status = wait_for_end();
    }
    if (worker > 0) {
        kill(worker, SIGKILL);
        waitpid(worker, NULL, 0);
    }
    close(listener);
    return status;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_whole(struct answer answer, const char *end)
{
    struct slice text = {answer.text, answer.length};
    bool ok = answer.is_whole && slice_ends_with(text, end);
    free(answer.text);
    return ok;
}

/* Asks on a connection that is there and expects the usual answer. */
static bool asks(int file, int keep, size_t body)
{
    char *octets = calloc(1, body + 1);
    char end[64];
    snprintf(end, sizeof(end), "\r\n\r\n/a %zu", body);
    bool ok = records_request(file, keep, "GET", URI, octets, body) &&
              is_whole(records_answer(file), end);
    free(octets);
    return ok;
}

static bool is_served(void)
{
    int file = records_connect(path);
    bool ok = file >= 0 && asks(file, CLOSE, 0);
    close(file);
    return ok;
}

static bool has_ended(int file)
{
    char octet;
    return recv(file, &octet, 1, 0) == 0;
}

static void an_answer_has_head_and_body(void **state)
{
    (void)state;
    int file = records_connect(path);
    assert_true(records_request(file, CLOSE, "GET", URI, NULL, 0));
    struct answer answer = records_answer(file);
    assert_string_equal(answer.text, "Status: 200 OK\r\nContent-Length: 4\r\n\r\n/a 0");
    assert_true(answer.is_whole);
    assert_true(has_ended(file));
    free(answer.text);
    close(file);
}

static void head_has_no_body(void **state)
{
    (void)state;
    int file = records_connect(path);
    assert_true(records_request(file, CLOSE, "HEAD", URI, NULL, 0));
    struct answer answer = records_answer(file);
    assert_string_equal(answer.text, "Status: 200 OK\r\n\r\n");
    free(answer.text);
    close(file);
}

static void a_large_answer_arrives_whole(void **state)
{
    (void)state;
    int file = records_connect(path);
    assert_true(records_request(file, KEEP, "GET", "/rest/v1/large", NULL, 0));
    struct answer answer = records_answer(file);
    const char *body = strstr(answer.text, "\r\n\r\n") + 4;
    assert_int_equal(answer.length - (size_t)(body - answer.text), LARGE);
    assert_true(is_whole(answer, "0123456789abcdef"));
    assert_true(asks(file, CLOSE, 0));
    close(file);
}

static void a_kept_connection_is_used_again(void **state)
{
    (void)state;
    int file = records_connect(path);
    for (size_t i = 0; i < 50; i++) {
        assert_true(asks(file, KEEP, i * 3001));
    }
    close(file);
    assert_true(is_served());
}

static void a_late_end_of_the_body_is_waited_for(void **state)
{
    (void)state;
    int file = records_connect(path);
    for (int i = 0; i < 3; i++) {
        assert_true(records_begin(file, KEEP));
        assert_true(records_variables(file, "GET", URI, ""));
        usleep(30000);
        assert_true(records_send(file, RECORD_STDIN, NULL, 0));
        assert_true(is_whole(records_answer(file), "/a 0"));
    }
    close(file);
}

/* Returns how often the client had to connect again. */
static int ask_by_turns(int files[2], int rounds)
{
    int again = 0;
    for (int i = 0; i < rounds * 2; i++) {
        int *file = &files[i % 2];
        if (!asks(*file, KEEP, 0)) {
            close(*file);
            *file = records_connect(path);
            assert_true(asks(*file, KEEP, 0));
            again++;
        }
    }
    return again;
}

static void kept_connections_do_not_starve_others(void **state)
{
    double began = seconds();
    (void)state;
    int files[] = {records_connect(path), records_connect(path)};
    ask_by_turns(files, 25);
    assert_true(is_served());
    assert_true(seconds() - began < 1.0);
    close(files[0]);
    close(files[1]);
}

static void a_connection_ends_when_somebody_waits(void **state)
{
    (void)state;
    int busy = records_connect(path);
    assert_true(asks(busy, KEEP, 0));
    int other = records_connect(path);
    assert_true(has_ended(busy));
    assert_true(asks(other, KEEP, 0));
    close(busy);
    close(other);
}

static void a_client_that_lingers_costs_nothing(void **state)
{
    double began = seconds();
    int files[20];
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        files[i] = records_connect(path);
        assert_true(asks(files[i], CLOSE, 0));
    }
    assert_true(seconds() - began < 1.0);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        close(files[i]);
    }
}

static void a_body_of_another_length_is_refused(void **state)
{
    static const char *const lengths[] = {"5", "7", "x", "-1"};
    (void)state;
    int file = records_connect(path);
    for (size_t i = 0; i < ARRAY_LENGTH(lengths); i++) {
        assert_true(records_begin(file, KEEP));
        assert_true(records_variables(file, "POST", URI, lengths[i]));
        assert_true(records_send(file, RECORD_STDIN, "123456", 6));
        assert_true(records_send(file, RECORD_STDIN, NULL, 0));
        struct answer answer = records_answer(file);
        assert_memory_equal(answer.text, "Status: 400 ", 12);
        assert_non_null(strstr(answer.text, "PGRST102"));
        assert_true(is_whole(answer, "}"));
        assert_true(asks(file, KEEP, 0));
    }
    close(file);
}

static void a_client_that_leaves_early_ends_nothing(void **state)
{
    (void)state;
    for (int step = 0; step < 5; step++) {
        int file = records_connect(path);
        (void)(step < 1 || records_begin(file, KEEP));
        (void)(step < 2 || records_variables(file, "POST", "/rest/v1/large", "100000"));
        (void)(step < 3 || records_send(file, RECORD_STDIN, "123", 3));
        if (step == 4) {
            (void)records_request(file, CLOSE, "GET", "/rest/v1/large", NULL, 0);
        }
        close(file);
        assert_true(is_served());
    }
}

static void what_is_no_record_ends_nothing(void **state)
{
    static const char text[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    static const unsigned char huge[] = {1, 1, 0,   1,   0,   8,   0,   0,   0,   1,  0,
                                         0, 0, 0,   0,   0,   1,   4,   0,   1,   0,  8,
                                         0, 0, 255, 255, 255, 255, 255, 255, 255, 255};
    (void)state;
    int file = records_connect(path);
    assert_true(records_write(file, text, sizeof(text)));
    close(file);
    assert_true(is_served());
    file = records_connect(path);
    assert_true(records_write(file, huge, sizeof(huge)));
    close(file);
    assert_true(is_served());
}

static void an_idle_worker_ends_when_told(void **state)
{
    (void)state;
    int file = records_connect(path);
    assert_true(asks(file, KEEP, 0));
    kill(worker, SIGTERM);
    assert_int_equal(wait_for_end(), 0);
    assert_true(has_ended(file));
    close(file);
}

static void a_busy_worker_answers_first(void **state)
{
    (void)state;
    int file = records_connect(path);
    assert_true(records_request(file, KEEP, "GET", "/rest/v1/large", NULL, 0));
    usleep(50000);
    kill(worker, SIGTERM);
    kill(worker, SIGUSR1);
    usleep(50000);
    struct answer answer = records_answer(file);
    assert_true(answer.length > LARGE);
    assert_true(is_whole(answer, "0123456789abcdef"));
    assert_int_equal(wait_for_end(), 0);
    close(file);
}

static void a_worker_that_is_never_idle_ends_too(void **state)
{
    int files[16];
    (void)state;
    assert_true(is_served());
    kill(worker, SIGSTOP);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        files[i] = records_connect(path);
        assert_true(records_request(files[i], CLOSE, "GET", URI, NULL, 0));
    }
    kill(worker, SIGTERM);
    kill(worker, SIGCONT);
    assert_int_equal(wait_for_end(), 0);
    for (size_t i = 0; i < ARRAY_LENGTH(files); i++) {
        close(files[i]);
    }
}

#undef UNIT
#define UNIT(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(an_answer_has_head_and_body),
        UNIT(head_has_no_body),
        UNIT(a_large_answer_arrives_whole),
        UNIT(a_kept_connection_is_used_again),
        UNIT(a_late_end_of_the_body_is_waited_for),
        UNIT(kept_connections_do_not_starve_others),
        UNIT(a_connection_ends_when_somebody_waits),
        UNIT(a_client_that_lingers_costs_nothing),
        UNIT(a_body_of_another_length_is_refused),
        UNIT(a_client_that_leaves_early_ends_nothing),
        UNIT(what_is_no_record_ends_nothing),
        UNIT(an_idle_worker_ends_when_told),
        UNIT(a_busy_worker_answers_first),
        UNIT(a_worker_that_is_never_idle_ends_too),
    };
    signal(SIGPIPE, SIG_IGN);
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    rmdir(folder);
    return failed;
}
