/* SPDX-License-Identifier: MIT */
#include "rest/answer.h"
#include "rest/range.h"
#include "rest/writing.h"

/* Of an insert and a deletion the rows have no numbers, of an update they begin at 0. */
static void set_range(struct writing *writing)
{
    struct job *job = writing->job;
    bool is_update = writing->write.kind == WRITE_UPDATE;
    int64_t total = preferences_count_rows(&job->preferences) ? writing->rows : -1;
    if (writing->write.kind != WRITE_PUT) {
        answer_content_range(job, range_text(job->context->arena, is_update ? 0 : 1,
                                             is_update ? writing->rows - 1 : 0, total));
    }
}

static int status_of(const struct writing *writing)
{
    bool has_body = writing->encoder != NULL;
    switch (writing->write.kind) {
    case WRITE_INSERT:
        return writing->write.resolution == RESOLUTION_MERGE && writing->inserted <= 0
                   ? 200
                   : 201;
    case WRITE_PUT:
        return !has_body ? 204 : writing->inserted > 0 ? 201 : 200;
    case WRITE_UPDATE:
    case WRITE_DELETE:
        return has_body ? 200 : 204;
    }
    return 200;
}

static struct applied applied_to(const struct writing *writing)
{
    enum write_kind kind = writing->write.kind;
    const struct job *job = writing->job;
    return (struct applied){
        .resolution = kind == WRITE_INSERT &&
                      (job->table->primary_key_count > 0 || job->query.has_on_conflict),
        .representation = true,
        .missing = kind == WRITE_INSERT || kind == WRITE_UPDATE,
        .max_affected = kind == WRITE_UPDATE || kind == WRITE_DELETE,
    };
}

bool written_answer(struct writing *writing)
{
    struct job *job = writing->job;
    job->response->status = status_of(writing);
    set_range(writing);
    if (writing->location.rows == 1) {
        response_set_header(
            job->response, "Location",
            location_text(job->context->arena, job->name, &writing->location));
    }
    if (writing->encoder != NULL) {
        answer_content_type(job);
    }
    answer_preferences(job, applied_to(writing));
    if (!answer_take_settings(job, &writing->settings)) {
        return false;
    }
    answer_finish(job);
    return true;
}
