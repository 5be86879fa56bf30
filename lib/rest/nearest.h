/* SPDX-License-Identifier: MIT
 *
 * nearest - the name a client may have meant, for hints.
 */
#ifndef MYOREST_NEAREST_H
#define MYOREST_NEAREST_H

#include "base/slice.h"

/* The candidate most alike by shared pairs and triples of letters; NULL when none is
 * alike enough to be worth a hint. */
const char *nearest_name(struct slice wanted, const char *const *candidates,
                         size_t count);

#endif
