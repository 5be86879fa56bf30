/* SPDX-License-Identifier: MIT
 *
 * response - one HTTP answer under construction: status, headers, a spooled body.
 */
#ifndef MYOREST_RESPONSE_H
#define MYOREST_RESPONSE_H

#include "base/spool.h"
#include "http/request.h"

#define RESPONSE_HEADERS 64

struct response {
    int status;
    const char *phrase; /* NULL: the standard one of the status */
    struct header headers[RESPONSE_HEADERS];
    size_t header_count;
    struct spool *body;
    bool is_error; /* response_fail() has made it */
};

void response_init(struct context *context, struct response *response);

/* Replaces a header of that name, or adds it; response_add_header() always adds (for
 * Set-Cookie). Name and value live as long as the response. A value with CR, LF or NUL is
 * dropped, and so are headers past RESPONSE_HEADERS. */
void response_set_header(struct response *response, const char *name, struct slice value);
void response_add_header(struct response *response, struct slice name,
                         struct slice value);
struct slice response_header(const struct response *response, const char *name);

/* Turns the context's error into the answer: status, JSON body {"code","details","hint",
 * "message"}, Content-Type, Proxy-Status, WWW-Authenticate for 401. Headers set before
 * stay, but for those that speak of the body. */
void response_fail(struct context *context, struct response *response);

/* The same without Proxy-Status and WWW-Authenticate. */
void response_tell_error(struct context *context, struct response *response);

/* What is sent: a head as CGI wants it (RFC 3875, 6.3), and a body or none (RFC 9110:
 * none for HEAD, 204 and 304). The length is exact; HEAD tells only that of an error, for
 * the rows of others are not read. */
struct slice response_head(struct arena *arena, const struct request *request,
                           const struct response *response);
bool response_has_body(const struct request *request, const struct response *response);

/* The standard phrase of a status code, "" for an unknown one. */
const char *status_phrase(int status);

#endif
