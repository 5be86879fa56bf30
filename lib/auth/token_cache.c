/* SPDX-License-Identifier: MIT */
#include "auth/token_cache.h"

#include <openssl/evp.h>
#include <stdlib.h>

#define BLOCK ((size_t)1 << 10)

/* An entry has an arena of its own, made when its slot is first used. */
struct entry {
    struct arena *arena;
    bool is_used;
    struct token_digest digest;
    struct token_content content;
};

struct token_cache {
    struct arena *arena;
    struct entry entries[TOKEN_CACHE_SLOTS];
};

struct token_cache *token_cache_new(void)
{
    struct arena *arena = arena_new(sizeof(struct token_cache) + BLOCK);
    struct token_cache *cache = arena_alloc(arena, sizeof(*cache));
    cache->arena = arena;
    return cache;
}

void token_cache_free(struct token_cache *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < TOKEN_CACHE_SLOTS; i++) {
        arena_free(cache->entries[i].arena);
    }
    arena_free(cache->arena);
}

struct token_digest token_digest(struct slice text)
{
    struct token_digest digest;
    static EVP_MD *algorithm; /* fetched once: SHA256() looks it up each time */
    if (algorithm == NULL) {
        algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    }
    if (EVP_Digest(text.ptr, text.len, digest.octets, NULL, algorithm, NULL) != 1) {
        abort();
    }
    return digest;
}

static size_t slot_of(const struct token_digest *digest)
{
    return (digest->octets[0] + ((size_t)digest->octets[1] << 8)) % TOKEN_CACHE_SLOTS;
}

const struct token_content *token_cache_find(const struct token_cache *cache,
                                             const struct token_digest *digest)
{
    const struct entry *entry = &cache->entries[slot_of(digest)];
    bool is_it = entry->is_used &&
                 memcmp(entry->digest.octets, digest->octets, TOKEN_DIGEST_SIZE) == 0;
    return is_it ? &entry->content : NULL;
}

static struct slice copy_if_present(struct arena *arena, struct slice slice)
{
    return slice_is_present(slice) ? slice_copy(arena, slice) : slice;
}

void token_cache_add(struct token_cache *cache, const struct token_digest *digest,
                     const struct token_content *content)
{
    struct entry *entry = &cache->entries[slot_of(digest)];
    if (entry->arena == NULL) {
        entry->arena = arena_new(BLOCK);
    }
    arena_reset(entry->arena);
    entry->is_used = true;
    entry->digest = *digest;
    entry->content = (struct token_content){
        .role = slice_copy(entry->arena, content->role),
        .subject = copy_if_present(entry->arena, content->subject),
        .claims = slice_copy(entry->arena, content->claims),
        .expires = content->expires,
    };
}

void token_cache_clear(struct token_cache *cache)
{
    for (size_t i = 0; i < TOKEN_CACHE_SLOTS; i++) {
        cache->entries[i].is_used = false;
    }
}
