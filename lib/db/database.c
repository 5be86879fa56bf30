/* SPDX-License-Identifier: MIT */
#include "db/database.h"

#include "db/unit.h"

bool database_run(struct database *database, struct context *context,
                  struct exchange *exchange)
{
    exchange->failed_item = exchange->item_count;
    exchange->was_kept = false;
    if (!unit_check(context, database, exchange->unit)) {
        return false;
    }
    bool ok = database->run(database, context, exchange);
    if (!ok && exchange->unit != NULL) {
        exchange->unit->has_failed = true;
    }
    return ok;
}
