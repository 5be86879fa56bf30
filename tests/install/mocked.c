/* SPDX-License-Identifier: MIT
 *
 * mocked - a service of one question, on a mock; built from what was installed alone.
 */
#include <stdio.h>
#include <string.h>

#include <myorest/clinical/therapy_session_repository.h>
#include <myorest/schema/models.h>
#include <myorest/shared/mock_database.h>

extern char **environ;

#ifdef OWN_MODELS
const struct models models = {.version = "own"};
#endif

static bool ask(struct context *context, const struct store *store)
{
    struct therapy_session_repository sessions;
    const struct session_view alone = {.has_parts = false};
    json_t *rows;
    return therapy_session_repository_open(context, store, &sessions) &&
           therapy_session_repository_list_by_status(context, &sessions, "processing",
                                                     alone, &rows) &&
           json_array_size(rows) == 1;
}

int main(int count, char **arguments)
{
    struct arena *arena = arena_new(4096);
    struct config config;
    const char *problem;
    if (count > 1 && strcmp(arguments[1], "--version") == 0) {
        puts(models.version);
        return 0;
    }
    if (!config_load(arena, environ, &config, &problem)) {
        fprintf(stderr, "%s\n", problem);
        return 1;
    }
    struct context context = {.arena = arena, .config = &config};
    struct mock_database *mock = mock_database_new();
    struct store *store = store_new(&config, &models, mock_database_interface(mock));
    mock_database_expect(mock, "therapy_sessions",
                         (struct mock_answer){.rows = "[{\"status\": \"processing\"}]"});
    bool ok = ask(&context, store) && mock_database_problem(mock) == NULL;
    if (!ok) {
        fprintf(stderr, "%s\n", context.error.message);
    }
    store_free(store);
    arena_free(arena);
    return ok ? 0 : 1;
}
