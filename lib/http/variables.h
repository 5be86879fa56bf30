/* SPDX-License-Identifier: MIT
 *
 * variables - the meta-variables of CGI (RFC 3875, 4.1) turned into a request.
 *
 * FastCGI sends the same ones. What the request keeps is copied into the arena, for the
 * gateway's own buffers end with the answer, before the log line is written.
 */
#ifndef MYOREST_VARIABLES_H
#define MYOREST_VARIABLES_H

#include "http/request.h"

#define LENGTH_UNKNOWN (-1)

/* `variables` are "NAME=value" texts and a NULL. Fills all of *request but the body, and
 * *length with CONTENT_LENGTH. Fails when there is no method or the length is no number;
 * *request is filled all the same. */
bool variables_parse(struct context *context, char *const *variables,
                     struct request *request, int64_t *length) MUST_CHECK;

#endif
