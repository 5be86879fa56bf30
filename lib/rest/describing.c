/* SPDX-License-Identifier: MIT
 *
 * OPTIONS: which methods a table, a view or a function permits.
 */
#include "rest/answer.h"
#include "rest/calling.h"
#include "rest/handlers.h"

static const char *table_methods(struct job *job)
{
    const struct table *table = job->table;
    bool takes_put =
        table->is_insertable && table->is_updatable && table->primary_key_count > 0;
    return arena_printf(job->context->arena, "OPTIONS,GET,HEAD%s%s%s%s",
                        table->is_insertable ? ",POST" : "", takes_put ? ",PUT" : "",
                        table->is_updatable ? ",PATCH" : "",
                        table->is_deletable ? ",DELETE" : "");
}

bool describing_run(struct job *job, bool is_call)
{
    const struct function *function = NULL;
    if (is_call && !calling_find(job, &function)) {
        return false;
    }
    const char *methods = !is_call ? table_methods(job)
                          : function->volatility == VOLATILITY_VOLATILE
                              ? "OPTIONS,POST"
                              : "OPTIONS,GET,HEAD,POST";
    job->response->status = 200;
    response_set_header(job->response, "Allow", slice_of(methods));
    response_set_header(job->response, "Access-Control-Allow-Origin", slice_of("*"));
    answer_finish(job);
    return true;
}
