/* SPDX-License-Identifier: MIT */
#include "http/fcgi.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
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

struct fcgi {
    struct gateway gateway;
    FCGX_Request request;
    bool is_ready;
    int turns;  /* requests of this connection since somebody waits */
    int ending; /* readable when the process should end */
};

static void ignore(int number)
{
    (void)number;
}

/* Those that end the process are blocked, or an answer would be cut off, and are waited
 * for like a client. libfcgi takes over only signals that are at their default, so ours
 * are set first; a signal that was ignored would never arrive. */
static bool take_signals(struct fcgi *fcgi)
{
    struct sigaction nothing = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    sigset_t ending;
    sigemptyset(&ending);
    for (size_t i = 0; i < ARRAY_LENGTH(ending_signals); i++) {
        sigaction(ending_signals[i], &nothing, NULL);
        sigaddset(&ending, ending_signals[i]);
    }
    sigaction(SIGPIPE, &nothing, NULL);
    fcgi->ending = signalfd(-1, &ending, SFD_CLOEXEC);
    return fcgi->ending >= 0 && sigprocmask(SIG_BLOCK, &ending, NULL) == 0;
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

/* Whoever waited long may have left; work for nobody would keep the others waiting. What
 * was sent stays readable, so the request itself tells nothing. */
static bool has_left(const struct pollfd *client)
{
    return (client->revents & (POLLHUP | POLLERR)) != 0;
}

/* Returns when FCGX_Accept_r() has something to do; false when the process should end. */
static bool wait_for_request(struct fcgi *fcgi)
{
    for (;;) {
        struct pollfd files[] = {{.fd = LISTENER, .events = POLLIN},
                                 {.fd = fcgi->request.ipcFd, .events = POLLIN},
                                 {.fd = fcgi->ending, .events = POLLIN}};
        bool is_kept = has_kept_connection(fcgi);
        if (poll(files, ARRAY_LENGTH(files), -1) < 0) {
            continue;
        }
        if (files[2].revents != 0) {
            return false;
        }
        if (has_left(&files[1])) {
            close_connection(fcgi);
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
}

/* Several workers are woken by one client and all but one find nobody. */
static bool is_passing(int result)
{
    return result == -EAGAIN || result == -EINTR || result == -ECONNABORTED;
}

/* The next request of somebody who is still there; of a kept connection that is known. */
static int accept_next(struct fcgi *fcgi)
{
    bool is_new = !has_kept_connection(fcgi);
    int result = FCGX_Accept_r(&fcgi->request);
    struct pollfd client = {.fd = fcgi->request.ipcFd};
    if (result == 0 && is_new && poll(&client, 1, 0) > 0 && has_left(&client)) {
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
    fcgi.is_ready = take_signals(&fcgi) && prepare_listener() && FCGX_Init() == 0 &&
                    FCGX_InitRequest(&fcgi.request, LISTENER, 0) == 0;
    return &fcgi.gateway;
}
