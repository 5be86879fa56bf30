/* SPDX-License-Identifier: MIT */
#include "base/timing.h"

#include <time.h>

#define NAME(name, text) [TIMING_##name] = #text,

const char *const timing_names[TIMING_PHASES] = {TIMING_TABLE(NAME)};

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void timing_start(struct timing *timing, bool is_on)
{
    *timing = (struct timing){.is_on = is_on, .last = is_on ? microseconds() : 0};
}

void timing_mark(struct timing *timing, enum timing_phase phase)
{
    if (timing->is_on) {
        int64_t now = microseconds();
        timing->spent[phase] += now - timing->last;
        timing->last = now;
    }
}
