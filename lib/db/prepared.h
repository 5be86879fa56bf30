/* SPDX-License-Identifier: MIT
 *
 * prepared - which statements a connection has prepared, the least recently used given up
 * first.
 *
 * Keeps digests, not texts, so its size does not depend on what clients ask for. Knows no
 * libpq: it hands out numbers and commands, db/pipeline sends them. A statement is added
 * when its own Parse has succeeded, never before.
 */
#ifndef MYOREST_PREPARED_H
#define MYOREST_PREPARED_H

#include "base/slice.h"

#define PREPARED_LIMIT 256

struct prepared;

/* Of a statement's text and the scope its plan is valid in, or of our own number for it.
 */
struct prepared_key {
    unsigned char digest[32];
};

struct prepared_name {
    char text[24];
};

/* Lives until the arena is reset. */
struct prepared *prepared_new(struct arena *arena, size_t limit) RETURNS_NONNULL;

struct prepared_key prepared_key(struct prepared *prepared, struct slice sql,
                                 struct slice scope);
struct prepared_key prepared_own_key(unsigned number);

/* The number of the statement, used just now; 0 when it is not prepared. */
uint64_t prepared_find(struct prepared *prepared, const struct prepared_key *key);
/* A number that no statement of this process has had. */
uint64_t prepared_next(struct prepared *prepared);
struct prepared_name prepared_name(uint64_t number);

/* Remembers that `number` is prepared. One more than the limit gives up the least
 * recently used, a second number for the same key gives up the first one. */
void prepared_add(struct prepared *prepared, const struct prepared_key *key,
                  uint64_t number);
/* Gives up one statement, or all of them; the server still has them. */
void prepared_remove(struct prepared *prepared, const struct prepared_key *key);
void prepared_remove_all(struct prepared *prepared);
/* Forgets everything: the connection is a new one. */
void prepared_reset(struct prepared *prepared);

/* Takes the next command that frees what was given up; false when there is none. Each
 * belongs in a transaction of its own, for it fails when the statement is gone already.
 */
bool prepared_take_discard(struct prepared *prepared, char command[static 40]);

#endif
