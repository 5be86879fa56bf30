/* SPDX-License-Identifier: MIT */
#include "shared/bulk.h"

#include "shared/unit_of_work.h"

#define BLOCK_SIZE ((size_t)64 << 10)

/* While the database stores one chunk the next is made, so that there are two. */
struct bulk {
    const struct table *table;
    struct row_source source;
    struct context chunks[2];
    int64_t created;
};

/* The next rows as an array; an empty one at the end. */
static json_t *take_rows(struct bulk *bulk, struct context *context)
{
    json_t *rows = json_array();
    json_t *row = NULL;
    while (json_array_size(rows) < BULK_CHUNK &&
           bulk->source.next(bulk->source.self, context, &row) && row != NULL) {
        json_array_append_new(rows, row);
        row = NULL;
    }
    json_decref(row); /* of a source that has failed with it */
    return rows;
}

static const char *copy_text(struct arena *arena, const char *text)
{
    return text == NULL ? NULL : slice_string(arena, slice_of(text));
}

/* The chunk's error, whose texts would end with it. */
static bool fail(struct context *context, const struct error *error)
{
    struct error copy = *error;
    copy.code = copy_text(context->arena, error->code);
    copy.message = copy_text(context->arena, error->message);
    copy.details = copy_text(context->arena, error->details);
    copy.hint = copy_text(context->arena, error->hint);
    copy.column = copy_text(context->arena, error->column);
    return context_fail(context, copy);
}

/* All chunks but the last are sent ahead: the next one tells what they came to. */
static bool create_all(void *self, struct context *context, const struct store *store)
{
    struct bulk *bulk = self;
    json_t *rows = take_rows(bulk, context);
    bool ok = !context_has_failed(context);
    for (size_t i = 0; ok && json_array_size(rows) > 0; i++) {
        json_t *following = take_rows(bulk, context);
        struct context *chunk = &bulk->chunks[i % 2];
        struct store ahead = *store;
        const struct abstract_repository repository = {.store = &ahead,
                                                       .table = bulk->table};
        ahead.service.is_ahead = json_array_size(following) > 0;
        arena_reset(chunk->arena); /* what it held was read when the other one was sent */
        ok = !context_has_failed(context) &&
             (abstract_repository_create_many(chunk, &repository, rows, NULL) ||
              fail(context, &chunk->error));
        bulk->created += (int64_t)json_array_size(rows);
        json_decref(rows);
        rows = following;
    }
    json_decref(rows);
    return ok;
}

bool bulk_create(struct context *context, const struct abstract_repository *repository,
                 struct row_source source, int64_t *created)
{
    struct bulk bulk = {.table = repository->table, .source = source};
    for (size_t i = 0; i < ARRAY_LENGTH(bulk.chunks); i++) {
        bulk.chunks[i] =
            (struct context){.arena = arena_new(BLOCK_SIZE), .config = context->config};
    }
    bool ok = unit_of_work_run(context, repository->store, create_all, &bulk);
    for (size_t i = 0; i < ARRAY_LENGTH(bulk.chunks); i++) {
        arena_free(bulk.chunks[i].arena);
    }
    if (ok && created != NULL) {
        *created = bulk.created;
    }
    return ok;
}
