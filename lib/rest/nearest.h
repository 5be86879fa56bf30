/* SPDX-License-Identifier: MIT
 *
 * nearest - the name a client may have meant, for hints.
 *
 * PostgREST's measure, so that the hints are the same: candidates that share a run of
 * three letters, else of two, ranked by how few letters have to change (Levenshtein).
 */
#ifndef MYOREST_NEAREST_H
#define MYOREST_NEAREST_H

#include "base/arena.h"
#include "base/slice.h"

/* How alike a name has to be, 1 being the same: names of tables and functions hardly may
 * be guessed, those of relations and parameters of what was found already may. */
#define NEAREST_CLOSE 0.75
#define NEAREST_FAR 0.33

/* The candidate most alike, the first of equals; case is ignored. NULL when none is as
 * alike as `least`. */
const char *nearest_name(struct arena *arena, struct slice wanted,
                         const char *const *candidates, size_t count, double least);

#endif
