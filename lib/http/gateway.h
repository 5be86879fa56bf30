/* SPDX-License-Identifier: MIT
 *
 * gateway - where requests come from: FastCGI (http/fcgi, the one user of libfcgi) or the
 * environment and standard input of plain CGI (RFC 3875).
 *
 * The request's body is read to its end before it is handed on, even when the answer is
 * an error, for what is left unread breaks the next request on a kept connection.
 */
#ifndef MYOREST_GATEWAY_H
#define MYOREST_GATEWAY_H

#include "http/response.h"

struct gateway {
    /* Waits for the next request and fills *request; false when the process should end
     * (TERM or USR1 while idle; plain CGI after its one request). When the request itself
     * is unusable the context has the error and the return is still true: answer it. */
    bool (*accept)(struct gateway *gateway, struct context *context,
                   struct request *request);
    /* Sends status, headers with an exact Content-Length, and the body (none for HEAD).
     */
    void (*answer)(struct gateway *gateway, struct context *context,
                   const struct request *request, const struct response *response);
};

/* Chooses by the environment: GATEWAY_INTERFACE with CGI makes it plain CGI. Static. */
struct gateway *gateway_new(void) RETURNS_NONNULL;

#endif
