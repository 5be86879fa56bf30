/* SPDX-License-Identifier: MIT */
#include "tests/cases/recorder.h"

#define MOST_VALUES 32

/* Where a long statement is broken into lines, outside of quotes. */
static const char *const breaks[] = {
    " FROM ",      " LEFT JOIN ",      " INNER JOIN ", " RIGHT JOIN ", " WHERE ",
    " GROUP BY ",  " ORDER BY ",       " LIMIT ",      " OFFSET ",     " ON CONFLICT(",
    " RETURNING ", " JOIN ROWS FROM ", ") SELECT ",
};

static bool is_break(struct slice rest, struct slice before)
{
    if (slice_starts_with(rest, " FROM ") &&
        (slice_ends_with(before, "DISTINCT") || slice_ends_with(before, "ROWS"))) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(breaks); i++) {
        if (slice_starts_with(rest, breaks[i])) {
            return true;
        }
    }
    return false;
}

static void add_sql(struct strbuf *text, struct slice sql)
{
    char quote = '\0';
    for (size_t i = 0; i < sql.len; i++) {
        char octet = sql.ptr[i];
        if (quote == '\0' && is_break(slice_from(sql, i), slice_until(sql, i))) {
            strbuf_add_text(text, octet == ')' ? ")\n " : "\n ");
            continue;
        }
        if (octet == quote) {
            quote = '\0';
        } else if (quote == '\0' && (octet == '"' || octet == '\'')) {
            quote = octet;
        }
        strbuf_add_char(text, octet);
    }
    strbuf_add_char(text, '\n');
}

/* Control characters as C writes them, so that a value is one line. */
static void add_line(struct strbuf *text, struct slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char octet = (unsigned char)value.ptr[i];
        if (octet == '\n') {
            strbuf_add_text(text, "\\n");
        } else if (octet < ' ') {
            strbuf_add_format(text, "\\x%02x", octet);
        } else {
            strbuf_add_char(text, (char)octet);
        }
    }
    strbuf_add_char(text, '\n');
}

static void add_statement(struct recorder *recorder, const struct statement *statement)
{
    struct strbuf *text = &recorder->text;
    *(struct slice *)growing_add(recorder->arena, &recorder->statements,
                                 sizeof(struct slice)) = statement->sql;
    add_sql(text, statement->sql);
    for (size_t i = 0; i < statement->parameter_count; i++) {
        const struct parameter *parameter = &statement->parameters[i];
        if (!slice_is_present(parameter->value)) {
            strbuf_add_format(text, "  $%zu is NULL\n", i + 1);
            continue;
        }
        strbuf_add_format(text, "  $%zu = %s", i + 1,
                          parameter->is_binary ? "(binary) " : "");
        add_line(text, parameter->value);
    }
}

/* name = value of each set_config(). */
static void add_session(struct strbuf *text, const struct statement *statement)
{
    for (size_t i = 0; i + 1 < statement->parameter_count; i += 2) {
        strbuf_add_text(text, "set ");
        strbuf_add_slice(text, statement->parameters[i].value);
        strbuf_add_text(text, " = ");
        add_line(text, statement->parameters[i + 1].value);
    }
}

static bool give_row(const struct row_sink *sink, struct context *context,
                     struct slice row)
{
    struct slice values[MOST_VALUES];
    size_t count = 0;
    while (slice_is_present(row) && count < MOST_VALUES) {
        struct slice value = slice_cut(&row, '|');
        values[count++] = slice_is(value, "NULL") ? slice_absent() : value;
    }
    return sink->row == NULL || sink->row(sink->self, context, values, count);
}

static bool describe(const struct row_sink *sink, struct context *context,
                     const struct case_result *result)
{
    struct field fields[MOST_VALUES] = {{.modifier = -1}};
    const struct case_column *columns = result->columns.items;
    for (size_t i = 0; i < result->columns.count && i < MOST_VALUES; i++) {
        fields[i] = (struct field){columns[i].name, columns[i].type, -1};
    }
    return result->columns.count == 0 || sink->describe == NULL ||
           sink->describe(sink->self, context, fields, result->columns.count);
}

static bool give(const struct row_sink *sink, struct context *context,
                 const struct case_result *result)
{
    const struct slice *rows = result->rows.items;
    if (sink == NULL || !describe(sink, context, result)) {
        return sink == NULL;
    }
    for (size_t i = 0; i < result->rows.count; i++) {
        if (!give_row(sink, context, rows[i])) {
            return false;
        }
    }
    return sink->end == NULL || sink->end(sink->self, context, result->affected);
}

static bool give_settings(const struct recorder *recorder, const struct row_sink *sink,
                          struct context *context)
{
    const struct case_file *file = recorder->file;
    const struct slice values[] = {file->headers, file->status, file->inserted};
    return sink->row(sink->self, context, values, ARRAY_LENGTH(values));
}

static void add_transaction(struct strbuf *text, const struct exchange *exchange)
{
    strbuf_add_text(text, exchange->is_read ? "read" : "write");
    if (exchange->begin != NULL) {
        strbuf_add_format(text, ": %s", exchange->begin);
    }
    strbuf_add_text(text, exchange->verdict != NULL ? ", verdict" : "");
    strbuf_add_text(text, exchange->rolls_back ? ", rollback\n" : "\n");
}

static bool run(struct database *database, struct context *context,
                struct exchange *exchange)
{
    static const struct case_result nothing;
    struct recorder *recorder = (struct recorder *)database;
    size_t given = 0;
    bool is_role_settings =
        slice_starts_with(exchange->items[0].statement.sql, "SELECT s.name, ");
    exchange->failed_item = exchange->item_count;
    if (is_role_settings) {
        return true;
    }
    add_transaction(&recorder->text, exchange);
    if (recorder->file->shows_session) {
        add_session(&recorder->text, &exchange->items[0].statement);
    }
    for (size_t i = 1; i < exchange->item_count; i++) {
        const struct exchange_item *item = &exchange->items[i];
        if (slice_starts_with(item->statement.sql, "SELECT nullif(current_setting('re")) {
            if (!give_settings(recorder, item->sink, context)) {
                return false;
            }
            continue;
        }
        add_statement(recorder, &item->statement);
        if (!give(item->sink, context,
                  given < CASE_RESULTS ? &recorder->file->results[given] : &nothing)) {
            return false;
        }
        given++;
    }
    if (recorder->file->failure.code != NULL) {
        exchange->failed_item = 1;
        return context_fail(context, recorder->file->failure);
    }
    return exchange->verdict == NULL ||
           exchange->verdict(exchange->verdict_self, context);
}

static void close_nothing(struct database *database)
{
    (void)database;
}

struct recorder recorder_new(struct arena *arena, const struct case_file *file)
{
    return (struct recorder){.database = {.run = run, .close = close_nothing},
                             .arena = arena,
                             .file = file,
                             .text = strbuf_new(arena, 0)};
}
