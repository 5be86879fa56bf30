/* SPDX-License-Identifier: MIT */
#include "shared/mock_binary.h"

#include <stdlib.h>

/* OIDs of pg_type. */
#define TYPE_BOOL 16
#define TYPE_INT8 20
#define TYPE_TEXT 25
#define TYPE_FLOAT8 701
#define TYPE_JSONB 3802

static uint32_t number_type(uint32_t so_far, struct slice text)
{
    int64_t integer;
    bool is_whole = slice_to_int64(text, &integer);
    return is_whole && so_far != TYPE_FLOAT8 ? TYPE_INT8 : TYPE_FLOAT8;
}

uint32_t mock_binary_type(uint32_t so_far, struct json_value value)
{
    switch (value.kind) {
    case JSON_KIND_NULL:
        return so_far;
    case JSON_KIND_TRUE:
    case JSON_KIND_FALSE:
        return TYPE_BOOL;
    case JSON_KIND_NUMBER:
        return number_type(so_far, value.text);
    case JSON_KIND_STRING:
        return TYPE_TEXT;
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        return TYPE_JSONB;
    }
    return so_far;
}

static struct slice big_endian(struct arena *arena, uint64_t number)
{
    char *octets = arena_alloc(arena, sizeof(number));
    for (size_t i = sizeof(number); i-- > 0; number >>= 8) {
        octets[i] = (char)(number & 0xff);
    }
    return (struct slice){octets, sizeof(number)};
}

static struct slice number(struct arena *arena, uint32_t type, struct slice text)
{
    uint64_t octets;
    int64_t integer;
    if (type == TYPE_INT8 && slice_to_int64(text, &integer)) {
        return big_endian(arena, (uint64_t)integer);
    }
    double value = strtod(slice_string(arena, text), NULL);
    memcpy(&octets, &value, sizeof(octets));
    return big_endian(arena, octets);
}

/* A version's octet stands before the text. */
static struct slice jsonb(struct arena *arena, struct slice text)
{
    struct strbuf octets = strbuf_new(arena, 0);
    strbuf_add_char(&octets, '\1');
    strbuf_add_slice(&octets, text);
    return strbuf_slice(&octets);
}

struct slice mock_binary_value(struct arena *arena, uint32_t type,
                               struct json_value value)
{
    switch (value.kind) {
    case JSON_KIND_NULL:
        return slice_absent();
    case JSON_KIND_TRUE:
        return (struct slice){"\1", 1};
    case JSON_KIND_FALSE:
        return (struct slice){"\0", 1};
    case JSON_KIND_NUMBER:
        return number(arena, type, value.text);
    case JSON_KIND_STRING:
        return json_string_text(arena, value);
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        return jsonb(arena, value.text);
    }
    return slice_absent();
}
