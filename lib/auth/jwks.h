/* SPDX-License-Identifier: MIT
 *
 * jwks - reads a JWK Set (RFC 7517) into keys.
 */
#ifndef MYOREST_JWKS_H
#define MYOREST_JWKS_H

#include "auth/key.h"

#define JWKS_MOST 64

/* A set, or one key by itself. Keys that are not for signatures, or of a kind or
 * algorithm we do not know, are left out; one that is malformed or weak refuses the whole
 * text, and *problem (static storage) says why. Keys live until the arena is reset. */
bool jwks_parse(struct arena *arena, struct slice text, struct keys *out,
                const char **problem) MUST_CHECK;

#endif
