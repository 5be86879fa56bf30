/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/fuzz.h"

#include "base/json.h"
#include "http/response.h"

static struct arena *arena;
static struct config config;
static struct context context;

struct context *fuzz_context(void)
{
    static const struct slice schemas[] = {SLICE("library"), SLICE("depot")};
    if (arena == NULL) {
        arena = arena_new((size_t)64 << 10);
        config = (struct config){.schemas = {schemas, ARRAY_LENGTH(schemas)},
                                 .extra_search_path = {schemas, 1},
                                 .aggregates = true,
                                 .plan = true,
                                 .prepared = true,
                                 .max_rows = -1,
                                 .verbose_errors = true,
                                 .spool_dir = SLICE("/tmp"),
                                 .spool_max = INT64_C(1) << 26};
    }
    context = (struct context){.arena = arena, .config = &config};
    return &context;
}

static void check_error(void)
{
    struct response response;
    struct slice body;
    const char *problem;
    size_t at;
    const struct error *error = &context.error;
    HOLDS(error->message != NULL);
    HOLDS(error->status >= 100 && error->status <= 599);
    response_init(&context, &response);
    response_fail(&context, &response);
    HOLDS(spool_map(&context, response.body, &body));
    HOLDS(json_check(body, &problem, &at));
}

void fuzz_end(struct context *ended)
{
    if (context_has_failed(ended)) {
        check_error();
    }
    arena_reset(arena);
}

size_t fuzz_choose(struct slice *input, size_t count)
{
    size_t choice = input->len == 0 ? 0 : (unsigned char)input->ptr[0] % count;
    *input = slice_from(*input, 1);
    return choice;
}
