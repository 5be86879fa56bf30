/* SPDX-License-Identifier: MIT
 *
 * abstract_repository - what is done with the rows of any table or view of the models:
 * create, read, update, delete.
 *
 * The programs' own path, entered one door later: a call here becomes the job that a URL
 * would have become, so plan, statement, role, claims, policies and errors are the same.
 * Every call is one transaction, and all but a read of several tables' worth of counting
 * is one round trip.
 *
 * Rows are json_t, borrowed until the context's arena is reset (json_incref() keeps one);
 * what a json_t cannot hold exactly is a string (shared/json_rows). What goes in is
 * borrowed for the call. All functions return false with the context's error {code,
 * message, details, hint} as the programs would answer it, and at once when the context
 * has an error already; shared/failure tells the kinds of errors apart.
 */
#ifndef MYOREST_ABSTRACT_REPOSITORY_H
#define MYOREST_ABSTRACT_REPOSITORY_H

#include "shared/query_builder.h"
#include "shared/store.h"

struct abstract_repository {
    const struct store *store;
    const struct table *table;
};

/* Of the first exposed schema when `schema` is NULL. PGRST205 for what the models do not
 * have. Borrows the store. */
bool abstract_repository_open(struct context *context, const struct store *store,
                              const char *schema, const char *table,
                              struct abstract_repository *out) MUST_CHECK;

/* One object; *out is the row as it was stored, with defaults and what triggers made of
 * it. Here and below `out` may be NULL: nothing is read back then. */
bool abstract_repository_create(struct context *context,
                                const struct abstract_repository *repository,
                                const json_t *row, json_t **out) MUST_CHECK;
/* An array of objects, all of it or nothing. Objects need not have the same keys: what
 * one leaves out becomes the column's default. Many of them that nothing is read back of
 * go as shared/bulk sends them, which also takes rows that are in no array. */
bool abstract_repository_create_many(struct context *context,
                                     const struct abstract_repository *repository,
                                     const json_t *rows, json_t **out) MUST_CHECK;
/* A row with what belongs to it: members named like related tables hold their rows, which
 * are stored with it, in one transaction. The select of `query` (NULL: the row alone)
 * tells what of it is given back. */
bool abstract_repository_create_document(struct context *context,
                                         const struct abstract_repository *repository,
                                         const json_t *document,
                                         const struct query *query,
                                         json_t **out) MUST_CHECK;
/* An object or an array of objects; rows that are there already are changed to what is
 * given. `on_conflict` names the columns that decide ("session_id,channel"), which need a
 * unique constraint; NULL: the primary key. */
bool abstract_repository_upsert(struct context *context,
                                const struct abstract_repository *repository,
                                const json_t *rows, const char *on_conflict,
                                json_t **out) MUST_CHECK;

/* The row with that primary key, which has to be one column (PGRST105 otherwise). get is
 * PGRST116 when there is none, find gives NULL. A row that the actor may not see is not
 * there. */
bool abstract_repository_get(struct context *context,
                             const struct abstract_repository *repository,
                             const char *key, json_t **out) MUST_CHECK;
bool abstract_repository_find(struct context *context,
                              const struct abstract_repository *repository,
                              const char *key, json_t **out) MUST_CHECK;

/* By a query (query_builder_query(); NULL: all columns of all rows). get_where is
 * PGRST116 unless there is exactly one row, find_where gives the first one or NULL, list
 * an array (of at most MAX_ROWS rows, where that is set). */
bool abstract_repository_get_where(struct context *context,
                                   const struct abstract_repository *repository,
                                   const struct query *query, json_t **out) MUST_CHECK;
bool abstract_repository_find_where(struct context *context,
                                    const struct abstract_repository *repository,
                                    const struct query *query, json_t **out) MUST_CHECK;
bool abstract_repository_list(struct context *context,
                              const struct abstract_repository *repository,
                              const struct query *query, json_t **out) MUST_CHECK;

/* How many rows the query would give without its limit and offset; whether there is one.
 */
bool abstract_repository_count(struct context *context,
                               const struct abstract_repository *repository,
                               const struct query *query, int64_t *out) MUST_CHECK;
bool abstract_repository_exists(struct context *context,
                                const struct abstract_repository *repository,
                                const struct query *query, bool *out) MUST_CHECK;

/* Sets the columns that `changes` has. By key: PGRST116 when there is no such row; *out
 * is the row. By query: *out is an array, empty when no row fitted. Without a condition
 * 21000, unless FULL_TABLE_GUARD is off. */
bool abstract_repository_update(struct context *context,
                                const struct abstract_repository *repository,
                                const char *key, const json_t *changes,
                                json_t **out) MUST_CHECK;
bool abstract_repository_update_where(struct context *context,
                                      const struct abstract_repository *repository,
                                      const struct query *query, const json_t *changes,
                                      json_t **out) MUST_CHECK;

/* The same for deletion; `deleted` (may be NULL) is how many rows there were. */
bool abstract_repository_delete(struct context *context,
                                const struct abstract_repository *repository,
                                const char *key) MUST_CHECK;
bool abstract_repository_delete_where(struct context *context,
                                      const struct abstract_repository *repository,
                                      const struct query *query,
                                      int64_t *deleted) MUST_CHECK;

#endif
