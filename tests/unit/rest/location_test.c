/* SPDX-License-Identifier: MIT */
#include "rest/location.h"

#include "tests/unit/http/fixture.h"

static void the_key_is_asked_for_as_json_writes_it(void **state)
{
    (void)state;
    static const char *const names[] = {"id", "odd \"name\""};
    struct sql sql = sql_new(&context);
    location_add(&sql, names, 2);
    assert_string_equal(strbuf_string(&sql.text),
                        "SELECT to_json(\"id\")#>>'{}', "
                        "to_json(\"odd \"\"name\"\"\")#>>'{}' FROM pgrst_source");
}

static void the_first_row_counts(void **state)
{
    (void)state;
    static const char *const names[] = {"id", "b c"};
    struct location location = {.names = names, .name_count = 2};
    struct row_sink sink = location_sink(&location);
    char text[] = "a/b é&=";
    const struct slice first[] = {{text, sizeof(text) - 1}, {NULL, 0}};
    const struct slice second[] = {SLICE("x"), SLICE("y")};
    assert_true(sink.row(sink.self, &context, first, 2));
    text[0] = 'X'; /* values are borrowed until the callback returns */
    assert_true(sink.row(sink.self, &context, second, 2));
    assert_int_equal(location.rows, 2);
    assert_slice(location_text(context.arena, slice_of("t"), &location),
                 "/t?id=eq.a%2Fb%20%C3%A9%26%3D&b%20c=is.null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(the_key_is_asked_for_as_json_writes_it),
        UNIT(the_first_row_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
