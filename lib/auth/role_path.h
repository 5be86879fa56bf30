/* SPDX-License-Identifier: MIT
 *
 * role_path - where among a token's claims the role is (JWT_ROLE_CLAIM).
 *
 * Of JSON Path (RFC 9535) what a role needs, which is PostgREST's syntax: $.name or
 * $['any name'], [0], [-1], .* or [*], and a filter on strings, [?@ == 'x'],
 * [?@.kind != 'x'], [?search(@, '^x')] or [?match(@, 'x.*')]; not .., slices, several in
 * one [] and && or ||. So is PostgREST's of before: without the $, ."any name" and the
 * operators ^== (begins), ==^ (ends) and *== (contains), the filter last.
 */
#ifndef MYOREST_ROLE_PATH_H
#define MYOREST_ROLE_PATH_H

#include "base/json.h"

enum role_path_kind {
    ROLE_PATH_MEMBER,
    ROLE_PATH_ITEM,
    ROLE_PATH_ANY,
    ROLE_PATH_EQUAL,
    ROLE_PATH_UNEQUAL,
    ROLE_PATH_BEGIN,
    ROLE_PATH_END,
    ROLE_PATH_CONTAIN,
    ROLE_PATH_SEARCH
};

struct role_path;

struct role_path_step {
    enum role_path_kind kind;
    struct slice text; /* a member's name, or what a filter compares with */
    int64_t index;
    struct role_path *inner; /* of a filter: where in the member or item the text is */
};

struct role_path {
    const struct role_path_step *steps;
    size_t count;
};

/* Lives until the arena is reset and borrows from `text`. */
bool role_path_parse(struct arena *arena, struct slice text,
                     struct role_path *out) MUST_CHECK;

/* The first value at the path; false when there is none. */
bool role_path_find(const struct role_path *path, struct arena *arena,
                    struct json_value claims, struct json_value *out) MUST_CHECK;

#endif
