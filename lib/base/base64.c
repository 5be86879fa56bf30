/* SPDX-License-Identifier: MIT */
#include "base/base64.h"

static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* 0 to 63, or -1 for what does not belong to the form's alphabet. */
static int digit_value(char digit, enum base64_form form)
{
    if (form == BASE64_ANY && (digit == '+' || digit == '/')) {
        return digit == '+' ? 62 : 63;
    }
    const char *found = digit == '\0' ? NULL : strchr(url_alphabet, digit);
    return found == NULL ? -1 : (int)(found - url_alphabet);
}

static struct slice without_padding(struct slice text)
{
    for (int i = 0; i < 2 && text.len % 4 != 1 &&
                    (slice_ends_with(text, "=") || slice_ends_with(text, "."));
         i++) {
        text.len--;
    }
    return text;
}

bool base64_decode(struct arena *arena, struct slice text, enum base64_form form,
                   struct slice *out)
{
    if (form == BASE64_ANY) {
        text = without_padding(text);
    }
    if (text.len % 4 == 1) {
        return false;
    }
    char *octets = arena_alloc(arena, text.len / 4 * 3 + 3);
    size_t length = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text.len; i++) {
        int value = digit_value(text.ptr[i], form);
        if (value < 0) {
            return false;
        }
        bits = (bits << 6 | (uint32_t)value) & 0xffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            octets[length++] = (char)(bits >> held & 0xff);
        }
    }
    *out = (struct slice){octets, length};
    return (bits & ((1u << held) - 1)) == 0;
}
