/* SPDX-License-Identifier: MIT
 *
 * patient_repository - the patients of the clinic.
 *
 * Contracts of shared/abstract_repository: rows are borrowed until the arena is reset,
 * false leaves the error in the context, `out` of a write may be NULL. Whatever is not
 * here is done on `rows`.
 */
#ifndef MYOREST_PATIENT_REPOSITORY_H
#define MYOREST_PATIENT_REPOSITORY_H

#include "rest/resource.h"
#include "shared/abstract_repository.h"

extern const struct resource patient_resource;

struct patient_repository {
    struct abstract_repository rows;
};

bool patient_repository_open(struct context *context, const struct store *store,
                             struct patient_repository *out) MUST_CHECK;

/* {"therapist_id", "patient_code", "diagnosis", "user_id"}; the last two may be left out.
 * 23505 for a code that another patient has. */
bool patient_repository_create(struct context *context,
                               const struct patient_repository *patients,
                               const json_t *patient, json_t **out) MUST_CHECK;

/* By patient_code. NULL when there is none. */
bool patient_repository_find_by_code(struct context *context,
                                     const struct patient_repository *patients,
                                     const char *code, json_t **out) MUST_CHECK;
/* Ordered by patient_code. */
bool patient_repository_list_by_therapist(struct context *context,
                                          const struct patient_repository *patients,
                                          const char *therapist_id, struct page page,
                                          json_t **out) MUST_CHECK;

/* How the patient does: the sessions, oldest first, each with its latest scores, the
 * number of contractions and the fatigue index by channel (the database's function
 * patient_progress). */
bool patient_repository_list_progress(struct context *context,
                                      const struct patient_repository *patients,
                                      const char *id, json_t **out) MUST_CHECK;
/* The patients that the actor sees, most recently trained first, with the last overall
 * score and its trend (the database's function therapist_caseload). */
bool patient_repository_list_caseload(struct context *context,
                                      const struct patient_repository *patients,
                                      json_t **out) MUST_CHECK;

/* Hands the patient over; the sessions so far keep their therapist. 42501 unless the
 * actor may do that (an admin, service_role). */
bool patient_repository_reassign(struct context *context,
                                 const struct patient_repository *patients,
                                 const char *id, const char *therapist_id,
                                 json_t **out) MUST_CHECK;

#endif
