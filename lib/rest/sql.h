/* SPDX-License-Identifier: MIT
 *
 * sql - a statement under construction: its text and its parameters.
 *
 * A client's text gets into the statement in three ways only: as a quoted identifier, as
 * a quoted literal (keys of JSON paths), or as a parameter.
 */
#ifndef MYOREST_SQL_H
#define MYOREST_SQL_H

#include "base/growing.h"
#include "base/strbuf.h"
#include "db/database.h"

/* The WITH query of a write or a call, and the rows of a body: PostgREST's names, for
 * they are seen in messages. */
#define SQL_SOURCE "pgrst_source"
#define SQL_BODY "pgrst_body"

struct sql {
    struct context *context;
    struct strbuf text;
    struct growing parameters; /* of struct parameter */
};

struct sql sql_new(struct context *context);

/* Text of our own. */
void sql_add(struct sql *sql, const char *text);
void sql_add_format(struct sql *sql, const char *format, ...) PRINTF_LIKE(2, 3);

void sql_add_identifier(struct sql *sql, struct slice name);
/* "schema"."name"; the schema may be NULL. */
void sql_add_qualified(struct sql *sql, const char *schema, struct slice name);
void sql_add_literal(struct sql *sql, struct slice text);
/* $n; an absent value is NULL. */
void sql_add_parameter(struct sql *sql, struct slice value);
void sql_add_binary_parameter(struct sql *sql, struct slice octets);

/* A type's name as a client writes it after '::': PostgreSQL's keywords for types as they
 * are, any other as a quoted identifier in lower case. */
void sql_add_type(struct sql *sql, struct slice name);

/* {"a","b"}: PostgreSQL's text form of an array, every item quoted. */
struct slice sql_array_text(struct arena *arena, const struct slice *items, size_t count);

/* The finished statement, cached per connection. */
struct statement sql_statement(struct sql *sql);

#endif
