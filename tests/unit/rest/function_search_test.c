/* SPDX-License-Identifier: MIT */
#include "rest/calling.h"

#include "tests/unit/http/fixture.h"

#define PARAMETERS(...)                                                                  \
    .parameters = (const struct function_parameter[]){__VA_ARGS__},                      \
    .parameter_count = sizeof((const struct function_parameter[]){__VA_ARGS__}) /        \
                       sizeof(struct function_parameter)
#define NEEDED(a, b)                                                                     \
    {                                                                                    \
        .name = a, .type = b, .is_required = true                                        \
    }
#define OPTIONAL(a, b)                                                                   \
    {                                                                                    \
        .name = a, .type = b                                                             \
    }

static const struct function functions[] = {
    {.schema = "s", .name = "body", PARAMETERS(NEEDED("", "json"))},
    {.schema = "s", .name = "f"},
    {.schema = "s", .name = "f", PARAMETERS(NEEDED("a", "integer"))},
    {.schema = "s",
     .name = "f",
     PARAMETERS(NEEDED("a", "integer"), OPTIONAL("b", "text"), NEEDED("c", "text"))},
    {.schema = "s", .name = "raw", PARAMETERS(NEEDED("", "bytea"))},
    {.schema = "s", .name = "torn", PARAMETERS(NEEDED("x", "integer"))},
    {.schema = "s", .name = "torn", PARAMETERS(NEEDED("x", "text"))},
    {.schema = "s", .name = "worn", PARAMETERS(NEEDED("x", "\"bit\""))},
    {.schema = "s", .name = "worn", PARAMETERS(NEEDED("x", "bpchar"))},
    {.schema = "s", .name = "worn", PARAMETERS(NEEDED("x", "bpchar[]"))},
};

static const struct models known = {.functions = functions,
                                    .function_count = ARRAY_LENGTH(functions)};

/* The index of the function that is found, -1 when none is. `keys` end with NULL. */
static int find(const char *name, const char *const *keys, const char *media_type)
{
    static const struct service service = {.models = &known};
    const struct header headers[] = {{SLICE("content-type"), slice_of(media_type)}};
    const struct request request = {.headers = headers,
                                    .header_count = media_type == NULL ? 0 : 1};
    struct job job = {.context = &context,
                      .service = &service,
                      .request = &request,
                      .name = slice_of(name),
                      .schema = "s"};
    struct slice list[8];
    struct call call = {.is_post = media_type != NULL, .keys = {.items = list}};
    while (keys[call.keys.count] != NULL) {
        list[call.keys.count] = slice_of(keys[call.keys.count]);
        call.keys.count++;
    }
    bool is_json = media_type == NULL || strcmp(media_type, "application/json") == 0;
    call.payload.kind = is_json ? PAYLOAD_OBJECT : PAYLOAD_RAW;
    context.error = (struct error){0};
    return function_find(&job, &call) ? (int)(call.function - functions) : -1;
}

static const char *const none[] = {NULL};
static const char *const a[] = {"a", NULL};
static const char *const a_c[] = {"c", "a", NULL};
static const char *const a_b_c[] = {"a", "b", "c", NULL};
static const char *const a_b[] = {"a", "b", NULL};
static const char *const x[] = {"x", NULL};

static void overloads_are_told_apart_by_names(void **state)
{
    (void)state;
    assert_int_equal(find("f", none, NULL), 1);
    assert_int_equal(find("f", a, NULL), 2);
    assert_int_equal(find("f", a_c, NULL), 3);
    assert_int_equal(find("f", a_b_c, NULL), 3);
    assert_int_equal(find("f", a, "application/json"), 2);
}

static void none_takes_these(void **state)
{
    (void)state;
    assert_int_equal(find("f", a_b, NULL), -1);
    assert_string_equal(context.error.code, "PGRST202");
    assert_int_equal(context.error.status, 404);
    assert_string_equal(context.error.message,
                        "Could not find the function s.f(a, b) in the schema cache");
    assert_string_equal(context.error.details,
                        "Searched for the function s.f with parameters a, b, but no "
                        "matches were found in the schema cache.");
    assert_int_equal(find("g", none, NULL), -1);
}

static void several_take_these(void **state)
{
    (void)state;
    assert_int_equal(find("torn", x, NULL), -1);
    assert_string_equal(context.error.code, "PGRST203");
    assert_int_equal(context.error.status, 300);
    assert_string_equal(context.error.message,
                        "Could not choose the best candidate function between: s.torn(x "
                        "=> integer), s.torn(x => text)");
    assert_int_equal(find("worn", x, NULL), -1);
    assert_string_equal(context.error.message,
                        "Could not choose the best candidate function between: s.worn(x "
                        "=> bit), s.worn(x => character), s.worn(x => character[])");
}

static void whole_bodies(void **state)
{
    (void)state;
    assert_int_equal(find("body", x, "application/json"), 0);
    assert_int_equal(find("raw", none, "application/octet-stream"), 4);
    assert_int_equal(find("raw", none, "text/plain"), -1);
    assert_int_equal(find("body", none, NULL), -1);
    assert_int_equal(find("f", none, "text/plain"), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(overloads_are_told_apart_by_names),
        UNIT(none_takes_these),
        UNIT(several_take_these),
        UNIT(whole_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
