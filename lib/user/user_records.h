/* SPDX-License-Identifier: MIT
 *
 * user_records - users and therapists as structs.
 *
 * Contracts of shared/record_repository: `out` of a write may be NULL, texts and lists
 * live until the arena is reset. Whatever is not here is done with its functions, on a
 * struct record_repository of the repository's rows and the table's record.
 */
#ifndef MYOREST_USER_RECORDS_H
#define MYOREST_USER_RECORDS_H

#include "schema/records.h"
#include "shared/record_repository.h"
#include "user/user_repository.h"

bool user_records_get(struct context *context, const struct user_repository *repository,
                      const char *id, struct user *out) MUST_CHECK;
bool user_records_get_therapist(struct context *context,
                                const struct user_repository *repository, const char *id,
                                struct therapist *out) MUST_CHECK;
/* Of struct user, by name. */
bool user_records_list_by_role(struct context *context,
                               const struct user_repository *repository, const char *role,
                               struct page page, struct record_list *out) MUST_CHECK;

bool user_records_create(struct context *context,
                         const struct user_repository *repository,
                         const struct user *user, struct user *out) MUST_CHECK;
bool user_records_create_therapist(struct context *context,
                                   const struct user_repository *repository,
                                   const struct therapist *therapist,
                                   struct therapist *out) MUST_CHECK;
/* Of a struct user. */
bool user_records_update(struct context *context,
                         const struct user_repository *repository, const char *id,
                         struct record_change change, struct user *out) MUST_CHECK;

#endif
