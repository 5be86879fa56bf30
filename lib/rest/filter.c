/* SPDX-License-Identifier: MIT
 *
 * column=not.op(any).value and its relatives.
 */
#include "rest/syntax.h"

#include <ctype.h>

#define OPERATOR_EXPECTED "\"not\" or operator (eq, gt, ...)"

static const struct {
    const char *text;
    enum truth truth;
} truths[] = {
    {"null", TRUTH_NULL},   {"not_null", TRUTH_NOT_NULL}, {"true", TRUTH_TRUE},
    {"false", TRUTH_FALSE}, {"unknown", TRUTH_UNKNOWN},
};

static bool read_operator(struct cursor *cursor, enum operator_name *out)
{
    size_t start = cursor->at;
    while (isalpha((unsigned char)cursor_peek(cursor))) {
        cursor->at++;
    }
    struct slice word = {cursor->text.ptr + start, cursor->at - start};
    if (operator_find(word, out)) {
        return true;
    }
    cursor->at = start;
    return cursor_expect(cursor, OPERATOR_EXPECTED);
}

/* (any) and (all) of some operators, (language) of the text searches. */
static bool read_modifier(struct cursor *cursor, struct operation *operation)
{
    enum operand operand = operators[operation->operator_name].operand;
    if (cursor_peek(cursor) != '(') {
        return true;
    }
    if (operand == TAKES_QUANTIFIED || operand == TAKES_PATTERN) {
        if (cursor_read_text(cursor, "(any)")) {
            operation->quantifier = QUANTIFIER_ANY;
            return true;
        }
        if (cursor_read_text(cursor, "(all)")) {
            operation->quantifier = QUANTIFIER_ALL;
            return true;
        }
    }
    if (operand == TAKES_SEARCH) {
        cursor->at++;
        return cursor_read_type(cursor, &operation->language) &&
               (cursor_read_char(cursor, ')') || cursor_expect(cursor, "\")\""));
    }
    return cursor_expect(cursor, "operator (eq, gt, ...)");
}

/* What follows the word is not looked at, as behind a list. */
static bool read_truth(struct cursor *cursor, struct operation *operation)
{
    struct slice rest = cursor_rest(cursor);
    for (size_t i = 0; i < ARRAY_LENGTH(truths); i++) {
        size_t length = strlen(truths[i].text);
        if (slice_is_ignoring_case(slice_until(rest, length), truths[i].text)) {
            cursor->at += length;
            operation->truth = truths[i].truth;
            return true;
        }
    }
    return cursor_expect(cursor, "isVal: (null, not_null, true, false, unknown)");
}

static bool ends_element(const struct cursor *cursor)
{
    return cursor_is_at_end(cursor) || cursor_peek(cursor) == ',' ||
           cursor_peek(cursor) == ')';
}

/* An item of a list or a value inside a logic tree: quoted, or up to ',' or ')'. Quotes
 * in the middle of a text are part of it. */
static struct slice read_element(struct cursor *cursor)
{
    size_t start = cursor->at;
    struct slice quoted;
    if (cursor_read_quoted(cursor, &quoted) && ends_element(cursor)) {
        return quoted;
    }
    cursor->at = start;
    while (!ends_element(cursor)) {
        cursor->at++;
    }
    return (struct slice){cursor->text.ptr + start, cursor->at - start};
}

static bool read_list(struct cursor *cursor, struct operation *operation)
{
    struct growing list = {0};
    cursor_skip_spaces(cursor);
    if (!cursor_read_char(cursor, '(')) {
        return cursor_expect(cursor, "\"(\"");
    }
    cursor_skip_spaces(cursor);
    do {
        struct slice *item =
            growing_add(cursor->context->arena, &list, sizeof(struct slice));
        *item = read_element(cursor);
    } while (cursor_read_char(cursor, ','));
    if (!cursor_read_char(cursor, ')')) {
        return cursor_expect(cursor, "\",\" or \")\"");
    }
    cursor_skip_spaces(cursor);
    operation->list = list.items;
    operation->list_length = list.count;
    return true;
}

/* {..}: an array inside a logic tree, whose commas do not end the value. */
static bool read_braces(struct cursor *cursor, struct slice *out)
{
    struct slice rest = cursor_rest(cursor);
    if (!slice_starts_with(rest, "{")) {
        return false;
    }
    for (size_t i = 1; i < rest.len && rest.ptr[i] != '{'; i++) {
        if (rest.ptr[i] == '}') {
            cursor->at += i + 1;
            *out = slice_until(rest, i + 1);
            return true;
        }
    }
    return false;
}

static void read_value(struct cursor *cursor, bool is_in_logic, struct slice *out)
{
    if (!is_in_logic) {
        *out = cursor_rest(cursor);
        cursor->at = cursor->text.len;
    } else if (!read_braces(cursor, out)) {
        *out = read_element(cursor);
    }
}

bool operation_read(struct cursor *cursor, bool is_in_logic, struct operation *out)
{
    *out = (struct operation){.is_negated = cursor_read_text(cursor, "not.")};
    if (!read_operator(cursor, &out->operator_name) || !read_modifier(cursor, out)) {
        return false;
    }
    if (!cursor_read_char(cursor, '.')) {
        return cursor_expect(cursor, "operator (eq, gt, ...)");
    }
    switch (operators[out->operator_name].operand) {
    case TAKES_LIST:
        return read_list(cursor, out);
    case TAKES_TRUTH:
        return read_truth(cursor, out);
    case TAKES_VALUE:
    case TAKES_QUANTIFIED:
    case TAKES_PATTERN:
    case TAKES_SEARCH:
        read_value(cursor, is_in_logic, &out->value);
        return true;
    }
    return false;
}

bool operation_parse(struct context *context, struct slice text, struct operation *out)
{
    struct cursor cursor = cursor_new(context, "filter", text);
    return operation_read(&cursor, false, out) || cursor_fail(&cursor);
}

bool operation_is_likely(struct context *context, struct slice text)
{
    static const char *const decided[] = {"not.", "in.", "is."};
    for (size_t i = 0; i < ARRAY_LENGTH(decided); i++) {
        if (slice_starts_with(text, decided[i])) {
            return true;
        }
    }
    struct cursor cursor = cursor_new(context, "filter", text);
    struct operation operation;
    return operation_read(&cursor, false, &operation);
}

bool tree_path_parse(struct context *context, struct slice text,
                     const struct slice **path, size_t *path_length,
                     struct field_path *field)
{
    struct cursor cursor = cursor_new(context, "tree path", text);
    struct growing names = {0};
    for (;;) {
        if (!cursor_read_field(&cursor, field)) {
            return cursor_fail(&cursor);
        }
        if (field->step_count > 0 || !cursor_read_char(&cursor, '.')) {
            break;
        }
        struct slice *name = growing_add(context->arena, &names, sizeof(struct slice));
        *name = field->name;
    }
    *path = names.items;
    *path_length = names.count;
    return true;
}
