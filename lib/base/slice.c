/* SPDX-License-Identifier: MIT */
#include "base/slice.h"

#include <strings.h>

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool slice_is(struct slice slice, const char *text)
{
    return slice_equal(slice, slice_of(text));
}

bool slice_is_ignoring_case(struct slice slice, const char *text)
{
    return slice.len == strlen(text) &&
           (slice.len == 0 || strncasecmp(slice.ptr, text, slice.len) == 0);
}

bool slice_starts_with(struct slice slice, const char *prefix)
{
    size_t length = strlen(prefix);
    return slice.len >= length && (length == 0 || memcmp(slice.ptr, prefix, length) == 0);
}

bool slice_ends_with(struct slice slice, const char *suffix)
{
    size_t length = strlen(suffix);
    return slice.len >= length &&
           (length == 0 || memcmp(slice.ptr + slice.len - length, suffix, length) == 0);
}

int slice_compare(struct slice a, struct slice b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

struct slice slice_from(struct slice slice, size_t from)
{
    from = from < slice.len ? from : slice.len;
    return (struct slice){slice.ptr + from, slice.len - from};
}

struct slice slice_until(struct slice slice, size_t end)
{
    return (struct slice){slice.ptr, end < slice.len ? end : slice.len};
}

struct slice slice_trim(struct slice slice)
{
    while (slice.len > 0 && (slice.ptr[0] == ' ' || slice.ptr[0] == '\t')) {
        slice = slice_from(slice, 1);
    }
    while (slice.len > 0 &&
           (slice.ptr[slice.len - 1] == ' ' || slice.ptr[slice.len - 1] == '\t')) {
        slice.len--;
    }
    return slice;
}

size_t slice_find(struct slice slice, char wanted)
{
    const char *found = slice.len == 0 ? NULL : memchr(slice.ptr, wanted, slice.len);
    return found == NULL ? slice.len : (size_t)(found - slice.ptr);
}

struct slice slice_cut(struct slice *rest, char separator)
{
    size_t end = slice_find(*rest, separator);
    struct slice first = slice_until(*rest, end);
    *rest = end == rest->len ? slice_absent() : slice_from(*rest, end + 1);
    return first;
}

bool slice_to_int64(struct slice slice, int64_t *out)
{
    bool negative = slice.len > 0 && slice.ptr[0] == '-';
    struct slice digits =
        negative || slice_starts_with(slice, "+") ? slice_from(slice, 1) : slice;
    if (digits.len == 0) {
        return false;
    }
    int64_t value = 0; /* counted downwards, for INT64_MIN has no positive twin */
    for (size_t i = 0; i < digits.len; i++) {
        int digit = digits.ptr[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit, &value)) {
            return false;
        }
    }
    if (!negative && value == INT64_MIN) {
        return false;
    }
    *out = negative ? value : -value;
    return true;
}

/* The length of the UTF-8 sequence that `slice` begins with, 0 when it is not one. */
static size_t sequence_length(struct slice slice)
{
    const unsigned char *octets = (const unsigned char *)slice.ptr;
    unsigned char first = octets[0];
    if (first < 0x80) {
        return first == 0 ? 0 : 1;
    }
    size_t length = first >= 0xc2 && first < 0xe0   ? 2
                    : first >= 0xe0 && first < 0xf0 ? 3
                    : first >= 0xf0 && first < 0xf5 ? 4
                                                    : 0;
    if (length == 0 || length > slice.len) {
        return 0;
    }
    for (size_t i = 1; i < length; i++) {
        if ((octets[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool too_long =
        (first == 0xe0 && octets[1] < 0xa0) || (first == 0xf0 && octets[1] < 0x90);
    bool surrogate = first == 0xed && octets[1] >= 0xa0;
    bool past_the_end = first == 0xf4 && octets[1] >= 0x90;
    return too_long || surrogate || past_the_end ? 0 : length;
}

bool slice_is_text(struct slice slice)
{
    size_t at = 0;
    while (at < slice.len) {
        unsigned char octet = (unsigned char)slice.ptr[at];
        if (octet < 0x80 && octet != 0) { /* ASCII, by far the most */
            at++;
            continue;
        }
        size_t length = sequence_length(slice_from(slice, at));
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

struct slice slice_as_text(struct arena *arena, struct slice slice)
{
    if (slice_is_text(slice)) {
        return slice;
    }
    char *text = arena_alloc(arena, 2 * slice.len + 1);
    size_t length = 0;
    for (size_t i = 0; i < slice.len; i++) {
        unsigned char octet = (unsigned char)slice.ptr[i];
        if (octet >= 0x80) {
            text[length++] = (char)(0xc0 | (octet >> 6));
            text[length++] = (char)(0x80 | (octet & 0x3f));
        } else if (octet != 0) {
            text[length++] = (char)octet;
        }
    }
    return (struct slice){text, length};
}

char *slice_string(struct arena *arena, struct slice slice)
{
    return arena_copy(arena, slice.ptr, slice.len);
}

struct slice slice_copy(struct arena *arena, struct slice slice)
{
    return (struct slice){arena_copy(arena, slice.ptr, slice.len), slice.len};
}
