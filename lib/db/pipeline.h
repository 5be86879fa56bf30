/* SPDX-License-Identifier: MIT
 *
 * pipeline - the database behind libpq: every exchange in one network round trip.
 *
 * Connects on first use and again whenever the connection was lost. Each connection pins
 * DateStyle ISO, IntervalStyle postgres, extra_float_digits, bytea_output,
 * client_encoding UTF8. Rows arrive in single-row mode. A worker never begins an exchange
 * unless the connection is idle.
 */
#ifndef MYOREST_PIPELINE_H
#define MYOREST_PIPELINE_H

#include "db/database.h"

/* Static for the life of the program; uses the config's DATABASE_URL, DB_PREPARED and
 * ALLOW_PRIVILEGED_LOGIN. Does not connect yet. */
struct database *pipeline_new(const struct config *config) RETURNS_NONNULL;

#endif
