/* SPDX-License-Identifier: MIT */
#include "user/user_repository.h"

/* A therapist is a user first: without that row (by policy) there is none. */
#define WITH_USER "*, users!inner(*)"

const struct resource user_resource = {
    .name = "users",
    .table = "users",
    .has_uuid_subjects = true,
};

const struct resource therapist_resource = {
    .name = "therapists",
    .table = "therapists",
    .has_uuid_subjects = true,
};

bool user_repository_open(struct context *context, const struct store *store,
                          struct user_repository *out)
{
    return abstract_repository_open(context, store, NULL, "users", &out->users) &&
           abstract_repository_open(context, store, NULL, "therapists", &out->therapists);
}

bool user_repository_list_by_role(struct context *context,
                                  const struct user_repository *repository,
                                  const char *role, struct page page, json_t **out)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "role", role);
    query_builder_order(&builder, NULL, "full_name,id");
    query_builder_page(&builder, NULL, page);
    return abstract_repository_list(context, &repository->users,
                                    query_builder_query(&builder), out);
}

static struct query_builder therapists(struct context *context, struct page page)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_select(&builder, WITH_USER);
    query_builder_order(&builder, NULL, "users(full_name),id");
    query_builder_page(&builder, NULL, page);
    return builder;
}

bool user_repository_list_therapists(struct context *context,
                                     const struct user_repository *repository,
                                     struct page page, json_t **out)
{
    struct query_builder builder = therapists(context, page);
    return abstract_repository_list(context, &repository->therapists,
                                    query_builder_query(&builder), out);
}

bool user_repository_list_active_therapists(struct context *context,
                                            const struct user_repository *repository,
                                            struct page page, json_t **out)
{
    struct query_builder builder = therapists(context, page);
    query_builder_is(&builder, "users.active", TRUTH_TRUE);
    return abstract_repository_list(context, &repository->therapists,
                                    query_builder_query(&builder), out);
}

bool user_repository_get_therapist(struct context *context,
                                   const struct user_repository *repository,
                                   const char *id, json_t **out)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_select(&builder, WITH_USER);
    query_builder_eq(&builder, "id", id);
    return abstract_repository_get_where(context, &repository->therapists,
                                         query_builder_query(&builder), out);
}

bool user_repository_set_active(struct context *context,
                                const struct user_repository *repository, const char *id,
                                bool is_active, json_t **out)
{
    json_t *changes = json_pack("{s:b}", "active", is_active);
    bool ok = abstract_repository_update(context, &repository->users, id, changes, out);
    json_decref(changes);
    return ok;
}

bool user_repository_deactivate(struct context *context,
                                const struct user_repository *repository, const char *id,
                                json_t **out)
{
    return user_repository_set_active(context, repository, id, false, out);
}
