/* SPDX-License-Identifier: MIT
 *
 * record_check - whether a struct's value can be stored in its column, as far as the
 * record tells.
 *
 * For files of shared/ alone; record_body says what the errors are.
 */
#ifndef MYOREST_RECORD_CHECK_H
#define MYOREST_RECORD_CHECK_H

#include "base/context.h"
#include "schema/record.h"

bool record_has_value(const struct record_column *column, const void *row);

/* Of a column that is sent. */
bool record_check_column(struct context *context, const struct record *record,
                         const struct record_column *column, const void *row) MUST_CHECK;

#endif
