/* SPDX-License-Identifier: MIT */
#include "db/unit.h"

static const char *command(struct context *context, const struct unit *unit,
                           enum unit_step step)
{
    switch (step) {
    case UNIT_BEGIN:
        return arena_printf(context->arena, "BEGIN ISOLATION LEVEL %s READ WRITE",
                            unit->isolation != NULL ? unit->isolation : "READ COMMITTED");
    case UNIT_COMMIT:
        return "COMMIT";
    case UNIT_ROLLBACK:
        return "ROLLBACK";
    case UNIT_SAVEPOINT:
        return arena_printf(context->arena, "SAVEPOINT unit_%zu", unit->depth);
    case UNIT_RELEASE:
        return arena_printf(context->arena, "RELEASE SAVEPOINT unit_%zu", unit->depth);
    case UNIT_ROLLBACK_TO:
        return arena_printf(context->arena, "ROLLBACK TO SAVEPOINT unit_%zu",
                            unit->depth);
    }
    return "ROLLBACK";
}

/* A savepoint that cannot be set, released or gone back to is the outer unit's failure.
 */
static bool take(struct context *context, struct database *database, struct unit *unit,
                 enum unit_step step)
{
    bool ok = database->step(database, context, step, command(context, unit, step));
    if (!ok && unit->outer != NULL) {
        unit->outer->has_failed = true;
    }
    return ok;
}

bool unit_check(struct context *context, const struct database *database,
                const struct unit *unit)
{
    if (unit != database->unit) {
        return context_fail_with(context, "PGRSTX00", "%s",
                                 database->unit == NULL
                                     ? "The unit of work of this store has ended"
                                     : "A unit of work is open: until it ends, calls are "
                                       "made on the store that its body was given");
    }
    return unit == NULL || !unit->has_failed ||
           context_fail(context, (struct error){
                                     .code = "25P02",
                                     .message = "A call in this unit of work has failed "
                                                "before: it can only be rolled back"});
}

bool unit_begin(struct context *context, struct database *database, struct unit *unit)
{
    struct unit *outer = unit->outer;
    if (context_has_failed(context) || !unit_check(context, database, outer)) {
        return false;
    }
    unit->has_failed = false;
    unit->depth = outer == NULL ? 0 : outer->depth + 1;
    if (!take(context, database, unit, outer == NULL ? UNIT_BEGIN : UNIT_SAVEPOINT)) {
        return false;
    }
    unit->arena = outer == NULL ? arena_new(512) : NULL;
    unit->settings = (struct growing){0};
    database->unit = unit;
    return true;
}

static bool undo(struct context *context, struct database *database, struct unit *unit)
{
    if (unit->outer == NULL) {
        return take(context, database, unit, UNIT_ROLLBACK);
    }
    return take(context, database, unit, UNIT_ROLLBACK_TO) &&
           take(context, database, unit, UNIT_RELEASE);
}

bool unit_end(struct context *context, struct database *database, struct unit *unit,
              bool keeps)
{
    /* One that is still open within it was left without being ended. */
    bool is_whole = !unit->has_failed && database->unit == unit;
    bool ok = true;
    database->unit = unit->outer;
    if (keeps && is_whole) {
        ok = take(context, database, unit,
                  unit->outer == NULL ? UNIT_COMMIT : UNIT_RELEASE);
    } else {
        ok = undo(context, database, unit);
    }
    arena_free(unit->arena);
    unit->arena = NULL;
    if (ok && keeps && !is_whole) {
        return context_fail(
            context,
            (struct error){.code = "40000",
                           .message = "The unit of work was rolled back, for a call in "
                                      "it has failed",
                           .hint = "What may fail is a unit of its own within it."});
    }
    return ok;
}

static struct unit *transaction_of(struct unit *unit)
{
    while (unit->outer != NULL) {
        unit = unit->outer;
    }
    return unit;
}

void unit_add_setting(struct unit *unit, struct slice name)
{
    struct unit *transaction = transaction_of(unit);
    const struct slice *names = transaction->settings.items;
    for (size_t i = 0; i < transaction->settings.count; i++) {
        if (slice_equal(names[i], name)) {
            return;
        }
    }
    struct slice *added =
        growing_add(transaction->arena, &transaction->settings, sizeof(*added));
    *added = slice_copy(transaction->arena, name);
}

size_t unit_settings(struct unit *unit, const struct slice **out)
{
    struct unit *transaction = transaction_of(unit);
    *out = transaction->settings.items;
    return transaction->settings.count;
}
