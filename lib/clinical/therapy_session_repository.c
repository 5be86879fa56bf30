/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_repository.h"

const struct resource therapy_session_resource = {
    .name = "therapy_sessions",
    .table = "therapy_sessions",
    .has_uuid_subjects = true,
};
