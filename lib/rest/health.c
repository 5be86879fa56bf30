/* SPDX-License-Identifier: MIT */
#include "rest/health.h"

#include "base/json.h"
#include "db/sqlstate.h"

static const char version_sql[] =
    "SELECT max(version) FROM supabase_migrations.schema_migrations";

bool health_is_asked(const struct request *request)
{
    return slice_is(request->path, "/health/live") ||
           slice_is(request->path, "/health/ready");
}

static bool take_version(void *self, struct context *context, const struct slice *values,
                         size_t count)
{
    struct slice *version = self;
    *version = count > 0 && slice_is_present(values[0])
                   ? slice_copy(context->arena, values[0])
                   : slice_of("");
    return true;
}

static void answer(struct response *response, struct context *context, const char *status,
                   struct slice models_version, struct slice database_version)
{
    struct strbuf text = strbuf_new(context->arena, 0);
    strbuf_add_format(&text, "{\"status\":\"%s\",\"models\":", status);
    json_write_string(&text, models_version);
    strbuf_add_text(&text, ",\"database\":");
    json_write_string(&text, database_version);
    strbuf_add_char(&text, '}');
    spool_add_slice(response->body, strbuf_slice(&text));
    response_set_header(response, "Content-Type",
                        slice_of("application/json; charset=utf-8"));
}

/* Models made from a database without migrations have no version to compare. */
static bool read_version(struct context *context, const struct service *service,
                         struct slice *out)
{
    bool is_versioned = service->models->version[0] != '\0';
    struct row_sink sink = {.self = out, .row = take_version};
    struct exchange_item item = {
        .statement = {.sql = slice_of(is_versioned ? version_sql : "SELECT ''")},
        .sink = &sink};
    struct exchange exchange = {.items = &item, .item_count = 1, .is_read = true};
    if (database_run(service->database, context, &exchange)) {
        return true;
    }
    if (context->error.status == 0) {
        context->error.status = 503; /* whatever it says, it is not ready */
    }
    return false;
}

bool health_answer(struct context *context, const struct service *service,
                   const struct request *request, struct response *response)
{
    struct slice found = slice_of("");
    struct slice wanted = slice_of(service->models->version);
    response->status = 200;
    if (slice_is(request->path, "/health/live")) {
        answer(response, context, "live", wanted, found);
        return true;
    }
    if (!read_version(context, service, &found)) {
        return false;
    }
    if (slice_compare(found, wanted) < 0) {
        response->status = 503;
        answer(response, context, "migrations are missing", wanted, found);
        return true;
    }
    answer(response, context, "ready", wanted, found);
    return true;
}
