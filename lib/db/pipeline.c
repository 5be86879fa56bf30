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
    }
    return context_fail(context, error);
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

static bool run(struct database *database, struct context *context,
                struct exchange *exchange)
{
    struct pipeline *pipeline = (struct pipeline *)database;
    exchange->failed_item = exchange->item_count;
    exchange->was_kept = false;
    if (context_has_failed(context)) {
        return false;
    }
    size_t octets;
    struct sending *sendings = build_sendings(context, exchange, &octets);
    if (sendings == NULL) {
        return false;
    }
    bool ok = run_attempts(pipeline, (struct attempt){.context = context,
                                                      .connection = pipeline->connection,
                                                      .exchange = exchange,
                                                      .sendings = sendings});
    if (octets > HEAVY) {
        connection_close(pipeline->connection);
    }
    return ok;
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
    pipeline->database = (struct database){.run = run, .close = close_pipeline};
    pipeline->arena = arena;
    pipeline->connection = connection_new(arena, config);
    return &pipeline->database;
}
