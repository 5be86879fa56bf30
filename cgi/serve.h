/* SPDX-License-Identifier: MIT
 *
 * serve - the loop that every program is: accept, answer, log, forget.
 */
#ifndef MYOREST_SERVE_H
#define MYOREST_SERVE_H

#include "rest/resource.h"

/* What a program does with a request once it is known who asks; NULL `answer` is
 * resource_answer(). Returns the process's exit status. */
int serve(const struct resource *resource);

/* The same for programs that are no resource: `answer` is asked before anybody is
 * identified. */
typedef bool (*serve_answer)(struct context *context, const struct service *service,
                             const struct request *request, struct response *response);
int serve_openly(serve_answer answer);

#endif
