/* SPDX-License-Identifier: MIT
 *
 * server - what the tests that need a real PostgreSQL share.
 *
 * TEST_DATABASE_URL names a login that may create a schema; without it each of these
 * tests says "skipped".
 */
#ifndef MYOREST_TESTS_SERVER_H
#define MYOREST_TESTS_SERVER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/strbuf.h"
#include "db/pipeline.h"

/* One worker: its settings, its database and one request. */
struct server {
    struct arena *config_arena;
    struct config config;
    struct database *database;
    struct context context;
};

static inline void server_reset(struct server *server)
{
    arena_reset(server->context.arena);
    server->context.error = (struct error){0};
}

/* NULL after saying so when there is no server. */
static inline struct server *server_open(bool prepared)
{
    const char *url = getenv("TEST_DATABASE_URL");
    if (url == NULL) {
        print_message("skipped: TEST_DATABASE_URL is not set\n");
        return NULL;
    }
    struct arena *arena = arena_new(1024);
    struct server *server = arena_alloc(arena, sizeof(*server));
    server->config_arena = arena;
    server->config = (struct config){.database_url = slice_of(url),
                                     .prepared = prepared,
                                     .role_settings = true,
                                     .allow_privileged_login = true};
    server->database = pipeline_new(&server->config);
    server->context =
        (struct context){.arena = arena_new(8192), .config = &server->config};
    return server;
}

static inline void server_close(struct server *server)
{
    database_close(server->database);
    arena_free(server->context.arena);
    arena_free(server->config_arena);
}

/* Writes rows as text: columns parted by "|", rows by "\n", NULL as "(null)". */
struct recorder {
    struct strbuf text;
    size_t rows;
    size_t columns;
    int described;
    int64_t affected;
    bool fails;
};

static inline bool recorder_describe(void *self, struct context *context,
                                     const struct field *fields, size_t count)
{
    (void)fields;
    struct recorder *recorder = self;
    recorder->text = strbuf_new(context->arena, 0);
    recorder->rows = 0;
    recorder->columns = count;
    recorder->described++;
    return true;
}

static inline bool recorder_row(void *self, struct context *context,
                                const struct slice *values, size_t count)
{
    struct recorder *recorder = self;
    if (recorder->fails) {
        return context_fail_with(context, "PGRSTX00", "the sink failed");
    }
    strbuf_add_text(&recorder->text, recorder->rows++ == 0 ? "" : "\n");
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(&recorder->text, i == 0 ? "" : "|");
        strbuf_add_slice(&recorder->text,
                         slice_is_present(values[i]) ? values[i] : slice_of("(null)"));
    }
    return true;
}

static inline bool recorder_end(void *self, struct context *context, int64_t affected)
{
    (void)context;
    struct recorder *recorder = self;
    recorder->affected = affected;
    return true;
}

static inline struct row_sink recorder_sink(struct recorder *recorder)
{
    return (struct row_sink){recorder, recorder_describe, recorder_row, recorder_end};
}

/* One cached statement with text parameters as an exchange of its own; its rows. Fails
 * the test when the database does. */
static inline const char *server_ask(struct server *server, const char *sql)
{
    struct recorder recorder = {.text = strbuf_new(server->context.arena, 0)};
    struct row_sink sink = recorder_sink(&recorder);
    struct exchange_item item = {.statement = {.sql = slice_of(sql), .is_cached = true},
                                 .sink = &sink};
    struct exchange exchange = {.items = &item, .item_count = 1};
    if (!database_run(server->database, &server->context, &exchange)) {
        fail_msg("%s: %s %s", sql, server->context.error.code,
                 server->context.error.message);
    }
    return strbuf_string(&recorder.text);
}

/* Runs statements without parameters or sinks as one exchange. */
static inline bool server_run(struct server *server, struct exchange *exchange,
                              const char *const *sql, size_t count)
{
    struct exchange_item *items =
        arena_alloc(server->context.arena, count * sizeof(*items));
    for (size_t i = 0; i < count; i++) {
        items[i].statement.sql = slice_of(sql[i]);
        items[i].statement.is_cached = true;
    }
    exchange->items = items;
    exchange->item_count = count;
    return database_run(server->database, &server->context, exchange);
}

#endif
