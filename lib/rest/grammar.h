/* SPDX-License-Identifier: MIT
 *
 * grammar - what is wrong with a text of the query string, in the words of PostgREST.
 *
 * PostgREST's parser (Parsec) names the furthest place it got to and all that would have
 * fitted there, which depends on the order in which it tries. Here is that order once
 * more, as a table, and a slow reader of it, for texts that have been refused.
 */
#ifndef MYOREST_GRAMMAR_H
#define MYOREST_GRAMMAR_H

#include "base/arena.h"
#include "base/slice.h"

struct complaint {
    size_t line; /* both from 1, in characters */
    size_t column;
    const char *details; /* "unexpected "x" expecting "," or end of input" */
};

/* `what` is the kind of text: "select parameter", "filter", "order", "logic tree" (with
 * its "and" or "or" before it), "columns parameter", "on_conflict parameter", "tree
 * path", "logic path". False when it has nothing to say: another kind, a text that is
 * right, or one of more than 2 KiB or 500 parentheses. */
bool grammar_complain(struct arena *arena, const char *what, struct slice text,
                      struct complaint *out);

#endif
