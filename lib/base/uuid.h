/* SPDX-License-Identifier: MIT
 *
 * uuid - a UUID (RFC 9562) as its sixteen octets.
 */
#ifndef MYOREST_UUID_H
#define MYOREST_UUID_H

#include "base/slice.h"

struct uuid {
    uint8_t octets[16];
};

/* With its NUL: uuid_text(id).text is a key of a repository's call. */
struct uuid_text {
    char text[37];
};

/* The canonical form, in letters of either case. False for any other text. */
bool uuid_parse(struct slice text, struct uuid *out) MUST_CHECK;
struct uuid_text uuid_text(struct uuid uuid);

bool uuid_equal(struct uuid a, struct uuid b);
bool uuid_is_nil(struct uuid uuid); /* all zeros */

#endif
