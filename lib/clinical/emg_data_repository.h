/* SPDX-License-Identifier: MIT
 *
 * emg_data_repository - statistics, scores and contractions of a session.
 *
 * Contracts of shared/abstract_repository: rows are borrowed until the arena is reset,
 * false leaves the error in the context, `out` of a write may be NULL. Whatever is not
 * here is done on one of the three.
 */
#ifndef MYOREST_EMG_DATA_REPOSITORY_H
#define MYOREST_EMG_DATA_REPOSITORY_H

#include "rest/resource.h"
#include "shared/abstract_repository.h"

extern const struct resource emg_statistic_resource;
extern const struct resource performance_score_resource;
extern const struct resource contraction_resource;

struct emg_data_repository {
    struct abstract_repository statistics;
    struct abstract_repository scores;
    struct abstract_repository contractions;
};

bool emg_data_repository_open(struct context *context, const struct store *store,
                              struct emg_data_repository *out) MUST_CHECK;

/* By channel. */
bool emg_data_repository_list_statistics(struct context *context,
                                         const struct emg_data_repository *data,
                                         const char *session_id, json_t **out) MUST_CHECK;
/* The newest first: that one counts. */
bool emg_data_repository_list_scores(struct context *context,
                                     const struct emg_data_repository *data,
                                     const char *session_id, json_t **out) MUST_CHECK;
/* In the order in which they begin; of one channel, or of all when `channel` is 0. */
bool emg_data_repository_list_contractions(struct context *context,
                                           const struct emg_data_repository *data,
                                           const char *session_id, int channel,
                                           json_t **out) MUST_CHECK;

/* Arrays of rows, all of them or none; `session_id` is put into each. Statistics of a
 * channel that has some already are replaced. */
bool emg_data_repository_store_statistics(struct context *context,
                                          const struct emg_data_repository *data,
                                          const char *session_id, const json_t *rows,
                                          json_t **out) MUST_CHECK;
bool emg_data_repository_create_contractions(struct context *context,
                                             const struct emg_data_repository *data,
                                             const char *session_id, const json_t *rows,
                                             json_t **out) MUST_CHECK;
/* One scoring. Without overall_score it is the composite of the parts present. */
bool emg_data_repository_create_score(struct context *context,
                                      const struct emg_data_repository *data,
                                      const char *session_id, const json_t *score,
                                      json_t **out) MUST_CHECK;

#endif
