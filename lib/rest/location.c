/* SPDX-License-Identifier: MIT */
#include "rest/location.h"

#include "http/request.h"

void location_add(struct sql *sql, const char *const *names, size_t name_count)
{
    sql_add(sql, "SELECT ");
    for (size_t i = 0; i < name_count; i++) {
        sql_add(sql, i > 0 ? ", to_json(" : "to_json(");
        sql_add_identifier(sql, slice_of(names[i]));
        sql_add(sql, ")#>>'{}'");
    }
    sql_add(sql, " FROM " SQL_SOURCE);
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    struct location *location = self;
    if (location->rows++ > 0) {
        return true;
    }
    location->values = arena_alloc(context->arena, count * sizeof(*location->values));
    for (size_t i = 0; i < count; i++) {
        location->values[i] = slice_is_present(values[i])
                                  ? slice_copy(context->arena, values[i])
                                  : values[i];
    }
    return true;
}

struct row_sink location_sink(struct location *location)
{
    return (struct row_sink){.self = location, .row = take_row};
}

struct slice location_text(struct arena *arena, struct slice table,
                           const struct location *location)
{
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_char(&text, '/');
    strbuf_add_slice(&text, table);
    for (size_t i = 0; i < location->name_count; i++) {
        strbuf_add_char(&text, i == 0 ? '?' : '&');
        percent_encode(&text, slice_of(location->names[i]));
        strbuf_add_char(&text, '=');
        if (slice_is_present(location->values[i])) {
            strbuf_add_text(&text, "eq.");
            percent_encode(&text, location->values[i]);
        } else {
            strbuf_add_text(&text, "is.null");
        }
    }
    return strbuf_slice(&text);
}
