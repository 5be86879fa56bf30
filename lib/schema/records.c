/* SPDX-License-Identifier: MIT */
/* Written by scripts/models from a database's catalog; not to be edited. */
#include "schema/records.h"

#include <math.h>

static const struct record_column audit_log_columns[] = {
    {.name = "id", .kind = RECORD_BIGINT, .offset = offsetof(struct audit_log, id), .has_presence = true, .presence = offsetof(struct audit_log, has_id), .is_generated = true},
    {.name = "occurred_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct audit_log, occurred_at), .has_presence = true, .presence = offsetof(struct audit_log, has_occurred_at)},
    {.name = "actor", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, actor), .is_nullable = true},
    {.name = "actor_role", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, actor_role), .is_required = true},
    {.name = "action", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, action), .is_required = true, .values = (const char *const[]){"INSERT", "UPDATE", "DELETE", NULL}},
    {.name = "table_name", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, table_name), .is_required = true},
    {.name = "row_id", .kind = RECORD_UUID, .offset = offsetof(struct audit_log, row_id), .is_required = true},
    {.name = "changed", .kind = RECORD_JSON, .offset = offsetof(struct audit_log, changed), .is_required = true},
    {.name = "request_id", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, request_id), .is_nullable = true},
    {.name = "address", .kind = RECORD_TEXT, .offset = offsetof(struct audit_log, address), .is_nullable = true},
};

const struct record audit_log_record = {
    .schema = "public",
    .table = "audit_log",
    .size = sizeof(struct audit_log),
    .columns = audit_log_columns,
    .column_count = ARRAY_LENGTH(audit_log_columns),
};

static const struct record_column contraction_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct contraction, id), .has_presence = true, .presence = offsetof(struct contraction, has_id)},
    {.name = "session_id", .kind = RECORD_UUID, .offset = offsetof(struct contraction, session_id), .is_required = true},
    {.name = "channel", .kind = RECORD_INTEGER, .offset = offsetof(struct contraction, channel), .is_required = true, .minimum = {true, false, 1}},
    {.name = "start_time", .kind = RECORD_DOUBLE, .offset = offsetof(struct contraction, start_time), .is_required = true, .minimum = {true, false, 0}, .maximum = {true, true, INFINITY}},
    {.name = "duration", .kind = RECORD_DOUBLE, .offset = offsetof(struct contraction, duration), .is_required = true, .minimum = {true, true, 0}, .maximum = {true, true, INFINITY}},
    {.name = "peak_amplitude", .kind = RECORD_DOUBLE, .offset = offsetof(struct contraction, peak_amplitude), .has_presence = true, .presence = offsetof(struct contraction, has_peak_amplitude), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, true, INFINITY}},
    {.name = "mean_amplitude", .kind = RECORD_DOUBLE, .offset = offsetof(struct contraction, mean_amplitude), .has_presence = true, .presence = offsetof(struct contraction, has_mean_amplitude), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, true, INFINITY}},
};

const struct record contraction_record = {
    .schema = "public",
    .table = "contractions",
    .size = sizeof(struct contraction),
    .columns = contraction_columns,
    .column_count = ARRAY_LENGTH(contraction_columns),
};

static const struct record_column emg_statistic_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct emg_statistic, id), .has_presence = true, .presence = offsetof(struct emg_statistic, has_id)},
    {.name = "session_id", .kind = RECORD_UUID, .offset = offsetof(struct emg_statistic, session_id), .is_required = true},
    {.name = "channel", .kind = RECORD_INTEGER, .offset = offsetof(struct emg_statistic, channel), .is_required = true, .minimum = {true, false, 1}},
    {.name = "rms_mean", .kind = RECORD_DOUBLE, .offset = offsetof(struct emg_statistic, rms_mean), .has_presence = true, .presence = offsetof(struct emg_statistic, has_rms_mean), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, true, INFINITY}},
    {.name = "mav_mean", .kind = RECORD_DOUBLE, .offset = offsetof(struct emg_statistic, mav_mean), .has_presence = true, .presence = offsetof(struct emg_statistic, has_mav_mean), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, true, INFINITY}},
    {.name = "contraction_count", .kind = RECORD_INTEGER, .offset = offsetof(struct emg_statistic, contraction_count), .has_presence = true, .presence = offsetof(struct emg_statistic, has_contraction_count), .is_nullable = true, .minimum = {true, false, 0}},
    {.name = "fatigue_index", .kind = RECORD_DOUBLE, .offset = offsetof(struct emg_statistic, fatigue_index), .has_presence = true, .presence = offsetof(struct emg_statistic, has_fatigue_index), .is_nullable = true, .minimum = {true, true, -INFINITY}, .maximum = {true, true, INFINITY}},
};

const struct record emg_statistic_record = {
    .schema = "public",
    .table = "emg_statistics",
    .size = sizeof(struct emg_statistic),
    .columns = emg_statistic_columns,
    .column_count = ARRAY_LENGTH(emg_statistic_columns),
};

static const struct record_column patient_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct patient, id), .has_presence = true, .presence = offsetof(struct patient, has_id)},
    {.name = "user_id", .kind = RECORD_UUID, .offset = offsetof(struct patient, user_id), .has_presence = true, .presence = offsetof(struct patient, has_user_id), .is_nullable = true},
    {.name = "therapist_id", .kind = RECORD_UUID, .offset = offsetof(struct patient, therapist_id), .is_required = true},
    {.name = "patient_code", .kind = RECORD_TEXT, .offset = offsetof(struct patient, patient_code), .is_required = true},
    {.name = "diagnosis", .kind = RECORD_TEXT, .offset = offsetof(struct patient, diagnosis), .is_nullable = true},
    {.name = "created_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct patient, created_at), .has_presence = true, .presence = offsetof(struct patient, has_created_at)},
    {.name = "updated_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct patient, updated_at), .has_presence = true, .presence = offsetof(struct patient, has_updated_at)},
};

const struct record patient_record = {
    .schema = "public",
    .table = "patients",
    .size = sizeof(struct patient),
    .columns = patient_columns,
    .column_count = ARRAY_LENGTH(patient_columns),
};

static const struct record_column performance_score_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct performance_score, id), .has_presence = true, .presence = offsetof(struct performance_score, has_id)},
    {.name = "session_id", .kind = RECORD_UUID, .offset = offsetof(struct performance_score, session_id), .is_required = true},
    {.name = "overall_score", .kind = RECORD_DOUBLE, .offset = offsetof(struct performance_score, overall_score), .has_presence = true, .presence = offsetof(struct performance_score, has_overall_score), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, false, 100}},
    {.name = "compliance_score", .kind = RECORD_DOUBLE, .offset = offsetof(struct performance_score, compliance_score), .has_presence = true, .presence = offsetof(struct performance_score, has_compliance_score), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, false, 100}},
    {.name = "symmetry_score", .kind = RECORD_DOUBLE, .offset = offsetof(struct performance_score, symmetry_score), .has_presence = true, .presence = offsetof(struct performance_score, has_symmetry_score), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, false, 100}},
    {.name = "effort_score", .kind = RECORD_DOUBLE, .offset = offsetof(struct performance_score, effort_score), .has_presence = true, .presence = offsetof(struct performance_score, has_effort_score), .is_nullable = true, .minimum = {true, false, 0}, .maximum = {true, false, 100}},
    {.name = "created_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct performance_score, created_at), .has_presence = true, .presence = offsetof(struct performance_score, has_created_at)},
};

const struct record performance_score_record = {
    .schema = "public",
    .table = "performance_scores",
    .size = sizeof(struct performance_score),
    .columns = performance_score_columns,
    .column_count = ARRAY_LENGTH(performance_score_columns),
};

static const struct record_column therapist_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct therapist, id), .is_required = true},
    {.name = "institution", .kind = RECORD_TEXT, .offset = offsetof(struct therapist, institution), .is_nullable = true},
    {.name = "specialization", .kind = RECORD_TEXT, .offset = offsetof(struct therapist, specialization), .is_nullable = true},
    {.name = "created_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct therapist, created_at), .has_presence = true, .presence = offsetof(struct therapist, has_created_at)},
    {.name = "updated_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct therapist, updated_at), .has_presence = true, .presence = offsetof(struct therapist, has_updated_at)},
};

const struct record therapist_record = {
    .schema = "public",
    .table = "therapists",
    .size = sizeof(struct therapist),
    .columns = therapist_columns,
    .column_count = ARRAY_LENGTH(therapist_columns),
};

static const struct record_column therapy_session_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct therapy_session, id), .has_presence = true, .presence = offsetof(struct therapy_session, has_id)},
    {.name = "patient_id", .kind = RECORD_UUID, .offset = offsetof(struct therapy_session, patient_id), .is_required = true},
    {.name = "therapist_id", .kind = RECORD_UUID, .offset = offsetof(struct therapy_session, therapist_id), .has_presence = true, .presence = offsetof(struct therapy_session, has_therapist_id), .is_nullable = true},
    {.name = "created_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct therapy_session, created_at), .has_presence = true, .presence = offsetof(struct therapy_session, has_created_at)},
    {.name = "updated_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct therapy_session, updated_at), .has_presence = true, .presence = offsetof(struct therapy_session, has_updated_at)},
    {.name = "processing_parameters", .kind = RECORD_JSON, .offset = offsetof(struct therapy_session, processing_parameters), .is_nullable = true},
    {.name = "status", .kind = RECORD_TEXT, .offset = offsetof(struct therapy_session, status), .values = (const char *const[]){"processing", "completed", "failed", NULL}},
    {.name = "metadata", .kind = RECORD_JSON, .offset = offsetof(struct therapy_session, metadata), .is_nullable = true},
};

const struct record therapy_session_record = {
    .schema = "public",
    .table = "therapy_sessions",
    .size = sizeof(struct therapy_session),
    .columns = therapy_session_columns,
    .column_count = ARRAY_LENGTH(therapy_session_columns),
};

static const struct record_column user_columns[] = {
    {.name = "id", .kind = RECORD_UUID, .offset = offsetof(struct user, id), .has_presence = true, .presence = offsetof(struct user, has_id)},
    {.name = "role", .kind = RECORD_TEXT, .offset = offsetof(struct user, role), .is_required = true, .values = (const char *const[]){"patient", "therapist", "researcher", "admin", NULL}},
    {.name = "email", .kind = RECORD_TEXT, .offset = offsetof(struct user, email), .is_nullable = true},
    {.name = "full_name", .kind = RECORD_TEXT, .offset = offsetof(struct user, full_name), .is_nullable = true},
    {.name = "active", .kind = RECORD_BOOLEAN, .offset = offsetof(struct user, active), .has_presence = true, .presence = offsetof(struct user, has_active)},
    {.name = "created_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct user, created_at), .has_presence = true, .presence = offsetof(struct user, has_created_at)},
    {.name = "updated_at", .kind = RECORD_TIMESTAMP, .offset = offsetof(struct user, updated_at), .has_presence = true, .presence = offsetof(struct user, has_updated_at)},
};

const struct record user_record = {
    .schema = "public",
    .table = "users",
    .size = sizeof(struct user),
    .columns = user_columns,
    .column_count = ARRAY_LENGTH(user_columns),
};
