/* SPDX-License-Identifier: MIT
 *
 * cursor - a place in the text of one parameter, and the dialect's smallest tokens.
 *
 * The readers move past what they read and return false where the text is something else.
 * A cursor remembers how far it got and what would have fitted there: cursor_fail() says
 * so as PGRST100.
 */
#ifndef MYOREST_CURSOR_H
#define MYOREST_CURSOR_H

#include "base/growing.h"
#include "base/strbuf.h"
#include "rest/query.h"

struct cursor {
    struct context *context;
    const char *what; /* "select parameter": named in the error */
    struct slice text;
    struct slice shown; /* the text as the client wrote it, for the error */
    size_t at;
    size_t depth;
    size_t relations;
    size_t furthest;
    const char *expected; /* at the furthest place */
};

struct cursor cursor_new(struct context *context, const char *what, struct slice text);

bool cursor_is_at_end(const struct cursor *cursor);
/* The octet at the place, NUL at the end. */
char cursor_peek(const struct cursor *cursor);
struct slice cursor_rest(const struct cursor *cursor);
bool cursor_read_char(struct cursor *cursor, char wanted);
bool cursor_read_text(struct cursor *cursor, const char *wanted);
void cursor_skip_spaces(struct cursor *cursor);

/* Notes that `expected` would have fitted here and returns false. */
bool cursor_expect(struct cursor *cursor, const char *expected);

/* Sets PGRST100, naming the text, the furthest place and what was expected there. */
bool cursor_fail(struct cursor *cursor);

/* Enters one level of nesting; false, with the error set, when it is too deep. */
bool cursor_enter(struct cursor *cursor);
void cursor_leave(struct cursor *cursor);

/* A field's or relation's name: letters, digits, '_', ' ', '$', dashes between them, or
 * "quoted" with backslash escapes. */
bool cursor_read_name(struct cursor *cursor, struct slice *out);
/* "quoted": the text between the quotes, escapes resolved. */
bool cursor_read_quoted(struct cursor *cursor, struct slice *out);
/* A name with its JSON path, if it has one; the second with spaces around it. */
bool cursor_read_field(struct cursor *cursor, struct field_path *out);
bool cursor_read_spaced_field(struct cursor *cursor, struct field_path *out);
/* A type's name after '::': letters, digits, '_', ' ', '$'. */
bool cursor_read_type(struct cursor *cursor, struct slice *out);

#endif
