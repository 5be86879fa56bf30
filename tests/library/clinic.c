/* SPDX-License-Identifier: MIT
 *
 * clinic - a service without HTTP: the repositories on a migrated database with the demo
 * clinic, as service_role and as its users. DATABASE_URL names it, the argument is
 * sql/demo/sessions.json.
 */
#include <time.h>

#include "clinical/emg_data_repository.h"
#include "clinical/patient_repository.h"
#include "clinical/therapy_session_repository.h"
#include "db/pipeline.h"
#include "tests/library/program.h"
#include "user/user_repository.h"

#define MANY 20000

static const struct session_view alone = {.has_parts = false};
static const struct session_view whole = {.has_parts = true};
static const struct page all = {.limit = 0};

/* Everything that one actor works with. */
struct desk {
    struct store store;
    struct user_repository users;
    struct patient_repository patients;
    struct therapy_session_repository sessions;
    struct emg_data_repository data;
};

static struct {
    struct desk service, tom, tina, paul;
} desks;

static bool open_desk(struct actor actor, struct desk *out)
{
    struct context *context = &test.context;
    return store_act_as(context, test.store, actor, &out->store) &&
           user_repository_open(context, &out->store, &out->users) &&
           patient_repository_open(context, &out->store, &out->patients) &&
           therapy_session_repository_open(context, &out->store, &out->sessions) &&
           emg_data_repository_open(context, &out->store, &out->data);
}

static void check_people(void)
{
    struct context *context = &test.context;
    const struct user_repository *users = &desks.service.users;
    json_t *rows = NULL;
    check("users of a role come by name",
          user_repository_list_by_role(context, users, "therapist", all, &rows) &&
              json_array_size(rows) == 2 &&
              strcmp(text(json_array_get(rows, 0), "full_name"), "Tina Blau") == 0);
    check("a user is deactivated",
          user_repository_deactivate(context, users, TINA, &rows) &&
              json_is_false(json_object_get(rows, "active")));
    check("active therapists are without her",
          user_repository_list_active_therapists(context, users, all, &rows) &&
              json_array_size(rows) == 1 &&
              strcmp(text(json_object_get(json_array_get(rows, 0), "users"), "full_name"),
                     "Tom Berg") == 0);
    check("who is not active sees nothing",
          patient_repository_list_by_therapist(context, &desks.tina.patients, TINA, all,
                                               &rows) &&
              json_array_size(rows) == 0);
    check("and is activated again",
          user_repository_set_active(context, users, TINA, true, NULL) &&
              user_repository_list_therapists(context, users, all, &rows) &&
              json_array_size(rows) == 2);
    check_failure("a therapist may not deactivate others",
                  user_repository_deactivate(context, &desks.tom.users, TINA, NULL),
                  "PGRST116", FAILURE_NOT_FOUND);
    check_failure("nor make himself inactive",
                  user_repository_deactivate(context, &desks.tom.users, TOM, NULL),
                  "42501", FAILURE_FORBIDDEN);
}

static void check_patients(void)
{
    struct context *context = &test.context;
    const struct patient_repository *patients = &desks.tom.patients;
    json_t *row = NULL;
    json_t *rows = NULL;
    check("a therapist sees the own patients",
          patient_repository_list_by_therapist(context, patients, TOM, all, &rows) &&
              json_array_size(rows) == 2 &&
              strcmp(text(json_array_get(rows, 1), "patient_code"), "P-002") == 0);
    check("and no others",
          patient_repository_list_by_therapist(context, patients, TINA, all, &rows) &&
              json_array_size(rows) == 0);
    check("by code neither",
          patient_repository_find_by_code(context, patients, "P-003", &row) &&
              row == NULL);
    check_failure("nor by key",
                  abstract_repository_get(context, &patients->rows, P_003, &row),
                  "PGRST116", FAILURE_NOT_FOUND);
    check("service_role sees them all",
          abstract_repository_list(context, &desks.service.patients.rows, NULL, &rows) &&
              json_array_size(rows) == 4);
    check("a patient sees the own row",
          abstract_repository_list(context, &desks.paul.patients.rows, NULL, &rows) &&
              json_array_size(rows) == 1 &&
              strcmp(text(json_array_get(rows, 0), "patient_code"), "P-001") == 0);
}

static void check_writes_of_patients(void)
{
    struct context *context = &test.context;
    const struct patient_repository *patients = &desks.tom.patients;
    json_t *given = keep(json_pack("{s:s, s:s, s:s}", "therapist_id", TOM, "patient_code",
                                   "P-100", "diagnosis", "Größe \"x\"\n"));
    json_t *row = NULL;
    check("a patient is created, defaults and all",
          patient_repository_create(context, patients, given, &row) &&
              strlen(text(row, "id")) == 36 && strlen(text(row, "created_at")) > 0 &&
              strcmp(text(row, "diagnosis"), "Größe \"x\"\n") == 0 &&
              json_is_null(json_object_get(row, "user_id")));
    char *id = slice_string(context->arena, slice_of(text(row, "id")));
    check_failure("a code is taken once",
                  patient_repository_create(context, patients, given, NULL), "23505",
                  FAILURE_CONFLICT);
    json_object_set_new(given, "therapist_id", json_string(TINA));
    json_object_set_new(given, "patient_code", json_string("P-101"));
    check_failure("a patient of somebody else is not created",
                  patient_repository_create(context, patients, given, NULL), "42501",
                  FAILURE_FORBIDDEN);
    check_failure("a therapist does not hand patients over",
                  patient_repository_reassign(context, patients, id, TINA, NULL), "42501",
                  FAILURE_FORBIDDEN);
    check("service_role does",
          patient_repository_reassign(context, &desks.service.patients, id, TINA, &row) &&
              strcmp(text(row, "therapist_id"), TINA) == 0);
    check("and then it is hers",
          patient_repository_find_by_code(context, &desks.tina.patients, "P-100", &row) &&
              row != NULL &&
              patient_repository_find_by_code(context, patients, "P-100", &row) &&
              row == NULL);
    check("a row is deleted once",
          abstract_repository_delete(context, &desks.service.patients.rows, id));
    check_failure("and not twice",
                  abstract_repository_delete(context, &desks.service.patients.rows, id),
                  "PGRST116", FAILURE_NOT_FOUND);
}

/* Everything that was given is there again, with the same values. */
static bool contains(const json_t *stored, const json_t *given)
{
    const char *name;
    json_t *value;
    bool ok = json_is_object(given) ? json_is_object(stored) : true;
    if (json_is_number(given)) {
        return json_number_value(stored) == json_number_value(given);
    }
    for (size_t i = 0; ok && i < json_array_size(given); i++) {
        ok = contains(json_array_get(stored, i), json_array_get(given, i));
    }
    json_object_foreach((json_t *)(uintptr_t)given, name, value)
    {
        ok = ok && contains(json_object_get(stored, name), value);
    }
    bool is_container = json_is_object(given) || json_is_array(given);
    return ok && json_array_size(stored) == json_array_size(given) &&
           (is_container || json_equal(stored, given));
}

static json_t *load_documents(const char *path)
{
    json_t *documents = keep(json_load_file(path, 0, NULL));
    for (size_t i = 0; i < json_array_size(documents); i++) {
        json_object_set_new(json_array_get(documents, i), "patient_id",
                            json_string(P_001));
    }
    return documents;
}

static void check_documents(const json_t *documents)
{
    struct context *context = &test.context;
    const struct therapy_session_repository *sessions = &desks.tom.sessions;
    json_t *rows = NULL;
    bool ok = json_array_size(documents) > 0;
    for (size_t i = 0; ok && i < json_array_size(documents); i++) {
        json_t *document = json_array_get(documents, i);
        json_t *stored = NULL;
        ok = therapy_session_repository_create(context, sessions, document, whole,
                                               &stored) &&
             contains(stored, document);
    }
    check("real sessions are stored whole and come back as they were", ok);
    check("with parts", therapy_session_repository_list_by_patient(context, sessions,
                                                                   P_001, whole, &rows) &&
                            json_array_size(rows) == json_array_size(documents));
    ok = json_array_size(rows) > 1;
    for (size_t i = 1; i < json_array_size(rows); i++) {
        ok = ok && strcmp(text(json_array_get(rows, i - 1), "created_at"),
                          text(json_array_get(rows, i), "created_at")) >= 0;
    }
    check("newest first", ok);
    const char *second = text(json_array_get(rows, 1), "id");
    struct session_view page = {.page = {.offset = 1, .limit = 2}};
    json_t *part = NULL;
    check("a page is a part of it",
          therapy_session_repository_list_by_therapist(context, sessions, TOM, page,
                                                       &part) &&
              json_array_size(part) == 2 &&
              strcmp(text(json_array_get(part, 0), "id"), second) == 0 &&
              json_object_get(json_array_get(part, 0), "contractions") == NULL);
    check("a session is summed up",
          therapy_session_repository_find_summary(context, sessions, second, &part) &&
              json_array_size(json_object_get(part, "channels")) > 0);
}

/* Documents that do not have the same members. */
static void check_many_documents(void)
{
    struct context *context = &test.context;
    const struct abstract_repository *sessions = &desks.service.sessions.rows;
    struct query_builder builder = query_builder_new(context);
    json_t *documents =
        keep(json_pack("[{s:s, s:s, s:[{s:i, s:f}]}, {s:s, s:[{s:i, s:f, s:f}]}]",
                       "patient_id", P_003, "status", "failed", "emg_statistics",
                       "channel", 1, "rms_mean", 1e-5, "patient_id", P_003,
                       "contractions", "channel", 2, "start_time", 0.5, "duration", 1.0));
    json_t *rows = NULL;
    int64_t deleted = 0;
    check("several documents are one call",
          abstract_repository_create_many(context, sessions, documents, &rows) &&
              json_array_size(rows) == 2 &&
              strcmp(text(json_array_get(rows, 0), "status"), "failed") == 0 &&
              strcmp(text(json_array_get(rows, 1), "status"), "processing") == 0 &&
              json_is_object(json_object_get(json_array_get(rows, 1), "metadata")));
    query_builder_eq(&builder, "patient_id", P_003);
    check("rows are deleted by a query",
          abstract_repository_delete_where(context, sessions,
                                           query_builder_query(&builder), &deleted) &&
              deleted == 2);
}

static void check_who_sees(const json_t *documents)
{
    struct context *context = &test.context;
    json_t *rows = NULL;
    check("the patient sees the sessions",
          therapy_session_repository_list_by_patient(context, &desks.paul.sessions, P_001,
                                                     alone, &rows) &&
              json_array_size(rows) == json_array_size(documents));
    check("another therapist does not",
          therapy_session_repository_list_by_patient(context, &desks.tina.sessions, P_001,
                                                     alone, &rows) &&
              json_array_size(rows) == 0);
    check_failure("the patient writes none",
                  therapy_session_repository_create(context, &desks.paul.sessions,
                                                    json_array_get(documents, 0), alone,
                                                    NULL),
                  "42501", FAILURE_FORBIDDEN);
    check("progress counts them all",
          patient_repository_list_progress(context, &desks.tom.patients, P_001, &rows) &&
              json_array_size(rows) == json_array_size(documents) &&
              json_is_integer(json_object_get(json_array_get(rows, 0), "contractions")));
    check("and the caseload has the patient first",
          patient_repository_list_caseload(context, &desks.tom.patients, &rows) &&
              strcmp(text(json_array_get(rows, 0), "patient_code"), "P-001") == 0);
}

static json_t *contractions(size_t count)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows,
                              json_pack("{s:i, s:f, s:f, s:f, s:f}", "channel", 1,
                                        "start_time", (double)i / 3, "duration", 0.1,
                                        "peak_amplitude", 0.3, "mean_amplitude", 0.1));
    }
    return keep(rows);
}

static int64_t count_contractions(const char *session)
{
    struct query_builder builder = query_builder_new(&test.context);
    int64_t count = -1;
    query_builder_eq(&builder, "session_id", session);
    return abstract_repository_count(&test.context, &desks.service.data.contractions,
                                     query_builder_query(&builder), &count)
               ? count
               : -1;
}

static void check_bulk(const char *id)
{
    struct context *context = &test.context;
    const struct emg_data_repository *data = &desks.service.data;
    json_t *many = contractions(MANY);
    check("tens of thousands of rows are one call",
          emg_data_repository_create_contractions(context, data, id, many, NULL) &&
              count_contractions(id) == MANY);
    json_object_set_new(json_array_get(many, MANY - 1), "duration", json_real(-1));
    check_failure("one bad row keeps all out",
                  emg_data_repository_create_contractions(context, data, id, many, NULL),
                  "23514", FAILURE_INVALID);
    check("not one more is there", count_contractions(id) == MANY);
}

static void check_figures(const char *id)
{
    struct context *context = &test.context;
    const struct emg_data_repository *data = &desks.service.data;
    json_t *row = NULL;
    json_t *statistics =
        keep(json_loads("[{\"channel\":1,\"rms_mean\":3.5e-05},{\"channel\":2,"
                        "\"rms_mean\":2.5e-05,\"contraction_count\":6}]",
                        0, NULL));
    check("statistics are stored",
          emg_data_repository_store_statistics(context, data, id, statistics, &row) &&
              json_array_size(row) == 2);
    json_object_set_new(json_array_get(statistics, 0), "rms_mean", json_real(4e-05));
    check("and stored again in their place",
          emg_data_repository_store_statistics(context, data, id, statistics, NULL) &&
              emg_data_repository_list_statistics(context, data, id, &row) &&
              json_array_size(row) == 2 &&
              json_real_value(json_object_get(json_array_get(row, 0), "rms_mean")) ==
                  4e-05);
    json_t *score =
        keep(json_pack("{s:f, s:f}", "compliance_score", 90.0, "symmetry_score", 60.0));
    check("a score is composed",
          emg_data_repository_create_score(context, data, id, score, &row) &&
              json_number_value(json_object_get(row, "overall_score")) == 80);
}

static void check_processing(void)
{
    struct context *context = &test.context;
    const struct therapy_session_repository *sessions = &desks.service.sessions;
    json_t *row = NULL;
    json_t *metadata = keep(
        json_loads("{\"third\":0.3333333333333333,\"tenth\":0.1,\"tiny\":1e-7,"
                   "\"large\":9007199254740991,\"text\":\"\\u00e4\\n\\\"\",\"none\":null,"
                   "\"list\":[1,[true,{}]]}",
                   0, NULL));
    json_t *session =
        keep(json_pack("{s:s, s:O}", "patient_id", P_003, "metadata", metadata));
    check("a session begins in processing",
          therapy_session_repository_create(context, sessions, session, alone, &row) &&
              strcmp(text(row, "status"), "processing") == 0 &&
              strcmp(text(row, "therapist_id"), TINA) == 0);
    check("json comes back as it was given",
          json_equal(json_object_get(row, "metadata"), metadata));
    char *id = slice_string(context->arena, slice_of(text(row, "id")));
    check("it is there to be processed",
          therapy_session_repository_list_by_status(context, sessions, "processing",
                                                    alone, &row) &&
              json_array_size(row) == 1);
    check_bulk(id);
    check_figures(id);
    check("the status moves on", therapy_session_repository_set_status(
                                     context, sessions, id, "completed", &row) &&
                                     strcmp(text(row, "status"), "completed") == 0);
    check_failure(
        "but not back",
        therapy_session_repository_set_status(context, sessions, id, "processing", NULL),
        "23M05", FAILURE_INVALID);
    check("rows go with their session",
          abstract_repository_delete(context, &sessions->rows, id) &&
              count_contractions(id) == 0);
}

static void check_queries(void)
{
    struct context *context = &test.context;
    const struct abstract_repository *rows = &desks.service.data.contractions;
    struct query_builder builder = query_builder_new(context);
    json_t *list = NULL;
    bool exists = false;
    query_builder_select(&builder, "id, therapy_sessions!inner(patients!inner(*))");
    query_builder_eq(&builder, "therapy_sessions.patients.patient_code", "P-001");
    query_builder_compare(&builder, "duration", OP_GT, "0.3");
    query_builder_order(&builder, NULL, "duration.desc");
    query_builder_page(&builder, NULL, (struct page){.limit = 3});
    check("relations are followed and filtered",
          abstract_repository_list(context, rows, query_builder_query(&builder), &list) &&
              json_array_size(list) == 3);
    check("existence is told",
          abstract_repository_exists(context, rows, query_builder_query(&builder),
                                     &exists) &&
              exists);
    check("of nothing too",
          abstract_repository_exists(context, &desks.paul.users.therapists, NULL,
                                     &exists) &&
              exists &&
              abstract_repository_exists(context, &desks.tina.data.contractions, NULL,
                                         &exists) &&
              !exists);
    check_failure(
        "a value of the wrong type is the caller's",
        abstract_repository_get(context, &desks.service.patients.rows, "no uuid", &list),
        "22P02", FAILURE_INVALID);
}

/* The server ends sessions that are idle, as a restart or a pooler would. */
static void check_reconnection(const struct config *config)
{
    struct config idle = *config;
    struct context *context = &test.context;
    struct abstract_repository repository;
    const struct timespec pause = {.tv_nsec = 400000000};
    json_t *rows = NULL;
    json_t *changes = keep(json_pack("{s:s}", "diagnosis", "better"));
    idle.database_url = slice_of(getenv("IDLE_DATABASE_URL"));
    struct store *store = store_new(&idle, &models, pipeline_new(&idle));
    bool ok = abstract_repository_open(context, store, NULL, "patients", &repository) &&
              abstract_repository_list(context, &repository, NULL, &rows);
    nanosleep(&pause, NULL);
    ok = ok && abstract_repository_list(context, &repository, NULL, &rows);
    check("a lost connection is made again for a read", ok);
    nanosleep(&pause, NULL);
    check("and for a write",
          abstract_repository_update(context, &repository, P_003, changes, NULL));
    store_free(store);
}

static void check_unavailable(const struct config *config)
{
    struct config elsewhere = *config;
    struct abstract_repository repository;
    json_t *rows = NULL;
    elsewhere.database_url = slice_of("host=/nowhere dbname=none connect_timeout=1");
    struct store *store = store_new(&elsewhere, &models, pipeline_new(&elsewhere));
    bool ok =
        abstract_repository_open(&test.context, store, NULL, "patients", &repository) &&
        abstract_repository_list(&test.context, &repository, NULL, &rows);
    bool is_retryable = failure_is_retryable(&test.context.error);
    check_failure("a database that is not there is unavailable", ok, "PGRST000",
                  FAILURE_UNAVAILABLE);
    check("for now", is_retryable);
    store_free(store);
}

int main(int count, char **arguments)
{
    if (count != 2 || !program_begin("clinic")) {
        return EXIT_FAILURE;
    }
    bool ok = open_desk((struct actor){.role = "service_role"}, &desks.service) &&
              open_desk(user(TOM), &desks.tom) && open_desk(user(TINA), &desks.tina) &&
              open_desk(user(PAUL), &desks.paul);
    check("repositories are opened", ok);
    check_people();
    check_patients();
    check_writes_of_patients();
    const json_t *documents = load_documents(arguments[1]);
    check_documents(documents);
    check_who_sees(documents);
    check_many_documents();
    check_processing();
    check_queries();
    check_reconnection(&test.config);
    check_unavailable(&test.config);
    return program_end();
}
