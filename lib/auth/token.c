/* SPDX-License-Identifier: MIT */
#include "auth/token.h"

#include <jwt.h>

#include "base/base64.h"
#include "base/json.h"

#define LIBJWT_CONSTANT(name, kind) [ALGORITHM_##name] = JWT_ALG_##name,

static const jwt_alg_t libjwt_algorithms[] = {ALGORITHM_TABLE(LIBJWT_CONSTANT)};

static bool refuse(struct context *context, const char *message, const char *details)
{
    return context_fail(
        context,
        (struct error){.code = "PGRST301", .message = message, .details = details});
}

static bool refuse_form(struct context *context)
{
    return refuse(context, "JWT cryptographic operation failed", NULL);
}

static size_t count_parts(struct slice text)
{
    size_t parts = 1;
    for (size_t i = 0; i < text.len; i++) {
        parts += text.ptr[i] == '.';
    }
    return parts;
}

bool token_is_likely(struct slice text)
{
    return count_parts(text) == 3;
}

struct header {
    struct json_value algorithm;
    struct json_value key_id;
    struct json_value critical;
};

/* A name that comes twice would be two different ones to two readers. */
static bool read_header(struct arena *arena, struct slice octets, struct header *out)
{
    const struct {
        const char *name;
        struct json_value *value;
    } members[] = {
        {"alg", &out->algorithm}, {"kid", &out->key_id}, {"crit", &out->critical}};
    struct json_iterator iterator = json_iterate(json_parse(octets));
    struct json_value value;
    struct slice key;
    while (json_next_member(&iterator, arena, &key, &value)) {
        for (size_t i = 0; i < ARRAY_LENGTH(members); i++) {
            if (slice_is(key, members[i].name)) {
                if (slice_is_present(members[i].value->text)) {
                    return false;
                }
                *members[i].value = value;
            }
        }
    }
    return true;
}

static bool is_object(struct slice octets)
{
    const char *problem;
    size_t at;
    return json_check(octets, &problem, &at) &&
           json_parse(octets).kind == JSON_KIND_OBJECT;
}

/* RFC 7515, 4.1. We understand no critical extension. */
static bool parse_header(struct context *context, struct slice text, struct token *out)
{
    struct slice octets;
    struct header header = {.algorithm.kind = JSON_KIND_NULL};
    if (text.len == 0 || !base64_decode(context->arena, text, BASE64_URL, &octets) ||
        !is_object(octets) || !read_header(context->arena, octets, &header) ||
        header.algorithm.kind != JSON_KIND_STRING ||
        slice_is_present(header.critical.text)) {
        return refuse_form(context);
    }
    struct slice name = json_string_text(context->arena, header.algorithm);
    if (slice_is(name, "none")) {
        return refuse(context, "Wrong or unsupported encoding algorithm",
                      "JWT is unsecured but expected 'alg' was not 'none'");
    }
    bool has_key_id = slice_is_present(header.key_id.text);
    if (!algorithm_find(name, &out->algorithm) ||
        (has_key_id && header.key_id.kind != JSON_KIND_STRING)) {
        return refuse_form(context);
    }
    out->key_id =
        has_key_id ? json_string_text(context->arena, header.key_id) : slice_absent();
    return true;
}

static bool parse_payload(struct context *context, struct slice text, struct token *out)
{
    const char *problem;
    size_t at;
    if (text.len == 0 ||
        !base64_decode(context->arena, text, BASE64_URL, &out->payload)) {
        return refuse_form(context);
    }
    if (!json_check(out->payload, &problem, &at) ||
        json_parse(out->payload).kind != JSON_KIND_OBJECT) {
        return context_fail_with(context, "PGRST303", "Parsing claims failed");
    }
    return true;
}

bool token_parse(struct context *context, struct slice text, struct token *out)
{
    size_t parts = count_parts(text);
    *out = (struct token){.text = text};
    if (text.len == 0) {
        return refuse(context, "Empty JWT is sent in Authorization header", NULL);
    }
    if (parts != 3) {
        return refuse(
            context,
            arena_printf(context->arena, "Expected 3 parts in JWT; got %zu", parts),
            NULL);
    }
    if (text.len > TOKEN_LENGTH_MOST) {
        return refuse_form(context);
    }
    struct slice rest = text;
    struct slice header = slice_cut(&rest, '.');
    struct slice payload = slice_cut(&rest, '.');
    out->signature = rest;
    return parse_header(context, header, out) && parse_payload(context, payload, out);
}

/* libjwt says yes to everything when the key is empty, and takes the algorithm from the
 * token, so both are looked at once more. */
static bool is_signed_by(const char *text, enum algorithm algorithm,
                         const struct key *key)
{
    jwt_t *jwt = NULL;
    if (key->material.len == 0 ||
        jwt_decode(&jwt, text, (const unsigned char *)key->material.ptr,
                   (int)key->material.len) != 0) {
        return false;
    }
    bool ok = jwt_get_alg(jwt) == libjwt_algorithms[algorithm];
    jwt_free(jwt);
    return ok;
}

bool token_verify(struct context *context, const struct token *token,
                  const struct keys *keys)
{
    static const char message[] = "No suitable key or wrong key type";
    struct slice signature;
    if (!keys_have_fitting(keys, token->algorithm, token->key_id)) {
        return refuse(context, message, "No suitable key was found to decode the JWT");
    }
    const char *text = slice_string(context->arena, token->text);
    bool has_form =
        token->signature.len > 0 &&
        base64_decode(context->arena, token->signature, BASE64_URL, &signature);
    for (size_t i = 0; has_form && i < keys->count; i++) {
        const struct key *key = &keys->items[i];
        if (key_fits(key, token->algorithm, token->key_id) &&
            is_signed_by(text, token->algorithm, key)) {
            return true;
        }
    }
    return refuse(context, message, "None of the keys was able to decode the JWT");
}
