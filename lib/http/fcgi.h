/* SPDX-License-Identifier: MIT
 *
 * fcgi - requests from the FastCGI socket that is file 0; the one user of libfcgi.
 *
 * A worker serves one connection at a time, so a kept one must not shut others out: it is
 * given up as soon as somebody else waits at the socket.
 */
#ifndef MYOREST_FCGI_H
#define MYOREST_FCGI_H

#include "http/gateway.h"

/* Makes the socket non-blocking and takes over TERM, USR1 and INT: they end the process
 * only between two requests. Static. */
struct gateway *fcgi_gateway(void) RETURNS_NONNULL;

#endif
