/* SPDX-License-Identifier: MIT
 *
 * relation - which relationship of the models an embedded relation means.
 */
#ifndef MYOREST_RELATION_H
#define MYOREST_RELATION_H

#include "base/strbuf.h"
#include "rest/query.h"
#include "schema/model.h"

struct relation_search {
    const struct models *models;
    const char *schema;
    struct slice origin; /* the table's name */
    struct slice target; /* a table, a constraint, a foreign key's column, a function */
    struct slice hint;   /* absent without one */
};

/* NULL with the error set: PGRST200 when there is none, PGRST201 when there are several.
 */
const struct relationship *relation_find(struct context *context,
                                         const struct relation_search *search);

#endif
