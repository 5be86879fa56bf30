/* SPDX-License-Identifier: MIT */
#include "clinical/emg_data_repository.h"

#include "shared/bulk.h"

const struct resource emg_statistic_resource = {
    .name = "emg_statistics",
    .table = "emg_statistics",
    .has_uuid_subjects = true,
};

const struct resource performance_score_resource = {
    .name = "performance_scores",
    .table = "performance_scores",
    .has_uuid_subjects = true,
};

const struct resource contraction_resource = {
    .name = "contractions",
    .table = "contractions",
    .has_uuid_subjects = true,
};

bool emg_data_repository_open(struct context *context, const struct store *store,
                              struct emg_data_repository *out)
{
    return abstract_repository_open(context, store, NULL, "emg_statistics",
                                    &out->statistics) &&
           abstract_repository_open(context, store, NULL, "performance_scores",
                                    &out->scores) &&
           abstract_repository_open(context, store, NULL, "contractions",
                                    &out->contractions);
}

static struct query_builder of_session(struct context *context, const char *session_id,
                                       const char *order)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "session_id", session_id);
    query_builder_order(&builder, NULL, order);
    return builder;
}

bool emg_data_repository_list_statistics(struct context *context,
                                         const struct emg_data_repository *data,
                                         const char *session_id, json_t **out)
{
    struct query_builder builder = of_session(context, session_id, "channel");
    return abstract_repository_list(context, &data->statistics,
                                    query_builder_query(&builder), out);
}

bool emg_data_repository_list_scores(struct context *context,
                                     const struct emg_data_repository *data,
                                     const char *session_id, json_t **out)
{
    struct query_builder builder = of_session(context, session_id, "created_at.desc,id");
    return abstract_repository_list(context, &data->scores, query_builder_query(&builder),
                                    out);
}

bool emg_data_repository_list_contractions(struct context *context,
                                           const struct emg_data_repository *data,
                                           const char *session_id, int channel,
                                           json_t **out)
{
    struct query_builder builder =
        of_session(context, session_id, "start_time,channel,id");
    if (channel != 0) {
        query_builder_eq(&builder, "channel",
                         arena_printf(context->arena, "%d", channel));
    }
    return abstract_repository_list(context, &data->contractions,
                                    query_builder_query(&builder), out);
}

/* A copy that says whose it is; what is no object stays, for the write to refuse. */
static json_t *with_session(json_t *row, const char *session_id)
{
    json_t *copy = json_is_object(row) ? json_copy(row) : json_incref(row);
    if (json_is_object(row)) {
        json_object_set_new(copy, "session_id", json_string(session_id));
    }
    return copy;
}

static json_t *all_with_session(const json_t *rows, const char *session_id)
{
    json_t *copies = json_array();
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_array_append_new(copies, with_session(json_array_get(rows, i), session_id));
    }
    return copies;
}

bool emg_data_repository_store_statistics(struct context *context,
                                          const struct emg_data_repository *data,
                                          const char *session_id, const json_t *rows,
                                          json_t **out)
{
    json_t *copies = all_with_session(rows, session_id);
    bool ok = abstract_repository_upsert(context, &data->statistics, copies,
                                         "session_id,channel", out);
    json_decref(copies);
    return ok;
}

struct session_rows {
    const json_t *rows;
    const char *session_id;
    size_t next;
};

static bool next_row(void *self, struct context *context, json_t **row)
{
    struct session_rows *rows = self;
    (void)context;
    *row = rows->next == json_array_size(rows->rows)
               ? NULL
               : with_session(json_array_get(rows->rows, rows->next), rows->session_id);
    rows->next++;
    return true;
}

bool emg_data_repository_create_contractions(struct context *context,
                                             const struct emg_data_repository *data,
                                             const char *session_id, const json_t *rows,
                                             json_t **out)
{
    struct session_rows many = {.rows = rows, .session_id = session_id};
    if (out == NULL && json_array_size(rows) > BULK_CHUNK) {
        return bulk_create(context, &data->contractions,
                           (struct row_source){.self = &many, .next = next_row}, NULL);
    }
    json_t *copies = all_with_session(rows, session_id);
    bool ok = abstract_repository_create_many(context, &data->contractions, copies, out);
    json_decref(copies);
    return ok;
}

bool emg_data_repository_create_score(struct context *context,
                                      const struct emg_data_repository *data,
                                      const char *session_id, const json_t *score,
                                      json_t **out)
{
    json_t *copy = json_deep_copy(score);
    bool ok = json_object_set_new(copy, "session_id", json_string(session_id)) == 0
                  ? abstract_repository_create(context, &data->scores, copy, out)
                  : context_fail_with(context, "PGRST102", "A score must be an object");
    json_decref(copy);
    return ok;
}
