/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_repository.h"

const struct resource emg_statistic_resource = {
    .name = "emg_statistics",
    .table = "emg_statistics",
    .has_uuid_subjects = true,
};

const struct resource performance_score_resource = {
    .name = "performance_scores",
    .table = "performance_scores",
    .has_uuid_subjects = true,
};

const struct resource contraction_resource = {
    .name = "contractions",
    .table = "contractions",
    .has_uuid_subjects = true,
};
