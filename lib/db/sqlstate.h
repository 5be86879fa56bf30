/* SPDX-License-Identifier: MIT
 *
 * sqlstate - the HTTP status of a SQLSTATE (PostgreSQL, appendix A), as PostgREST maps
 * it.
 */
#ifndef MYOREST_SQLSTATE_H
#define MYOREST_SQLSTATE_H

#include "base/base.h"

/* `code` has five characters; `message` decides 22023 (an unknown role is 401). An
 * anonymous 42501 is 401. */
int sqlstate_to_status(const char *code, const char *message, bool is_anonymous);

/* The phrase beside the status that RAISE chose: its message. NULL for other codes. */
const char *sqlstate_to_phrase(const char *code, const char *message);

#endif
