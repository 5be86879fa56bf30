/* SPDX-License-Identifier: MIT
 *
 * GET, HEAD and POST of a function.
 */
#include "rest/calling.h"

#include "base/growing.h"
#include "rest/answer.h"
#include "rest/counted.h"
#include "rest/counting.h"
#include "rest/explaining.h"
#include "rest/handlers.h"
#include "rest/range.h"
#include "rest/read_select.h"
#include "rest/read_statement.h"
#include "rest/shape.h"

struct calling {
    struct job *job;
    struct call call;
    struct encoder *encoder; /* NULL for a plan */
    struct counted counted;
    bool counts;
    int64_t rows;
    struct response_settings settings;
};

static void take_keys(struct job *job, struct call *call)
{
    struct growing keys = {0};
    for (size_t i = 0; i < call->argument_count; i++) {
        *(struct slice *)growing_add(job->context->arena, &keys, sizeof(struct slice)) =
            call->arguments[i].name;
    }
    call->keys = (struct names){keys.items, keys.count};
}

/* A form's fields, as the arguments of a GET would be. */
static bool take_form(struct job *job, struct call *call)
{
    struct query form;
    if (!query_parse_arguments(job->context, job->request->body, &form)) {
        return false;
    }
    call->arguments = form.arguments;
    call->argument_count = form.argument_count;
    take_keys(job, call);
    return true;
}

static bool take_body(struct job *job, struct call *call)
{
    struct media_type type = media_of_body(job->context->arena, job->request);
    if (slice_is(type.name, "application/x-www-form-urlencoded")) {
        return take_form(job, call);
    }
    call->takes_json = true;
    if (!payload_parse(job->context, type, job->request->body, job->query.has_columns,
                       &call->payload)) {
        return false;
    }
    call->keys = call->payload.keys == NULL && job->query.has_columns
                     ? job->query.columns
                     : (struct names){call->payload.keys, call->payload.key_count};
    return true;
}

static bool find(struct job *job, struct call *call)
{
    call->is_post = slice_is(job->request->method, "POST");
    if (!call->is_post) {
        call->arguments = job->query.arguments;
        call->argument_count = job->query.argument_count;
        take_keys(job, call);
    } else if (!take_body(job, call)) {
        return false;
    }
    return function_find(job, call);
}

/* What messages call the rows: their type, or the function where they have none. */
static struct slice result_name(const struct function *function)
{
    if (function->result != RESULT_COMPOSITE) {
        return slice_of(function->name);
    }
    return slice_of(function->result_type == NULL ? "record" : function->result_type);
}

static bool make_plan(struct calling *calling)
{
    struct job *job = calling->job;
    const struct function *function = calling->call.function;
    if (function->result_is_table) {
        job->table =
            models_find_table(job->service->models, slice_of(function->result_schema),
                              slice_of(function->result_type));
    }
    struct plan_request request = {
        .models = job->service->models,
        .schema = job->schema,
        .table = job->table,
        .name = result_name(function),
        .purpose = PLAN_CALL,
        .range = job->range,
        .query = &job->query,
    };
    if (!plan_build(job->context, &request, &job->plan)) {
        return false;
    }
    calling->call.returning = plan_needed_columns(job->context, job->plan, NULL, 0);
    return true;
}

static bool check_limit(struct calling *calling)
{
    const struct preferences *prefer = &calling->job->preferences;
    bool is_limited = prefer->has_max_affected && prefer->handling == HANDLING_STRICT;
    if (!is_limited || calling->call.function->is_set) {
        return true;
    }
    return context_fail(calling->job->context,
                        (struct error){.code = "PGRST128",
                                       .message =
                                           "Function must return SETOF or TABLE when "
                                           "max-affected preference is used with "
                                           "handling=strict"});
}

/* How the result is written: values without a name by themselves, one row without
 * brackets. */
static enum encoding encoding_of(const struct calling *calling)
{
    const struct function *function = calling->call.function;
    const struct media *media = &calling->job->media;
    bool is_json =
        media->encoding == ENCODE_JSON_ARRAY || media->encoding == ENCODE_JSON_OBJECT;
    if (!is_json || media->handler != NULL) {
        return media->encoding;
    }
    if (function->result != RESULT_COMPOSITE) {
        return !function->is_set    ? ENCODE_JSON_VALUE
               : media->is_singular ? ENCODE_JSON_OBJECT
                                    : ENCODE_JSON_VALUES;
    }
    return function->is_set && !media->is_singular ? ENCODE_JSON_ARRAY
                                                   : ENCODE_JSON_OBJECT;
}

static bool is_wrapped(const struct calling *calling)
{
    const struct function *function = calling->call.function;
    if (function->result != RESULT_COMPOSITE) {
        return function->form != FORM_BUILT_IN;
    }
    for (size_t i = 0; i < calling->job->plan->select_count; i++) {
        const struct plan_select *select = &calling->job->plan->selects[i];
        if (slice_is_present(select->cast) ||
            (select->field.column == NULL && !select->field.is_all)) {
            return true;
        }
    }
    return !read_select_is_encodable(calling->job->plan);
}

/* HEAD needs no rows, only how many there are; of a single value PostgreSQL then does not
 * even ask the function. */
static void add_head(struct calling *calling, struct transaction *transaction,
                     struct row_sink *sink)
{
    struct sql sql = sql_new(calling->job->context);
    call_statement_add_source(&sql, &calling->call);
    sql_add(&sql, calling->call.function->is_set
                      ? "SELECT pg_catalog.count(_postgrest_t) FROM ("
                      : "SELECT 1 FROM (");
    read_statement_add(&sql, calling->job->plan);
    sql_add(&sql, ") _postgrest_t");
    *sink = counting_sink(&calling->rows);
    transaction_add(transaction, sql_statement(&sql), sink);
}

static void add_statement(struct calling *calling, struct transaction *transaction,
                          struct row_sink *sink)
{
    struct job *job = calling->job;
    struct sql sql = sql_new(job->context);
    const struct function *function = calling->call.function;
    bool is_whole_rows = job->media.handler != NULL && function->is_set;
    bool is_scalar = function->result != RESULT_COMPOSITE && !is_whole_rows &&
                     encoding_of(calling) != ENCODE_JSON_OBJECT;
    enum shape shape = shape_choose(job, is_wrapped(calling), is_scalar);
    call_statement_add_source(&sql, &calling->call);
    if (calling->counts) {
        counted_begin(&sql);
    }
    shape_begin(&sql, job, shape);
    read_statement_add(&sql, job->plan);
    shape_end(&sql, shape);
    if (calling->counts) {
        counted_end(&sql, job->plan);
    }
    if (job->media.is_plan) {
        *sink = explaining_sink(job);
        transaction_add(transaction, explaining_statement(job, &sql), sink);
        return;
    }
    calling->encoder = shape_encoder(job, shape, encoding_of(calling));
    *sink = encoder_sink(calling->encoder);
    if (calling->counts) {
        calling->counted = (struct counted){.inner = *sink};
        *sink = counted_sink(&calling->counted);
    }
    transaction_add(transaction, sql_statement(&sql), sink);
}

static int64_t most_affected(const struct calling *calling)
{
    const struct preferences *prefer = &calling->job->preferences;
    bool is_limited = prefer->has_max_affected && prefer->handling == HANDLING_STRICT;
    return is_limited ? prefer->max_affected : INT64_MAX;
}

static bool check_rows(void *self, struct context *context)
{
    struct calling *calling = self;
    int64_t rows =
        calling->encoder != NULL ? shape_rows(calling->encoder) : calling->rows;
    if (calling->job->media.is_singular && !answer_check_singular(context, rows)) {
        return false;
    }
    if (rows <= most_affected(calling)) {
        return true;
    }
    return context_fail(
        context,
        (struct error){
            .code = "PGRST124",
            .message = "Query result exceeds max-affected preference constraint",
            .details = arena_printf(context->arena, "The query affects %lld rows",
                                    (long long)rows)});
}

static void collect_hoisted(const struct calling *calling,
                            struct transaction *transaction)
{
    const struct function *function = calling->call.function;
    struct context *context = calling->job->context;
    struct list known = context->config->hoisted_settings;
    struct growing list = {0};
    for (size_t i = 0; i < function->setting_count; i++) {
        for (size_t k = 0; k < known.count; k++) {
            if (slice_is(known.items[k], function->settings[i].name)) {
                *(struct setting_value *)growing_add(context->arena, &list,
                                                     sizeof(struct setting_value)) =
                    function->settings[i];
            }
        }
    }
    transaction->hoisted = list.items;
    transaction->hoisted_count = list.count;
}

static bool run(struct calling *calling)
{
    struct job *job = calling->job;
    struct row_sink sink;
    struct transaction transaction = {
        .job = job,
        .is_read_only = !calling->call.is_post ||
                        calling->call.function->volatility != VOLATILITY_VOLATILE,
        .verdict_self = calling,
    };
    bool is_checked = job->media.is_singular || most_affected(calling) != INT64_MAX;
    calling->counts = preferences_count_rows(&job->preferences);
    if (is_checked && !job->media.is_plan) {
        transaction.verdict = check_rows;
    }
    collect_hoisted(calling, &transaction);
    if (job->is_head && !job->media.is_plan && !calling->counts) {
        add_head(calling, &transaction, &sink);
    } else {
        add_statement(calling, &transaction, &sink);
    }
    if (!transaction_run(&transaction)) {
        return false;
    }
    if (calling->encoder != NULL) {
        encoder_finish(calling->encoder);
        calling->rows = shape_rows(calling->encoder);
    }
    if (!calling->call.function->is_set) {
        calling->rows = 1; /* whatever was left out of it */
    }
    calling->settings = transaction.settings;
    return true;
}

static bool answer(struct calling *calling)
{
    struct job *job = calling->job;
    const struct function *function = calling->call.function;
    int64_t offset = job->plan->range.offset;
    int64_t total = calling->counts ? calling->counted.total : -1;
    int range = range_status(offset, calling->rows, total);
    bool is_void = function->result == RESULT_VOID;
    bool is_null_row = calling->encoder != NULL && calling->encoder->rows == 0 &&
                       function->result == RESULT_COMPOSITE && !function->is_set &&
                       encoding_of(calling) == ENCODE_JSON_OBJECT;
    if (range == 416 && !is_void) {
        answer_out_of_range(job, offset, total);
    }
    job->response->status = is_void ? 204 : range;
    if (is_null_row) {
        spool_add_text(job->response->body, "null");
    }
    if (is_void || job->is_head) {
        spool_clear(job->response->body);
    }
    answer_content_range(
        job, range_text(job->context->arena, offset, offset + calling->rows - 1, total));
    if (!is_void) {
        answer_content_type(job);
    }
    answer_preferences(job, (struct applied){.max_affected = true});
    if (!answer_take_settings(job, &calling->settings)) {
        return false;
    }
    answer_finish(job);
    return true;
}

/* All that is asked before the transaction. */
static bool prepare(struct calling *calling)
{
    struct job *job = calling->job;
    if (!find(job, &calling->call) || !make_plan(calling)) {
        return false;
    }
    const struct function *function = calling->call.function;
    struct media_request wanted = {
        .models = job->service->models,
        .schema = job->schema,
        .name = function->result_is_table ? function->result_type : function->name,
        .takes_handlers = plan_is_default_select(job->plan),
    };
    return media_negotiate(job->context, job->request, &wanted, &job->media) &&
           preferences_check(job->context, &job->preferences) && check_limit(calling);
}

bool calling_find(struct job *job, const struct function **out)
{
    struct calling calling = {.job = job};
    bool is_fine = prepare(&calling);
    *out = calling.call.function;
    job->plan = NULL; /* nothing of it is answered, nor warned of */
    return is_fine;
}

bool calling_run(struct job *job)
{
    struct calling calling = {.job = job};
    if (!prepare(&calling) || !run(&calling)) {
        return false;
    }
    if (job->media.is_plan) {
        explaining_answer(job);
        return true;
    }
    return answer(&calling);
}
