/* SPDX-License-Identifier: MIT */
/* Written by scripts/models from a database's catalog; not to be edited. */
#include "schema/models.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

static const struct table tables[] = {
    {.schema = "public", .name = "audit_log", .comment = "Every change of a clinical record; can only be read.", .columns = (const struct column[]){
        {.name = "id", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .default_value = "", .comment = "Order of the entries; gaps come from changes that were rolled back.", .is_identity_always = true},
        {.name = "occurred_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "Start of the transaction that made the change."},
        {.name = "actor", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The token's sub; null for a change without a token.", .is_nullable = true},
        {.name = "actor_role", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The token's role; without a token, the database login."},
        {.name = "action", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "INSERT, UPDATE or DELETE."},
        {.name = "table_name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The table changed."},
        {.name = "row_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "id of the row changed; of an id that was changed, the old one."},
        {.name = "changed", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .comment = "By column changed, its old and new value; an empty object for diagnosis, email and full_name, whose values are withheld. updated_at is left out."},
        {.name = "request_id", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The X-Request-Id that the web server gave the request.", .is_nullable = true},
        {.name = "address", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The client's address as the web server saw it (X-Real-IP).", .is_nullable = true},
    }, .column_count = 10, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "contractions", .comment = "Single muscle contractions found in a session.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The contraction."},
        {.name = "session_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The session it was found in."},
        {.name = "channel", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .comment = "EMG channel, from 1."},
        {.name = "start_time", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Seconds from the start of the recording."},
        {.name = "duration", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Seconds."},
        {.name = "peak_amplitude", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Highest amplitude, in volts.", .is_nullable = true},
        {.name = "mean_amplitude", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Mean amplitude, in volts; not above the peak.", .is_nullable = true},
    }, .column_count = 7, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "emg_statistics", .comment = "Figures of one EMG channel over a whole session.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The row."},
        {.name = "session_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The session measured."},
        {.name = "channel", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .comment = "EMG channel, from 1; once per session."},
        {.name = "rms_mean", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Mean of the root mean square amplitude, in volts.", .is_nullable = true},
        {.name = "mav_mean", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Mean absolute value of the amplitude, in volts.", .is_nullable = true},
        {.name = "contraction_count", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .comment = "Contractions found on this channel.", .is_nullable = true},
        {.name = "fatigue_index", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Spectral fatigue index, without unit.", .is_nullable = true},
    }, .column_count = 7, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "patients", .comment = "People in therapy, each assigned to one therapist.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The patient; not the id of the user."},
        {.name = "user_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The patient's user, whose role is patient; null until the patient has a login.", .is_nullable = true},
        {.name = "therapist_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The therapist in charge, who reads and writes the patient's sessions."},
        {.name = "patient_code", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "The clinic's own code for the patient; unique."},
        {.name = "diagnosis", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "Diagnosis, free text.", .is_nullable = true},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was made."},
        {.name = "updated_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was last changed; set by the database."},
    }, .column_count = 7, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "performance_scores", .comment = "Scores of a session; a session can be scored again, the newest row counts.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The scoring."},
        {.name = "session_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The session scored."},
        {.name = "overall_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Per cent, 0 to 100. Left out or null: the mean of the parts present, weighted compliance 50, symmetry 25, effort 25.", .is_nullable = true},
        {.name = "compliance_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Compliance with the protocol, per cent, 0 to 100.", .is_nullable = true},
        {.name = "symmetry_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Symmetry of left and right, per cent, 0 to 100.", .is_nullable = true},
        {.name = "effort_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .comment = "Subjective effort, per cent, 0 to 100.", .is_nullable = true},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the session was scored."},
    }, .column_count = 7, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "therapists", .comment = "Users who treat patients.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The user, whose role is therapist."},
        {.name = "institution", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "Clinic or laboratory.", .is_nullable = true},
        {.name = "specialization", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "Field of work.", .is_nullable = true},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was made."},
        {.name = "updated_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was last changed; set by the database."},
    }, .column_count = 5, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "therapy_sessions", .comment = "One recording of one patient, and how it was processed.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The session."},
        {.name = "patient_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The patient recorded."},
        {.name = "therapist_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .comment = "The therapist in charge at the time; left out or null: the patient's. A later reassignment of the patient does not change it."},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the session took place."},
        {.name = "updated_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was last changed; set by the database."},
        {.name = "processing_parameters", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .default_value = "'{}'::jsonb", .comment = "Settings of the signal processing, such as sampling_rate_hz.", .is_nullable = true},
        {.name = "status", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .default_value = "'processing'::text", .comment = "processing, completed or failed. From processing to either of the others, from failed back to processing."},
        {.name = "metadata", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .default_value = "'{}'::jsonb", .comment = "Anything else known of the recording.", .is_nullable = true},
    }, .column_count = 8, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "public", .name = "users", .comment = "Everybody who may sign in.", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()", .comment = "The identity provider's id: a token's sub. No foreign key, for the provider may be elsewhere."},
        {.name = "role", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "What the user may do: patient, therapist, researcher or admin. Only an admin changes it."},
        {.name = "email", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "Address known to the identity provider.", .is_nullable = true},
        {.name = "full_name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .comment = "Name shown to others; the user may change it.", .is_nullable = true},
        {.name = "active", .type = "boolean", .base_type = "boolean", .form = FORM_BUILT_IN, .default_value = "true", .comment = "False: signed in or not, the user reads and writes nothing."},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was made."},
        {.name = "updated_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()", .comment = "When the row was last changed; set by the database."},
    }, .column_count = 7, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
};

static const struct relationship relationships[] = {
    {.schema = "public", .table = "contractions", .foreign_schema = "public", .foreign_table = "therapy_sessions", .cardinality = MANY_TO_ONE, .constraint = "contractions_session_id_fkey", .columns = (const struct column_pair[]){{"session_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "emg_statistics", .foreign_schema = "public", .foreign_table = "therapy_sessions", .cardinality = MANY_TO_ONE, .constraint = "emg_statistics_session_id_fkey", .columns = (const struct column_pair[]){{"session_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "patients", .foreign_schema = "public", .foreign_table = "therapists", .cardinality = MANY_TO_ONE, .constraint = "patients_therapist_id_fkey", .columns = (const struct column_pair[]){{"therapist_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "patients", .foreign_schema = "public", .foreign_table = "therapy_sessions", .cardinality = ONE_TO_MANY, .constraint = "therapy_sessions_patient_id_fkey", .columns = (const struct column_pair[]){{"id", "patient_id"}}, .column_count = 1},
    {.schema = "public", .table = "patients", .foreign_schema = "public", .foreign_table = "users", .cardinality = ONE_TO_ONE, .constraint = "patients_user_id_fkey", .columns = (const struct column_pair[]){{"user_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "performance_scores", .foreign_schema = "public", .foreign_table = "therapy_sessions", .cardinality = MANY_TO_ONE, .constraint = "performance_scores_session_id_fkey", .columns = (const struct column_pair[]){{"session_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "therapists", .foreign_schema = "public", .foreign_table = "patients", .cardinality = ONE_TO_MANY, .constraint = "patients_therapist_id_fkey", .columns = (const struct column_pair[]){{"id", "therapist_id"}}, .column_count = 1},
    {.schema = "public", .table = "therapists", .foreign_schema = "public", .foreign_table = "therapy_sessions", .cardinality = ONE_TO_MANY, .constraint = "therapy_sessions_therapist_id_fkey", .columns = (const struct column_pair[]){{"id", "therapist_id"}}, .column_count = 1},
    {.schema = "public", .table = "therapists", .foreign_schema = "public", .foreign_table = "users", .cardinality = ONE_TO_ONE, .constraint = "therapists_id_fkey", .columns = (const struct column_pair[]){{"id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "therapy_sessions", .foreign_schema = "public", .foreign_table = "contractions", .cardinality = ONE_TO_MANY, .constraint = "contractions_session_id_fkey", .columns = (const struct column_pair[]){{"id", "session_id"}}, .column_count = 1},
    {.schema = "public", .table = "therapy_sessions", .foreign_schema = "public", .foreign_table = "emg_statistics", .cardinality = ONE_TO_MANY, .constraint = "emg_statistics_session_id_fkey", .columns = (const struct column_pair[]){{"id", "session_id"}}, .column_count = 1},
    {.schema = "public", .table = "therapy_sessions", .foreign_schema = "public", .foreign_table = "patients", .cardinality = MANY_TO_ONE, .constraint = "therapy_sessions_patient_id_fkey", .columns = (const struct column_pair[]){{"patient_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "therapy_sessions", .foreign_schema = "public", .foreign_table = "performance_scores", .cardinality = ONE_TO_MANY, .constraint = "performance_scores_session_id_fkey", .columns = (const struct column_pair[]){{"id", "session_id"}}, .column_count = 1},
    {.schema = "public", .table = "therapy_sessions", .foreign_schema = "public", .foreign_table = "therapists", .cardinality = MANY_TO_ONE, .constraint = "therapy_sessions_therapist_id_fkey", .columns = (const struct column_pair[]){{"therapist_id", "id"}}, .column_count = 1},
    {.schema = "public", .table = "users", .foreign_schema = "public", .foreign_table = "patients", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "patients_user_id_fkey", .columns = (const struct column_pair[]){{"id", "user_id"}}, .column_count = 1},
    {.schema = "public", .table = "users", .foreign_schema = "public", .foreign_table = "therapists", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "therapists_id_fkey", .columns = (const struct column_pair[]){{"id", "id"}}, .column_count = 1},
};

static const struct function functions[] = {
    {.schema = "public", .name = "patient_progress", .comment = "A patient's sessions, oldest first: the latest scores (0 to 100), the number of contractions and the fatigue index of each channel.", .parameters = (const struct function_parameter[]){
        {.name = "patient_id", .type = "uuid", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .is_set = true, .volatility = VOLATILITY_STABLE, .form = FORM_OTHER, .settings = (const struct setting_value[]){{"search_path", "\"\""}}, .setting_count = 1, .columns = (const struct column[]){
        {.name = "session_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "recorded_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "status", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "overall_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "compliance_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "symmetry_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "effort_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "contractions", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "fatigue_by_channel", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 9, .result_declared = "record"},
    {.schema = "public", .name = "session_summary", .comment = "One session by channel: contractions, their mean duration (s) and peak amplitude (V), RMS (V) and fatigue index.", .parameters = (const struct function_parameter[]){
        {.name = "session_id", .type = "uuid", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .is_set = true, .volatility = VOLATILITY_STABLE, .form = FORM_OTHER, .settings = (const struct setting_value[]){{"search_path", "\"\""}}, .setting_count = 1, .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "patient_code", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "recorded_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "status", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "overall_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "channels", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 6, .result_declared = "record"},
    {.schema = "public", .name = "therapist_caseload", .comment = "The patients the caller sees, most recently trained first, with the last overall score (0 to 100) and its trend: points a week, by linear regression; null below two sessions.", .result = RESULT_COMPOSITE, .is_set = true, .volatility = VOLATILITY_STABLE, .form = FORM_OTHER, .settings = (const struct setting_value[]){{"search_path", "\"\""}}, .setting_count = 1, .columns = (const struct column[]){
        {.name = "patient_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "patient_code", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "sessions", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "last_session_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "last_overall_score", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "overall_score_per_week", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 6, .result_declared = "record"},
};

const struct models models = {
    .version = "20261128230000",
    .schemas = (const char *const[]){"public"},
    .schema_comments = (const char *const[]){"standard public schema"},
    .schema_count = 1,
    .tables = tables,
    .table_count = 8,
    .relationships = relationships,
    .relationship_count = 16,
    .functions = functions,
    .function_count = 3,
};
