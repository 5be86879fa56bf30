/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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

/* Whether one of eight octets is below 0x20, a quote or a backslash: a subtraction
 * borrows from the high bit only there. */
static bool needs_escape(const char *at)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t word;
    memcpy(&word, at, sizeof(word));
    uint64_t quote = word ^ (ones * '"');
    uint64_t backslash = word ^ (ones * '\\');
    uint64_t low = (word - ones * 0x20) | (quote - ones) | (backslash - ones);
    return (low & ~word & (ones << 7)) != 0;
}

size_t json_plain_length(struct slice text)
{
    size_t length = 0;
    while (text.len - length >= 8 && !needs_escape(text.ptr + length)) {
        length += 8;
    }
    while (length < text.len && is_plain(text.ptr[length])) {
        length++;
    }
    return length;
}

/* The end of a string whose opening quote is at `at`. */
static const char *string_end(const char *at, const char *end)
{
    at++;
    while (at < end && *at != '"') {
        size_t plain = json_plain_length((struct slice){at, (size_t)(end - at)});
        at += plain > 0 ? plain : *at == '\\' ? 2 : 1;
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
        [JSON_KIND_NULL] = 'n',   [JSON_KIND_TRUE] = 't',   [JSON_KIND_FALSE] = 'f',
        [JSON_KIND_NUMBER] = '-', [JSON_KIND_STRING] = '"', [JSON_KIND_ARRAY] = '[',
        [JSON_KIND_OBJECT] = '{'};
    const char *found = memchr(starts, first, sizeof(starts));
    return found == NULL ? JSON_KIND_NUMBER : (enum json_kind)(found - starts);
}

struct json_value json_parse(struct slice text)
{
    const char *end = text.ptr + text.len;
    const char *start = skip_space(text.ptr, end);
    if (start == end) {
        return (struct json_value){JSON_KIND_NULL, {start, 0}};
    }
    enum json_kind kind = kind_of(*start);
    const char *stop = kind == JSON_KIND_STRING ? string_end(start, end)
                       : kind == JSON_KIND_ARRAY || kind == JSON_KIND_OBJECT
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
    const char *at = iterator->rest.ptr;
    const char *end = at + iterator->rest.len;
    while (at < end && (is_space(*at) || *at == ',' || *at == ':')) {
        at++;
    }
    iterator->rest = (struct slice){at, (size_t)(end - at)};
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

static size_t put_character(char *out, int32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const int first[] = {[2] = 0xc0, [3] = 0xe0, [4] = 0xf0};
    for (size_t i = length - 1; i > 0; i--, point >>= 6) {
        out[i] = (char)(0x80 | (point & 0x3f));
    }
    out[0] = (char)(first[length] | point);
    return length;
}

/* The character after "\\u", with the second half of a pair. */
static int32_t take_point(struct slice *rest)
{
    int32_t point = hex_value(rest->ptr);
    *rest = slice_from(*rest, 4);
    if (point < 0xd800 || point > 0xdfff) {
        return point;
    }
    int32_t second =
        point < 0xdc00 && slice_starts_with(*rest, "\\u") ? hex_value(rest->ptr + 2) : 0;
    if (second < 0xdc00 || second > 0xdfff) {
        return 0xfffd;
    }
    *rest = slice_from(*rest, 6);
    return 0x10000 + ((point - 0xd800) << 10) + (second - 0xdc00);
}

size_t json_take_escape(struct slice *rest, char out[JSON_CHARACTER])
{
    static const char meanings[128] = {
        ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r',
        ['t'] = '\t', ['"'] = '"',  ['/'] = '/',  ['\\'] = '\\'};
    char letter = rest->ptr[1];
    *rest = slice_from(*rest, 2);
    return put_character(out, letter == 'u' ? take_point(rest)
                                            : meanings[(unsigned char)letter & 0x7f]);
}

struct slice json_string_text(struct arena *arena, struct json_value string)
{
    struct slice rest = {string.text.ptr + 1, string.text.len - 2};
    size_t plain = slice_find(rest, '\\');
    if (plain == rest.len) {
        return rest;
    }
    char *text = arena_copy(arena, rest.ptr, rest.len); /* escapes only shrink */
    size_t length = 0;
    while (rest.len > 0) {
        memcpy(text + length, rest.ptr, plain);
        length += plain;
        rest = slice_from(rest, plain);
        length += rest.len > 0 ? json_take_escape(&rest, text + length) : 0;
        plain = slice_find(rest, '\\');
    }
    return (struct slice){text, length};
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

/* What the locale puts in the place of the point may be several octets. */
static void add_with_point(struct strbuf *buffer, const char *text)
{
    bool is_separator = false;
    for (; *text != '\0'; text++) {
        bool is_plain = strchr("0123456789+-e", *text) != NULL;
        if (is_plain || !is_separator) {
            strbuf_add_char(buffer, is_plain ? *text : '.');
        }
        is_separator = !is_plain;
    }
}

void json_write_double(struct strbuf *buffer, double number)
{
    char text[40];
    if (!isfinite(number)) {
        strbuf_add_text(buffer, isnan(number) ? "\"NaN\""
                                : number < 0  ? "\"-Infinity\""
                                              : "\"Infinity\"");
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (digits == 17 || strtod(text, NULL) == number) {
            break; /* 17 digits always tell a double from its neighbours */
        }
    }
    add_with_point(buffer, text);
}
