/* SPDX-License-Identifier: MIT
 *
 * token_fuzz - what stands before libjwt: a token is taken apart, and none that was not
 * signed with the key passes.
 */
#include "auth/token.h"
#include "base/json.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    static const struct key keys[] = {
        {.kind = KEY_SECRET,
         .material = SLICE("a-key-that-no-input-is-signed-with-0123456789")}};
    static const struct keys all = {keys, ARRAY_LENGTH(keys)};
    struct context *context = fuzz_context();
    struct slice text =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    struct token token;
    const char *problem;
    size_t at;
    token_is_likely(text);
    if (token_parse(context, text, &token)) {
        HOLDS(token_is_likely(text));
        HOLDS(text.len <= TOKEN_LENGTH_MOST);
        HOLDS(json_check(token.payload, &problem, &at));
        HOLDS(json_parse(token.payload).kind == JSON_KIND_OBJECT);
        HOLDS(!token_verify(context, &token, &all));
    }
    HOLDS(context_has_failed(context));
    fuzz_end(context);
    return 0;
}
