/* SPDX-License-Identifier: MIT
 *
 * request - one HTTP request as the programs see it.
 *
 * Everything lives until the arena is reset, also after the answer.
 */
#ifndef MYOREST_REQUEST_H
#define MYOREST_REQUEST_H

#include "base/context.h"
#include "base/strbuf.h"

struct header {
    struct slice name; /* in lower case */
    struct slice value;
};

struct request {
    struct slice method;
    struct slice path;  /* below /rest/v1, begins with '/', percent-encoded as it came */
    struct slice query; /* without '?', percent-encoded as it came; empty without one */
    const struct header *headers; /* Authorization among them; Content-Type too */
    size_t header_count;
    struct slice body;       /* empty without one; mapped from a spool when large */
    struct slice address;    /* REMOTE_ADDR, else X-Real-IP; absent when unknown */
    struct slice request_id; /* from nginx, or absent */
};

/* The value of a header (name in lower case), absent when it was not sent. */
struct slice request_header(const struct request *request, const char *name);

/* Percent-decoding (RFC 3986), '+' as a space when asked for. Invalid escapes stay as
 * they are. Decoded text lives until the arena is reset; text without escapes is
 * borrowed. */
struct slice percent_decode(struct arena *arena, struct slice text, bool plus_is_space);

/* Percent-encoding of all but RFC 3986's unreserved characters. */
void percent_encode(struct strbuf *out, struct slice text);

#endif
