/* SPDX-License-Identifier: MIT */
#include "db/prepared.h"

#include <inttypes.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

struct entry {
    struct prepared_key key;
    uint64_t number;
    uint64_t used_at;
};

/* `discards` are the numbers given up whose DEALLOCATE has not been taken yet. */
struct prepared {
    struct entry *entries;
    size_t count;
    size_t limit;
    uint64_t clock;
    uint64_t last_number;
    uint64_t *discards;
    size_t discard_count;
    bool discards_all;
    EVP_MD *algorithm;
    EVP_MD_CTX *digest;
};

static void release(void *object)
{
    struct prepared *prepared = object;
    EVP_MD_CTX_free(prepared->digest);
    EVP_MD_free(prepared->algorithm);
}

struct prepared *prepared_new(struct arena *arena, size_t limit)
{
    struct prepared *prepared = arena_alloc(arena, sizeof(*prepared));
    prepared->limit = limit;
    prepared->entries = arena_alloc(arena, limit * sizeof(*prepared->entries));
    prepared->discards = arena_alloc(arena, limit * sizeof(*prepared->discards));
    prepared->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    prepared->digest = EVP_MD_CTX_new();
    arena_defer(arena, release, prepared);
    return prepared;
}

struct prepared_key prepared_key(struct prepared *prepared, struct slice sql,
                                 struct slice scope)
{
    struct prepared_key key;
    uint64_t length = sql.len; /* says where the text ends and the scope begins */
    if (EVP_DigestInit_ex(prepared->digest, prepared->algorithm, NULL) != 1 ||
        EVP_DigestUpdate(prepared->digest, &length, sizeof(length)) != 1 ||
        EVP_DigestUpdate(prepared->digest, sql.ptr, sql.len) != 1 ||
        EVP_DigestUpdate(prepared->digest, scope.ptr, scope.len) != 1 ||
        EVP_DigestFinal_ex(prepared->digest, key.digest, NULL) != 1) {
        abort(); /* without a digest another role's plan could be taken for this one */
    }
    return key;
}

/* No digest begins with so many zeros. */
struct prepared_key prepared_own_key(unsigned number)
{
    struct prepared_key key = {{0}};
    memcpy(key.digest + sizeof(key.digest) - sizeof(number), &number, sizeof(number));
    return key;
}

static struct entry *find(struct prepared *prepared, const struct prepared_key *key)
{
    for (size_t i = 0; i < prepared->count; i++) {
        if (memcmp(&prepared->entries[i].key, key, sizeof(*key)) == 0) {
            return &prepared->entries[i];
        }
    }
    return NULL;
}

uint64_t prepared_find(struct prepared *prepared, const struct prepared_key *key)
{
    struct entry *entry = find(prepared, key);
    if (entry == NULL) {
        return 0;
    }
    entry->used_at = ++prepared->clock;
    return entry->number;
}

uint64_t prepared_next(struct prepared *prepared)
{
    return ++prepared->last_number;
}

struct prepared_name prepared_name(uint64_t number)
{
    struct prepared_name name;
    snprintf(name.text, sizeof(name.text), "m%" PRIu64, number);
    return name;
}

static void discard(struct prepared *prepared, uint64_t number)
{
    if (prepared->discard_count == prepared->limit) {
        prepared_remove_all(prepared);
        return;
    }
    prepared->discards[prepared->discard_count++] = number;
}

static struct entry *least_recently_used(struct prepared *prepared)
{
    struct entry *oldest = prepared->entries;
    for (size_t i = 1; i < prepared->count; i++) {
        if (prepared->entries[i].used_at < oldest->used_at) {
            oldest = &prepared->entries[i];
        }
    }
    return oldest;
}

void prepared_add(struct prepared *prepared, const struct prepared_key *key,
                  uint64_t number)
{
    if (prepared->discards_all) {
        return; /* what is prepared before that command has run goes with it */
    }
    struct entry *entry = find(prepared, key);
    if (entry == NULL && prepared->count == prepared->limit) {
        entry = least_recently_used(prepared);
    }
    if (entry == NULL) {
        entry = &prepared->entries[prepared->count++];
    } else {
        discard(prepared, entry->number);
        if (prepared->discards_all) {
            return;
        }
    }
    *entry = (struct entry){*key, number, ++prepared->clock};
}

void prepared_remove(struct prepared *prepared, const struct prepared_key *key)
{
    struct entry *entry = find(prepared, key);
    if (entry == NULL) {
        return;
    }
    uint64_t number = entry->number;
    *entry = prepared->entries[--prepared->count];
    discard(prepared, number);
}

void prepared_remove_all(struct prepared *prepared)
{
    prepared_reset(prepared);
    prepared->discards_all = true;
}

void prepared_reset(struct prepared *prepared)
{
    prepared->count = 0;
    prepared->discard_count = 0;
    prepared->discards_all = false;
}

bool prepared_take_discard(struct prepared *prepared, char command[static 40])
{
    if (prepared->discards_all) {
        prepared->discards_all = false;
        snprintf(command, 40, "DEALLOCATE ALL");
        return true;
    }
    if (prepared->discard_count == 0) {
        return false;
    }
    uint64_t number = prepared->discards[--prepared->discard_count];
    snprintf(command, 40, "DEALLOCATE %s", prepared_name(number).text);
    return true;
}
