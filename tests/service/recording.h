/* SPDX-License-Identifier: MIT
 *
 * recording - the raw samples of a session: a CSV file with a line of names and then one
 * line per sample, one column per channel, in volts.
 */
#ifndef SERVICE_RECORDING_H
#define SERVICE_RECORDING_H

#include <myorest/base/context.h>

#define CHANNELS 2 /* 1 is the left leg, 2 the right */

struct recording {
    double *samples[CHANNELS];
    size_t count;
};

/* `name` is a file of `directory`, no path. Lives until the arena is reset. 22000, with
 * the line, for what is no recording, or when there is none. */
bool recording_read(struct context *context, const char *directory, const char *name,
                    struct recording *out) MUST_CHECK;

#endif
