/* SPDX-License-Identifier: MIT
 *
 * mock_database - a database for tests: expects statements, answers with canned rows or
 * errors, remembers what it was asked.
 *
 * Part of the library so that its users' tests have it too. Needs no server and no test
 * framework: a statement that was not expected fails its exchange, and
 * mock_database_problem() tells the test. What surrounds a call's own statements
 * (settings, role, answer's headers) is answered as an empty database would and counts as
 * no statement.
 */
#ifndef MYOREST_MOCK_DATABASE_H
#define MYOREST_MOCK_DATABASE_H

#include "db/database.h"

struct mock_database;

struct mock_answer {
    /* A JSON array of objects: the rows, one column per member of the first. Strings are
     * answered as text, numbers, booleans, arrays and objects as types that become the
     * same JSON again. For typed rows uuid and timestamptz are strings, and what is left
     * out is NULL. NULL: no rows. Borrowed until the exchange. */
    const char *rows;
    int64_t affected;   /* without rows; else their number */
    struct error error; /* with a code, the statement fails */
};

/* Lives until the database is closed, which a store does with its own. */
struct mock_database *mock_database_new(void) RETURNS_NONNULL;
struct database *mock_database_interface(struct mock_database *mock) RETURNS_NONNULL;

/* The next statement has `part` in its text. Expectations are met in order. Borrows. */
void mock_database_expect(struct mock_database *mock, const char *part,
                          struct mock_answer answer);

/* What is wrong: an unexpected statement, one that never came; NULL when nothing is. */
const char *mock_database_problem(struct mock_database *mock);

/* The statements so far, from 0 on, failed ones too. The text of one ("" past the last),
 * and its parameter $n, absent for NULL. Static for the life of the mock. */
size_t mock_database_count(const struct mock_database *mock);
const char *mock_database_sql(const struct mock_database *mock,
                              size_t index) RETURNS_NONNULL;
struct slice mock_database_parameter(const struct mock_database *mock, size_t index,
                                     size_t n);

/* What the last exchange set for its transaction ("role", "request.jwt.claims"), absent
 * when it set no such thing; how it began (NULL: implicitly); whether it only read. */
struct slice mock_database_setting(const struct mock_database *mock, const char *name);
const char *mock_database_begin(const struct mock_database *mock);
bool mock_database_is_read(const struct mock_database *mock);

/* What began and ended units of work (shared/unit_of_work) so far, such as "SAVEPOINT
 * unit_1; RELEASE SAVEPOINT unit_1"; borrowed until the next exchange. The next step that
 * begins with `command` ("COMMIT") fails with that error. Borrows both. */
const char *mock_database_steps(struct mock_database *mock) RETURNS_NONNULL;
void mock_database_refuse_step(struct mock_database *mock, const char *command,
                               struct error error);

#endif
