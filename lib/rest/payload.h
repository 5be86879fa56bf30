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
    struct slice text; /* the JSON text ("[]" for PAYLOAD_EMPTY), or the raw octets */
    /* The keys of the objects, decoded, each once, sorted by octets (PostgREST's order,
     * in which it resolves them). Not NULL, even when there are none, unless
     * `has_columns` told that columns= decides; CSV and forms have their own keys even
     * then. */
    const struct slice *keys;
    size_t key_count;
    size_t row_count; /* of an array; 1 of an object */
    bool is_unread;   /* no JSON, or no objects: for PostgreSQL to complain of */
};

/* `has_columns` says that columns= names the keys, so that objects need not be uniform
 * ("All object keys must match" otherwise), keys are not collected and a text without
 * any, or that is no JSON, is `is_unread`. An empty body is PAYLOAD_NONE as JSON (a call
 * without arguments), an object without keys as a form, an error as CSV. */
bool payload_parse(struct context *context, struct media_type type, struct slice body,
                   bool has_columns, struct payload *out) MUST_CHECK;

/* For a body that is to be rows of a table: PGRST102 for PAYLOAD_NONE and PAYLOAD_RAW,
 * which only a function takes. */
bool payload_has_rows(struct context *context, struct media_type type,
                      const struct payload *payload) MUST_CHECK;

#endif
