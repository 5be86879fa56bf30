/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/timestamp.h"

/* Read, and written as it was, with what PostgreSQL's extract(epoch) says. */
static void texts_are_read_and_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t microseconds;
    } cases[] = {
        {"1970-01-01T00:00:00+00:00", 0},
        {"1969-12-31T23:59:59.999999+00:00", -1},
        {"2026-11-22T10:40:37.250000+00:00", 1795344037250000},
        {"2000-02-29T00:00:00+00:00", 951782400000000},
        {"1900-03-01T00:00:00+00:00", -2203891200000000},
        {"0001-01-01T00:00:00+00:00", -62135596800000000},
        {"0001-12-31T23:59:59.999999+00:00 BC", -62135596800000001},
        {"0044-03-15T12:00:00+00:00 BC", -63517780800000000},
        {"4714-11-24T00:00:00+00:00 BC", -210866803200000000},
        {"12345-06-07T08:09:10+00:00", 327416976550000000},
        {"294246-12-31T00:00:00+00:00", 9223371158400000000},
        {"infinity", INT64_MAX},
        {"-infinity", INT64_MIN},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
        struct timestamp timestamp;
        assert_true(timestamp_parse(slice_of(cases[i].text), &timestamp));
        assert_string_equal(timestamp_text(timestamp).text, cases[i].text);
        if (timestamp.microseconds != cases[i].microseconds) {
            fail_msg("%s: %lld", cases[i].text, (long long)timestamp.microseconds);
        }
    }
}

static void forms_of_the_same_moment(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "2026-11-22T10:40:37.25+00:00",     "2026-11-22 10:40:37.250Z",
        "2026-11-22t11:40:37.25+01",        "2026-11-22T09:10:37.25-0130",
        "2026-11-22T09:10:37.250000-01:30", "2026-11-22T10:40:40.25+00:00:03",
        "2026-11-23T00:40:37.25+14:00",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        struct timestamp timestamp;
        assert_true(timestamp_parse(slice_of(texts[i]), &timestamp));
        assert_true(timestamp.microseconds == 1795344037250000);
    }
}

static void other_texts_are_refused(void **state)
{
    (void)state;
    struct timestamp timestamp;
    static const char *const texts[] = {
        "",
        "2026-11-22",
        "2026-11-22T10:40:37",
        "2026-11-22T10:40:37.+00:00",
        "2026-11-22T10:40:37.1234567Z",
        "2026-11-22T10:40:37Z ",
        "2026-11-22T10:40:37+24",
        "2026-11-22T10:40:37+01:60",
        "2026-13-22T10:40:37Z",
        "2026-00-22T10:40:37Z",
        "2026-02-29T10:40:37Z",
        "2026-04-31T10:40:37Z",
        "1900-02-29T00:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:60:37Z",
        "2026-11-22T10:40:60Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T10:40:37Z AD",
        "294248-01-01T00:00:00Z",
        "Infinity",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        if (timestamp_parse(slice_of(texts[i]), &timestamp)) {
            fail_msg("%s was read", texts[i]);
        }
    }
    assert_false(timestamp_parse(slice_absent(), &timestamp));
}

/* Every day of two eras, in both directions. */
static void days_follow_each_other(void **state)
{
    (void)state;
    const int64_t day = 86400000000;
    for (int64_t i = -292194; i < 292194; i++) {
        struct timestamp timestamp = {i * day}, same;
        struct timestamp_text text = timestamp_text(timestamp);
        if (!timestamp_parse(slice_of(text.text), &same) ||
            same.microseconds != i * day) {
            fail_msg("day %lld is %s", (long long)i, text.text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(forms_of_the_same_moment),
        cmocka_unit_test(other_texts_are_refused),
        cmocka_unit_test(days_follow_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
