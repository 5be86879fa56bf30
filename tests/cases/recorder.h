/* SPDX-License-Identifier: MIT
 *
 * recorder - a database that writes down what it is asked and answers as a case says.
 */
#ifndef MYOREST_RECORDER_H
#define MYOREST_RECORDER_H

#include "base/strbuf.h"
#include "db/database.h"
#include "tests/cases/case_file.h"

struct recorder {
    struct database database; /* first, for it is what the library is handed */
    struct arena *arena;
    const struct case_file *file;
    struct strbuf text;        /* the exchanges, as an expectation spells them */
    struct growing statements; /* of struct slice: every statement's SQL */
};

struct recorder recorder_new(struct arena *arena, const struct case_file *file);

#endif
