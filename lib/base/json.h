/* SPDX-License-Identifier: MIT
 *
 * json - reads and writes JSON text (RFC 8259) without building a tree.
 *
 * Bodies are scanned into slices and handed on as they came, for a tree's numbers would
 * lose digits. Depth is limited; the scanner does not recurse.
 */
#ifndef MYOREST_JSON_H
#define MYOREST_JSON_H

#include "base/strbuf.h"

#define JSON_DEPTH 512

enum json_kind {
    JSON_KIND_NULL,
    JSON_KIND_TRUE,
    JSON_KIND_FALSE,
    JSON_KIND_NUMBER,
    JSON_KIND_STRING,
    JSON_KIND_ARRAY,
    JSON_KIND_OBJECT
};

/* One value within a valid text: its kind and its own octets. */
struct json_value {
    enum json_kind kind;
    struct slice text;
};

/* Checks that `text` is one valid value, UTF-8, nothing after it but white space, at most
 * JSON_DEPTH deep. False: *problem (static storage) says what is wrong, *at where. */
bool json_check(struct slice text, const char **problem, size_t *at) MUST_CHECK;

/* The value a text that passed json_check() holds. */
struct json_value json_parse(struct slice text);

/* Walks the items of an array or the members of an object that passed json_check(). Start
 * with json_iterate(); each *_next() returns false at the end. `key` is decoded (escapes
 * resolved) into the arena unless it has none, then it is borrowed. */
struct json_iterator {
    struct slice rest;
};
struct json_iterator json_iterate(struct json_value container);
bool json_next_item(struct json_iterator *iterator, struct json_value *item);
bool json_next_member(struct json_iterator *iterator, struct arena *arena,
                      struct slice *key, struct json_value *value);

/* The text a JSON string stands for: borrowed when it has no escapes. A \u0000 gives a
 * NUL octet, half of a surrogate pair U+FFFD. */
struct slice json_string_text(struct arena *arena, struct json_value string);

/* Writes `text` as a JSON string with its quotes, escaping as PostgreSQL's to_json()
 * does: quote, backslash, \b \f \n \r \t, other controls as \u00XX; all else as it is. */
void json_write_string(struct strbuf *buffer, struct slice text);

/* Writes the shortest number that reads back as the same double, with a point whatever
 * the locale; "NaN", "Infinity" and "-Infinity" as strings, as to_json() does. */
void json_write_double(struct strbuf *buffer, double number);

/* For writers into something else than a strbuf: how many octets at the start of `text`
 * stand in a JSON string as they are, and the escape of one that does not (static). */
size_t json_plain_length(struct slice text);
const char *json_escape(char octet) RETURNS_NONNULL;

/* The reverse: cuts the escape off that *rest begins with (within a valid string) and
 * gives its character's UTF-8 and length. */
#define JSON_CHARACTER 4
size_t json_take_escape(struct slice *rest, char out[JSON_CHARACTER]);

#endif
