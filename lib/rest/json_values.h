/* SPDX-License-Identifier: MIT
 *
 * json_values - a value's text output as JSON, byte for byte as PostgreSQL's to_json().
 *
 * Every type of pg_catalog that is no composite, and the arrays of them; known by OID.
 * The text is what a session with DateStyle ISO gives. Values are written straight into
 * the spool: nothing is allocated but one scratch buffer that all of them share.
 */
#ifndef MYOREST_JSON_VALUES_H
#define MYOREST_JSON_VALUES_H

#include "base/json.h"
#include "base/spool.h"

struct json_writer {
    struct spool *spool;
    struct strbuf scratch; /* array elements without their escapes */
    bool strips_nulls;     /* json values lose their members that are null */
};

typedef void json_write(struct json_writer *writer, struct slice text);

struct json_type {
    json_write *write; /* of a value, or of an array's elements */
    bool is_array;
    char delimiter; /* between an array's elements in its text */
};

/* False when the type is none of those above. */
bool json_type_find(uint32_t type, struct json_type *out);

/* An enum, or anything else whose JSON is a string of its text; a text that is JSON. */
struct json_type json_type_text(void);
struct json_type json_type_json(void);

/* An absent value is null. */
void json_value_write(struct json_writer *writer, const struct json_type *type,
                      struct slice value);

/* Absent, or JSON's own null. */
bool json_value_is_null(const struct json_type *type, struct slice value);

/* `text` as a JSON string; as a number, or as a string where it is none (NaN). */
void json_text_write(struct json_writer *writer, struct slice text);
void json_number_write(struct json_writer *writer, struct slice text);

#endif
