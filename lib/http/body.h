/* SPDX-License-Identifier: MIT
 *
 * body - reads a request's body to its end and holds it against its Content-Length.
 */
#ifndef MYOREST_BODY_H
#define MYOREST_BODY_H

#include "http/variables.h"

/* Fills `octets` with up to `size`; less than that only at the end. */
typedef size_t (*body_reader)(void *self, char *octets, size_t size);

/* Reads until the end even when the body is refused. `length` may be LENGTH_UNKNOWN.
 * *body is empty, or lives until the arena is reset. */
bool body_read(struct context *context, body_reader read, void *self, int64_t length,
               struct slice *body) MUST_CHECK;

#endif
