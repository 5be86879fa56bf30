/* SPDX-License-Identifier: MIT
 *
 * vocabulary - whether a statement is made of our own words only.
 *
 * Quoted identifiers and literals are taken out; what is left may be keywords and
 * functions that the library spells, $n, words of the models (types, defaults, functions
 * of casts) and a few signs. So no text of a request stands outside of quotes.
 */
#ifndef MYOREST_VOCABULARY_H
#define MYOREST_VOCABULARY_H

#include "db/database.h"
#include "schema/model.h"

/* Ends the process, with the statement on stderr, when it is not. */
void vocabulary_check(const struct models *models, const struct statement *statement);

#endif
