/* SPDX-License-Identifier: MIT */
#include "user/user_repository.h"

const struct resource user_resource = {
    .name = "users",
    .table = "users",
    .has_uuid_subjects = true,
};

const struct resource therapist_resource = {
    .name = "therapists",
    .table = "therapists",
    .has_uuid_subjects = true,
};
