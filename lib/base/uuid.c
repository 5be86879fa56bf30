/* SPDX-License-Identifier: MIT */
#include "base/uuid.h"

static bool has_hyphen(size_t octet)
{
    return octet == 4 || octet == 6 || octet == 8 || octet == 10;
}

static int hex_digit(char digit)
{
    const char *digits = "0123456789abcdef";
    const char *found = digit == '\0' ? NULL : strchr(digits, digit | 0x20);
    return found == NULL || (digit < '0') ? -1 : (int)(found - digits);
}

bool uuid_parse(struct slice text, struct uuid *out)
{
    size_t at = 0;
    if (text.len != sizeof(struct uuid_text) - 1) {
        return false;
    }
    for (size_t i = 0; i < sizeof(out->octets); i++) {
        if (has_hyphen(i) && text.ptr[at++] != '-') {
            return false;
        }
        int high = hex_digit(text.ptr[at]);
        int low = hex_digit(text.ptr[at + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        out->octets[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    return true;
}

struct uuid_text uuid_text(struct uuid uuid)
{
    static const char digits[] = "0123456789abcdef";
    struct uuid_text out;
    size_t at = 0;
    for (size_t i = 0; i < sizeof(uuid.octets); i++) {
        if (has_hyphen(i)) {
            out.text[at++] = '-';
        }
        out.text[at++] = digits[uuid.octets[i] >> 4];
        out.text[at++] = digits[uuid.octets[i] & 0xf];
    }
    out.text[at] = '\0';
    return out;
}

bool uuid_equal(struct uuid a, struct uuid b)
{
    return memcmp(a.octets, b.octets, sizeof(a.octets)) == 0;
}

bool uuid_is_nil(struct uuid uuid)
{
    return uuid_equal(uuid, (struct uuid){{0}});
}
