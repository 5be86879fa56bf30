/* SPDX-License-Identifier: MIT
 *
 * select_fuzz - the parsers of one parameter each, without the URL around them.
 */
#include "rest/syntax.h"
#include "tests/fuzz/fuzz.h"

static bool read_select(struct context *context, struct slice text)
{
    const struct select_item *items;
    size_t count;
    return select_parse(context, text, &items, &count);
}

static bool read_filter(struct context *context, struct slice text)
{
    struct operation operation;
    bool is_one = operation_parse(context, text, &operation);
    HOLDS(!is_one || operation_is_likely(context, text));
    return is_one;
}

static bool read_key(struct context *context, struct slice text)
{
    const struct slice *path;
    size_t length;
    struct field_path field;
    return tree_path_parse(context, text, &path, &length, &field);
}

static bool read_logic(struct context *context, struct slice text)
{
    struct query_condition condition;
    return logic_parse(context, slice_of("a.not.or"), text, &condition);
}

static bool read_logic_key(struct context *context, struct slice text)
{
    struct query_condition condition;
    struct slice key =
        slice_of(arena_printf(context->arena, "%.*s.and", (int)text.len, text.ptr));
    return logic_parse(context, key, slice_of("(a.eq.1)"), &condition);
}

static bool read_order(struct context *context, struct slice text)
{
    const struct order_term *terms;
    size_t count;
    return order_parse(context, text, &terms, &count);
}

static bool read_names(struct context *context, struct slice text)
{
    struct names names;
    return names_parse(context, "columns parameter", text, &names);
}

static bool read_query(struct context *context, struct slice text)
{
    struct query query;
    return query_parse(context, text, false, &query);
}

static bool read_call(struct context *context, struct slice text)
{
    struct query query;
    return query_parse(context, text, true, &query);
}

static bool (*const readers[])(struct context *context, struct slice text) = {
    read_select, read_filter, read_key,   read_logic, read_logic_key,
    read_order,  read_names,  read_query, read_call};

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t size)
{
    struct context *context = fuzz_context();
    struct slice text =
        slice_copy(context->arena, (struct slice){(const char *)octets, size});
    size_t choice = fuzz_choose(&text, ARRAY_LENGTH(readers));
    if (choice < 7 && !slice_is_text(text)) {
        fuzz_end(context); /* query_parse() lets nothing else through */
        return -1;
    }
    HOLDS(readers[choice](context, text) != context_has_failed(context));
    fuzz_end(context);
    return 0;
}
