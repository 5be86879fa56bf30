/* SPDX-License-Identifier: MIT */
#include "rest/counting.h"

#include "base/json.h"
#include "rest/read_statement.h"

static bool take_number(void *self, struct context *context, const struct slice *values,
                        size_t count)
{
    int64_t *number = self;
    (void)context;
    return count > 0 && slice_is_present(values[0]) && slice_to_int64(values[0], number);
}

struct row_sink counting_sink(int64_t *number)
{
    return (struct row_sink){.self = number, .row = take_number};
}

/* EXPLAIN (FORMAT JSON): [{"Plan": {"Plan Rows": n, ..}}] */
static bool take_plan(void *self, struct context *context, const struct slice *values,
                      size_t count)
{
    int64_t *rows = self;
    struct json_value item = {.kind = JSON_KIND_NULL};
    struct slice key;
    const char *problem;
    size_t at;
    if (count == 0 || !json_check(values[0], &problem, &at)) {
        return true;
    }
    struct json_iterator items = json_iterate(json_parse(values[0]));
    if (!json_next_item(&items, &item)) {
        return true;
    }
    static const char *const path[] = {"Plan", "Plan Rows"};
    for (size_t i = 0; i < ARRAY_LENGTH(path) && item.kind == JSON_KIND_OBJECT; i++) {
        struct json_iterator members = json_iterate(item);
        struct json_value value;
        while (json_next_member(&members, context->arena, &key, &value)) {
            if (slice_is(key, path[i])) {
                item = value;
                break;
            }
        }
    }
    if (item.kind == JSON_KIND_NUMBER && !slice_to_int64(item.text, rows)) {
        *rows = 0;
    }
    return true;
}

static void add_exact(struct counting *counting, struct transaction *transaction,
                      int64_t most)
{
    struct sql sql = sql_new(counting->job->context);
    sql_add(&sql, "SELECT pg_catalog.count(*) FROM (");
    read_statement_add_all_rows(&sql, counting->job->plan);
    if (most >= 0) {
        sql_add_format(&sql, " LIMIT %lld", (long long)most);
    }
    sql_add(&sql, ") _postgrest_count_t");
    counting->exact_sink = counting_sink(&counting->exact);
    transaction_add(transaction, sql_statement(&sql), &counting->exact_sink);
}

static void add_planned(struct counting *counting, struct transaction *transaction)
{
    struct sql sql = sql_new(counting->job->context);
    sql_add(&sql, "EXPLAIN (FORMAT JSON) ");
    read_statement_add_all_rows(&sql, counting->job->plan);
    counting->planned_sink =
        (struct row_sink){.self = &counting->planned, .row = take_plan};
    struct statement statement = sql_statement(&sql);
    statement.is_cached = false; /* EXPLAIN is no statement that can be planned ahead */
    transaction_add(transaction, statement, &counting->planned_sink);
}

void counting_add(struct counting *counting, struct job *job,
                  struct transaction *transaction)
{
    int64_t most = job->context->config->max_rows;
    *counting = (struct counting){.job = job, .exact = -1, .planned = -1};
    switch (job->preferences.count) {
    case COUNT_NONE:
        break;
    case COUNT_EXACT:
        transaction->needs_snapshot = true;
        add_exact(counting, transaction, -1);
        break;
    case COUNT_PLANNED:
        add_planned(counting, transaction);
        break;
    case COUNT_ESTIMATED:
        transaction->needs_snapshot = true;
        add_exact(counting, transaction, most < 0 ? -1 : most + 1);
        add_planned(counting, transaction);
        break;
    }
}

int64_t counting_total(const struct counting *counting)
{
    int64_t most = counting->job->context->config->max_rows;
    switch (counting->job->preferences.count) {
    case COUNT_NONE:
        return -1;
    case COUNT_EXACT:
        return counting->exact;
    case COUNT_PLANNED:
        return counting->planned;
    case COUNT_ESTIMATED:
        return counting->exact > most && counting->planned > counting->exact
                   ? counting->planned
                   : counting->exact;
    }
    return -1;
}
