/* SPDX-License-Identifier: MIT */
#include "shared/record_check.h"

#include <math.h>

#include "base/json.h"

/* 4714-11-24 BC, where timestamptz begins. */
#define EARLIEST (-210866803200000000LL)

struct check {
    struct context *context;
    const struct record *record;
    const struct record_column *column;
    const void *member;
};

static bool fail(const struct check *check, const char *code, const char *problem)
{
    const char *name = check->column->name;
    return context_fail(
        check->context,
        (struct error){.code = code,
                       .message = arena_printf(check->context->arena, "%s of %s %s", name,
                                               check->record->table, problem),
                       .column = name,
                       .status = 400});
}

static const char *text_of(const struct check *check)
{
    return *(const char *const *)check->member;
}

static bool check_bound(const struct check *check, bool is_kept,
                        const struct record_bound *bound, const char *relation)
{
    if (!bound->is_set || is_kept) {
        return true;
    }
    return fail(check, "23514",
                arena_printf(check->context->arena, "must be %s%s %.15g",
                             bound->is_exclusive ? "" : "at ", relation, bound->value));
}

/* As PostgreSQL orders: NaN equals itself and is above all. */
static int compare(long double a, long double b)
{
    if (isnan(a) || isnan(b)) {
        return (isnan(a) != 0) - (isnan(b) != 0);
    }
    return (a > b) - (a < b);
}

/* A long double holds an int64_t as it is. */
static bool check_number(const struct check *check, long double number)
{
    const struct record_bound *minimum = &check->column->minimum;
    const struct record_bound *maximum = &check->column->maximum;
    int low = compare(number, (long double)minimum->value);
    int high = compare(number, (long double)maximum->value);
    return check_bound(check, minimum->is_exclusive ? low > 0 : low >= 0, minimum,
                       minimum->is_exclusive ? "above" : "least") &&
           check_bound(check, maximum->is_exclusive ? high < 0 : high <= 0, maximum,
                       maximum->is_exclusive ? "below" : "most");
}

static bool check_nothing(const struct check *check)
{
    (void)check;
    return true;
}

static bool check_smallint(const struct check *check)
{
    return check_number(check, *(const int16_t *)check->member);
}

static bool check_integer(const struct check *check)
{
    return check_number(check, *(const int32_t *)check->member);
}

static bool check_bigint(const struct check *check)
{
    return check_number(check, *(const int64_t *)check->member);
}

static bool check_real(const struct check *check)
{
    return check_number(check, (long double)*(const float *)check->member);
}

static bool check_double(const struct check *check)
{
    return check_number(check, (long double)*(const double *)check->member);
}

/* Spaces past the end do not count: PostgreSQL cuts them off. */
static bool is_short_enough(const char *text, int limit)
{
    for (int count = 0; *text != '\0'; text++) {
        bool is_character = ((unsigned char)*text & 0xc0) != 0x80;
        count += is_character;
        if (is_character && count > limit) {
            return strspn(text, " ") == strlen(text);
        }
    }
    return true;
}

static bool check_values(const struct check *check)
{
    struct strbuf problem = strbuf_new(check->context->arena, 0);
    const char *const *values = check->column->values;
    strbuf_add_text(&problem, "must be one of");
    for (size_t i = 0; values[i] != NULL; i++) {
        if (strcmp(values[i], text_of(check)) == 0) {
            return true;
        }
        strbuf_add_format(&problem, "%s \"%s\"", i == 0 ? "" : ",", values[i]);
    }
    return fail(check, "23514", strbuf_string(&problem));
}

static bool check_text(const struct check *check)
{
    const struct record_column *column = check->column;
    if (!slice_is_text(slice_of(text_of(check)))) {
        return fail(check, "22021", "is not UTF-8");
    }
    if (column->max_length > 0 && !is_short_enough(text_of(check), column->max_length)) {
        return fail(check, "22001",
                    arena_printf(check->context->arena, "must have at most %d characters",
                                 column->max_length));
    }
    return column->values == NULL || check_values(check);
}

static bool check_json(const struct check *check)
{
    const char *problem;
    size_t at;
    return json_check(slice_of(text_of(check)), &problem, &at) ||
           fail(check, "22P02",
                arena_printf(check->context->arena, "is no JSON at octet %zu: %s", at + 1,
                             problem));
}

static bool check_timestamp(const struct check *check)
{
    int64_t moment = ((const struct timestamp *)check->member)->microseconds;
    return moment >= EARLIEST || moment == INT64_MIN ||
           fail(check, "22008", "is before 4714-11-24 BC");
}

static bool (*const checks[])(const struct check *check) = {
    [RECORD_BOOLEAN] = check_nothing, [RECORD_SMALLINT] = check_smallint,
    [RECORD_INTEGER] = check_integer, [RECORD_BIGINT] = check_bigint,
    [RECORD_REAL] = check_real,       [RECORD_DOUBLE] = check_double,
    [RECORD_TEXT] = check_text,       [RECORD_JSON] = check_json,
    [RECORD_UUID] = check_nothing,    [RECORD_TIMESTAMP] = check_timestamp,
};

bool record_has_value(const struct record_column *column, const void *row)
{
    const char *start = row;
    const void *member = start + column->offset;
    if (column->kind == RECORD_TEXT || column->kind == RECORD_JSON) {
        return *(const char *const *)member != NULL;
    }
    if (column->has_presence) {
        return *(const bool *)(const void *)(start + column->presence);
    }
    return column->kind != RECORD_UUID || !uuid_is_nil(*(const struct uuid *)member);
}

bool record_check_column(struct context *context, const struct record *record,
                         const struct record_column *column, const void *row)
{
    struct check check = {.context = context,
                          .record = record,
                          .column = column,
                          .member = (const char *)row + column->offset};
    if (!record_has_value(column, row)) {
        return column->is_nullable || fail(&check, "23502", "needs a value");
    }
    return checks[column->kind](&check);
}
