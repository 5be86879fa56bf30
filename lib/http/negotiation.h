/* SPDX-License-Identifier: MIT
 *
 * negotiation - media types: the Accept header in order of preference, Content-Type.
 */
#ifndef MYOREST_NEGOTIATION_H
#define MYOREST_NEGOTIATION_H

#include "http/request.h"

/* type/subtype in lower case without parameters; `parameters` is all after the first ';'
 * (trimmed, q taken out) or empty; `written` is the whole as it came, for messages: in
 * Accept without blanks, and up to the quality. */
struct media_type {
    struct slice name;
    struct slice parameters;
    struct slice written;
};

struct media_types {
    const struct media_type *items;
    size_t count;
};

/* The Accept header's media types, best first (q, then order; q=0 is left out). Without
 * the header, or with an empty one: one item, any type. */
struct media_types negotiation_accept(struct arena *arena, const struct request *request);

/* The body's media type; application/json without the header. */
struct media_type negotiation_content_type(struct arena *arena,
                                           const struct request *request);

/* "text/csv; header=present" */
struct media_type media_type_parse(struct arena *arena, struct slice text);

/* The value of one parameter of a media type ("charset"), absent without it; quotes off.
 */
struct slice media_type_parameter(struct arena *arena, struct media_type type,
                                  const char *name);

#endif
