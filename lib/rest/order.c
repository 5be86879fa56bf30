/* SPDX-License-Identifier: MIT
 *
 * order=a.desc.nullslast,relation(b).asc and plain lists of names.
 */
#include "rest/syntax.h"

static bool read_modifiers(struct cursor *cursor, struct order_term *term)
{
    if (cursor_read_text(cursor, ".asc")) {
        term->direction = DIRECTION_ASC;
    } else if (cursor_read_text(cursor, ".desc")) {
        term->direction = DIRECTION_DESC;
    }
    if (cursor_read_text(cursor, ".nullsfirst")) {
        term->nulls = NULLS_FIRST;
    } else if (cursor_read_text(cursor, ".nullslast")) {
        term->nulls = NULLS_LAST;
    }
    cursor_skip_spaces(cursor);
    return cursor_is_at_end(cursor) || cursor_peek(cursor) == ',' ||
           cursor_expect(cursor, "letter, digit, \"-\", \"->>\", \"->\", delimiter (.), "
                                 "\",\" or end of input");
}

static bool read_term(struct cursor *cursor, struct order_term *term)
{
    cursor_skip_spaces(cursor);
    if (!cursor_read_spaced_field(cursor, &term->field)) {
        return false;
    }
    if (term->field.step_count == 0 && cursor_read_char(cursor, '(')) {
        term->relation = term->field.name;
        if (!cursor_read_spaced_field(cursor, &term->field)) {
            return false;
        }
        if (!cursor_read_char(cursor, ')')) {
            return cursor_expect(cursor, "\")\"");
        }
    }
    return read_modifiers(cursor, term);
}

bool order_parse(struct context *context, struct slice text,
                 const struct order_term **out, size_t *count)
{
    struct cursor cursor = cursor_new(context, "order", text);
    struct growing terms = {0};
    do {
        struct order_term *term = growing_add(context->arena, &terms, sizeof(*term));
        if (!read_term(&cursor, term)) {
            return cursor_fail(&cursor);
        }
    } while (cursor_read_char(&cursor, ','));
    *out = terms.items;
    *count = terms.count;
    return true;
}

bool names_parse(struct context *context, const char *what, struct slice text,
                 struct names *out)
{
    struct cursor cursor = cursor_new(context, what, text);
    struct growing names = {0};
    do {
        cursor_skip_spaces(&cursor);
        struct slice *name = growing_add(context->arena, &names, sizeof(*name));
        if (!cursor_read_name(&cursor, name)) {
            return cursor_fail(&cursor);
        }
        cursor_skip_spaces(&cursor);
    } while (cursor_read_char(&cursor, ','));
    *out = (struct names){names.items, names.count};
    return true;
}
