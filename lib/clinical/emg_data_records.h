/* SPDX-License-Identifier: MIT
 *
 * emg_data_records - statistics, scores and contractions of a session as structs.
 *
 * Contracts of shared/record_repository: `out` of a write may be NULL, texts and lists
 * live until the arena is reset. Whatever is not here is done with its functions, on a
 * struct record_repository of the repository's rows and the table's record.
 */
#ifndef MYOREST_EMG_DATA_RECORDS_H
#define MYOREST_EMG_DATA_RECORDS_H

#include "clinical/emg_data_repository.h"
#include "schema/records.h"
#include "shared/record_repository.h"

/* Of struct emg_statistic, by channel; of struct performance_score, the newest first; of
 * struct contraction, in the order in which they begin. */
bool emg_data_records_list_statistics(struct context *context,
                                      const struct emg_data_repository *data,
                                      const char *session_id,
                                      struct record_list *out) MUST_CHECK;
bool emg_data_records_list_scores(struct context *context,
                                  const struct emg_data_repository *data,
                                  const char *session_id,
                                  struct record_list *out) MUST_CHECK;
bool emg_data_records_list_contractions(struct context *context,
                                        const struct emg_data_repository *data,
                                        const char *session_id,
                                        struct record_list *out) MUST_CHECK;

/* All of them or none. Statistics of a channel that has some already are replaced.
 * Contractions are not read back. */
bool emg_data_records_store_statistics(struct context *context,
                                       const struct emg_data_repository *data,
                                       const struct emg_statistic *statistics,
                                       size_t count, struct record_list *out) MUST_CHECK;
bool emg_data_records_create_contractions(struct context *context,
                                          const struct emg_data_repository *data,
                                          const struct contraction *contractions,
                                          size_t count) MUST_CHECK;
/* Without overall_score it is the composite of the parts present. */
bool emg_data_records_create_score(struct context *context,
                                   const struct emg_data_repository *data,
                                   const struct performance_score *score,
                                   struct performance_score *out) MUST_CHECK;

#endif
