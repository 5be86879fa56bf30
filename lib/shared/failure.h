/* SPDX-License-Identifier: MIT
 *
 * failure - the kinds of errors that a service decides by, from the error's code.
 */
#ifndef MYOREST_FAILURE_H
#define MYOREST_FAILURE_H

#include "base/status.h"

enum failure {
    FAILURE_NONE,
    FAILURE_NOT_FOUND,   /* no such row, or none that the actor may see */
    FAILURE_CONFLICT,    /* with another row: a unique key, a foreign key */
    FAILURE_FORBIDDEN,   /* not with this actor */
    FAILURE_INVALID,     /* not with these values: the caller's to change */
    FAILURE_UNAVAILABLE, /* nothing is wrong with the call: later */
    FAILURE_INTERNAL     /* a defect, here or in the database */
};

enum failure failure_of(const struct error *error);

/* True when nothing was kept and the same call may succeed later. Not for a connection
 * lost while a write was under way (PGRST001): it may have happened. */
bool failure_is_retryable(const struct error *error);

#endif
