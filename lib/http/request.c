/* SPDX-License-Identifier: MIT */
#include "http/request.h"

struct slice request_header(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (slice_is(request->headers[i].name, name)) {
            return request->headers[i].value;
        }
    }
    return slice_absent();
}

static int hex_value(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* The octet that an escape at the beginning of `text` stands for, or -1. */
static int escaped_octet(struct slice text)
{
    if (text.len < 3 || text.ptr[0] != '%') {
        return -1;
    }
    int high = hex_value(text.ptr[1]);
    int low = hex_value(text.ptr[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

struct slice percent_decode(struct arena *arena, struct slice text, bool plus_is_space)
{
    bool has_escape = slice_find(text, '%') < text.len;
    if (!has_escape && !(plus_is_space && slice_find(text, '+') < text.len)) {
        return text;
    }
    char *octets = arena_alloc(arena, text.len + 1);
    size_t length = 0;
    while (text.len > 0) {
        int octet = escaped_octet(text);
        if (octet >= 0) {
            octets[length++] = (char)octet;
            text = slice_from(text, 3);
        } else {
            octets[length++] = plus_is_space && text.ptr[0] == '+' ? ' ' : text.ptr[0];
            text = slice_from(text, 1);
        }
    }
    return (struct slice){octets, length};
}

void percent_encode(struct strbuf *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
                        c == '~';
        if (is_plain) {
            strbuf_add_char(out, (char)c);
        } else {
            strbuf_add_format(out, "%%%02X", c);
        }
    }
}
