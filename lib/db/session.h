/* SPDX-License-Identifier: MIT
 *
 * session - what a transaction is told before its statement: who asks and how.
 *
 * One SELECT of set_config() calls, all local to the transaction: search_path, read-only,
 * the role's own settings (db/role_settings), the request's settings. The role comes
 * last, so that the login's rights decide what may be set.
 */
#ifndef MYOREST_SESSION_H
#define MYOREST_SESSION_H

#include "db/role_settings.h"
#include "db/unit.h"

/* The settings that decide how values are written, which the encoders rely on, and no
 * JIT: policies make a plan look dear enough for it, and compiling costs more than it
 * saves (25 ms of a 26 ms count over 18,000 sessions). DateStyle keeps its order of day
 * and month. The connection sets them for its session; with DB_PREPARED off, when a
 * pooler may stand between, every transaction does. */
#define SESSION_PINS(X)                                                                  \
    X("DateStyle", "ISO")                                                                \
    X("IntervalStyle", "postgres")                                                       \
    X("extra_float_digits", "1")                                                         \
    X("bytea_output", "hex")                                                             \
    X("standard_conforming_strings", "on")                                               \
    X("client_min_messages", "error")                                                    \
    X("jit", "off")

struct session {
    /* The unit that the statement is part of; NULL: a transaction of its own. In a unit
     * what earlier calls have set is taken back first, and nothing is read-only, which
     * would be the whole transaction. */
    struct unit *unit;
    struct slice role;
    bool is_read_only;
    struct slice search_path;       /* already quoted and joined */
    const struct setting *settings; /* request.*, app.*, timezone, hoisted ones */
    size_t setting_count;
};

/* The statement that tells the session; its texts live until the arena is reset.
 * *isolation is the role's default_transaction_isolation (static storage) or NULL. Values
 * of `session` are borrowed by the statement. May ask the database (rarely). An unknown
 * role is no error here: setting it is. */
bool session_build(struct context *context, struct role_settings *cache,
                   const struct session *session, struct statement *out,
                   const char **isolation) MUST_CHECK;

#endif
