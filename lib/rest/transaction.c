/* SPDX-License-Identifier: MIT */
#include "rest/transaction.h"

#include "base/growing.h"
#include "base/json.h"
#include "db/sqlstate.h"
#include "rest/raised.h"
#include "rest/sql.h"

/* What the answer's last statement tells. */
static const char response_sql[] =
    "SELECT nullif(current_setting('response.headers', true), ''), "
    "nullif(current_setting('response.status', true), ''), "
    "nullif(current_setting('" TRANSACTION_INSERTED "', true), '')";

struct settings {
    struct arena *arena;
    struct growing list; /* of struct setting */
};

static void add_setting(struct settings *settings, struct slice name, struct slice value)
{
    struct setting *added = growing_add(settings->arena, &settings->list, sizeof(*added));
    *added = (struct setting){name, value};
}

static void add_member(struct strbuf *text, struct slice name, struct slice value)
{
    strbuf_add_char(text, text->len > 1 ? ',' : ' ');
    json_write_string(text, name);
    strbuf_add_char(text, ':');
    json_write_string(text, value);
}

static struct slice headers_text(const struct job *job)
{
    struct arena *arena = job->context->arena;
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_char(&text, '{');
    for (size_t i = 0; i < job->request->header_count; i++) {
        const struct header *header = &job->request->headers[i];
        if (!slice_is(header->name, "cookie")) {
            add_member(&text, slice_as_text(arena, header->name),
                       slice_as_text(arena, header->value));
        }
    }
    strbuf_add_char(&text, '}');
    return strbuf_slice(&text);
}

static struct slice cookies_text(const struct job *job)
{
    struct arena *arena = job->context->arena;
    struct strbuf text = strbuf_new(arena, 0);
    struct slice rest = request_header(job->request, "cookie");
    strbuf_add_char(&text, '{');
    while (slice_is_present(rest)) {
        struct slice value = slice_trim(slice_cut(&rest, ';'));
        struct slice name = slice_cut(&value, '=');
        if (name.len > 0) {
            add_member(&text, slice_as_text(arena, name),
                       slice_is_present(value) ? slice_as_text(arena, value)
                                               : slice_of(""));
        }
    }
    strbuf_add_char(&text, '}');
    return strbuf_slice(&text);
}

static void add_app_settings(const struct job *job, struct settings *settings)
{
    struct list items = job->context->config->app_settings;
    for (size_t i = 0; i < items.count; i++) {
        struct slice value = items.items[i];
        struct slice name = slice_cut(&value, '=');
        add_setting(settings, name, value);
    }
}

static void collect(const struct transaction *transaction, struct settings *settings)
{
    const struct job *job = transaction->job;
    add_setting(settings, slice_of("request.jwt.claims"), job->identity->claims);
    add_setting(settings, slice_of("request.method"), job->request->method);
    add_setting(settings, slice_of("request.path"),
                slice_as_text(job->context->arena, job->request->path));
    add_setting(settings, slice_of("request.headers"), headers_text(job));
    add_setting(settings, slice_of("request.cookies"), cookies_text(job));
    if (slice_is_present(job->preferences.timezone)) {
        add_setting(settings, slice_of("timezone"), job->preferences.timezone);
    }
    if (job->service->unit != NULL) {
        /* What a call before this one in the unit has left. */
        add_setting(settings, slice_of("response.headers"), slice_of(""));
        add_setting(settings, slice_of("response.status"), slice_of(""));
        add_setting(settings, slice_of(TRANSACTION_INSERTED), slice_of(""));
    }
    add_app_settings(job, settings);
    for (size_t i = 0; i < transaction->hoisted_count; i++) {
        add_setting(settings, slice_of(transaction->hoisted[i].name),
                    slice_of(transaction->hoisted[i].value));
    }
}

/* The request's schema first, then DB_EXTRA_SEARCH_PATH. */
static struct slice search_path(const struct job *job)
{
    struct list extra = job->context->config->extra_search_path;
    struct sql path = sql_new(job->context);
    sql_add_identifier(&path, slice_of(job->schema));
    for (size_t i = 0; i < extra.count; i++) {
        sql_add(&path, ", ");
        sql_add_identifier(&path, extra.items[i]);
    }
    return strbuf_slice(&path.text);
}

static struct statement pre_request(const struct job *job)
{
    struct slice name = job->context->config->pre_request;
    struct sql sql = sql_new(job->context);
    struct slice function = name;
    struct slice schema = slice_cut(&function, '.');
    sql_add(&sql, "SELECT ");
    if (slice_is_present(function)) {
        sql_add_identifier(&sql, schema);
        sql_add(&sql, ".");
    } else {
        function = schema;
    }
    sql_add_identifier(&sql, function);
    sql_add(&sql, "()");
    return sql_statement(&sql);
}

static bool take_response(void *self, struct context *context, const struct slice *values,
                          size_t count)
{
    struct transaction *transaction = self;
    (void)count;
    transaction->settings.headers = slice_is_present(values[0])
                                        ? slice_copy(context->arena, values[0])
                                        : slice_absent();
    transaction->settings.status = slice_is_present(values[1])
                                       ? slice_copy(context->arena, values[1])
                                       : slice_absent();
    transaction->inserted = 0;
    if (slice_is_present(values[2]) &&
        !slice_to_int64(values[2], &transaction->inserted)) {
        transaction->inserted = 0;
    }
    return true;
}

/* How the transaction ends: as DB_TX_END says, or as the request prefers where that is
 * allowed. A read leaves nothing to undo. */
static bool rolls_back(const struct transaction *transaction)
{
    const struct job *job = transaction->job;
    enum tx_end end = job->context->config->tx_end;
    enum prefer_tx preferred = job->preferences.tx;
    bool allows = end == TX_COMMIT_ALLOW_OVERRIDE || end == TX_ROLLBACK_ALLOW_OVERRIDE;
    if (transaction->is_read_only || job->service->unit != NULL) {
        return false;
    }
    if (allows && preferred != TX_UNSET) {
        return preferred == TX_PREFER_ROLLBACK;
    }
    return end == TX_ROLLBACK || end == TX_ROLLBACK_ALLOW_OVERRIDE;
}

/* Explicit only where something needs it; NULL leaves it to the pipeline's Sync. */
static const char *begin_statement(const struct transaction *transaction,
                                   const char *isolation)
{
    const char *mode = transaction->is_read_only ? "READ ONLY" : "READ WRITE";
    bool is_needed = transaction->needs_snapshot || transaction->verdict != NULL ||
                     rolls_back(transaction) || isolation != NULL;
    if (!is_needed) {
        return NULL;
    }
    const char *level = isolation != NULL             ? isolation
                        : transaction->needs_snapshot ? "REPEATABLE READ"
                                                      : "READ COMMITTED";
    return arena_printf(transaction->job->context->arena, "BEGIN ISOLATION LEVEL %s %s",
                        level, mode);
}

static const char *hoisted_isolation(const struct transaction *transaction)
{
    for (size_t i = 0; i < transaction->hoisted_count; i++) {
        if (strcmp(transaction->hoisted[i].name, "default_transaction_isolation") == 0) {
            return transaction->hoisted[i].value;
        }
    }
    return NULL;
}

/* "Key (email)=(..) already exists.", in whatever language: of a key that is one column
 * with a plain name. */
static const char *key_column(struct arena *arena, const struct error *error)
{
    bool is_key = strcmp(error->code, "23505") == 0 || strcmp(error->code, "23503") == 0;
    const char *start =
        is_key && error->details != NULL ? strchr(error->details, '(') : NULL;
    const char *end = start == NULL ? NULL : strstr(start, ")=(");
    if (end == NULL || strcspn(start + 1, "(),\" ") != (size_t)(end - start - 1)) {
        return NULL;
    }
    return slice_string(arena, (struct slice){start + 1, (size_t)(end - start - 1)});
}

/* The database's own error, given its HTTP status; RAISE may have chosen it. */
static bool fail(struct transaction *transaction)
{
    const struct job *job = transaction->job;
    struct error *error = &job->context->error;
    if (strcmp(error->code, "PGRST") == 0) {
        raised_apply(job->context, job->response);
    } else if (error->status == 0) {
        error->status =
            sqlstate_to_status(error->code, error->message, job->identity->is_anonymous);
        error->phrase = sqlstate_to_phrase(error->code, error->message);
        error->column = error->column != NULL ? error->column
                                              : key_column(job->context->arena, error);
    }
    return false;
}

void transaction_add(struct transaction *transaction, struct statement statement,
                     const struct row_sink *sink)
{
    transaction->statements[transaction->statement_count++] =
        (struct exchange_item){.statement = statement, .sink = sink};
}

static struct slice scope_of(struct context *context, const struct session *session)
{
    struct strbuf scope = strbuf_new(context->arena, 0);
    strbuf_add_slice(&scope, session->role);
    strbuf_add_char(&scope, ' ');
    strbuf_add_slice(&scope, session->search_path);
    return strbuf_slice(&scope);
}

/* What is sent, in its order. */
struct sequence {
    struct exchange_item items[TRANSACTION_STATEMENTS + 4];
    size_t count;
    size_t first; /* of the job's own statements */
};

static void add_item(struct sequence *sequence, struct statement statement,
                     const struct row_sink *sink)
{
    sequence->items[sequence->count++] =
        (struct exchange_item){.statement = statement, .sink = sink};
}

static bool add_session(const struct transaction *transaction, struct session *session,
                        struct sequence *sequence, const char **isolation)
{
    const struct job *job = transaction->job;
    struct settings settings = {.arena = job->context->arena};
    struct statement statement;
    collect(transaction, &settings);
    *session = (struct session){
        .unit = job->service->unit,
        .role = job->identity->role,
        .is_read_only = transaction->is_read_only,
        .search_path = search_path(job),
        .settings = settings.list.items,
        .setting_count = settings.list.count,
    };
    if (!session_build(job->context, job->service->role_settings, session, &statement,
                       isolation)) {
        return false;
    }
    const char *hoisted = hoisted_isolation(transaction);
    *isolation = hoisted != NULL ? hoisted : *isolation;
    add_item(sequence, statement, NULL);
    if (slice_is_present(job->context->config->pre_request)) {
        add_item(sequence, pre_request(job), NULL);
    }
    return true;
}

/* A write tells how many rows it inserted as well. */
static bool asks_for_response(const struct transaction *transaction)
{
    const struct service *service = transaction->job->service;
    return !transaction->is_read_only || service->models->may_set_response ||
           slice_is_present(service->config->pre_request);
}

static void add_statements(const struct transaction *transaction,
                           struct sequence *sequence,
                           const struct row_sink *response_sink)
{
    sequence->first = sequence->count;
    for (size_t i = 0; i < transaction->statement_count; i++) {
        sequence->items[sequence->count++] = transaction->statements[i];
    }
    if (asks_for_response(transaction)) {
        add_item(sequence,
                 (struct statement){.sql = slice_of(response_sql), .is_cached = true},
                 response_sink);
    }
    if (rolls_back(transaction)) {
        /* Deferred constraints would not be checked at all otherwise. */
        add_item(sequence,
                 (struct statement){.sql = SLICE("SET CONSTRAINTS ALL IMMEDIATE")}, NULL);
    }
}

bool transaction_run(struct transaction *transaction)
{
    const struct job *job = transaction->job;
    struct context *context = job->context;
    struct sequence sequence = {.count = 0};
    struct session session;
    const char *isolation = NULL;
    struct row_sink response_sink = {.self = transaction, .row = take_response};
    if (!unit_check(context, job->service->database, job->service->unit)) {
        return false;
    }
    if (!add_session(transaction, &session, &sequence, &isolation)) {
        return fail(transaction);
    }
    add_statements(transaction, &sequence, &response_sink);
    struct exchange exchange = {
        .unit = job->service->unit,
        .is_ahead = job->service->is_ahead && !transaction->is_read_only,
        .begin = begin_statement(transaction, isolation),
        .items = sequence.items,
        .item_count = sequence.count,
        .verdict = transaction->verdict,
        .verdict_self = transaction->verdict_self,
        .rolls_back = rolls_back(transaction),
        .is_read = transaction->is_read_only,
        .scope = scope_of(context, &session),
    };
    timing_mark(&context->timing, TIMING_PLAN);
    bool is_done = database_run(job->service->database, context, &exchange);
    timing_mark(&context->timing, TIMING_TRANSACTION);
    transaction->failed_statement = exchange.failed_item >= sequence.first
                                        ? exchange.failed_item - sequence.first
                                        : transaction->statement_count;
    return is_done || fail(transaction);
}
