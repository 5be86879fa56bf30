/* SPDX-License-Identifier: MIT
 *
 * identity - who a request comes from: the token's role, subject and claims.
 */
#ifndef MYOREST_IDENTITY_H
#define MYOREST_IDENTITY_H

#include "base/context.h"

/* `claims` is the token's own JSON text with `role` put in or overwritten
 * ("{\"role\":..}" alone for the anonymous role), numbers as they came. `subject` is
 * absent without one. Lives until the arena is reset. */
struct identity {
    struct slice role;
    struct slice subject;
    struct slice claims;
    bool is_anonymous; /* the role is DB_ANON_ROLE, with a token or without */
};

struct verifier; /* keys, settings and the cache of verified tokens; one per process */

/* Static for the life of the process. Keeps `config`. NULL only when *problem says why a
 * setting cannot be used (a key file that is there and broken at start is no such reason:
 * it is logged, and tokens are refused until it is mended). */
struct verifier *verifier_new(const struct config *config, const char **problem);
void verifier_free(struct verifier *verifier);

/* `authorization` and `apikey` are those headers' values, absent when not sent. `now` is
 * seconds since 1970. PGRST300 to PGRST303 otherwise. */
bool identity_resolve(struct context *context, struct verifier *verifier,
                      struct slice authorization, struct slice apikey, int64_t now,
                      struct identity *out) MUST_CHECK;

#endif
