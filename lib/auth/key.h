/* SPDX-License-Identifier: MIT
 *
 * key - what a signature is checked with, and the algorithms (RFC 7518) it is meant for.
 *
 * An algorithm belongs to one kind of key and one curve. A token names its algorithm
 * itself, so a key that took what the token says could be tricked into checking an HMAC
 * with a public key as its secret.
 */
#ifndef MYOREST_KEY_H
#define MYOREST_KEY_H

#include "base/slice.h"

#define ALGORITHM_TABLE(X)                                                               \
    X(HS256, KEY_SECRET)                                                                 \
    X(HS384, KEY_SECRET)                                                                 \
    X(HS512, KEY_SECRET)                                                                 \
    X(RS256, KEY_RSA)                                                                    \
    X(RS384, KEY_RSA)                                                                    \
    X(RS512, KEY_RSA)                                                                    \
    X(ES256, KEY_P256)                                                                   \
    X(ES384, KEY_P384)                                                                   \
    X(ES512, KEY_P521)

enum key_kind { KEY_SECRET, KEY_RSA, KEY_P256, KEY_P384, KEY_P521 };

#define ALGORITHM_CONSTANT(name, kind) ALGORITHM_##name,
enum algorithm { ALGORITHM_ANY, ALGORITHM_TABLE(ALGORITHM_CONSTANT) };
#undef ALGORITHM_CONSTANT

/* No shorter secret is accepted: 256 bits, RFC 7518, 3.2. */
#define KEY_SECRET_MINIMUM 32

/* `material` is the secret's octets or a public key in PEM, never empty, with a NUL after
 * it. `algorithm` is ALGORITHM_ANY when every one of the kind is allowed. `id` is absent
 * when the key has none. */
struct key {
    enum key_kind kind;
    enum algorithm algorithm;
    struct slice id;
    struct slice material;
};

struct keys {
    const struct key *items;
    size_t count;
};

/* Finds an algorithm by its exact name. */
bool algorithm_find(struct slice name, enum algorithm *out) MUST_CHECK;
enum key_kind algorithm_kind(enum algorithm algorithm);

/* True when the key may check a token of that algorithm and key id (absent: any key). */
bool key_fits(const struct key *key, enum algorithm algorithm, struct slice id);
bool keys_have_fitting(const struct keys *keys, enum algorithm algorithm,
                       struct slice id);

#endif
