/* SPDX-License-Identifier: MIT
 *
 * log - one line per event on standard error.
 *
 * A line never holds a token, a filter's value, a query string or a row: callers hand
 * over only what they know to be none of these. Control characters are written as \xHH,
 * so one event is always one line. A line longer than 2,000 octets is cut.
 */
#ifndef MYOREST_LOG_H
#define MYOREST_LOG_H

#include "base/config.h"

/* The threshold of this process; LOG_INFO until set. */
void log_set_level(enum log_level level);
void log_write(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
