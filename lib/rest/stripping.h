/* SPDX-License-Identifier: MIT
 *
 * stripping - JSON text without the members that are null: json_strip_nulls().
 */
#ifndef MYOREST_STRIPPING_H
#define MYOREST_STRIPPING_H

#include "base/json.h"
#include "base/spool.h"

/* `json` is valid JSON text of any depth. Members that are null are left out in every
 * object, nulls in arrays stay; white space goes, escapes are written as to_json() would.
 */
void json_write_stripped(struct spool *spool, struct slice json);

#endif
