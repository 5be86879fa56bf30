/* SPDX-License-Identifier: MIT */
#include "base/growing.h"

#include <string.h>

void *growing_add(struct arena *arena, struct growing *list, size_t item_size)
{
    if (list->count == list->size) {
        size_t size = list->size == 0 ? 4 : list->size * 2;
        list->items =
            arena_grow(arena, list->items, list->count * item_size, size * item_size);
        list->size = size;
    }
    void *item = (char *)list->items + list->count++ * item_size;
    memset(item, 0, item_size);
    return item;
}
