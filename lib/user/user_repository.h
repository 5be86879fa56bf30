/* SPDX-License-Identifier: MIT
 *
 * user_repository - who uses the clinic: users, and the therapists among them.
 *
 * Contracts of shared/abstract_repository: rows are borrowed until the arena is reset,
 * false leaves the error in the context, `out` of a write may be NULL. Whatever is not
 * here is done on one of the two.
 */
#ifndef MYOREST_USER_REPOSITORY_H
#define MYOREST_USER_REPOSITORY_H

#include "rest/resource.h"
#include "shared/abstract_repository.h"

extern const struct resource user_resource;
extern const struct resource therapist_resource;

struct user_repository {
    struct abstract_repository users;
    struct abstract_repository therapists;
};

bool user_repository_open(struct context *context, const struct store *store,
                          struct user_repository *out) MUST_CHECK;

/* patient, therapist, researcher or admin; by name. */
bool user_repository_list_by_role(struct context *context,
                                  const struct user_repository *repository,
                                  const char *role, struct page page,
                                  json_t **out) MUST_CHECK;

/* Therapists with their `users` row as an object, by name: all, or those who may sign in.
 */
bool user_repository_list_therapists(struct context *context,
                                     const struct user_repository *repository,
                                     struct page page, json_t **out) MUST_CHECK;
bool user_repository_list_active_therapists(struct context *context,
                                            const struct user_repository *repository,
                                            struct page page, json_t **out) MUST_CHECK;
bool user_repository_get_therapist(struct context *context,
                                   const struct user_repository *repository,
                                   const char *id, json_t **out) MUST_CHECK;

/* Signed in or not, a user who is not active reads and writes nothing. 42501 unless the
 * actor may change that (an admin, service_role). */
bool user_repository_set_active(struct context *context,
                                const struct user_repository *repository, const char *id,
                                bool is_active, json_t **out) MUST_CHECK;
bool user_repository_deactivate(struct context *context,
                                const struct user_repository *repository, const char *id,
                                json_t **out) MUST_CHECK;

#endif
