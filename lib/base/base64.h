/* SPDX-License-Identifier: MIT
 *
 * base64 - decodes base64 (RFC 4648), strictly.
 *
 * Lenient decoders skip what they do not know, which makes one token many texts; here
 * every octet must belong to the alphabet, and the unused bits of the last one must be 0.
 */
#ifndef MYOREST_BASE64_H
#define MYOREST_BASE64_H

#include "base/slice.h"

enum base64_form {
    BASE64_URL, /* RFC 7515: '-' and '_', no padding */
    BASE64_ANY  /* both alphabets, with or without padding, of '=' or '.' */
};

/* The octets live until the arena is reset and are followed by a NUL. */
bool base64_decode(struct arena *arena, struct slice text, enum base64_form form,
                   struct slice *out) MUST_CHECK;

#endif
