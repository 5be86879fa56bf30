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

static struct slice after_blanks(struct slice text)
{
    size_t blanks = 0;
    while (blanks < text.len && isspace((unsigned char)text.ptr[blanks])) {
        blanks++;
    }
    return slice_from(text, blanks);
}

/* Blanks and then `text`, or neither. */
static bool take_next(struct slice *rest, const char *text)
{
    struct slice next = after_blanks(*rest);
    bool ok = take(&next, text);
    if (ok) {
        *rest = next;
    }
    return ok;
}

/* An index, from the end when it is negative. */
static bool parse_index(struct slice *rest, struct role_path_step *step)
{
    size_t length = slice_starts_with(*rest, "-") ? 1 : 0;
    while (length < rest->len && isdigit((unsigned char)rest->ptr[length])) {
        length++;
    }
    step->kind = ROLE_PATH_ITEM;
    bool ok = slice_to_int64(slice_until(*rest, length), &step->index);
    *rest = slice_from(*rest, length);
    return ok;
}

/* One member or one item. */
static bool parse_single(struct slice *rest, struct role_path_step *step)
{
    if (take(rest, ".")) {
        return parse_member(rest, step);
    }
    if (!take(rest, "[")) {
        return false;
    }
    *rest = after_blanks(*rest);
    bool is_name = slice_starts_with(*rest, "'") || slice_starts_with(*rest, "\"");
    step->kind = ROLE_PATH_MEMBER;
    return (is_name ? parse_quoted(rest, &step->text) : parse_index(rest, step)) &&
           take_next(rest, "]");
}

/* @ and where in it the text is. */
static bool parse_subject(struct arena *arena, struct slice *rest,
                          struct role_path_step *step)
{
    if (!take_next(rest, "@")) {
        return false;
    }
    struct role_path_step *steps = arena_alloc(arena, (rest->len + 1) * sizeof(*steps));
    size_t count = 0;
    while (slice_starts_with(*rest, ".") || slice_starts_with(*rest, "[")) {
        if (!parse_single(rest, &steps[count++])) {
            return false;
        }
    }
    step->inner = arena_alloc(arena, sizeof(*step->inner));
    *step->inner = (struct role_path){steps, count};
    return true;
}

static bool parse_text(struct slice *rest, struct role_path_step *step)
{
    *rest = after_blanks(*rest);
    return parse_quoted(rest, &step->text);
}

static bool parse_comparison(struct arena *arena, struct slice *rest,
                             struct role_path_step *step)
{
    bool ok = parse_subject(arena, rest, step);
    for (size_t i = 0; ok && i < ARRAY_LENGTH(operators); i++) {
        if (take_next(rest, operators[i].text)) {
            step->kind = operators[i].kind;
            return parse_text(rest, step);
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

/* What follows "search(" or "match(": this one means the whole text. */
static bool parse_search(struct arena *arena, struct slice *rest, bool is_whole,
                         struct role_path_step *step)
{
    bool ok = parse_subject(arena, rest, step) && take_next(rest, ",") &&
              parse_text(rest, step) && take_next(rest, ")");
    if (ok && is_whole) {
        step->text = slice_of(
            arena_printf(arena, "^(%.*s)$", (int)step->text.len, step->text.ptr));
    }
    step->kind = ROLE_PATH_SEARCH;
    return ok && is_expression(arena, step->text);
}

/* What follows "[?". */
static bool parse_filter(struct arena *arena, struct slice *rest,
                         struct role_path_step *step)
{
    bool is_in_parentheses = take_next(rest, "(");
    bool is_whole = take_next(rest, "match(");
    bool ok = is_whole || take_next(rest, "search(")
                  ? parse_search(arena, rest, is_whole, step)
                  : parse_comparison(arena, rest, step);
    return ok && (!is_in_parentheses || take_next(rest, ")")) && take_next(rest, "]");
}

/* ".*" or "[*]". */
static bool take_any(struct slice *rest)
{
    struct slice next = *rest;
    bool ok = take(&next, ".*") ||
              (take(&next, "[") && take_next(&next, "*") && take_next(&next, "]"));
    if (ok) {
        *rest = next;
    }
    return ok;
}

static bool parse_step(struct arena *arena, struct slice *rest,
                       struct role_path_step *step)
{
    struct slice inside = *rest;
    if (take_any(rest)) {
        step->kind = ROLE_PATH_ANY;
        return true;
    }
    if (take(&inside, "[") && take_next(&inside, "?")) {
        *rest = inside;
        return parse_filter(arena, rest, step);
    }
    return parse_single(rest, step);
}

/* In the former syntax a filter is the last step. */
bool role_path_parse(struct arena *arena, struct slice text, struct role_path *out)
{
    struct role_path_step *steps = arena_alloc(arena, (text.len + 1) * sizeof(*steps));
    struct slice rest = text;
    bool is_former = !take(&rest, "$");
    *out = (struct role_path){steps, 0};
    while (rest.len > 0) {
        struct role_path_step *step = &steps[out->count++];
        rest = is_former ? rest : after_blanks(rest);
        if (!parse_step(arena, &rest, step) ||
            (is_former && step->inner != NULL && rest.len > 0)) {
            return false;
        }
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

static bool text_matches(const struct role_path_step *step, struct arena *arena,
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
    case ROLE_PATH_ANY:
    case ROLE_PATH_MEMBER:
    case ROLE_PATH_ITEM:
        return false;
    }
    return false;
}

static bool matches(const struct role_path_step *step, struct arena *arena,
                    struct json_value child)
{
    struct json_value value;
    return step->kind == ROLE_PATH_ANY ||
           (role_path_find(step->inner, arena, child, &value) &&
            value.kind == JSON_KIND_STRING &&
            text_matches(step, arena, json_string_text(arena, value)));
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

static bool find_item(const struct role_path_step *step, struct json_value from,
                      struct json_value *out)
{
    struct json_iterator iterator = json_iterate(from);
    int64_t index = step->index < 0 ? count_items(from) + step->index : step->index;
    for (int64_t i = 0; json_next_item(&iterator, out); i++) {
        if (i == index) {
            return true;
        }
    }
    return false;
}

static bool find_single(const struct role_path_step *step, struct arena *arena,
                        struct json_value from, struct json_value *out)
{
    return step->kind == ROLE_PATH_MEMBER
               ? from.kind == JSON_KIND_OBJECT && find_member(step, arena, from, out)
               : from.kind == JSON_KIND_ARRAY && find_item(step, from, out);
}

static bool next_child(struct json_iterator *iterator, struct arena *arena,
                       enum json_kind kind, struct json_value *out)
{
    struct slice key;
    return kind == JSON_KIND_OBJECT  ? json_next_member(iterator, arena, &key, out)
           : kind == JSON_KIND_ARRAY ? json_next_item(iterator, out)
                                     : false;
}

/* The first that the steps come to, of all the ways they may go. */
bool role_path_find(const struct role_path *path, struct arena *arena,
                    struct json_value claims, struct json_value *out)
{
    *out = claims;
    for (size_t i = 0; i < path->count; i++) {
        const struct role_path_step *step = &path->steps[i];
        struct json_value from = *out, child;
        if (step->kind == ROLE_PATH_MEMBER || step->kind == ROLE_PATH_ITEM) {
            if (!find_single(step, arena, from, out)) {
                return false;
            }
            continue;
        }
        struct role_path more = {step + 1, path->count - i - 1};
        struct json_iterator iterator = json_iterate(from);
        while (next_child(&iterator, arena, from.kind, &child)) {
            if (matches(step, arena, child) && role_path_find(&more, arena, child, out)) {
                return true;
            }
        }
        return false;
    }
    return true;
}
