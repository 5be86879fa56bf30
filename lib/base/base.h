/* SPDX-License-Identifier: MIT
 *
 * base - the compiler attributes that contracts in headers are written with.
 */
#ifndef MYOREST_BASE_H
#define MYOREST_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))
#define RETURNS_NONNULL __attribute__((returns_nonnull))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif
