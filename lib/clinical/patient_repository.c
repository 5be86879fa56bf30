/* SPDX-License-Identifier: MIT */
#include "clinical/patient_repository.h"

const struct resource patient_resource = {
    .name = "patients",
    .table = "patients",
    .has_uuid_subjects = true,
};

bool patient_repository_open(struct context *context, const struct store *store,
                             struct patient_repository *out)
{
    return abstract_repository_open(context, store, NULL, "patients", &out->rows);
}

bool patient_repository_create(struct context *context,
                               const struct patient_repository *patients,
                               const json_t *patient, json_t **out)
{
    return abstract_repository_create(context, &patients->rows, patient, out);
}

bool patient_repository_find_by_code(struct context *context,
                                     const struct patient_repository *patients,
                                     const char *code, json_t **out)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "patient_code", code);
    return abstract_repository_find_where(context, &patients->rows,
                                          query_builder_query(&builder), out);
}

bool patient_repository_list_by_therapist(struct context *context,
                                          const struct patient_repository *patients,
                                          const char *therapist_id, struct page page,
                                          json_t **out)
{
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "therapist_id", therapist_id);
    query_builder_order(&builder, NULL, "patient_code");
    query_builder_page(&builder, NULL, page);
    return abstract_repository_list(context, &patients->rows,
                                    query_builder_query(&builder), out);
}

bool patient_repository_list_progress(struct context *context,
                                      const struct patient_repository *patients,
                                      const char *id, json_t **out)
{
    json_t *arguments = json_pack("{s:s}", "patient_id", id);
    bool ok =
        store_call(context, patients->rows.store, "patient_progress", arguments, out);
    json_decref(arguments);
    return ok;
}

bool patient_repository_list_caseload(struct context *context,
                                      const struct patient_repository *patients,
                                      json_t **out)
{
    return store_call(context, patients->rows.store, "therapist_caseload", NULL, out);
}

bool patient_repository_reassign(struct context *context,
                                 const struct patient_repository *patients,
                                 const char *id, const char *therapist_id, json_t **out)
{
    json_t *changes = json_pack("{s:s}", "therapist_id", therapist_id);
    bool ok = abstract_repository_update(context, &patients->rows, id, changes, out);
    json_decref(changes);
    return ok;
}
