/* SPDX-License-Identifier: MIT */
#include "rest/sql.h"

#include <ctype.h>

/* Types whose names are grammar rather than identifiers: `int` exists, `"int"` does not.
 */
static const struct {
    const char *name;
    const char *sql;
} type_keywords[] = {
    {"bigint", "bigint"},
    {"bit", "bit"},
    {"bit varying", "bit varying"},
    {"boolean", "boolean"},
    {"char", "char"},
    {"character", "character"},
    {"character varying", "character varying"},
    {"dec", "dec"},
    {"decimal", "decimal"},
    {"double precision", "double precision"},
    {"float", "float"},
    {"int", "int"},
    {"integer", "integer"},
    {"interval", "interval"},
    {"nchar", "nchar"},
    {"numeric", "numeric"},
    {"real", "real"},
    {"smallint", "smallint"},
    {"time", "time"},
    {"time with time zone", "time with time zone"},
    {"time without time zone", "time without time zone"},
    {"timestamp", "timestamp"},
    {"timestamp with time zone", "timestamp with time zone"},
    {"timestamp without time zone", "timestamp without time zone"},
    {"varchar", "varchar"},
};

struct sql sql_new(struct context *context)
{
    return (struct sql){.context = context, .text = strbuf_new(context->arena, 0)};
}

void sql_add(struct sql *sql, const char *text)
{
    strbuf_add_text(&sql->text, text);
}

void sql_add_format(struct sql *sql, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    strbuf_add_text(&sql->text, arena_vprintf(sql->context->arena, format, list));
    va_end(list);
}

static void add_doubling(struct strbuf *text, struct slice raw, char quote)
{
    strbuf_add_char(text, quote);
    while (raw.len > 0) {
        size_t plain = slice_find(raw, quote);
        strbuf_add(text, raw.ptr, plain);
        if (plain < raw.len) {
            strbuf_add_char(text, quote);
            strbuf_add_char(text, quote);
            plain++;
        }
        raw = slice_from(raw, plain);
    }
    strbuf_add_char(text, quote);
}

void sql_add_identifier(struct sql *sql, struct slice name)
{
    add_doubling(&sql->text, name, '"');
}

void sql_add_qualified(struct sql *sql, const char *schema, struct slice name)
{
    if (schema != NULL) {
        sql_add_identifier(sql, slice_of(schema));
        sql_add(sql, ".");
    }
    sql_add_identifier(sql, name);
}

/* standard_conforming_strings is on in every PostgreSQL since 9.1 unless somebody turns
 * it off; the E'' form for backslashes is right either way. */
void sql_add_literal(struct sql *sql, struct slice text)
{
    if (slice_find(text, '\\') == text.len) {
        add_doubling(&sql->text, text, '\'');
        return;
    }
    sql_add(sql, "E'");
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\'' || text.ptr[i] == '\\') {
            strbuf_add_char(&sql->text, text.ptr[i]);
        }
        strbuf_add_char(&sql->text, text.ptr[i]);
    }
    sql_add(sql, "'");
}

static void add_parameter(struct sql *sql, struct parameter parameter)
{
    struct parameter *added =
        growing_add(sql->context->arena, &sql->parameters, sizeof(*added));
    *added = parameter;
    strbuf_add_char(&sql->text, '$');
    strbuf_add_number(&sql->text, (int64_t)sql->parameters.count);
}

void sql_add_parameter(struct sql *sql, struct slice value)
{
    add_parameter(sql, (struct parameter){.value = value});
}

void sql_add_binary_parameter(struct sql *sql, struct slice octets)
{
    add_parameter(sql, (struct parameter){.value = octets, .is_binary = true});
}

void sql_add_type(struct sql *sql, struct slice name)
{
    struct strbuf lower = strbuf_new(sql->context->arena, 0);
    for (size_t i = 0; i < name.len; i++) {
        strbuf_add_char(&lower, (char)tolower((unsigned char)name.ptr[i]));
    }
    for (size_t i = 0; i < ARRAY_LENGTH(type_keywords); i++) {
        if (slice_is(strbuf_slice(&lower), type_keywords[i].name)) {
            sql_add(sql, type_keywords[i].sql);
            return;
        }
    }
    sql_add_identifier(sql, strbuf_slice(&lower));
}

struct statement sql_statement(struct sql *sql)
{
    return (struct statement){
        .sql = {strbuf_string(&sql->text), sql->text.len},
        .parameters = sql->parameters.items,
        .parameter_count = sql->parameters.count,
        .is_cached = true,
    };
}

struct slice sql_array_text(struct arena *arena, const struct slice *items, size_t count)
{
    struct strbuf text = strbuf_new(arena, 0);
    strbuf_add_char(&text, '{');
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(&text, i > 0 ? ",\"" : "\"");
        for (size_t k = 0; k < items[i].len; k++) {
            char octet = items[i].ptr[k];
            strbuf_add_text(&text, octet == '"' || octet == '\\' ? "\\" : "");
            strbuf_add_char(&text, octet);
        }
        strbuf_add_char(&text, '"');
    }
    strbuf_add_char(&text, '}');
    return strbuf_slice(&text);
}
