/* SPDX-License-Identifier: MIT
 *
 * connection - the one libpq connection of a worker: made when needed, checked before
 * each exchange, made again after it was lost.
 *
 * Only files of db/ include this header. Each connection pins the settings that decide
 * how values are written (connection_pins), is non-blocking and stays in pipeline mode.
 * A login that row-level security would not bind is refused unless
 * ALLOW_PRIVILEGED_LOGIN is on.
 */
#ifndef MYOREST_CONNECTION_H
#define MYOREST_CONNECTION_H

#include <libpq-fe.h>

#include "base/context.h"
#include "db/prepared.h"

struct connection {
    struct arena *arena; /* of the database, not of a request */
    const struct config *config;
    const char *url;
    PGconn *handle; /* NULL while there is none */
    struct prepared *prepared;
    /* While a read runs: the client's socket, NULL when it is not watched. A client that
     * leaves has its query cancelled; the connection is then of no further use, for a
     * late cancellation would hit the next request. */
    const int *client;
    bool was_cancelled;
};

struct connection *connection_new(struct arena *arena,
                                  const struct config *config) RETURNS_NONNULL;

/* Afterwards the connection is open, idle and, as far as can be told without asking,
 * alive. False: 503 PGRST000, with libpq's reason in details. */
bool connection_ready(struct context *context, struct connection *connection) MUST_CHECK;
void connection_close(struct connection *connection);

/* From here on `client` is watched (NULL: nobody is). */
void connection_watch(struct connection *connection, const int *client);

/* Sends what has been queued, and receives what comes meanwhile. False: the connection is
 * lost. */
bool connection_flush(struct connection *connection) MUST_CHECK;

/* The next result, NULL at the end of a command. Sends and receives meanwhile, so that
 * neither side can wait for the other. False: the connection is lost. */
bool connection_read(struct connection *connection, PGresult **out) MUST_CHECK;

#endif
