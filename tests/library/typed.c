/* SPDX-License-Identifier: MIT
 *
 * typed - a service that works with structs: a session stored, measured and completed in
 * the demo clinic, as service_role and as its users.
 */
#include <stdio.h>
#include <stdlib.h>

#include "clinical/emg_data_records.h"
#include "clinical/patient_records.h"
#include "clinical/therapy_session_records.h"
#include "db/pipeline.h"
#include "schema/models.h"
#include "shared/failure.h"
#include "user/user_records.h"

#define TINA "00000000-0000-4000-8000-0000000000b2"
#define P_003 "00000000-0000-4000-8000-0000000000e3"
#define MANY 5000

extern char **environ;

static struct {
    struct context context;
    struct store store;
    struct therapy_session_repository sessions;
    struct patient_repository patients;
    struct emg_data_repository data;
    struct user_repository users;
    int passed, failed;
} test;

static void check(const char *label, bool ok)
{
    struct error *error = &test.context.error;
    printf("%s - %s\n", ok ? "ok" : "not ok", label);
    if (!ok && error->code != NULL) {
        printf("# %s: %s (%s)\n", error->code, error->message,
               error->details != NULL ? error->details : "");
    }
    test.passed += ok;
    test.failed += !ok;
    *error = (struct error){0};
}

static void check_refused(const char *label, bool ok, const char *code,
                          enum failure failure)
{
    const struct error *error = &test.context.error;
    check(label, !ok && error->code != NULL && strcmp(error->code, code) == 0 &&
                     failure_of(error) == failure);
}

static bool open_as(const struct store *store, struct actor actor)
{
    struct context *context = &test.context;
    return store_act_as(context, store, actor, &test.store) &&
           therapy_session_repository_open(context, &test.store, &test.sessions) &&
           patient_repository_open(context, &test.store, &test.patients) &&
           emg_data_repository_open(context, &test.store, &test.data) &&
           user_repository_open(context, &test.store, &test.users);
}

static void check_people(void)
{
    struct context *context = &test.context;
    struct patient patient;
    struct user user;
    struct record_list list;
    bool is_found = false;
    check("a patient is found by code",
          patient_records_find_by_code(context, &test.patients, "P-003", &patient,
                                       &is_found) &&
              is_found && strcmp(uuid_text(patient.id).text, P_003) == 0);
    check("who is nobody's is not",
          patient_records_find_by_code(context, &test.patients, "P-999", &patient,
                                       &is_found) &&
              !is_found);
    patient.diagnosis = "gr\xc3\xb6\xc3\x9f"
                        "er";
    struct record_change change = {&patient, "diagnosis"};
    check("a diagnosis is changed and nothing else",
          patient_records_update(context, &test.patients, P_003, change, &patient) &&
              strcmp(patient.diagnosis, "gr\xc3\xb6\xc3\x9f"
                                        "er") == 0 &&
              strcmp(patient.patient_code, "P-003") == 0);
    check("users are listed",
          user_records_list_by_role(context, &test.users, "therapist",
                                    (struct page){.limit = 0}, &list) &&
              list.count == 2);
    const struct user *users = list.items;
    check("and got",
          user_records_get(context, &test.users, uuid_text(users->id).text, &user) &&
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
    return emg_data_records_create_contractions(&test.context, &test.data, contractions,
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
    bool ok = emg_data_records_store_statistics(context, &test.data, &statistic, 1, NULL);
    statistic.rms_mean = 2e-5;
    ok = ok &&
         emg_data_records_store_statistics(context, &test.data, &statistic, 1, NULL) &&
         emg_data_records_list_statistics(context, &test.data, id, &list);
    const struct emg_statistic *statistics = list.items;
    check("statistics are replaced",
          ok && list.count == 1 && statistics->rms_mean == 2e-5);
    check("a score's whole is computed",
          emg_data_records_create_score(context, &test.data, &score, &score) &&
              score.has_overall_score && score.overall_score == 80);
    check("contractions are stored at once, some with a peak",
          store_contractions(session_id) &&
              emg_data_records_list_contractions(context, &test.data, id, &list) &&
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
            therapy_session_records_create(context, &test.sessions, &session, &session) &&
            strcmp(uuid_text(session.therapist_id).text, TINA) == 0 &&
            strcmp(session.status, "processing") == 0 &&
            strcmp(session.metadata, "{\"n\": 12345678901234567890.10}") == 0);
    check_data(session.id);
    const char *id = arena_printf(context->arena, "%s", uuid_text(session.id).text);
    struct record_change change = {&session, "status"};
    session.status = "completed";
    check("and completed",
          therapy_session_records_update(context, &test.sessions, id, change, &session) &&
              strcmp(session.status, "completed") == 0);
    session.status = "failed";
    check_refused(
        "that is the end",
        therapy_session_records_update(context, &test.sessions, id, change, NULL),
        "23M05", FAILURE_INVALID);
    session.status = "done";
    check_refused(
        "of what there is",
        therapy_session_records_update(context, &test.sessions, id, change, NULL),
        "23514", FAILURE_INVALID);
    struct record_list list;
    check("it is listed",
          therapy_session_records_list_by_patient(context, &test.sessions, P_003,
                                                  (struct page){.limit = 1}, &list) &&
              list.count == 1);
}

static void check_others(const struct store *store)
{
    struct context *context = &test.context;
    json_t *claims = json_pack("{s:s}", "sub", "00000000-0000-4000-8000-0000000000b1");
    struct patient patient;
    struct actor tom = {"authenticated", claims};
    check_refused("another therapist sees nothing of it",
                  open_as(store, tom) &&
                      patient_records_get(context, &test.patients, P_003, &patient),
                  "PGRST116", FAILURE_NOT_FOUND);
    json_decref(claims);
}

int main(void)
{
    struct arena *settings = arena_new(4096);
    struct config config;
    const char *problem;
    if (!config_load(settings, environ, &config, &problem)) {
        fprintf(stderr, "typed: %s\n", problem);
        return EXIT_FAILURE;
    }
    test.context =
        (struct context){.arena = arena_new((size_t)64 << 10), .config = &config};
    struct store *store = store_new(&config, &models, pipeline_new(&config));
    check("repositories are opened",
          open_as(store, (struct actor){.role = "service_role"}));
    check_people();
    check_session();
    check_others(store);
    arena_free(test.context.arena);
    store_free(store);
    arena_free(settings);
    printf("%d passed, %d failed\n", test.passed, test.failed);
    return test.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
