/* SPDX-License-Identifier: MIT */
#include "http/cgi.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "http/body.h"

struct cgi {
    struct gateway gateway;
    bool has_accepted;
    int64_t unread; /* RFC 3875, 4.2: no more than CONTENT_LENGTH is read */
};

static size_t read_standard_input(void *self, char *octets, size_t size)
{
    struct cgi *cgi = self;
    size_t got = 0;
    size_t wanted = cgi->unread < (int64_t)size ? (size_t)cgi->unread : size;
    while (got < wanted) {
        ssize_t length = read(STDIN_FILENO, octets + got, wanted - got);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length <= 0) {
            break;
        }
        got += (size_t)length;
    }
    cgi->unread -= (int64_t)got;
    return got;
}

static bool accept_request(struct gateway *gateway, struct context *context,
                           struct request *request)
{
    struct cgi *cgi = (struct cgi *)gateway;
    int64_t length = LENGTH_UNKNOWN;
    if (cgi->has_accepted) {
        return false;
    }
    cgi->has_accepted = true;
    bool ok = variables_parse(context, environ, request, &length);
    cgi->unread = length == LENGTH_UNKNOWN ? 0 : length;
    ok = body_read(context, read_standard_input, cgi, cgi->unread, &request->body) && ok;
    (void)ok; /* the context has the error, if any */
    return true;
}

static bool write_piece(void *self, struct slice piece)
{
    (void)self;
    while (piece.len > 0) {
        ssize_t done = write(STDOUT_FILENO, piece.ptr, piece.len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        piece = slice_from(piece, (size_t)done);
    }
    return true;
}

static void answer_request(struct gateway *gateway, struct context *context,
                           const struct request *request, const struct response *response)
{
    (void)gateway;
    bool ok = write_piece(NULL, response_head(context->arena, request, response)) &&
              (!response_has_body(request, response) ||
               spool_read(response->body, write_piece, NULL));
    (void)ok; /* nobody reads any more, and nobody is there to be told */
}

struct gateway *cgi_gateway(void)
{
    static struct cgi cgi = {.gateway = {accept_request, answer_request}};
    signal(SIGPIPE, SIG_IGN);
    return &cgi.gateway;
}
