/* SPDX-License-Identifier: MIT */
#include "db/attempt.h"

#include "db/rows.h"

static bool send_command(struct attempt *attempt, const char *command)
{
    return PQsendQueryParams(attempt->connection->handle, command, 0, NULL, NULL, NULL,
                             NULL, 0) == 1;
}

static bool send_sync(struct attempt *attempt)
{
    return PQpipelineSync(attempt->connection->handle) == 1;
}

static bool send_discards(struct attempt *attempt)
{
    char command[40];
    bool ok = true;
    while (ok && prepared_take_discard(attempt->connection->prepared, command)) {
        ok = send_command(attempt, command) && send_sync(attempt);
        attempt->discard_count++;
    }
    return ok;
}

/* Decides how the item is sent: by a name that is known, by a new one, or by none. */
static void choose_name(struct attempt *attempt, const struct statement *statement,
                        struct sending *sending)
{
    struct connection *connection = attempt->connection;
    sending->number = 0;
    sending->is_new = false;
    if (statement->is_cached && connection->config->prepared) {
        sending->key = statement->number != 0
                           ? prepared_own_key(statement->number)
                           : prepared_key(connection->prepared, statement->sql,
                                          attempt->exchange->scope);
        sending->number = prepared_find(connection->prepared, &sending->key);
        sending->is_new = sending->number == 0;
    }
    if (sending->is_new) {
        sending->number = prepared_next(connection->prepared);
    }
}

static bool send_item(struct attempt *attempt, size_t item)
{
    const struct statement *statement = &attempt->exchange->items[item].statement;
    struct sending *sending = &attempt->sendings[item];
    const struct binding *binding = &sending->binding;
    PGconn *handle = attempt->connection->handle;
    int format = statement->is_binary ? 1 : 0;
    choose_name(attempt, statement, sending);
    const char *sql = sending->number == 0 || sending->is_new
                          ? slice_string(attempt->context->arena, statement->sql)
                          : NULL;
    if (sending->number == 0) {
        return PQsendQueryParams(handle, sql, binding->count, NULL, binding->values,
                                 binding->lengths, binding->formats, format) == 1;
    }
    struct prepared_name name = prepared_name(sending->number);
    bool ok = !sending->is_new || PQsendPrepare(handle, name.text, sql, 0, NULL) == 1;
    return ok && PQsendQueryPrepared(handle, name.text, binding->count, binding->values,
                                     binding->lengths, binding->formats, format) == 1;
}

static bool is_inside(const struct attempt *attempt)
{
    return attempt->exchange->unit != NULL;
}

static bool begins(const struct attempt *attempt)
{
    return attempt->exchange->begin != NULL && !is_inside(attempt);
}

static bool send_all(struct attempt *attempt)
{
    const struct exchange *exchange = attempt->exchange;
    /* A DEALLOCATE that fails would take a unit's transaction with it. */
    bool ok = is_inside(attempt) || send_discards(attempt);
    if (begins(attempt)) {
        ok = ok && send_command(attempt, exchange->begin);
    }
    for (size_t i = 0; ok && i < exchange->item_count; i++) {
        ok = send_item(attempt, i);
    }
    if (begins(attempt) && exchange->verdict == NULL) {
        ok = ok && send_command(attempt, exchange->rolls_back ? "ROLLBACK" : "COMMIT");
    }
    return ok && send_sync(attempt);
}

/* A copy that outlives the result; NULL stays NULL. */
static const char *field_of(struct attempt *attempt, const PGresult *result, int field)
{
    const char *text = PQresultErrorField(result, field);
    return text == NULL ? NULL : slice_string(attempt->context->arena, slice_of(text));
}

/* True when a statement that was prepared before is gone (DEALLOCATE or DISCARD behind
 * our back) or describes other columns than it did. Messages are translated, so the first
 * is known by the statement's name, the second by the function that complains. */
static bool is_stale(const struct sending *sending, const PGresult *result,
                     const struct error *error)
{
    if (sending->number == 0 || sending->is_new) {
        return false;
    }
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    struct prepared_name name = prepared_name(sending->number);
    return (strcmp(error->code, "26000") == 0 &&
            strstr(error->message, name.text) != NULL) ||
           (strcmp(error->code, "0A000") == 0 && function != NULL &&
            strcmp(function, "RevalidateCachedQuery") == 0);
}

/* Keeps the first error of the exchange. False when libpq made it up itself: what the
 * server said could not be understood, so the connection is of no use any more. */
static bool note_error(struct attempt *attempt, size_t item, const PGresult *result)
{
    const char *code = field_of(attempt, result, PG_DIAG_SQLSTATE);
    const char *message = field_of(attempt, result, PG_DIAG_MESSAGE_PRIMARY);
    if (code == NULL || message == NULL) {
        return false;
    }
    if (attempt->error.code != NULL) {
        return true;
    }
    attempt->error = (struct error){
        .code = code,
        .message = message,
        .details = field_of(attempt, result, PG_DIAG_MESSAGE_DETAIL),
        .hint = field_of(attempt, result, PG_DIAG_MESSAGE_HINT),
        .column = field_of(attempt, result, PG_DIAG_COLUMN_NAME),
    };
    if (!context_has_failed(attempt->context)) {
        attempt->exchange->failed_item = item;
    }
    attempt->is_stale = item < attempt->exchange->item_count &&
                        is_stale(&attempt->sendings[item], result, &attempt->error);
    return true;
}

/* Takes one result of a command; false when it has no place there. */
static bool take_result(struct attempt *attempt, size_t item, struct rows *rows,
                        PGresult *result, bool *succeeded)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_FATAL_ERROR) {
        return note_error(attempt, item, result);
    }
    if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK ||
        status == PGRES_COMMAND_OK) {
        rows_take(rows, result);
        attempt->was_rolled_back = strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
        *succeeded = true;
        return true;
    }
    return status == PGRES_PIPELINE_ABORTED;
}

/* Reads one command to its end. False: the connection is unusable. */
static bool read_command(struct attempt *attempt, size_t item, struct rows *rows,
                         bool *succeeded)
{
    *succeeded = false;
    PGresult *result = NULL;
    while (connection_read(attempt->connection, &result)) {
        if (result == NULL) {
            return true;
        }
        bool ok = take_result(attempt, item, rows, result, succeeded);
        PQclear(result);
        if (!ok) {
            return false;
        }
    }
    return false;
}

/* Reads up to the answer to a Sync; deferred constraints of an implicit transaction fail
 * here. NULL stands between an error and the answer, but never twice. */
static bool read_sync(struct attempt *attempt)
{
    size_t item = attempt->exchange->item_count;
    PGresult *result = NULL;
    int ends = 0;
    while (ends < 2 && connection_read(attempt->connection, &result)) {
        ExecStatusType status = PQresultStatus(result);
        bool ok = result == NULL || status == PGRES_PIPELINE_SYNC ||
                  (status == PGRES_FATAL_ERROR && note_error(attempt, item, result));
        ends += result == NULL;
        PQclear(result);
        if (!ok || status == PGRES_PIPELINE_SYNC) {
            return ok;
        }
    }
    return false;
}

/* Statements that are gone already fail here, each on its own, and nobody minds. */
static bool read_discards(struct attempt *attempt)
{
    bool ok = true;
    bool succeeded;
    struct rows rows = {.context = attempt->context};
    for (size_t i = 0; ok && i < attempt->discard_count; i++) {
        ok = read_command(attempt, 0, &rows, &succeeded) && read_sync(attempt);
    }
    attempt->error = (struct error){0};
    attempt->is_stale = false;
    attempt->exchange->failed_item = attempt->exchange->item_count;
    return ok;
}

static bool read_item(struct attempt *attempt, size_t item)
{
    const struct sending *sending = &attempt->sendings[item];
    struct rows none = {.context = attempt->context};
    bool succeeded = false;
    if (sending->is_new) {
        if (!read_command(attempt, item, &none, &succeeded)) {
            return false;
        }
        if (succeeded) {
            prepared_add(attempt->connection->prepared, &sending->key, sending->number);
        }
    }
    const struct row_sink *sink = attempt->exchange->items[item].sink;
    bool is_wanted = sink != NULL && !context_has_failed(attempt->context);
    struct rows rows = {.context = attempt->context, .sink = is_wanted ? sink : NULL};
    PQsetSingleRowMode(attempt->connection->handle);
    bool ok = read_command(attempt, item, &rows, &succeeded);
    if (rows.has_failed) {
        attempt->exchange->failed_item = item;
    }
    if (rows.largest > attempt->largest_row) {
        attempt->largest_row = rows.largest;
    }
    return ok;
}

static void note_rollback(struct attempt *attempt)
{
    if (attempt->error.code == NULL) {
        attempt->error = (struct error){
            .code = "40000", .message = "The transaction was rolled back at its end"};
    }
}

/* The transaction's end. A COMMIT that answers ROLLBACK has kept nothing. */
static bool read_end(struct attempt *attempt, bool commits)
{
    struct rows none = {.context = attempt->context};
    bool succeeded = false;
    if (!read_command(attempt, attempt->exchange->item_count, &none, &succeeded)) {
        return false;
    }
    if (commits && succeeded && attempt->was_rolled_back) {
        note_rollback(attempt);
    }
    return true;
}

static bool read_all(struct attempt *attempt)
{
    const struct exchange *exchange = attempt->exchange;
    struct rows none = {.context = attempt->context};
    bool succeeded;
    bool ok = read_discards(attempt);
    if (begins(attempt)) {
        ok = ok && read_command(attempt, exchange->item_count, &none, &succeeded);
    }
    for (size_t i = 0; ok && i < exchange->item_count; i++) {
        ok = read_item(attempt, i);
    }
    if (begins(attempt) && exchange->verdict == NULL) {
        ok = ok && read_end(attempt, !exchange->rolls_back);
    }
    return ok && read_sync(attempt);
}

static bool has_failed(const struct attempt *attempt)
{
    return attempt->error.code != NULL || context_has_failed(attempt->context);
}

/* A round trip of its own, for what was not part of the pipeline. */
static bool run_command(struct attempt *attempt, const char *command, bool commits)
{
    return send_command(attempt, command) && send_sync(attempt) &&
           read_end(attempt, commits) && read_sync(attempt);
}

/* A unit goes on, or has failed; it does not end here. */
static bool settle_inside(struct attempt *attempt)
{
    const struct exchange *exchange = attempt->exchange;
    PGTransactionStatusType status = PQtransactionStatus(attempt->connection->handle);
    if (exchange->verdict != NULL && !has_failed(attempt) &&
        !exchange->verdict(exchange->verdict_self, attempt->context)) {
        return true; /* the context has the error */
    }
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/* Ends what the first round trip left open. False only when a COMMIT was lost: a lost
 * ROLLBACK has no other outcome. */
static bool settle(struct attempt *attempt)
{
    const struct exchange *exchange = attempt->exchange;
    bool keeps = false;
    if (is_inside(attempt)) {
        return settle_inside(attempt);
    }
    if (exchange->verdict != NULL && !has_failed(attempt)) {
        keeps = exchange->verdict(exchange->verdict_self, attempt->context) &&
                !exchange->rolls_back;
    } else if (PQtransactionStatus(attempt->connection->handle) == PQTRANS_IDLE) {
        return true;
    } else if (!has_failed(attempt)) {
        note_rollback(attempt); /* an item has begun a transaction of its own */
    }
    bool ok = run_command(attempt, keeps ? "COMMIT" : "ROLLBACK", keeps);
    if (!ok) {
        connection_close(attempt->connection);
    }
    return ok || !keeps;
}

/* What was out of date is given up: a statement that is gone was hardly alone in it. */
static void give_up_stale(struct attempt *attempt)
{
    struct prepared *prepared = attempt->connection->prepared;
    if (strcmp(attempt->error.code, "26000") == 0) {
        prepared_remove_all(prepared);
        return;
    }
    for (size_t i = 0; i < attempt->exchange->item_count; i++) {
        if (attempt->sendings[i].number != 0) {
            prepared_remove(prepared, &attempt->sendings[i].key);
        }
    }
}

bool attempt_send(struct attempt *attempt)
{
    struct exchange *exchange = attempt->exchange;
    exchange->failed_item = exchange->item_count;
    /* A write's end is sent with it, and what was asked for shall be done. */
    connection_watch(attempt->connection, exchange->is_read && !is_inside(attempt)
                                              ? attempt->context->client
                                              : NULL);
    return send_all(attempt);
}

enum outcome attempt_read(struct attempt *attempt)
{
    struct exchange *exchange = attempt->exchange;
    if (!read_all(attempt) || !settle(attempt)) {
        return ATTEMPT_LOST;
    }
    if (attempt->is_stale && !context_has_failed(attempt->context)) {
        give_up_stale(attempt);
        return ATTEMPT_STALE;
    }
    if (!has_failed(attempt)) {
        return ATTEMPT_DONE;
    }
    exchange->was_kept = attempt->error.code == NULL && !exchange->rolls_back &&
                         exchange->verdict == NULL && !is_inside(attempt);
    context_fail(attempt->context, attempt->error);
    return ATTEMPT_FAILED;
}

enum outcome attempt_command(struct attempt *attempt, const char *command, bool commits)
{
    connection_watch(attempt->connection, NULL);
    if (!run_command(attempt, command, commits)) {
        return ATTEMPT_LOST;
    }
    if (attempt->error.code == NULL) {
        return ATTEMPT_DONE;
    }
    context_fail(attempt->context, attempt->error);
    return ATTEMPT_FAILED;
}
