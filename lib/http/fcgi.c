/* SPDX-License-Identifier: MIT */
#include "http/fcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "http/body.h"

#define LISTENER STDIN_FILENO

/* Requests that a busy kept connection gets while somebody waits. With one each, under
 * load the server in front has just sent the next when its connection ends. */
#define TURNS 8

/* How long an idle worker has to take a client before one with a kept connection does. */
#define GRACE_NANOSECONDS 200000

/* TERM and USR1 come from multiwatch and spawn-fcgi, INT from a terminal. */
static const int ending_signals[] = {SIGTERM, SIGUSR1, SIGINT};

static volatile sig_atomic_t is_ending;

struct fcgi {
    struct gateway gateway;
    FCGX_Request request;
    bool is_ready;
    int turns;       /* requests of this connection since somebody waits */
    sigset_t ending; /* blocked but while waiting, or an answer would be cut off */
    sigset_t while_waiting;
};

static void note_ending(int number)
{
    (void)number;
    is_ending = 1;
}

static void ignore(int number)
{
    (void)number;
}

/* libfcgi takes over only signals that are at their default, so ours are set first. */
static void take_signals(struct fcgi *fcgi)
{
    struct sigaction end = {.sa_handler = note_ending};
    struct sigaction nothing = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    sigemptyset(&fcgi->ending);
    for (size_t i = 0; i < ARRAY_LENGTH(ending_signals); i++) {
        sigaction(ending_signals[i], &end, NULL);
        sigaddset(&fcgi->ending, ending_signals[i]);
    }
    sigaction(SIGPIPE, &nothing, NULL);
    sigprocmask(SIG_BLOCK, &fcgi->ending, &fcgi->while_waiting);
    for (size_t i = 0; i < ARRAY_LENGTH(ending_signals); i++) {
        sigdelset(&fcgi->while_waiting, ending_signals[i]);
    }
}

/* A busy worker's ppoll() returns without letting signals in, so they are asked for. */
static bool should_end(const struct fcgi *fcgi)
{
    static const struct timespec at_once = {0, 0};
    return is_ending || sigtimedwait(&fcgi->ending, NULL, &at_once) > 0;
}

static bool has_kept_connection(const struct fcgi *fcgi)
{
    return fcgi->request.ipcFd >= 0;
}

static bool somebody_waits(void)
{
    struct pollfd listener = {.fd = LISTENER, .events = POLLIN};
    return poll(&listener, 1, 0) > 0;
}

/* Detached, for else libfcgi waits up to two seconds for the peer to close as well. */
static void close_connection(struct fcgi *fcgi)
{
    FCGX_Detach(&fcgi->request);
    FCGX_Free(&fcgi->request, 1);
    fcgi->turns = 0;
}

/* The server in front may be using a kept connection this very moment, and then has to
 * ask again, so it is not given up for a client that another worker takes anyway. */
static bool must_give_up(struct fcgi *fcgi)
{
    static const struct timespec grace = {0, GRACE_NANOSECONDS};
    struct pollfd kept = {.fd = fcgi->request.ipcFd, .events = POLLIN};
    return ppoll(&kept, 1, &grace, NULL) == 0 && somebody_waits();
}

/* Returns when FCGX_Accept_r() has something to do; false when the process should end. */
static bool wait_for_request(struct fcgi *fcgi)
{
    while (!should_end(fcgi)) {
        struct pollfd files[] = {{.fd = LISTENER, .events = POLLIN},
                                 {.fd = fcgi->request.ipcFd, .events = POLLIN}};
        bool is_kept = has_kept_connection(fcgi);
        if (ppoll(files, is_kept ? 2 : 1, NULL, &fcgi->while_waiting) < 0) {
            continue;
        }
        if (!is_kept || files[1].revents != 0) {
            return true;
        }
        if (must_give_up(fcgi)) {
            close_connection(fcgi);
            return true;
        }
    }
    return false;
}

/* Several workers are woken by one client and all but one find nobody. */
static bool is_passing(int result)
{
    return result == -EAGAIN || result == -EINTR || result == -ECONNABORTED;
}

/* Whoever waited long may have left; work for nobody would keep the others waiting. What
 * was sent stays readable, so the request itself tells nothing. */
static bool has_left(const struct fcgi *fcgi)
{
    struct pollfd client = {.fd = fcgi->request.ipcFd};
    return poll(&client, 1, 0) > 0 && (client.revents & (POLLHUP | POLLERR)) != 0;
}

/* The next request of somebody who is still there. */
static int accept_next(struct fcgi *fcgi)
{
    int result = FCGX_Accept_r(&fcgi->request);
    if (result == 0 && has_left(fcgi)) {
        close_connection(fcgi);
        return -EAGAIN;
    }
    return result;
}

static size_t read_stream(void *self, char *octets, size_t size)
{
    struct fcgi *fcgi = self;
    int length = FCGX_GetStr(octets, (int)size, fcgi->request.in);
    return length < 0 ? 0 : (size_t)length;
}

static bool accept_request(struct gateway *gateway, struct context *context,
                           struct request *request)
{
    struct fcgi *fcgi = (struct fcgi *)gateway;
    int result = -EAGAIN;
    if (!fcgi->is_ready) {
        log_write(LOG_ERROR, "FastCGI: file 0 is not a listening socket, and the "
                             "environment has no GATEWAY_INTERFACE for plain CGI");
        return false;
    }
    while (is_passing(result)) {
        if (!wait_for_request(fcgi)) {
            return false;
        }
        result = accept_next(fcgi);
    }
    if (result != 0) {
        log_write(LOG_ERROR, "FastCGI: no request could be accepted: %s",
                  strerror(-result));
        return false;
    }
    int64_t length = LENGTH_UNKNOWN;
    context->client = &fcgi->request.ipcFd;
    bool ok = variables_parse(context, fcgi->request.envp, request, &length);
    ok = body_read(context, read_stream, fcgi, length, &request->body) && ok;
    (void)ok; /* the context has the error, if any */
    return true;
}

static bool put_piece(void *self, struct slice piece)
{
    return FCGX_PutStr(piece.ptr, (int)piece.len, self) == (int)piece.len;
}

/* An answer that could not be read back whole is broken off, so that the server in front
 * does not take it for a whole one. */
static void answer_request(struct gateway *gateway, struct context *context,
                           const struct request *request, const struct response *response)
{
    struct fcgi *fcgi = (struct fcgi *)gateway;
    FCGX_Stream *out = fcgi->request.out;
    bool ok = put_piece(out, response_head(context->arena, request, response)) &&
              (!response_has_body(request, response) ||
               spool_read(response->body, put_piece, out));
    if (!ok) {
        close_connection(fcgi);
        return;
    }
    fcgi->turns = somebody_waits() ? fcgi->turns + 1 : 0;
    if (fcgi->turns == TURNS) {
        fcgi->turns = 0;
        fcgi->request.keepConnection = 0;
    }
    FCGX_Detach(&fcgi->request);
    FCGX_Finish_r(&fcgi->request);
}

/* Non-blocking, for another worker may take the client that woke us. */
static bool prepare_listener(void)
{
    int is_listening = 0;
    socklen_t size = sizeof(is_listening);
    int flags = fcntl(LISTENER, F_GETFL);
    return getsockopt(LISTENER, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) == 0 &&
           is_listening && fcntl(LISTENER, F_SETFL, flags | O_NONBLOCK) == 0;
}

struct gateway *fcgi_gateway(void)
{
    static struct fcgi fcgi = {.gateway = {accept_request, answer_request}};
    take_signals(&fcgi);
    fcgi.is_ready = prepare_listener() && FCGX_Init() == 0 &&
                    FCGX_InitRequest(&fcgi.request, LISTENER, 0) == 0;
    return &fcgi.gateway;
}
