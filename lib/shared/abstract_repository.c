/* SPDX-License-Identifier: MIT */
#include "shared/abstract_repository.h"

#include "rest/answer.h"
#include "shared/access.h"
#include "shared/bulk.h"

bool abstract_repository_open(struct context *context, const struct store *store,
                              const char *schema, const char *table,
                              struct abstract_repository *out)
{
    const struct models *known = store->service.models;
    schema = schema != NULL ? schema : known->schemas[0];
    *out = (struct abstract_repository){
        .store = store,
        .table = models_find_table(known, slice_of(schema), slice_of(table)),
    };
    return out->table != NULL ||
           context_fail_with(context, "PGRST205",
                             "Could not find the table '%s.%s' in the schema cache",
                             schema, table);
}

static void give(json_t **out, json_t *rows)
{
    if (out != NULL) {
        *out = rows;
    }
}

static enum prefer_return wanted(json_t **out)
{
    return out != NULL ? RETURN_REPRESENTATION : RETURN_MINIMAL;
}

/* One object or an array of them, and what of the rows is given back. */
static bool insert(struct context *context, const struct abstract_repository *repository,
                   const json_t *rows, const struct query *query, json_t **out)
{
    struct access access = {
        .table = repository->table,
        .method = "POST",
        .kind = WRITE_INSERT,
        .query = access_query(context, query),
        .preferences = {.representation = wanted(out)},
        .body = rows,
    };
    access_choose_columns(context, rows, &access);
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    give(out, access.rows);
    return true;
}

/* The items of an array, one after the other. */
struct items {
    const json_t *rows;
    size_t next;
};

static bool next_item(void *self, struct context *context, json_t **row)
{
    struct items *items = self;
    (void)context;
    *row = json_incref(json_array_get(items->rows, items->next++));
    return true;
}

bool abstract_repository_create_many(struct context *context,
                                     const struct abstract_repository *repository,
                                     const json_t *rows, json_t **out)
{
    struct items items = {.rows = rows};
    if (out == NULL && json_array_size(rows) > BULK_CHUNK) {
        return bulk_create(context, repository,
                           (struct row_source){.self = &items, .next = next_item}, NULL);
    }
    return insert(context, repository, rows, NULL, out);
}

/* A row that a trigger left out is not there to be given. */
static bool take_one(struct context *context, const json_t *rows, json_t **out)
{
    give(out, json_array_get(rows, 0));
    return answer_check_singular(context, (int64_t)json_array_size(rows));
}

static bool check_object(struct context *context, const json_t *row)
{
    return json_is_object(row) ||
           context_fail_with(context, "PGRST102", "A row must be a JSON object");
}

bool abstract_repository_create_document(struct context *context,
                                         const struct abstract_repository *repository,
                                         const json_t *document,
                                         const struct query *query, json_t **out)
{
    json_t *rows = NULL;
    return check_object(context, document) &&
           insert(context, repository, document, query, out != NULL ? &rows : NULL) &&
           (out == NULL || take_one(context, rows, out));
}

bool abstract_repository_create(struct context *context,
                                const struct abstract_repository *repository,
                                const json_t *row, json_t **out)
{
    return abstract_repository_create_document(context, repository, row, NULL, out);
}

bool abstract_repository_upsert(struct context *context,
                                const struct abstract_repository *repository,
                                const json_t *rows, const char *on_conflict, json_t **out)
{
    struct query_builder builder = query_builder_new(context);
    if (on_conflict != NULL) {
        query_builder_on_conflict(&builder, on_conflict);
    }
    struct access access = {
        .table = repository->table,
        .method = "POST",
        .kind = WRITE_INSERT,
        .query = *query_builder_query(&builder),
        .preferences = {.representation = wanted(out), .resolution = RESOLUTION_MERGE},
        .body = rows,
    };
    access_choose_columns(context, rows, &access);
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    give(out, access.rows);
    return true;
}

bool abstract_repository_get_where(struct context *context,
                                   const struct abstract_repository *repository,
                                   const struct query *query, json_t **out)
{
    struct access access = {.table = repository->table,
                            .method = "GET",
                            .query = access_query(context, query),
                            .is_singular = true};
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    *out = access.rows;
    return true;
}

bool abstract_repository_get(struct context *context,
                             const struct abstract_repository *repository,
                             const char *key, json_t **out)
{
    struct query query;
    return access_key_query(context, repository->table, key, &query) &&
           abstract_repository_get_where(context, repository, &query, out);
}

bool abstract_repository_list(struct context *context,
                              const struct abstract_repository *repository,
                              const struct query *query, json_t **out)
{
    struct access access = {.table = repository->table,
                            .method = "GET",
                            .query = access_query(context, query)};
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    *out = access.rows;
    return true;
}

bool abstract_repository_find_where(struct context *context,
                                    const struct abstract_repository *repository,
                                    const struct query *query, json_t **out)
{
    struct query first = access_limited(context, query, 1, true);
    json_t *rows = NULL;
    if (!abstract_repository_list(context, repository, &first, &rows)) {
        return false;
    }
    *out = json_array_get(rows, 0);
    return true;
}

bool abstract_repository_find(struct context *context,
                              const struct abstract_repository *repository,
                              const char *key, json_t **out)
{
    struct query query;
    return access_key_query(context, repository->table, key, &query) &&
           abstract_repository_find_where(context, repository, &query, out);
}

bool abstract_repository_count(struct context *context,
                               const struct abstract_repository *repository,
                               const struct query *query, int64_t *out)
{
    struct access access = {.table = repository->table,
                            .method = "HEAD",
                            .query = access_limited(context, query, 0, false),
                            .preferences = {.count = COUNT_EXACT}};
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    *out = access.total;
    return true;
}

bool abstract_repository_exists(struct context *context,
                                const struct abstract_repository *repository,
                                const struct query *query, bool *out)
{
    struct access access = {.table = repository->table,
                            .method = "HEAD",
                            .query = access_limited(context, query, 1, false)};
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    *out = access.has_rows;
    return true;
}

bool abstract_repository_update_where(struct context *context,
                                      const struct abstract_repository *repository,
                                      const struct query *query, const json_t *changes,
                                      json_t **out)
{
    struct access access = {
        .table = repository->table,
        .method = "PATCH",
        .kind = WRITE_UPDATE,
        .query = access_query(context, query),
        .preferences = {.representation = wanted(out)},
        .body = changes,
    };
    if (!check_object(context, changes) ||
        !access_run(context, repository->store, &access)) {
        return false;
    }
    give(out, access.rows);
    return true;
}

/* Asks for the row even if the caller does not: whether it is there has to be known. */
bool abstract_repository_update(struct context *context,
                                const struct abstract_repository *repository,
                                const char *key, const json_t *changes, json_t **out)
{
    struct query query;
    json_t *rows = NULL;
    if (!check_object(context, changes) ||
        !access_key_query(context, repository->table, key, &query)) {
        return false;
    }
    if (json_object_size(changes) == 0) {
        json_t *row = NULL;
        bool is_there = abstract_repository_get_where(context, repository, &query, &row);
        give(out, row);
        return is_there;
    }
    return abstract_repository_update_where(context, repository, &query, changes,
                                            &rows) &&
           take_one(context, rows, out);
}

bool abstract_repository_delete_where(struct context *context,
                                      const struct abstract_repository *repository,
                                      const struct query *query, int64_t *deleted)
{
    struct access access = {
        .table = repository->table,
        .method = "DELETE",
        .kind = WRITE_DELETE,
        .query = access_query(context, query),
        .preferences = {.representation = RETURN_MINIMAL, .count = COUNT_EXACT},
    };
    if (!access_run(context, repository->store, &access)) {
        return false;
    }
    if (deleted != NULL) {
        *deleted = access.total;
    }
    return true;
}

bool abstract_repository_delete(struct context *context,
                                const struct abstract_repository *repository,
                                const char *key)
{
    struct query query;
    int64_t deleted = 0;
    return access_key_query(context, repository->table, key, &query) &&
           abstract_repository_delete_where(context, repository, &query, &deleted) &&
           answer_check_singular(context, deleted);
}
