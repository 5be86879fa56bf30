/* SPDX-License-Identifier: MIT
 *
 * status - the one error of a request, and what each of our own codes means.
 *
 * Our codes are PostgREST's (its reference, "Errors"), for clients branch on them. The
 * number behind each is the HTTP status it is answered with. Codes that are SQLSTATEs are
 * PostgreSQL's; db/sqlstate maps those.
 */
#ifndef MYOREST_STATUS_H
#define MYOREST_STATUS_H

#include "base/slice.h"

#define STATUS_TABLE(X)                                                                  \
    X(PGRST000, 503)                                                                     \
    X(PGRST001, 503)                                                                     \
    X(PGRST003, 504)                                                                     \
    X(PGRST100, 400)                                                                     \
    X(PGRST101, 405)                                                                     \
    X(PGRST102, 400)                                                                     \
    X(PGRST103, 416)                                                                     \
    X(PGRST105, 405)                                                                     \
    X(PGRST106, 406)                                                                     \
    X(PGRST107, 406)                                                                     \
    X(PGRST108, 400)                                                                     \
    X(PGRST111, 500)                                                                     \
    X(PGRST112, 500)                                                                     \
    X(PGRST114, 400)                                                                     \
    X(PGRST115, 400)                                                                     \
    X(PGRST116, 406)                                                                     \
    X(PGRST117, 405)                                                                     \
    X(PGRST118, 400)                                                                     \
    X(PGRST120, 400)                                                                     \
    X(PGRST121, 500)                                                                     \
    X(PGRST122, 400)                                                                     \
    X(PGRST123, 400)                                                                     \
    X(PGRST124, 400)                                                                     \
    X(PGRST125, 404)                                                                     \
    X(PGRST126, 404)                                                                     \
    X(PGRST127, 400)                                                                     \
    X(PGRST128, 400)                                                                     \
    X(PGRST200, 400)                                                                     \
    X(PGRST201, 300)                                                                     \
    X(PGRST202, 404)                                                                     \
    X(PGRST203, 300)                                                                     \
    X(PGRST204, 400)                                                                     \
    X(PGRST205, 404)                                                                     \
    X(PGRST300, 500)                                                                     \
    X(PGRST301, 401)                                                                     \
    X(PGRST302, 401)                                                                     \
    X(PGRST303, 401)                                                                     \
    X(PGRSTX00, 500)

/* All text lives until the arena is reset or is static. `status` is the HTTP status, 0 as
 * long as nobody has looked the code up. `details` is JSON text when details_is_json. */
struct error {
    const char *code; /* NULL: no error */
    const char *message;
    const char *details; /* NULL is null */
    const char *hint;    /* NULL is null */
    const char *phrase;  /* of the status line; NULL: the standard one */
    const char *column; /* the one at fault; NULL where that is not known. Not answered */
    int status;
    bool is_uncertain; /* what was asked for may have been done all the same */
    bool details_is_json;
    bool is_raised; /* by the database with headers of its own: none are added */
};

/* The HTTP status of one of our own codes, 0 for any other text. */
int status_of_code(const char *code);

#endif
