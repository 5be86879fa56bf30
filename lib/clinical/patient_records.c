/* SPDX-License-Identifier: MIT */
#include "clinical/patient_records.h"

static struct record_repository typed(const struct patient_repository *patients)
{
    return (struct record_repository){&patients->rows, &patient_record};
}

bool patient_records_get(struct context *context,
                         const struct patient_repository *patients, const char *id,
                         struct patient *out)
{
    struct record_repository rows = typed(patients);
    return record_repository_get(context, &rows, id, out);
}

bool patient_records_find_by_code(struct context *context,
                                  const struct patient_repository *patients,
                                  const char *code, struct patient *out, bool *is_found)
{
    struct record_repository rows = typed(patients);
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "patient_code", code);
    return record_repository_find_where(context, &rows, query_builder_query(&builder),
                                        out, is_found);
}

bool patient_records_list_by_therapist(struct context *context,
                                       const struct patient_repository *patients,
                                       const char *therapist_id, struct page page,
                                       struct record_list *out)
{
    struct record_repository rows = typed(patients);
    struct query_builder builder = query_builder_new(context);
    query_builder_eq(&builder, "therapist_id", therapist_id);
    query_builder_order(&builder, NULL, "patient_code");
    query_builder_page(&builder, NULL, page);
    return record_repository_list(context, &rows, query_builder_query(&builder), out);
}

bool patient_records_create(struct context *context,
                            const struct patient_repository *patients,
                            const struct patient *patient, struct patient *out)
{
    struct record_repository rows = typed(patients);
    return record_repository_create(context, &rows, patient, out);
}

bool patient_records_update(struct context *context,
                            const struct patient_repository *patients, const char *id,
                            struct record_change change, struct patient *out)
{
    struct record_repository rows = typed(patients);
    return record_repository_update(context, &rows, id, change, out);
}
