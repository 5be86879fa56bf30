/* SPDX-License-Identifier: MIT
 *
 * therapy_session_repository - recorded sessions, with what was computed of them.
 */
#ifndef MYOREST_THERAPY_SESSION_REPOSITORY_H
#define MYOREST_THERAPY_SESSION_REPOSITORY_H

#include "rest/resource.h"

extern const struct resource therapy_session_resource;

#endif
