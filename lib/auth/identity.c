/* SPDX-License-Identifier: MIT */
#include "auth/identity.h"

#include <ctype.h>
#include <openssl/crypto.h>

#include "auth/claims.h"
#include "auth/keyring.h"
#include "auth/role_path.h"
#include "auth/token.h"
#include "auth/token_cache.h"

#define DIGEST_TEXT_SIZE ((size_t)2 * TOKEN_DIGEST_SIZE)

struct verifier {
    struct arena *arena;
    const struct config *config;
    struct keyring *keyring;
    struct token_cache *cache;
    struct role_path role_path;
};

struct verifier *verifier_new(const struct config *config, const char **problem)
{
    struct arena *arena = arena_new(1024);
    struct verifier *verifier = arena_alloc(arena, sizeof(*verifier));
    *verifier = (struct verifier){.arena = arena, .config = config};
    struct slice path = slice_is_present(config->jwt_role_claim) ? config->jwt_role_claim
                                                                 : slice_of(".role");
    if (!role_path_parse(arena, slice_copy(arena, path), &verifier->role_path)) {
        *problem = "JWT_ROLE_CLAIM must be a path like .role, .a.\"b c\"[0] or "
                   ".roles[?(@ == \"x\")]";
        arena_free(arena);
        return NULL;
    }
    verifier->keyring = keyring_new(config, problem);
    if (verifier->keyring == NULL) {
        arena_free(arena);
        return NULL;
    }
    verifier->cache = token_cache_new();
    return verifier;
}

void verifier_free(struct verifier *verifier)
{
    if (verifier != NULL) {
        token_cache_free(verifier->cache);
        keyring_free(verifier->keyring);
        arena_free(verifier->arena);
    }
}

/* SET ROLE none would be the login role, which may be anything; so would whatever a text
 * is after a NUL cuts it short. Both are answered as PostgreSQL answers an unknown role.
 */
static bool check_role(struct context *context, struct slice role)
{
    bool has_nul = slice_find(role, '\0') < role.len;
    if (role.len > 0 && !has_nul && !slice_is_ignoring_case(role, "none")) {
        return true;
    }
    return context_fail(
        context, (struct error){.code = "22023",
                                .status = 401,
                                .message = arena_printf(
                                    context->arena, "role \"%s\" does not exist",
                                    has_nul ? "" : slice_string(context->arena, role))});
}

/* A claim that is no string stands for its JSON text, as in PostgREST. */
static struct slice claim_text(struct arena *arena, struct json_value value)
{
    return value.kind == JSON_KIND_STRING ? json_string_text(arena, value) : value.text;
}

/* A token without a role has the anonymous one's. */
static bool find_role(struct context *context, const struct verifier *verifier,
                      const struct claims *claims, struct slice *out)
{
    struct json_value value;
    *out = verifier->config->anon_role;
    if (role_path_find(&verifier->role_path, context->arena, claims->all, &value)) {
        *out = claim_text(context->arena, value);
    } else if (!slice_is_present(*out)) {
        return context_fail_with(context, "PGRST302", "Anonymous access is disabled");
    }
    return check_role(context, *out);
}

static bool read_token(struct context *context, struct verifier *verifier,
                       struct slice text, int64_t now, struct token_content *out)
{
    struct arena *arena = context->arena;
    const struct keys *keys = keyring_keys(verifier->keyring);
    struct token token;
    if (!token_parse(context, text, &token)) {
        return false;
    }
    if (!keys_have_fitting(keys, token.algorithm, token.key_id) &&
        keyring_look_again(verifier->keyring, now)) {
        token_cache_clear(verifier->cache);
    }
    if (!token_verify(context, &token, keys)) {
        return false;
    }
    struct claims claims = claims_parse(arena, token.payload);
    if (!claims_check(context, &claims, verifier->config->jwt_aud, now, &out->expires) ||
        !find_role(context, verifier, &claims, &out->role)) {
        return false;
    }
    out->subject = slice_is_present(claims.subject.text)
                       ? claim_text(arena, claims.subject)
                       : slice_absent();
    out->claims = claims_with_role(arena, &claims, out->role);
    return true;
}

static bool is_anonymous_role(const struct config *config, struct slice role)
{
    return slice_is_present(config->anon_role) && slice_equal(role, config->anon_role);
}

/* The cache may forget what it lent before the request has ended. */
static struct identity identity_of(struct arena *arena, const struct config *config,
                                   const struct token_content *content)
{
    return (struct identity){
        .role = slice_copy(arena, content->role),
        .subject = slice_is_present(content->subject)
                       ? slice_copy(arena, content->subject)
                       : slice_absent(),
        .claims = slice_copy(arena, content->claims),
        .is_anonymous = is_anonymous_role(config, content->role),
    };
}

static bool resolve_token(struct context *context, struct verifier *verifier,
                          struct slice text, int64_t now, struct identity *out)
{
    if (keyring_is_empty(verifier->keyring)) {
        return context_fail_with(context, "PGRST300", "Server lacks JWT secret");
    }
    if (keyring_look(verifier->keyring, now)) {
        token_cache_clear(verifier->cache);
    }
    struct token_digest digest = token_digest(text);
    const struct token_content *known = token_cache_find(verifier->cache, &digest);
    if (known != NULL) {
        *out = identity_of(context->arena, verifier->config, known);
        return !claims_have_expired(known->expires, now) ||
               context_fail_with(context, "PGRST303", "JWT expired");
    }
    struct token_content content;
    if (!read_token(context, verifier, text, now, &content)) {
        return false;
    }
    token_cache_add(verifier->cache, &digest, &content);
    *out = identity_of(context->arena, verifier->config, &content);
    return true;
}

/* An identity that has a role and no token. */
static struct identity plain_identity(struct arena *arena, const struct config *config,
                                      struct slice role)
{
    struct strbuf claims = strbuf_new(arena, 0);
    strbuf_add_text(&claims, "{\"role\":");
    json_write_string(&claims, role);
    strbuf_add_char(&claims, '}');
    return (struct identity){.role = role,
                             .subject = slice_absent(),
                             .claims = strbuf_slice(&claims),
                             .is_anonymous = is_anonymous_role(config, role)};
}

static bool resolve_anonymous(struct context *context, const struct config *config,
                              struct identity *out)
{
    if (!slice_is_present(config->anon_role)) {
        return context_fail_with(context, "PGRST302", "Anonymous access is disabled");
    }
    *out = plain_identity(context->arena, config, config->anon_role);
    return check_role(context, config->anon_role);
}

static void write_digest(struct slice key, char text[DIGEST_TEXT_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    struct token_digest digest = token_digest(key);
    for (size_t i = 0; i < TOKEN_DIGEST_SIZE; i++) {
        text[2 * i] = digits[digest.octets[i] >> 4];
        text[2 * i + 1] = digits[digest.octets[i] & 15];
    }
}

static bool is_digest(struct slice item, const char text[DIGEST_TEXT_SIZE])
{
    char lower[DIGEST_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(lower); i++) {
        lower[i] = (char)tolower((unsigned char)item.ptr[i]);
    }
    return CRYPTO_memcmp(lower, text, sizeof(lower)) == 0;
}

/* Every entry is compared, and in the same time, whichever it is. */
static bool resolve_api_key(struct context *context, const struct config *config,
                            struct slice key, struct identity *out)
{
    char text[DIGEST_TEXT_SIZE];
    struct slice role = slice_absent();
    write_digest(key, text);
    for (size_t i = 0; i < config->api_keys.count; i++) {
        struct slice item = config->api_keys.items[i];
        if (item.len > sizeof(text) + 1 && is_digest(item, text)) {
            role = slice_from(item, sizeof(text) + 1);
        }
    }
    if (!slice_is_present(role)) {
        return context_fail_with(context, "PGRST301", "Invalid API key");
    }
    *out = plain_identity(context->arena, config, role);
    return check_role(context, role);
}

/* What follows the scheme Bearer; absent with another scheme or none. */
static struct slice bearer_text(struct slice authorization)
{
    struct slice rest = authorization;
    struct slice scheme = slice_cut(&rest, ' ');
    if (!slice_is_present(authorization) || !slice_is_ignoring_case(scheme, "bearer")) {
        return slice_absent();
    }
    while (slice_starts_with(rest, " ")) {
        rest = slice_from(rest, 1);
    }
    return slice_is_present(rest) ? rest : slice_of("");
}

/* supabase-js sends its key as apikey, and as the bearer token too until a user signs in.
 */
bool identity_resolve(struct context *context, struct verifier *verifier,
                      struct slice authorization, struct slice apikey, int64_t now,
                      struct identity *out)
{
    struct slice bearer = bearer_text(authorization);
    bool is_opaque_key =
        bearer.len > 0 && slice_equal(bearer, apikey) && !token_is_likely(bearer);
    if (slice_is_present(bearer) && !is_opaque_key) {
        return resolve_token(context, verifier, bearer, now, out);
    }
    if (apikey.len == 0) {
        return resolve_anonymous(context, verifier->config, out);
    }
    return token_is_likely(apikey)
               ? resolve_token(context, verifier, apikey, now, out)
               : resolve_api_key(context, verifier->config, apikey, out);
}
