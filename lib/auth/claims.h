/* SPDX-License-Identifier: MIT
 *
 * claims - what a token says (RFC 7519, 4.1) once its signature holds.
 *
 * Its text is kept as it came: `request.jwt.claims` shows the token's own numbers.
 */
#ifndef MYOREST_CLAIMS_H
#define MYOREST_CLAIMS_H

#include "base/context.h"
#include "base/json.h"

#define CLAIMS_NEVER_EXPIRE INT64_MAX
#define CLAIMS_LEEWAY 30 /* seconds */

/* An absent or null claim has absent text. Borrows from the payload. */
struct claims {
    struct json_value all;
    struct json_value expires;
    struct json_value not_before;
    struct json_value issued_at;
    struct json_value audience;
    struct json_value subject;
};

/* `payload` is a valid JSON object. Of a claim that comes twice the last one counts. */
struct claims claims_parse(struct arena *arena, struct slice payload);

/* PGRST303 when the token may not be used at `now` (seconds since 1970) or here; an
 * absent audience setting allows every audience. *expires is CLAIMS_NEVER_EXPIRE without
 * exp. */
bool claims_check(struct context *context, const struct claims *claims,
                  struct slice audience, int64_t now, int64_t *expires) MUST_CHECK;

/* True when a token with that exp is too old, with the leeway. */
bool claims_have_expired(int64_t expires, int64_t now);

/* The payload with the member `role` put in or overwritten, sorted by name as PostgREST
 * gives it; values stay as they came. */
struct slice claims_with_role(struct arena *arena, const struct claims *claims,
                              struct slice role);

#endif
