/* SPDX-License-Identifier: MIT */
#include "rest/operators.h"

#define ENTRY(name, text, sql, operand) [OP_##name] = {text, sql, operand},

const struct operator operators[] = {OPERATOR_TABLE(ENTRY)};

bool operator_find(struct slice text, enum operator_name *out)
{
    for (size_t i = 0; i < ARRAY_LENGTH(operators); i++) {
        if (slice_is(text, operators[i].text)) {
            *out = (enum operator_name)i;
            return true;
        }
    }
    return false;
}
