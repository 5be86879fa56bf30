/* SPDX-License-Identifier: MIT */
#include "auth/role_path.h"

#include <ctype.h>
#include <regex.h>

/* Longer ones first, for "==" begins "==^". */
static const struct {
    const char *text;
    enum role_path_kind kind;
} operators[] = {
    {"==^", ROLE_PATH_END},  {"^==", ROLE_PATH_BEGIN},  {"*==", ROLE_PATH_CONTAIN},
    {"==", ROLE_PATH_EQUAL}, {"!=", ROLE_PATH_UNEQUAL},
};

static bool take(struct slice *rest, const char *text)
{
    if (!slice_starts_with(*rest, text)) {
        return false;
    }
    *rest = slice_from(*rest, strlen(text));
    return true;
}

static bool is_name_octet(char octet)
{
    return isalnum((unsigned char)octet) || (unsigned char)octet >= 0x80 ||
           octet == '_' || octet == '$' || octet == '@';
}

static bool parse_quoted(struct slice *rest, struct slice *out)
{
    char quote = slice_starts_with(*rest, "'") ? '\'' : '"';
    if (rest->len == 0 || rest->ptr[0] != quote) {
        return false;
    }
    *rest = slice_from(*rest, 1);
    size_t end = slice_find(*rest, quote);
    *out = slice_until(*rest, end);
    bool is_closed = end < rest->len;
    *rest = slice_from(*rest, end + 1);
    return is_closed;
}

static bool parse_member(struct slice *rest, struct role_path_step *step)
{
    size_t length = 0;
    while (length < rest->len && is_name_octet(rest->ptr[length])) {
        length++;
    }
    step->kind = ROLE_PATH_MEMBER;
    if (length == 0) {
        return parse_quoted(rest, &step->text);
    }
    step->text = slice_until(*rest, length);
    *rest = slice_from(*rest, length);
    return true;
}

static bool parse_comparison(struct slice *rest, struct role_path_step *step)
{
    *rest = slice_trim(*rest);
    for (size_t i = 0; i < ARRAY_LENGTH(operators); i++) {
        if (take(rest, operators[i].text)) {
            *rest = slice_trim(*rest);
            step->kind = operators[i].kind;
            return parse_quoted(rest, &step->text);
        }
    }
    return false;
}

static bool is_expression(struct arena *arena, struct slice text)
{
    regex_t expression;
    bool ok =
        regcomp(&expression, slice_string(arena, text), REG_EXTENDED | REG_NOSUB) == 0;
    if (ok) {
        regfree(&expression);
    }
    return ok;
}

static bool parse_search(struct arena *arena, struct slice *rest,
                         struct role_path_step *step)
{
    *rest = slice_trim(*rest);
    bool has_comma = take(rest, ",");
    *rest = slice_trim(*rest);
    step->kind = ROLE_PATH_SEARCH;
    return has_comma && parse_quoted(rest, &step->text) && take(rest, ")") &&
           is_expression(arena, step->text);
}

/* What follows "[?": a filter is the last step. */
static bool parse_filter(struct arena *arena, struct slice *rest,
                         struct role_path_step *step)
{
    bool is_in_parentheses = take(rest, "(");
    bool ok = take(rest, "search(@") ? parse_search(arena, rest, step)
                                     : take(rest, "@") && parse_comparison(rest, step);
    return ok && (!is_in_parentheses || take(rest, ")")) && slice_is(*rest, "]") &&
           take(rest, "]");
}

/* What follows "[": an index, from the end when it is negative. */
static bool parse_index(struct slice *rest, struct role_path_step *step)
{
    size_t end = slice_find(*rest, ']');
    struct slice number = slice_until(*rest, end);
    bool ok = end < rest->len && !slice_starts_with(number, "+") &&
              slice_to_int64(number, &step->index);
    step->kind = ROLE_PATH_ITEM;
    *rest = slice_from(*rest, end + 1);
    return ok;
}

static bool parse_step(struct arena *arena, struct slice *rest,
                       struct role_path_step *step)
{
    if (take(rest, ".")) {
        return parse_member(rest, step);
    }
    if (take(rest, "[?")) {
        return parse_filter(arena, rest, step);
    }
    if (slice_starts_with(*rest, "['") || slice_starts_with(*rest, "[\"")) {
        step->kind = ROLE_PATH_MEMBER;
        return take(rest, "[") && parse_quoted(rest, &step->text) && take(rest, "]");
    }
    return take(rest, "[") && parse_index(rest, step);
}

bool role_path_parse(struct arena *arena, struct slice text, struct role_path *out)
{
    struct role_path_step *steps = arena_alloc(arena, (text.len + 1) * sizeof(*steps));
    struct slice rest = text;
    take(&rest, "$");
    *out = (struct role_path){steps, 0};
    while (rest.len > 0) {
        if (!parse_step(arena, &rest, &steps[out->count])) {
            return false;
        }
        out->count++;
    }
    return out->count > 0;
}

static bool contains(struct slice text, struct slice part)
{
    return part.len == 0 || memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

static bool begins(struct slice text, struct slice part)
{
    return slice_equal(slice_until(text, part.len), part);
}

static bool ends(struct slice text, struct slice part)
{
    return text.len >= part.len &&
           slice_equal(slice_from(text, text.len - part.len), part);
}

static bool search_finds(struct arena *arena, struct slice text, struct slice pattern)
{
    regex_t expression;
    if (regcomp(&expression, slice_string(arena, pattern), REG_EXTENDED | REG_NOSUB)) {
        return false;
    }
    bool ok = regexec(&expression, slice_string(arena, text), 0, NULL, 0) == 0;
    regfree(&expression);
    return ok;
}

static bool matches(const struct role_path_step *step, struct arena *arena,
                    struct slice text)
{
    switch (step->kind) {
    case ROLE_PATH_EQUAL:
        return slice_equal(text, step->text);
    case ROLE_PATH_UNEQUAL:
        return !slice_equal(text, step->text);
    case ROLE_PATH_BEGIN:
        return begins(text, step->text);
    case ROLE_PATH_END:
        return ends(text, step->text);
    case ROLE_PATH_CONTAIN:
        return contains(text, step->text);
    case ROLE_PATH_SEARCH:
        return search_finds(arena, text, step->text);
    case ROLE_PATH_MEMBER:
    case ROLE_PATH_ITEM:
        return false;
    }
    return false;
}

/* Of a member that comes twice the last one counts, as in PostgreSQL's jsonb. */
static bool find_member(const struct role_path_step *step, struct arena *arena,
                        struct json_value from, struct json_value *out)
{
    struct json_iterator iterator = json_iterate(from);
    struct json_value value;
    struct slice key;
    bool is_found = false;
    while (json_next_member(&iterator, arena, &key, &value)) {
        if (slice_equal(key, step->text)) {
            *out = value;
            is_found = true;
        }
    }
    return is_found;
}

static int64_t count_items(struct json_value from)
{
    struct json_iterator iterator = json_iterate(from);
    struct json_value item;
    int64_t count = 0;
    while (json_next_item(&iterator, &item)) {
        count++;
    }
    return count;
}

static bool find_item(const struct role_path_step *step, struct arena *arena,
                      struct json_value from, struct json_value *out)
{
    struct json_iterator iterator = json_iterate(from);
    struct json_value item;
    int64_t index = step->index < 0 ? count_items(from) + step->index : step->index;
    for (int64_t i = 0; json_next_item(&iterator, &item); i++) {
        bool is_it = step->kind == ROLE_PATH_ITEM
                         ? i == index
                         : item.kind == JSON_KIND_STRING &&
                               matches(step, arena, json_string_text(arena, item));
        if (is_it) {
            *out = item;
            return true;
        }
    }
    return false;
}

bool role_path_find(const struct role_path *path, struct arena *arena,
                    struct json_value claims, struct json_value *out)
{
    *out = claims;
    for (size_t i = 0; i < path->count; i++) {
        const struct role_path_step *step = &path->steps[i];
        bool is_member = step->kind == ROLE_PATH_MEMBER;
        if (out->kind != (is_member ? JSON_KIND_OBJECT : JSON_KIND_ARRAY) ||
            !(is_member ? find_member : find_item)(step, arena, *out, out)) {
            return false;
        }
    }
    return true;
}
