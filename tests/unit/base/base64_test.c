/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct sample {
    const char *text;
    const char *octets; /* NULL: refused */
};

static void assert_decodes(enum base64_form form, const struct sample *samples,
                           size_t count)
{
    struct arena *arena = arena_new(1024);
    for (size_t i = 0; i < count; i++) {
        struct slice out = slice_absent();
        bool ok = base64_decode(arena, slice_of(samples[i].text), form, &out);
        if (ok != (samples[i].octets != NULL) ||
            (ok && !slice_is(out, samples[i].octets))) {
            fail_msg("%s", samples[i].text);
        }
    }
    arena_free(arena);
}

static void the_url_form_is_strict(void **state)
{
    static const struct sample samples[] = {
        {"", ""},
        {"Zg", "f"},
        {"Zm8", "fo"},
        {"Zm9v", "foo"},
        {"__-_", "\xff\xff\xbf"},
        {"Z", NULL},
        {"Zh", NULL}, /* unused bits are set */
        {"Zg==", NULL},
        {"Zm9v!!", NULL},
        {"Zm9v=*", NULL},
        {"Zm 9v", NULL},
        {"//+/", NULL},
        {"Zm9v\n", NULL},
        {"Zm8\xc3", NULL},
    };
    (void)state;
    assert_decodes(BASE64_URL, samples, ARRAY_LENGTH(samples));
}

static void the_other_form_takes_both_alphabets(void **state)
{
    static const struct sample samples[] = {
        {"Zg==", "f"},
        {"Zg", "f"},
        {"Zm8=", "fo"},
        {"Zm9v", "foo"},
        {"//+/", "\xff\xff\xbf"},
        {"__-_", "\xff\xff\xbf"},
        {"Zg..", "f"},
        {"Zm8.", "fo"},
        {"Zg===", NULL},
        {"Z.g.", NULL},
        {"Zm9v====", NULL},
        {"=", NULL},
        {"Z=g=", NULL},
    };
    (void)state;
    assert_decodes(BASE64_ANY, samples, ARRAY_LENGTH(samples));
}

static void a_nul_octet_is_data(void **state)
{
    struct arena *arena = arena_new(1024);
    struct slice out;
    (void)state;
    assert_true(base64_decode(arena, slice_of("AGEA"), BASE64_URL, &out));
    assert_int_equal(out.len, 3);
    assert_memory_equal(out.ptr, "\0a\0", 4);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_url_form_is_strict),
        cmocka_unit_test(the_other_form_takes_both_alphabets),
        cmocka_unit_test(a_nul_octet_is_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
