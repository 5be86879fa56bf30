/* SPDX-License-Identifier: MIT
 *
 * store - a database, its models and who acts on it: what repositories are opened on.
 *
 * The synchronous counterpart of a Supabase client with a service key: it acts as
 * service_role until store_act_as() names somebody else, whom row-level security then
 * binds as it binds that user's requests. One store is one connection; not thread-safe.
 */
#ifndef MYOREST_STORE_H
#define MYOREST_STORE_H

#include <jansson.h>

#include "rest/job.h"

/* Who asks. `claims` are what a token would say, further to `role`, which is put in:
 * {"sub": "..."} for a user. Both are borrowed; NULL claims are none. */
struct actor {
    const char *role;
    const json_t *claims;
};

struct store {
    struct service service;
    struct identity identity;
};

/* A store on the config's DATABASE_URL, connected and able to act as service_role; else
 * the context's error: PGRST000 when there is no connection, the database's own when its
 * login may not become that role (42501) or there is none (22023). Borrows config and
 * models (`models` of schema/models.h). store_free() closes it. */
bool database_open(struct context *context, const struct config *config,
                   const struct models *models, struct store **out) MUST_CHECK;

/* The same over any database, unasked. Takes the database: pipeline_new(config) for a
 * real one, which connects on first use, mock_database_new() for tests. Borrows the
 * others. Acts as service_role. */
struct store *store_new(const struct config *config, const struct models *models,
                        struct database *database) RETURNS_NONNULL;
/* Closes the database. NULL is allowed. */
void store_free(struct store *store);

/* The same store with another actor: borrows its database, lives until the arena is
 * reset. PGRST303 when the claims are no JSON object. */
bool store_act_as(struct context *context, const struct store *store, struct actor actor,
                  struct store *out) MUST_CHECK;

/* Calls a function of the models by its arguments' names (an object; NULL: none). *out is
 * what it returns: rows as an array, one value as it is, NULL for void; borrowed until
 * the arena is reset. `out` may be NULL. PGRST202 for a function that is not known. */
bool store_call(struct context *context, const struct store *store, const char *function,
                const json_t *arguments, json_t **out) MUST_CHECK;

#endif
