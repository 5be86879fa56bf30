/* SPDX-License-Identifier: MIT
 *
 * analysis - what is stored of a session: figures, contractions and scores as rows.
 */
#ifndef SERVICE_ANALYSIS_H
#define SERVICE_ANALYSIS_H

#include <jansson.h>

#include "recording.h"

/* Rows as the repositories take them; borrowed until the arena is reset. */
struct analysis {
    json_t *statistics, *contractions, *score;
};

/* `session` is the row: processing_parameters are sampling_rate_hz, high_pass_hz,
 * envelope_window_ms, onset_fraction, mvc_threshold_percent, mvc_v (a number, or one per
 * channel), expected_contractions and minimum_duration_s; metadata may have rpe and
 * pressure_aop_percent. 22000 for parameters that make no sense. */
bool analysis_make(struct context *context, const json_t *session,
                   const struct recording *recording, struct analysis *out) MUST_CHECK;

#endif
