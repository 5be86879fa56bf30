/* SPDX-License-Identifier: MIT */
#include "rest/resource.h"

#include "tests/unit/http/fixture.h"

#define MANY 500

/* The hint for films in a schema of that many tables, the last of which is film. */
static const char *hint_among(size_t count)
{
    static const struct slice schemas[] = {SLICE("s")};
    static const struct resource all = {.name = "all", .serves_all_tables = true};
    const struct identity identity = {.role = SLICE("web"), .claims = SLICE("{}")};
    struct table tables[MANY];
    for (size_t i = 0; i < count; i++) {
        tables[i] = (struct table){
            .schema = "s",
            .name = i + 1 < count ? arena_printf(context.arena, "%04zu", i) : "film"};
    }
    const struct models known = {.tables = tables, .table_count = count};
    const struct service service = {.config = &config, .models = &known};
    const struct request request = {
        .method = SLICE("GET"), .path = SLICE("/films"), .query = SLICE("")};
    struct response response;
    config.schemas = (struct list){schemas, ARRAY_LENGTH(schemas)};
    context.error = (struct error){0};
    response_init(&context, &response);
    assert_false(
        resource_answer(&context, &service, &all, &request, &identity, &response));
    assert_string_equal(context.error.code, "PGRST205");
    return context.error.hint;
}

static void no_hint_among_very_many_tables(void **state)
{
    (void)state;
    assert_string_equal(hint_among(MANY - 1), "Perhaps you meant the table 's.film'");
    assert_null(hint_among(MANY));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(no_hint_among_very_many_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
