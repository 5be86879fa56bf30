/* SPDX-License-Identifier: MIT */
#include "shared/record_repository.h"

#include "rest/answer.h"
#include "shared/access.h"
#include "shared/record_body.h"
#include "shared/record_rows.h"

/* Relations that are embedded to filter by stay, without columns. */
static void select_record(struct context *context, const struct record *record,
                          struct query *query)
{
    size_t size = (record->column_count + query->select_count + 1);
    struct select_item *items = arena_alloc(context->arena, size * sizeof(*items));
    size_t count = 0;
    for (size_t i = 0; i < record->column_count; i++) {
        const struct record_column *column = &record->columns[i];
        items[count++] = (struct select_item){
            .kind = SELECT_FIELD,
            .field.name = slice_of(column->name),
            .cast = column->is_cast ? slice_of("text") : slice_absent(),
        };
    }
    for (size_t i = 0; i < query->select_count; i++) {
        if (query->select[i].kind == SELECT_RELATION) {
            items[count] = query->select[i];
            items[count++].item_count = 0;
        }
    }
    query->select = items;
    query->select_count = count;
}

/* Runs a call that gives rows. A write has been committed by the time they arrive. */
static bool run(struct context *context, const struct record_repository *repository,
                struct access *access, struct record_list *out)
{
    struct record_rows rows = record_rows_new(repository->record);
    struct row_sink sink = record_rows_sink(&rows);
    access->table = repository->rows->table;
    if (out != NULL) {
        access->sink = &sink;
        select_record(context, repository->record, &access->query);
    }
    if (access_run(context, repository->rows->store, access)) {
        if (out != NULL) {
            *out = record_rows_list(&rows);
        }
        return true;
    }
    if (rows.has_failed && strcmp(access->method, "GET") != 0) {
        context->error.hint = "The write was stored; its row could not be read.";
    }
    return false;
}

static bool read_rows(struct context *context, const struct record_repository *repository,
                      const struct query *query, struct record_list *out)
{
    struct access access = {.method = "GET", .query = *query};
    return run(context, repository, &access, out);
}

static void copy_first(const struct record_repository *repository,
                       const struct record_list *rows, void *out)
{
    if (rows->count > 0 && out != NULL) {
        memcpy(out, rows->items, repository->record->size);
    }
}

bool record_repository_list(struct context *context,
                            const struct record_repository *repository,
                            const struct query *query, struct record_list *out)
{
    struct query all = access_query(context, query);
    return read_rows(context, repository, &all, out);
}

bool record_repository_find_where(struct context *context,
                                  const struct record_repository *repository,
                                  const struct query *query, void *out, bool *is_found)
{
    struct query first = access_limited(context, query, 1, true);
    struct record_list rows;
    if (!read_rows(context, repository, &first, &rows)) {
        return false;
    }
    *is_found = rows.count > 0;
    copy_first(repository, &rows, out);
    return true;
}

bool record_repository_find(struct context *context,
                            const struct record_repository *repository, const char *key,
                            void *out, bool *is_found)
{
    struct query query;
    return access_key_query(context, repository->rows->table, key, &query) &&
           record_repository_find_where(context, repository, &query, out, is_found);
}

bool record_repository_get(struct context *context,
                           const struct record_repository *repository, const char *key,
                           void *out)
{
    bool is_found = false;
    return record_repository_find(context, repository, key, out, &is_found) &&
           answer_check_singular(context, is_found ? 1 : 0);
}

static enum prefer_return wanted(const struct record_list *out)
{
    return out != NULL ? RETURN_REPRESENTATION : RETURN_MINIMAL;
}

static bool insert(struct context *context, const struct record_repository *repository,
                   const struct record_body *body, struct access *access,
                   struct record_list *out)
{
    access->method = "POST";
    access->kind = WRITE_INSERT;
    access->preferences.representation = wanted(out);
    access->text = body->text;
    if (body->column_count > 0) {
        access->query.has_columns = true;
        access->query.columns = (struct names){body->columns, body->column_count};
        access->preferences.missing = MISSING_DEFAULT;
    }
    return run(context, repository, access, out);
}

bool record_repository_create_many(struct context *context,
                                   const struct record_repository *repository,
                                   const struct record_list *rows, const char *columns,
                                   struct record_list *out)
{
    struct record_body body;
    struct access access = {.query = access_all_rows(context)};
    return record_body_build(context, repository->record, rows, columns, &body) &&
           insert(context, repository, &body, &access, out);
}

/* A row that a trigger left out is not there to be given. */
static bool take_one(struct context *context, const struct record_repository *repository,
                     const struct record_list *rows, void *out)
{
    copy_first(repository, rows, out);
    return answer_check_singular(context, (int64_t)rows->count);
}

bool record_repository_create(struct context *context,
                              const struct record_repository *repository, const void *row,
                              void *out)
{
    struct record_list one = {.items = (void *)(uintptr_t)row, .count = 1};
    struct record_list stored = {NULL, 0};
    return record_repository_create_many(context, repository, &one, NULL,
                                         out != NULL ? &stored : NULL) &&
           (out == NULL || take_one(context, repository, &stored, out));
}

bool record_repository_upsert(struct context *context,
                              const struct record_repository *repository,
                              const struct record_list *rows, const char *on_conflict,
                              struct record_list *out)
{
    struct record_body body;
    struct query_builder builder = query_builder_new(context);
    if (on_conflict != NULL) {
        query_builder_on_conflict(&builder, on_conflict);
    }
    struct access access = {
        .query = *query_builder_query(&builder),
        .preferences = {.resolution = RESOLUTION_MERGE},
    };
    return record_body_build(context, repository->record, rows, NULL, &body) &&
           insert(context, repository, &body, &access, out);
}

/* The body's object out of its array. */
static struct slice only_row(struct slice array)
{
    return (struct slice){array.ptr + 1, array.len - 2};
}

/* Reads the row even if the caller does not: whether it is there has to be known. */
bool record_repository_update(struct context *context,
                              const struct record_repository *repository, const char *key,
                              struct record_change change, void *out)
{
    struct record_list one = {.items = (void *)(uintptr_t)change.row, .count = 1};
    struct record_list stored = {NULL, 0};
    struct record_body body;
    struct access access = {
        .method = "PATCH",
        .kind = WRITE_UPDATE,
        .preferences = {.representation = RETURN_REPRESENTATION},
    };
    if (change.columns == NULL) {
        return context_fail_with(context, "PGRST102", "A change names its columns");
    }
    if (!access_key_query(context, repository->rows->table, key, &access.query) ||
        !record_body_build(context, repository->record, &one, change.columns, &body)) {
        return false;
    }
    access.text = only_row(body.text);
    return run(context, repository, &access, &stored) &&
           take_one(context, repository, &stored, out);
}
