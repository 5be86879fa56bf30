/* SPDX-License-Identifier: MIT
 *
 * scores - how well a session followed the protocol, per cent.
 *
 * The overall score is the database's affair: the composite of the parts present.
 */
#ifndef SERVICE_SCORES_H
#define SERVICE_SCORES_H

#include <stddef.h>

/* Of one leg: contractions, those of at least 75 % of the maximum, those long enough. */
struct muscle {
    size_t count, strong, lasting;
};

/* Negative is unknown. */
struct circumstances {
    size_t expected; /* contractions of one leg */
    double pressure; /* of the cuff, per cent of arterial occlusion pressure */
    double exertion; /* as the patient rates it, 0 to 10 (Borg CR10) */
};

/* Negative is not there. */
struct scores {
    double compliance, symmetry, effort;
};

double scores_muscle_compliance(struct muscle muscle, size_t expected);

/* Compliance counts only with a cuff at 45 to 55 per cent, or an unknown pressure. */
struct scores scores_of(struct muscle left, struct muscle right,
                        struct circumstances circumstances);

#endif
