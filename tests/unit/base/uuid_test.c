/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/uuid.h"

#define TEXT "0123abcd-4567-89ef-8000-0000000000ff"

static void texts_are_read_and_written(void **state)
{
    (void)state;
    struct uuid uuid, same;
    assert_true(uuid_parse(slice_of(TEXT), &uuid));
    assert_int_equal(uuid.octets[0], 0x01);
    assert_int_equal(uuid.octets[15], 0xff);
    assert_string_equal(uuid_text(uuid).text, TEXT);
    assert_true(uuid_parse(slice_of("0123ABCD-4567-89EF-8000-0000000000FF"), &same));
    assert_true(uuid_equal(uuid, same));
    assert_false(uuid_is_nil(uuid));
    assert_true(uuid_is_nil((struct uuid){{0}}));
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    struct uuid uuid;
    static const char *const texts[] = {
        "",
        "0123abcd456789ef80000000000000ff",
        "0123abcd-4567-89ef-8000-0000000000f",
        "0123abcd-4567-89ef-8000-0000000000fg",
        "0123abcd-4567-89ef-8000-0000000000f\x11",
        "0123abcd-4567-89ef-8000_0000000000ff",
        "0123abcd-4567-89ef-8000-0000000000ff ",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        assert_false(uuid_parse(slice_of(texts[i]), &uuid));
    }
    assert_false(uuid_parse(slice_absent(), &uuid));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(other_texts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
