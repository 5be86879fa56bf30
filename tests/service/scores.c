/* SPDX-License-Identifier: MIT */
#include "scores.h"

#include <math.h>

/* By the rating from 0 to 10: moderate exertion is what the protocol wants. */
static const double efforts[] = {20, 20, 60, 80, 100, 100, 100, 80, 60, 20, 20};

double scores_muscle_compliance(struct muscle muscle, size_t expected)
{
    if (muscle.count == 0) {
        return 0;
    }
    double count = (double)muscle.count;
    double completion = expected > 0 ? fmin(count / (double)expected, 1) : 1;
    double intensity = (double)muscle.strong / count;
    double duration = (double)muscle.lasting / count;
    return (0.333 * completion + 0.333 * intensity + 0.334 * duration) * 100;
}

static double effort(double exertion)
{
    return exertion >= 0 && exertion <= 10 ? efforts[lround(exertion)] : -1;
}

struct scores scores_of(struct muscle left, struct muscle right,
                        struct circumstances circumstances)
{
    double l = scores_muscle_compliance(left, circumstances.expected);
    double r = scores_muscle_compliance(right, circumstances.expected);
    double pressure = circumstances.pressure;
    double gate = pressure < 0 || (pressure >= 45 && pressure <= 55) ? 1 : 0;
    return (struct scores){
        .compliance = (l + r) / 2 * gate,
        .symmetry = l + r > 0 ? (1 - fabs(l - r) / (l + r)) * 100 : 0,
        .effort = effort(circumstances.exertion),
    };
}
