/* SPDX-License-Identifier: MIT
 *
 * openapi - the root: what the caller may use of a schema, described as OpenAPI.
 *
 * OpenAPI 2.0 as PostgREST writes it, or 3.1 for those who accept
 * application/vnd.oai.openapi+json;version=3.1.
 */
#ifndef MYOREST_OPENAPI_H
#define MYOREST_OPENAPI_H

#include "rest/job.h"

bool openapi_run(struct job *job) MUST_CHECK;      /* GET, HEAD of the root */
bool openapi_describe(struct job *job) MUST_CHECK; /* OPTIONS */

#endif
