/* SPDX-License-Identifier: MIT */
#include "rest/range.h"

#define ENDLESS INT64_MAX

/* Rows from `first` up to, not including, `end`. */
struct span {
    int64_t first;
    int64_t end;
};

static bool fail(struct context *context, const char *details)
{
    return context_fail(context,
                        (struct error){.code = "PGRST103",
                                       .message = "Requested range not satisfiable",
                                       .details = details});
}

/* "a-b" or "a-"; anything else asks for everything. */
static bool read_header(struct context *context, struct slice text, struct span *out)
{
    *out = (struct span){0, ENDLESS};
    struct slice last = text;
    struct slice first = slice_cut(&last, '-');
    int64_t from;
    int64_t to;
    if (!slice_is_present(last) || first.len == 0 || first.ptr[0] == '+' ||
        !slice_to_int64(first, &from)) {
        return true;
    }
    if (last.len == 0) {
        *out = (struct span){from, ENDLESS};
        return true;
    }
    if (last.ptr[0] == '-' || last.ptr[0] == '+' || !slice_to_int64(last, &to)) {
        return true;
    }
    if (to < from) {
        return fail(context,
                    "The lower boundary must be lower than or equal to the upper "
                    "boundary in the Range header.");
    }
    *out = (struct span){from, to == ENDLESS ? to : to + 1};
    return true;
}

/* What limit= and offset= ask of the root. An end before the first row is possible: an
 * offset may be negative, and a limit. */
static struct span read_parameters(const struct query *query)
{
    struct span span = {0, ENDLESS};
    int64_t limit = ENDLESS;
    for (size_t i = 0; i < query->range_count; i++) {
        const struct query_range *range = &query->ranges[i];
        if (range->path_length == 0 && range->has_limit) {
            limit = range->limit;
        } else if (range->path_length == 0 && range->has_offset) {
            span.first = range->offset;
        }
    }
    if (limit != ENDLESS && __builtin_add_overflow(span.first, limit, &span.end)) {
        span.end = limit < 0 ? INT64_MIN : ENDLESS;
    }
    return span;
}

bool range_resolve(struct context *context, const struct request *request,
                   const struct query *query, struct range *out)
{
    struct span span = {0, ENDLESS};
    struct span asked = read_parameters(query);
    if (asked.end == 0) { /* limit=0, and PostgREST does not look at the header then */
        *out = (struct range){.limit = 0};
        return true;
    }
    struct slice header = request_header(request, "range");
    if (slice_is(request->method, "GET") && slice_is_present(header) &&
        !read_header(context, header, &span)) {
        return false;
    }
    span.first = span.first > asked.first ? span.first : asked.first;
    span.end = span.end < asked.end ? span.end : asked.end;
    if (span.end != ENDLESS && span.first >= span.end) {
        return fail(context, "Limit should be greater than or equal to zero.");
    }
    *out = (struct range){
        .offset = span.first,
        .limit = span.end == ENDLESS ? -1 : span.end - span.first,
    };
    return true;
}

struct slice range_text(struct arena *arena, int64_t first, int64_t last, int64_t total)
{
    struct strbuf text = strbuf_new(arena, 0);
    if (total == 0 || first > last) {
        strbuf_add_char(&text, '*');
    } else {
        strbuf_add_number(&text, first);
        strbuf_add_char(&text, '-');
        strbuf_add_number(&text, last);
    }
    strbuf_add_char(&text, '/');
    if (total < 0) {
        strbuf_add_char(&text, '*');
    } else {
        strbuf_add_number(&text, total);
    }
    return strbuf_slice(&text);
}

int range_status(int64_t offset, int64_t rows, int64_t total)
{
    if (total < 0) {
        return 200;
    }
    return offset > total ? 416 : rows < total ? 206 : 200;
}

bool range_fail_offset(struct context *context, int64_t offset, int64_t total)
{
    return fail(context,
                arena_printf(context->arena,
                             "An offset of %lld was requested, but there are only "
                             "%lld rows.",
                             (long long)offset, (long long)total));
}
