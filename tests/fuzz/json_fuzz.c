/* SPDX-License-Identifier: MIT
 *
 * json_fuzz - the scanner takes what jansson takes, and what it took can be walked.
 */
#include "base/json.h"

#include <jansson.h>

#include "tests/fuzz/fuzz.h"

/* Visits everything; strings are decoded, keys too. */
static size_t walk(struct arena *arena, struct json_value value)
{
    struct json_iterator iterator = json_iterate(value);
    struct json_value item;
    struct slice key;
    size_t count = 1;
    switch (value.kind) {
    case JSON_KIND_ARRAY:
        while (json_next_item(&iterator, &item)) {
            count += walk(arena, item);
        }
        break;
    case JSON_KIND_OBJECT:
        while (json_next_member(&iterator, arena, &key, &item)) {
            count += walk(arena, item);
        }
        break;
    case JSON_KIND_STRING: {
        struct strbuf again = strbuf_new(arena, 0);
        const char *problem;
        size_t at;
        json_write_string(&again, json_string_text(arena, value));
        HOLDS(json_check(strbuf_slice(&again), &problem, &at));
        break;
    }
    case JSON_KIND_NULL:
    case JSON_KIND_TRUE:
    case JSON_KIND_FALSE:
    case JSON_KIND_NUMBER:
        break;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    struct context *context = fuzz_context();
    struct slice text =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    const char *problem = NULL;
    size_t at = 0;
    bool is_valid = json_check(text, &problem, &at);
    HOLDS(is_valid || (problem != NULL && at <= text.len));
    json_error_t error;
    json_t *theirs =
        json_loadb(text.ptr, text.len,
                   JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, &error);
    /* jansson goes deeper, and takes a NUL for the end. */
    HOLDS(theirs == NULL || is_valid || strstr(problem, "deep") != NULL ||
          slice_find(text, '\0') < text.len);
    json_decref(theirs);
    if (is_valid) {
        HOLDS(walk(context->arena, json_parse(text)) > 0);
    }
    fuzz_end(context);
    return 0;
}
