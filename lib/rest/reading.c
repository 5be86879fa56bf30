/* SPDX-License-Identifier: MIT
 *
 * GET and HEAD of a table or view.
 */
#include "rest/answer.h"
#include "rest/counting.h"
#include "rest/explaining.h"
#include "rest/handlers.h"
#include "rest/range.h"
#include "rest/read_select.h"
#include "rest/read_statement.h"
#include "rest/shape.h"

struct reading {
    struct job *job;
    struct encoder *encoder; /* NULL for HEAD */
    int64_t rows;
    struct counting counting;
    struct response_settings settings;
};

static bool make_plan(struct job *job)
{
    struct plan_request request = {
        .models = job->service->models,
        .schema = job->schema,
        .table = job->table,
        .name = job->name,
        .purpose = PLAN_READ,
        .range = job->range,
        .query = &job->query,
    };
    return plan_build(job->context, &request, &job->plan);
}

/* HEAD wants to know only how many rows there would be. */
static struct statement head_statement(struct job *job)
{
    struct sql sql = sql_new(job->context);
    sql_add(&sql, "SELECT pg_catalog.count(_postgrest_t) FROM (");
    read_statement_add(&sql, job->plan);
    sql_add(&sql, ") _postgrest_t");
    return sql_statement(&sql);
}

static struct statement rows_statement(struct job *job, enum shape shape)
{
    struct sql sql = sql_new(job->context);
    shape_begin(&sql, job, shape);
    read_statement_add(&sql, job->plan);
    shape_end(&sql, shape);
    return job->media.is_plan ? explaining_statement(job, &sql)
                              : shape_statement(&sql, job);
}

static bool run(struct reading *reading, bool is_wrapped)
{
    struct job *job = reading->job;
    struct row_sink sink;
    enum shape shape = shape_choose(job, is_wrapped, false);
    struct transaction transaction = {.job = job, .is_read_only = true};
    if (job->is_head && !job->media.is_plan) {
        sink = counting_sink(&reading->rows);
        transaction_add(&transaction, head_statement(job), &sink);
    } else if (job->media.is_plan) {
        sink = explaining_sink(job);
        transaction_add(&transaction, rows_statement(job, shape), &sink);
    } else {
        reading->encoder = shape_encoder(job, shape, job->media.encoding);
        sink = encoder_sink(reading->encoder);
        transaction_add(&transaction, rows_statement(job, shape), &sink);
    }
    if (!job->media.is_plan) {
        counting_add(&reading->counting, job, &transaction);
    }
    if (!transaction_run(&transaction)) {
        return false;
    }
    reading->settings = transaction.settings;
    return true;
}

/* A type that only the database knows: once more, with each row made JSON there. */
static bool run_until_encodable(struct reading *reading)
{
    bool is_textual =
        reading->job->media.encoding == ENCODE_CSV || reading->job->media.handler != NULL;
    bool is_wrapped = !is_textual && !read_select_is_encodable(reading->job->plan);
    if (!run(reading, is_wrapped)) {
        return false;
    }
    if (reading->encoder == NULL || !reading->encoder->needs_wrapping) {
        return true;
    }
    spool_clear(reading->job->response->body);
    return run(reading, true);
}

/* Clients limit an answer's headers (Node to 16 KiB in all), and a filter by hundreds of
 * keys would pass that; what is longer than this is left out. */
#define LONGEST_LOCATION 8192

static void set_location(struct job *job)
{
    struct strbuf text = strbuf_new(job->context->arena, 0);
    strbuf_add_char(&text, '/');
    strbuf_add_slice(&text, job->name);
    if (job->query.canonical.len > 0) {
        strbuf_add_char(&text, '?');
        strbuf_add_slice(&text, job->query.canonical);
    }
    if (text.len <= LONGEST_LOCATION) {
        response_set_header(job->response, "Content-Location", strbuf_slice(&text));
    }
}

static bool answer(struct reading *reading)
{
    struct job *job = reading->job;
    struct arena *arena = job->context->arena;
    if (reading->encoder != NULL) {
        encoder_finish(reading->encoder);
        reading->rows = shape_rows(reading->encoder);
    }
    if (job->media.is_singular && !answer_check_singular(job->context, reading->rows)) {
        return false;
    }
    int64_t offset = job->plan->range.offset;
    int64_t total = counting_total(&reading->counting);
    int range = range_status(offset, reading->rows, total);
    if (range == 416) {
        answer_out_of_range(job, offset, total);
    }
    job->response->status = range;
    answer_content_range(job,
                         range_text(arena, offset, offset + reading->rows - 1, total));
    set_location(job);
    answer_content_type(job);
    answer_preferences(job, (struct applied){0});
    if (!answer_take_settings(job, &reading->settings)) {
        return false;
    }
    answer_finish(job);
    return true;
}

/* Outside of a unit the locks would be gone with the answer. */
static bool check_claim(const struct job *job)
{
    return !job->query.is_claim || job->service->unit != NULL ||
           context_fail_with(job->context, "PGRSTX00",
                             "Rows of '%s' can only be claimed in a unit of work",
                             job->table->name);
}

bool reading_run(struct job *job)
{
    struct reading reading = {.job = job, .counting = {.job = job}};
    struct media_request wanted = {
        .models = job->service->models, .schema = job->schema, .name = job->table->name};
    if (!check_claim(job) || !make_plan(job)) {
        return false;
    }
    wanted.takes_handlers = plan_is_default_select(job->plan);
    if (!media_negotiate(job->context, job->request, &wanted, &job->media) ||
        !preferences_check(job->context, &job->preferences) ||
        !run_until_encodable(&reading)) {
        return false;
    }
    if (job->media.is_plan) {
        explaining_answer(job);
        return true;
    }
    return answer(&reading);
}
