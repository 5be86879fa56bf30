/* SPDX-License-Identifier: MIT */
#include "db/pipeline.h"

#include "base/log.h"
#include "db/attempt.h"

/* libpq keeps its buffers as large as they ever were, so a connection that carried more
 * than this at once is given up afterwards. */
#define HEAVY ((size_t)16 << 20)

struct pipeline {
    struct database database;
    struct arena *arena;
    struct connection *connection;
    bool was_heavy; /* an exchange of the unit that is open */
    /* One of the unit's that has been sent and not been read. */
    bool is_ahead;
    struct attempt ahead;
    struct exchange exchange_ahead;
};

static struct sending *build_sendings(struct context *context, struct exchange *exchange,
                                      size_t *octets)
{
    size_t count = exchange->item_count;
    struct sending *sendings = arena_alloc(context->arena, count * sizeof(*sendings));
    *octets = 0;
    for (size_t i = 0; i < count; i++) {
        const struct statement *statement = &exchange->items[i].statement;
        if (!binding_build(context, statement, &sendings[i].binding)) {
            exchange->failed_item = i;
            return NULL;
        }
        *octets += sendings[i].binding.octets;
    }
    return sendings;
}

static bool fail_lost(struct context *context, const struct exchange *exchange)
{
    log_write(LOG_ERROR, "the database connection was lost during a %s",
              exchange->is_read ? "read, twice" : "write");
    struct error error = {.code = "PGRST001",
                          .message = "Database client error. Retrying the connection.",
                          .details = "The connection was lost during the request."};
    if (!exchange->is_read) {
        error.details = "The connection was lost before the database confirmed the "
                        "transaction.";
        error.hint = "It may or may not have been stored: read before writing it again.";
        error.is_uncertain = true;
    }
    return context_fail(context, error);
}

static enum outcome attempt_run(struct attempt *attempt)
{
    return attempt_send(attempt) ? attempt_read(attempt) : ATTEMPT_LOST;
}

/* Runs the exchange, once more when a prepared statement was out of date (nothing of it
 * has run then), and a read once more when its connection was lost. */
static bool run_attempts(struct pipeline *pipeline, struct attempt attempt)
{
    struct context *context = attempt.context;
    bool may_be_stale = true;
    bool may_be_lost = attempt.exchange->is_read;
    while (connection_ready(context, attempt.connection)) {
        struct attempt current = attempt;
        enum outcome outcome = attempt_run(&current);
        if (outcome == ATTEMPT_DONE || outcome == ATTEMPT_FAILED) {
            if (current.largest_row > HEAVY || attempt.connection->was_cancelled) {
                connection_close(pipeline->connection);
            }
            return outcome == ATTEMPT_DONE;
        }
        bool *may_repeat = outcome == ATTEMPT_STALE ? &may_be_stale : &may_be_lost;
        if (outcome == ATTEMPT_LOST) {
            connection_close(pipeline->connection);
        }
        if (!*may_repeat || context_has_failed(context)) {
            return outcome == ATTEMPT_STALE ? context_fail(context, current.error)
                                            : fail_lost(context, attempt.exchange);
        }
        *may_repeat = false;
    }
    return false;
}

static bool fail_inside(struct context *context)
{
    log_write(LOG_ERROR, "the database connection was lost inside a unit of work");
    return context_fail(
        context,
        (struct error){.code = "PGRST000",
                       .message = "Database connection error. Retrying the connection.",
                       .details = "The connection was lost inside a unit of work.",
                       .hint = "Nothing of it was kept."});
}

static bool fail_stale(struct context *context, const struct error *error)
{
    return context_fail(
        context, (struct error){
                     .code = "40001",
                     .message = "A prepared statement of a unit of work was out of date",
                     .details = error->message,
                     .hint = "Nothing of it was kept; it may be run again."});
}

static bool is_in_transaction(const struct pipeline *pipeline)
{
    PGconn *handle = pipeline->connection->handle;
    return handle != NULL && PQstatus(handle) == CONNECTION_OK &&
           PQtransactionStatus(handle) != PQTRANS_IDLE;
}

static bool conclude(struct pipeline *pipeline, const struct attempt *attempt,
                     enum outcome outcome)
{
    pipeline->was_heavy = pipeline->was_heavy || attempt->largest_row > HEAVY;
    if (outcome == ATTEMPT_LOST) {
        connection_close(pipeline->connection);
        return fail_inside(attempt->context);
    }
    return outcome == ATTEMPT_DONE ||
           (outcome == ATTEMPT_STALE && fail_stale(attempt->context, &attempt->error));
}

/* Reads what was sent ahead; its error becomes this context's. */
static bool catch_up(struct pipeline *pipeline, struct context *context)
{
    struct attempt attempt = pipeline->ahead;
    if (!pipeline->is_ahead) {
        return true;
    }
    pipeline->is_ahead = false;
    attempt.context = context;
    enum outcome outcome =
        is_in_transaction(pipeline) ? attempt_read(&attempt) : ATTEMPT_LOST;
    return conclude(pipeline, &attempt, outcome);
}

/* All of it is on its way afterwards, for the server to work on it meanwhile. Whoever is
 * told of the results may be gone when they are read. */
static bool send_ahead(struct pipeline *pipeline, struct attempt attempt)
{
    const struct exchange *exchange = attempt.exchange;
    struct exchange_item *items =
        arena_alloc(attempt.context->arena, exchange->item_count * sizeof(*items));
    for (size_t i = 0; i < exchange->item_count; i++) {
        items[i] = (struct exchange_item){.statement = exchange->items[i].statement};
    }
    pipeline->exchange_ahead = *exchange;
    pipeline->exchange_ahead.items = items;
    attempt.exchange = &pipeline->exchange_ahead;
    pipeline->is_ahead = is_in_transaction(pipeline) && attempt_send(&attempt) &&
                         connection_flush(attempt.connection);
    pipeline->ahead = attempt;
    return pipeline->is_ahead || conclude(pipeline, &attempt, ATTEMPT_LOST);
}

/* Over the connection as it is, and once: what came before it in the unit cannot be
 * repeated here. */
static bool run_inside(struct pipeline *pipeline, struct attempt attempt)
{
    if (!catch_up(pipeline, attempt.context)) {
        return false;
    }
    if (attempt.exchange->is_ahead && attempt.exchange->verdict == NULL) {
        return send_ahead(pipeline, attempt);
    }
    enum outcome outcome =
        is_in_transaction(pipeline) ? attempt_run(&attempt) : ATTEMPT_LOST;
    return conclude(pipeline, &attempt, outcome);
}

static bool run(struct database *database, struct context *context,
                struct exchange *exchange)
{
    struct pipeline *pipeline = (struct pipeline *)database;
    if (context_has_failed(context)) {
        return false;
    }
    size_t octets;
    struct sending *sendings = build_sendings(context, exchange, &octets);
    if (sendings == NULL) {
        return false;
    }
    const struct attempt attempt = {.context = context,
                                    .connection = pipeline->connection,
                                    .exchange = exchange,
                                    .sendings = sendings};
    if (exchange->unit != NULL) {
        pipeline->was_heavy = pipeline->was_heavy || octets > HEAVY;
        return run_inside(pipeline, attempt);
    }
    bool ok = run_attempts(pipeline, attempt);
    if (octets > HEAVY) {
        connection_close(pipeline->connection);
    }
    return ok;
}

/* One that is lost before it has begun anything is made again, once. */
static bool begin_unit(struct pipeline *pipeline, struct attempt attempt,
                       const char *command)
{
    enum outcome outcome = ATTEMPT_LOST;
    for (int i = 0; outcome == ATTEMPT_LOST && i < 2; i++) {
        struct attempt current = attempt;
        if (!connection_ready(attempt.context, attempt.connection)) {
            return false;
        }
        outcome = attempt_command(&current, command, false);
        if (outcome != ATTEMPT_DONE) {
            connection_close(attempt.connection);
        }
    }
    pipeline->was_heavy = false;
    pipeline->is_ahead = false;
    return outcome == ATTEMPT_DONE ||
           (outcome == ATTEMPT_LOST && fail_inside(attempt.context));
}

static bool end_unit(struct pipeline *pipeline, struct attempt attempt,
                     enum unit_step step, const char *command)
{
    bool undoes = step == UNIT_ROLLBACK || step == UNIT_ROLLBACK_TO;
    struct error before = attempt.context->error;
    bool has_caught_up = catch_up(pipeline, attempt.context);
    if (undoes) {
        attempt.context->error = before;
    }
    if (!has_caught_up && step == UNIT_COMMIT) {
        return end_unit(pipeline, attempt, UNIT_ROLLBACK, "ROLLBACK") && has_caught_up;
    }
    bool is_sent = is_in_transaction(pipeline);
    bool commits = step == UNIT_COMMIT;
    enum outcome outcome =
        is_sent ? attempt_command(&attempt, command, commits) : ATTEMPT_LOST;
    bool ends = commits || step == UNIT_ROLLBACK;
    if (outcome == ATTEMPT_LOST || (ends && pipeline->was_heavy)) {
        connection_close(pipeline->connection);
    }
    if (outcome == ATTEMPT_LOST && commits && is_sent) {
        return fail_lost(attempt.context, attempt.exchange);
    }
    /* A transaction whose connection is gone is rolled back. */
    return outcome == ATTEMPT_DONE || step == UNIT_ROLLBACK ||
           (outcome == ATTEMPT_LOST && fail_inside(attempt.context));
}

static bool step_unit(struct database *database, struct context *context,
                      enum unit_step step, const char *command)
{
    struct pipeline *pipeline = (struct pipeline *)database;
    struct exchange none = {.item_count = 0};
    const struct attempt attempt = {
        .context = context, .connection = pipeline->connection, .exchange = &none};
    return step == UNIT_BEGIN ? begin_unit(pipeline, attempt, command)
                              : end_unit(pipeline, attempt, step, command);
}

static void close_pipeline(struct database *database)
{
    struct pipeline *pipeline = (struct pipeline *)database;
    connection_close(pipeline->connection);
    arena_free(pipeline->arena);
}

struct database *pipeline_new(const struct config *config)
{
    struct arena *arena = arena_new((size_t)16 << 10);
    struct pipeline *pipeline = arena_alloc(arena, sizeof(*pipeline));
    pipeline->database =
        (struct database){.run = run, .step = step_unit, .close = close_pipeline};
    pipeline->arena = arena;
    pipeline->connection = connection_new(arena, config);
    return &pipeline->database;
}
