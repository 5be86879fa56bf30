/* SPDX-License-Identifier: MIT
 *
 * processor - a service without HTTP: takes sessions in processing, one after the other,
 * computes what their recordings say and stores it.
 *
 *     processor DIRECTORY            goes on until it is told to end
 *     processor DIRECTORY --drain    ends when nothing waits
 *
 * Each session is one transaction, from its claim to its new status: whoever kills the
 * processor gives the session back as it was, and several of them share the work.
 * metadata.source names the recording, DIRECTORY/NAME.csv. One that makes no sense, or
 * gives what the database refuses, makes the session failed. DATABASE_URL as for the
 * programs.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <myorest/base/log.h>
#include <myorest/clinical/emg_data_repository.h>
#include <myorest/clinical/therapy_session_repository.h>
#include <myorest/db/pipeline.h>
#include <myorest/schema/models.h>
#include <myorest/shared/failure.h>
#include <myorest/shared/unit_of_work.h>

#include "analysis.h"

extern char **environ;

static volatile sig_atomic_t must_end;

struct work {
    const char *directory;
    const json_t *session; /* NULL as long as none was claimed */
};

static const char *text(const json_t *row, const char *name)
{
    const char *value = json_string_value(json_object_get(row, name));
    return value != NULL ? value : "";
}

/* All that is known of a session. Of one that failed and was set to processing again,
 * the contractions of before go; its scores stay, the newest counts. */
static bool store_analysis(struct context *context, const struct store *store,
                           const char *id, const struct analysis *analysis)
{
    struct emg_data_repository data;
    struct query_builder of_session = query_builder_new(context);
    query_builder_eq(&of_session, "session_id", id);
    return emg_data_repository_open(context, store, &data) &&
           emg_data_repository_store_statistics(context, &data, id, analysis->statistics,
                                                NULL) &&
           abstract_repository_delete_where(context, &data.contractions,
                                            query_builder_query(&of_session), NULL) &&
           emg_data_repository_create_contractions(context, &data, id,
                                                   analysis->contractions, NULL) &&
           emg_data_repository_create_score(context, &data, id, analysis->score, NULL);
}

/* One session, within its unit of work: a savepoint, so that its failure can be kept. */
static bool process(void *self, struct context *context, const struct store *store)
{
    const struct work *work = self;
    const char *source = text(json_object_get(work->session, "metadata"), "source");
    struct therapy_session_repository sessions;
    struct recording recording;
    struct analysis analysis;
    const char *id = text(work->session, "id");
    return recording_read(context, work->directory, source, &recording) &&
           analysis_make(context, work->session, &recording, &analysis) &&
           store_analysis(context, store, id, &analysis) &&
           therapy_session_repository_open(context, store, &sessions) &&
           therapy_session_repository_set_status(context, &sessions, id, "completed",
                                                 NULL);
}

static bool set_failed(struct context *context,
                       const struct therapy_session_repository *sessions, const char *id)
{
    log_write(LOG_WARNING, "session %s failed: %s %s", id, context->error.code,
              context->error.message);
    context->error = (struct error){0};
    return therapy_session_repository_set_status(context, sessions, id, "failed", NULL);
}

/* The next session, if one waits, from its claim to its new status. */
static bool take_next(void *self, struct context *context, const struct store *store)
{
    struct work *work = self;
    struct therapy_session_repository sessions;
    json_t *claimed;
    if (!therapy_session_repository_open(context, store, &sessions) ||
        !therapy_session_repository_claim(context, &sessions, 1, &claimed)) {
        return false;
    }
    work->session = json_array_get(claimed, 0);
    if (work->session == NULL || unit_of_work_run(context, store, process, work)) {
        return !context_has_failed(context);
    }
    enum failure failure = failure_of(&context->error);
    if (failure != FAILURE_INVALID && failure != FAILURE_CONFLICT) {
        return false; /* not the session's fault: it waits on */
    }
    return set_failed(context, &sessions, text(work->session, "id"));
}

static void rest(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
}

/* False when there is no sense in going on. After a lost COMMIT (PGRST001) the next claim
 * tells whether it was kept: the session waits still, or does not. */
static bool run(struct context *context, const struct store *store, const char *directory,
                bool drains)
{
    while (!must_end) {
        struct work work = {.directory = directory};
        bool ok = unit_of_work_run(context, store, take_next, &work);
        bool is_idle = ok && work.session == NULL;
        if (!ok) {
            log_write(LOG_ERROR, "%s: %s", context->error.code, context->error.message);
            if (failure_of(&context->error) != FAILURE_UNAVAILABLE &&
                !failure_is_retryable(&context->error)) {
                return false;
            }
        } else if (!is_idle) {
            log_write(LOG_INFO, "session %s", text(work.session, "id"));
        }
        context->error = (struct error){0};
        arena_reset(context->arena);
        if (is_idle && drains) {
            return true;
        }
        if (!ok || is_idle) {
            rest();
        }
    }
    return true;
}

static void end(int number)
{
    (void)number;
    must_end = 1;
}

int main(int count, char **arguments)
{
    struct arena *settings = arena_new(4096);
    struct config config;
    const char *problem;
    if (count < 2) {
        fputs("usage: processor DIRECTORY [--drain]\n", stderr);
        return 2;
    }
    if (!config_load(settings, environ, &config, &problem)) {
        fprintf(stderr, "processor: %s\n", problem);
        return 2;
    }
    log_set_level(config.log_level);
    signal(SIGTERM, end);
    signal(SIGINT, end);
    struct context context = {.arena = arena_new(1 << 20), .config = &config};
    struct store *store = store_new(&config, &models, pipeline_new(&config));
    bool drains = count > 2 && strcmp(arguments[2], "--drain") == 0;
    bool ok = run(&context, store, arguments[1], drains);
    store_free(store);
    arena_free(context.arena);
    arena_free(settings);
    return ok ? 0 : 1;
}
