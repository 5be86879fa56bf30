/* SPDX-License-Identifier: MIT
 *
 * token_cache - what verified tokens said, for checking a signature costs a hundred times
 * more than looking one up.
 *
 * Keyed by the token's SHA-256, so that no token is kept. Bounded: one entry per slot,
 * the newer one stays. Whether a token has expired is the caller's question, at each use.
 */
#ifndef MYOREST_TOKEN_CACHE_H
#define MYOREST_TOKEN_CACHE_H

#include "base/slice.h"

#define TOKEN_DIGEST_SIZE 32
#define TOKEN_CACHE_SLOTS 512

struct token_digest {
    unsigned char octets[TOKEN_DIGEST_SIZE];
};

/* `subject` is absent without one. */
struct token_content {
    struct slice role;
    struct slice subject;
    struct slice claims;
    int64_t expires;
};

struct token_cache;

struct token_cache *token_cache_new(void) RETURNS_NONNULL;
void token_cache_free(struct token_cache *cache); /* NULL is allowed */

struct token_digest token_digest(struct slice text);

/* NULL when the token is not known. Borrowed until the cache changes. */
const struct token_content *token_cache_find(const struct token_cache *cache,
                                             const struct token_digest *digest);

/* Copies the content. */
void token_cache_add(struct token_cache *cache, const struct token_digest *digest,
                     const struct token_content *content);
void token_cache_clear(struct token_cache *cache);

#endif
