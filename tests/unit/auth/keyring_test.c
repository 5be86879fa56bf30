/* SPDX-License-Identifier: MIT */
#include "auth/keyring.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "mint.h"

#define ONE                                                                              \
    "{\"kty\":\"oct\",\"kid\":\"%s\",\"k\":"                                             \
    "\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"

static char path[] = "/tmp/myorest-keys.XXXXXX";
static struct config config;
static const char *problem;

static void write_file(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void write_key(const char *id)
{
    char text[256];
    snprintf(text, sizeof(text), "{\"keys\":[" ONE "]}", id);
    write_file(text);
}

static int set_up(void **state)
{
    (void)state;
    log_set_level(LOG_ERROR);
    memcpy(path + sizeof(path) - 7, "XXXXXX", 6);
    int file = mkstemp(path);
    close(file);
    config = (struct config){.jwt_jwks = {path, strlen(path)}};
    problem = NULL;
    return file < 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

static bool has_key(const struct keyring *keyring, const char *id)
{
    return keys_have_fitting(keyring_keys(keyring), ALGORITHM_HS256, slice_of(id));
}

static void a_secret_must_be_long_enough(void **state)
{
    static const char *const bad[] = {"", "short", "0123456789012345678901234567890",
                                      "{\"kty\":\"oct\",\"k\":\"c2hvcnQ\"}"};
    (void)state;
    config.jwt_jwks = slice_absent();
    for (size_t i = 0; i < ARRAY_LENGTH(bad); i++) {
        problem = NULL;
        config.jwt_secret = slice_of(bad[i]);
        struct keyring *keyring = keyring_new(&config, &problem);
        if (keyring != NULL) {
            fail_msg("%s", bad[i]);
        }
        assert_string_equal(problem, "JWT_SECRET must have at least 32 octets");
    }
}

static void a_plain_secret_is_for_hs256_without_a_name(void **state)
{
    (void)state;
    config = (struct config){.jwt_secret = SLICE("01234567890123456789012345678901")};
    struct keyring *keyring = keyring_new(&config, &problem);
    const struct keys *keys = keyring_keys(keyring);
    assert_int_equal(keys->count, 1);
    assert_true(keys_have_fitting(keys, ALGORITHM_HS256, slice_absent()));
    assert_false(keys_have_fitting(keys, ALGORITHM_HS384, slice_absent()));
    assert_false(has_key(keyring, "a"));
    assert_false(keyring_is_empty(keyring));
    assert_false(keyring_look(keyring, 5));
    keyring_free(keyring);
}

static void a_secret_may_be_a_set_of_keys(void **state)
{
    char text[256];
    (void)state;
    snprintf(text, sizeof(text), ONE, "a");
    config = (struct config){.jwt_secret = slice_of(text)};
    struct keyring *keyring = keyring_new(&config, &problem);
    assert_true(has_key(keyring, "a"));
    keyring_free(keyring);
    config.jwt_secret = slice_of("{\"keys\":[]}");
    keyring = keyring_new(&config, &problem);
    assert_false(keyring_is_empty(keyring));
    assert_int_equal(keyring_keys(keyring)->count, 0);
    keyring_free(keyring);
}

static void without_settings_there_are_no_keys(void **state)
{
    (void)state;
    config = (struct config){.log_level = LOG_INFO};
    struct keyring *keyring = keyring_new(&config, &problem);
    assert_true(keyring_is_empty(keyring));
    keyring_free(keyring);
}

static void a_changed_file_is_read_once_a_second(void **state)
{
    (void)state;
    write_key("a");
    config.jwt_secret = slice_of("01234567890123456789012345678901");
    struct keyring *keyring = keyring_new(&config, &problem);
    assert_true(has_key(keyring, "a"));
    assert_false(keyring_look(keyring, 5));
    write_key("bb");
    assert_false(keyring_look(keyring, 5));
    assert_true(keyring_look(keyring, 6));
    assert_false(has_key(keyring, "a"));
    assert_true(has_key(keyring, "bb"));
    assert_int_equal(keyring_keys(keyring)->count, 2);
    assert_false(keyring_look(keyring, 7));
    keyring_free(keyring);
}

static void an_unknown_key_is_looked_for_again(void **state)
{
    (void)state;
    write_key("a");
    struct keyring *keyring = keyring_new(&config, &problem);
    assert_false(keyring_look(keyring, 5));
    write_key("bb");
    assert_true(keyring_look_again(keyring, 5));
    assert_true(has_key(keyring, "bb"));
    write_key("ccc");
    assert_false(keyring_look_again(keyring, 5));
    assert_true(keyring_look_again(keyring, 6));
    keyring_free(keyring);
}

static void a_broken_file_keeps_the_old_keys(void **state)
{
    static const char *const broken[] = {"", "{\"keys\":[", "[]",
                                         "{\"keys\":[{\"kty\":\"RSA\"}]}"};
    (void)state;
    write_key("a");
    struct keyring *keyring = keyring_new(&config, &problem);
    int64_t now = 1;
    for (size_t i = 0; i < ARRAY_LENGTH(broken); i++) {
        write_file(broken[i]);
        assert_false(keyring_look(keyring, now++));
        assert_true(has_key(keyring, "a"));
    }
    unlink(path);
    assert_false(keyring_look(keyring, now++));
    assert_true(has_key(keyring, "a"));
    write_key("bb");
    assert_true(keyring_look(keyring, now++));
    assert_true(has_key(keyring, "bb"));
    keyring_free(keyring);
}

static void a_file_may_be_broken_at_the_start(void **state)
{
    (void)state;
    unlink(path);
    struct keyring *keyring = keyring_new(&config, &problem);
    assert_non_null(keyring);
    assert_false(keyring_is_empty(keyring));
    assert_int_equal(keyring_keys(keyring)->count, 0);
    write_key("a");
    assert_true(keyring_look(keyring, 1));
    assert_true(has_key(keyring, "a"));
    keyring_free(keyring);
}

#define UNIT(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_secret_must_be_long_enough),
        UNIT(a_plain_secret_is_for_hs256_without_a_name),
        UNIT(a_secret_may_be_a_set_of_keys),
        UNIT(without_settings_there_are_no_keys),
        UNIT(a_changed_file_is_read_once_a_second),
        UNIT(an_unknown_key_is_looked_for_again),
        UNIT(a_broken_file_keeps_the_old_keys),
        UNIT(a_file_may_be_broken_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
