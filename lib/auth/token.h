/* SPDX-License-Identifier: MIT
 *
 * token - one JSON Web Token (RFC 7519): its parts and its signature; the one user of
 * libjwt.
 *
 * libjwt crashes on huge tokens and empty segments, takes junk after a signature, checks
 * nothing at all with an empty key, and lets a token choose how its key is used. So a
 * token is taken apart here first, strictly, and libjwt sees only what has the right
 * form, with a key that fits.
 */
#ifndef MYOREST_TOKEN_H
#define MYOREST_TOKEN_H

#include "auth/key.h"
#include "base/context.h"

#define TOKEN_LENGTH_MOST 8192

/* Lives until the arena is reset. `payload` is a JSON object, unchecked by a signature.
 */
struct token {
    struct slice text;
    struct slice signature; /* still encoded */
    enum algorithm algorithm;
    struct slice key_id; /* absent without one */
    struct slice payload;
};

/* True when the text has the three parts of a signed token, whatever they hold. */
bool token_is_likely(struct slice text);

/* PGRST301, or PGRST303 for a payload that is no object. */
bool token_parse(struct context *context, struct slice text,
                 struct token *out) MUST_CHECK;

/* True when one of the keys that fit made the signature; else PGRST301. */
bool token_verify(struct context *context, const struct token *token,
                  const struct keys *keys) MUST_CHECK;

#endif
