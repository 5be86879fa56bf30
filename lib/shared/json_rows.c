/* SPDX-License-Identifier: MIT */
#include "shared/json_rows.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#include "base/json.h"

/* The first integer that a double cannot tell from its neighbour. */
#define EXACT ((int64_t)1 << 53)

/* Numbers are read and written with a point whatever locale the program chose. */
struct locale {
    locale_t ours;
    locale_t before;
};

static struct locale enter_locale(void)
{
    struct locale locale = {.ours = newlocale(LC_ALL_MASK, "C", NULL)};
    locale.before = uselocale(locale.ours);
    return locale;
}

static void leave_locale(struct locale locale)
{
    uselocale(locale.before);
    if (locale.ours != (locale_t)0) {
        freelocale(locale.ours);
    }
}

static void write_string(struct strbuf *out, const char *text, size_t length)
{
    json_write_string(out, (struct slice){text, length});
}

static bool write_value(struct strbuf *out, const json_t *value, size_t depth);

static bool write_array(struct strbuf *out, const json_t *array, size_t depth)
{
    size_t count = json_array_size(array);
    bool ok = true;
    strbuf_add_char(out, '[');
    for (size_t i = 0; ok && i < count; i++) {
        strbuf_add_text(out, i > 0 ? "," : "");
        ok = write_value(out, json_array_get(array, i), depth + 1);
    }
    strbuf_add_char(out, ']');
    return ok;
}

static bool write_object(struct strbuf *out, const json_t *object, size_t depth)
{
    const char *separator = "";
    const char *key;
    size_t length;
    json_t *value;
    bool ok = true;
    strbuf_add_char(out, '{');
    /* Jansson's iterators take no const, and change nothing. */
    json_object_keylen_foreach((json_t *)(uintptr_t)object, key, length, value)
    {
        strbuf_add_text(out, separator);
        write_string(out, key, length);
        strbuf_add_char(out, ':');
        ok = ok && write_value(out, value, depth + 1);
        separator = ",";
    }
    strbuf_add_char(out, '}');
    return ok;
}

static bool write_value(struct strbuf *out, const json_t *value, size_t depth)
{
    if (depth > JSON_DEPTH) {
        return false;
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return write_object(out, value, depth);
    case JSON_ARRAY:
        return write_array(out, value, depth);
    case JSON_STRING:
        write_string(out, json_string_value(value), json_string_length(value));
        return true;
    case JSON_INTEGER:
        strbuf_add_format(out, "%lld", (long long)json_integer_value(value));
        return true;
    case JSON_REAL:
        json_write_double(out, json_real_value(value));
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        strbuf_add_text(out, json_is_true(value) ? "true" : "false");
        return true;
    case JSON_NULL:
        strbuf_add_text(out, "null");
        return true;
    }
    return false;
}

bool json_rows_build(struct context *context, const json_t *rows, struct slice *out)
{
    if (!json_is_object(rows) && !json_is_array(rows)) {
        return context_fail_with(context, "PGRST102",
                                 "Rows must be a JSON object or an array of objects");
    }
    struct locale locale = enter_locale();
    struct strbuf text = strbuf_new(context->arena, 0);
    bool ok = write_value(&text, rows, 1);
    leave_locale(locale);
    *out = strbuf_slice(&text);
    return ok || context_fail_with(context, "PGRST102",
                                   "Rows nest more than %d levels deep", JSON_DEPTH);
}

/* What is known of a value before it is read. */
struct expected {
    const struct plan_node *node; /* of objects that are rows; NULL: of no table */
    bool is_numeric;              /* every number in it becomes a string */
};

static json_t *read_value(struct arena *arena, struct json_value value,
                          struct expected expected);

static bool is_numeric_type(const char *type)
{
    return slice_starts_with(slice_of(type), "numeric");
}

static bool is_select_named(const struct plan_select *select, struct slice name)
{
    struct slice own =
        slice_is_present(select->alias) ? select->alias : select->field.name;
    return slice_equal(own, name);
}

static const struct plan_node *find_child(const struct plan_node *node, struct slice name)
{
    for (size_t i = 0; i < node->child_count; i++) {
        const struct plan_node *child = node->children[i];
        struct slice own =
            slice_is_present(child->alias) ? child->alias : child->relation;
        if (child->spread == SPREAD_NONE && slice_equal(own, name)) {
            return child;
        }
    }
    return NULL;
}

static bool is_numeric_select(const struct plan_select *select)
{
    if (slice_is_present(select->cast)) {
        return slice_starts_with(select->cast, "numeric") ||
               slice_starts_with(select->cast, "decimal");
    }
    const struct column *column = select->field.column;
    return column != NULL && select->field.step_count == 0 &&
           is_numeric_type(column->base_type);
}

static struct expected expect(const struct plan_node *node, struct slice key)
{
    if (node == NULL) {
        return (struct expected){0};
    }
    const struct plan_node *child = find_child(node, key);
    if (child != NULL) {
        return (struct expected){.node = child};
    }
    for (size_t i = 0; i < node->select_count; i++) {
        const struct plan_select *select = &node->selects[i];
        if (!select->field.is_all && is_select_named(select, key)) {
            return (struct expected){.is_numeric = is_numeric_select(select)};
        }
    }
    const struct column *column =
        node->table == NULL ? NULL : table_find_column(node->table, key);
    return (struct expected){.is_numeric =
                                 column != NULL && is_numeric_type(column->base_type)};
}

static json_t *read_object(struct arena *arena, struct json_value value,
                           struct expected expected)
{
    json_t *object = json_object();
    struct json_iterator members = json_iterate(value);
    struct json_value member;
    struct slice key;
    while (json_next_member(&members, arena, &key, &member)) {
        struct expected inner = expect(expected.node, key);
        inner.is_numeric = inner.is_numeric || expected.is_numeric;
        json_object_setn_new_nocheck(object, key.ptr, key.len,
                                     read_value(arena, member, inner));
    }
    return object;
}

static json_t *read_array(struct arena *arena, struct json_value value,
                          struct expected expected)
{
    json_t *array = json_array();
    struct json_iterator items = json_iterate(value);
    struct json_value item;
    while (json_next_item(&items, &item)) {
        json_array_append_new(array, read_value(arena, item, expected));
    }
    return array;
}

/* A number's digits without zeros at either end, and the power of ten of the last. */
struct decimal {
    char digits[24];
    size_t length;
    int64_t exponent;
    bool is_too_long;
};

static void add_digit(struct decimal *decimal, char digit, bool is_fraction)
{
    decimal->exponent -= is_fraction;
    if (decimal->length == 0 && digit == '0') {
        return;
    }
    if (decimal->length == sizeof(decimal->digits)) {
        decimal->is_too_long = decimal->is_too_long || digit != '0';
        decimal->exponent++;
        return;
    }
    decimal->digits[decimal->length++] = digit;
}

static struct decimal take_apart(const char *text)
{
    struct decimal decimal = {.length = 0};
    bool is_fraction = false;
    const char *at = text + (*text == '-');
    for (; *at != '\0' && (*at | 0x20) != 'e'; at++) {
        if (*at == '.') {
            is_fraction = true;
        } else {
            add_digit(&decimal, *at, is_fraction);
        }
    }
    decimal.exponent += *at == '\0' ? 0 : strtoll(at + 1, NULL, 10);
    while (decimal.length > 0 && decimal.digits[decimal.length - 1] == '0') {
        decimal.length--;
        decimal.exponent++;
    }
    decimal.exponent = decimal.length == 0 ? 0 : decimal.exponent;
    return decimal;
}

/* True when the double's shortest text is the same number as `text`. */
static bool is_exact(struct arena *arena, const char *text, double number)
{
    struct strbuf shortest = strbuf_new(arena, 0);
    json_write_double(&shortest, number);
    struct decimal given = take_apart(text);
    struct decimal kept = take_apart(strbuf_string(&shortest));
    return !given.is_too_long && given.length == kept.length &&
           given.exponent == kept.exponent &&
           memcmp(given.digits, kept.digits, given.length) == 0;
}

/* A double precision may be -0, which no integer is. */
static bool is_integer_text(struct slice text)
{
    return !slice_is(text, "-0") && slice_find(text, '.') == text.len &&
           slice_find(text, 'e') == text.len && slice_find(text, 'E') == text.len;
}

static json_t *read_number(struct arena *arena, struct slice text, bool is_numeric)
{
    int64_t integer;
    const char *string = slice_string(arena, text);
    if (!is_numeric && is_integer_text(text)) {
        bool is_held =
            slice_to_int64(text, &integer) && integer <= EXACT && integer >= -EXACT;
        return is_held ? json_integer(integer) : json_string(string);
    }
    double real = is_numeric ? 0 : strtod(string, NULL);
    bool is_held = !is_numeric && isfinite(real) && is_exact(arena, string, real);
    return is_held ? json_real(real) : json_string(string);
}

static json_t *read_value(struct arena *arena, struct json_value value,
                          struct expected expected)
{
    struct slice text;
    switch (value.kind) {
    case JSON_KIND_NULL:
        return json_null();
    case JSON_KIND_TRUE:
        return json_true();
    case JSON_KIND_FALSE:
        return json_false();
    case JSON_KIND_NUMBER:
        return read_number(arena, value.text, expected.is_numeric);
    case JSON_KIND_STRING:
        text = json_string_text(arena, value);
        return json_stringn_nocheck(text.ptr, text.len);
    case JSON_KIND_ARRAY:
        return read_array(arena, value, expected);
    case JSON_KIND_OBJECT:
        return read_object(arena, value, expected);
    }
    return NULL;
}

static void release(void *object)
{
    json_decref(object);
}

bool json_rows_parse(struct context *context, struct slice text,
                     const struct plan_node *plan, json_t **out)
{
    const char *problem;
    size_t at;
    if (!json_check(text, &problem, &at)) {
        return context_fail_with(context, "PGRSTX00",
                                 "The rows are no JSON at octet %zu: %s", at + 1,
                                 problem);
    }
    struct locale locale = enter_locale();
    *out = read_value(context->arena, json_parse(text), (struct expected){.node = plan});
    leave_locale(locale);
    arena_defer(context->arena, release, *out);
    return true;
}
