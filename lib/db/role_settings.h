/* SPDX-License-Identifier: MIT
 *
 * role_settings - what ALTER ROLE ... SET says, which PostgreSQL applies to logins only
 * and we to the role that a request asks for.
 *
 * Read once per role and kept for a minute. As in PostgREST only settings that the login
 * may set are taken; those that the encoders depend on are not.
 */
#ifndef MYOREST_ROLE_SETTINGS_H
#define MYOREST_ROLE_SETTINGS_H

#include "db/database.h"

/* One name and its value. */
struct setting {
    struct slice name;
    struct slice value;
};

struct role_settings; /* the cache; one per database */
struct role_settings *role_settings_new(struct database *database) RETURNS_NONNULL;
void role_settings_free(struct role_settings *cache);

/* Of one role; borrowed until the next call with this cache. `isolation` is its
 * default_transaction_isolation as BEGIN takes it (static storage) or NULL. */
struct role_setting_list {
    const struct setting *items;
    size_t count;
    const char *isolation;
};

/* Asks the database when the role is not known or its settings are too old. A role that
 * does not exist has none. */
bool role_settings_get(struct context *context, struct role_settings *cache,
                       struct slice role, struct role_setting_list *out) MUST_CHECK;

#endif
