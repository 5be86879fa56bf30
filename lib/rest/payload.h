/* SPDX-License-Identifier: MIT
 *
 * payload - a request's body, scanned: what it is and which keys it has.
 *
 * JSON is checked (validity, depth, UTF-8) and handed on in its own octets. CSV (RFC
 * 4180, header row, an unquoted NULL is null, an empty field is '') and forms
 * (application/x-www-form-urlencoded) become JSON text of string values, which PostgreSQL
 * converts. Errors are PGRST102 with PostgREST's messages.
 */
#ifndef MYOREST_PAYLOAD_H
#define MYOREST_PAYLOAD_H

#include "base/json.h"
#include "http/negotiation.h"

enum payload_kind {
    PAYLOAD_NONE,   /* no body */
    PAYLOAD_ARRAY,  /* of objects, all with the same keys */
    PAYLOAD_OBJECT, /* one object */
    PAYLOAD_EMPTY,  /* a JSON null, string, number or boolean: nothing to insert */
    PAYLOAD_RAW /* text/plain, application/octet-stream, text/xml: octets as they came */
};

struct payload {
    enum payload_kind kind;
    struct slice text;        /* the JSON text, or the raw octets */
    const struct slice *keys; /* of the first object, in order, decoded; each once */
    size_t key_count;
    size_t row_count; /* of an array; 1 of an object */
};

/* `has_columns` says that columns= names the keys, so that objects need not be uniform
 * ("All object keys must match" otherwise) and keys are not collected. */
bool payload_parse(struct context *context, struct media_type type, struct slice body,
                   bool has_columns, struct payload *out) MUST_CHECK;

#endif
