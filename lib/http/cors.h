/* SPDX-License-Identifier: MIT
 *
 * cors - Cross-Origin Resource Sharing (Fetch standard), answered from one table.
 */
#ifndef MYOREST_CORS_H
#define MYOREST_CORS_H

#include "http/response.h"

/* A preflight is OPTIONS with Origin and Access-Control-Request-Method. */
bool cors_is_preflight(const struct request *request);
void cors_answer_preflight(struct context *context, const struct request *request,
                           struct response *response);

/* Adds the headers a cross-origin caller needs to read this answer; nothing without an
 * Origin, or with one that CORS_ORIGINS does not list. */
void cors_add_headers(struct context *context, const struct request *request,
                      struct response *response);

#endif
