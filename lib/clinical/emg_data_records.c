/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_records.h"

static bool list(struct context *context, const struct record_repository *rows,
                 const char *session_id, const char *order, struct record_list *out)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "session_id", session_id);
    query_builder_order(&builder, NULL, order);
    return record_repository_list(context, rows, query_builder_query(&builder), out);
}

bool emg_data_records_list_statistics(struct context *context,
                                      const struct emg_data_repository *data,
                                      const char *session_id, struct record_list *out)
{
    struct record_repository rows = {&data->statistics, &emg_statistic_record};
    return list(context, &rows, session_id, "channel", out);
}

bool emg_data_records_list_scores(struct context *context,
                                  const struct emg_data_repository *data,
                                  const char *session_id, struct record_list *out)
{
    struct record_repository rows = {&data->scores, &performance_score_record};
    return list(context, &rows, session_id, "created_at.desc,id", out);
}

bool emg_data_records_list_contractions(struct context *context,
                                        const struct emg_data_repository *data,
                                        const char *session_id, struct record_list *out)
{
    struct record_repository rows = {&data->contractions, &contraction_record};
    return list(context, &rows, session_id, "start_time,channel,id", out);
}

/* Nothing is changed in what a list of input points to. */
static struct record_list list_of(const void *items, size_t count)
{
    return (struct record_list){(void *)(uintptr_t)items, count};
}

bool emg_data_records_store_statistics(struct context *context,
                                       const struct emg_data_repository *data,
                                       const struct emg_statistic *statistics,
                                       size_t count, struct record_list *out)
{
    struct record_repository rows = {&data->statistics, &emg_statistic_record};
    struct record_list given = list_of(statistics, count);
    return record_repository_upsert(context, &rows, &given, "session_id,channel", out);
}

bool emg_data_records_create_contractions(struct context *context,
                                          const struct emg_data_repository *data,
                                          const struct contraction *contractions,
                                          size_t count)
{
    struct record_repository rows = {&data->contractions, &contraction_record};
    struct record_list given = list_of(contractions, count);
    return record_repository_create_many(context, &rows, &given, NULL, NULL);
}

bool emg_data_records_create_score(struct context *context,
                                   const struct emg_data_repository *data,
                                   const struct performance_score *score,
                                   struct performance_score *out)
{
    struct record_repository rows = {&data->scores, &performance_score_record};
    return record_repository_create(context, &rows, score, out);
}
