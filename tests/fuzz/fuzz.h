/* SPDX-License-Identifier: MIT
 *
 * fuzz - what every target shares: one arena per input, and assertions that end it.
 */
#ifndef MYOREST_FUZZ_H
#define MYOREST_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "base/context.h"

#define HOLDS(condition)                                                                 \
    ((condition) ? (void)0                                                               \
                 : (fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,    \
                            #condition),                                                 \
                    abort()))

/* libFuzzer's entry; 0 keeps the input, -1 throws it away. */
int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size);

/* A context with an empty arena and settings that allow everything. */
struct context *fuzz_context(void);
/* Ends an input: the error, if there is one, is fit to be sent. */
void fuzz_end(struct context *context);

/* Cuts the first octet off, as a choice among `count`. */
size_t fuzz_choose(struct slice *input, size_t count);

#endif
