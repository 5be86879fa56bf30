/* SPDX-License-Identifier: MIT
 *
 * How many rows a write may have had: one for a single object and for PUT, at most
 * max-affected.
 */
#include "rest/answer.h"
#include "rest/writing.h"

/* What must hold of the number of rows; false rolls everything back. */
bool writing_check_rows(struct writing *writing)
{
    struct context *context = writing->job->context;
    const struct preferences *prefer = &writing->job->preferences;
    if (writing->write.kind == WRITE_PUT && writing->rows != 1) {
        return context_fail(
            context, (struct error){.code = "PGRST115",
                                    .message = "Payload values do not match URL in "
                                               "primary key column(s)"});
    }
    if (writing->job->media.is_singular && writing->write.kind != WRITE_PUT &&
        !answer_check_singular(context, writing->rows)) {
        return false;
    }
    bool is_limited =
        prefer->has_max_affected && prefer->handling == HANDLING_STRICT &&
        (writing->write.kind == WRITE_UPDATE || writing->write.kind == WRITE_DELETE);
    if (!is_limited || writing->rows <= prefer->max_affected) {
        return true;
    }
    return context_fail(
        context,
        (struct error){
            .code = "PGRST124",
            .message = "Query result exceeds max-affected preference constraint",
            .details = arena_printf(context->arena, "The query affects %lld rows",
                                    (long long)writing->rows)});
}

bool writing_needs_check(const struct writing *writing)
{
    const struct job *job = writing->job;
    bool is_limited =
        job->preferences.has_max_affected &&
        job->preferences.handling == HANDLING_STRICT &&
        (writing->write.kind == WRITE_UPDATE || writing->write.kind == WRITE_DELETE);
    return writing->write.kind == WRITE_PUT || job->media.is_singular || is_limited;
}
