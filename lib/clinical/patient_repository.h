/* SPDX-License-Identifier: MIT
 *
 * patient_repository - the patients of the clinic.
 */
#ifndef MYOREST_PATIENT_REPOSITORY_H
#define MYOREST_PATIENT_REPOSITORY_H

#include "rest/resource.h"

extern const struct resource patient_resource;

#endif
