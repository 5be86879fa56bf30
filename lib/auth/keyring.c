/* SPDX-License-Identifier: MIT */
#include "auth/keyring.h"

#include <sys/stat.h>

#include "auth/jwks.h"
#include "base/log.h"
#include "base/setting.h"

#define NEVER INT64_MIN
#define BLOCK ((size_t)8 << 10)

/* What tells one state of a file from another. */
struct stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec modified;
    struct timespec changed;
};

struct keyring {
    struct arena *arena; /* of the secret's keys and the ring */
    struct arena *file;  /* of the file's keys */
    const char *path;    /* NULL without a file */
    struct keys secret;
    struct keys all;
    struct stamp stamp;
    bool is_gone;
    int64_t looked;
    int64_t looked_again;
};

/* A secret that is a JWK Set or a JWK is one, as in PostgREST. A plain secret is for
 * HS256 and has no id, so a token that names one does not fit. */
static bool read_secret(struct keyring *keyring, struct slice secret,
                        const char **problem)
{
    const char *unused;
    if (!slice_is_present(secret) ||
        (slice_starts_with(slice_trim(secret), "{") &&
         jwks_parse(keyring->arena, secret, &keyring->secret, &unused))) {
        return true;
    }
    if (secret.len < KEY_SECRET_MINIMUM) {
        *problem = "JWT_SECRET must have at least 32 octets";
        return false;
    }
    struct key *key = arena_alloc(keyring->arena, sizeof(*key));
    *key = (struct key){.kind = KEY_SECRET,
                        .algorithm = ALGORITHM_HS256,
                        .id = slice_absent(),
                        .material = slice_copy(keyring->arena, secret)};
    keyring->secret = (struct keys){key, 1};
    return true;
}

/* The secret's keys come first. */
static struct keys joined(struct arena *arena, struct keys first, struct keys second)
{
    size_t count = first.count + second.count;
    struct key *items = arena_alloc(arena, count * sizeof(*items) + 1);
    for (size_t i = 0; i < count; i++) {
        items[i] = i < first.count ? first.items[i] : second.items[i - first.count];
    }
    return (struct keys){items, count};
}

static bool same_time(struct timespec a, struct timespec b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static bool same_stamp(const struct stamp *a, const struct stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           same_time(a->modified, b->modified) && same_time(a->changed, b->changed);
}

/* True when the file is there and not as it was at the last look. */
static bool has_changed(struct keyring *keyring)
{
    struct stat facts;
    if (stat(keyring->path, &facts) != 0) {
        if (!keyring->is_gone) {
            log_write(LOG_ERROR, "JWT_JWKS: the file cannot be found; keys stay");
        }
        keyring->is_gone = true;
        return false;
    }
    struct stamp stamp = {facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim,
                          facts.st_ctim};
    bool is_new = keyring->is_gone || !same_stamp(&stamp, &keyring->stamp);
    keyring->is_gone = false;
    keyring->stamp = stamp;
    return is_new;
}

static bool read_file(struct keyring *keyring)
{
    struct arena *arena = arena_new(BLOCK);
    const char *problem = "it cannot be read";
    struct slice text;
    struct keys keys;
    if (!setting_read_file(arena, keyring->path, 0, &text) ||
        !jwks_parse(arena, text, &keys, &problem)) {
        log_write(LOG_ERROR, "JWT_JWKS: the file is not used, keys stay: %s", problem);
        arena_free(arena);
        return false;
    }
    keyring->all = joined(arena, keyring->secret, keys);
    arena_free(keyring->file);
    keyring->file = arena;
    log_write(LOG_INFO, "JWT_JWKS: %zu keys read", keys.count);
    return true;
}

struct keyring *keyring_new(const struct config *config, const char **problem)
{
    struct arena *arena = arena_new(BLOCK);
    struct keyring *keyring = arena_alloc(arena, sizeof(*keyring));
    *keyring = (struct keyring){.arena = arena, .looked = NEVER, .looked_again = NEVER};
    if (!read_secret(keyring, config->jwt_secret, problem)) {
        arena_free(arena);
        return NULL;
    }
    keyring->all = keyring->secret;
    if (slice_is_present(config->jwt_jwks)) {
        keyring->path = slice_string(arena, config->jwt_jwks);
        if (has_changed(keyring)) {
            read_file(keyring);
        }
    }
    return keyring;
}

void keyring_free(struct keyring *keyring)
{
    if (keyring != NULL) {
        arena_free(keyring->file);
        arena_free(keyring->arena);
    }
}

bool keyring_is_empty(const struct keyring *keyring)
{
    return keyring->path == NULL && keyring->secret.items == NULL;
}

static bool look(struct keyring *keyring, int64_t now, int64_t *last)
{
    if (keyring->path == NULL || *last == now) {
        return false;
    }
    *last = now;
    return has_changed(keyring) && read_file(keyring);
}

bool keyring_look(struct keyring *keyring, int64_t now)
{
    return look(keyring, now, &keyring->looked);
}

bool keyring_look_again(struct keyring *keyring, int64_t now)
{
    return look(keyring, now, &keyring->looked_again);
}

const struct keys *keyring_keys(const struct keyring *keyring)
{
    return &keyring->all;
}
