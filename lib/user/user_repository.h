/* SPDX-License-Identifier: MIT
 *
 * user_repository - who uses the clinic: users, and the therapists among them.
 */
#ifndef MYOREST_USER_REPOSITORY_H
#define MYOREST_USER_REPOSITORY_H

#include "rest/resource.h"

extern const struct resource user_resource;
extern const struct resource therapist_resource;

#endif
