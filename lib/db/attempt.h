/* SPDX-License-Identifier: MIT
 *
 * attempt - one go at an exchange over an open connection.
 *
 * Only files of db/ include this header. Everything is queued before anything is read:
 * [DEALLOCATE, Sync]... [BEGIN, (Parse,) Execute ..., COMMIT, Sync], and then read in the
 * same order. It reports what happened and decides nothing about repeating.
 */
#ifndef MYOREST_ATTEMPT_H
#define MYOREST_ATTEMPT_H

#include "db/binding.h"
#include "db/connection.h"

/* How an item is sent. */
struct sending {
    struct binding binding;
    struct prepared_key key;
    uint64_t number; /* 0: as an unnamed statement */
    bool is_new;     /* its Parse is part of this attempt */
};

enum outcome {
    ATTEMPT_DONE,
    ATTEMPT_FAILED, /* the context has the error */
    ATTEMPT_STALE,  /* as failed, but a prepared statement was out of date */
    ATTEMPT_LOST    /* the connection is unusable, the context may lack an error */
};

/* `error` is the first one the database reported. */
struct attempt {
    struct context *context;
    struct connection *connection;
    struct exchange *exchange;
    struct sending *sendings; /* one per item, their bindings built */
    struct error error;
    bool is_stale;
    bool was_rolled_back; /* by the last command that ended, says its tag */
    size_t discard_count;
    size_t largest_row;
};

/* Sets the exchange's failed_item and was_kept. After ATTEMPT_STALE the connection has
 * given up what was out of date. The context's error is set only by ATTEMPT_FAILED and by
 * callbacks: after ATTEMPT_STALE it is in attempt->error. Sending may leave octets to
 * reading, which sends them; false is ATTEMPT_LOST. */
bool attempt_send(struct attempt *attempt) MUST_CHECK;
enum outcome attempt_read(struct attempt *attempt);

/* One command by itself, with an exchange that has no items. `commits`: it shall not be
 * answered with ROLLBACK. Never ATTEMPT_STALE. */
enum outcome attempt_command(struct attempt *attempt, const char *command, bool commits);

#endif
