/* SPDX-License-Identifier: MIT
 *
 * case_file - one dialect case: a request, what the database is to answer, and what the
 * library is expected to make of it. tests/cases/README.md tells the form.
 */
#ifndef MYOREST_CASE_FILE_H
#define MYOREST_CASE_FILE_H

#include "base/growing.h"
#include "http/request.h"

#define CASE_RESULTS 4

/* What one statement gives: its columns, its rows, its command tag's number. */
struct case_result {
    bool is_given;
    struct growing columns; /* of struct case_column */
    struct growing rows;    /* of struct slice: values between '|' */
    int64_t affected;
};

struct case_column {
    struct slice name;
    uint32_t type;
};

struct case_file {
    struct slice head;       /* all before the expectation: what --write keeps */
    struct slice wanted;     /* the expectation */
    struct growing settings; /* of char *: NAME=value */
    bool is_clinical;
    bool shows_session;
    bool shows_answer;
    struct slice role; /* absent: authenticated */
    bool is_anonymous;
    struct case_result results[CASE_RESULTS];
    struct slice inserted, headers, status; /* what the answer's settings hold */
    struct error failure;                   /* of the database; no code: none */
    struct slice sqlstate; /* what PostgreSQL says to the statements; absent: fine */
    struct request request;
};

/* False: *problem says what is wrong. All lives until the arena is reset. */
bool case_file_parse(struct arena *arena, struct slice text, struct case_file *out,
                     const char **problem) MUST_CHECK;

#endif
