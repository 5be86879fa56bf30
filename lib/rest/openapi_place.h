/* SPDX-License-Identifier: MIT
 *
 * openapi_place - where clients find the service: OPENAPI_PROXY_URI, else the request's
 * own host.
 */
#ifndef MYOREST_OPENAPI_PLACE_H
#define MYOREST_OPENAPI_PLACE_H

#include "rest/job.h"

struct openapi_place {
    const char *scheme; /* http or https */
    const char *host;   /* with its port */
    const char *path;
    const char *uri; /* the setting's text; NULL when it is unset or no such URI */
};

struct openapi_place openapi_place_get(const struct job *job);

#endif
