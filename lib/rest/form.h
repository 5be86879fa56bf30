/* SPDX-License-Identifier: MIT
 *
 * form - a body of application/x-www-form-urlencoded: its fields in order.
 *
 * A field without '=' has an empty value. A function's call takes the fields as they are
 * (a name may repeat); a row takes them as one JSON object of strings, in which, as
 * PostgreSQL reads it, the last of a repeated name wins.
 */
#ifndef MYOREST_FORM_H
#define MYOREST_FORM_H

#include "base/context.h"

struct form_field {
    struct slice name;
    struct slice value;
};

struct form {
    const struct form_field *fields;
    size_t count;
};

/* False: PGRST102, the decoded text is not UTF-8. All lives until the arena is reset. */
bool form_parse(struct context *context, struct slice body, struct form *out) MUST_CHECK;

struct slice form_to_json(struct arena *arena, const struct form *form);

#endif
