/* SPDX-License-Identifier: MIT
 *
 * serve - the loop that every program is: accept, answer, log, forget.
 */
#ifndef MYOREST_SERVE_H
#define MYOREST_SERVE_H

#include "rest/resource.h"

/* Returns the process's exit status. */
int serve(const struct resource *resource);

#endif
