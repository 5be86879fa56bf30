/* SPDX-License-Identifier: MIT
 *
 * typed - a service that works with structs: a session stored, measured and completed in
 * the demo clinic, as service_role and as its users.
 */
#include "clinical/emg_data_records.h"
#include "clinical/patient_records.h"
#include "clinical/therapy_session_records.h"
#include "tests/library/program.h"
#include "user/user_records.h"

#define MANY 5000

static struct {
    struct store store;
    struct therapy_session_repository sessions;
    struct patient_repository patients;
    struct emg_data_repository data;
    struct user_repository users;
} desk;

static bool open_as(struct actor actor)
{
    struct context *context = &test.context;
    return store_act_as(context, test.store, actor, &desk.store) &&
           therapy_session_repository_open(context, &desk.store, &desk.sessions) &&
           patient_repository_open(context, &desk.store, &desk.patients) &&
           emg_data_repository_open(context, &desk.store, &desk.data) &&
           user_repository_open(context, &desk.store, &desk.users);
}

static void check_people(void)
{
    struct context *context = &test.context;
    struct patient patient;
    struct user user;
    struct record_list list;
    bool is_found = false;
    check("a patient is found by code",
          patient_records_find_by_code(context, &desk.patients, "P-003", &patient,
                                       &is_found) &&
              is_found && strcmp(uuid_text(patient.id).text, P_003) == 0);
    check("who is nobody's is not",
          patient_records_find_by_code(context, &desk.patients, "P-999", &patient,
                                       &is_found) &&
              !is_found);
    patient.diagnosis = "gr\xc3\xb6\xc3\x9f"
                        "er";
    struct record_change change = {&patient, "diagnosis"};
    check("a diagnosis is changed and nothing else",
          patient_records_update(context, &desk.patients, P_003, change, &patient) &&
              strcmp(patient.diagnosis, "gr\xc3\xb6\xc3\x9f"
                                        "er") == 0 &&
              strcmp(patient.patient_code, "P-003") == 0);
    check("users are listed",
          user_records_list_by_role(context, &desk.users, "therapist",
                                    (struct page){.limit = 0}, &list) &&
              list.count == 2);
    const struct user *users = list.items;
    check("and got",
          user_records_get(context, &desk.users, uuid_text(users->id).text, &user) &&
              strcmp(user.full_name, users->full_name) == 0 && user.active);
}

static bool store_contractions(struct uuid session_id)
{
    static struct contraction contractions[MANY];
    for (int i = 0; i < MANY; i++) {
        contractions[i] = (struct contraction){.session_id = session_id,
                                               .channel = 1 + i % 2,
                                               .start_time = i / 2.0,
                                               .duration = 0.1 + i % 7,
                                               .has_peak_amplitude = i % 3 > 0,
                                               .peak_amplitude = 1e-5 * i};
    }
    return emg_data_records_create_contractions(&test.context, &desk.data, contractions,
                                                MANY);
}

static void check_data(struct uuid session_id)
{
    struct context *context = &test.context;
    const char *id = arena_printf(context->arena, "%s", uuid_text(session_id).text);
    struct emg_statistic statistic = {
        .session_id = session_id, .channel = 1, .has_rms_mean = true, .rms_mean = 1e-5};
    struct performance_score score = {
        .session_id = session_id, .has_compliance_score = true, .compliance_score = 80};
    struct record_list list;
    bool ok = emg_data_records_store_statistics(context, &desk.data, &statistic, 1, NULL);
    statistic.rms_mean = 2e-5;
    ok = ok &&
         emg_data_records_store_statistics(context, &desk.data, &statistic, 1, NULL) &&
         emg_data_records_list_statistics(context, &desk.data, id, &list);
    const struct emg_statistic *statistics = list.items;
    check("statistics are replaced",
          ok && list.count == 1 && statistics->rms_mean == 2e-5);
    check("a score's whole is computed",
          emg_data_records_create_score(context, &desk.data, &score, &score) &&
              score.has_overall_score && score.overall_score == 80);
    check("contractions are stored at once, some with a peak",
          store_contractions(session_id) &&
              emg_data_records_list_contractions(context, &desk.data, id, &list) &&
              list.count == MANY);
    const struct contraction *rows = list.items;
    ok = list.count == MANY;
    for (int i = 0; ok && i < MANY; i++) {
        ok = rows[i].has_peak_amplitude == (i % 3 > 0) && rows[i].start_time == i / 2.0 &&
             (i % 3 == 0 || rows[i].peak_amplitude == 1e-5 * i);
    }
    check("and come back as they were", ok);
}

static void check_session(void)
{
    struct context *context = &test.context;
    struct therapy_session session = {.metadata = "{\"n\": 12345678901234567890.10}"};
    check(
        "a session is stored, its therapist filled in",
        uuid_parse(slice_of(P_003), &session.patient_id) &&
            therapy_session_records_create(context, &desk.sessions, &session, &session) &&
            strcmp(uuid_text(session.therapist_id).text, TINA) == 0 &&
            strcmp(session.status, "processing") == 0 &&
            strcmp(session.metadata, "{\"n\": 12345678901234567890.10}") == 0);
    check_data(session.id);
    const char *id = arena_printf(context->arena, "%s", uuid_text(session.id).text);
    struct record_change change = {&session, "status"};
    session.status = "completed";
    check("and completed",
          therapy_session_records_update(context, &desk.sessions, id, change, &session) &&
              strcmp(session.status, "completed") == 0);
    session.status = "failed";
    check_failure(
        "that is the end",
        therapy_session_records_update(context, &desk.sessions, id, change, NULL),
        "23M05", FAILURE_INVALID);
    session.status = "done";
    check_failure(
        "of what there is",
        therapy_session_records_update(context, &desk.sessions, id, change, NULL),
        "23514", FAILURE_INVALID);
    struct record_list list;
    check("it is listed",
          therapy_session_records_list_by_patient(context, &desk.sessions, P_003,
                                                  (struct page){.limit = 1}, &list) &&
              list.count == 1);
}

static void check_others(void)
{
    struct context *context = &test.context;
    struct patient patient;
    check_failure("another therapist sees nothing of it",
                  open_as(user(TOM)) &&
                      patient_records_get(context, &desk.patients, P_003, &patient),
                  "PGRST116", FAILURE_NOT_FOUND);
}

int main(void)
{
    if (!program_begin("typed")) {
        return EXIT_FAILURE;
    }
    check("repositories are opened", open_as((struct actor){.role = "service_role"}));
    check_people();
    check_session();
    check_others();
    return program_end();
}
