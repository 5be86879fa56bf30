/* SPDX-License-Identifier: MIT */
#include "base/status.h"

#define ENTRY(name, number) {#name, number},

static const struct {
    const char *code;
    int status;
} table[] = {STATUS_TABLE(ENTRY)};

int status_of_code(const char *code)
{
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        if (strcmp(table[i].code, code) == 0) {
            return table[i].status;
        }
    }
    return 0;
}
