/* SPDX-License-Identifier: MIT
 *
 * spool - octets kept until they are sent: in memory up to 1 MiB, beyond that in an
 * unlinked temporary file.
 *
 * Sticky like a strbuf: a spool that passed its maximum or could not write remembers it
 * and takes nothing more; spool_failed() is asked once. Freed with its arena.
 */
#ifndef MYOREST_SPOOL_H
#define MYOREST_SPOOL_H

#include "base/context.h"

#define SPOOL_MEMORY ((size_t)1 << 20)

struct spool;

/* Uses the context's SPOOL_DIR and SPOOL_MAX. */
struct spool *spool_new(struct context *context) RETURNS_NONNULL;
void spool_add(struct spool *spool, const void *octets, size_t length);
void spool_add_slice(struct spool *spool, struct slice slice);
void spool_add_text(struct spool *spool, const char *text);
void spool_add_char(struct spool *spool, char octet);
/* Forgets all content (and a failure); a file is truncated. */
void spool_clear(struct spool *spool);

size_t spool_length(const struct spool *spool);
/* True when the maximum was passed or the disk refused; sets the context's error. */
bool spool_failed(struct context *context, const struct spool *spool);

/* The whole content as one slice (a file is mapped); borrowed until the arena is reset or
 * the spool changes. False only when mapping failed. */
bool spool_map(struct context *context, struct spool *spool,
               struct slice *out) MUST_CHECK;

/* Hands the content over in pieces of at most 64 KiB, in constant memory; stops when
 * `take` returns false and returns that. */
bool spool_read(struct spool *spool, bool (*take)(void *self, struct slice piece),
                void *self) MUST_CHECK;

#endif
