/* SPDX-License-Identifier: MIT
 *
 * POST, PATCH, PUT and DELETE of a table or view.
 */
#include "rest/writing.h"

#include <stdlib.h>

#include "base/growing.h"
#include "rest/answer.h"
#include "rest/explaining.h"
#include "rest/handlers.h"
#include "rest/location.h"
#include "rest/read_select.h"
#include "rest/read_statement.h"
#include "rest/shape.h"

static bool make_plan(struct writing *writing)
{
    struct job *job = writing->job;
    struct plan_request request = {
        .models = job->service->models,
        .schema = job->schema,
        .table = job->table,
        .name = job->name,
        .purpose = PLAN_WRITE,
        .range = {.limit = -1},
        .query = &job->query,
    };
    struct plan_condition *conditions;
    if (!plan_build(job->context, &request, &job->plan) ||
        !plan_write_conditions(job->context, &request, &conditions,
                               &writing->write.condition_count)) {
        return false;
    }
    writing->write.conditions = conditions;
    return true;
}

/* A key of an insert that is no column may be a relation, whose rows go to its table. */
static bool add_relation(struct writing *writing, struct slice name)
{
    struct job *job = writing->job;
    bool is_found = false;
    if (writing->write.kind == WRITE_INSERT && !writing->payload.is_unread) {
        if (writing->nested == NULL) {
            writing->nested = arena_alloc(job->context->arena, sizeof(*writing->nested));
            nested_init(writing->nested, job);
        }
        if (!nested_add_relation(writing->nested, 0, name, &is_found)) {
            return false;
        }
    }
    if (!is_found) {
        context_fail_with(job->context, "PGRST204",
                          "Could not find the '%.*s' column of '%s' in the schema cache",
                          (int)name.len, name.ptr, job->table->name);
        job->context->error.column = slice_string(job->context->arena, name);
    }
    return is_found;
}

static bool add_column(struct writing *writing, struct slice name,
                       struct growing *columns)
{
    const struct column *column = table_find_column(writing->write.table, name);
    if (column == NULL) {
        return add_relation(writing, name);
    }
    *(const struct column **)growing_add(writing->job->context->arena, columns,
                                         sizeof(column)) = column;
    return true;
}

/* The columns the body sets: columns= where it counts, else the body's keys. */
static bool find_columns(struct writing *writing)
{
    struct job *job = writing->job;
    struct growing columns = {0};
    const struct slice *names = writing->payload.keys;
    size_t count = writing->payload.key_count;
    if (names == NULL && writing->takes_columns) {
        names = job->query.columns.items;
        count = job->query.columns.count;
    }
    for (size_t i = 0; i < count; i++) {
        bool is_repeated = false;
        for (size_t k = 0; k < i; k++) {
            is_repeated = is_repeated || slice_equal(names[k], names[i]);
        }
        if (!is_repeated && !add_column(writing, names[i], &columns)) {
            return false;
        }
    }
    writing->write.columns = (const struct column *const *)columns.items;
    writing->write.column_count = columns.count;
    return true;
}

static bool takes_columns(const struct job *job, enum write_kind kind)
{
    return job->query.has_columns && (kind == WRITE_INSERT || kind == WRITE_UPDATE);
}

static bool read_body(struct job *job, enum write_kind kind, struct payload *out)
{
    struct media_type type = media_of_body(job->context->arena, job->request);
    return kind == WRITE_DELETE || (payload_parse(job->context, type, job->request->body,
                                                  takes_columns(job, kind), out) &&
                                    payload_has_rows(job->context, type, out));
}

bool writing_check_body(struct job *job, enum write_kind kind)
{
    struct payload payload;
    return read_body(job, kind, &payload);
}

static bool is_key_column(const struct table *table, struct slice name)
{
    return table_has_key_column(table, name);
}

/* PUT replaces the one row that its filters name: all of the key, each by eq. */
static bool check_put(struct writing *writing)
{
    const struct job *job = writing->job;
    const struct table *table = job->table;
    size_t found = 0;
    bool is_exact = table->primary_key_count > 0;
    for (size_t i = 0; i < job->query.condition_count; i++) {
        const struct query_condition *one = &job->query.conditions[i];
        const struct operation *operation = &one->condition.operation;
        if (one->condition.kind != CONDITION_FILTER) {
            is_exact = false;
        } else if (one->path_length == 0) {
            is_exact = is_exact && operation->operator_name == OP_EQ &&
                       !operation->is_negated &&
                       operation->quantifier == QUANTIFIER_NONE &&
                       is_key_column(table, one->condition.field.name);
            found++;
        }
    }
    if (is_exact && found >= table->primary_key_count) {
        return true;
    }
    return context_fail(job->context,
                        (struct error){.code = "PGRST105",
                                       .message =
                                           "Filters must include all and only primary "
                                           "key columns with 'eq' operators"});
}

/* PATCH and DELETE of every row have to say so. */
static bool check_guard(const struct writing *writing)
{
    enum write_kind kind = writing->write.kind;
    bool is_guarded = kind == WRITE_UPDATE || kind == WRITE_DELETE;
    if (!is_guarded || writing->write.condition_count > 0 ||
        !writing->job->context->config->full_table_guard) {
        return true;
    }
    return context_fail(
        writing->job->context,
        (struct error){
            .code = "21000",
            .status = 400,
            .message = kind == WRITE_UPDATE ? "UPDATE requires a WHERE clause"
                                            : "DELETE requires a WHERE clause",
            .hint =
                "Add a filter; one that every row passes, such as id=not.is.null, says "
                "that all rows are meant."});
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* In the order in which the write returns them: the table's for `*`, else by name. */
static void collect_keys(struct writing *writing, bool returns_all)
{
    const struct table *table = writing->job->table;
    writing->keys = arena_alloc(writing->job->context->arena,
                                (table->primary_key_count + 1) * sizeof(char *));
    for (size_t i = 0; i < table->column_count; i++) {
        if (table_has_key_column(table, slice_of(table->columns[i].name))) {
            writing->keys[writing->key_count++] = table->columns[i].name;
        }
    }
    if (!returns_all) {
        qsort(writing->keys, writing->key_count, sizeof(char *), compare_names);
    }
}

static void choose_returning(struct writing *writing)
{
    struct job *job = writing->job;
    const struct table *table = job->table;
    enum prefer_return wanted = job->preferences.representation;
    if (wanted != RETURN_REPRESENTATION && wanted != RETURN_HEADERS) {
        return;
    }
    writing->write.returning = plan_needed_columns(
        job->context, job->plan, table->primary_key, table->primary_key_count);
    collect_keys(writing, writing->write.returning.count > 0 &&
                              slice_is(writing->write.returning.items[0], "*"));
}

static bool prepare(struct writing *writing)
{
    struct job *job = writing->job;
    struct write *write = &writing->write;
    *write = (struct write){
        .kind = write->kind,
        .schema = job->schema,
        .table = job->table,
        .payload = &writing->payload,
        .applies_defaults =
            job->preferences.missing == MISSING_DEFAULT && write->kind != WRITE_PUT,
        .resolution =
            write->kind == WRITE_INSERT ? job->preferences.resolution : RESOLUTION_NONE,
        .conflict = job->query.on_conflict,
    };
    if (!job->query.has_on_conflict || write->kind == WRITE_PUT) {
        struct growing keys = {0};
        for (size_t i = 0; i < job->table->primary_key_count; i++) {
            *(struct slice *)growing_add(job->context->arena, &keys,
                                         sizeof(struct slice)) =
                slice_of(job->table->primary_key[i]);
        }
        write->conflict = (struct names){keys.items, keys.count};
    }
    writing->takes_columns = takes_columns(job, write->kind);
    if (!read_body(job, write->kind, &writing->payload) || !make_plan(writing)) {
        return false;
    }
    if ((write->kind == WRITE_PUT && !check_put(writing)) || !find_columns(writing) ||
        !check_guard(writing)) {
        return false;
    }
    if (write->kind == WRITE_INSERT) {
        write->condition_count = 0; /* filters say nothing of what is inserted */
    }
    choose_returning(writing);
    return true;
}

/* Those that the database gave back; else take_affected() knows them. */
static void count_rows(struct writing *writing)
{
    if (writing->encoder != NULL) {
        writing->rows = shape_rows(writing->encoder);
    } else if (writing->location.names != NULL) {
        writing->rows = (int64_t)writing->location.rows;
    }
}

static bool check_rows(void *self, struct context *context)
{
    struct writing *writing = self;
    (void)context;
    count_rows(writing);
    return writing_check_rows(writing);
}

static bool take_affected(void *self, struct context *context, int64_t affected)
{
    struct writing *writing = self;
    (void)context;
    writing->rows = affected;
    return true;
}

/* Only the write; with return=headers-only also the new row's key. */
static void add_bare(struct writing *writing, struct transaction *transaction,
                     struct row_sink *sink)
{
    struct sql sql = sql_new(writing->job->context);
    bool wants_location = !writing->job->media.is_plan &&
                          writing->write.kind == WRITE_INSERT &&
                          writing->job->preferences.representation == RETURN_HEADERS &&
                          writing->key_count > 0;
    if (wants_location) {
        write_statement_add_source(&sql, &writing->write);
        location_add(&sql, writing->keys, writing->key_count);
        writing->location =
            (struct location){.names = writing->keys, .name_count = writing->key_count};
        *sink = location_sink(&writing->location);
    } else {
        write_statement_add(&sql, &writing->write);
        *sink = writing->job->media.is_plan
                    ? explaining_sink(writing->job)
                    : (struct row_sink){.self = writing, .end = take_affected};
    }
    transaction_add(transaction,
                    writing->job->media.is_plan ? explaining_statement(writing->job, &sql)
                                                : sql_statement(&sql),
                    sink);
}

/* Whether each row comes as JSON from the database: a write cannot be repeated when a
 * type turns out to be unknown, so where `*` may hold one that no model has, it does. */
static bool is_wrapped(const struct writing *writing)
{
    const struct plan_node *plan = writing->job->plan;
    if (writing->job->media.encoding == ENCODE_CSV ||
        writing->job->media.handler != NULL) {
        return false;
    }
    for (size_t i = 0; i < plan->select_count; i++) {
        const struct plan_select *select = &plan->selects[i];
        bool is_certain = select->field.column != NULL && !slice_is_present(select->cast);
        if (!is_certain || select->aggregate != AGGREGATE_NONE) {
            return true;
        }
    }
    return plan->select_count == 0 || !read_select_is_encodable(plan);
}

static void add_representation(struct writing *writing, struct transaction *transaction,
                               struct row_sink *sink)
{
    struct job *job = writing->job;
    struct sql sql = sql_new(job->context);
    enum shape shape = shape_choose(job, is_wrapped(writing), false);
    write_statement_add_source(&sql, &writing->write);
    shape_begin(&sql, job, shape);
    read_statement_add(&sql, job->plan);
    shape_end(&sql, shape);
    if (job->media.is_plan) {
        *sink = explaining_sink(job);
        transaction_add(transaction, explaining_statement(job, &sql), sink);
        return;
    }
    writing->encoder = shape_encoder(job, shape, job->media.encoding);
    *sink = encoder_sink(writing->encoder);
    transaction_add(transaction, shape_statement(&sql, job), sink);
}

static bool run(struct writing *writing)
{
    struct job *job = writing->job;
    struct row_sink sink;
    struct transaction transaction = {.job = job, .verdict_self = writing};
    if (writing_needs_check(writing) && !job->media.is_plan) {
        transaction.verdict = check_rows;
    }
    if (job->preferences.representation == RETURN_REPRESENTATION) {
        add_representation(writing, &transaction, &sink);
    } else {
        add_bare(writing, &transaction, &sink);
    }
    if (!transaction_run(&transaction)) {
        return false;
    }
    if (writing->encoder != NULL) {
        encoder_finish(writing->encoder);
    }
    count_rows(writing);
    writing->inserted = transaction.inserted;
    writing->settings = transaction.settings;
    return true;
}

bool writing_run(struct job *job, enum write_kind kind)
{
    struct writing writing = {.job = job, .write = {.kind = kind}};
    struct media_request wanted = {
        .models = job->service->models, .schema = job->schema, .name = job->table->name};
    if (!prepare(&writing)) {
        return false;
    }
    wanted.takes_handlers = plan_is_default_select(job->plan);
    if (!preferences_check(job->context, &job->preferences) ||
        !media_negotiate(job->context, job->request, &wanted, &job->media) ||
        !(writing.nested != NULL ? nesting_run(&writing) : run(&writing))) {
        return false;
    }
    if (job->media.is_plan) {
        explaining_answer(job);
        return true;
    }
    return written_answer(&writing);
}
