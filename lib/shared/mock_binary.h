/* SPDX-License-Identifier: MIT
 *
 * mock_binary - a mock's rows, written as JSON, in PostgreSQL's binary format.
 *
 * For mock_database alone. JSON tells less than a catalog: whole numbers are bigint,
 * others double precision, strings text, arrays and objects jsonb; a column that is null
 * in every row is of type unknown.
 */
#ifndef MYOREST_MOCK_BINARY_H
#define MYOREST_MOCK_BINARY_H

#include "base/json.h"

/* A column's type that fits its values in all rows: start with MOCK_UNKNOWN. */
#define MOCK_UNKNOWN 705
uint32_t mock_binary_type(uint32_t so_far, struct json_value value);

/* Absent for null. Lives until the arena is reset, or is borrowed. */
struct slice mock_binary_value(struct arena *arena, uint32_t type,
                               struct json_value value);

#endif
