/* SPDX-License-Identifier: MIT
 *
 * timestamp - a moment, as a number: microseconds since 1970-01-01T00:00:00Z.
 *
 * The calendar is Gregorian throughout, as in PostgreSQL, and has no leap seconds. What
 * timestamptz holds is held, but for the years 294247 to 294276.
 */
#ifndef MYOREST_TIMESTAMP_H
#define MYOREST_TIMESTAMP_H

#include "base/slice.h"

struct timestamp {
    int64_t microseconds;
};

/* PostgreSQL's infinity and -infinity. */
#define TIMESTAMP_INFINITY ((struct timestamp){INT64_MAX})
#define TIMESTAMP_MINUS_INFINITY ((struct timestamp){INT64_MIN})

struct timestamp_text {
    char text[64];
};

/* ISO 8601 as PostgreSQL's to_json() and RFC 3339 write it, with the offset from UTC:
 * "2026-11-22T10:40:37.25+01:00", "...Z", "0044-03-15T00:00:00+00:00 BC"; "infinity". A
 * space may stand for the T. False for any other text, and past what is held. */
bool timestamp_parse(struct slice text, struct timestamp *out) MUST_CHECK;

/* In UTC, microseconds where there are some. */
struct timestamp_text timestamp_text(struct timestamp timestamp);

#endif
