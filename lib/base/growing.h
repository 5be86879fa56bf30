/* SPDX-License-Identifier: MIT
 *
 * growing - a list of structs whose length is not known beforehand, in the arena.
 *
 * Start from {0}. An addition may move the items; pointers to them hold until the next.
 */
#ifndef MYOREST_GROWING_H
#define MYOREST_GROWING_H

#include "base/arena.h"

struct growing {
    void *items;
    size_t count;
    size_t size;
};

/* Appends one zeroed item of `item_size` octets and returns it. */
void *growing_add(struct arena *arena, struct growing *list,
                  size_t item_size) RETURNS_NONNULL;

#endif
