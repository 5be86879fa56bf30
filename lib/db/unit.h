/* SPDX-License-Identifier: MIT
 *
 * unit - a transaction that several exchanges share, or a savepoint within one.
 *
 * Units nest: of those that are open only the innermost takes exchanges. The first
 * failure inside leaves nothing to do with a unit but to roll it back; the one around it
 * is as it was before. A connection lost inside has undone all of them.
 */
#ifndef MYOREST_UNIT_H
#define MYOREST_UNIT_H

#include "base/growing.h"
#include "db/database.h"

/* The first two are given by who begins it and keeps it until it has ended. */
struct unit {
    struct unit *outer;    /* NULL: the transaction itself, else this is a savepoint */
    const char *isolation; /* of the transaction; NULL: READ COMMITTED */
    bool has_failed;
    size_t depth;
    struct arena *arena;     /* of the transaction itself */
    struct growing settings; /* struct slice: names set so far in the transaction */
};

/* Begins it within `outer`, which has to be the innermost open one (PGRSTX00) and must
 * not have failed (25P02). False: nothing has begun. */
bool unit_begin(struct context *context, struct database *database,
                struct unit *unit) MUST_CHECK;

/* Ends it: kept (as far as what is around it is kept) or undone. A unit that has failed
 * is not kept, that is 40000. False, with the context's error: nothing of it was kept, or
 * the connection was lost under a COMMIT and nobody knows (PGRST001). */
bool unit_end(struct context *context, struct database *database, struct unit *unit,
              bool keeps) MUST_CHECK;

/* Whether exchanges of `unit` (NULL: of none) may run now; else the context's error. */
bool unit_check(struct context *context, const struct database *database,
                const struct unit *unit) MUST_CHECK;

/* The names of settings that have been set for the transaction: a later exchange, which
 * may be another actor's, has to take them back. */
void unit_add_setting(struct unit *unit, struct slice name);
size_t unit_settings(struct unit *unit, const struct slice **out);

#endif
