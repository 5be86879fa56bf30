/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_repository.h"

#define NEWEST_FIRST "created_at.desc,id"
#define OLDEST_FIRST "created_at,id"

const struct resource therapy_session_resource = {
    .name = "therapy_sessions",
    .table = "therapy_sessions",
    .has_uuid_subjects = true,
};

/* What belongs to a session, and in which order it is read. */
static const struct part {
    const char *table;
    const char *order;
} parts[] = {
    {"emg_statistics", "channel"},
    {"performance_scores", OLDEST_FIRST},
    {"contractions", "start_time,channel,id"},
};

bool therapy_session_repository_open(struct context *context, const struct store *store,
                                     struct therapy_session_repository *out)
{
    return abstract_repository_open(context, store, NULL, "therapy_sessions", &out->rows);
}

static struct query_builder begin(struct context *context, bool has_parts)
{
    struct query_builder builder = query_builder_new(context);
    for (size_t i = 0; has_parts && i < ARRAY_LENGTH(parts); i++) {
        query_builder_embed(&builder, parts[i].table);
        query_builder_order(&builder, parts[i].table, parts[i].order);
    }
    return builder;
}

/* Those with that value in a column. */
struct listing {
    const char *column;
    const char *value;
    const char *order;
    struct session_view view;
};

static bool list(struct context *context,
                 const struct therapy_session_repository *sessions,
                 const struct listing *listing, json_t **out)
{
    struct query_builder builder = begin(context, listing->view.has_parts);
    query_builder_eq(&builder, listing->column, listing->value);
    query_builder_order(&builder, NULL, listing->order);
    query_builder_page(&builder, NULL, listing->view.page);
    return abstract_repository_list(context, &sessions->rows,
                                    query_builder_query(&builder), out);
}

bool therapy_session_repository_create(struct context *context,
                                       const struct therapy_session_repository *sessions,
                                       const json_t *document, struct session_view view,
                                       json_t **out)
{
    struct query_builder builder = begin(context, view.has_parts);
    return abstract_repository_create_document(context, &sessions->rows, document,
                                               query_builder_query(&builder), out);
}

bool therapy_session_repository_get(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const char *id, struct session_view view,
                                    json_t **out)
{
    struct query_builder builder = begin(context, view.has_parts);
    query_builder_eq(&builder, "id", id);
    return abstract_repository_get_where(context, &sessions->rows,
                                         query_builder_query(&builder), out);
}

bool therapy_session_repository_list_by_patient(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *patient_id, struct session_view view, json_t **out)
{
    struct listing listing = {"patient_id", patient_id, NEWEST_FIRST, view};
    return list(context, sessions, &listing, out);
}

bool therapy_session_repository_list_by_therapist(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *therapist_id, struct session_view view, json_t **out)
{
    struct listing listing = {"therapist_id", therapist_id, NEWEST_FIRST, view};
    return list(context, sessions, &listing, out);
}

bool therapy_session_repository_list_by_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *status, struct session_view view, json_t **out)
{
    struct listing listing = {"status", status, OLDEST_FIRST, view};
    return list(context, sessions, &listing, out);
}

bool therapy_session_repository_claim(struct context *context,
                                      const struct therapy_session_repository *sessions,
                                      int64_t count, json_t **out)
{
    struct query_builder builder = begin(context, false);
    query_builder_eq(&builder, "status", "processing");
    query_builder_order(&builder, NULL, OLDEST_FIRST);
    query_builder_page(&builder, NULL, (struct page){.limit = count});
    query_builder_claim(&builder);
    return abstract_repository_list(context, &sessions->rows,
                                    query_builder_query(&builder), out);
}

bool therapy_session_repository_set_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *id, const char *status, json_t **out)
{
    json_t *changes = json_pack("{s:s}", "status", status);
    bool ok = abstract_repository_update(context, &sessions->rows, id, changes, out);
    json_decref(changes);
    return ok;
}

bool therapy_session_repository_find_summary(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *id, json_t **out)
{
    json_t *arguments = json_pack("{s:s}", "session_id", id);
    json_t *rows = NULL;
    bool ok =
        store_call(context, sessions->rows.store, "session_summary", arguments, &rows);
    json_decref(arguments);
    *out = ok ? json_array_get(rows, 0) : NULL;
    return ok;
}
