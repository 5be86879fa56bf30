/* SPDX-License-Identifier: MIT */
#include "clinical/patient_repository.h"

const struct resource patient_resource = {
    .name = "patients",
    .table = "patients",
    .has_uuid_subjects = true,
};
