/* SPDX-License-Identifier: MIT
 *
 * resource - what one program serves, as data, and the way from a request to its answer.
 */
#ifndef MYOREST_RESOURCE_H
#define MYOREST_RESOURCE_H

#include "rest/job.h"

struct resource {
    const char *name;  /* the program's */
    const char *table; /* the only one it serves; NULL: none */
    bool serves_all_tables;
    bool serves_functions;
    bool serves_root;
    /* A token's subject has to be a UUID, for the policies compare it with keys. */
    bool has_uuid_subjects;
};

/* Fills the response; false with the context's error set otherwise. */
bool resource_answer(struct context *context, const struct service *service,
                     const struct resource *resource, const struct request *request,
                     const struct identity *identity,
                     struct response *response) MUST_CHECK;

#endif
