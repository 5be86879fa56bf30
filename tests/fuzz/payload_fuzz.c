/* SPDX-License-Identifier: MIT
 *
 * payload_fuzz - a body of each media type: what is made of it is JSON that PostgreSQL
 * can take, unless columns= leaves that to PostgreSQL, and its keys are sorted texts.
 */
#include "rest/payload.h"
#include "tests/fuzz/fuzz.h"

static void check(const struct payload *payload, bool has_columns, bool is_left)
{
    const char *problem;
    size_t at;
    bool is_json = payload->kind == PAYLOAD_ARRAY || payload->kind == PAYLOAD_OBJECT ||
                   payload->kind == PAYLOAD_EMPTY;
    HOLDS(!is_json || is_left || json_check(payload->text, &problem, &at));
    HOLDS(has_columns || payload->kind == PAYLOAD_RAW || payload->keys != NULL);
    for (size_t i = 0; i < payload->key_count; i++) {
        HOLDS(i == 0 || slice_compare(payload->keys[i - 1], payload->keys[i]) < 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    static const struct media_type types[] = {
        {SLICE("application/json"), SLICE("")},
        {SLICE("text/csv"), SLICE("")},
        {SLICE("application/x-www-form-urlencoded"), SLICE("")},
        {SLICE("application/octet-stream"), SLICE("")},
    };
    struct context *context = fuzz_context();
    struct slice text =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    size_t choice = fuzz_choose(&text, ARRAY_LENGTH(types) * 2);
    bool has_columns = choice % 2 == 1;
    struct payload payload;
    bool is_one = payload_parse(context, types[choice / 2], text, has_columns, &payload);
    HOLDS(is_one != context_has_failed(context));
    if (is_one) {
        check(&payload, has_columns, has_columns && choice / 2 == 0);
    }
    fuzz_end(context);
    return 0;
}
