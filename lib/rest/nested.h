/* SPDX-License-Identifier: MIT
 *
 * nested - a document to be stored in several tables: its rows sorted by table.
 *
 * A body's key that is no column is a relation: an alias in the select, else a relation
 * by name. Each relation's rows, of all parents, become one batch and one INSERT; a row
 * knows its parent by its number. The client's octets are kept: a batch is the rows' own
 * texts with commas between. All lives until the arena is reset.
 */
#ifndef MYOREST_NESTED_H
#define MYOREST_NESTED_H

#include "base/growing.h"
#include "base/json.h"
#include "rest/job.h"
#include "rest/payload.h"
#include "rest/sql.h"

/* Relations per document. */
#define NESTED_BATCHES 32

struct nested_batch {
    struct slice key;  /* in the body; absent for the root */
    struct slice path; /* of the array in the document: "a.b"; empty for the root */
    const struct table *table;
    const struct relationship *relationship; /* from the parent; NULL for the root */
    size_t parent;                           /* the parent's index among the batches */
    struct growing columns; /* of const struct column *: those the rows set */
    struct growing needed;  /* of const struct column *: those that children refer to */
    struct strbuf rows;     /* [{..},{..} without the end */
    struct strbuf parents;  /* {1,1,2 without the end; numbers from 1 */
    size_t row_count;
};

struct nested {
    struct job *job;
    bool applies_defaults; /* missing=default: rows may differ in their keys */
    struct nested_batch
        batches[NESTED_BATCHES]; /* the root first, parents before children */
    size_t batch_count;
};

void nested_init(struct nested *nested, struct job *job);

/* Makes a batch for `key` below a batch; *is_found is false (and nothing is wrong) when
 * the key is no relation. PGRST201 when it could be several, PGRST127 when it is one that
 * rows cannot be created through. */
bool nested_add_relation(struct nested *nested, size_t parent, struct slice key,
                         bool *is_found) MUST_CHECK;

/* Sorts the document's rows into the batches. PGRST204 for keys nobody knows, PGRST102
 * for values of the wrong shape, 22P02 for values that no such column takes: each names
 * the full path, emg_statistics[1].channel. */
bool nested_collect(struct nested *nested, const struct payload *payload) MUST_CHECK;

/* One INSERT of a child batch. The keys of its rows are left in a setting for the batches
 * below and for the representation. */
struct statement nested_statement(const struct nested *nested, size_t index);
/* The root's, around the write that `sql` holds (WITH pgrst_source AS ..). */
void nested_add_root_keys(struct sql *sql);
/* The name of the setting with a batch's keys. */
const char *nested_setting(struct arena *arena, size_t index);

#endif
