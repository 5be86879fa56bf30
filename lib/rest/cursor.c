/* SPDX-License-Identifier: MIT */
#include "rest/cursor.h"

#include <ctype.h>

#include "rest/grammar.h"

#define NAME_EXPECTED "field name (* or [a..z0..9_$])"

struct cursor cursor_new(struct context *context, const char *what, struct slice text)
{
    return (struct cursor){.context = context, .what = what, .text = text, .shown = text};
}

bool cursor_is_at_end(const struct cursor *cursor)
{
    return cursor->at >= cursor->text.len;
}

char cursor_peek(const struct cursor *cursor)
{
    return cursor_is_at_end(cursor) ? '\0' : cursor->text.ptr[cursor->at];
}

struct slice cursor_rest(const struct cursor *cursor)
{
    return slice_from(cursor->text, cursor->at);
}

bool cursor_read_char(struct cursor *cursor, char wanted)
{
    if (cursor_is_at_end(cursor) || cursor_peek(cursor) != wanted) {
        return false;
    }
    cursor->at++;
    return true;
}

bool cursor_read_text(struct cursor *cursor, const char *wanted)
{
    if (!slice_starts_with(cursor_rest(cursor), wanted)) {
        return false;
    }
    cursor->at += strlen(wanted);
    return true;
}

void cursor_skip_spaces(struct cursor *cursor)
{
    while (cursor_read_char(cursor, ' ') || cursor_read_char(cursor, '\t')) {
    }
}

bool cursor_expect(struct cursor *cursor, const char *expected)
{
    if (cursor->at >= cursor->furthest) {
        cursor->furthest = cursor->at;
        cursor->expected = expected;
    }
    return false;
}

/* Where PostgREST's parser takes the text after all, and only ours does not. */
static void complain(const struct cursor *cursor, struct complaint *out)
{
    struct arena *arena = cursor->context->arena;
    struct slice rest = slice_from(cursor->text, cursor->furthest);
    const char *expected = cursor->expected == NULL ? "something else" : cursor->expected;
    const char *found =
        rest.len == 0 ? "end of input" : arena_printf(arena, "\"%.*s\"", 1, rest.ptr);
    /* Octets of other scripts' letters are no text by themselves. */
    if (rest.len > 0 && (unsigned char)rest.ptr[0] >= 0x80) {
        found = "character";
    }
    *out = (struct complaint){
        1, cursor->furthest + 1,
        arena_printf(arena, "unexpected %s expecting %s", found, expected)};
}

bool cursor_fail(struct cursor *cursor)
{
    struct arena *arena = cursor->context->arena;
    struct complaint complaint;
    if (context_has_failed(cursor->context)) {
        return false;
    }
    if (!grammar_complain(arena, cursor->what, cursor->text, &complaint)) {
        complain(cursor, &complaint);
    }
    return context_fail(
        cursor->context,
        (struct error){
            .code = "PGRST100",
            .message = arena_printf(
                arena, "\"failed to parse %s (%.*s)\" (line %zu, column %zu)",
                cursor->what, (int)cursor->shown.len, cursor->shown.ptr, complaint.line,
                complaint.column),
            .details = complaint.details,
        });
}

bool cursor_enter(struct cursor *cursor)
{
    if (++cursor->depth <= QUERY_DEPTH) {
        return true;
    }
    return context_fail(
        cursor->context,
        (struct error){.code = "PGRST100",
                       .message = arena_printf(cursor->context->arena,
                                               "failed to parse %s: nested too deeply",
                                               cursor->what),
                       .details =
                           arena_printf(cursor->context->arena,
                                        "At most %d levels are allowed.", QUERY_DEPTH)});
}

void cursor_leave(struct cursor *cursor)
{
    cursor->depth--;
}

bool cursor_read_quoted(struct cursor *cursor, struct slice *out)
{
    size_t start = cursor->at;
    if (!cursor_read_char(cursor, '"')) {
        return false;
    }
    struct strbuf text = strbuf_new(cursor->context->arena, 0);
    while (!cursor_is_at_end(cursor)) {
        if (cursor_read_char(cursor, '"')) {
            *out = strbuf_slice(&text);
            return true;
        }
        cursor_read_char(cursor, '\\');
        if (!cursor_is_at_end(cursor)) {
            strbuf_add_char(&text, cursor_peek(cursor));
            cursor->at++;
        }
    }
    cursor_expect(cursor, "end of quoted text (\")");
    cursor->at = start;
    return false;
}

/* Letters and digits of any script count, as they do in PostgreSQL's identifiers. */
static bool is_name_octet(char octet)
{
    unsigned char c = (unsigned char)octet;
    return isalnum(c) || c >= 0x80 || c == '_' || c == ' ' || c == '$';
}

static bool read_name_part(struct cursor *cursor)
{
    size_t start = cursor->at;
    while (!cursor_is_at_end(cursor) && is_name_octet(cursor_peek(cursor))) {
        cursor->at++;
    }
    return cursor->at > start;
}

static struct slice read_since(const struct cursor *cursor, size_t start)
{
    return (struct slice){cursor->text.ptr + start, cursor->at - start};
}

/* Spaces around the parts of a name, which dashes part, are not the name's. */
static struct slice strip_parts(struct cursor *cursor, struct slice text)
{
    struct slice rest = slice_trim(text);
    if (slice_find(rest, '-') == rest.len) {
        return rest;
    }
    struct strbuf name = strbuf_new(cursor->context->arena, 0);
    while (slice_is_present(rest)) {
        struct slice part = slice_trim(slice_cut(&rest, '-'));
        strbuf_add(&name, part.ptr, part.len);
        strbuf_add_text(&name, slice_is_present(rest) ? "-" : "");
    }
    return strbuf_slice(&name);
}

bool cursor_read_name(struct cursor *cursor, struct slice *out)
{
    if (cursor_read_quoted(cursor, out)) {
        return true;
    }
    size_t start = cursor->at;
    if (!read_name_part(cursor)) {
        return cursor_expect(cursor, NAME_EXPECTED);
    }
    /* A dash belongs to the name unless it begins an arrow. */
    while (cursor_peek(cursor) == '-' && !slice_starts_with(cursor_rest(cursor), "->")) {
        cursor->at++;
        if (!read_name_part(cursor)) {
            return cursor_expect(cursor, NAME_EXPECTED);
        }
    }
    *out = strip_parts(cursor, read_since(cursor, start));
    return true;
}

static bool ends_path_step(char octet)
{
    return octet == '\0' || octet == '-' || octet == ':' || octet == '.' ||
           octet == ',' || octet == ')' || octet == '(' || octet == '>';
}

/* An index is digits, with a sign perhaps, up to where a step may end. */
static bool read_index(struct cursor *cursor, struct slice *out)
{
    size_t start = cursor->at;
    cursor_read_char(cursor, '-');
    size_t digits = cursor->at;
    while (isdigit((unsigned char)cursor_peek(cursor))) {
        cursor->at++;
    }
    struct slice rest = cursor_rest(cursor);
    bool is_at_end = rest.len == 0 || rest.ptr[0] == '.' || rest.ptr[0] == ',' ||
                     slice_starts_with(rest, "->") || slice_starts_with(rest, "::");
    if (cursor->at > digits && is_at_end) {
        *out = read_since(cursor, start);
        return true;
    }
    cursor->at = start;
    return false;
}

static bool read_key(struct cursor *cursor, struct slice *out)
{
    if (cursor_read_quoted(cursor, out)) {
        return true;
    }
    size_t start = cursor->at;
    while (!cursor_is_at_end(cursor)) {
        char octet = cursor_peek(cursor);
        bool is_dash = octet == '-' && cursor->at > start &&
                       !slice_starts_with(cursor_rest(cursor), "->");
        if (ends_path_step(octet) && !is_dash) {
            break;
        }
        cursor->at++;
    }
    if (cursor->at == start) {
        return cursor_expect(
            cursor, "\"-\", digit or any non reserved character different from: .,>()");
    }
    *out = strip_parts(cursor, read_since(cursor, start));
    return true;
}

bool cursor_read_field(struct cursor *cursor, struct field_path *out)
{
    *out = (struct field_path){0};
    if (!cursor_read_name(cursor, &out->name)) {
        return false;
    }
    struct growing steps = {0};
    while (slice_starts_with(cursor_rest(cursor), "->")) {
        struct path_step *step =
            growing_add(cursor->context->arena, &steps, sizeof(*step));
        cursor->at += 2;
        step->as_text = cursor_read_char(cursor, '>');
        step->is_index = read_index(cursor, &step->text);
        if (!step->is_index && !read_key(cursor, &step->text)) {
            return false;
        }
    }
    out->steps = steps.items;
    out->step_count = steps.count;
    return true;
}

bool cursor_read_spaced_field(struct cursor *cursor, struct field_path *out)
{
    cursor_skip_spaces(cursor);
    bool is_read = cursor_read_field(cursor, out);
    cursor_skip_spaces(cursor);
    return is_read;
}

bool cursor_read_type(struct cursor *cursor, struct slice *out)
{
    size_t start = cursor->at;
    if (!read_name_part(cursor)) {
        return cursor_expect(cursor, "letter, digit or \"_\"");
    }
    *out = slice_trim(read_since(cursor, start));
    return true;
}
