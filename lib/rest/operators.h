/* SPDX-License-Identifier: MIT
 *
 * operators - the dialect's filter operators and the SQL each stands for.
 *
 * Source: PostgREST's reference, "Horizontal Filtering"; PostgreSQL, chapter 9.
 */
#ifndef MYOREST_OPERATORS_H
#define MYOREST_OPERATORS_H

#include "base/slice.h"

enum operand {
    TAKES_VALUE,      /* one value */
    TAKES_QUANTIFIED, /* one value, or an array with (any) or (all) */
    TAKES_PATTERN,    /* the same, and '*' stands for '%' */
    TAKES_LIST,       /* (a,b,c) */
    TAKES_TRUTH,      /* null, not_null, true, false, unknown */
    TAKES_SEARCH      /* a text search query, with an optional (language) */
};

/* X(name, as written, SQL operator or function, operand). */
#define OPERATOR_TABLE(X)                                                                \
    X(EQ, "eq", "=", TAKES_QUANTIFIED)                                                   \
    X(NEQ, "neq", "<>", TAKES_VALUE)                                                     \
    X(GTE, "gte", ">=", TAKES_QUANTIFIED)                                                \
    X(GT, "gt", ">", TAKES_QUANTIFIED)                                                   \
    X(LTE, "lte", "<=", TAKES_QUANTIFIED)                                                \
    X(LT, "lt", "<", TAKES_QUANTIFIED)                                                   \
    X(LIKE, "like", "like", TAKES_PATTERN)                                               \
    X(ILIKE, "ilike", "ilike", TAKES_PATTERN)                                            \
    X(MATCH, "match", "~", TAKES_QUANTIFIED)                                             \
    X(IMATCH, "imatch", "~*", TAKES_QUANTIFIED)                                          \
    X(IN, "in", "= ANY", TAKES_LIST)                                                     \
    X(IS, "is", "IS", TAKES_TRUTH)                                                       \
    X(IS_DISTINCT, "isdistinct", "IS DISTINCT FROM", TAKES_VALUE)                        \
    X(CS, "cs", "@>", TAKES_VALUE)                                                       \
    X(CD, "cd", "<@", TAKES_VALUE)                                                       \
    X(OV, "ov", "&&", TAKES_VALUE)                                                       \
    X(SL, "sl", "<<", TAKES_VALUE)                                                       \
    X(SR, "sr", ">>", TAKES_VALUE)                                                       \
    X(NXR, "nxr", "&<", TAKES_VALUE)                                                     \
    X(NXL, "nxl", "&>", TAKES_VALUE)                                                     \
    X(ADJ, "adj", "-|-", TAKES_VALUE)                                                    \
    X(FTS, "fts", "to_tsquery", TAKES_SEARCH)                                            \
    X(PLFTS, "plfts", "plainto_tsquery", TAKES_SEARCH)                                   \
    X(PHFTS, "phfts", "phraseto_tsquery", TAKES_SEARCH)                                  \
    X(WFTS, "wfts", "websearch_to_tsquery", TAKES_SEARCH)

enum operator_name {
#define OPERATOR_NAME(name, text, sql, operand) OP_##name,
    OPERATOR_TABLE(OPERATOR_NAME)
#undef OPERATOR_NAME
};

struct operator
{
    const char *text;
    const char *sql;
    enum operand operand;
};

/* Indexed by enum operator_name. */
extern const struct operator operators[];

/* False when no operator is written like this. */
bool operator_find(struct slice text, enum operator_name *out);

#endif
