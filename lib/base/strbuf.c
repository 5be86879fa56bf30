/* SPDX-License-Identifier: MIT */
#include "base/strbuf.h"

#define FIRST_SIZE 256

struct strbuf strbuf_new(struct arena *arena, size_t limit)
{
    return (struct strbuf){.arena = arena, .limit = limit};
}

static bool make_room(struct strbuf *buffer, size_t length)
{
    if (buffer->overflowed ||
        (buffer->limit != 0 && length > buffer->limit - buffer->len)) {
        buffer->overflowed = true;
        return false;
    }
    if (buffer->size - buffer->len >= length) {
        return true;
    }
    size_t size = buffer->size == 0 ? FIRST_SIZE : buffer->size * 2;
    while (size - buffer->len < length) {
        size *= 2;
    }
    buffer->ptr = arena_grow(buffer->arena, buffer->ptr, buffer->len, size);
    buffer->size = size;
    return true;
}

void strbuf_add(struct strbuf *buffer, const void *octets, size_t length)
{
    if (length > 0 && make_room(buffer, length)) {
        memcpy(buffer->ptr + buffer->len, octets, length);
        buffer->len += length;
    }
}

void strbuf_add_slice(struct strbuf *buffer, struct slice slice)
{
    strbuf_add(buffer, slice.ptr, slice.len);
}

void strbuf_add_text(struct strbuf *buffer, const char *text)
{
    strbuf_add(buffer, text, strlen(text));
}

void strbuf_add_char(struct strbuf *buffer, char octet)
{
    if (make_room(buffer, 1)) {
        buffer->ptr[buffer->len++] = octet;
    }
}

void strbuf_add_number(struct strbuf *buffer, int64_t number)
{
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        strbuf_add_char(buffer, '-');
    }
    strbuf_add(buffer, digits + at, sizeof(digits) - at);
}

void strbuf_add_format(struct strbuf *buffer, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    strbuf_add_text(buffer, arena_vprintf(buffer->arena, format, list));
    va_end(list);
}

struct slice strbuf_slice(const struct strbuf *buffer)
{
    return (struct slice){buffer->ptr == NULL ? "" : buffer->ptr, buffer->len};
}

const char *strbuf_string(struct strbuf *buffer)
{
    if (buffer->ptr == NULL || buffer->len == buffer->size) {
        size_t size = buffer->len + 1;
        buffer->ptr = arena_grow(buffer->arena, buffer->ptr, buffer->len, size);
        buffer->size = size;
    }
    buffer->ptr[buffer->len] = '\0';
    return buffer->ptr;
}
