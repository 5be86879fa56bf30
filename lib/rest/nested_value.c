/* SPDX-License-Identifier: MIT */
#include "rest/nested_value.h"

#include <ctype.h>

static struct slice trim_blanks(struct slice text)
{
    while (text.len > 0 && isspace((unsigned char)text.ptr[0])) {
        text = slice_from(text, 1);
    }
    while (text.len > 0 && isspace((unsigned char)text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

static bool is_integer(struct slice text)
{
    struct slice digits = trim_blanks(text);
    if (digits.len > 0 && (digits.ptr[0] == '-' || digits.ptr[0] == '+')) {
        digits = slice_from(digits, 1);
    }
    for (size_t i = 0; i < digits.len; i++) {
        if (!isdigit((unsigned char)digits.ptr[i])) {
            return false;
        }
    }
    return digits.len > 0;
}

/* Whether the text begins as a number, or as one of the names of what is none, does; the
 * rest is PostgreSQL's to judge. */
static bool is_number(struct slice text)
{
    struct slice trimmed = trim_blanks(text);
    if (trimmed.len > 0 && (trimmed.ptr[0] == '-' || trimmed.ptr[0] == '+')) {
        trimmed = slice_from(trimmed, 1);
    }
    char first = trimmed.len > 0 ? (char)tolower((unsigned char)trimmed.ptr[0]) : ' ';
    return isdigit((unsigned char)first) || first == '.' || first == 'n' || first == 'i';
}

/* t, f, y, n, on, off, 1, 0 and their like. */
static bool is_boolean(struct slice text)
{
    struct slice trimmed = trim_blanks(text);
    return trimmed.len > 0 && strchr("tfynoTFYNO10", trimmed.ptr[0]) != NULL;
}

static bool is_uuid(struct slice text)
{
    size_t digits = 0;
    for (size_t i = 0; i < text.len; i++) {
        digits += isxdigit((unsigned char)text.ptr[i]) != 0;
    }
    return digits == 32;
}

static const struct {
    const char *base_type;
    bool (*is_value)(struct slice text);
} checks[] = {
    {"smallint", is_integer},        {"integer", is_integer}, {"bigint", is_integer},
    {"double precision", is_number}, {"real", is_number},     {"numeric", is_number},
    {"boolean", is_boolean},         {"uuid", is_uuid},
};

static struct slice text_of(struct arena *arena, struct json_value value)
{
    return value.kind == JSON_KIND_STRING ? json_string_text(arena, value) : value.text;
}

bool nested_value_fits(struct arena *arena, const struct column *column,
                       struct json_value value)
{
    if (value.kind == JSON_KIND_NULL || column->from_json_function != NULL) {
        return true;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(checks); i++) {
        if (strcmp(column->base_type, checks[i].base_type) == 0) {
            return checks[i].is_value(text_of(arena, value));
        }
    }
    return true;
}

bool nested_value_fail(struct context *context, const struct column *column,
                       const char *path, struct json_value value)
{
    struct slice text = text_of(context->arena, value);
    return context_fail(
        context,
        (struct error){.code = "22P02",
                       .status = 400,
                       .message = arena_printf(
                           context->arena, "invalid input syntax for type %s: \"%.*s\"",
                           column->base_type, (int)text.len, text.ptr),
                       .details = arena_printf(context->arena, "At %s.", path)});
}
