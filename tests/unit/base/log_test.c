/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>

static int saved;
static int ends[2];

/* Standard error goes through a pipe while a test runs. */
static int set_up(void **state)
{
    (void)state;
    saved = dup(STDERR_FILENO);
    return pipe(ends) != 0 || dup2(ends[1], STDERR_FILENO) < 0;
}

static int tear_down(void **state)
{
    (void)state;
    log_set_level(LOG_INFO);
    close(ends[0]);
    return 0;
}

/* Everything written so far; may be called once. */
static const char *written(void)
{
    static char text[8192];
    dup2(saved, STDERR_FILENO);
    close(saved);
    close(ends[1]);
    ssize_t length = read(ends[0], text, sizeof(text) - 1);
    text[length < 0 ? 0 : length] = '\0';
    return text;
}

static void an_event_is_one_line(void **state)
{
    (void)state;
    log_write(LOG_ERROR, "a %s\tb\x7f\r\n%d", "x\ny", 5);
    const char *text = written();
    assert_int_equal(text[4], '-');
    assert_int_equal(text[23], 'Z');
    assert_string_equal(text + 24, " error a x\\x0ay\\x09b\\x7f\\x0d\\x0a5\n");
}

static void a_long_line_is_cut(void **state)
{
    (void)state;
    log_write(LOG_INFO, "%05000d", 1);
    const char *text = written();
    assert_int_equal(strlen(text), 2000);
    assert_int_equal(text[1999], '\n');
}

static void a_long_line_of_controls_is_cut(void **state)
{
    char controls[1000];
    (void)state;
    memset(controls, '\n', sizeof(controls));
    log_write(LOG_INFO, "%.*s", (int)sizeof(controls), controls);
    const char *text = written();
    assert_in_range(strlen(text), 1900, 2000);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void below_the_threshold_nothing_is_written(void **state)
{
    (void)state;
    log_write(LOG_DEBUG, "a");
    log_set_level(LOG_WARNING);
    log_write(LOG_INFO, "b");
    log_write(LOG_WARNING, "c");
    assert_string_equal(written() + 24, " warning c\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_is_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_line_is_cut, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_line_of_controls_is_cut, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(below_the_threshold_nothing_is_written, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
