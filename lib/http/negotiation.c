/* SPDX-License-Identifier: MIT */
#include "http/negotiation.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/strbuf.h"

#define QUALITY_BEST 1000

/* An item of the Accept header and what its place in the order depends on. */
struct candidate {
    struct media_type type;
    int quality; /* thousandths */
    int specificity;
    size_t position;
};

/* The offset of the first `wanted` outside of double quotes, or text.len. */
static size_t find_unquoted(struct slice text, char wanted)
{
    bool is_quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        if (is_quoted && text.ptr[i] == '\\') {
            i++;
        } else if (text.ptr[i] == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && text.ptr[i] == wanted) {
            return i;
        }
    }
    return text.len;
}

/* As slice_cut(), but quoted separators do not count. */
static struct slice cut_unquoted(struct slice *rest, char separator)
{
    size_t end = find_unquoted(*rest, separator);
    struct slice first = slice_until(*rest, end);
    *rest = end == rest->len ? slice_absent() : slice_from(*rest, end + 1);
    return first;
}

static struct slice in_lower_case(struct arena *arena, struct slice text)
{
    char *copy = slice_string(arena, text);
    for (size_t i = 0; i < text.len; i++) {
        copy[i] = (char)tolower((unsigned char)copy[i]);
    }
    return (struct slice){copy, text.len};
}

/* RFC 9110, 12.4.2. What is no number counts as best. */
static int parse_quality(struct slice text)
{
    int quality = 0;
    int unit = QUALITY_BEST;
    for (size_t i = 0; i < text.len && unit > 0; i++) {
        char digit = text.ptr[i];
        if (i == 1 ? digit != '.' : !isdigit((unsigned char)digit)) {
            return QUALITY_BEST;
        }
        if (i != 1) {
            quality += unit * (digit - '0');
            unit /= 10;
        }
    }
    return text.len == 0 || quality > QUALITY_BEST ? QUALITY_BEST : quality;
}

static bool is_quality(struct slice parameter)
{
    return parameter.len >= 2 && (parameter.ptr[0] | 0x20) == 'q' &&
           parameter.ptr[1] == '=';
}

static int count_of(struct slice text, char wanted)
{
    int count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == wanted;
    }
    return count;
}

/* "text/csv; q=0.5; header=present" */
static struct candidate parse_item(struct arena *arena, struct slice item)
{
    struct candidate candidate = {.type.written = item, .quality = QUALITY_BEST};
    struct strbuf parameters = strbuf_new(arena, 0);
    candidate.type.name = in_lower_case(arena, slice_trim(cut_unquoted(&item, ';')));
    candidate.specificity = -count_of(candidate.type.name, '*');
    while (slice_is_present(item)) {
        struct slice parameter = slice_trim(cut_unquoted(&item, ';'));
        if (is_quality(parameter)) {
            candidate.quality = parse_quality(slice_from(parameter, 2));
        } else if (parameter.len > 0) {
            strbuf_add_text(&parameters, parameters.len > 0 ? "; " : "");
            strbuf_add_slice(&parameters, parameter);
            candidate.specificity++;
        }
    }
    candidate.type.parameters = strbuf_slice(&parameters);
    return candidate;
}

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->quality != b->quality) {
        return a->quality > b->quality ? -1 : 1;
    }
    if (a->specificity != b->specificity) {
        return a->specificity > b->specificity ? -1 : 1;
    }
    return a->position < b->position ? -1 : 1;
}

/* As PostgREST reads Accept. */
static struct slice without_blanks(struct arena *arena, struct slice text)
{
    struct strbuf kept = strbuf_new(arena, 0);
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ') {
            strbuf_add_char(&kept, text.ptr[i]);
        }
    }
    return strbuf_slice(&kept);
}

static struct slice without_quality(struct slice item)
{
    size_t end = 0;
    while (end < item.len && !slice_starts_with(slice_from(item, end), ";q=")) {
        end++;
    }
    return slice_until(item, end);
}

/* Returns how many of the header's items are wanted at all. */
static size_t parse_header(struct arena *arena, struct slice header,
                           struct candidate *candidates)
{
    size_t count = 0;
    while (slice_is_present(header)) {
        struct slice item = slice_trim(cut_unquoted(&header, ','));
        struct candidate candidate = parse_item(arena, item);
        candidate.position = count;
        candidate.type.written = without_quality(item);
        if (item.len > 0 && candidate.quality > 0) {
            candidates[count++] = candidate;
        }
    }
    return count;
}

struct media_types negotiation_accept(struct arena *arena, const struct request *request)
{
    static const struct media_type anything = {SLICE("*/*"), SLICE(""), SLICE("*/*")};
    struct slice header = without_blanks(arena, request_header(request, "accept"));
    if (header.len == 0) {
        return (struct media_types){&anything, 1};
    }
    size_t most = (size_t)count_of(header, ',') + 1;
    struct candidate *candidates = arena_alloc(arena, most * sizeof(*candidates));
    size_t count = parse_header(arena, header, candidates);
    qsort(candidates, count, sizeof(*candidates), compare_candidates);
    struct media_type *items = arena_alloc(arena, most * sizeof(*items));
    for (size_t i = 0; i < count; i++) {
        items[i] = candidates[i].type;
    }
    return (struct media_types){items, count};
}

struct media_type media_type_parse(struct arena *arena, struct slice text)
{
    return parse_item(arena, slice_trim(text)).type;
}

struct media_type negotiation_content_type(struct arena *arena,
                                           const struct request *request)
{
    struct slice header = slice_trim(request_header(request, "content-type"));
    return media_type_parse(arena,
                            header.len == 0 ? slice_of("application/json") : header);
}

/* RFC 9110, 5.6.4. Absent without the closing quote. */
static struct slice unquote(struct arena *arena, struct slice text)
{
    if (!slice_starts_with(text, "\"")) {
        return text;
    }
    char *octets = arena_alloc(arena, text.len);
    size_t length = 0;
    size_t i = 1;
    for (; i < text.len && text.ptr[i] != '"'; i++) {
        i += text.ptr[i] == '\\' && i + 1 < text.len;
        octets[length++] = text.ptr[i];
    }
    return i < text.len ? (struct slice){octets, length} : slice_absent();
}

struct slice media_type_parameter(struct arena *arena, struct media_type type,
                                  const char *name)
{
    struct slice rest = type.parameters;
    while (rest.len > 0) {
        struct slice parameter = slice_trim(cut_unquoted(&rest, ';'));
        size_t equals = slice_find(parameter, '=');
        struct slice key = slice_trim(slice_until(parameter, equals));
        if (equals < parameter.len && slice_is_ignoring_case(key, name)) {
            return unquote(arena, slice_trim(slice_from(parameter, equals + 1)));
        }
    }
    return slice_absent();
}
