/* SPDX-License-Identifier: MIT */
#include "db/connection.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/log.h"
#include "db/session.h"

#define PIN(name, value) "pg_catalog.set_config('" name "', '" value "', $1), "

/* One round trip after connecting: pins the settings, for the session or (behind a pooler
 * that hands servers around) for nothing but this statement, and asks who we are. */
static const char login_query[] =
    "SELECT " SESSION_PINS(PIN) "r.rolname, r.rolsuper, r.rolbypassrls, EXISTS ("
                                "SELECT FROM pg_catalog.pg_auth_members m"
                                " WHERE m.member = r.oid"
                                " AND pg_catalog.pg_has_role(r.oid, m.roleid, 'USAGE'))"
                                " FROM pg_catalog.pg_roles r"
                                " WHERE r.rolname = SESSION_USER";

/* What the URL and libpq's environment leave open. A dead peer is noticed within a
 * minute, and a request never waits long for a host that does not answer. */
static const struct {
    const char *keyword;
    const char *value;
} defaults[] = {
    {"connect_timeout", "5"},      {"keepalives_idle", "30"},
    {"keepalives_interval", "10"}, {"keepalives_count", "3"},
    {"tcp_user_timeout", "30000"}, {"fallback_application_name", "myorest"},
};

struct connection *connection_new(struct arena *arena, const struct config *config)
{
    struct connection *connection = arena_alloc(arena, sizeof(*connection));
    connection->arena = arena;
    connection->config = config;
    connection->url = slice_string(arena, config->database_url);
    connection->prepared = prepared_new(arena, PREPARED_LIMIT);
    return connection;
}

void connection_close(struct connection *connection)
{
    PQfinish(connection->handle);
    connection->handle = NULL;
}

static bool refuse(struct context *context, const char *reason)
{
    log_write(LOG_ERROR, "no database connection: %s", reason);
    return context_fail(
        context,
        (struct error){.code = "PGRST000",
                       .message = "Database connection error. Retrying the connection.",
                       .details = reason});
}

/* libpq's reason without the line end, and without the password wherever it stands. */
static const char *reason_of(struct context *context, PGconn *handle)
{
    const char *password = PQpass(handle);
    const char *message = PQerrorMessage(handle);
    if (password != NULL && password[0] != '\0' && strstr(message, password) != NULL) {
        return "The database refused the connection.";
    }
    struct slice reason = slice_of(message);
    while (slice_ends_with(reason, "\n")) {
        reason.len--;
    }
    return slice_string(context->arena, reason);
}

static const char *default_of(const PQconninfoOption *option)
{
    bool is_in_environment = option->envvar != NULL && getenv(option->envvar) != NULL;
    for (size_t i = 0; !is_in_environment && i < ARRAY_LENGTH(defaults); i++) {
        if (strcmp(option->keyword, defaults[i].keyword) == 0) {
            return defaults[i].value;
        }
    }
    return NULL;
}

static const char *option_value(const PQconninfoOption *option)
{
    if (strcmp(option->keyword, "client_encoding") == 0) {
        return "UTF8";
    }
    return option->val != NULL ? option->val : default_of(option);
}

static void release_options(void *object)
{
    PQconninfoFree(object);
}

/* As PQconnectdbParams() takes them: both end with NULL. */
struct options {
    const char **keywords;
    const char **values;
};

static bool parse_url(struct context *context, const char *url, struct options *out)
{
    char *problem = NULL; /* may quote the password, so nobody is shown it */
    PQconninfoOption *options = PQconninfoParse(url, &problem);
    PQfreemem(problem);
    if (options == NULL) {
        return refuse(context, "DATABASE_URL is neither a URI nor a list of keywords");
    }
    arena_defer(context->arena, release_options, options);
    size_t count = 0;
    while (options[count].keyword != NULL) {
        count++;
    }
    out->keywords = arena_alloc(context->arena, (count + 1) * sizeof(*out->keywords));
    out->values = arena_alloc(context->arena, (count + 1) * sizeof(*out->values));
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *value = option_value(&options[i]);
        if (value != NULL) {
            out->keywords[used] = options[i].keyword;
            out->values[used++] = value;
        }
    }
    return true;
}

static void ignore_notice(void *self, const PGresult *notice)
{
    (void)self;
    (void)notice;
}

static bool is_true(const PGresult *result, int column)
{
    return PQgetvalue(result, 0, column)[0] == 't';
}

/* What makes the login one that policies do not bind; NULL when they do. */
static const char *privilege_of(const PGresult *result)
{
    int first = PQnfields(result) - 3;
    return is_true(result, first)       ? "is a superuser"
           : is_true(result, first + 1) ? "has BYPASSRLS"
           : is_true(result, first + 2) ? "inherits the rights of other roles"
                                        : NULL;
}

static bool check_login(struct context *context, const struct connection *connection,
                        const PGresult *result)
{
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQntuples(result) != 1) {
        return refuse(context, reason_of(context, connection->handle));
    }
    const char *privilege = privilege_of(result);
    if (privilege == NULL || connection->config->allow_privileged_login) {
        return true;
    }
    log_write(LOG_ERROR,
              "the login role %s of DATABASE_URL %s; use a NOINHERIT role without such "
              "rights, or set ALLOW_PRIVILEGED_LOGIN=on",
              PQgetvalue(result, 0, PQnfields(result) - 4), privilege);
    return context_fail(
        context,
        (struct error){.code = "PGRST000",
                       .message = "The database login is refused: row-level security "
                                  "would not protect the data from it",
                       .hint = "The server's log says which right it must not have."});
}

static bool introduce(struct context *context, struct connection *connection)
{
    const char *is_local = connection->config->prepared ? "f" : "t";
    PGresult *result =
        PQexecParams(connection->handle, login_query, 1, NULL, &is_local, NULL, NULL, 0);
    bool ok = check_login(context, connection, result);
    PQclear(result);
    return ok;
}

static bool connect_once(struct context *context, struct connection *connection)
{
    struct options options = {NULL, NULL};
    if (!parse_url(context, connection->url, &options)) {
        return false;
    }
    connection->handle = PQconnectdbParams(options.keywords, options.values, 0);
    prepared_reset(connection->prepared);
    if (PQstatus(connection->handle) != CONNECTION_OK) {
        return refuse(context, reason_of(context, connection->handle));
    }
    PQsetNoticeReceiver(connection->handle, ignore_notice, NULL);
    if (!introduce(context, connection)) {
        return false;
    }
    if (PQsetnonblocking(connection->handle, 1) != 0 ||
        PQenterPipelineMode(connection->handle) != 1) {
        return refuse(context, reason_of(context, connection->handle));
    }
    return true;
}

/* An idle server says nothing but that it is going away, or that a setting changed: reads
 * what is there until there is no more, or the end. */
static bool is_alive(PGconn *handle)
{
    struct pollfd socket = {.fd = PQsocket(handle), .events = POLLIN};
    while (PQstatus(handle) == CONNECTION_OK && poll(&socket, 1, 0) > 0) {
        if (PQconsumeInput(handle) == 0) {
            return false;
        }
    }
    return PQstatus(handle) == CONNECTION_OK;
}

bool connection_ready(struct context *context, struct connection *connection)
{
    PGconn *handle = connection->handle;
    if (handle != NULL && PQtransactionStatus(handle) == PQTRANS_IDLE &&
        is_alive(handle)) {
        return true;
    }
    connection_close(connection);
    if (!connect_once(context, connection)) {
        connection_close(connection);
        return false;
    }
    return true;
}

static void cancel(struct connection *connection)
{
    char problem[256];
    PGcancel *request = PQgetCancel(connection->handle);
    connection->was_cancelled = true;
    if (request == NULL || PQcancel(request, problem, sizeof(problem)) == 0) {
        log_write(LOG_WARNING,
                  "a query could not be cancelled though its client is gone");
    }
    PQfreeCancel(request);
}

void connection_watch(struct connection *connection, const int *client)
{
    connection->client = client;
    connection->was_cancelled = false;
}

/* Sends what the socket takes and receives what is there, whichever can be done first; or
 * finds that the client has hung up. */
static bool exchange_octets(struct connection *connection, bool sends)
{
    PGconn *handle = connection->handle;
    bool is_watched = connection->client != NULL && !connection->was_cancelled;
    short wanted = sends ? POLLIN | POLLOUT : POLLIN;
    struct pollfd files[] = {{.fd = PQsocket(handle), .events = wanted},
                             {.fd = is_watched ? *connection->client : -1}};
    if (poll(files, 2, -1) < 0) {
        return errno == EINTR;
    }
    if ((files[1].revents & (POLLHUP | POLLERR)) != 0) {
        cancel(connection);
    }
    bool can_read = (files[0].revents & ~POLLOUT) != 0;
    return !can_read || PQconsumeInput(handle) == 1;
}

bool connection_flush(struct connection *connection)
{
    int left = PQflush(connection->handle);
    while (left > 0 && exchange_octets(connection, true)) {
        left = PQflush(connection->handle);
    }
    return left == 0;
}

/* Waits where the client is watched as well. Octets that TLS has taken off the socket
 * already are asked for first: no poll() would tell of them. */
static bool wait_watching(struct connection *connection)
{
    PGconn *handle = connection->handle;
    bool ok = PQsslInUse(handle) == 0 || PQconsumeInput(handle) == 1;
    while (ok && connection->client != NULL && PQisBusy(handle) == 1) {
        ok = exchange_octets(connection, false);
    }
    return ok;
}

/* Waiting for a result with octets unsent, PQgetResult() would stop reading until they
 * are gone, while the server may not read until its answer is. With everything sent it
 * waits well, and knows of octets that TLS has already taken off the socket. */
bool connection_read(struct connection *connection, PGresult **out)
{
    PGconn *handle = connection->handle;
    while (PQisBusy(handle) == 1 && PQflush(handle) > 0) {
        if (!exchange_octets(connection, true)) {
            return false;
        }
    }
    if (PQisBusy(handle) == 1 && !wait_watching(connection)) {
        return false;
    }
    *out = PQgetResult(handle);
    if (PQstatus(handle) != CONNECTION_OK) {
        PQclear(*out);
        return false;
    }
    return true;
}
