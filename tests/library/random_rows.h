/* SPDX-License-Identifier: MIT
 *
 * random_rows - rows of any record, filled by chance: edges of every type, NULLs, and
 * what only random octets find.
 */
#ifndef MYOREST_TESTS_RANDOM_ROWS_H
#define MYOREST_TESTS_RANDOM_ROWS_H

#include <math.h>

#include "base/json.h"
#include "schema/record.h"

static struct {
    uint64_t seed; /* not 0 */
    struct arena *arena;
} chance;

/* xorshift64* */
static uint64_t draw(void)
{
    chance.seed ^= chance.seed >> 12;
    chance.seed ^= chance.seed << 25;
    chance.seed ^= chance.seed >> 27;
    return chance.seed * 0x2545f4914f6cdd1d;
}

static size_t below(size_t limit)
{
    return (size_t)(draw() % limit);
}

static double random_double(void)
{
    static const double edges[] = {0,
                                   -0.0,
                                   1,
                                   0.1,
                                   -1e15,
                                   9007199254740993.0,
                                   5e-324,
                                   2.2250738585072014e-308,
                                   1.7976931348623157e308,
                                   INFINITY,
                                   -INFINITY,
                                   NAN};
    double number;
    uint64_t octets = draw();
    memcpy(&number, &octets, sizeof(number));
    return below(2) == 0 ? edges[below(ARRAY_LENGTH(edges))] : number;
}

static float random_real(void)
{
    static const float edges[] = {0, 0.1f, 1e-45f, 3.4028235e38f, INFINITY, NAN};
    float number;
    uint32_t octets = (uint32_t)draw();
    memcpy(&number, &octets, sizeof(number));
    return below(2) == 0 ? edges[below(ARRAY_LENGTH(edges))] : number;
}

static int64_t random_integer(int64_t least, int64_t most)
{
    const int64_t edges[] = {least, most, 0, -1, 1};
    uint64_t span = (uint64_t)most - (uint64_t)least;
    uint64_t number = draw() >> below(64);
    number = span == UINT64_MAX ? number : number % (span + 1);
    return below(4) == 0 ? edges[below(ARRAY_LENGTH(edges))]
                         : (int64_t)((uint64_t)least + number);
}

static void add_character(struct strbuf *text)
{
    static const char *const pieces[] = {
        "a",  "Z",  " ",    "\"",       "\\",           "/",
        "\n", "\t", "\x01", "\x7f",     "\xc3\xbc",     "\xe2\x82\xac",
        "'",  "{",  "%",    "\xcc\x88", "\xef\xbb\xbf", "\xf0\x9f\x98\x80",
        "$1", ",",  "null", "\xd7\xa9", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"};
    strbuf_add_text(text, pieces[below(ARRAY_LENGTH(pieces))]);
}

static const char *random_text(size_t most)
{
    struct strbuf text = strbuf_new(chance.arena, 0);
    for (size_t i = below(most + 1); i > 0; i--) {
        add_character(&text);
    }
    return strbuf_string(&text);
}

/* Of up to ten characters, or exactly three. */
static const char *short_text(bool is_padded)
{
    struct strbuf text = strbuf_new(chance.arena, 0);
    for (size_t i = is_padded ? 3 : below(11); i > 0; i--) {
        strbuf_add_text(&text, below(2) == 0 ? "\xc3\xbc" : "\xf0\x9f\x98\x80");
    }
    return strbuf_string(&text);
}

static void add_json(struct strbuf *text, int depth)
{
    static const char *const words[] = {
        "true", "false", "0", "-1", "12345678901234567890.10", "1e-3", "9007199254740993",
        "0.1",  "[]",    "{}"};
    size_t form = below(depth > 3 ? 2 : 4);
    if (form == 0) {
        strbuf_add_text(text, words[below(ARRAY_LENGTH(words))]);
    } else if (form == 1) {
        json_write_string(text, slice_of(random_text(20)));
    } else {
        strbuf_add_text(text, form == 2 ? "[null" : "{\"\": null");
        for (size_t i = below(5); i > 0; i--) {
            strbuf_add_text(text, form == 2 ? "," : ", \"k");
            if (form == 3) {
                strbuf_add_format(text, "%zu\" :", i);
            }
            add_json(text, depth + 1);
        }
        strbuf_add_char(text, form == 2 ? ']' : '}');
    }
}

static const char *random_json(void)
{
    struct strbuf text = strbuf_new(chance.arena, 0);
    if (below(40) == 0) { /* a big one */
        strbuf_add_text(&text, "[0");
        for (int i = 0; i < 3000; i++) {
            strbuf_add_char(&text, ',');
            add_json(&text, 3);
        }
        strbuf_add_char(&text, ']');
    } else {
        add_json(&text, 0);
    }
    return strbuf_string(&text);
}

/* The text of a type that has no kind of its own, as PostgreSQL writes it. */
static const char *random_cast(const char *name)
{
    static const struct {
        const char *name;
        const char *texts[5];
    } known[] = {
        {"amount", {"0", "-12345678901234567890.123450", "NaN", "1e-7", "Infinity"}},
        {"day",
         {"2024-02-29", "0044-03-15 BC", "infinity", "-infinity", "5874897-12-31"}},
        {"span", {"empty", "[1,5)", "(,7)", "[-3,)", "(,)"}},
        {"octets", {"\\x", "\\x00", "\\xff5c22", "\\x27", "\\x0a"}},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(known); i++) {
        if (strcmp(known[i].name, name) == 0) {
            const char *text = known[i].texts[below(5)];
            return strcmp(text, "1e-7") == 0 ? "0.0000001" : text;
        }
    }
    return NULL;
}

static struct timestamp random_timestamp(void)
{
    static const int64_t edges[] = {0,
                                    -1,
                                    1,
                                    -210866803200000000,
                                    9223371158400000000,
                                    INT64_MAX,
                                    INT64_MIN,
                                    -62135596800000001};
    return (struct timestamp){below(3) == 0
                                  ? edges[below(ARRAY_LENGTH(edges))]
                                  : random_integer(-210866803200000000, INT64_MAX - 1)};
}

static void fill_text(const struct record_column *column, const char **member)
{
    size_t count = 0;
    while (column->values != NULL && column->values[count] != NULL) {
        count++;
    }
    *member = column->is_cast          ? random_cast(column->name)
              : count > 0              ? column->values[below(count)]
              : column->max_length > 0 ? short_text(column->max_length == 3)
                                       : random_text(below(20) == 0 ? 20000 : 30);
}

static void fill_number(const struct record_column *column, void *member)
{
    bool is_bound = column->minimum.is_set;
    if (column->kind == RECORD_SMALLINT) {
        *(int16_t *)member = (int16_t)random_integer(is_bound ? -100 : INT16_MIN,
                                                     is_bound ? 100 : INT16_MAX);
    } else if (column->kind == RECORD_INTEGER) {
        *(int32_t *)member = (int32_t)random_integer(INT32_MIN, INT32_MAX);
    } else if (column->kind == RECORD_BIGINT) {
        *(int64_t *)member = random_integer(INT64_MIN, INT64_MAX);
    } else if (column->kind == RECORD_REAL) {
        *(float *)member = random_real();
    } else {
        double number = random_double();
        *(double *)member = is_bound && number == -INFINITY ? 1 : number;
    }
}

static void fill_value(const struct record_column *column, char *row)
{
    void *member = row + column->offset;
    struct uuid *uuid = member;
    switch (column->kind) {
    case RECORD_BOOLEAN:
        *(bool *)member = below(2) == 0;
        break;
    case RECORD_SMALLINT:
    case RECORD_INTEGER:
    case RECORD_BIGINT:
    case RECORD_REAL:
    case RECORD_DOUBLE:
        fill_number(column, member);
        break;
    case RECORD_TEXT:
        fill_text(column, member);
        break;
    case RECORD_JSON:
        *(const char **)member = random_json();
        break;
    case RECORD_UUID:
        for (size_t i = 0; i < sizeof(uuid->octets); i++) {
            uuid->octets[i] = (uint8_t)draw();
        }
        break;
    case RECORD_TIMESTAMP:
        *(struct timestamp *)member = random_timestamp();
        break;
    }
}

static void fill_row(const struct record *record, char *row)
{
    for (size_t i = 0; i < record->column_count; i++) {
        const struct record_column *column = &record->columns[i];
        bool has_value =
            strcmp(column->name, "id") != 0 && (!column->is_nullable || below(5) > 0);
        if (column->has_presence) {
            *(bool *)(void *)(row + column->presence) = has_value;
        }
        if (has_value) {
            fill_value(column, row);
        }
    }
}

#endif
