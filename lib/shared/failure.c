/* SPDX-License-Identifier: MIT */
#include "shared/failure.h"

/* The first prefix that fits decides, so exceptions stand before their class. */
static const struct rule {
    const char *prefix;
    enum failure failure;
    bool is_retryable;
} rules[] = {
    {"PGRST000", FAILURE_UNAVAILABLE, true},
    {"PGRST001", FAILURE_UNAVAILABLE, false},
    {"PGRST003", FAILURE_UNAVAILABLE, true},
    {"PGRST111", FAILURE_INTERNAL, false},
    {"PGRST112", FAILURE_INTERNAL, false},
    {"PGRST121", FAILURE_INTERNAL, false},
    {"PGRST1", FAILURE_INVALID, false},
    {"PGRST2", FAILURE_INVALID, false},
    {"PGRST3", FAILURE_FORBIDDEN, false},
    {"21000", FAILURE_INVALID, false},
    {"22", FAILURE_INVALID, false},
    {"23503", FAILURE_CONFLICT, false},
    {"23505", FAILURE_CONFLICT, false},
    {"23P01", FAILURE_CONFLICT, false},
    {"23", FAILURE_INVALID, false},
    {"28", FAILURE_FORBIDDEN, false},
    {"40001", FAILURE_UNAVAILABLE, true}, /* serialization failure */
    {"40P01", FAILURE_UNAVAILABLE, true}, /* deadlock */
    {"42501", FAILURE_FORBIDDEN, false},
    {"53", FAILURE_UNAVAILABLE, true},    /* out of connections, memory, disk */
    {"54000", FAILURE_INVALID, false},    /* larger than a statement can be */
    {"55P03", FAILURE_UNAVAILABLE, true}, /* a lock that was not waited for */
    {"57P01", FAILURE_UNAVAILABLE, true}, /* the server is shutting down */
    {"57P03", FAILURE_UNAVAILABLE, true}, /* ... or starting up */
};

static const struct rule *find_rule(const char *code)
{
    for (size_t i = 0; i < ARRAY_LENGTH(rules); i++) {
        if (slice_starts_with(slice_of(code), rules[i].prefix)) {
            return &rules[i];
        }
    }
    return NULL;
}

/* Functions raise codes of their own, which the status they chose tells apart. */
static enum failure failure_of_status(int status)
{
    switch (status) {
    case 401:
    case 403:
        return FAILURE_FORBIDDEN;
    case 404:
        return FAILURE_NOT_FOUND;
    case 409:
        return FAILURE_CONFLICT;
    case 503:
        return FAILURE_UNAVAILABLE;
    }
    return status >= 400 && status < 500 ? FAILURE_INVALID : FAILURE_INTERNAL;
}

enum failure failure_of(const struct error *error)
{
    if (error->code == NULL) {
        return FAILURE_NONE;
    }
    bool is_none = strcmp(error->code, "PGRST116") == 0 && error->details != NULL &&
                   strcmp(error->details, "The result contains 0 rows") == 0;
    if (is_none) {
        return FAILURE_NOT_FOUND;
    }
    const struct rule *rule = find_rule(error->code);
    return rule != NULL ? rule->failure : failure_of_status(error->status);
}

bool failure_is_retryable(const struct error *error)
{
    const struct rule *rule = error->code == NULL ? NULL : find_rule(error->code);
    return rule != NULL && rule->is_retryable;
}
