/* SPDX-License-Identifier: MIT */
#include "rest/media.h"

#include "tests/unit/http/fixture.h"

static struct media media;
static struct media_handler handlers[3];
static struct models known;

static bool negotiate(const char *accept, bool takes_handlers)
{
    const struct header headers[] = {{SLICE("accept"), slice_of(accept)}};
    const struct request request = {.headers = headers,
                                    .header_count = accept == NULL ? 0 : 1};
    const struct media_request wanted = {
        .models = &known, .schema = "s", .name = "t", .takes_handlers = takes_handlers};
    context.error = (struct error){0};
    return media_negotiate(&context, &request, &wanted, &media);
}

static void assert_answered(const char *accept, enum encoding encoding, const char *type)
{
    if (!negotiate(accept, true)) {
        fail_msg("%s: %s", accept, context.error.message);
    }
    assert_int_equal(media.encoding, encoding);
    assert_slice(media.content_type, type);
}

static void without_handlers(void)
{
    known = (struct models){0};
}

static void the_built_in_forms(void **state)
{
    (void)state;
    without_handlers();
    assert_answered(NULL, ENCODE_JSON_ARRAY, "application/json; charset=utf-8");
    assert_answered("*/*", ENCODE_JSON_ARRAY, "application/json; charset=utf-8");
    assert_answered("application/json", ENCODE_JSON_ARRAY,
                    "application/json; charset=utf-8");
    assert_answered("APPLICATION/JSON", ENCODE_JSON_ARRAY,
                    "application/json; charset=utf-8");
    assert_answered("text/csv", ENCODE_CSV, "text/csv; charset=utf-8");
    assert_answered("application/x-ndjson", ENCODE_NDJSON,
                    "application/x-ndjson; charset=utf-8");
    assert_answered("application/vnd.pgrst.object", ENCODE_JSON_OBJECT,
                    "application/vnd.pgrst.object+json; charset=utf-8");
    assert_true(media.is_singular);
    assert_answered("application/vnd.pgrst.array+json", ENCODE_JSON_ARRAY,
                    "application/json; charset=utf-8");
    assert_answered("application/vnd.pgrst.array+json;nulls=stripped", ENCODE_JSON_ARRAY,
                    "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8");
    assert_true(media.strips_nulls);
}

static void the_best_that_there_is(void **state)
{
    (void)state;
    without_handlers();
    assert_answered("text/html, text/csv;q=0.5, application/json;q=0.4", ENCODE_CSV,
                    "text/csv; charset=utf-8");
    assert_answered("text/csv;q=0.1, application/json;q=0.2", ENCODE_JSON_ARRAY,
                    "application/json; charset=utf-8");
    assert_false(negotiate("text/html, image/png;q=0.3", true));
    assert_string_equal(context.error.code, "PGRST107");
    assert_int_equal(context.error.status, 406);
    assert_string_equal(context.error.message,
                        "None of these media types are available: text/html, image/png");
}

static void a_handler_of_the_table_comes_first(void **state)
{
    (void)state;
    handlers[0] = (struct media_handler){
        .media_type = "text/x-all", .function = "all", .resolved_type = "text/x-all"};
    handlers[1] = (struct media_handler){.media_type = "text/x-all",
                                         .schema = "s",
                                         .table = "t",
                                         .function = "own",
                                         .resolved_type = "text/x-all"};
    handlers[2] = (struct media_handler){.media_type = "text/x-other",
                                         .schema = "s",
                                         .table = "u",
                                         .function = "other",
                                         .resolved_type = "text/x-other"};
    known = (struct models){.media_handlers = handlers, .media_handler_count = 3};
    assert_answered("text/x-all", ENCODE_VALUE, "text/x-all");
    assert_string_equal(media.handler->function, "own");
    assert_true(negotiate("text/x-all", false));
    assert_string_equal(media.handler->function, "all");
    assert_false(negotiate("text/x-other", true));
}

static void plans_behind_their_switch(void **state)
{
    (void)state;
    without_handlers();
    assert_false(negotiate("application/vnd.pgrst.plan", true));
    config.plan = true;
    assert_answered("application/vnd.pgrst.plan", ENCODE_JSON_ARRAY,
                    "application/vnd.pgrst.plan+text; for=\"application/json\"; "
                    "charset=utf-8");
    assert_true(media.is_plan && !media.plan_is_json);
    assert_answered("application/vnd.pgrst.plan+json; for=\"text/csv\"; options=analyze",
                    ENCODE_CSV,
                    "application/vnd.pgrst.plan+json; for=\"text/csv\"; options=analyze; "
                    "charset=utf-8");
    assert_true(media.plan_is_json);
    assert_slice(media.plan_options, "analyze");
    assert_true(negotiate("application/vnd.pgrst.plan; "
                          "for=\"application/vnd.pgrst.object\"",
                          true));
    assert_false(media.is_singular);
    assert_answered("application/vnd.pgrst.plan; "
                    "for=\"application/vnd.pgrst.object+json;nulls=stripped\"",
                    ENCODE_JSON_OBJECT,
                    "application/vnd.pgrst.plan+text; "
                    "for=\"application/vnd.pgrst.object+json;nulls=stripped\"; "
                    "charset=utf-8");
    assert_true(media.strips_nulls);
}

static void a_plan_for_what_cannot_be_made(void **state)
{
    (void)state;
    without_handlers();
    config.plan = true;
    assert_false(negotiate("application/vnd.pgrst.plan; for=\"undefined\"", true));
    assert_true(negotiate("application/vnd.pgrst.plan; for=\"undefined", true));
}

static void a_plans_options_are_the_known_ones(void **state)
{
    (void)state;
    without_handlers();
    config.plan = true;
    assert_answered("application/vnd.pgrst.plan; options=verbose|drop|analyze",
                    ENCODE_JSON_ARRAY,
                    "application/vnd.pgrst.plan+text; for=\"application/json\"; "
                    "options=analyze|verbose; charset=utf-8");
    assert_true(negotiate("application/vnd.pgrst.plan; options=drop", true));
    assert_slice(media.plan_options, "(absent)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(the_built_in_forms),
        UNIT(the_best_that_there_is),
        UNIT(a_handler_of_the_table_comes_first),
        UNIT(plans_behind_their_switch),
        UNIT(a_plan_for_what_cannot_be_made),
        UNIT(a_plans_options_are_the_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
