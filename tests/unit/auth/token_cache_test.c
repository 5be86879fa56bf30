/* SPDX-License-Identifier: MIT */
#include "auth/token_cache.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct token_content content = {
    .role = SLICE("r"), .subject = SLICE("s"), .claims = SLICE("{}"), .expires = 5};

static void what_was_added_is_found(void **state)
{
    struct token_cache *cache = token_cache_new();
    struct token_digest digest = token_digest(slice_of("a"));
    struct token_digest other = token_digest(slice_of("b"));
    (void)state;
    assert_null(token_cache_find(cache, &digest));
    token_cache_add(cache, &digest, &content);
    const struct token_content *found = token_cache_find(cache, &digest);
    assert_non_null(found);
    assert_true(slice_is(found->role, "r") && slice_is(found->subject, "s"));
    assert_true(slice_is(found->claims, "{}"));
    assert_ptr_not_equal(found->role.ptr, content.role.ptr);
    assert_int_equal(found->expires, 5);
    assert_null(token_cache_find(cache, &other));
    token_cache_clear(cache);
    assert_null(token_cache_find(cache, &digest));
    token_cache_free(cache);
}

static void an_absent_subject_stays_absent(void **state)
{
    struct token_cache *cache = token_cache_new();
    struct token_digest digest = token_digest(slice_of("a"));
    const struct token_content without = {.role = SLICE("r"), .claims = SLICE("{}")};
    (void)state;
    token_cache_add(cache, &digest, &without);
    assert_false(slice_is_present(token_cache_find(cache, &digest)->subject));
    token_cache_free(cache);
}

/* Same slot: the first two octets; the rest differs. */
static void of_one_slot_the_newer_stays(void **state)
{
    struct token_cache *cache = token_cache_new();
    struct token_digest old = {{1, 2, 3}};
    struct token_digest new = {{1, 2, 4}};
    (void)state;
    token_cache_add(cache, &old, &content);
    token_cache_add(cache, &new, &content);
    assert_null(token_cache_find(cache, &old));
    assert_non_null(token_cache_find(cache, &new));
    token_cache_free(cache);
}

static void any_number_of_tokens_may_be_added(void **state)
{
    struct token_cache *cache = token_cache_new();
    size_t found = 0;
    (void)state;
    for (int i = 0; i < 20 * TOKEN_CACHE_SLOTS; i++) {
        struct token_digest digest =
            token_digest((struct slice){(const char *)&i, sizeof(i)});
        token_cache_add(cache, &digest, &content);
    }
    for (int i = 0; i < 20 * TOKEN_CACHE_SLOTS; i++) {
        struct token_digest digest =
            token_digest((struct slice){(const char *)&i, sizeof(i)});
        found += token_cache_find(cache, &digest) != NULL;
    }
    assert_in_range(found, TOKEN_CACHE_SLOTS - 10, TOKEN_CACHE_SLOTS);
    token_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_added_is_found),
        cmocka_unit_test(an_absent_subject_stays_absent),
        cmocka_unit_test(of_one_slot_the_newer_stays),
        cmocka_unit_test(any_number_of_tokens_may_be_added),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
