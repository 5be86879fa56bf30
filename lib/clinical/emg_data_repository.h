/* SPDX-License-Identifier: MIT
 *
 * emg_data_repository - statistics, scores and contractions of a session.
 */
#ifndef MYOREST_EMG_DATA_REPOSITORY_H
#define MYOREST_EMG_DATA_REPOSITORY_H

#include "rest/resource.h"

extern const struct resource emg_statistic_resource;
extern const struct resource performance_score_resource;
extern const struct resource contraction_resource;

#endif
