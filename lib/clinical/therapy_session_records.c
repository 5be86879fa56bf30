/* SPDX-License-Identifier: MIT */
#include "clinical/therapy_session_records.h"

static struct record_repository typed(const struct therapy_session_repository *sessions)
{
    return (struct record_repository){&sessions->rows, &therapy_session_record};
}

bool therapy_session_records_get(struct context *context,
                                 const struct therapy_session_repository *sessions,
                                 const char *id, struct therapy_session *out)
{
    struct record_repository rows = typed(sessions);
    return record_repository_get(context, &rows, id, out);
}

bool therapy_session_records_list_by_patient(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *patient_id, struct page page, struct record_list *out)
{
    struct record_repository rows = typed(sessions);
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "patient_id", patient_id);
    query_builder_order(&builder, NULL, "created_at.desc,id");
    query_builder_page(&builder, NULL, page);
    return record_repository_list(context, &rows, query_builder_query(&builder), out);
}

bool therapy_session_records_list_by_status(
    struct context *context, const struct therapy_session_repository *sessions,
    const char *status, struct page page, struct record_list *out)
{
    struct record_repository rows = typed(sessions);
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "status", status);
    query_builder_order(&builder, NULL, "created_at,id");
    query_builder_page(&builder, NULL, page);
    return record_repository_list(context, &rows, query_builder_query(&builder), out);
}

bool therapy_session_records_create(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const struct therapy_session *session,
                                    struct therapy_session *out)
{
    struct record_repository rows = typed(sessions);
    return record_repository_create(context, &rows, session, out);
}

bool therapy_session_records_update(struct context *context,
                                    const struct therapy_session_repository *sessions,
                                    const char *id, struct record_change change,
                                    struct therapy_session *out)
{
    struct record_repository rows = typed(sessions);
    return record_repository_update(context, &rows, id, change, out);
}
