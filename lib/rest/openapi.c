/* SPDX-License-Identifier: MIT */
#include "rest/openapi.h"

#include <string.h>

#include "rest/answer.h"
#include "rest/openapi_access.h"
#include "rest/openapi_three.h"
#include "rest/openapi_two.h"

#define NAME_OF_ALL_VERSIONS "application/vnd.oai.openapi+json"

/* The two forms a description takes. */
static const struct form {
    const char *content_type;
    void (*write)(struct openapi_document *document);
} two = {"application/openapi+json; charset=utf-8", openapi_two_write},
  three = {NAME_OF_ALL_VERSIONS ";version=3.1; charset=utf-8", openapi_three_write};

/* NULL for a media type that the root does not have. */
static const struct form *find_form(struct arena *arena, struct media_type type)
{
    struct slice version = media_type_parameter(arena, type, "version");
    bool is_three = slice_is(version, "3.1") || slice_starts_with(version, "3.1.");
    if (slice_is(type.name, NAME_OF_ALL_VERSIONS)) {
        return is_three || !slice_is_present(version) ? &three : NULL;
    }
    if (slice_is(type.name, "application/openapi+json")) {
        return is_three ? &three : &two;
    }
    /* That of an array with its nulls is another name of application/json. */
    bool is_json = strcmp(media_spell(arena, type), "application/json") == 0;
    return is_json || slice_is(type.name, "*/*") ? &two : NULL;
}

static bool negotiate(struct job *job, const struct form **out)
{
    struct arena *arena = job->context->arena;
    struct media_types accepted = negotiation_accept(arena, job->request);
    struct strbuf names = strbuf_new(arena, 0);
    for (size_t i = 0; i < accepted.count; i++) {
        *out = find_form(arena, accepted.items[i]);
        if (*out != NULL) {
            return true;
        }
        strbuf_add_text(&names, i > 0 ? ", " : "");
        strbuf_add_text(&names, media_spell(arena, accepted.items[i]));
    }
    return context_fail_with(job->context, "PGRST107",
                             "None of these media types are available: %s",
                             strbuf_string(&names));
}

bool openapi_run(struct job *job)
{
    const struct form *form = NULL;
    struct openapi_document document = {.job = job};
    if (!negotiate(job, &form) || !openapi_access_read(&document)) {
        return false;
    }
    if (!job->is_head) {
        form->write(&document);
    }
    job->response->status = 200;
    job->media.content_type = slice_of(form->content_type);
    answer_content_type(job);
    answer_finish(job);
    return true;
}

bool openapi_describe(struct job *job)
{
    job->response->status = 200;
    response_set_header(job->response, "Allow", slice_of("OPTIONS,GET,HEAD"));
    response_set_header(job->response, "Access-Control-Allow-Origin", slice_of("*"));
    answer_finish(job);
    return true;
}
