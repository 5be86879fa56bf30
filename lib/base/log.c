/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define LINE_LIMIT 2000

static const char *const words[] = {"error", "warning", "info", "debug"};

static enum log_level threshold = LOG_INFO;

void log_set_level(enum log_level level)
{
    threshold = level;
}

/* RFC 3339, UTC, milliseconds, then the level. Up to the second the text is made once. */
static size_t write_prefix(char *line, size_t size, enum log_level level)
{
    static char date[32];
    static time_t dated;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec != dated) {
        struct tm parts;
        gmtime_r(&now.tv_sec, &parts);
        strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &parts);
        dated = now.tv_sec;
    }
    int length =
        snprintf(line, size, "%s.%03ldZ %s ", date, now.tv_nsec / 1000000, words[level]);
    return (size_t)length;
}

void log_write(enum log_level level, const char *format, ...)
{
    if (level > threshold) {
        return;
    }
    char text[LINE_LIMIT] = "";
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof(text), format, list);
    va_end(list);

    char line[LINE_LIMIT];
    size_t used = write_prefix(line, sizeof(line), level);
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char octet = (unsigned char)*at;
        bool is_control = octet < 0x20 || octet == 0x7f;
        if (used + (is_control ? 4 : 1) > sizeof(line) - 1) {
            break;
        }
        if (is_control) {
            used += (size_t)snprintf(line + used, 5, "\\x%02x", octet);
        } else {
            line[used++] = *at;
        }
    }
    line[used++] = '\n';
    /* One write per event, so that lines of several workers do not mix. */
    ssize_t done = write(STDERR_FILENO, line, used);
    (void)done;
}
