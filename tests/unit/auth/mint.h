/* SPDX-License-Identifier: MIT
 *
 * mint - makes tokens, also those that nobody should make, and the keys for them.
 */
#ifndef MYOREST_AUTH_MINT_H
#define MYOREST_AUTH_MINT_H

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/arena.h"

#include <string.h>

#define SECRET "a-secret-of-the-tests-that-is-long-enough"
#define HS256 "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"

static inline char *mint_encode(struct arena *arena, const void *octets, size_t length)
{
    char *text = arena_alloc(arena, length / 3 * 4 + 5);
    int size = EVP_EncodeBlock((unsigned char *)text, octets, (int)length);
    while (size > 0 && text[size - 1] == '=') {
        text[--size] = '\0';
    }
    for (char *at = text; *at != '\0'; at++) {
        *at = *at == '+' ? '-' : *at == '/' ? '_' : *at;
    }
    return text;
}

static inline char *mint_unsigned(struct arena *arena, const char *header,
                                  const char *payload)
{
    return arena_printf(arena, "%s.%s", mint_encode(arena, header, strlen(header)),
                        mint_encode(arena, payload, strlen(payload)));
}

static inline char *mint_hmac(struct arena *arena, const char *header,
                              const char *payload, const char *secret, const EVP_MD *md)
{
    unsigned char octets[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    char *text = mint_unsigned(arena, header, payload);
    HMAC(md, secret, (int)strlen(secret), (const unsigned char *)text, strlen(text),
         octets, &length);
    return arena_printf(arena, "%s.%s", text, mint_encode(arena, octets, length));
}

static inline char *mint_hs256(struct arena *arena, const char *payload)
{
    return mint_hmac(arena, HS256, payload, SECRET, EVP_sha256());
}

/* r and s side by side (RFC 7518, 3.4), each of `size` octets. */
static inline size_t mint_raw_signature(unsigned char *octets, size_t length, size_t size)
{
    const unsigned char *at = octets;
    ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)length);
    unsigned char raw[256];
    BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw, (int)size);
    BN_bn2binpad(ECDSA_SIG_get0_s(signature), raw + size, (int)size);
    memcpy(octets, raw, 2 * size);
    ECDSA_SIG_free(signature);
    return 2 * size;
}

/* `size` is that of a coordinate, 0 for RSA. */
static inline char *mint_signed(struct arena *arena, const char *header,
                                const char *payload, EVP_PKEY *key, const EVP_MD *md,
                                size_t size)
{
    unsigned char octets[1024];
    size_t length = sizeof(octets);
    char *text = mint_unsigned(arena, header, payload);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, NULL, md, NULL, key);
    EVP_DigestSign(context, octets, &length, (const unsigned char *)text, strlen(text));
    EVP_MD_CTX_free(context);
    if (size > 0) {
        length = mint_raw_signature(octets, length, size);
    }
    return arena_printf(arena, "%s.%s", text, mint_encode(arena, octets, length));
}

static inline char *mint_number(struct arena *arena, EVP_PKEY *key, const char *name,
                                size_t size)
{
    unsigned char octets[1024];
    BIGNUM *number = NULL;
    EVP_PKEY_get_bn_param(key, name, &number);
    int length =
        size > 0 ? BN_bn2binpad(number, octets, (int)size) : BN_bn2bin(number, octets);
    BN_free(number);
    return mint_encode(arena, octets, (size_t)length);
}

/* `more` is further members, each with a comma before it. */
static inline char *mint_rsa_jwk(struct arena *arena, EVP_PKEY *key, const char *more)
{
    return arena_printf(arena, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"%s}",
                        mint_number(arena, key, OSSL_PKEY_PARAM_RSA_N, 0),
                        mint_number(arena, key, OSSL_PKEY_PARAM_RSA_E, 0), more);
}

static inline char *mint_ec_jwk(struct arena *arena, EVP_PKEY *key, const char *curve,
                                size_t size, const char *more)
{
    return arena_printf(arena,
                        "{\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"%s}",
                        curve, mint_number(arena, key, OSSL_PKEY_PARAM_EC_PUB_X, size),
                        mint_number(arena, key, OSSL_PKEY_PARAM_EC_PUB_Y, size), more);
}

static inline char *mint_pem(struct arena *arena, EVP_PKEY *key)
{
    char *octets = NULL;
    BIO *memory = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(memory, key);
    long length = BIO_get_mem_data(memory, &octets);
    char *text = arena_copy(arena, octets, (size_t)length);
    BIO_free_all(memory);
    return text;
}

#endif
