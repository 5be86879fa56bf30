/* SPDX-License-Identifier: MIT */
#include "base/timestamp.h"

#include <stdio.h>

#define SECOND 1000000LL
#define DAY 86400
#define DAYS_OF_ERA 146097 /* 400 years */
#define EPOCH 719468       /* days from 0000-03-01 to 1970-01-01 */

/* Years begin in March here, so that a leap day is a year's last. */
static int64_t days_of_date(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
           day_of_year - EPOCH;
}

struct date {
    int64_t year; /* 0 is 1 BC */
    int month;
    int day;
};

static struct date date_of_days(int64_t days)
{
    days += EPOCH;
    int64_t era = (days >= 0 ? days : days - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    int64_t day = days - era * DAYS_OF_ERA;
    int64_t year = (day - day / 1460 + day / 36524 - day / (DAYS_OF_ERA - 1)) / 365;
    int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct date date = {.month = (int)(month < 10 ? month + 3 : month - 9),
                        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1)};
    date.year = year + era * 400 + (date.month <= 2);
    return date;
}

/* Reads `least` to `most` digits off the text. */
static bool take_number(struct slice *text, size_t least, size_t most, int64_t *out)
{
    size_t count = 0;
    *out = 0;
    while (count < most && count < text->len && text->ptr[count] >= '0' &&
           text->ptr[count] <= '9') {
        *out = *out * 10 + (text->ptr[count++] - '0');
    }
    *text = slice_from(*text, count);
    return count >= least;
}

static bool take(struct slice *text, const char *wanted)
{
    bool is_there = text->len > 0 && strchr(wanted, *text->ptr) != NULL;
    *text = is_there ? slice_from(*text, 1) : *text;
    return is_there;
}

static int days_of_month(int64_t year, int64_t month)
{
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 ? 28 + is_leap : 30 + (int)((month + month / 8) & 1);
}

static bool take_fraction(struct slice *text, int64_t *out)
{
    *out = 0;
    if (!take(text, ".")) {
        return true;
    }
    size_t before = text->len;
    if (!take_number(text, 1, 6, out)) {
        return false;
    }
    for (size_t digits = before - text->len; digits < 6; digits++) {
        *out *= 10;
    }
    return true;
}

/* "Z", "+01", "+0130", "+01:30", "+01:30:15": seconds east of UTC. */
static bool take_offset(struct slice *text, int64_t *out)
{
    int64_t parts[3] = {0};
    *out = 0;
    if (take(text, "Zz")) {
        return true;
    }
    bool is_west = text->len > 0 && *text->ptr == '-';
    if (!take(text, "+-") || !take_number(text, 2, 2, &parts[0])) {
        return false;
    }
    for (size_t i = 1; i < ARRAY_LENGTH(parts); i++) {
        bool follows = take(text, ":") || (i == 1 && text->len >= 2 && *text->ptr != ' ');
        if (!follows) {
            break;
        }
        if (!take_number(text, 2, 2, &parts[i]) || parts[i] > 59) {
            return false;
        }
    }
    *out = parts[0] * 3600 + parts[1] * 60 + parts[2];
    *out = is_west ? -*out : *out;
    return parts[0] < 24;
}

static bool take_era(struct slice *text, int64_t *year)
{
    bool is_before = slice_is(*text, " BC");
    if (is_before) {
        *year = 1 - *year;
        *text = slice_from(*text, text->len);
    }
    return is_before || *year > 0;
}

bool timestamp_parse(struct slice text, struct timestamp *out)
{
    int64_t year, month, day, hour, minute, second, fraction, offset;
    if (slice_is(text, "infinity") || slice_is(text, "-infinity")) {
        *out = *text.ptr == '-' ? TIMESTAMP_MINUS_INFINITY : TIMESTAMP_INFINITY;
        return true;
    }
    bool ok = take_number(&text, 4, 6, &year) && take(&text, "-") &&
              take_number(&text, 2, 2, &month) && take(&text, "-") &&
              take_number(&text, 2, 2, &day) && take(&text, "Tt ") &&
              take_number(&text, 2, 2, &hour) && take(&text, ":") &&
              take_number(&text, 2, 2, &minute) && take(&text, ":") &&
              take_number(&text, 2, 2, &second) && take_fraction(&text, &fraction) &&
              take_offset(&text, &offset) && take_era(&text, &year) && text.len == 0;
    if (!ok || month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) ||
        hour > 23 || minute > 59 || second > 59) {
        return false;
    }
    int64_t seconds = days_of_date(year, (int)month, (int)day) * DAY + hour * 3600 +
                      minute * 60 + second - offset;
    return !__builtin_mul_overflow(seconds, SECOND, &out->microseconds) &&
           !__builtin_add_overflow(out->microseconds, fraction, &out->microseconds) &&
           out->microseconds != INT64_MAX && out->microseconds != INT64_MIN;
}

struct timestamp_text timestamp_text(struct timestamp timestamp)
{
    struct timestamp_text out;
    int64_t microseconds = timestamp.microseconds;
    if (microseconds == INT64_MAX || microseconds == INT64_MIN) {
        snprintf(out.text, sizeof(out.text), "%sinfinity", microseconds < 0 ? "-" : "");
        return out;
    }
    int64_t fraction = microseconds % SECOND;
    int64_t seconds = microseconds / SECOND - (fraction < 0);
    int64_t time = seconds % DAY;
    int64_t days = seconds / DAY - (time < 0);
    char decimals[16] = "";
    fraction += fraction < 0 ? SECOND : 0;
    time += time < 0 ? DAY : 0;
    struct date date = date_of_days(days);
    if (fraction > 0) {
        snprintf(decimals, sizeof(decimals), ".%06d", (int)fraction);
    }
    snprintf(out.text, sizeof(out.text), "%04d-%02d-%02dT%02d:%02d:%02d%s+00:00%s",
             (int)(date.year > 0 ? date.year : 1 - date.year), date.month, date.day,
             (int)(time / 3600), (int)(time / 60 % 60), (int)(time % 60), decimals,
             date.year > 0 ? "" : " BC");
    return out;
}
