/* SPDX-License-Identifier: MIT */
#include "base/setting.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/config.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new(1024);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool parses(const struct setting_kind *kind, const char *text, void *field)
{
    return kind->parse(arena, kind, slice_of(text), field);
}

static void a_switch_has_many_words(void **state)
{
    static const char *const on[] = {"on", "ON", "true", "True", "yes", "1"};
    static const char *const off[] = {"off", "false", "no", "0"};
    bool value = false;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(on); i++) {
        value = false;
        assert_true(parses(&setting_on_off, on[i], &value) && value);
    }
    for (size_t i = 0; i < ARRAY_LENGTH(off); i++) {
        value = true;
        assert_true(parses(&setting_on_off, off[i], &value) && !value);
    }
    assert_false(parses(&setting_on_off, "2", &value));
}

static void a_list_is_trimmed(void **state)
{
    struct list list;
    (void)state;
    assert_true(parses(&setting_list, " a ,, b c,", &list));
    assert_int_equal(list.count, 2);
    assert_true(slice_is(list.items[0], "a"));
    assert_true(slice_is(list.items[1], "b c"));
    assert_true(parses(&setting_list, "", &list));
    assert_int_equal(list.count, 0);
    assert_true(parses(&setting_list, ",", &list));
    assert_int_equal(list.count, 0);
}

static void octets_have_binary_units(void **state)
{
    int64_t octets;
    (void)state;
    assert_true(parses(&setting_octets, "5", &octets));
    assert_int_equal(octets, 5);
    assert_true(parses(&setting_octets, "3K", &octets));
    assert_int_equal(octets, 3072);
    assert_false(parses(&setting_octets, "K", &octets));
    assert_false(parses(&setting_octets, "-1K", &octets));
    assert_false(parses(&setting_octets, "5KK", &octets));
}

static void a_choice_is_one_of_its_words(void **state)
{
    enum tx_end end = TX_COMMIT;
    enum log_level level = LOG_INFO;
    bool is_verbose = true;
    (void)state;
    assert_true(parses(&setting_tx_end, "rollback-allow-override", &end));
    assert_int_equal(end, TX_ROLLBACK_ALLOW_OVERRIDE);
    assert_true(parses(&setting_log_level, "crit", &level));
    assert_int_equal(level, LOG_ERROR);
    assert_true(parses(&setting_verbosity, "minimal", &is_verbose));
    assert_false(is_verbose);
    assert_false(parses(&setting_verbosity, "Minimal", &is_verbose));
}

static void keys_and_settings_have_a_form(void **state)
{
    struct list list;
    char key[80];
    (void)state;
    memset(key, 'a', 64);
    memcpy(key + 64, "=r", 3);
    assert_true(parses(&setting_api_keys, key, &list));
    key[0] = 'g';
    assert_false(parses(&setting_api_keys, key, &list));
    assert_true(parses(&setting_app_settings, "app.settings.a=b=c,app.x=", &list));
    assert_int_equal(list.count, 2);
    assert_false(parses(&setting_app_settings, "app.=x", &list));
    assert_false(parses(&setting_app_settings, "app.a b=x", &list));
}

static void an_audience_with_a_colon_is_a_uri(void **state)
{
    static const char *const bad[] = {
        "",       "http://%%host.invalid", ":a", "1a:b", "a b:c", "urn:a b", "urn:%4",
        "a:\"b\""};
    static const char *const good[] = {"authenticated", "a b", "urn:x:y",
                                       "https://example.org/%C3%A9?a=[b]#c"};
    struct slice text;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_false(parses(&setting_audience, bad[i], &text));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        assert_true(parses(&setting_audience, good[i], &text));
        assert_true(slice_is(text, good[i]));
    }
}

static void a_proxy_uri_is_one_of_the_web(void **state)
{
    static const char *const bad[] = {
        "htp:/@@host.invalid", "https://",     "example.com",
        "https:example.com",   "https://:80",  "https://u@example.com",
        "https://a/?b=c",      "https://a:0/", "https://a:65536",
        "https://a:b",         "https://a b/", "ftp://example.com",
    };
    static const char *const good[] = {"", "https://example.com:8443/basePath",
                                       "HTTP://localhost", "http://a-b.c_d/e/f/"};
    struct slice text;
    (void)state;
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        assert_false(parses(&setting_proxy_uri, bad[i], &text));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(good); i++) {
        assert_true(parses(&setting_proxy_uri, good[i], &text));
    }
}

static void only_a_plain_file_is_read(void **state)
{
    char path[] = "/tmp/myorest-setting.XXXXXX";
    struct slice text;
    int file = mkstemp(path);
    (void)state;
    assert_int_equal(write(file, "abc", 3), 3);
    assert_true(setting_read_file(arena, path, 0077, &text));
    assert_true(slice_is(text, "abc"));
    assert_int_equal(fchmod(file, 0644), 0);
    assert_false(setting_read_file(arena, path, 0077, &text));
    assert_true(setting_read_file(arena, path, 0, &text));
    assert_int_equal(ftruncate(file, (1 << 20) + 1), 0);
    assert_false(setting_read_file(arena, path, 0, &text));
    close(file);
    unlink(path);
    assert_false(setting_read_file(arena, path, 0, &text));
    assert_false(setting_read_file(arena, "/tmp", 0, &text));
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_switch_has_many_words),       UNIT(a_list_is_trimmed),
        UNIT(octets_have_binary_units),      UNIT(a_choice_is_one_of_its_words),
        UNIT(keys_and_settings_have_a_form), UNIT(an_audience_with_a_colon_is_a_uri),
        UNIT(a_proxy_uri_is_one_of_the_web), UNIT(only_a_plain_file_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
