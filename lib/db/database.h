/* SPDX-License-Identifier: MIT
 *
 * database - what the floors above know of a database: one exchange at a time.
 *
 * An exchange is a list of statements that is sent in one pipeline and is one
 * transaction, or part of an open one (db/unit). It is an interface, so that tests of
 * repositories hand in a mock; db/pipeline is the real one.
 */
#ifndef MYOREST_DATABASE_H
#define MYOREST_DATABASE_H

#include "base/context.h"

/* A value bound to $n. Absent is NULL. The type is left to PostgreSQL to infer, as it
 * does for a quoted literal. `is_binary` hands bytea octets over as they are; text must
 * be free of NUL (the pipeline answers 22021 as PostgreSQL would). `is_terminated` says
 * that a NUL follows the value's last octet, which saves the copy of a large one. */
struct parameter {
    struct slice value;
    bool is_binary;
    bool is_terminated;
};

/* `is_cached`: prepared per connection when DB_PREPARED is on, keyed by text and scope;
 * or by `number`, from 1, when it is one of our own, with the same text and plan always.
 * `is_binary`: its rows' values come in each type's binary format (typsend), not as text.
 */
struct statement {
    struct slice sql;
    const struct parameter *parameters;
    size_t parameter_count;
    bool is_cached;
    unsigned number; /* 0: none of our own */
    bool is_binary;
};

/* A result's column: its name and its type's OID as in RowDescription. Borrowed. */
struct field {
    struct slice name;
    uint32_t type;
    int32_t modifier;
};

/* Takes the rows of one statement, one by one, as text unless the statement is_binary.
 * Callbacks return false after context_fail(); the rest is then drained and the exchange
 * fails. `describe` is called once per run, before the first row, also when there is
 * none, but not for a statement without columns; it may be called again when the exchange
 * is repeated and starts over then. Field names live until the arena is reset, values are
 * borrowed until the callback returns; absent is NULL. Members may be NULL.
 *
 * A write without a verdict has been committed by the time its rows arrive: a sink that
 * fails then cannot undo it (see was_kept). */
struct row_sink {
    void *self;
    bool (*describe)(void *self, struct context *context, const struct field *fields,
                     size_t count);
    bool (*row)(void *self, struct context *context, const struct slice *values,
                size_t count);
    /* `affected` is the command tag's number, 0 when it has none. */
    bool (*end)(void *self, struct context *context, int64_t affected);
};

struct exchange_item {
    struct statement statement;
    const struct row_sink *sink; /* NULL: rows are dropped */
};

/* Without `begin` the pipeline is one implicit transaction that its Sync commits. `begin`
 * is a whole BEGIN statement and makes the transaction explicit. `verdict` is asked when
 * all items have succeeded and before the transaction ends: false rolls back, and the
 * context then has the error; it needs `begin` and costs a second round trip. It may be
 * asked again when a read is repeated.
 * `rolls_back` ends the transaction with ROLLBACK (needs `begin`). `is_read` allows a
 * repetition on a fresh connection when the old one was lost.
 *
 * With `unit` it neither begins nor ends anything, whatever these say: it is part of that
 * unit, which has to be the innermost open one, and it is never repeated. One that
 * `is_ahead` may return when it has been sent: nothing of what comes back is told, its
 * failure is that of the next exchange or step, and its statements are borrowed until
 * then. */
struct exchange {
    struct unit *unit; /* NULL: a transaction of its own */
    bool is_ahead;     /* needs a unit, and no verdict */
    const char *begin;
    const struct exchange_item *items;
    size_t item_count;
    bool (*verdict)(void *self, struct context *context);
    void *verdict_self;
    bool rolls_back;
    bool is_read;
    struct slice scope; /* role and search path: prepared plans are not shared across */
    size_t failed_item; /* out: the index of the item that failed; item_count when none */
    bool was_kept; /* out: only a sink failed and the transaction was committed all the
                      same, so the exchange must not be run again */
};

enum unit_step {
    UNIT_BEGIN,
    UNIT_COMMIT,
    UNIT_ROLLBACK,
    UNIT_SAVEPOINT,
    UNIT_RELEASE,
    UNIT_ROLLBACK_TO
};

/* What an implementation provides; callers use the functions below and db/unit. */
struct database {
    bool (*run)(struct database *database, struct context *context,
                struct exchange *exchange);
    /* Sends the command of one step of a unit. False: the context has the error. Also
     * called with an error in the context, to undo. */
    bool (*step)(struct database *database, struct context *context, enum unit_step step,
                 const char *command);
    void (*close)(struct database *database);
    struct unit *unit; /* the innermost one that is open; db/unit's */
};

/* True: the transaction has ended as asked and its Sync was read. False: the context has
 * the error, nothing was kept (or was_kept says so; or, for a write whose connection was
 * lost, nobody knows: PGRST001, 503). The database's own errors come with SQLSTATE as
 * code and status 0, for sqlstate_to_status().
 *
 * In a unit true means that it may still be kept, and a failure is the unit's: what
 * follows in it is refused with 25P02. PGRSTX00 for an exchange of another unit than the
 * one that is open. */
bool database_run(struct database *database, struct context *context,
                  struct exchange *exchange) MUST_CHECK;

static inline void database_close(struct database *database)
{
    database->close(database);
}

#endif
