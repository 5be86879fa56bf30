/* SPDX-License-Identifier: MIT
 *
 * A nested insert's transaction: the root's rows, then each relation's, parents first,
 * for a child's policies must see its parent; then what was stored, read back by its
 * keys. All of it is one pipeline.
 */
#include "rest/answer.h"
#include "rest/counting.h"
#include "rest/read_statement.h"
#include "rest/shape.h"
#include "rest/writing.h"

/* Ignored duplicates return no keys, and their children would have no parent. */
static bool check_form(struct writing *writing)
{
    struct job *job = writing->job;
    const char *details = NULL;
    if (writing->write.resolution == RESOLUTION_IGNORE) {
        details = "resolution=ignore-duplicates cannot be combined with nested rows.";
    } else if (job->table->primary_key_count == 0) {
        details = "Nested rows need a table with a primary key.";
    } else if (job->media.is_plan) {
        details = "A nested insert cannot be explained.";
    }
    return details == NULL ||
           context_fail(job->context, (struct error){.code = "PGRST127",
                                                     .message = "Feature not implemented",
                                                     .details = details});
}

static void return_keys(struct writing *writing)
{
    const struct growing *needed = &writing->nested->batches[0].needed;
    const struct column *const *columns = needed->items;
    struct growing names = {0};
    for (size_t i = 0; i < needed->count; i++) {
        *(struct slice *)growing_add(writing->job->context->arena, &names,
                                     sizeof(struct slice)) = slice_of(columns[i]->name);
    }
    writing->write.returning = (struct names){names.items, names.count};
}

static struct statement root_statement(struct writing *writing)
{
    struct sql sql = sql_new(writing->job->context);
    write_statement_add_source(&sql, &writing->write);
    nested_add_root_keys(&sql);
    return sql_statement(&sql);
}

/* The rows as a GET would give them, for they are in their tables by now. */
static struct statement stored_statement(struct writing *writing)
{
    struct job *job = writing->job;
    struct sql sql = sql_new(job->context);
    enum shape shape = shape_choose(job, true, false);
    job->plan->is_source = false;
    job->plan->is_qualified = true;
    job->plan->kept_in = nested_setting(job->context->arena, 0);
    shape_begin(&sql, job, shape);
    read_statement_add(&sql, job->plan);
    shape_end(&sql, shape);
    writing->encoder = shape_encoder(job, shape, job->media.encoding);
    return sql_statement(&sql);
}

/* return=headers-only: the key of the one row there is. */
static struct statement location_statement(struct writing *writing)
{
    struct job *job = writing->job;
    struct sql sql = sql_new(job->context);
    sql_add_format(&sql,
                   "WITH " SQL_SOURCE " AS (SELECT * FROM jsonb_to_recordset("
                   "current_setting('%s')::jsonb) AS (",
                   nested_setting(job->context->arena, 0));
    for (size_t i = 0; i < writing->key_count; i++) {
        struct slice name = slice_of(writing->keys[i]);
        sql_add(&sql, i > 0 ? ", " : "");
        sql_add_identifier(&sql, name);
        sql_add_format(&sql, " %s", table_find_column(job->table, name)->type);
    }
    sql_add(&sql, ")) ");
    location_add(&sql, writing->keys, writing->key_count);
    writing->location =
        (struct location){.names = writing->keys, .name_count = writing->key_count};
    return sql_statement(&sql);
}

static bool check_rows(void *self, struct context *context)
{
    (void)context;
    return writing_check_rows(self);
}

/* Which array of the document the database did not take. */
static bool fail(struct writing *writing, size_t statement)
{
    struct error *error = &writing->job->context->error;
    struct arena *arena = writing->job->context->arena;
    const struct nested *nested = writing->nested;
    size_t number = 0;
    for (size_t i = 1; i < nested->batch_count; i++) {
        number += nested->batches[i].row_count > 0;
        if (number == statement && number > 0) {
            struct slice path = nested->batches[i].path;
            error->hint = arena_printf(arena, "In '%.*s'.%s%s", (int)path.len, path.ptr,
                                       error->hint == NULL ? "" : " ",
                                       error->hint == NULL ? "" : error->hint);
            break;
        }
    }
    return false;
}

static void add_children(struct writing *writing, struct transaction *transaction)
{
    for (size_t i = 1; i < writing->nested->batch_count; i++) {
        if (writing->nested->batches[i].row_count > 0) {
            transaction_add(transaction, nested_statement(writing->nested, i), NULL);
        }
    }
}

bool nesting_run(struct writing *writing)
{
    struct job *job = writing->job;
    struct transaction transaction = {.job = job, .verdict_self = writing};
    struct row_sink root_sink = counting_sink(&writing->rows);
    struct row_sink last_sink;
    enum prefer_return wanted = job->preferences.representation;
    if (!check_form(writing) || !nested_collect(writing->nested, &writing->payload)) {
        return false;
    }
    return_keys(writing);
    transaction_add(&transaction, root_statement(writing), &root_sink);
    add_children(writing, &transaction);
    if (wanted == RETURN_REPRESENTATION) {
        struct statement stored = stored_statement(writing);
        last_sink = encoder_sink(writing->encoder);
        transaction_add(&transaction, stored, &last_sink);
    } else if (wanted == RETURN_HEADERS) {
        struct statement location = location_statement(writing);
        last_sink = location_sink(&writing->location);
        transaction_add(&transaction, location, &last_sink);
    }
    if (writing_needs_check(writing)) {
        transaction.verdict = check_rows;
    }
    if (!transaction_run(&transaction)) {
        return fail(writing, transaction.failed_statement);
    }
    if (writing->encoder != NULL) {
        encoder_finish(writing->encoder);
    }
    writing->inserted = transaction.inserted;
    writing->settings = transaction.settings;
    return true;
}
