/* SPDX-License-Identifier: MIT
 *
 * therapy_session_repository - recorded sessions, with what was computed of them.
 *
 * Contracts of shared/abstract_repository: rows are borrowed until the arena is reset,
 * false leaves the error in the context, `out` of a write may be NULL. Whatever is not
 * here is done on `rows`.
 */
#ifndef MYOREST_THERAPY_SESSION_REPOSITORY_H
#define MYOREST_THERAPY_SESSION_REPOSITORY_H

#include "rest/resource.h"
#include "shared/abstract_repository.h"

extern const struct resource therapy_session_resource;

struct therapy_session_repository {
    struct abstract_repository rows;
};

/* What of the sessions to read; {0} is all of them, alone. With parts each has
 * `emg_statistics` (by channel), `performance_scores` (oldest first: the last one counts)
 * and `contractions` (by start). */
struct session_view {
    bool has_parts;
    struct page page;
};

bool therapy_session_repository_open(struct context *context, const struct store *store,
                                     struct therapy_session_repository *out) MUST_CHECK;

/* A session as one document, stored whole or not at all: {"patient_id", "created_at",
 * "status", "emg_statistics": [{..}], "performance_scores": [{..}], "contractions":
 * [{..}]} as a read with parts gives it, without the children's session_id. *out is the
 * session, with parts when the view asks for them. */
bool therapy_session_repository_create(struct context *context,
                                       const struct therapy_session_repository *sessions,
                                       const json_t *document, struct session_view view,
                                       json_t **out) MUST_CHECK;

/* One session; PGRST116 when there is none. The view's page does not count. */
bool therapy_session_repository_get(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const char *id, struct session_view view,
                                    json_t **out) MUST_CHECK;

/* Newest first. */
bool therapy_session_repository_list_by_patient(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *patient_id, struct session_view view, json_t **out) MUST_CHECK;
bool therapy_session_repository_list_by_therapist(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *therapist_id, struct session_view view, json_t **out) MUST_CHECK;

/* Oldest first, the order in which work is done. */
bool therapy_session_repository_list_by_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *status, struct session_view view, json_t **out) MUST_CHECK;

/* The oldest sessions in processing, at most `count`, that no other worker has claimed:
 * they are the caller's until the unit of work ends, in which alone this may be called
 * (PGRSTX00). What is done for them belongs in it, the new status too; a worker that is
 * killed gives them back. */
bool therapy_session_repository_claim(struct context *context,
                                      const struct therapy_session_repository *sessions,
                                      int64_t count, json_t **out) MUST_CHECK;

/* From processing to completed or failed, from failed to processing; 23M05 otherwise. */
bool therapy_session_repository_set_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *id, const char *status, json_t **out) MUST_CHECK;

/* One session by channel: contractions, their mean duration and peak amplitude, RMS and
 * fatigue index (the database's function session_summary). NULL when there is none. */
bool therapy_session_repository_find_summary(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *id, json_t **out) MUST_CHECK;

#endif
