/* SPDX-License-Identifier: MIT
 *
 * unit_of_work - several calls in one transaction, on a migrated database with the demo
 * clinic. DATABASE_URL names it.
 */
#include "shared/unit_of_work.h"

#include "clinical/emg_data_repository.h"
#include "clinical/patient_repository.h"
#include "clinical/therapy_session_repository.h"
#include "db/pipeline.h"
#include "shared/bulk.h"
#include "tests/library/program.h"

static bool run(unit_of_work_body body, void *self)
{
    return unit_of_work_run(&test.context, test.store, body, self);
}

static bool create_patient(struct context *context, const struct store *store,
                           const char *code)
{
    struct patient_repository patients;
    json_t *row =
        keep(json_pack("{s:s, s:s}", "therapist_id", TOM, "patient_code", code));
    return patient_repository_open(context, store, &patients) &&
           patient_repository_create(context, &patients, row, NULL);
}

static bool is_patient(const char *code)
{
    struct patient_repository patients;
    json_t *row = NULL;
    return patient_repository_open(&test.context, test.store, &patients) &&
           patient_repository_find_by_code(&test.context, &patients, code, &row) &&
           row != NULL;
}

static bool create_two(void *self, struct context *context, const struct store *store)
{
    const char *const *codes = self;
    return create_patient(context, store, codes[0]) &&
           create_patient(context, store, codes[1]);
}

static void check_whole(void)
{
    const char *same[] = {"U-001", "U-001"};
    const char *both[] = {"U-001", "U-002"};
    bool ok = run(create_two, same);
    const char *column = test.context.error.column;
    check_refused("the second call fails", ok, "23505");
    check("for a column that is named",
          column != NULL && strcmp(column, "patient_code") == 0);
    check("and the first one is undone", !is_patient("U-001"));
    check("two calls are kept", run(create_two, both));
    check("both of them", is_patient("U-001") && is_patient("U-002"));
}

static bool create_unless_there(void *self, struct context *context,
                                const struct store *store)
{
    const char *taken[] = {"U-003", "U-001"};
    (void)self;
    if (!create_patient(context, store, "U-004") ||
        unit_of_work_run(context, store, create_two, taken) ||
        failure_of(&context->error) != FAILURE_CONFLICT) {
        return false;
    }
    context->error = (struct error){0};
    return create_patient(context, store, "U-005");
}

static void check_savepoint(void)
{
    check("a unit within fails alone", run(create_unless_there, NULL));
    check("what was around it is kept", is_patient("U-004") && is_patient("U-005"));
    check("and nothing of it", !is_patient("U-003"));
}

static int64_t count_patients(struct context *context, const struct store *store)
{
    struct patient_repository patients;
    int64_t count = -1;
    return patient_repository_open(context, store, &patients) &&
                   abstract_repository_count(context, &patients.rows, NULL, &count)
               ? count
               : -1;
}

/* Tom, then the service, then Tina: each sees what is theirs, the last call's rows too.
 */
static bool act_as_three(void *self, struct context *context, const struct store *store)
{
    struct store tom;
    struct store tina;
    int64_t *counts = self;
    if (!store_act_as(context, store, user(TOM), &tom) ||
        !store_act_as(context, store, user(TINA), &tina)) {
        return false;
    }
    counts[0] = count_patients(context, &tom);
    counts[1] = count_patients(context, store);
    counts[2] = count_patients(context, &tina);
    bool ok = create_patient(context, &tom, "U-006");
    counts[3] = count_patients(context, &tina);
    counts[4] = count_patients(context, &tom);
    return ok && create_patient(context, &tina, "U-007"); /* Tom's: refused */
}

static void check_actors(void)
{
    int64_t counts[5] = {0};
    check_refused("an actor may not write as another", run(act_as_three, counts),
                  "42501");
    check("each sees their own", counts[0] > 0 && counts[2] > 0 &&
                                     counts[1] > counts[0] && counts[1] > counts[2]);
    check("writes of one are not another's", counts[3] == counts[2]);
    check("and their own at once", counts[4] == counts[0] + 1);
    check("all of it was undone", !is_patient("U-006"));
}

/* tests/library/run gives authenticated settings of its own, and a trigger that notes in
 * `diagnosis` what is set. */
static bool note_settings(void *self, struct context *context, const struct store *store)
{
    static const char *const codes[] = {"S-001", "S-002", "S-003"};
    struct store tom;
    json_t **rows = self;
    if (!store_act_as(context, store, user(TOM), &tom)) {
        return false;
    }
    const struct store *actors[] = {store, &tom, store};
    bool ok = true;
    for (size_t i = 0; ok && i < ARRAY_LENGTH(actors); i++) {
        struct patient_repository patients;
        json_t *row =
            keep(json_pack("{s:s, s:s}", "therapist_id", TOM, "patient_code", codes[i]));
        ok = patient_repository_open(context, actors[i], &patients) &&
             patient_repository_create(context, &patients, row, &rows[i]);
    }
    return ok;
}

static void check_settings(void)
{
    json_t *rows[3] = {NULL};
    check("three calls note what is set", run(note_settings, rows));
    check("a role's settings are for its calls",
          strcmp(text(rows[1], "diagnosis"), "authenticated 7s P1D " TOM) == 0);
    check("and not for those after it",
          strcmp(text(rows[0], "diagnosis"), "service_role 0 1 day -") == 0 &&
              strcmp(text(rows[2], "diagnosis"), "service_role 0 1 day -") == 0);
}

static bool store_documents(void *self, struct context *context,
                            const struct store *store)
{
    struct therapy_session_repository sessions;
    struct session_view whole = {.has_parts = true};
    json_t **out = self;
    json_t *document = keep(json_pack("{s:s, s:[{s:i, s:f}]}", "patient_id", P_003,
                                      "emg_statistics", "channel", 1, "rms_mean", 0.5));
    return therapy_session_repository_open(context, store, &sessions) &&
           therapy_session_repository_create(context, &sessions, document, whole,
                                             &out[0]) &&
           therapy_session_repository_create(context, &sessions, document, whole,
                                             &out[1]) &&
           therapy_session_repository_set_status(context, &sessions, text(out[1], "id"),
                                                 "failed", &out[1]) &&
           abstract_repository_delete(context, &sessions.rows, text(out[0], "id")) &&
           abstract_repository_delete(context, &sessions.rows, text(out[1], "id"));
}

static void check_documents(void)
{
    json_t *rows[2] = {NULL};
    check("documents are stored in a unit", run(store_documents, rows));
    check("and given back",
          json_array_size(json_object_get(rows[0], "emg_statistics")) == 1 &&
              strcmp(text(rows[1], "status"), "failed") == 0);
}

/* Two workers, each with a connection of its own; the second works while the first does.
 */
struct worker {
    struct worker *second; /* works in the midst of this one's work */
    struct store *store;
    const char *status;
    size_t count;
    json_t *rows;
};

static bool work(void *self, struct context *context, const struct store *store);

static bool run_worker(struct worker *worker)
{
    return unit_of_work_run(&test.context, worker->store, work, worker);
}

static bool work(void *self, struct context *context, const struct store *store)
{
    struct worker *worker = self;
    struct therapy_session_repository sessions;
    bool ok = therapy_session_repository_open(context, store, &sessions) &&
              therapy_session_repository_claim(context, &sessions, (int64_t)worker->count,
                                               &worker->rows) &&
              (worker->second == NULL || run_worker(worker->second));
    for (size_t i = 0; ok && worker->status != NULL && i < json_array_size(worker->rows);
         i++) {
        const char *id = text(json_array_get(worker->rows, i), "id");
        ok = therapy_session_repository_set_status(context, &sessions, id, worker->status,
                                                   NULL);
    }
    return ok && worker->status != NULL;
}

static bool share_no_row(const json_t *a, const json_t *b)
{
    bool ok = true;
    for (size_t i = 0; i < json_array_size(a) * json_array_size(b); i++) {
        const char *one = text(json_array_get(a, i % json_array_size(a)), "id");
        ok =
            ok && strcmp(one, text(json_array_get(b, i / json_array_size(a)), "id")) != 0;
    }
    return ok;
}

static bool create_sessions(void *self, struct context *context,
                            const struct store *store)
{
    struct therapy_session_repository sessions;
    json_t *rows = keep(json_array());
    for (int i = 0; i < *(int *)self; i++) {
        json_array_append_new(rows, json_pack("{s:s}", "patient_id", P_003));
    }
    return therapy_session_repository_open(context, store, &sessions) &&
           abstract_repository_create_many(context, &sessions.rows, rows, NULL);
}

static void check_claims(void)
{
    int count = 5;
    struct store *other = store_new(&test.config, &models, pipeline_new(&test.config));
    struct worker second = {.store = other, .status = "failed", .count = 10};
    struct worker first = {&second, test.store, "completed", 3, NULL};
    check("sessions are there to be processed", run(create_sessions, &count));
    check("two workers work at once", run_worker(&first));
    check("the first has what it asked for", json_array_size(first.rows) == 3);
    check("the second has the others",
          json_array_size(second.rows) == 2 && share_no_row(first.rows, second.rows));
    second.status = "completed";
    check("nothing is left", run_worker(&second) && json_array_size(second.rows) == 0);
    check("more sessions come", run(create_sessions, &count));
    second = (struct worker){.store = other, .count = 10};
    check_refused("a worker gives up", run_worker(&second), "40000");
    first = (struct worker){NULL, test.store, "failed", 10, NULL};
    check("and another has its sessions",
          run_worker(&first) && json_array_size(first.rows) == 5);
    check_refused("claims are made in units", work(&first, &test.context, test.store),
                  "PGRSTX00");
    store_free(other);
}

/* Contractions of a session, one of which cannot be. */
struct contractions {
    const char *session;
    int count, bad, next;
    bool gives_up;
};

static bool next_contraction(void *self, struct context *context, json_t **row)
{
    struct contractions *all = self;
    int i = all->next++;
    *row = i == all->count ? NULL
                           : json_pack("{s:s, s:i, s:f, s:f}", "session_id", all->session,
                                       "channel", 1, "start_time", i / 3.0, "duration",
                                       i == all->bad ? -1 : 0.1);
    return !(all->gives_up && i == all->bad) ||
           context_fail_with(context, "PGRST102", "no more");
}

static bool create_contractions(struct contractions all, int64_t *created)
{
    struct emg_data_repository data;
    return emg_data_repository_open(&test.context, test.store, &data) &&
           bulk_create(&test.context, &data.contractions,
                       (struct row_source){&all, next_contraction}, created);
}

static int64_t count_contractions(const char *session)
{
    struct query_builder builder = query_builder_new(&test.context);
    struct emg_data_repository data;
    int64_t count = -1;
    query_builder_eq(&builder, "session_id", session);
    return emg_data_repository_open(&test.context, test.store, &data) &&
                   abstract_repository_count(&test.context, &data.contractions,
                                             query_builder_query(&builder), &count)
               ? count
               : -1;
}

static void check_bulk(void)
{
    struct therapy_session_repository sessions;
    struct session_view alone = {.has_parts = false};
    json_t *session = keep(json_pack("{s:s}", "patient_id", P_003));
    int64_t created = 0;
    check("a session is there",
          therapy_session_repository_open(&test.context, test.store, &sessions) &&
              therapy_session_repository_create(&test.context, &sessions, session, alone,
                                                &session));
    const char *id = text(session, "id");
    static const int bad[] = {0, 1500, 2999, 4000, 4999};
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        check_refused(
            "one bad row of thousands undoes all",
            create_contractions((struct contractions){id, 5000, bad[i], 0, false}, NULL),
            "23514");
        check_refused(
            "and so does a source that fails",
            create_contractions((struct contractions){id, 5000, bad[i], 0, true}, NULL),
            "PGRST102");
    }
    check("none is there", count_contractions(id) == 0);
    size_t used = arena_used(test.context.arena);
    check("thousands are stored",
          create_contractions((struct contractions){id, 25000, -1, 0, false}, &created) &&
              created == 25000 && arena_used(test.context.arena) - used < 4096);
    check("all of them", count_contractions(id) == 25000);
    check("and go", abstract_repository_delete(&test.context, &sessions.rows, id));
}

static bool update_nobody(void *self, struct context *context, const struct store *store)
{
    struct patient_repository patients;
    json_t *changes = keep(json_pack("{s:s}", "diagnosis", "none"));
    (void)self;
    return create_patient(context, store, "U-008") &&
           patient_repository_open(context, store, &patients) &&
           abstract_repository_update(context, &patients.rows, USER("00"), changes, NULL);
}

static void check_opening(void)
{
    struct config elsewhere = test.config;
    struct store *store = NULL;
    elsewhere.database_url = slice_of("host=/nowhere dbname=none connect_timeout=1");
    check_refused("one that is not there is not opened",
                  database_open(&test.context, &elsewhere, &models, &store), "PGRST000");
    check("nothing is given then", store == NULL);
}

int main(void)
{
    if (!program_begin("unit_of_work")) {
        return EXIT_FAILURE;
    }
    check_opening();
    check_whole();
    check_savepoint();
    check_actors();
    check_settings();
    check_documents();
    check_claims();
    check_bulk();
    check_refused("a row that is not there fails the unit", run(update_nobody, NULL),
                  "PGRST116");
    check("with what came before", !is_patient("U-008"));
    return program_end();
}
