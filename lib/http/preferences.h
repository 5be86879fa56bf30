/* SPDX-License-Identifier: MIT
 *
 * preferences - the Prefer header (RFC 7240) in PostgREST's vocabulary.
 */
#ifndef MYOREST_PREFERENCES_H
#define MYOREST_PREFERENCES_H

#include "http/request.h"

enum prefer_resolution { RESOLUTION_NONE, RESOLUTION_MERGE, RESOLUTION_IGNORE };
enum prefer_return {
    RETURN_UNSET,
    RETURN_MINIMAL,
    RETURN_HEADERS,
    RETURN_REPRESENTATION
};
enum prefer_count { COUNT_NONE, COUNT_EXACT, COUNT_PLANNED, COUNT_ESTIMATED };
enum prefer_missing { MISSING_UNSET, MISSING_DEFAULT, MISSING_NULL };
enum prefer_handling { HANDLING_UNSET, HANDLING_LENIENT, HANDLING_STRICT };
enum prefer_tx { TX_UNSET, TX_PREFER_COMMIT, TX_PREFER_ROLLBACK };

/* Of several values of one preference the first wins. Unknown ones are ignored, unless
 * handling=strict: preferences_check() then complains of them. */
struct preferences {
    enum prefer_resolution resolution;
    enum prefer_return representation;
    enum prefer_count count;
    enum prefer_missing missing;
    enum prefer_handling handling;
    enum prefer_tx tx;
    bool has_max_affected;
    int64_t max_affected;
    struct slice timezone; /* absent without one */
    struct slice invalid;  /* the unknown ones, "a, b"; absent without any */
};

void preferences_parse(struct context *context, const struct request *request,
                       struct preferences *out);

/* Whether the rows of a write or a call are counted: a plan's estimate is had of reads
 * only. */
bool preferences_count_rows(const struct preferences *preferences);

/* PGRST122 for unknown ones under handling=strict. What is wrong with the request itself
 * is said before, so a handler asks when it is about to begin. */
bool preferences_check(struct context *context,
                       const struct preferences *preferences) MUST_CHECK;

#endif
