/* SPDX-License-Identifier: MIT
 *
 * record_repository - the abstract repository's calls with structs (schema/records.h) in
 * the place of json_t.
 *
 * Rows come in PostgreSQL's binary format and are checked before they are sent, against
 * what shared/record_body says; all else, plan, policies and errors, is the same. A
 * struct's texts live until the arena is reset. Whether a pointer is to the record's own
 * struct nobody checks: the domain's repositories have functions that do.
 *
 * Beside the errors of the abstract repository: those of record_body, and of record_rows
 * (the struct does not hold a value, the database has another type), which come too late
 * to undo a write: it is stored then, as the error's hint says.
 */
#ifndef MYOREST_RECORD_REPOSITORY_H
#define MYOREST_RECORD_REPOSITORY_H

#include "schema/record.h"
#include "shared/abstract_repository.h"

struct record_repository {
    const struct abstract_repository *rows; /* on the record's table */
    const struct record *record;
};

/* *out is one struct. */
bool record_repository_get(struct context *context,
                           const struct record_repository *repository, const char *key,
                           void *out) MUST_CHECK;
bool record_repository_find(struct context *context,
                            const struct record_repository *repository, const char *key,
                            void *out, bool *is_found) MUST_CHECK;

/* By a query, whose select does not count: relations in it only filter. NULL: all rows.
 * find_where gives the first of them. */
bool record_repository_list(struct context *context,
                            const struct record_repository *repository,
                            const struct query *query,
                            struct record_list *out) MUST_CHECK;
bool record_repository_find_where(struct context *context,
                                  const struct record_repository *repository,
                                  const struct query *query, void *out,
                                  bool *is_found) MUST_CHECK;

/* One struct; what has a value is sent. `out` gets the row as it was stored; it may be
 * NULL here and below, and may be the same struct. */
bool record_repository_create(struct context *context,
                              const struct record_repository *repository, const void *row,
                              void *out) MUST_CHECK;
/* All or nothing. `columns` as in record_body: rows that all send the same ones are
 * stored fastest. */
bool record_repository_create_many(struct context *context,
                                   const struct record_repository *repository,
                                   const struct record_list *rows, const char *columns,
                                   struct record_list *out) MUST_CHECK;
/* Rows that are there already are changed to what is given; `on_conflict` as in
 * abstract_repository_upsert(). */
bool record_repository_upsert(struct context *context,
                              const struct record_repository *repository,
                              const struct record_list *rows, const char *on_conflict,
                              struct record_list *out) MUST_CHECK;

/* What is to become of one row. */
struct record_change {
    const void *row;
    const char *columns; /* those of it that are set ("status,metadata"), to NULL where
                            the struct has no value */
};

/* PGRST116 when there is no such row. */
bool record_repository_update(struct context *context,
                              const struct record_repository *repository, const char *key,
                              struct record_change change, void *out) MUST_CHECK;

#endif
