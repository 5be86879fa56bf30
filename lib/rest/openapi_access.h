/* SPDX-License-Identifier: MIT
 *
 * openapi_access - which tables and functions of a schema the caller may use.
 *
 * The database is asked in the caller's role, in a transaction as any other request's;
 * what it names is looked up in the models. OPENAPI_MODE=ignore-privileges takes all.
 */
#ifndef MYOREST_OPENAPI_ACCESS_H
#define MYOREST_OPENAPI_ACCESS_H

#include "rest/openapi_document.h"

/* Fills the document's tables and functions. */
bool openapi_access_read(struct openapi_document *document) MUST_CHECK;

#endif
