/* SPDX-License-Identifier: MIT
 *
 * job - one request on its way to an answer: what is known of it so far.
 */
#ifndef MYOREST_JOB_H
#define MYOREST_JOB_H

#include "auth/identity.h"
#include "db/session.h"
#include "http/preferences.h"
#include "http/response.h"
#include "rest/media.h"
#include "rest/plan.h"

/* What a program keeps from request to request. */
struct service {
    const struct config *config;
    const struct models *models;
    struct database *database;
    struct role_settings *role_settings;
    struct unit *unit; /* that its statements are part of; NULL: of a transaction each */
    bool is_ahead;     /* in the unit: what a write came to is told by the next call */
};

struct job {
    struct context *context;
    const struct service *service;
    const struct request *request;
    const struct identity *identity;
    struct response *response;
    struct slice name;  /* of the table or function, decoded */
    const char *schema; /* the one that was negotiated */
    bool has_profile;   /* the answer names the schema */
    bool is_head;
    const struct table *table; /* NULL for functions that return no table's rows */
    struct preferences preferences;
    struct query query;
    struct range range;
    struct plan_node *plan;
    struct media media;
    /* Takes the rows of a read or a write, in binary, which the answer's body is then
     * without; NULL: they are encoded. The plan's columns are the model's. */
    const struct row_sink *rows;
};

#endif
