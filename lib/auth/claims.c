/* SPDX-License-Identifier: MIT */
#include "auth/claims.h"

#include <stdlib.h>

#include "base/growing.h"

struct claims claims_parse(struct arena *arena, struct slice payload)
{
    struct claims claims = {.all = json_parse(payload)};
    const struct {
        const char *name;
        struct json_value *value;
    } members[] = {{"exp", &claims.expires},
                   {"nbf", &claims.not_before},
                   {"iat", &claims.issued_at},
                   {"aud", &claims.audience},
                   {"sub", &claims.subject}};
    struct json_iterator iterator = json_iterate(claims.all);
    struct json_value value;
    struct slice key;
    while (json_next_member(&iterator, arena, &key, &value)) {
        if (value.kind == JSON_KIND_NULL) {
            value.text = slice_absent();
        }
        for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
            if (slice_is(key, members[i].name)) {
                *members[i].value = value;
            }
        }
    }
    return claims;
}

/* A number taken apart: digits * 10^exponent. */
struct decimal {
    bool is_negative;
    char digits[20]; /* an int64_t has 19 */
    size_t length;
    int64_t exponent;
    bool is_too_long;
};

static void add_digit(struct decimal *decimal, char digit)
{
    if (decimal->length == 0 && digit == '0') {
        return;
    }
    if (decimal->length == sizeof(decimal->digits)) {
        decimal->is_too_long = decimal->is_too_long || digit != '0';
        decimal->exponent++;
        return;
    }
    decimal->digits[decimal->length++] = digit;
}

static struct decimal take_apart(struct slice number)
{
    struct decimal decimal = {.is_negative = slice_starts_with(number, "-")};
    size_t at = decimal.is_negative ? 1 : 0;
    bool is_fraction = false;
    for (; at < number.len && (number.ptr[at] | 0x20) != 'e'; at++) {
        if (number.ptr[at] == '.') {
            is_fraction = true;
        } else {
            add_digit(&decimal, number.ptr[at]);
            decimal.exponent -= is_fraction;
        }
    }
    int64_t exponent = 0;
    if (at < number.len && (!slice_to_int64(slice_from(number, at + 1), &exponent) ||
                            exponent > INT32_MAX || exponent < INT32_MIN)) {
        decimal.is_too_long = decimal.length > 0;
        exponent = 0;
    }
    decimal.exponent += exponent;
    while (decimal.length > 0 && decimal.digits[decimal.length - 1] == '0') {
        decimal.length--;
        decimal.exponent++;
    }
    return decimal;
}

/* As in PostgREST a number that is no integer, or too large for one, counts as 0. */
static int64_t integer_value(struct slice number)
{
    struct decimal decimal = take_apart(number);
    int64_t value = 0;
    if (decimal.length == 0 || decimal.is_too_long || decimal.exponent < 0 ||
        decimal.exponent > 18 ||
        !slice_to_int64((struct slice){decimal.digits, decimal.length}, &value)) {
        return 0;
    }
    for (int64_t i = 0; i < decimal.exponent; i++) {
        if (__builtin_mul_overflow(value, 10, &value)) {
            return 0;
        }
    }
    return decimal.is_negative ? -value : value;
}

/* A claim that is not there is 0 as well; callers look first. */
static bool read_time(struct context *context, const struct json_value *claim,
                      const char *name, int64_t *out)
{
    *out = 0;
    if (!slice_is_present(claim->text)) {
        return true;
    }
    if (claim->kind != JSON_KIND_NUMBER) {
        return context_fail_with(context, "PGRST303",
                                 "The JWT '%s' claim must be a number", name);
    }
    *out = integer_value(claim->text);
    return true;
}

/* The sum stays a number whatever the token says. */
static int64_t add_leeway(int64_t time, int64_t leeway)
{
    int64_t sum;
    return __builtin_add_overflow(time, leeway, &sum) ? time : sum;
}

bool claims_have_expired(int64_t expires, int64_t now)
{
    return add_leeway(now, -CLAIMS_LEEWAY) > expires;
}

static bool check_times(struct context *context, const struct claims *claims, int64_t now,
                        int64_t *expires)
{
    int64_t not_before;
    int64_t issued_at;
    int64_t latest = add_leeway(now, CLAIMS_LEEWAY);
    if (!read_time(context, &claims->expires, "exp", expires)) {
        return false;
    }
    if (!slice_is_present(claims->expires.text)) {
        *expires = CLAIMS_NEVER_EXPIRE;
    }
    if (claims_have_expired(*expires, now)) {
        return context_fail_with(context, "PGRST303", "JWT expired");
    }
    if (!read_time(context, &claims->not_before, "nbf", &not_before)) {
        return false;
    }
    if (latest < not_before) {
        return context_fail_with(context, "PGRST303", "JWT not yet valid");
    }
    if (!read_time(context, &claims->issued_at, "iat", &issued_at)) {
        return false;
    }
    return latest >= issued_at ||
           context_fail_with(context, "PGRST303", "JWT issued at future");
}

static bool is_audience(struct arena *arena, struct json_value value,
                        struct slice audience)
{
    return !slice_is_present(audience) ||
           slice_equal(json_string_text(arena, value), audience);
}

static bool refuse_audience_type(struct context *context)
{
    return context_fail_with(
        context, "PGRST303",
        "The JWT 'aud' claim must be a string or an array of strings");
}

static bool check_audience(struct context *context, struct json_value claim,
                           struct slice audience)
{
    bool is_meant = !slice_is_present(claim.text);
    if (claim.kind == JSON_KIND_STRING) {
        is_meant = is_audience(context->arena, claim, audience);
    } else if (claim.kind == JSON_KIND_ARRAY) {
        struct json_iterator iterator = json_iterate(claim);
        struct json_value item;
        size_t count = 0;
        for (; json_next_item(&iterator, &item); count++) {
            if (item.kind != JSON_KIND_STRING) {
                return refuse_audience_type(context);
            }
            is_meant = is_meant || is_audience(context->arena, item, audience);
        }
        is_meant = is_meant || count == 0;
    } else if (!is_meant) {
        return refuse_audience_type(context);
    }
    return is_meant || context_fail_with(context, "PGRST303", "JWT not in audience");
}

bool claims_check(struct context *context, const struct claims *claims,
                  struct slice audience, int64_t now, int64_t *expires)
{
    return check_times(context, claims, now, expires) &&
           check_audience(context, claims->audience, audience);
}

struct member {
    struct slice key;
    struct slice text;
};

static int compare_members(const void *a, const void *b)
{
    return slice_compare(((const struct member *)a)->key,
                         ((const struct member *)b)->key);
}

/* Of members of one name the last counts. */
static void take_member(struct arena *arena, struct growing *members, struct slice key,
                        struct slice text)
{
    struct member *items = members->items;
    for (size_t i = 0; i < members->count; i++) {
        if (slice_equal(items[i].key, key)) {
            items[i].text = text;
            return;
        }
    }
    *(struct member *)growing_add(arena, members, sizeof(*items)) =
        (struct member){key, text};
}

struct slice claims_with_role(struct arena *arena, const struct claims *claims,
                              struct slice role)
{
    struct strbuf text = strbuf_new(arena, 0);
    struct strbuf role_text = strbuf_new(arena, 0);
    struct json_iterator iterator = json_iterate(claims->all);
    struct growing members = {0};
    struct json_value value;
    struct slice key;
    while (json_next_member(&iterator, arena, &key, &value)) {
        take_member(arena, &members, key, value.text);
    }
    json_write_string(&role_text, role);
    take_member(arena, &members, slice_of("role"), strbuf_slice(&role_text));
    const struct member *items = members.items;
    qsort(members.items, members.count, sizeof(*items), compare_members);
    for (size_t i = 0; i < members.count; i++) {
        strbuf_add_char(&text, i == 0 ? '{' : ',');
        json_write_string(&text, items[i].key);
        strbuf_add_char(&text, ':');
        strbuf_add_slice(&text, items[i].text);
    }
    strbuf_add_char(&text, '}');
    return strbuf_slice(&text);
}
