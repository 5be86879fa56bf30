/* SPDX-License-Identifier: MIT */
#include "shared/access.h"

#include "rest/handlers.h"
#include "rest/range.h"
#include "shared/json_rows.h"
#include "shared/query_builder.h"

#define EXACTLY_ONE "application/vnd.pgrst.object+json"

struct query access_all_rows(struct context *context)
{
    struct query_builder builder = query_builder_new(context);
    return *query_builder_query(&builder);
}

struct query access_query(struct context *context, const struct query *query)
{
    return query != NULL ? *query : access_all_rows(context);
}

struct query access_limited(struct context *context, const struct query *query,
                            int64_t limit, bool keeps_offset)
{
    struct query copy = access_query(context, query);
    struct query_range *ranges =
        arena_alloc(context->arena, (copy.range_count + 1) * sizeof(*ranges));
    size_t count = 0;
    for (size_t i = 0; i < copy.range_count; i++) {
        const struct query_range *range = &copy.ranges[i];
        if (range->path_length > 0 || (range->has_offset && keeps_offset)) {
            ranges[count++] = *range;
        }
    }
    ranges[count++] = (struct query_range){.has_limit = true, .limit = limit};
    copy.ranges = ranges;
    copy.range_count = count;
    return copy;
}

bool access_key_query(struct context *context, const struct table *table, const char *key,
                      struct query *out)
{
    if (table->primary_key_count != 1) {
        return context_fail_with(context, "PGRST105",
                                 "The primary key of '%s' is not one column",
                                 table->name);
    }
    struct query_condition *condition = arena_alloc(context->arena, sizeof(*condition));
    condition->condition = (struct condition){
        .kind = CONDITION_FILTER,
        .field.name = slice_of(table->primary_key[0]),
        .operation = {.operator_name = OP_EQ,
                      .value = key == NULL ? slice_absent()
                                           : slice_copy(context->arena, slice_of(key))},
    };
    *out = access_all_rows(context);
    out->conditions = condition;
    out->condition_count = 1;
    return true;
}

void access_choose_columns(struct context *context, const json_t *rows,
                           struct access *access)
{
    json_t *all = json_object();
    size_t least = SIZE_MAX;
    struct growing names = {0};
    const char *key;
    json_t *value;
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        json_object_update_missing(all, row);
        least = json_object_size(row) < least ? json_object_size(row) : least;
    }
    if (json_array_size(rows) > 0 && least < json_object_size(all)) {
        json_object_foreach(all, key, value)
        {
            *(struct slice *)growing_add(context->arena, &names, sizeof(struct slice)) =
                slice_copy(context->arena, slice_of(key));
        }
        access->query.has_columns = true;
        access->query.columns = (struct names){names.items, names.count};
        access->preferences.missing = MISSING_DEFAULT;
    }
    json_decref(all);
}

/* "0-4/5", "*" for no rows, "*" for what nobody counted. */
static void read_range(struct access *access, struct slice text)
{
    struct slice total = text;
    struct slice rows = slice_cut(&total, '/');
    access->has_rows = slice_is_present(total) && !slice_is(rows, "*");
    if (!slice_is_present(total) || !slice_to_int64(total, &access->total)) {
        access->total = -1;
    }
}

static bool read_rows(struct context *context, struct access *access, struct job *job)
{
    struct slice text;
    if (access->preferences.representation == RETURN_MINIMAL || job->is_head ||
        access->sink != NULL) {
        return true;
    }
    if (spool_length(job->response->body) == 0) {
        return true; /* of a function that returns void */
    }
    return !spool_failed(context, job->response->body) &&
           spool_map(context, job->response->body, &text) &&
           json_rows_parse(context, text, job->plan, &access->rows);
}

static bool is_read(const struct access *access)
{
    return strcmp(access->method, "GET") == 0 || strcmp(access->method, "HEAD") == 0;
}

static bool run(const struct access *access, struct job *job)
{
    if (access->table == NULL) {
        return calling_run(job);
    }
    return is_read(access) ? reading_run(job) : writing_run(job, access->kind);
}

bool access_run(struct context *context, const struct store *store, struct access *access)
{
    const struct table *table = access->table;
    const char *name = table != NULL ? table->name : access->function;
    struct header accept = {slice_of("accept"), slice_of(EXACTLY_ONE)};
    struct request request = {
        .method = slice_of(access->method),
        .path = slice_of(
            arena_printf(context->arena, table != NULL ? "/%s" : "/rpc/%s", name)),
        .query = slice_of(""),
        .headers = &accept,
        .header_count = access->is_singular ? 1 : 0,
        .body = slice_is_present(access->text) ? access->text : slice_of(""),
    };
    struct response response;
    response_init(context, &response);
    struct job job = {
        .context = context,
        .service = &store->service,
        .request = &request,
        .identity = &store->identity,
        .response = &response,
        .name = slice_of(name),
        .schema = table != NULL ? table->schema : store->service.models->schemas[0],
        .is_head = strcmp(access->method, "HEAD") == 0,
        .table = table,
        .preferences = access->preferences,
        .query = access->query,
        .rows = access->sink,
    };
    bool has_body = access->body != NULL;
    if (context_has_failed(context) ||
        !range_resolve(context, &request, &job.query, &job.range) ||
        (has_body && !json_rows_build(context, access->body, &request.body)) ||
        !run(access, &job)) {
        return false;
    }
    read_range(access, response_header(&response, "Content-Range"));
    return read_rows(context, access, &job);
}
