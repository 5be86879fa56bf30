/* SPDX-License-Identifier: MIT */
#include "shared/unit_of_work.h"

#include "db/sqlstate.h"
#include "db/unit.h"

/* The database's own error, with the status that a call's would have. */
static bool fail(struct context *context, const struct store *store)
{
    struct error *error = &context->error;
    if (error->status == 0) {
        error->status =
            sqlstate_to_status(error->code, error->message, store->identity.is_anonymous);
    }
    return false;
}

static bool find_isolation(struct context *context, const struct store *store,
                           const char **out)
{
    const struct service *service = &store->service;
    struct role_setting_list role = {NULL, 0, NULL};
    if (service->unit == NULL && service->config->role_settings &&
        !role_settings_get(context, service->role_settings, store->identity.role,
                           &role)) {
        return false;
    }
    *out = role.isolation;
    return true;
}

/* DB_TX_END=rollback undoes a unit as it undoes a call. */
static bool commits(const struct store *store)
{
    enum tx_end end = store->service.config->tx_end;
    return store->service.unit != NULL ||
           (end != TX_ROLLBACK && end != TX_ROLLBACK_ALLOW_OVERRIDE);
}

bool unit_of_work_run(struct context *context, const struct store *store,
                      unit_of_work_body body, void *self)
{
    struct database *database = store->service.database;
    struct unit unit = {.outer = store->service.unit};
    struct store inside = *store;
    inside.service.unit = &unit;
    if (!find_isolation(context, store, &unit.isolation) ||
        !unit_begin(context, database, &unit)) {
        return fail(context, store);
    }
    bool is_done = body(self, context, &inside);
    if (!is_done && !context_has_failed(context)) {
        context_fail(context, (struct error){.code = "40000",
                                             .message = "The unit of work was given up"});
    }
    is_done = is_done && !context_has_failed(context);
    bool has_ended = is_done && !commits(store) && !unit.has_failed
                         ? unit_end(context, database, &unit, false)
                         : unit_end(context, database, &unit, is_done);
    return (is_done && has_ended) || fail(context, store);
}
