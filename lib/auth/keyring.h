/* SPDX-License-Identifier: MIT
 *
 * keyring - the keys that tokens are checked with: JWT_SECRET and the file JWT_JWKS.
 *
 * The file is looked at once a second at most. A change replaces its keys; a file that is
 * gone or broken leaves the old ones in use, and the log says so, once.
 */
#ifndef MYOREST_KEYRING_H
#define MYOREST_KEYRING_H

#include "auth/key.h"
#include "base/config.h"

struct keyring;

/* Borrows the settings. NULL only when the secret cannot be used; *problem says why. */
struct keyring *keyring_new(const struct config *config, const char **problem);
void keyring_free(struct keyring *keyring); /* NULL is allowed */

/* True when neither a secret nor a file was set. */
bool keyring_is_empty(const struct keyring *keyring);

/* Looks at the file when that has not been done in this second. True: the keys changed.
 */
bool keyring_look(struct keyring *keyring, int64_t now);

/* The same for a key that is not there, with a second of its own. */
bool keyring_look_again(struct keyring *keyring, int64_t now);

/* Borrowed until the next look. */
const struct keys *keyring_keys(const struct keyring *keyring) RETURNS_NONNULL;

#endif
