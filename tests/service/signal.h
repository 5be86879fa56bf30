/* SPDX-License-Identifier: MIT
 *
 * signal - what one EMG channel says: amplitudes, contractions, fatigue.
 */
#ifndef SERVICE_SIGNAL_H
#define SERVICE_SIGNAL_H

#include <stddef.h>

#include <myorest/base/arena.h>

struct signal_settings {
    double rate;            /* samples per second */
    double high_pass;       /* hertz: movement and drift are below */
    double envelope_window; /* seconds */
    double
        onset_fraction; /* of the envelope's highest point; but at least 3 times rest */
};

struct contraction {
    double start, duration; /* seconds */
    double peak, mean;      /* of the envelope, volts */
};

/* `fatigue` is the spectral index of Dimitrov (moments of order -1 and 5) of the later
 * half of the contractions, relative to the earlier half: above 1, the muscle tires.
 * Negative when there are fewer than two. */
struct signal_figures {
    double rms, mav; /* volts */
    double fatigue;
    struct contraction *contractions; /* by start; lives until the arena is reset */
    size_t count;
};

/* A contraction begins where the envelope rises above the onset and ends where it falls
 * below; those nearer than 0.2 s are one, and one shorter than 0.2 s is none. */
struct signal_figures signal_measure(struct arena *arena,
                                     const struct signal_settings *settings,
                                     const double *samples, size_t count);

#endif
