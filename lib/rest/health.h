/* SPDX-License-Identifier: MIT
 *
 * health - /health/live and /health/ready, which every program answers.
 *
 * Live: the process answers. Ready: so does the database, and it has every migration that
 * the models were made from. A newer database is fine: columns may be added while
 * programs run.
 */
#ifndef MYOREST_HEALTH_H
#define MYOREST_HEALTH_H

#include "rest/job.h"

/* True when the path is one of health's. */
bool health_is_asked(const struct request *request);
bool health_answer(struct context *context, const struct service *service,
                   const struct request *request, struct response *response) MUST_CHECK;

#endif
