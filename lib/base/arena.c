/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 16

#if defined(__SANITIZE_ADDRESS__)
#define ONE_BLOCK_PER_PIECE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ONE_BLOCK_PER_PIECE 1
#endif
#endif
#ifndef ONE_BLOCK_PER_PIECE
#define ONE_BLOCK_PER_PIECE 0
#endif

struct block {
    struct block *next;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char octets[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *object);
    void *object;
};

struct arena {
    struct block *blocks; /* newest first; the last one is kept on reset */
    struct deferred *deferred;
    void *last; /* the newest piece: it can grow where it is */
    size_t block_size;
    size_t used;
};

static void *allocate_or_die(size_t size)
{
    void *piece = malloc(size);
    if (piece == NULL) {
        fputs("myorest: out of memory\n", stderr);
        abort();
    }
    return piece;
}

static struct block *block_new(size_t size)
{
    struct block *block = allocate_or_die(sizeof(*block) + size);
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_new(size_t block_size)
{
    struct arena *arena = allocate_or_die(sizeof(*arena));
    *arena = (struct arena){.block_size = block_size, .blocks = block_new(block_size)};
    return arena;
}

void arena_reset(struct arena *arena)
{
    /* A release function may still read the arena, so all of them run first. */
    while (arena->deferred != NULL) {
        struct deferred *first = arena->deferred;
        arena->deferred = first->next;
        first->release(first->object);
    }
    while (arena->blocks->next != NULL) {
        struct block *newest = arena->blocks;
        arena->blocks = newest->next;
        free(newest);
    }
    arena->blocks->used = 0;
    arena->last = NULL;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    arena_reset(arena);
    free(arena->blocks);
    free(arena);
}

static void *take(struct arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) {
        fputs("myorest: out of memory\n", stderr);
        abort();
    }
    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct block *block = arena->blocks;
    if (ONE_BLOCK_PER_PIECE || block->size - block->used < size) {
        size_t wanted = ONE_BLOCK_PER_PIECE        ? size
                        : size > arena->block_size ? size
                                                   : arena->block_size;
        block = block_new(wanted);
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *piece = block->octets + block->used;
    block->used += size;
    arena->used += size;
    arena->last = piece;
    return piece;
}

/* The newest piece grows in place while its block has room; not under the sanitizer,
 * whose pieces are blocks. */
static bool extend(struct arena *arena, const void *piece, size_t size)
{
    struct block *block = arena->blocks;
    size_t wanted = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (ONE_BLOCK_PER_PIECE || piece == NULL || piece != arena->last || wanted < size) {
        return false;
    }
    size_t start = (size_t)((const unsigned char *)piece - block->octets);
    if (wanted > block->size - start) {
        return false;
    }
    arena->used += start + wanted - block->used;
    block->used = start + wanted;
    return true;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *piece = take(arena, size);
    memset(piece, 0, size);
    return piece;
}

void *arena_grow(struct arena *arena, void *old, size_t used, size_t size)
{
    if (extend(arena, old, size)) {
        return old;
    }
    void *piece = take(arena, size);
    if (used > 0) {
        memcpy(piece, old, used);
    }
    return piece;
}

char *arena_copy(struct arena *arena, const void *octets, size_t length)
{
    char *copy = take(arena, length + 1);
    if (length > 0) {
        memcpy(copy, octets, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list list)
{
    va_list again;
    char first[256]; /* long enough for most, so that they are formatted once */
    va_copy(again, list);
    int length = vsnprintf(first, sizeof(first), format, list);
    size_t size = length < 0 ? 1 : (size_t)length + 1;
    char *text = take(arena, size);
    if (size <= sizeof(first)) {
        memcpy(text, first, size - 1);
        text[size - 1] = '\0';
    } else {
        vsnprintf(text, size, format, again);
    }
    va_end(again);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = arena_vprintf(arena, format, list);
    va_end(list);
    return text;
}

void arena_defer(struct arena *arena, void (*release)(void *object), void *object)
{
    struct deferred *entry = arena_alloc(arena, sizeof(*entry));
    *entry = (struct deferred){arena->deferred, release, object};
    arena->deferred = entry;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
