/* SPDX-License-Identifier: MIT */
#include "rest/explaining.h"

#include "rest/answer.h"

struct statement explaining_statement(struct job *job, struct sql *sql)
{
    struct sql whole = sql_new(job->context);
    struct slice rest = job->media.plan_options;
    sql_add_format(&whole, "EXPLAIN (FORMAT %s",
                   job->media.plan_is_json ? "JSON" : "TEXT");
    while (slice_is_present(rest)) {
        struct slice option = slice_cut(&rest, '|');
        sql_add_format(&whole, ", %.*s", (int)option.len, option.ptr);
    }
    sql_add(&whole, ") ");
    strbuf_add_slice(&whole.text, strbuf_slice(&sql->text));
    whole.parameters = sql->parameters;
    struct statement statement = sql_statement(&whole);
    statement.is_cached = false;
    return statement;
}

static bool take_line(void *self, struct context *context, const struct slice *values,
                      size_t count)
{
    struct job *job = self;
    (void)context;
    (void)count;
    spool_add_slice(job->response->body, values[0]);
    spool_add_char(job->response->body, '\n');
    return true;
}

struct row_sink explaining_sink(struct job *job)
{
    return (struct row_sink){.self = job, .row = take_line};
}

void explaining_answer(struct job *job)
{
    job->response->status = 200;
    answer_content_type(job);
    answer_finish(job);
}
