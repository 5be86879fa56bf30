/* SPDX-License-Identifier: MIT
 *
 * bulk - rows by the hundred thousand, stored in one transaction without being in memory
 * at once.
 *
 * They are taken from their source as they are needed and sent by the thousand, each
 * thousand a call of its own within a unit of work (shared/unit_of_work): all of them are
 * stored or none. While the database stores one the next is made.
 */
#ifndef MYOREST_BULK_H
#define MYOREST_BULK_H

#include "shared/abstract_repository.h"

/* Rows per call. */
#define BULK_CHUNK 1000

struct row_source {
    void *self;
    /* Gives the next row, an object, which is taken (json_decref()), or NULL after the
     * last one. False, with the context's error, undoes all of them. */
    bool (*next)(void *self, struct context *context, json_t **row);
};

/* Creates the rows of a source; as abstract_repository_create_many(), of which nothing is
 * read back. *created (may be NULL) is how many the source gave. The context's arena does
 * not grow with them. */
bool bulk_create(struct context *context, const struct abstract_repository *repository,
                 struct row_source source, int64_t *created) MUST_CHECK;

#endif
