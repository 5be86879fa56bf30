/* SPDX-License-Identifier: MIT
 *
 * therapy_session_records - recorded sessions as structs, without what belongs to them.
 *
 * Contracts of shared/record_repository: `out` of a write may be NULL, texts and lists
 * live until the arena is reset. Whatever is not here is done with its functions, on a
 * struct record_repository of the repository's rows and the table's record.
 */
#ifndef MYOREST_THERAPY_SESSION_RECORDS_H
#define MYOREST_THERAPY_SESSION_RECORDS_H

#include "clinical/therapy_session_repository.h"
#include "schema/records.h"
#include "shared/record_repository.h"

bool therapy_session_records_get(struct context *context,
                                 const struct therapy_session_repository *sessions,
                                 const char *id, struct therapy_session *out) MUST_CHECK;

/* Of struct therapy_session: newest first; by status oldest first. */
bool therapy_session_records_list_by_patient(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *patient_id, struct page page, struct record_list *out) MUST_CHECK;
bool therapy_session_records_list_by_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *status, struct page page, struct record_list *out) MUST_CHECK;

/* Without therapist_id the therapist is the patient's. */
bool therapy_session_records_create(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const struct therapy_session *session,
                                    struct therapy_session *out) MUST_CHECK;
/* Of a struct therapy_session. */
bool therapy_session_records_update(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const char *id, struct record_change change,
                                    struct therapy_session *out) MUST_CHECK;

#endif
