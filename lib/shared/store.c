/* SPDX-License-Identifier: MIT */
#include "shared/store.h"

#include <stdlib.h>

#include "auth/claims.h"
#include "db/pipeline.h"
#include "db/sqlstate.h"
#include "shared/access.h"
#include "shared/json_rows.h"

/* What lives as long as the store itself, which is its first member. */
struct owned_store {
    struct store store;
    struct arena *arena;
};

struct store *store_new(const struct config *config, const struct models *models,
                        struct database *database)
{
    struct arena *arena = arena_new(1024);
    struct owned_store *owned = arena_alloc(arena, sizeof(*owned));
    owned->arena = arena;
    owned->store = (struct store){
        .service = {.config = config,
                    .models = models,
                    .database = database,
                    .role_settings = role_settings_new(database)},
        .identity = {.role = slice_of("service_role"),
                     .claims = slice_of("{\"role\":\"service_role\"}")},
    };
    return &owned->store;
}

/* Whether the login may become who acts; nothing is asked of any table. */
static bool check_role(struct context *context, const struct store *store)
{
    struct session session = {.role = store->identity.role,
                              .search_path = slice_of("pg_catalog")};
    struct exchange_item item = {.sink = NULL};
    struct exchange exchange = {.items = &item, .item_count = 1, .is_read = true};
    struct error *error = &context->error;
    const char *isolation;
    if (session_build(context, store->service.role_settings, &session, &item.statement,
                      &isolation) &&
        database_run(store->service.database, context, &exchange)) {
        return true;
    }
    if (error->status == 0) {
        error->status = sqlstate_to_status(error->code, error->message, false);
    }
    return false;
}

bool database_open(struct context *context, const struct config *config,
                   const struct models *models, struct store **out)
{
    struct store *store = store_new(config, models, pipeline_new(config));
    if (!check_role(context, store)) {
        store_free(store);
        return false;
    }
    *out = store;
    return true;
}

void store_free(struct store *store)
{
    if (store == NULL) {
        return;
    }
    struct owned_store *owned = (struct owned_store *)store;
    role_settings_free(store->service.role_settings);
    database_close(store->service.database);
    arena_free(owned->arena);
}

static bool is_anonymous(const struct config *config, struct slice role)
{
    return slice_is_present(config->anon_role) && slice_equal(config->anon_role, role);
}

bool store_act_as(struct context *context, const struct store *store, struct actor actor,
                  struct store *out)
{
    struct arena *arena = context->arena;
    struct slice text = slice_of("{}");
    if (actor.claims != NULL && !json_is_object(actor.claims)) {
        return context_fail_with(context, "PGRST303", "Claims must be a JSON object");
    }
    if (actor.claims != NULL && !json_rows_build(context, actor.claims, &text)) {
        return false;
    }
    struct slice role = slice_copy(arena, slice_of(actor.role));
    struct claims claims = claims_parse(arena, text);
    *out = (struct store){
        .service = store->service,
        .identity = {.role = role,
                     .claims = claims_with_role(arena, &claims, role),
                     .is_anonymous = is_anonymous(store->service.config, role)},
    };
    if (claims.subject.kind == JSON_KIND_STRING &&
        slice_is_present(claims.subject.text)) {
        out->identity.subject = json_string_text(arena, claims.subject);
    }
    return true;
}

bool store_call(struct context *context, const struct store *store, const char *function,
                const json_t *arguments, json_t **out)
{
    struct access access = {
        .function = function,
        .method = "POST",
        .query = access_all_rows(context),
        .body = arguments,
    };
    if (!access_run(context, store, &access)) {
        return false;
    }
    if (out != NULL) {
        *out = access.rows;
    }
    return true;
}
