/* SPDX-License-Identifier: MIT */
#include "auth/jwks.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include "base/base64.h"

#define RSA_BITS_LEAST 2048
#define RSA_BITS_MOST 8192
#define COORDINATE_MOST 66

/* Everything of OpenSSL and jansson lives in a scratch arena and ends with it. */
#define RELEASE(name, function)                                                          \
    static void release_##name(void *object)                                             \
    {                                                                                    \
        function(object);                                                                \
    }
RELEASE(json, json_decref)
RELEASE(number, BN_free)
RELEASE(builder, OSSL_PARAM_BLD_free)
RELEASE(parameters, OSSL_PARAM_free)
RELEASE(context, EVP_PKEY_CTX_free)
RELEASE(key, EVP_PKEY_free)
RELEASE(memory, BIO_free_all)

static const struct curve {
    const char *name;
    enum key_kind kind;
    size_t size; /* octets of a coordinate, RFC 7518, 6.2.1.2 */
} curves[] = {
    {"P-256", KEY_P256, 32},
    {"P-384", KEY_P384, 48},
    {"P-521", KEY_P521, COORDINATE_MOST},
};

struct reading {
    struct arena *arena;   /* of the keys */
    struct arena *scratch; /* ends with the reading */
    const char **problem;
};

static void *tie(struct reading *reading, void (*release)(void *object), void *object)
{
    if (object != NULL) {
        arena_defer(reading->scratch, release, object);
    }
    return object;
}

static bool refuse(struct reading *reading, const char *problem)
{
    *reading->problem = problem;
    return false;
}

static struct slice member(const json_t *jwk, const char *name)
{
    const json_t *value = json_object_get(jwk, name);
    return json_is_string(value)
               ? (struct slice){json_string_value(value), json_string_length(value)}
               : slice_absent();
}

/* A member that is base64url and stands for at least one octet. */
static bool member_octets(struct reading *reading, const json_t *jwk, const char *name,
                          struct slice *out)
{
    struct slice text = member(jwk, name);
    return slice_is_present(text) &&
           base64_decode(reading->arena, text, BASE64_URL, out) && out->len > 0;
}

/* The public key as PEM, which is what libjwt takes. */
static bool write_pem(struct reading *reading, EVP_PKEY *pkey, struct slice *out)
{
    BIO *memory = tie(reading, release_memory, BIO_new(BIO_s_mem()));
    char *octets = NULL;
    if (memory == NULL || PEM_write_bio_PUBKEY(memory, pkey) != 1) {
        return false;
    }
    long length = BIO_get_mem_data(memory, &octets);
    *out = slice_copy(reading->arena, (struct slice){octets, (size_t)length});
    return length > 0;
}

/* Makes the key of its parts and has OpenSSL check them (a point must be on its curve).
 */
static EVP_PKEY *import_key(struct reading *reading, const char *type,
                            OSSL_PARAM_BLD *builder)
{
    EVP_PKEY *pkey = NULL;
    OSSL_PARAM *parameters =
        tie(reading, release_parameters, OSSL_PARAM_BLD_to_param(builder));
    EVP_PKEY_CTX *importer =
        tie(reading, release_context, EVP_PKEY_CTX_new_from_name(NULL, type, NULL));
    if (parameters == NULL || importer == NULL || EVP_PKEY_fromdata_init(importer) != 1 ||
        EVP_PKEY_fromdata(importer, &pkey, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        return NULL;
    }
    tie(reading, release_key, pkey);
    EVP_PKEY_CTX *checker =
        tie(reading, release_context, EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL));
    return checker != NULL && EVP_PKEY_public_check(checker) == 1 ? pkey : NULL;
}

static bool push_number(struct reading *reading, OSSL_PARAM_BLD *builder,
                        const char *name, struct slice octets)
{
    BIGNUM *number =
        tie(reading, release_number,
            BN_bin2bn((const unsigned char *)octets.ptr, (int)octets.len, NULL));
    return number != NULL && OSSL_PARAM_BLD_push_BN(builder, name, number) == 1;
}

static bool read_rsa(struct reading *reading, const json_t *jwk, struct key *key)
{
    struct slice modulus;
    struct slice exponent;
    OSSL_PARAM_BLD *builder = tie(reading, release_builder, OSSL_PARAM_BLD_new());
    if (!member_octets(reading, jwk, "n", &modulus) ||
        !member_octets(reading, jwk, "e", &exponent) || modulus.len > RSA_BITS_MOST / 8 ||
        exponent.len > modulus.len ||
        !push_number(reading, builder, OSSL_PKEY_PARAM_RSA_N, modulus) ||
        !push_number(reading, builder, OSSL_PKEY_PARAM_RSA_E, exponent)) {
        return refuse(reading, "a key of type RSA needs n and e");
    }
    EVP_PKEY *pkey = import_key(reading, "RSA", builder);
    if (pkey == NULL || EVP_PKEY_get_bits(pkey) < RSA_BITS_LEAST) {
        return refuse(reading, "a key of type RSA must be sound and have 2048 bits");
    }
    key->kind = KEY_RSA;
    return write_pem(reading, pkey, &key->material) ||
           refuse(reading, "a key of type RSA could not be written");
}

static const struct curve *find_curve(struct slice name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(curves); i++) {
        if (slice_is(name, curves[i].name)) {
            return &curves[i];
        }
    }
    return NULL;
}

static bool read_ec(struct reading *reading, const json_t *jwk, struct key *key)
{
    const struct curve *curve = find_curve(member(jwk, "crv"));
    unsigned char point[1 + 2 * COORDINATE_MOST] = {4}; /* uncompressed */
    struct slice x;
    struct slice y;
    OSSL_PARAM_BLD *builder = tie(reading, release_builder, OSSL_PARAM_BLD_new());
    if (curve == NULL || !member_octets(reading, jwk, "x", &x) ||
        !member_octets(reading, jwk, "y", &y) || x.len != curve->size ||
        y.len != curve->size) {
        return refuse(reading, "a key of type EC needs crv, and x and y of its size");
    }
    memcpy(point + 1, x.ptr, x.len);
    memcpy(point + 1 + x.len, y.ptr, y.len);
    EVP_PKEY *pkey = NULL;
    if (OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, curve->name,
                                        0) == 1 &&
        OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point,
                                         1 + 2 * curve->size) == 1) {
        pkey = import_key(reading, "EC", builder);
    }
    key->kind = curve->kind;
    return (pkey != NULL && write_pem(reading, pkey, &key->material)) ||
           refuse(reading, "a key of type EC must be a point on its curve");
}

static bool read_oct(struct reading *reading, const json_t *jwk, struct key *key)
{
    key->kind = KEY_SECRET;
    return (member_octets(reading, jwk, "k", &key->material) &&
            key->material.len >= KEY_SECRET_MINIMUM) ||
           refuse(reading, "a key of type oct needs k with at least 32 octets");
}

static const struct {
    const char *type;
    bool (*read)(struct reading *reading, const json_t *jwk, struct key *key);
} types[] = {{"RSA", read_rsa}, {"EC", read_ec}, {"oct", read_oct}};

/* RFC 7517, 4.2 and 4.3. */
static bool is_for_verifying(const json_t *jwk)
{
    const json_t *operations = json_object_get(jwk, "key_ops");
    struct slice use = member(jwk, "use");
    bool verifies = !json_is_array(operations);
    for (size_t i = 0; i < json_array_size(operations); i++) {
        const char *name = json_string_value(json_array_get(operations, i));
        verifies = verifies || (name != NULL && strcmp(name, "verify") == 0);
    }
    return verifies && (!slice_is_present(use) || slice_is(use, "sig"));
}

/* *is_known is false for a key that is left out. */
static bool read_key(struct reading *reading, const json_t *jwk, struct key *key,
                     bool *is_known)
{
    struct slice type = member(jwk, "kty");
    struct slice algorithm = member(jwk, "alg");
    *key = (struct key){.id = slice_absent()};
    *is_known = false;
    if (!slice_is_present(type)) {
        return refuse(reading, "a key has no kty");
    }
    if (!is_for_verifying(jwk) ||
        (slice_is_present(algorithm) && !algorithm_find(algorithm, &key->algorithm))) {
        return true;
    }
    if (slice_is_present(member(jwk, "kid"))) {
        key->id = slice_copy(reading->arena, member(jwk, "kid"));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(types); i++) {
        if (slice_is(type, types[i].type)) {
            *is_known = true;
            return types[i].read(reading, jwk, key) &&
                   (key->algorithm == ALGORITHM_ANY ||
                    algorithm_kind(key->algorithm) == key->kind ||
                    refuse(reading, "a key has an alg that is not of its kty and crv"));
        }
    }
    return true;
}

static bool read_set(struct reading *reading, const json_t *set, struct keys *out)
{
    size_t count = json_array_size(set);
    if (count > JWKS_MOST) {
        return refuse(reading, "there are more than 64 keys");
    }
    struct key *keys = arena_alloc(reading->arena, count * sizeof(*keys) + 1);
    *out = (struct keys){keys, 0};
    for (size_t i = 0; i < count; i++) {
        bool is_known = false;
        if (!read_key(reading, json_array_get(set, i), &keys[out->count], &is_known)) {
            return false;
        }
        out->count += is_known;
    }
    return true;
}

static bool read_text(struct reading *reading, struct slice text, struct keys *out)
{
    json_t *root = tie(reading, release_json,
                       json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL));
    const json_t *set = json_object_get(root, "keys");
    if (set == NULL && json_object_get(root, "kty") != NULL) {
        json_t *one = tie(reading, release_json, json_array());
        set = json_array_append(one, root) == 0 ? one : NULL;
    }
    return json_is_array(set) ? read_set(reading, set, out)
                              : refuse(reading, "it is no JSON object with keys");
}

bool jwks_parse(struct arena *arena, struct slice text, struct keys *out,
                const char **problem)
{
    struct reading reading = {arena, arena_new(4096), problem};
    bool ok = read_text(&reading, text, out);
    arena_free(reading.scratch);
    ERR_clear_error();
    return ok;
}
