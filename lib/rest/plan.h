/* SPDX-License-Identifier: MIT
 *
 * plan - a query's tree with its names resolved against the models.
 *
 * One node per relation that is read: the root, and each embedded or spread one. A name
 * that no model has is kept and left to PostgreSQL (a column may have been added since);
 * relations must be known. Everything lives until the arena is reset; models are
 * borrowed.
 */
#ifndef MYOREST_PLAN_H
#define MYOREST_PLAN_H

#include "rest/query.h"
#include "schema/model.h"

struct record;

struct plan_field {
    struct slice name; /* "*" when is_all */
    bool is_all;
    bool is_full_row;            /* the row itself, for count() of a spread */
    const struct column *column; /* NULL when no model has it */
    const struct path_step *steps;
    size_t step_count;
    bool converts_to_jsonb; /* its path goes through to_jsonb(), for it is no json */
    enum type_form form;    /* of the column or computed column; FORM_OTHER with steps */
};

struct plan_select {
    struct plan_field field;
    struct slice cast;
    enum aggregate aggregate;
    struct slice aggregate_cast;
    struct slice alias;    /* absent when the field's own name will do */
    const char *transform; /* the function that makes a domain json; NULL without */
};

/* A column that a spread relation hands to its parent. */
struct plan_spread {
    struct slice name;
    bool is_all;
    enum aggregate aggregate; /* hoisted from within */
    struct slice aggregate_cast;
    struct slice alias;
};

enum plan_condition_kind { PLAN_FILTER, PLAN_AND, PLAN_OR, PLAN_NULL_EMBED };

struct plan_node;

struct plan_condition {
    enum plan_condition_kind kind;
    bool is_negated;
    struct plan_field field;
    struct operation operation;
    const char *transform; /* the function that parses text into a domain */
    bool converts_to_tsvector;
    const struct plan_node *embed; /* of PLAN_NULL_EMBED */
    struct plan_condition *items;
    size_t item_count;
};

struct plan_order {
    const struct plan_node *relation; /* NULL: the node's own column */
    struct plan_field field;
    enum direction direction;
    enum nulls nulls;
};

enum spread { SPREAD_NONE, SPREAD_TO_ONE, SPREAD_TO_MANY };

struct plan_node {
    struct plan_node *parent;  /* NULL for the root */
    const struct table *table; /* NULL for the result of a function that is no table's */
    const char *schema;
    const struct select_item *item; /* of the query; NULL for the root */
    struct slice relation; /* as the query names it; the table's name for the root */
    struct slice alias;    /* the query's; absent without one */
    struct slice hint;
    enum join_kind join;
    enum spread spread;
    size_t depth;
    bool is_source;        /* reads from the WITH query of a write or a call */
    struct slice sql_name; /* how its columns are qualified: "name", or schema and name
                              when is_qualified */
    bool is_qualified;
    struct slice aggregate_name; /* what its rows are called in its parent */
    const struct relationship *relationship;
    /* Only the rows whose primary keys a setting of the transaction lists, in its order:
     * what a nested write stored. NULL: all. */
    const char *kept_in;
    struct plan_select *selects;
    size_t select_count;
    struct plan_spread *spreads; /* spread nodes: what the parent selects */
    size_t spread_count;
    bool is_claim; /* of the root: its rows are locked, others' locked ones left out */
    bool is_empty_embed; /* only there to filter by: rel() */
    struct plan_condition *conditions;
    size_t condition_count;
    struct plan_order *orders;
    size_t order_count;
    struct range range;
    struct plan_node **children;
    size_t child_count;
    struct record *record; /* of the answer: how its rows arrive; NULL: as JSON */
    bool is_legacy_target; /* was addressed by its table's name though it has an alias */
};

/* What kind of request the plan is for decides where filters go. */
enum plan_purpose {
    PLAN_READ,  /* filters, order and range apply to the root */
    PLAN_WRITE, /* the root is what the write returns; its filters are the write's */
    PLAN_CALL   /* the root is what the function returns; filters apply */
};

struct plan_request {
    const struct models *models;
    const char *schema;
    const struct table *table; /* NULL for a call that returns no table's rows */
    struct slice name;         /* the root's name: the table's or the function's */
    enum plan_purpose purpose;
    struct range range; /* the root's */
    const struct query *query;
};

/* Builds the tree. PGRST200/201 for relations, 108, 118, 123, 127. */
bool plan_build(struct context *context, const struct plan_request *request,
                struct plan_node **out) MUST_CHECK;

/* The conditions of a write, resolved against its table (those of the query's root). */
bool plan_write_conditions(struct context *context, const struct plan_request *request,
                           struct plan_condition **out, size_t *count) MUST_CHECK;

/* The columns a write or call must return so that the plan can read from them, each once:
 * "*" alone when all are needed. `keys` are added (for Location). */
struct names plan_needed_columns(struct context *context, const struct plan_node *root,
                                 const char *const *keys, size_t key_count);

/* True when the plan is select=* alone, without embeds. */
bool plan_is_default_select(const struct plan_node *root);

/* The text of the Warning header, absent when nothing is to be warned of. */
struct slice plan_warning(struct context *context, const struct plan_node *root);

/* Relations to one row give an object, the others an array. */
bool relationship_is_to_one(const struct relationship *relationship);

#endif
