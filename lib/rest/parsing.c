/* SPDX-License-Identifier: MIT */
#include "rest/parsing.h"

#include <ctype.h>

struct reading {
    struct arena *arena;
    struct slice text;
};

static struct outcome read_part(const struct reading *reading, const struct part *part,
                                size_t at);

size_t parsing_next(struct slice text, size_t at)
{
    for (at++; at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80; at++) {
    }
    return at;
}

/* As Haskell shows a character: beyond ASCII by number. */
static const char *show(const struct reading *reading, size_t at, char quote)
{
    struct slice text = reading->text;
    unsigned char first = (unsigned char)text.ptr[at];
    uint32_t code = first < 0x80   ? first
                    : first < 0xE0 ? first & 0x1FU
                    : first < 0xF0 ? first & 0x0FU
                                   : first & 0x07U;
    for (size_t i = at + 1; i < parsing_next(text, at); i++) {
        code = code << 6 | ((unsigned char)text.ptr[i] & 0x3FU);
    }
    static const char names[] = "\tt\nn\rr\\\\";
    for (size_t i = 0; names[i] != '\0'; i += 2) {
        if (code == (unsigned char)names[i]) {
            return arena_printf(reading->arena, "%c\\%c%c", quote, names[i + 1], quote);
        }
    }
    bool is_plain = code >= ' ' && code < 0x7F;
    return code == (unsigned char)quote
               ? arena_printf(reading->arena, "%c\\%c%c", quote, quote, quote)
           : is_plain
               ? arena_printf(reading->arena, "%c%c%c", quote, (char)code, quote)
               : arena_printf(reading->arena, "%c\\%u%c", quote, (unsigned)code, quote);
}

static struct report report_of(const struct reading *reading, size_t at,
                               enum message_kind kind, const char *text)
{
    struct message *message = arena_alloc(reading->arena, sizeof(*message));
    *message = (struct message){kind, text};
    return (struct report){at, 1, message};
}

static struct report report_merge(const struct reading *reading, struct report a,
                                  struct report b)
{
    if (a.count == 0 || b.count == 0) {
        return b.count == 0 ? a : b;
    }
    if (a.at != b.at) {
        return a.at > b.at ? a : b;
    }
    struct message *all = arena_alloc(reading->arena, (a.count + b.count) * sizeof(*all));
    memcpy(all, a.messages, a.count * sizeof(*all));
    memcpy(all + a.count, b.messages, b.count * sizeof(*all));
    return (struct report){a.at, a.count + b.count, all};
}

/* A label stands for all that was expected. */
static struct report report_label(const struct reading *reading, struct report report,
                                  const char *label)
{
    struct message *all = arena_alloc(reading->arena, (report.count + 1) * sizeof(*all));
    size_t count = 0;
    all[count++] = (struct message){EXPECTED, label};
    for (size_t i = 0; i < report.count; i++) {
        if (report.messages[i].kind != EXPECTED) {
            all[count++] = report.messages[i];
        }
    }
    return (struct report){report.at, count, all};
}

static struct outcome done(size_t from, size_t to)
{
    return (struct outcome){true, to > from, to, {.at = to}};
}

static struct outcome stumble(const struct reading *reading, size_t at, size_t where)
{
    const char *found = where >= reading->text.len ? "" : show(reading, where, '"');
    return (struct outcome){false, where > at, at,
                            report_of(reading, at, STUMBLED, found)};
}

static bool fits(const struct part *part, unsigned char first)
{
    switch (part->kind) {
    case ONE_OF:
        return first != '\0' && strchr(part->text, first) != NULL;
    case NONE_OF:
        return first == '\0' || strchr(part->text, first) == NULL;
    case LETTER:
        return isalpha(first) || first >= 0x80;
    case DIGIT:
        return isdigit(first);
    case ANY:
        return true;
    case TEXT:
    case SEQUENCE:
    case CHOICE:
    case MANY:
    case TRY:
    case AHEAD:
    case NOT_FOLLOWED:
    case BUT:
        break;
    }
    return false;
}

static struct outcome read_character(const struct reading *reading,
                                     const struct part *part, size_t at)
{
    struct slice text = reading->text;
    if (at >= text.len || !fits(part, (unsigned char)text.ptr[at])) {
        return stumble(reading, at, at);
    }
    return done(at, part->kind == ANY ? at : parsing_next(text, at));
}

static struct outcome read_text(const struct reading *reading, const struct part *part,
                                size_t at)
{
    size_t length = strlen(part->text);
    for (size_t i = 0; i < length; i++) {
        if (at + i >= reading->text.len || reading->text.ptr[at + i] != part->text[i]) {
            struct outcome outcome = stumble(reading, at, at + i);
            outcome.report =
                report_label(reading, outcome.report,
                             arena_printf(reading->arena, "\"%s\"", part->text));
            return outcome;
        }
    }
    return done(at, at + length);
}

static struct outcome read_sequence(const struct reading *reading,
                                    const struct part *part, size_t at)
{
    struct outcome all = done(at, at);
    for (size_t i = 0; all.is_read && part->parts[i] != NULL; i++) {
        struct outcome next = read_part(reading, part->parts[i], all.at);
        if (!next.has_moved) {
            next.report = report_merge(reading, all.report, next.report);
        }
        next.has_moved = next.has_moved || all.has_moved;
        all = next;
    }
    return all;
}

static struct outcome read_choice(const struct reading *reading, const struct part *part,
                                  size_t at)
{
    struct outcome outcome = {.at = at};
    struct report before = {.at = at};
    for (size_t i = 0; part->parts[i] != NULL; i++) {
        outcome = read_part(reading, part->parts[i], at);
        if (outcome.has_moved) {
            return outcome;
        }
        before = outcome.report = report_merge(reading, before, outcome.report);
        if (outcome.is_read) {
            break;
        }
    }
    return outcome;
}

static struct outcome read_many(const struct reading *reading, const struct part *part,
                                size_t at)
{
    size_t from = at;
    for (;;) {
        struct outcome next = read_part(reading, part->parts[0], at);
        if (!next.is_read && next.has_moved) {
            return next;
        }
        if (!next.is_read || next.at == at) {
            return (struct outcome){true, at > from, at, next.report};
        }
        at = next.at;
    }
}

static struct outcome read_unlabelled(const struct reading *reading,
                                      const struct part *part, size_t at)
{
    struct outcome outcome;
    switch (part->kind) {
    case ONE_OF:
    case NONE_OF:
    case LETTER:
    case DIGIT:
    case ANY:
        return read_character(reading, part, at);
    case TEXT:
        return read_text(reading, part, at);
    case SEQUENCE:
        return read_sequence(reading, part, at);
    case CHOICE:
        return read_choice(reading, part, at);
    case MANY:
        return read_many(reading, part, at);
    case TRY:
        outcome = read_part(reading, part->parts[0], at);
        outcome.has_moved = outcome.has_moved && outcome.is_read;
        return outcome;
    case AHEAD:
        outcome = read_part(reading, part->parts[0], at);
        return outcome.is_read ? done(at, at) : outcome;
    case NOT_FOLLOWED:
        outcome = read_part(reading, part->parts[0], at);
        if (outcome.is_read) {
            return (struct outcome){
                false, false, at,
                report_of(reading, outcome.at, UNEXPECTED, show(reading, at, '\''))};
        }
        return (struct outcome){true, false, at, outcome.report};
    case BUT:
        outcome = read_part(reading, part->parts[0], at);
        outcome.is_read =
            outcome.is_read &&
            !slice_is((struct slice){reading->text.ptr + at, outcome.at - at},
                      part->text);
        return outcome;
    }
    return done(at, at);
}

static struct outcome read_part(const struct reading *reading, const struct part *part,
                                size_t at)
{
    struct outcome outcome = read_unlabelled(reading, part, at);
    bool has_nothing_to_say = outcome.is_read && outcome.report.count == 0;
    if (part->label != NULL && !outcome.has_moved && !has_nothing_to_say) {
        outcome.report = report_label(reading, outcome.report, part->label);
    }
    return outcome;
}

struct outcome parsing_read(struct arena *arena, const struct part *part,
                            struct slice text)
{
    struct reading reading = {arena, text};
    return read_part(&reading, part, 0);
}
