/* SPDX-License-Identifier: MIT */
#include "user/user_records.h"

static struct record_repository users(const struct user_repository *repository)
{
    return (struct record_repository){&repository->users, &user_record};
}

static struct record_repository therapists(const struct user_repository *repository)
{
    return (struct record_repository){&repository->therapists, &therapist_record};
}

bool user_records_get(struct context *context, const struct user_repository *repository,
                      const char *id, struct user *out)
{
    struct record_repository rows = users(repository);
    return record_repository_get(context, &rows, id, out);
}

bool user_records_get_therapist(struct context *context,
                                const struct user_repository *repository, const char *id,
                                struct therapist *out)
{
    struct record_repository rows = therapists(repository);
    return record_repository_get(context, &rows, id, out);
}

bool user_records_list_by_role(struct context *context,
                               const struct user_repository *repository, const char *role,
                               struct page page, struct record_list *out)
{
    struct record_repository rows = users(repository);
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "role", role);
    query_builder_order(&builder, NULL, "full_name,id");
    query_builder_page(&builder, NULL, page);
    return record_repository_list(context, &rows, query_builder_query(&builder), out);
}

bool user_records_create(struct context *context,
                         const struct user_repository *repository,
                         const struct user *user, struct user *out)
{
    struct record_repository rows = users(repository);
    return record_repository_create(context, &rows, user, out);
}

bool user_records_create_therapist(struct context *context,
                                   const struct user_repository *repository,
                                   const struct therapist *therapist,
                                   struct therapist *out)
{
    struct record_repository rows = therapists(repository);
    return record_repository_create(context, &rows, therapist, out);
}

bool user_records_update(struct context *context,
                         const struct user_repository *repository, const char *id,
                         struct record_change change, struct user *out)
{
    struct record_repository rows = users(repository);
    return record_repository_update(context, &rows, id, change, out);
}
