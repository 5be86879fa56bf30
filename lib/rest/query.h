/* SPDX-License-Identifier: MIT
 *
 * query - what a URL asks for, as a tree that knows no schema.
 *
 * Parameters of a read (select, filters, and/or, order, limit, offset), of a write
 * (columns, on_conflict) and of a function call (its arguments), each with the path of
 * embedded relations it belongs to. Names are as the client wrote them; rest/plan
 * resolves them. Texts are decoded, borrowed from the request or copied; all lives until
 * the arena is reset. A service without a URL builds the same structs itself.
 */
#ifndef MYOREST_QUERY_H
#define MYOREST_QUERY_H

#include "base/context.h"
#include "rest/operators.h"

/* Relations nest and logic nests at most this deep; deeper is PGRST100. */
#define QUERY_DEPTH 100
/* Relations in one select, at all levels: each is a join, and PostgreSQL plans a thousand
 * of them for minutes. One more is PGRST100. */
#define QUERY_RELATIONS 100

/* data->a->0->>b: one step is a key or an index; `as_text` is the double arrow. */
struct path_step {
    struct slice text;
    bool is_index;
    bool as_text;
};

struct field_path {
    struct slice name;
    const struct path_step *steps;
    size_t step_count;
};

enum aggregate {
    AGGREGATE_NONE,
    AGGREGATE_COUNT_ALL, /* count() of rows, without a field */
    AGGREGATE_SUM,
    AGGREGATE_AVG,
    AGGREGATE_COUNT,
    AGGREGATE_MAX,
    AGGREGATE_MIN
};

enum select_kind { SELECT_ALL, SELECT_FIELD, SELECT_RELATION, SELECT_SPREAD };
enum join_kind { JOIN_UNSET, JOIN_INNER, JOIN_LEFT };

struct select_item {
    enum select_kind kind;
    struct field_path field; /* for relations: only the name */
    struct slice alias;      /* absent without one */
    struct slice cast;       /* absent without one; of the field */
    enum aggregate aggregate;
    struct slice aggregate_cast;
    /* relations only */
    struct slice hint;
    enum join_kind join;
    const struct select_item *items;
    size_t item_count;
};

enum truth { TRUTH_NULL, TRUTH_NOT_NULL, TRUTH_TRUE, TRUTH_FALSE, TRUTH_UNKNOWN };
enum quantifier { QUANTIFIER_NONE, QUANTIFIER_ANY, QUANTIFIER_ALL };

struct operation {
    enum operator_name operator_name;
    bool is_negated;
    enum quantifier quantifier;
    struct slice value;
    const struct slice *list; /* of in.(...) */
    size_t list_length;
    enum truth truth;
    struct slice language; /* of a text search; absent without one */
};

enum condition_kind { CONDITION_FILTER, CONDITION_AND, CONDITION_OR };

/* One node of the tree of conditions. */
struct condition {
    enum condition_kind kind;
    bool is_negated; /* of and/or; a filter's is in its operation */
    struct field_path field;
    struct operation operation;
    const struct condition *items; /* of and/or */
    size_t item_count;
};

enum direction { DIRECTION_UNSET, DIRECTION_ASC, DIRECTION_DESC };
enum nulls { NULLS_UNSET, NULLS_FIRST, NULLS_LAST };

struct order_term {
    struct slice relation; /* order by a to-one embed's column; absent otherwise */
    struct field_path field;
    enum direction direction;
    enum nulls nulls;
};

/* Rows from `offset` on, at most `limit`; a limit of -1 is none. Below 0 otherwise,
 * either is PostgreSQL's to refuse (2201W, 2201X). */
struct range {
    int64_t offset;
    int64_t limit;
};

/* What a path of embedded relations ("a.b"; empty for the root) was given. */
struct query_condition {
    const struct slice *path;
    size_t path_length;
    struct condition condition;
};
struct query_order {
    const struct slice *path;
    size_t path_length;
    const struct order_term *terms;
    size_t term_count;
};
struct query_range {
    const struct slice *path;
    size_t path_length;
    bool has_limit, has_offset;
    int64_t limit, offset;
};

/* An argument of a function call, by GET. */
struct argument {
    struct slice name;
    struct slice value;
};

struct names {
    const struct slice *items;
    size_t count;
};

struct query {
    const struct select_item *select;
    size_t select_count;
    const struct query_condition *conditions;
    size_t condition_count;
    const struct query_order *orders;
    size_t order_count;
    const struct query_range *ranges;
    size_t range_count;
    bool has_columns;
    struct names columns;
    bool has_on_conflict;
    struct names on_conflict;
    const struct argument *arguments; /* of a call by GET: what is not a filter */
    size_t argument_count;
    /* The table's rows are locked until the unit of work ends, and those that another has
     * locked are left out. A service's alone: no URL says so. */
    bool is_claim;
    struct slice canonical; /* the parameters sorted and encoded, for Content-Location */
};

/* Parses a URL's query (without '?'). `is_call_by_get` keeps what does not look like a
 * filter as an argument. PGRST100 otherwise. */
bool query_parse(struct context *context, struct slice text, bool is_call_by_get,
                 struct query *out) MUST_CHECK;

/* A form's fields, every one of them an argument. */
bool query_parse_arguments(struct context *context, struct slice text,
                           struct query *out) MUST_CHECK;

#endif
