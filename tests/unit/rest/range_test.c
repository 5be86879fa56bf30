/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/range.h"

static struct range range;

static bool resolve(const char *method, const char *query_text, const char *header)
{
    struct query query;
    const struct header headers[] = {{SLICE("range"), slice_of(header)}};
    const struct request request = {.method = slice_of(method),
                                    .headers = headers,
                                    .header_count = header == NULL ? 0 : 1};
    context.error = (struct error){0};
    assert_true(query_parse(&context, slice_of(query_text), false, &query));
    return range_resolve(&context, &request, &query, &range);
}

static void assert_range(const char *query, const char *header, int64_t offset,
                         int64_t limit)
{
    if (!resolve("GET", query, header)) {
        fail_msg("%s, %s: %s", query, header, context.error.details);
    }
    assert_true(range.offset == offset);
    assert_true(range.limit == limit);
}

static void assert_refused(const char *query, const char *header)
{
    assert_false(resolve("GET", query, header));
    assert_string_equal(context.error.code, "PGRST103");
    assert_int_equal(context.error.status, 416);
}

static void parameters(void **state)
{
    (void)state;
    assert_range("", NULL, 0, -1);
    assert_range("limit=5", NULL, 0, 5);
    assert_range("limit=5&offset=3", NULL, 3, 5);
    assert_range("offset=3", NULL, 3, -1);
    assert_range("limit=0", NULL, 0, 0);
    assert_range("offset=-3", NULL, 0, -1);
    assert_range("offset=-3&limit=5", NULL, 0, 2);
    assert_range("offset=-3&limit=3", NULL, 0, 0);
    assert_refused("offset=-3&limit=1", NULL);
    assert_range("r.limit=5", NULL, 0, -1);
    assert_refused("limit=-1", NULL);
    assert_refused("limit=0&offset=1", NULL);
}

static void the_header(void **state)
{
    (void)state;
    assert_range("", "0-9", 0, 10);
    assert_range("", "5-5", 5, 1);
    assert_range("", "5-", 5, -1);
    assert_refused("", "9-0");
    static const char *const ignored[] = {"",          "-",         "-5",   "a-b",
                                          "0",         "0-b",       "+0-5", "0-+5",
                                          "items=0-9", "0-9,11-12", "1--2", "0x1-5"};
    for (size_t i = 0; i < ARRAY_LENGTH(ignored); i++) {
        assert_range("", ignored[i], 0, -1);
    }
}

static void both_meet(void **state)
{
    (void)state;
    assert_range("limit=5", "2-9", 2, 3);
    assert_range("limit=5&offset=4", "0-5", 4, 2);
    assert_range("offset=4", "0-5", 4, 2);
    assert_refused("limit=5", "5-9");
    assert_refused("offset=10", "0-9");
    assert_range("limit=0", "3-9", 0, 0);
    assert_range("limit=0", "9-0", 0, 0);
}

static void only_get_has_a_header(void **state)
{
    (void)state;
    static const char *const others[] = {"HEAD", "POST", "PATCH", "DELETE"};
    for (size_t i = 0; i < ARRAY_LENGTH(others); i++) {
        assert_true(resolve(others[i], "limit=5", "2-3"));
        assert_int_equal(range.offset, 0);
        assert_int_equal(range.limit, 5);
    }
}

static void edges_of_the_numbers(void **state)
{
    (void)state;
    assert_range("limit=9223372036854775807", NULL, 0, -1);
    assert_range("limit=9223372036854775806", NULL, 0, INT64_MAX - 1);
    assert_range("limit=9223372036854775807&offset=5", NULL, 5, -1);
    assert_range("limit=1&offset=9223372036854775805", NULL, INT64_MAX - 2, 1);
    assert_refused("limit=-9223372036854775808", NULL);
    assert_refused("limit=-1&offset=-9223372036854775808", NULL);
    assert_range("", "0-9223372036854775807", 0, -1);
    assert_range("", "0-9223372036854775806", 0, -1);
    assert_range("", "0-9223372036854775805", 0, INT64_MAX - 1);
    assert_range("", "9223372036854775806-9223372036854775807", INT64_MAX - 1, -1);
}

static void what_the_answer_says(void **state)
{
    (void)state;
    assert_slice(range_text(context.arena, 0, 24, -1), "0-24/*");
    assert_slice(range_text(context.arena, 0, 24, 300), "0-24/300");
    assert_slice(range_text(context.arena, 0, -1, -1), "*/*");
    assert_slice(range_text(context.arena, 300, 299, 300), "*/300");
    assert_slice(range_text(context.arena, 0, -1, 0), "*/0");
    assert_slice(range_text(context.arena, 7, 7, 8), "7-7/8");
}

static void which_status_it_has(void **state)
{
    (void)state;
    assert_int_equal(range_status(0, 5, -1), 200);
    assert_int_equal(range_status(100, 0, -1), 200);
    assert_int_equal(range_status(0, 5, 5), 200);
    assert_int_equal(range_status(0, 0, 0), 200);
    assert_int_equal(range_status(0, 4, 5), 206);
    assert_int_equal(range_status(5, 0, 5), 206);
    assert_int_equal(range_status(6, 0, 5), 416);
    assert_int_equal(range_status(1, 0, 0), 416);
    assert_int_equal(range_status(INT64_MAX, 0, INT64_MAX), 206);
}

static void an_offset_past_the_total(void **state)
{
    (void)state;
    assert_false(range_fail_offset(&context, 10, 3));
    assert_string_equal(context.error.code, "PGRST103");
    assert_string_equal(context.error.details,
                        "An offset of 10 was requested, but there are only 3 rows.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(parameters),
        UNIT(the_header),
        UNIT(both_meet),
        UNIT(only_get_has_a_header),
        UNIT(edges_of_the_numbers),
        UNIT(what_the_answer_says),
        UNIT(which_status_it_has),
        UNIT(an_offset_past_the_total),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
