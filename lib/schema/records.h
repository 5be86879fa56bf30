/* SPDX-License-Identifier: MIT
 *
 * records - a struct for the rows of each table. Written by scripts/models from a
 * database's catalog; not to be edited.
 */
#ifndef MYOREST_RECORDS_H
#define MYOREST_RECORDS_H

#include "schema/record.h"

/* Every change of a clinical record; can only be read. Of public.audit_log. */
struct audit_log {
    /* Order of the entries; gaps come from changes that were rolled back. Default: the
     * next number. */
    bool has_id;
    int64_t id;
    /* Start of the transaction that made the change. Default: now(). */
    bool has_occurred_at;
    struct timestamp occurred_at;
    /* The token's sub; null for a change without a token. */
    const char *actor;
    /* The token's role; without a token, the database login. */
    const char *actor_role;
    /* INSERT, UPDATE or DELETE. */
    const char *action;
    /* The table changed. */
    const char *table_name;
    /* id of the row changed; of an id that was changed, the old one. */
    struct uuid row_id;
    /* By column changed, its old and new value; an empty object for diagnosis, email and
     * full_name, whose values are withheld. updated_at is left out. */
    const char *changed;
    /* The X-Request-Id that the web server gave the request. */
    const char *request_id;
    /* The client's address as the web server saw it (X-Real-IP). */
    const char *address;
};
extern const struct record audit_log_record;

/* Single muscle contractions found in a session. Of public.contractions. */
struct contraction {
    /* The contraction. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* The session it was found in. */
    struct uuid session_id;
    /* EMG channel, from 1. */
    int32_t channel;
    /* Seconds from the start of the recording. */
    double start_time;
    /* Seconds. */
    double duration;
    /* Highest amplitude, in volts. */
    bool has_peak_amplitude;
    double peak_amplitude;
    /* Mean amplitude, in volts; not above the peak. */
    bool has_mean_amplitude;
    double mean_amplitude;
};
extern const struct record contraction_record;

/* Figures of one EMG channel over a whole session. Of public.emg_statistics. */
struct emg_statistic {
    /* The row. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* The session measured. */
    struct uuid session_id;
    /* EMG channel, from 1; once per session. */
    int32_t channel;
    /* Mean of the root mean square amplitude, in volts. */
    bool has_rms_mean;
    double rms_mean;
    /* Mean absolute value of the amplitude, in volts. */
    bool has_mav_mean;
    double mav_mean;
    /* Contractions found on this channel. */
    bool has_contraction_count;
    int32_t contraction_count;
    /* Spectral fatigue index, without unit. */
    bool has_fatigue_index;
    double fatigue_index;
};
extern const struct record emg_statistic_record;

/* People in therapy, each assigned to one therapist. Of public.patients. */
struct patient {
    /* The patient; not the id of the user. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* The patient's user, whose role is patient; null until the patient has a login. */
    bool has_user_id;
    struct uuid user_id;
    /* The therapist in charge, who reads and writes the patient's sessions. */
    struct uuid therapist_id;
    /* The clinic's own code for the patient; unique. */
    const char *patient_code;
    /* Diagnosis, free text. */
    const char *diagnosis;
    /* When the row was made. Default: now(). */
    bool has_created_at;
    struct timestamp created_at;
    /* When the row was last changed; set by the database. Default: now(). */
    bool has_updated_at;
    struct timestamp updated_at;
};
extern const struct record patient_record;

/* Scores of a session; a session can be scored again, the newest row counts. Of
 * public.performance_scores. */
struct performance_score {
    /* The scoring. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* The session scored. */
    struct uuid session_id;
    /* Per cent, 0 to 100. Left out or null: the mean of the parts present, weighted
     * compliance 50, symmetry 25, effort 25. */
    bool has_overall_score;
    double overall_score;
    /* Compliance with the protocol, per cent, 0 to 100. */
    bool has_compliance_score;
    double compliance_score;
    /* Symmetry of left and right, per cent, 0 to 100. */
    bool has_symmetry_score;
    double symmetry_score;
    /* Subjective effort, per cent, 0 to 100. */
    bool has_effort_score;
    double effort_score;
    /* When the session was scored. Default: now(). */
    bool has_created_at;
    struct timestamp created_at;
};
extern const struct record performance_score_record;

/* Users who treat patients. Of public.therapists. */
struct therapist {
    /* The user, whose role is therapist. */
    struct uuid id;
    /* Clinic or laboratory. */
    const char *institution;
    /* Field of work. */
    const char *specialization;
    /* When the row was made. Default: now(). */
    bool has_created_at;
    struct timestamp created_at;
    /* When the row was last changed; set by the database. Default: now(). */
    bool has_updated_at;
    struct timestamp updated_at;
};
extern const struct record therapist_record;

/* One recording of one patient, and how it was processed. Of public.therapy_sessions. */
struct therapy_session {
    /* The session. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* The patient recorded. */
    struct uuid patient_id;
    /* The therapist in charge at the time; left out or null: the patient's. A later
     * reassignment of the patient does not change it. Filled when left out. */
    bool has_therapist_id;
    struct uuid therapist_id;
    /* When the session took place. Default: now(). */
    bool has_created_at;
    struct timestamp created_at;
    /* When the row was last changed; set by the database. Default: now(). */
    bool has_updated_at;
    struct timestamp updated_at;
    /* Settings of the signal processing, such as sampling_rate_hz. Default:
     * '{}'::jsonb. */
    const char *processing_parameters;
    /* processing, completed or failed. From processing to either of the others, from
     * failed back to processing. Default: 'processing'::text. */
    const char *status;
    /* Anything else known of the recording. Default: '{}'::jsonb. */
    const char *metadata;
};
extern const struct record therapy_session_record;

/* Everybody who may sign in. Of public.users. */
struct user {
    /* The identity provider's id: a token's sub. No foreign key, for the provider may be
     * elsewhere. Default: gen_random_uuid(). */
    bool has_id;
    struct uuid id;
    /* What the user may do: patient, therapist, researcher or admin. Only an admin
     * changes it. */
    const char *role;
    /* Address known to the identity provider. */
    const char *email;
    /* Name shown to others; the user may change it. */
    const char *full_name;
    /* False: signed in or not, the user reads and writes nothing. Default: true. */
    bool has_active;
    bool active;
    /* When the row was made. Default: now(). */
    bool has_created_at;
    struct timestamp created_at;
    /* When the row was last changed; set by the database. Default: now(). */
    bool has_updated_at;
    struct timestamp updated_at;
};
extern const struct record user_record;

#endif
