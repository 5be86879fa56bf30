/* SPDX-License-Identifier: MIT */
#include "rest/query.h"

#include <stdlib.h>

#include "base/growing.h"
#include "base/strbuf.h"
#include "http/request.h"
#include "rest/syntax.h"

/* One name=value pair; `value` is absent where there was no '='. */
struct pair {
    struct slice key;
    struct slice value;
    size_t position;
};

struct pairs {
    struct pair *items;
    size_t count;
};

/* While parsing: the lists that become the query's. */
struct building {
    struct context *context;
    struct query *query;
    bool is_call_by_get;
    struct growing conditions, orders, ranges, arguments;
};

static struct pairs split(struct arena *arena, struct slice text)
{
    struct growing pairs = {0};
    while (text.len > 0) {
        size_t end = 0;
        while (end < text.len && text.ptr[end] != '&' && text.ptr[end] != ';') {
            end++;
        }
        struct slice part = slice_until(text, end);
        text = slice_from(text, end + 1);
        if (part.len == 0) {
            continue;
        }
        struct slice value = part;
        struct slice key = slice_cut(&value, '=');
        struct pair *pair = growing_add(arena, &pairs, sizeof(*pair));
        pair->position = pairs.count;
        pair->key = percent_decode(arena, key, true);
        pair->value =
            slice_is_present(value) ? percent_decode(arena, value, true) : slice_absent();
    }
    return (struct pairs){pairs.items, pairs.count};
}

/* The last of the words that dots separate: "limit" of "a.b.limit". */
static struct slice last_word(struct slice key)
{
    size_t start = key.len;
    while (start > 0 && key.ptr[start - 1] != '.') {
        start--;
    }
    return slice_from(key, start);
}

static bool parse_path(struct context *context, struct slice key,
                       const struct slice **path, size_t *length)
{
    struct field_path last;
    return tree_path_parse(context, key, path, length, &last);
}

static bool add_logic(struct building *building, const struct pair *pair)
{
    struct query_condition condition;
    if (!logic_parse(building->context, pair->key, pair->value, &condition)) {
        return false;
    }
    struct query_condition *added =
        growing_add(building->context->arena, &building->conditions, sizeof(condition));
    *added = condition;
    return true;
}

static bool add_order(struct building *building, const struct pair *pair)
{
    struct query_order order;
    if (!parse_path(building->context, pair->key, &order.path, &order.path_length) ||
        !order_parse(building->context, pair->value, &order.terms, &order.term_count)) {
        return false;
    }
    struct query_order *added =
        growing_add(building->context->arena, &building->orders, sizeof(order));
    *added = order;
    return true;
}

static bool is_number(struct slice text)
{
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') {
        digits++;
    }
    return digits == text.len && digits > 0;
}

/* As PostgreSQL says it of a LIMIT. */
static bool fail_out_of_range(struct context *context, struct slice number)
{
    return context_fail(
        context,
        (struct error){.code = "22003",
                       .status = 400,
                       .message = arena_printf(context->arena,
                                               "value \"%.*s\" is out of range for type "
                                               "bigint",
                                               (int)number.len, number.ptr)});
}

/* What is no number is ignored, as if the parameter were not there. */
static bool add_range(struct building *building, const struct pair *pair, bool is_limit)
{
    int64_t number;
    struct slice text = slice_trim(pair->value);
    if (!slice_to_int64(text, &number)) {
        return !is_number(text) || fail_out_of_range(building->context, text);
    }
    struct query_range range = {.has_limit = is_limit, .has_offset = !is_limit};
    *(is_limit ? &range.limit : &range.offset) = number;
    if (!parse_path(building->context, pair->key, &range.path, &range.path_length)) {
        return false;
    }
    struct query_range *added =
        growing_add(building->context->arena, &building->ranges, sizeof(range));
    *added = range;
    return true;
}

static bool add_limit(struct building *building, const struct pair *pair)
{
    return add_range(building, pair, true);
}

static bool add_offset(struct building *building, const struct pair *pair)
{
    return add_range(building, pair, false);
}

static bool add_argument(struct building *building, const struct pair *pair)
{
    struct argument *argument =
        growing_add(building->context->arena, &building->arguments, sizeof(*argument));
    *argument = (struct argument){pair->key, pair->value};
    return true;
}

static bool add_filter(struct building *building, const struct pair *pair)
{
    struct query_condition condition = {.condition.kind = CONDITION_FILTER};
    struct context *context = building->context;
    if (!tree_path_parse(context, pair->key, &condition.path, &condition.path_length,
                         &condition.condition.field) ||
        !operation_parse(context, pair->value, &condition.condition.operation)) {
        return false;
    }
    struct query_condition *added =
        growing_add(context->arena, &building->conditions, sizeof(condition));
    *added = condition;
    return true;
}

/* The words that end a key with a meaning of its own, also on embedded relations. */
static const struct {
    const char *word;
    bool (*add)(struct building *building, const struct pair *pair);
} endings[] = {
    {"order", add_order}, {"limit", add_limit}, {"offset", add_offset},
    {"and", add_logic},   {"or", add_logic},
};

static const char *const whole_keys[] = {"select", "columns", "on_conflict"};

static bool add_pair(struct building *building, const struct pair *pair)
{
    for (size_t i = 0; i < ARRAY_LENGTH(whole_keys); i++) {
        if (slice_is(pair->key, whole_keys[i])) {
            return true;
        }
    }
    struct slice word = last_word(pair->key);
    for (size_t i = 0; i < ARRAY_LENGTH(endings); i++) {
        if (slice_is(word, endings[i].word)) {
            return endings[i].add(building, pair);
        }
    }
    if (building->is_call_by_get &&
        !operation_is_likely(building->context, pair->value)) {
        return add_argument(building, pair);
    }
    return add_filter(building, pair);
}

static bool parse_whole_keys(struct context *context, struct pairs pairs,
                             struct query *out)
{
    struct slice found[ARRAY_LENGTH(whole_keys)] = {{NULL, 0}};
    for (size_t i = pairs.count; i-- > 0;) {
        for (size_t k = 0; k < ARRAY_LENGTH(whole_keys); k++) {
            if (slice_is(pairs.items[i].key, whole_keys[k])) {
                found[k] = pairs.items[i].value;
            }
        }
    }
    struct slice select = slice_is_present(found[0]) ? found[0] : slice_of("*");
    out->has_columns = slice_is_present(found[1]);
    out->has_on_conflict = slice_is_present(found[2]);
    return select_parse(context, select, &out->select, &out->select_count) &&
           (!out->has_columns ||
            names_parse(context, "columns parameter", found[1], &out->columns)) &&
           (!out->has_on_conflict ||
            names_parse(context, "on_conflict parameter", found[2], &out->on_conflict));
}

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *left = a;
    const struct pair *right = b;
    int order = slice_compare(left->key, right->key);
    return order != 0
               ? order
               : (left->position > right->position) - (left->position < right->position);
}

/* Each octet past ASCII is taken for a character of Latin-1 and written as its UTF-8:
 * clients compare this header with PostgREST's, which does so. */
static void add_encoded(struct strbuf *out, struct slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char octet = (unsigned char)text.ptr[i];
        char utf8[2] = {(char)(0xc0 | (octet >> 6)), (char)(0x80 | (octet & 0x3f))};
        percent_encode(out, octet < 0x80 ? (struct slice){text.ptr + i, 1}
                                         : (struct slice){utf8, sizeof(utf8)});
    }
}

static struct slice canonical(struct arena *arena, struct pairs pairs)
{
    struct strbuf out = strbuf_new(arena, 0);
    struct pair *sorted = arena_alloc(arena, (pairs.count + 1) * sizeof(*sorted));
    for (size_t i = 0; i < pairs.count; i++) {
        sorted[i] = pairs.items[i];
    }
    qsort(sorted, pairs.count, sizeof(*sorted), compare_pairs);
    for (size_t i = 0; i < pairs.count; i++) {
        bool is_repeated = i > 0 && slice_equal(sorted[i].key, sorted[i - 1].key);
        if (is_repeated) {
            strbuf_add_char(&out, ',');
        } else {
            strbuf_add_text(&out, i > 0 ? "&" : "");
            add_encoded(&out, sorted[i].key);
            strbuf_add_char(&out, '=');
        }
        add_encoded(&out, sorted[i].value);
    }
    return strbuf_slice(&out);
}

static bool is_valid_text(struct context *context, struct pairs pairs)
{
    for (size_t i = 0; i < pairs.count; i++) {
        if (!slice_is_text(pairs.items[i].key) ||
            (slice_is_present(pairs.items[i].value) &&
             !slice_is_text(pairs.items[i].value))) {
            return context_fail(
                context, (struct error){.code = "PGRST100",
                                        .message = "failed to parse the query string",
                                        .details = "It is no UTF-8 text, or has a NUL."});
        }
    }
    return true;
}

bool query_parse(struct context *context, struct slice text, bool is_call_by_get,
                 struct query *out)
{
    *out = (struct query){0};
    struct pairs pairs = split(context->arena, text);
    out->canonical = canonical(context->arena, pairs);
    struct building building = {
        .context = context, .query = out, .is_call_by_get = is_call_by_get};
    if (!is_valid_text(context, pairs) || !parse_whole_keys(context, pairs, out)) {
        return false;
    }
    for (size_t i = 0; i < pairs.count; i++) {
        if (slice_is_present(pairs.items[i].value) &&
            !add_pair(&building, &pairs.items[i])) {
            return false;
        }
    }
    out->conditions = building.conditions.items;
    out->condition_count = building.conditions.count;
    out->orders = building.orders.items;
    out->order_count = building.orders.count;
    out->ranges = building.ranges.items;
    out->range_count = building.ranges.count;
    out->arguments = building.arguments.items;
    out->argument_count = building.arguments.count;
    return true;
}

bool query_parse_arguments(struct context *context, struct slice text, struct query *out)
{
    *out = (struct query){0};
    struct pairs pairs = split(context->arena, text);
    struct building building = {.context = context, .query = out};
    if (!is_valid_text(context, pairs)) {
        return false;
    }
    for (size_t i = 0; i < pairs.count; i++) {
        if (!slice_is_present(pairs.items[i].value)) {
            pairs.items[i].value = slice_of("");
        }
        add_argument(&building, &pairs.items[i]);
    }
    out->arguments = building.arguments.items;
    out->argument_count = building.arguments.count;
    return true;
}
