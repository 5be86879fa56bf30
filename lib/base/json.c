/* SPDX-License-Identifier: MIT */
#include "base/json.h"

static const char *const escapes[] = {
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006",
    "\\u0007", "\\b",     "\\t",     "\\n",     "\\u000b", "\\f",     "\\r",
    "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014",
    "\\u0015", "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b",
    "\\u001c", "\\u001d", "\\u001e", "\\u001f",
};

static bool is_space(char octet)
{
    return octet == ' ' || octet == '\n' || octet == '\t' || octet == '\r';
}

static bool is_plain(char octet)
{
    return (unsigned char)octet >= 0x20 && octet != '"' && octet != '\\';
}

static const char *skip_space(const char *at, const char *end)
{
    while (at < end && is_space(*at)) {
        at++;
    }
    return at;
}

/* The end of a string whose opening quote is at `at`. */
static const char *string_end(const char *at, const char *end)
{
    at++;
    while (at < end && *at != '"') {
        at += *at == '\\' ? 2 : 1;
    }
    return at < end ? at + 1 : end;
}

static const char *container_end(const char *at, const char *end)
{
    size_t depth = 0;
    while (at < end) {
        char octet = *at;
        if (octet == '"') {
            at = string_end(at, end);
            continue;
        }
        at++;
        if (octet == '{' || octet == '[') {
            depth++;
        } else if ((octet == '}' || octet == ']') && --depth == 0) {
            return at;
        }
    }
    return end;
}

static const char *scalar_end(const char *at, const char *end)
{
    while (at < end && !is_space(*at) && *at != ',' && *at != ']' && *at != '}') {
        at++;
    }
    return at;
}

static enum json_kind kind_of(char first)
{
    static const char starts[] = {
        [JSON_NULL] = 'n',   [JSON_TRUE] = 't',  [JSON_FALSE] = 'f', [JSON_NUMBER] = '-',
        [JSON_STRING] = '"', [JSON_ARRAY] = '[', [JSON_OBJECT] = '{'};
    const char *found = memchr(starts, first, sizeof(starts));
    return found == NULL ? JSON_NUMBER : (enum json_kind)(found - starts);
}

struct json_value json_parse(struct slice text)
{
    const char *end = text.ptr + text.len;
    const char *start = skip_space(text.ptr, end);
    if (start == end) {
        return (struct json_value){JSON_NULL, {start, 0}};
    }
    enum json_kind kind = kind_of(*start);
    const char *stop = kind == JSON_STRING ? string_end(start, end)
                       : kind == JSON_ARRAY || kind == JSON_OBJECT
                           ? container_end(start, end)
                           : scalar_end(start, end);
    return (struct json_value){kind, {start, (size_t)(stop - start)}};
}

struct json_iterator json_iterate(struct json_value container)
{
    return (struct json_iterator){{container.text.ptr + 1, container.text.len - 2}};
}

static void skip_separators(struct json_iterator *iterator)
{
    while (iterator->rest.len > 0 &&
           (is_space(*iterator->rest.ptr) || *iterator->rest.ptr == ',' ||
            *iterator->rest.ptr == ':')) {
        iterator->rest = slice_from(iterator->rest, 1);
    }
}

bool json_next_item(struct json_iterator *iterator, struct json_value *item)
{
    skip_separators(iterator);
    if (iterator->rest.len == 0) {
        return false;
    }
    *item = json_parse(iterator->rest);
    iterator->rest = slice_from(iterator->rest, item->text.len);
    return true;
}

bool json_next_member(struct json_iterator *iterator, struct arena *arena,
                      struct slice *key, struct json_value *value)
{
    struct json_value name;
    if (!json_next_item(iterator, &name) || !json_next_item(iterator, value)) {
        return false;
    }
    *key = json_string_text(arena, name);
    return true;
}

/* The number that four hexadecimal digits stand for. */
static int32_t hex_value(const char *at)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int lower = at[i] | 0x20;
        value = value * 16 + (lower >= 'a' ? lower - 'a' + 10 : at[i] - '0');
    }
    return value;
}

static char *put_character(char *out, int32_t point)
{
    if (point < 0x80) {
        *out++ = (char)point;
    } else if (point < 0x800) {
        *out++ = (char)(0xc0 | point >> 6);
        *out++ = (char)(0x80 | (point & 0x3f));
    } else if (point < 0x10000) {
        *out++ = (char)(0xe0 | point >> 12);
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    } else {
        *out++ = (char)(0xf0 | point >> 18);
        *out++ = (char)(0x80 | (point >> 12 & 0x3f));
        *out++ = (char)(0x80 | (point >> 6 & 0x3f));
        *out++ = (char)(0x80 | (point & 0x3f));
    }
    return out;
}

/* The character whose four digits are at *at, with the second half of a pair. */
static int32_t take_point(const char **at, const char *end)
{
    int32_t point = hex_value(*at);
    *at += 4;
    if (point < 0xd800 || point > 0xdfff) {
        return point;
    }
    int32_t second =
        point < 0xdc00 && end - *at >= 6 && (*at)[0] == '\\' && (*at)[1] == 'u'
            ? hex_value(*at + 2)
            : -1;
    if (second < 0xdc00 || second > 0xdfff) {
        return 0xfffd;
    }
    *at += 6;
    return 0x10000 + ((point - 0xd800) << 10) + (second - 0xdc00);
}

struct slice json_string_text(struct arena *arena, struct json_value string)
{
    static const char meanings[128] = {
        ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r',
        ['t'] = '\t', ['"'] = '"',  ['/'] = '/',  ['\\'] = '\\'};
    struct slice inner = {string.text.ptr + 1, string.text.len - 2};
    size_t plain = slice_find(inner, '\\');
    if (plain == inner.len) {
        return inner;
    }
    char *text = arena_copy(arena, inner.ptr, inner.len); /* escapes only shrink */
    char *out = text + plain;
    const char *end = inner.ptr + inner.len;
    for (const char *at = inner.ptr + plain; at < end;) {
        if (*at != '\\') {
            *out++ = *at++;
        } else if (at[1] == 'u') {
            at += 2;
            out = put_character(out, take_point(&at, end));
        } else {
            *out++ = meanings[(unsigned char)at[1] & 0x7f];
            at += 2;
        }
    }
    return (struct slice){text, (size_t)(out - text)};
}

size_t json_plain_length(struct slice text)
{
    size_t length = 0;
    while (length < text.len && is_plain(text.ptr[length])) {
        length++;
    }
    return length;
}

const char *json_escape(char octet)
{
    return octet == '"'    ? "\\\""
           : octet == '\\' ? "\\\\"
                           : escapes[(unsigned char)octet % ARRAY_LENGTH(escapes)];
}

void json_write_string(struct strbuf *buffer, struct slice text)
{
    strbuf_add_char(buffer, '"');
    while (text.len > 0) {
        size_t plain = json_plain_length(text);
        strbuf_add(buffer, text.ptr, plain);
        if (plain < text.len) {
            strbuf_add_text(buffer, json_escape(text.ptr[plain]));
            plain++;
        }
        text = slice_from(text, plain);
    }
    strbuf_add_char(buffer, '"');
}
