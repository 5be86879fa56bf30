/* SPDX-License-Identifier: MIT
 *
 * cgi - the one request of a plain CGI process (RFC 3875).
 */
#ifndef MYOREST_CGI_H
#define MYOREST_CGI_H

#include "http/gateway.h"

/* Reads `environ` and standard input, writes to standard output. Static. */
struct gateway *cgi_gateway(void) RETURNS_NONNULL;

#endif
