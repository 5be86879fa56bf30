/* SPDX-License-Identifier: MIT */
#include "tests/fuzz/vocabulary.h"

#include <ctype.h>

#include "rest/operators.h"
#include "tests/fuzz/fuzz.h"

/* All that the library itself spells, in upper case; no column or table is called so
 * without quotes. */
static const char words[] =
    " ALL AND ANY AS ASC AVG BUFFERS BY CASE CAST COALESCE CONFLICT CONSTRAINTS COUNT "
    "DELETE "
    "DESC DISTINCT DO ELSE END EXCLUDED EXISTS EXPLAIN FALSE FIRST FORMAT FROM GROUP "
    "IMMEDIATE "
    "IN INNER INSERT INTO IS JOIN JSON LAST LATERAL LEFT LIMIT MAX MIN NOT NOTHING NULL "
    "NULLS "
    "OFFSET ON OR ORDER ORDINALITY RETURNING RIGHT ROWS SELECT SET SETTINGS SUM TEXT "
    "THEN TRUE "
    "UNKNOWN UPDATE VALUES VARIADIC VERBOSE WAL WHEN WHERE WITH ANALYZE LIKE ILIKE "
    "PG_CATALOG CURRENT_SETTING SET_CONFIG NUM_NULLS STRING_AGG NULLIF TO_JSON TO_JSONB "
    "ROW_TO_JSON JSON_AGG "
    "JSONB_AGG JSON_TO_RECORD JSON_TO_RECORDSET JSONB_TO_RECORD JSONB_TO_RECORDSET "
    "JSON_ARRAY_ELEMENTS JSONB_ARRAY_ELEMENTS JSONB_ARRAY_LENGTH JSON_BUILD_OBJECT "
    "JSONB_BUILD_OBJECT JSON_STRIP_NULLS UNNEST LENGTH NEXTVAL PG_GET_SERIAL_SEQUENCE "
    "ST_ASGEOJSON TO_TSVECTOR TO_TSQUERY PLAINTO_TSQUERY PHRASETO_TSQUERY "
    "WEBSEARCH_TO_TSQUERY ELEM JSONB INT BIGINT BOOLEAN "
    "PGRST_SOURCE PGRST_BODY PGRST_CALL PGRST_SCALAR _POSTGREST_T _POSTGREST_COUNT_T _ "
    "_ALL "
    "_ROW _ROWS _PAGE _TOTAL _PARENT _NUMBER _KEPT _GROUP IS_ROW _MYOREST_PARENT "
    "_MYOREST_ORDER _MYOREST_NUMBER _MYOREST_NOTHING "
    /* types whose names are grammar, after a client's '::' */
    "BIT VARYING CHAR CHARACTER DEC DECIMAL DOUBLE PRECISION FLOAT INTEGER INTERVAL "
    "NCHAR "
    "NUMERIC REAL SMALLINT TIME ZONE WITHOUT TIMESTAMP VARCHAR "
    "0 1 ";

static bool has_word(const char *list, struct slice word)
{
    char wanted[66] = " ";
    if (word.len > sizeof(wanted) - 3) {
        return false;
    }
    for (size_t i = 0; i < word.len; i++) {
        wanted[i + 1] = (char)toupper((unsigned char)word.ptr[i]);
    }
    wanted[word.len + 1] = ' ';
    wanted[word.len + 2] = '\0';
    return strstr(list, wanted) != NULL;
}

static bool is_word_octet(char octet)
{
    return isalnum((unsigned char)octet) || octet == '_';
}

/* True when `text` has the word as a whole. */
static bool text_has(const char *text, struct slice word)
{
    const char *at = text;
    if (text == NULL) {
        return false;
    }
    while ((at = strcasestr(at, slice_string(fuzz_context()->arena, word))) != NULL) {
        bool begins = at == text || !is_word_octet(at[-1]);
        if (begins && !is_word_octet(at[word.len])) {
            return true;
        }
        at++;
    }
    return false;
}

static bool column_has(const struct column *column, struct slice word)
{
    return text_has(column->type, word) || text_has(column->base_type, word) ||
           text_has(column->default_value, word) ||
           text_has(column->to_json_function, word) ||
           text_has(column->from_json_function, word) ||
           text_has(column->from_text_function, word);
}

static bool models_have(const struct models *models, struct slice word)
{
    for (size_t i = 0; i < models->table_count; i++) {
        for (size_t k = 0; k < models->tables[i].column_count; k++) {
            if (column_has(&models->tables[i].columns[k], word)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < models->function_count; i++) {
        const struct function *function = &models->functions[i];
        for (size_t k = 0; k < function->parameter_count; k++) {
            if (text_has(function->parameters[k].type, word)) {
                return true;
            }
        }
    }
    return false;
}

static void refuse(const struct statement *statement, const char *problem, size_t at)
{
    fprintf(stderr, "%s at octet %zu of: %.*s\n", problem, at, (int)statement->sql.len,
            statement->sql.ptr);
    abort();
}

/* The place behind a quoted text that begins at `at`. */
static size_t skip_quoted(const struct statement *statement, size_t at, bool has_escapes)
{
    struct slice sql = statement->sql;
    char quote = sql.ptr[at];
    size_t i = at + 1;
    while (i < sql.len) {
        if (has_escapes && sql.ptr[i] == '\\') {
            i += 2;
        } else if (sql.ptr[i] != quote) {
            i++;
        } else if (i + 1 < sql.len && sql.ptr[i + 1] == quote) {
            i += 2;
        } else {
            return i + 1;
        }
    }
    refuse(statement, "a quote is not closed", at);
    return sql.len;
}

static size_t skip_parameter(const struct statement *statement, size_t at)
{
    struct slice sql = statement->sql;
    size_t number = 0;
    size_t i = at + 1;
    while (i < sql.len && isdigit((unsigned char)sql.ptr[i])) {
        number = number * 10 + (size_t)(sql.ptr[i++] - '0');
    }
    if (number == 0 || number > statement->parameter_count) {
        refuse(statement, "there is no such parameter", at);
    }
    return i;
}

static size_t skip_word(const struct models *models, const struct statement *statement,
                        size_t at)
{
    struct slice sql = statement->sql;
    size_t i = at;
    while (i < sql.len && is_word_octet(sql.ptr[i])) {
        i++;
    }
    struct slice word = {sql.ptr + at, i - at};
    if (!has_word(words, word) && !models_have(models, word)) {
        refuse(statement, "a word is not ours", at);
    }
    return i;
}

static bool is_sign(struct slice rest)
{
    static const char signs[] = " (),.*=<>+-|&~@#:[]";
    return strchr(signs, rest.ptr[0]) != NULL && rest.ptr[0] != '\0' &&
           !slice_starts_with(rest, "--") && !slice_starts_with(rest, "/*");
}

void vocabulary_check(const struct models *models, const struct statement *statement)
{
    struct slice sql = statement->sql;
    size_t depth = 0;
    size_t i = 0;
    while (i < sql.len) {
        struct slice rest = slice_from(sql, i);
        if (slice_starts_with(rest, "E'")) {
            i = skip_quoted(statement, i + 1, true);
        } else if (sql.ptr[i] == '"' || sql.ptr[i] == '\'') {
            i = skip_quoted(statement, i, false);
        } else if (sql.ptr[i] == '$') {
            i = skip_parameter(statement, i);
        } else if (is_word_octet(sql.ptr[i])) {
            i = skip_word(models, statement, i);
        } else if (is_sign(rest)) {
            depth += sql.ptr[i] == '(';
            if (sql.ptr[i] == ')' && depth-- == 0) {
                refuse(statement, "a parenthesis is too many", i);
            }
            i++;
        } else {
            refuse(statement, "a sign is not ours", i);
        }
    }
    if (depth > 0) {
        refuse(statement, "a parenthesis is not closed", sql.len);
    }
}
