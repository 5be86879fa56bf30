/* SPDX-License-Identifier: MIT */
#include "db/sqlstate.h"

#include "base/slice.h"

/* The first prefix that fits decides, so exceptions stand before their class. */
static const struct {
    const char *prefix;
    int status;
} table[] = {
    {"08", 503},    /* connection exception */
    {"09", 500},    /* triggered action exception */
    {"0L", 403},    /* invalid grantor */
    {"0P", 403},    /* invalid role specification */
    {"21000", 500}, /* cardinality violation: a function's or view's mistake */
    {"23503", 409}, /* foreign key violation */
    {"23505", 409}, /* unique violation */
    {"25006", 405}, /* read-only transaction: a GET that writes */
    {"25", 500},    /* invalid transaction state */
    {"28", 403},    /* invalid authorization specification */
    {"2D", 500},    /* invalid transaction termination */
    {"38", 500},    /* external routine exception */
    {"39", 500},    /* external routine invocation exception */
    {"3B", 500},    /* savepoint exception */
    {"40", 500},    /* transaction rollback */
    {"42501", 403}, /* insufficient privilege */
    {"42883", 404}, /* undefined function */
    {"42P01", 404}, /* undefined table */
    {"42P17", 500}, /* infinite recursion, as in policies */
    {"53400", 500}, /* configuration limit exceeded */
    {"53", 503},    /* insufficient resources */
    {"54", 500},    /* program limit exceeded */
    {"55", 500},    /* object not in prerequisite state */
    {"57P01", 503}, /* the server is shutting down */
    {"57", 500},    /* operator intervention, statement_timeout among them */
    {"58", 500},    /* system error */
    {"F0", 500},    /* configuration file error */
    {"HV", 500},    /* foreign data wrapper error */
    {"P0001", 400}, /* RAISE without a code */
    {"P0", 500},    /* PL/pgSQL error */
    {"XX", 500},    /* internal error */
};

/* RAISE ... USING ERRCODE = 'PTxyz' asks for the status xyz. Below 200 would not end the
 * answer. */
static int status_asked_for(struct slice digits)
{
    int64_t status = 0;
    bool is_number = slice_to_int64(digits, &status);
    return is_number && status >= 200 && status <= 999 ? (int)status : 500;
}

const char *sqlstate_to_phrase(const char *code, const char *message)
{
    int64_t status;
    bool is_chosen =
        strncmp(code, "PT", 2) == 0 && slice_to_int64(slice_of(code + 2), &status);
    return is_chosen ? message : NULL;
}

int sqlstate_to_status(const char *code, const char *message, bool is_anonymous)
{
    struct slice state = slice_of(code);
    struct slice text = slice_of(message);
    if (slice_starts_with(state, "PT")) {
        return status_asked_for(slice_from(state, 2));
    }
    if (slice_is(state, "42501") && is_anonymous) {
        return 401;
    }
    if (slice_is(state, "22023") && slice_starts_with(text, "role") &&
        slice_ends_with(text, "does not exist")) {
        return 401;
    }
    if (slice_is(state, "21000") && slice_ends_with(text, "requires a WHERE clause")) {
        return 400; /* the extension safeupdate */
    }
    if (slice_is(state, "42883") && slice_starts_with(text, "function xmlagg(")) {
        return 406; /* there is no XML of these rows */
    }
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        if (slice_starts_with(state, table[i].prefix)) {
            return table[i].status;
        }
    }
    return 400;
}
