/* SPDX-License-Identifier: MIT
 *
 * timing - how long each phase of a request took, for the Server-Timing header.
 */
#ifndef MYOREST_TIMING_H
#define MYOREST_TIMING_H

#include "base/base.h"

#define TIMING_TABLE(X)                                                                  \
    X(JWT, jwt)                                                                          \
    X(PARSE, parse) X(PLAN, plan) X(TRANSACTION, transaction) X(RESPONSE, response)

enum timing_phase {
#define TIMING_PHASE(name, text) TIMING_##name,
    TIMING_TABLE(TIMING_PHASE)
#undef TIMING_PHASE
        TIMING_PHASES
};

struct timing {
    bool is_on;
    int64_t last; /* microseconds on a clock that only goes forward */
    int64_t spent[TIMING_PHASES];
};

void timing_start(struct timing *timing, bool is_on);
/* All since the last mark was this phase. Nothing when it is off. */
void timing_mark(struct timing *timing, enum timing_phase phase);

extern const char *const timing_names[TIMING_PHASES];

#endif
