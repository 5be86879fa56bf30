/* SPDX-License-Identifier: MIT */
#include "rest/stripping.h"

/* What is a key is seen from the colon after it, so no stack is needed. */
struct stripping {
    struct spool *spool;
    struct slice rest;
    bool needs_comma; /* a value has ended in the container that is open */
};

static struct slice skip_space(struct slice rest)
{
    while (rest.len > 0 && (*rest.ptr == ' ' || *rest.ptr == '\n' || *rest.ptr == '\t' ||
                            *rest.ptr == '\r')) {
        rest = slice_from(rest, 1);
    }
    return rest;
}

static void write_string(struct spool *spool, struct slice string)
{
    struct slice rest = {string.ptr + 1, string.len - 2};
    spool_add_char(spool, '"');
    while (rest.len > 0) {
        size_t plain = slice_find(rest, '\\');
        spool_add(spool, rest.ptr, plain);
        rest = slice_from(rest, plain);
        if (rest.len > 0) {
            char octets[JSON_CHARACTER];
            struct slice character = {octets, json_take_escape(&rest, octets)};
            if (json_plain_length(character) > 0) {
                spool_add_slice(spool, character);
            } else {
                spool_add_text(spool, json_escape(*octets));
            }
        }
    }
    spool_add_char(spool, '"');
}

static void add_comma(struct stripping *stripping)
{
    if (stripping->needs_comma) {
        spool_add_char(stripping->spool, ',');
    }
}

/* A key that a null follows is dropped with it. */
static void strip_key(struct stripping *stripping, struct slice key)
{
    stripping->rest = skip_space(slice_from(stripping->rest, 1));
    if (slice_starts_with(stripping->rest, "null")) {
        stripping->rest = slice_from(stripping->rest, strlen("null"));
        return;
    }
    add_comma(stripping);
    write_string(stripping->spool, key);
    spool_add_char(stripping->spool, ':');
    stripping->needs_comma = false;
}

static void strip_scalar(struct stripping *stripping)
{
    struct json_value scalar = json_parse(stripping->rest);
    stripping->rest = skip_space(slice_from(stripping->rest, scalar.text.len));
    if (slice_starts_with(stripping->rest, ":")) {
        strip_key(stripping, scalar.text);
        return;
    }
    add_comma(stripping);
    if (scalar.kind == JSON_KIND_STRING) {
        write_string(stripping->spool, scalar.text);
    } else {
        spool_add_slice(stripping->spool, scalar.text);
    }
    stripping->needs_comma = true;
}

void json_write_stripped(struct spool *spool, struct slice json)
{
    struct stripping stripping = {.spool = spool, .rest = skip_space(json)};
    while (stripping.rest.len > 0) {
        char octet = *stripping.rest.ptr;
        bool opens = octet == '{' || octet == '[';
        bool closes = octet == '}' || octet == ']';
        if (opens) {
            add_comma(&stripping);
        }
        if (opens || closes) {
            spool_add_char(spool, octet);
            stripping.needs_comma = closes;
        }
        if (opens || closes || octet == ',') {
            stripping.rest = slice_from(stripping.rest, 1);
        } else {
            strip_scalar(&stripping);
        }
        stripping.rest = skip_space(stripping.rest);
    }
}
