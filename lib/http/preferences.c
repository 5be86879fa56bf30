/* SPDX-License-Identifier: MIT */
#include "http/preferences.h"

#include "base/strbuf.h"

struct preference {
    const char *text;
    size_t offset;
    int value;
};

#define PREFERENCE(text, field, value)                                                   \
    {                                                                                    \
        text, offsetof(struct preferences, field), value                                 \
    }

/* 0 is "not set" in every field. */
static const struct preference table[] = {
    PREFERENCE("resolution=merge-duplicates", resolution, RESOLUTION_MERGE),
    PREFERENCE("resolution=ignore-duplicates", resolution, RESOLUTION_IGNORE),
    PREFERENCE("return=minimal", representation, RETURN_MINIMAL),
    PREFERENCE("return=headers-only", representation, RETURN_HEADERS),
    PREFERENCE("return=representation", representation, RETURN_REPRESENTATION),
    PREFERENCE("count=exact", count, COUNT_EXACT),
    PREFERENCE("count=planned", count, COUNT_PLANNED),
    PREFERENCE("count=estimated", count, COUNT_ESTIMATED),
    PREFERENCE("missing=default", missing, MISSING_DEFAULT),
    PREFERENCE("missing=null", missing, MISSING_NULL),
    PREFERENCE("handling=lenient", handling, HANDLING_LENIENT),
    PREFERENCE("handling=strict", handling, HANDLING_STRICT),
    PREFERENCE("tx=commit", tx, TX_PREFER_COMMIT),
    PREFERENCE("tx=rollback", tx, TX_PREFER_ROLLBACK),
};

/* What is being read: max-affected counts only where it stands first, number or not. */
struct reading {
    struct preferences *out;
    bool has_seen_max_affected;
    struct strbuf invalid;
    bool has_invalid;
};

static bool read_known(struct preferences *out, struct slice text)
{
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        if (slice_is(text, table[i].text)) {
            int *field = (int *)((char *)out + table[i].offset);
            *field = *field == 0 ? table[i].value : *field;
            return true;
        }
    }
    return false;
}

static bool read_valued(struct reading *reading, struct slice text)
{
    static const char timezone[] = "timezone=";
    static const char max_affected[] = "max-affected=";
    struct preferences *out = reading->out;
    if (slice_starts_with(text, timezone)) {
        out->timezone = slice_is_present(out->timezone)
                            ? out->timezone
                            : slice_from(text, strlen(timezone));
        return true;
    }
    if (slice_starts_with(text, max_affected)) {
        struct slice number = slice_trim(slice_from(text, strlen(max_affected)));
        if (!reading->has_seen_max_affected) {
            out->has_max_affected = !slice_starts_with(number, "+") &&
                                    slice_to_int64(number, &out->max_affected);
        }
        reading->has_seen_max_affected = true;
        return true;
    }
    return false;
}

static void read_header(struct reading *reading, struct slice value)
{
    while (slice_is_present(value)) {
        struct slice text = slice_trim(slice_cut(&value, ','));
        if (!read_known(reading->out, text) && !read_valued(reading, text)) {
            strbuf_add_text(&reading->invalid, reading->has_invalid ? ", " : "");
            strbuf_add_slice(&reading->invalid, text);
            reading->has_invalid = true;
        }
    }
}

static bool may_choose_end(const struct config *config)
{
    return config->tx_end == TX_COMMIT_ALLOW_OVERRIDE ||
           config->tx_end == TX_ROLLBACK_ALLOW_OVERRIDE;
}

void preferences_parse(struct context *context, const struct request *request,
                       struct preferences *out)
{
    struct reading reading = {.out = out, .invalid = strbuf_new(context->arena, 0)};
    *out = (struct preferences){.timezone = slice_absent(), .invalid = slice_absent()};
    for (size_t i = 0; i < request->header_count; i++) {
        if (slice_is(request->headers[i].name, "prefer") &&
            request->headers[i].value.len > 0) {
            read_header(&reading, request->headers[i].value);
        }
    }
    if (!may_choose_end(context->config)) {
        out->tx = TX_UNSET;
    }
    if (reading.has_invalid) {
        out->invalid = slice_of(strbuf_string(&reading.invalid));
    }
}

bool preferences_count_rows(const struct preferences *preferences)
{
    return preferences->count == COUNT_EXACT || preferences->count == COUNT_ESTIMATED;
}

bool preferences_check(struct context *context, const struct preferences *preferences)
{
    if (preferences->handling != HANDLING_STRICT ||
        !slice_is_present(preferences->invalid)) {
        return true;
    }
    return context_fail(
        context,
        (struct error){.code = "PGRST122",
                       .message = "Invalid preferences given with handling=strict",
                       .details = arena_printf(context->arena, "Invalid preferences: %s",
                                               preferences->invalid.ptr)});
}
