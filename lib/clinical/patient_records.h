/* SPDX-License-Identifier: MIT
 *
 * patient_records - the patients of the clinic as structs.
 *
 * Contracts of shared/record_repository: `out` of a write may be NULL, texts and lists
 * live until the arena is reset. Whatever is not here is done with its functions, on a
 * struct record_repository of the repository's rows and the table's record.
 */
#ifndef MYOREST_PATIENT_RECORDS_H
#define MYOREST_PATIENT_RECORDS_H

#include "clinical/patient_repository.h"
#include "schema/records.h"
#include "shared/record_repository.h"

bool patient_records_get(struct context *context,
                         const struct patient_repository *patients, const char *id,
                         struct patient *out) MUST_CHECK;
bool patient_records_find_by_code(struct context *context,
                                  const struct patient_repository *patients,
                                  const char *code, struct patient *out,
                                  bool *is_found) MUST_CHECK;
/* Of struct patient, ordered by patient_code. */
bool patient_records_list_by_therapist(struct context *context,
                                       const struct patient_repository *patients,
                                       const char *therapist_id, struct page page,
                                       struct record_list *out) MUST_CHECK;
bool patient_records_create(struct context *context,
                            const struct patient_repository *patients,
                            const struct patient *patient,
                            struct patient *out) MUST_CHECK;
/* Of a struct patient. */
bool patient_records_update(struct context *context,
                            const struct patient_repository *patients, const char *id,
                            struct record_change change, struct patient *out) MUST_CHECK;

#endif
