/* SPDX-License-Identifier: MIT
 *
 * query_builder - a query's tree from function calls, for who has no URL.
 *
 * Values stay values: each is one parameter of the statement, whatever characters it has.
 * Texts that a program spells itself (what to select, the order) are written as in a URL,
 * unencoded. A text that does not parse sets the context's error, PGRST100, which the
 * next use of the query then returns. Everything lives until the arena is reset.
 */
#ifndef MYOREST_QUERY_BUILDER_H
#define MYOREST_QUERY_BUILDER_H

#include "base/growing.h"
#include "rest/query.h"

/* Part of a list; {0} is all of it. */
struct page {
    int64_t offset;
    int64_t limit; /* 0 is none */
};

struct query_builder {
    struct context *context;
    struct growing items; /* of the select */
    bool has_columns;     /* not only relations */
    struct growing conditions, orders, ranges;
    struct names on_conflict;
    bool is_claim;
};

struct query_builder query_builder_new(struct context *context);

/* "id, status, patients(patient_code)"; every column when never called. */
void query_builder_select(struct query_builder *builder, const char *text);
/* All columns of a related table, beside what else is selected. */
void query_builder_embed(struct query_builder *builder, const char *relation);

/* Conditions, all of which must hold. `column` may be a related table's ("patients.id")
 * and go into json ("metadata->>source"). A value that is NULL compares as SQL's NULL:
 * query_builder_is() asks for it. query_builder_in() without values lets no row pass. */
void query_builder_eq(struct query_builder *builder, const char *column,
                      const char *value);
void query_builder_compare(struct query_builder *builder, const char *column,
                           enum operator_name operator_name, const char *value);
void query_builder_in(struct query_builder *builder, const char *column,
                      const char *const *values, size_t count);
void query_builder_is(struct query_builder *builder, const char *column,
                      enum truth truth);
/* Anything else: a tree of one's own, on the table itself. Borrows it. */
void query_builder_where(struct query_builder *builder,
                         const struct condition *condition);

/* "created_at.desc,id": of the table, or of an embedded one ("patients"; NULL is the
 * table). A second call for the same one takes the first one's place. */
void query_builder_order(struct query_builder *builder, const char *relation,
                         const char *text);
/* Rows from `offset` on, at most `limit`. */
void query_builder_page(struct query_builder *builder, const char *relation,
                        struct page page);

/* Rows that nobody else has claimed; they are held until the unit of work ends, which is
 * where alone this is possible (shared/unit_of_work). Of the table, not of what is
 * embedded.
 */
void query_builder_claim(struct query_builder *builder);

/* The columns that decide what an upsert finds there already: "session_id,channel". */
void query_builder_on_conflict(struct query_builder *builder, const char *columns);

/* The query so far; the builder may go on. */
const struct query *
query_builder_query(const struct query_builder *builder) RETURNS_NONNULL;

#endif
