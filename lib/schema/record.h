/* SPDX-License-Identifier: MIT
 *
 * record - how the rows of one table lie in a C struct: its columns' places, types and
 * what is known of their values beforehand.
 *
 * scripts/models --records writes a struct and a description of it per table; whatever
 * reads, checks or writes such structs is one implementation over the descriptions
 * (shared/record_rows, shared/record_body). All static storage.
 *
 * A column that is NOT NULL and that nothing fills is a plain member. Others may be
 * without a value: a text's pointer is then NULL, another type has a member `has_...`
 * beside it. Without a value means NULL in a row that was read, and left out in one that
 * is written.
 */
#ifndef MYOREST_RECORD_H
#define MYOREST_RECORD_H

#include "base/timestamp.h"
#include "base/uuid.h"

/* The member's type in C. */
enum record_kind {
    RECORD_BOOLEAN,  /* bool */
    RECORD_SMALLINT, /* int16_t */
    RECORD_INTEGER,  /* int32_t */
    RECORD_BIGINT,   /* int64_t */
    RECORD_REAL,     /* float */
    RECORD_DOUBLE,   /* double */
    RECORD_TEXT,     /* const char *: UTF-8. Every type not in this list as its text */
    RECORD_JSON, /* const char *: the text of json and jsonb, as PostgreSQL writes it */
    RECORD_UUID, /* struct uuid */
    RECORD_TIMESTAMP, /* struct timestamp, of timestamptz */
};

/* From a check constraint on the column alone. NaN is above all, as in PostgreSQL. */
struct record_bound {
    bool is_set;
    bool is_exclusive;
    double value;
};

struct record_column {
    const char *name; /* in the database */
    enum record_kind kind;
    bool is_cast;              /* to text, to be read */
    bool is_nullable;          /* NULL may be sent: it is stored, or a trigger fills it */
    bool is_required;          /* NOT NULL, without a default, filled by no trigger */
    bool is_generated;         /* always: nothing can be stored */
    bool has_presence;         /* there is a member has_... */
    size_t offset;             /* of the member */
    size_t presence;           /* of has_... */
    int max_length;            /* in characters; 0 without a limit */
    const char *const *values; /* of an enum, of a check; NULL-terminated; NULL: any */
    struct record_bound minimum;
    struct record_bound maximum;
};

struct record {
    const char *schema;
    const char *table;
    size_t size;                         /* of the struct */
    const struct record_column *columns; /* in the table's order */
    size_t column_count;
};

/* Rows, one struct after the other: an array of the record's structs. */
struct record_list {
    void *items;
    size_t count;
};

#endif
