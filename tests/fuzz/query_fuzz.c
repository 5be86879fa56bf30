/* SPDX-License-Identifier: MIT
 *
 * query_fuzz - a whole request, written as the dialect's cases are, up to its SQL.
 *
 * The database behind it holds every statement against the vocabulary: quotes are
 * balanced, and no text of the request stands outside of them and of $n.
 */
#include "rest/resource.h"
#include "schema/models.h"
#include "tests/cases/case_file.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/vocabulary.h"

extern const struct models case_models;

struct checking {
    struct database database;
    const struct models *models;
};

static bool run(struct database *database, struct context *context,
                struct exchange *exchange)
{
    const struct checking *checking = (const struct checking *)database;
    (void)context;
    exchange->failed_item = exchange->item_count;
    if (slice_starts_with(exchange->items[0].statement.sql, "SELECT s.name, ")) {
        return true;
    }
    for (size_t i = 0; i < exchange->item_count; i++) {
        vocabulary_check(checking->models, &exchange->items[i].statement);
    }
    return true;
}

/* The first schema of the models has to be the first of the settings. */
static struct config settings_for(const struct context *context, bool is_clinical)
{
    static const struct slice clinical[] = {SLICE("public")};
    struct config config = *context->config;
    if (is_clinical) {
        config.schemas = (struct list){clinical, 1};
    }
    return config;
}

static void answer(struct context *context, const struct case_file *file)
{
    static const struct resource all = {
        .name = "fuzz", .serves_all_tables = true, .serves_functions = true};
    const struct identity identity = {.role = SLICE("web"), .claims = SLICE("{}")};
    static struct checking checking = {.database = {.run = run}};
    static struct role_settings *role_settings;
    if (role_settings == NULL) {
        role_settings = role_settings_new(&checking.database);
    }
    checking.models = file->is_clinical ? &models : &case_models;
    struct config config = settings_for(context, file->is_clinical);
    const struct service service = {.config = &config,
                                    .models = checking.models,
                                    .database = &checking.database,
                                    .role_settings = role_settings};
    struct response response;
    context->config = &config;
    response_init(context, &response);
    bool is_answered =
        resource_answer(context, &service, &all, &file->request, &identity, &response);
    HOLDS(is_answered != context_has_failed(context));
    HOLDS(!is_answered || (response.status >= 100 && response.status < 500));
    HOLDS(is_answered || context->error.status < 500);
}

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    struct context *context = fuzz_context();
    const struct config *config = context->config;
    struct case_file file;
    const char *problem;
    struct slice text =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    bool is_request = case_file_parse(context->arena, text, &file, &problem) &&
                      slice_starts_with(file.request.path, "/");
    if (is_request) {
        answer(context, &file);
    }
    context->config = config;
    fuzz_end(context);
    return is_request ? 0 : -1;
}
