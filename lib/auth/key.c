/* SPDX-License-Identifier: MIT */
#include "auth/key.h"

#define ENTRY(name, kind) {#name, ALGORITHM_##name, kind},

static const struct {
    const char *name;
    enum algorithm algorithm;
    enum key_kind kind;
} table[] = {ALGORITHM_TABLE(ENTRY)};

bool algorithm_find(struct slice name, enum algorithm *out)
{
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        if (slice_is(name, table[i].name)) {
            *out = table[i].algorithm;
            return true;
        }
    }
    return false;
}

enum key_kind algorithm_kind(enum algorithm algorithm)
{
    return table[algorithm - ALGORITHM_HS256].kind;
}

bool key_fits(const struct key *key, enum algorithm algorithm, struct slice id)
{
    bool is_meant = key->algorithm == ALGORITHM_ANY || key->algorithm == algorithm;
    bool is_named =
        !slice_is_present(id) || (slice_is_present(key->id) && slice_equal(key->id, id));
    return is_meant && is_named && key->kind == algorithm_kind(algorithm);
}

bool keys_have_fitting(const struct keys *keys, enum algorithm algorithm, struct slice id)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (key_fits(&keys->items[i], algorithm, id)) {
            return true;
        }
    }
    return false;
}
