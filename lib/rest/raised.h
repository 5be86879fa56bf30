/* SPDX-License-Identifier: MIT
 *
 * raised - errors that a function shapes itself: RAISE SQLSTATE 'PGRST' with JSON in
 * MESSAGE {code, message, details, hint} and DETAIL {status, headers}.
 */
#ifndef MYOREST_RAISED_H
#define MYOREST_RAISED_H

#include "http/response.h"

/* Replaces the context's error, whose code is PGRST, by the one its texts describe, and
 * adds the headers to the answer; PGRST121 when they are not as they should be. */
void raised_apply(struct context *context, struct response *response);

#endif
