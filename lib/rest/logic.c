/* SPDX-License-Identifier: MIT
 *
 * or=(a.eq.1,and(b.gt.2,not.c.is.null)), with keys such as "relation.not.and".
 */
#include "rest/syntax.h"

static bool read_node(struct cursor *cursor, struct condition *out);

/* "and(", "or(", "not.and(", "not.or(": nothing else begins a group. */
static bool read_group_start(struct cursor *cursor, struct condition *out)
{
    size_t start = cursor->at;
    bool is_negated = cursor_read_text(cursor, "not.");
    bool is_and = cursor_read_text(cursor, "and");
    if (is_and || cursor_read_text(cursor, "or")) {
        cursor_skip_spaces(cursor);
        if (cursor_read_char(cursor, '(')) {
            *out = (struct condition){.kind = is_and ? CONDITION_AND : CONDITION_OR,
                                      .is_negated = is_negated};
            return true;
        }
    }
    cursor->at = start;
    return false;
}

static bool read_group(struct cursor *cursor, struct condition *out)
{
    struct growing items = {0};
    if (!cursor_enter(cursor)) {
        return false;
    }
    do {
        struct condition item;
        cursor_skip_spaces(cursor);
        if (!read_node(cursor, &item)) {
            return false;
        }
        struct condition *added =
            growing_add(cursor->context->arena, &items, sizeof(*added));
        *added = item;
        cursor_skip_spaces(cursor);
    } while (cursor_read_char(cursor, ','));
    if (!cursor_read_char(cursor, ')')) {
        return cursor_expect(cursor, "\",\" or \")\"");
    }
    cursor_skip_spaces(cursor);
    cursor_leave(cursor);
    out->items = items.items;
    out->item_count = items.count;
    return true;
}

static bool read_node(struct cursor *cursor, struct condition *out)
{
    if (read_group_start(cursor, out)) {
        return read_group(cursor, out);
    }
    *out = (struct condition){.kind = CONDITION_FILTER};
    /* "not.a.eq.1" negates the group syntax only: a filter's "not" follows its field. */
    return cursor_read_spaced_field(cursor, &out->field) &&
           (cursor_read_char(cursor, '.') ||
            cursor_expect(cursor, "\"-\", \"->>\", \"->\" or delimiter (.)")) &&
           operation_read(cursor, true, &out->operation);
}

/* Splits "a.b.not.or" into the path a.b and the text "not.or" that the value follows. */
static bool parse_key(struct context *context, struct slice key,
                      struct query_condition *out, struct slice *group)
{
    struct growing path = {0};
    struct slice rest = key;
    bool is_negated = false;
    while (slice_is_present(rest)) {
        struct slice part;
        struct cursor cursor = cursor_new(context, "logic path", rest);
        if (!cursor_read_name(&cursor, &part)) {
            return cursor_fail(&cursor);
        }
        rest = cursor_read_char(&cursor, '.') ? cursor_rest(&cursor) : slice_absent();
        if (!slice_is_present(rest)) {
            *group =
                slice_of(arena_printf(context->arena, "%s%.*s", is_negated ? "not." : "",
                                      (int)part.len, part.ptr));
        } else if (slice_is(part, "not")) {
            is_negated = true;
        } else {
            struct slice *name = growing_add(context->arena, &path, sizeof(*name));
            *name = part;
        }
    }
    out->path = path.items;
    out->path_length = path.count;
    return true;
}

bool logic_parse(struct context *context, struct slice key, struct slice value,
                 struct query_condition *out)
{
    *out = (struct query_condition){0};
    struct slice group = slice_absent();
    if (!parse_key(context, key, out, &group)) {
        return false;
    }
    struct slice text = slice_of(arena_printf(context->arena, "%.*s%.*s", (int)group.len,
                                              group.ptr, (int)value.len, value.ptr));
    struct cursor cursor = cursor_new(context, "logic tree", text);
    cursor.shown = value;
    return read_node(&cursor, &out->condition) || cursor_fail(&cursor);
}
