/* SPDX-License-Identifier: MIT */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE ((size_t)64 << 10)
#define FIRST_SIZE ((size_t)4 << 10)
#define NO_FILE (-1)

enum failure { WORKS, TOO_LONG, DISK_REFUSED };

/* In memory until `file` exists. From then on `memory` holds only what has not been
 * written yet, so that many small additions are one write. `room` octets may be added
 * without asking whether they fit. */
struct spool {
    struct context *context;
    char *memory;
    size_t used;
    size_t size;
    size_t room;
    uint64_t written;
    int file;
    enum failure failure;
    void *mapping;
    size_t mapped;
};

static void unmap(struct spool *spool)
{
    if (spool->mapping != NULL) {
        munmap(spool->mapping, spool->mapped);
        spool->mapping = NULL;
    }
}

static void release(void *object)
{
    struct spool *spool = object;
    unmap(spool);
    if (spool->file != NO_FILE) {
        close(spool->file);
    }
}

struct spool *spool_new(struct context *context)
{
    struct spool *spool = arena_alloc(context->arena, sizeof(*spool));
    spool->context = context;
    spool->file = NO_FILE;
    arena_defer(context->arena, release, spool);
    return spool;
}

/* A file without a name: no other process finds it and nothing is left behind. */
static int open_unnamed(struct context *context)
{
    struct slice folder = context->config->spool_dir;
    const char *path = folder.len == 0 ? "/tmp" : slice_string(context->arena, folder);
    int file = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) {
        return file;
    }
    char *name = arena_printf(context->arena, "%s/myorest.XXXXXX", path);
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0) {
        unlink(name);
    }
    return file;
}

static bool write_out(struct spool *spool, const char *octets, size_t length)
{
    while (length > 0) {
        ssize_t done = write(spool->file, octets, length);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return false;
        }
        octets += done;
        length -= (size_t)done;
        spool->written += (uint64_t)done;
    }
    return true;
}

/* Moves what memory holds into the file, which is made when there is none. */
static bool flush(struct spool *spool)
{
    if (spool->file == NO_FILE) {
        spool->file = open_unnamed(spool->context);
    }
    if (spool->file == NO_FILE || !write_out(spool, spool->memory, spool->used)) {
        spool->failure = DISK_REFUSED;
        return false;
    }
    spool->used = 0;
    spool->room = 0;
    return true;
}

/* Doubles, so that short answers stay small and long ones are copied seldom. */
static void make_room(struct spool *spool, size_t wanted)
{
    if (wanted <= spool->size) {
        return;
    }
    size_t size = spool->size == 0 ? FIRST_SIZE : spool->size;
    while (size < wanted) {
        size *= 2;
    }
    spool->memory = arena_grow(spool->context->arena, spool->memory, spool->used, size);
    spool->size = size;
}

/* The place is compared without a sum that could overflow. */
static bool fits(struct spool *spool, size_t length)
{
    uint64_t limit = (uint64_t)spool->context->config->spool_max;
    uint64_t held = spool->written + spool->used;
    return held <= limit && length <= limit - held;
}

/* Of the memory that is there, what the limit leaves. */
static size_t room_of(const struct spool *spool)
{
    uint64_t limit = (uint64_t)spool->context->config->spool_max;
    uint64_t left = limit - spool->written - spool->used;
    size_t size = spool->size < SPOOL_MEMORY ? spool->size : SPOOL_MEMORY;
    size_t room = size > spool->used ? size - spool->used : 0;
    return room < left ? room : (size_t)left;
}

static void add_slowly(struct spool *spool, const void *octets, size_t length)
{
    if (length == 0 || spool->failure != WORKS) {
        return;
    }
    if (!fits(spool, length)) {
        spool->failure = TOO_LONG;
        return;
    }
    unmap(spool);
    if (length > SPOOL_MEMORY - spool->used) {
        if (!flush(spool)) {
            return;
        }
        if (length > SPOOL_MEMORY) {
            if (!write_out(spool, octets, length)) {
                spool->failure = DISK_REFUSED;
            }
            return;
        }
    }
    make_room(spool, spool->used + length);
    memcpy(spool->memory + spool->used, octets, length);
    spool->used += length;
    spool->room = room_of(spool);
}

void spool_add(struct spool *spool, const void *octets, size_t length)
{
    if (length == 0 || length > spool->room) {
        add_slowly(spool, octets, length);
        return;
    }
    memcpy(spool->memory + spool->used, octets, length);
    spool->used += length;
    spool->room -= length;
}

void spool_add_slice(struct spool *spool, struct slice slice)
{
    spool_add(spool, slice.ptr, slice.len);
}

void spool_add_text(struct spool *spool, const char *text)
{
    spool_add(spool, text, strlen(text));
}

void spool_add_char(struct spool *spool, char octet)
{
    spool_add(spool, &octet, 1);
}

void spool_clear(struct spool *spool)
{
    unmap(spool);
    spool->failure = WORKS;
    spool->used = 0;
    spool->room = 0;
    if (spool->file != NO_FILE &&
        (ftruncate(spool->file, 0) != 0 || lseek(spool->file, 0, SEEK_SET) != 0)) {
        spool->failure = DISK_REFUSED;
    }
    spool->written = 0;
}

size_t spool_length(const struct spool *spool)
{
    return (size_t)spool->written + spool->used;
}

bool spool_failed(struct context *context, const struct spool *spool)
{
    switch (spool->failure) {
    case WORKS:
        return false;
    case TOO_LONG:
        context_fail(context,
                     (struct error){.code = "PGRSTX00",
                                    .message = "The response is too large",
                                    .hint = "Ask for fewer rows with limit and offset"});
        return true;
    case DISK_REFUSED:
        context_fail_with(context, "PGRSTX00",
                          "The response could not be stored before sending it");
        return true;
    }
    return true;
}

bool spool_map(struct context *context, struct spool *spool, struct slice *out)
{
    if (spool->file == NO_FILE) {
        *out = (struct slice){spool->used == 0 ? "" : spool->memory, spool->used};
        return true;
    }
    if (!flush(spool)) {
        return !spool_failed(context, spool);
    }
    if (spool->mapping == NULL && spool->written > 0) {
        spool->mapped = (size_t)spool->written;
        void *place = mmap(NULL, spool->mapped, PROT_READ, MAP_PRIVATE, spool->file, 0);
        if (place == MAP_FAILED) {
            return context_fail_with(context, "PGRSTX00",
                                     "The response could not be read back: %s",
                                     strerror(errno));
        }
        spool->mapping = place;
    }
    *out = (struct slice){spool->mapping == NULL ? "" : spool->mapping,
                          (size_t)spool->written};
    return true;
}

/* Reads the file from its beginning without moving the place that is written next. */
static bool read_file(struct spool *spool, bool (*take)(void *self, struct slice piece),
                      void *self)
{
    char *piece = arena_alloc(spool->context->arena, PIECE);
    uint64_t at = 0;
    while (at < spool->written) {
        ssize_t length = pread(spool->file, piece, PIECE, (off_t)at);
        if (length < 0 && errno == EINTR) {
            continue;
        }
        if (length <= 0 || !take(self, (struct slice){piece, (size_t)length})) {
            return false;
        }
        at += (uint64_t)length;
    }
    return true;
}

bool spool_read(struct spool *spool, bool (*take)(void *self, struct slice piece),
                void *self)
{
    if (spool->file != NO_FILE && !read_file(spool, take, self)) {
        return false;
    }
    struct slice rest = {spool->memory, spool->used};
    while (rest.len > 0) {
        if (!take(self, slice_until(rest, PIECE))) {
            return false;
        }
        rest = slice_from(rest, PIECE);
    }
    return true;
}
