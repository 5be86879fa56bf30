/* SPDX-License-Identifier: MIT */
#include "http/negotiation.h"

#include "base/strbuf.h"
#include "fixture.h"

/* "name|parameters name|parameters": the Accept header's types in order. */
static struct slice accepted(const char *header)
{
    const struct request request = {HEADERS({SLICE("accept"), slice_of(header)})};
    struct media_types types = negotiation_accept(context.arena, &request);
    struct strbuf text = strbuf_new(context.arena, 0);
    for (size_t i = 0; i < types.count; i++) {
        strbuf_add_text(&text, i > 0 ? " " : "");
        strbuf_add_slice(&text, types.items[i].name);
        strbuf_add_char(&text, '|');
        strbuf_add_slice(&text, types.items[i].parameters);
    }
    return strbuf_slice(&text);
}

static void types_are_in_order_of_preference(void **state)
{
    (void)state;
    assert_slice(accepted("text/csv"), "text/csv|");
    assert_slice(accepted("a/b, c/d"), "a/b| c/d|");
    assert_slice(accepted("a/b;q=0.2, c/d ; Q=0.9,e/f"), "e/f| c/d| a/b|");
    assert_slice(accepted("*/*, text/*, text/csv, text/csv;header=absent"),
                 "text/csv|header=absent text/csv| text/*| */*|");
    assert_slice(accepted("A/B;q=1.0;Charset=X , ,"), "a/b|Charset=X");
}

static void an_unwanted_type_is_left_out(void **state)
{
    (void)state;
    assert_slice(accepted("a/b;q=0, c/d;q=0.001, e/f;q=0.000"), "c/d|");
    assert_slice(accepted("a/b;q=0"), "");
}

static void a_quality_that_is_none_is_the_best(void **state)
{
    (void)state;
    assert_slice(accepted("a/b;q=0.9, c/d;q=x, e/f;q=, g/h;q=5"), "c/d| e/f| g/h| a/b|");
}

static void no_header_is_any_type(void **state)
{
    const struct request request = {.header_count = 0};
    (void)state;
    struct media_types types = negotiation_accept(context.arena, &request);
    assert_int_equal(types.count, 1);
    assert_slice(types.items[0].name, "*/*");
    assert_slice(accepted("  "), "*/*|");
}

static void quoted_separators_do_not_separate(void **state)
{
    (void)state;
    assert_slice(accepted("a/b; for=\"x,y;z\", c/d"), "a/b|for=\"x,y;z\" c/d|");
    assert_slice(accepted("a/b;for=\"bad"), "a/b|for=\"bad");
}

static void parameters_are_found(void **state)
{
    const struct media_type type = {
        .name = SLICE("a/b"),
        .parameters = SLICE("for=\"text/csv; \\\"x\\\"\"; Options = a|b; c; open=\"bad")};
    (void)state;
    assert_slice(media_type_parameter(context.arena, type, "for"), "text/csv; \"x\"");
    assert_slice(media_type_parameter(context.arena, type, "options"), "a|b");
    assert_slice(media_type_parameter(context.arena, type, "open"), "(absent)");
    assert_slice(media_type_parameter(context.arena, type, "c"), "(absent)");
    assert_slice(media_type_parameter(context.arena, type, "none"), "(absent)");
}

static void the_body_is_json_unless_told(void **state)
{
    const struct request request = {.header_count = 0};
    const struct request csv = {
        HEADERS({SLICE("content-type"), SLICE(" TEXT/Csv ;charset=utf-8")})};
    (void)state;
    assert_slice(negotiation_content_type(context.arena, &request).name,
                 "application/json");
    assert_slice(negotiation_content_type(context.arena, &csv).name, "text/csv");
    assert_slice(negotiation_content_type(context.arena, &csv).parameters,
                 "charset=utf-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(types_are_in_order_of_preference),   UNIT(an_unwanted_type_is_left_out),
        UNIT(a_quality_that_is_none_is_the_best), UNIT(no_header_is_any_type),
        UNIT(quoted_separators_do_not_separate),  UNIT(parameters_are_found),
        UNIT(the_body_is_json_unless_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
