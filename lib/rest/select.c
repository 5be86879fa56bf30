/* SPDX-License-Identifier: MIT
 *
 * select=a,alias:b::cast,c->d->>e,n.sum(),relation!hint!inner(..),...spread(..)
 */
#include "rest/syntax.h"

static const struct {
    const char *text;
    enum aggregate aggregate;
} aggregates[] = {
    {"sum()", AGGREGATE_SUM}, {"avg()", AGGREGATE_AVG}, {"count()", AGGREGATE_COUNT},
    {"max()", AGGREGATE_MAX}, {"min()", AGGREGATE_MIN},
};

static bool read_items(struct cursor *cursor, const struct select_item **out,
                       size_t *count);

/* "name:" but not "name::type". */
static bool read_alias(struct cursor *cursor, struct slice *out)
{
    size_t start = cursor->at;
    if (cursor_read_name(cursor, out) && cursor_peek(cursor) == ':' &&
        !slice_starts_with(cursor_rest(cursor), "::")) {
        cursor->at++;
        return true;
    }
    cursor->at = start;
    *out = slice_absent();
    return false;
}

static bool read_cast(struct cursor *cursor, struct slice *out)
{
    if (!cursor_read_text(cursor, "::")) {
        return true;
    }
    return cursor_read_type(cursor, out);
}

static bool read_aggregate(struct cursor *cursor, struct select_item *item)
{
    if (!cursor_read_char(cursor, '.')) {
        return true;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(aggregates); i++) {
        if (cursor_read_text(cursor, aggregates[i].text)) {
            item->aggregate = aggregates[i].aggregate;
            return read_cast(cursor, &item->aggregate_cast);
        }
    }
    return cursor_expect(cursor, "\"sum\", \"avg\", \"count\", \"max\" or \"min\"");
}

static bool read_field_item(struct cursor *cursor, struct select_item *item)
{
    if (cursor_read_text(cursor, "count()")) {
        item->aggregate = AGGREGATE_COUNT_ALL;
        return read_cast(cursor, &item->aggregate_cast);
    }
    return cursor_read_spaced_field(cursor, &item->field) &&
           read_cast(cursor, &item->cast) && read_aggregate(cursor, item);
}

#define SPREAD "..."

/* A relation's name has at most so many words behind it, each after a "!". */
#define HINTS 2

static enum join_kind join_called(struct slice word)
{
    return slice_is(word, "inner")  ? JOIN_INNER
           : slice_is(word, "left") ? JOIN_LEFT
                                    : JOIN_UNSET;
}

/* "!hint" and "!inner" or "!left", in either order. Of two of a kind the first counts. */
static bool read_hints(struct cursor *cursor, struct select_item *item)
{
    for (int i = 0; i < HINTS && cursor_read_char(cursor, '!'); i++) {
        struct slice word;
        if (!cursor_read_name(cursor, &word)) {
            return false;
        }
        enum join_kind join = join_called(word);
        if (join == JOIN_UNSET && !slice_is_present(item->hint)) {
            item->hint = word;
        } else if (item->join == JOIN_UNSET) {
            item->join = join;
        }
    }
    return true;
}

/* True when a relation's name comes next, with its hints and an opening parenthesis. */
static bool reads_relation(struct cursor *ahead, struct select_item *item)
{
    return cursor_read_name(ahead, &item->field.name) && read_hints(ahead, item) &&
           cursor_peek(ahead) == '(';
}

static bool is_relation(struct cursor *cursor)
{
    struct cursor ahead = *cursor;
    struct select_item item = {0};
    bool is_one = reads_relation(&ahead, &item) && !slice_is(item.field.name, "count");
    cursor->furthest = ahead.furthest;
    cursor->expected = ahead.expected;
    return is_one;
}

static bool is_spread(const struct cursor *cursor)
{
    struct cursor ahead = *cursor;
    struct select_item item = {0};
    return cursor_read_text(&ahead, SPREAD) && reads_relation(&ahead, &item);
}

static bool count_relation(struct cursor *cursor)
{
    if (++cursor->relations <= QUERY_RELATIONS) {
        return true;
    }
    return context_fail(
        cursor->context,
        (struct error){.code = "PGRST100",
                       .message = "failed to parse select parameter: too many relations",
                       .details =
                           arena_printf(cursor->context->arena, "At most %d are allowed.",
                                        QUERY_RELATIONS)});
}

static bool read_relation_item(struct cursor *cursor, struct select_item *item)
{
    return cursor_read_name(cursor, &item->field.name) && read_hints(cursor, item) &&
           (cursor_read_char(cursor, '(') || cursor_expect(cursor, "\"(\"")) &&
           cursor_enter(cursor) && count_relation(cursor) &&
           read_items(cursor, &item->items, &item->item_count) &&
           (cursor_read_char(cursor, ')') || cursor_expect(cursor, "\",\" or \")\"")) &&
           (cursor_leave(cursor), true);
}

static bool read_item(struct cursor *cursor, struct select_item *item)
{
    if (is_spread(cursor)) {
        item->kind = SELECT_SPREAD;
        return cursor_read_text(cursor, SPREAD) && read_relation_item(cursor, item);
    }
    if (cursor_read_char(cursor, '*')) {
        item->kind = SELECT_ALL;
        return true;
    }
    read_alias(cursor, &item->alias);
    if (is_relation(cursor)) {
        item->kind = SELECT_RELATION;
        return read_relation_item(cursor, item);
    }
    item->kind = SELECT_FIELD;
    return read_field_item(cursor, item);
}

/* What may follow a field. What follows the last item of all is ignored, as PostgREST
 * does: "id)" and "id::text::int" are accepted. */
static bool check_end(struct cursor *cursor, const struct select_item *item)
{
    static const char ends[] = ",).";
    char next = cursor_peek(cursor);
    return item->kind != SELECT_FIELD || next == '\0' || strchr(ends, next) != NULL ||
           slice_starts_with(cursor_rest(cursor), "::") ||
           cursor_expect(cursor, "letter, digit, \"-\", \"->>\", \"->\", \"::\", \".\", "
                                 "\")\", \",\" or end of input");
}

static bool read_items(struct cursor *cursor, const struct select_item **out,
                       size_t *count)
{
    struct growing items = {0};
    cursor_skip_spaces(cursor);
    size_t start = cursor->at;
    do {
        cursor_skip_spaces(cursor);
        struct select_item item = {0};
        if (!read_item(cursor, &item)) {
            /* A list that does not even begin is an empty one. */
            bool is_empty = items.count == 0 && cursor->at == start &&
                            cursor->furthest <= start &&
                            !context_has_failed(cursor->context);
            if (!is_empty) {
                return false;
            }
            break;
        }
        if (!check_end(cursor, &item)) {
            return false;
        }
        struct select_item *added =
            growing_add(cursor->context->arena, &items, sizeof(*added));
        *added = item;
        cursor_skip_spaces(cursor);
    } while (cursor_read_char(cursor, ','));
    *out = items.items;
    *count = items.count;
    return true;
}

bool select_parse(struct context *context, struct slice text,
                  const struct select_item **out, size_t *count)
{
    struct cursor cursor = cursor_new(context, "select parameter", text);
    return read_items(&cursor, out, count) || cursor_fail(&cursor);
}
