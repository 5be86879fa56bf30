/* SPDX-License-Identifier: MIT */
#include "rest/grammar.h"

#include <ctype.h>

#include "base/strbuf.h"

/* --- the reader: Parsec's combinators
 * ---------------------------------------------------
 *
 * A part reads or fails, having read something or nothing. Having failed with something
 * read it is not tried in another way. What was expected at the furthest place is kept
 * even where the part goes on without it. */

enum part_kind {
    ONE_OF,       /* a character of `text` */
    NONE_OF,      /* a character that is none of `text` */
    LETTER,       /* of any script */
    DIGIT,        /* */
    ANY,          /* any character; of none it stands still */
    TEXT,         /* `text` itself */
    SEQUENCE,     /* one part after the other */
    CHOICE,       /* the first part that reads */
    MANY,         /* a part as often as it reads */
    TRY,          /* a part that, failing, has read nothing */
    AHEAD,        /* a part that, reading, has read nothing */
    NOT_FOLLOWED, /* nothing, where a part does not read */
    BUT,          /* a part, if what it reads is not `text` */
};

struct part {
    enum part_kind kind;
    const char *text;
    const char *label; /* what it is called instead of what it is made of */
    const struct part *const *parts;
};

enum message_kind { STUMBLED, UNEXPECTED, EXPECTED };

struct message {
    enum message_kind kind;
    const char *text;
};

struct report {
    size_t at;
    size_t count;
    const struct message *messages;
};

struct outcome {
    bool is_read;
    bool has_moved;
    size_t at;
    struct report report;
};

struct reading {
    struct arena *arena;
    struct slice text;
};

static struct outcome read_part(const struct reading *reading, const struct part *part,
                                size_t at);

static size_t next_character(struct slice text, size_t at)
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
    for (size_t i = at + 1; i < next_character(text, at); i++) {
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
    return done(at, part->kind == ANY ? at : next_character(text, at));
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

/* --- the grammar
 * ------------------------------------------------------------------------ */

#define PARTS(...)                                                                       \
    (const struct part *const[])                                                         \
    {                                                                                    \
        __VA_ARGS__, NULL                                                                \
    }
#define NODE(...) (&(const struct part){__VA_ARGS__})
#define CHARACTER(c) NODE(.kind = ONE_OF, .text = (c), .label = "\"" c "\"")
#define CHARACTER_OF(all) NODE(.kind = ONE_OF, .text = (all))
#define CHARACTER_BUT(all) NODE(.kind = NONE_OF, .text = (all))
#define WORD(word) NODE(.kind = TEXT, .text = (word))
#define ALL(...) NODE(.kind = SEQUENCE, .parts = PARTS(__VA_ARGS__))
#define EITHER(...) NODE(.kind = CHOICE, .parts = PARTS(__VA_ARGS__))
#define CALLED(name, ...)                                                                \
    NODE(.kind = CHOICE, .label = (name), .parts = PARTS(__VA_ARGS__))
#define REPEATED(part) NODE(.kind = MANY, .parts = PARTS(part))
#define SOME(part) ALL(part, REPEATED(part))
#define LIST(part, separator) ALL(part, REPEATED(ALL(separator, part)))
#define ATTEMPT(...) NODE(.kind = TRY, .parts = PARTS(ALL(__VA_ARGS__)))
#define SEEN(part) ATTEMPT(NODE(.kind = AHEAD, .parts = PARTS(part)))
#define UNLESS(part) NODE(.kind = NOT_FOLLOWED, .parts = PARTS(part))
#define NOTHING NODE(.kind = SEQUENCE, .parts = PARTS(NULL))
#define PERHAPS(part) EITHER(part, NOTHING)
#define SPACES REPEATED(CHARACTER_OF(" \t"))
#define SPACED(part) ALL(SPACES, part, SPACES)
#define PART static const struct part

PART any = {.kind = ANY};
PART digit = {.kind = DIGIT, .label = "digit"};
PART letter = {.kind = LETTER, .label = "letter"};
PART end = {.kind = NOT_FOLLOWED, .label = "end of input", .parts = PARTS(&any)};
PART dot = {.kind = ONE_OF, .text = ".", .label = "delimiter (.)"};
PART comma = {.kind = SEQUENCE, .parts = PARTS(SPACED(CHARACTER(",")))};

PART anything = {.kind = MANY, .parts = PARTS(CHARACTER_BUT(""))};
PART quote = {.kind = ONE_OF, .text = "\"", .label = "\"\\\"\""};
PART escape = {.kind = ONE_OF, .text = "\\", .label = "\"\\\\\""};
PART quoted = {
    .kind = SEQUENCE,
    .parts = PARTS(
        &quote, REPEATED(EITHER(CHARACTER_BUT("\\\""), ALL(&escape, CHARACTER_BUT("")))),
        &quote)};
PART identifier = {.kind = SEQUENCE,
                   .parts = PARTS(SOME(EITHER(&letter, &digit, CHARACTER_OF("_ $"))))};
PART dash = {.kind = TRY, .parts = PARTS(ALL(CHARACTER("-"), UNLESS(CHARACTER(">"))))};
PART name = {.kind = CHOICE,
             .label = "field name (* or [a..z0..9_$])",
             .parts = PARTS(&quoted, LIST(&identifier, &dash))};

PART step_end = {.kind = CHOICE,
                 .parts = PARTS(SEEN(WORD("->")), SEEN(WORD("::")), SEEN(WORD(".")),
                                SEEN(WORD(",")), ATTEMPT(&end))};
PART step_index = {.kind = TRY,
                   .parts = PARTS(ALL(PERHAPS(CHARACTER("-")), SOME(&digit), &step_end))};
PART step_key = {.kind = CHOICE,
                 .label = "any non reserved character different from: .,>()",
                 .parts = PARTS(&quoted, LIST(SOME(CHARACTER_BUT("(-:.,>)")), &dash))};
PART path = {.kind = MANY,
             .parts = PARTS(ALL(EITHER(ATTEMPT(WORD("->>")), ATTEMPT(WORD("->"))),
                                EITHER(&step_index, ATTEMPT(&step_key))))};
PART field = {.kind = SEQUENCE, .parts = PARTS(SPACED(ALL(&name, &path)))};

PART names = {.kind = SEQUENCE, .parts = PARTS(LIST(&name, &comma))};
PART tree_path = {.kind = SEQUENCE, .parts = PARTS(LIST(&name, &dot), &path)};
PART logic_path = {.kind = SEQUENCE, .parts = PARTS(LIST(&name, &dot))};

PART alias = {.kind = CHOICE,
              .parts =
                  PARTS(ATTEMPT(&name, CHARACTER(":"), UNLESS(CHARACTER(":"))), NOTHING)};
PART hint = {
    .kind = CHOICE,
    .parts = PARTS(ALL(CHARACTER("!"), EITHER(ATTEMPT(WORD("left")),
                                              ATTEMPT(WORD("inner")), ATTEMPT(&name))),
                   NOTHING)};
PART relation = {.kind = TRY,
                 .parts = PARTS(SPACED(ALL(
                     &alias, NODE(.kind = BUT, .text = "count", .parts = PARTS(&name)),
                     &hint, &hint, SEEN(WORD("(")))))};
PART spread = {.kind = TRY,
               .parts =
                   PARTS(SPACED(ALL(WORD("..."), &name, &hint, &hint, SEEN(WORD("(")))))};
PART cast = {.kind = CHOICE, .parts = PARTS(ALL(WORD("::"), &identifier), NOTHING)};
PART aggregate = {.kind = CHOICE,
                  .parts =
                      PARTS(ATTEMPT(CHARACTER("."),
                                    EITHER(WORD("sum"), WORD("avg"), WORD("count"),
                                           ATTEMPT(WORD("max")), ATTEMPT(WORD("min"))),
                                    WORD("()")),
                            NOTHING)};
PART item_end = {.kind = CHOICE,
                 .parts = PARTS(SEEN(WORD(")")), SEEN(WORD(",")), ATTEMPT(&end))};
PART column = {
    .kind = SEQUENCE,
    .parts = PARTS(SPACED(EITHER(
        ATTEMPT(WORD("*"), &item_end), ATTEMPT(&alias, WORD("count()"), &cast, &item_end),
        ALL(&alias, &field, &cast, &aggregate, &cast, &item_end))))};
static const struct part forest;
PART embedded = {.kind = SEQUENCE,
                 .parts = PARTS(CHARACTER("("), &forest, CHARACTER(")"))};
PART item = {.kind = CHOICE,
             .parts = PARTS(ALL(&spread, &embedded), ALL(&relation, &embedded), &column)};
static const struct part forest = {.kind = CHOICE,
                                   .parts = PARTS(LIST(&item, &comma), NOTHING)};

/* An element of a list, or a value inside a logic tree. */
PART element = {.kind = CHOICE,
                .parts = PARTS(ATTEMPT(&quoted, UNLESS(CHARACTER_BUT(",)"))),
                               REPEATED(CHARACTER_BUT(",)")))};
PART list = {.kind = SEQUENCE,
             .parts = PARTS(SPACED(CHARACTER("(")), LIST(&element, CHARACTER(",")),
                            SPACED(CHARACTER(")")))};
PART truth = {
    .kind = CHOICE,
    .label = "isVal: (null, not_null, true, false, unknown)",
    .parts = PARTS(ATTEMPT(CHARACTER_OF("nN"), CHARACTER_OF("uU"), CHARACTER_OF("lL"),
                           CHARACTER_OF("lL")),
                   ATTEMPT(CHARACTER_OF("nN"), CHARACTER_OF("oO"), CHARACTER_OF("tT"),
                           CHARACTER_OF("_"), CHARACTER_OF("nN"), CHARACTER_OF("uU"),
                           CHARACTER_OF("lL"), CHARACTER_OF("lL")),
                   ATTEMPT(CHARACTER_OF("tT"), CHARACTER_OF("rR"), CHARACTER_OF("uU"),
                           CHARACTER_OF("eE")),
                   ATTEMPT(CHARACTER_OF("fF"), CHARACTER_OF("aA"), CHARACTER_OF("lL"),
                           CHARACTER_OF("sS"), CHARACTER_OF("eE")),
                   ATTEMPT(CHARACTER_OF("uU"), CHARACTER_OF("nN"), CHARACTER_OF("kK"),
                           CHARACTER_OF("nN"), CHARACTER_OF("oO"), CHARACTER_OF("wW"),
                           CHARACTER_OF("nN")))};
PART simple = {
    .kind = CHOICE,
    .parts = PARTS(ATTEMPT(WORD("neq")), ATTEMPT(WORD("cs")), ATTEMPT(WORD("cd")),
                   ATTEMPT(WORD("ov")), ATTEMPT(WORD("sl")), ATTEMPT(WORD("sr")),
                   ATTEMPT(WORD("nxr")), ATTEMPT(WORD("nxl")), ATTEMPT(WORD("adj")))};
PART quantified = {.kind = CHOICE,
                   .parts = PARTS(ATTEMPT(WORD("eq")), ATTEMPT(WORD("gte")),
                                  ATTEMPT(WORD("gt")), ATTEMPT(WORD("lte")),
                                  ATTEMPT(WORD("lt")), ATTEMPT(WORD("like")),
                                  ATTEMPT(WORD("ilike")), ATTEMPT(WORD("match")),
                                  ATTEMPT(WORD("imatch")))};
PART quantifier = {
    .kind = CHOICE,
    .parts = PARTS(ATTEMPT(CHARACTER("("), EITHER(ATTEMPT(WORD("any")), WORD("all")),
                           CHARACTER(")")),
                   NOTHING)};
PART search = {.kind = CHOICE,
               .parts = PARTS(ATTEMPT(WORD("fts")), ATTEMPT(WORD("plfts")),
                              ATTEMPT(WORD("phfts")), ATTEMPT(WORD("wfts")))};
PART language = {
    .kind = CHOICE,
    .parts = PARTS(ATTEMPT(CHARACTER("("), &identifier, CHARACTER(")")), NOTHING)};
PART negation = {.kind = CHOICE, .parts = PARTS(ATTEMPT(WORD("not"), &dot), NOTHING)};
#define OPERATION(value)                                                                 \
    ALL(&negation,                                                                       \
        CALLED("operator (eq, gt, ...)", ALL(ATTEMPT(WORD("in"), &dot), &list),          \
               ALL(ATTEMPT(WORD("is"), &dot), &truth),                                   \
               ALL(ATTEMPT(WORD("isdistinct"), &dot), value),                            \
               ATTEMPT(&search, &language, &dot, value), ATTEMPT(&simple, &dot, value),  \
               ATTEMPT(&quantified, &quantifier, &dot, value)))
PART filter = {.kind = SEQUENCE, .parts = PARTS(OPERATION(&anything))};

PART direction = {
    .kind = CHOICE,
    .parts = PARTS(ATTEMPT(&dot, WORD("asc")), ATTEMPT(&dot, WORD("desc")), NOTHING)};
PART term_end = {.kind = CHOICE, .parts = PARTS(SEEN(CHARACTER(",")), ATTEMPT(&end))};
PART nulls = {.kind = CHOICE,
              .parts = PARTS(ALL(EITHER(ATTEMPT(&dot, WORD("nullsfirst")),
                                        ATTEMPT(&dot, WORD("nullslast")), NOTHING),
                                 &term_end),
                             &term_end)};
PART term = {.kind = CHOICE,
             .parts = PARTS(ATTEMPT(&name, CHARACTER("("), &field, CHARACTER(")"),
                                    &direction, &nulls),
                            ALL(&field, &direction, &nulls))};
PART order = {.kind = SEQUENCE, .parts = PARTS(LIST(SPACED(&term), CHARACTER(",")))};

PART braces = {.kind = TRY,
               .parts = PARTS(ALL(WORD("{"), REPEATED(CHARACTER_BUT("{}")), WORD("}")))};
PART logic_value = {.kind = CHOICE,
                    .parts = PARTS(ATTEMPT(&quoted, UNLESS(CHARACTER_BUT(",)"))), &braces,
                                   REPEATED(CHARACTER_BUT(",)")))};
static const struct part logic;
PART group = {
    .kind = SEQUENCE,
    .parts = PARTS(CALLED("negation operator (not)", ATTEMPT(WORD("not"), &dot), NOTHING),
                   CALLED("logic operator (and, or)", ATTEMPT(WORD("and")), WORD("or")),
                   SPACED(CHARACTER("(")), LIST(&logic, &comma), SPACED(CHARACTER(")")))};
static const struct part logic = {
    .kind = CHOICE,
    .parts = PARTS(ATTEMPT(&field, &dot, OPERATION(&logic_value)), &group)};

static const struct {
    const char *what;
    const struct part *part;
} kinds[] = {
    {"select parameter", &forest},
    {"filter", &filter},
    {"order", &order},
    {"logic tree", &logic},
    {"columns parameter", &names},
    {"on_conflict parameter", &names},
    {"tree path", &tree_path},
    {"logic path", &logic_path},
};

/* --- the complaint
 * ---------------------------------------------------------------------- */

/* "a, b or c", each once. */
static void add_messages(struct strbuf *out, const char *before, struct report report,
                         enum message_kind kind)
{
    const char *texts[64];
    size_t count = 0;
    for (size_t i = 0; i < report.count && count < ARRAY_LENGTH(texts); i++) {
        bool is_new = report.messages[i].kind == kind;
        for (size_t k = 0; is_new && k < count; k++) {
            is_new = strcmp(texts[k], report.messages[i].text) != 0;
        }
        if (is_new) {
            texts[count++] = report.messages[i].text;
        }
    }
    for (size_t i = 0; i < count; i++) {
        strbuf_add_text(out, i == 0 ? before : i + 1 == count ? " or " : ", ");
        strbuf_add_text(out, texts[i]);
    }
}

static const struct message *first_of(struct report report, enum message_kind kind)
{
    for (size_t i = 0; i < report.count; i++) {
        if (report.messages[i].kind == kind) {
            return &report.messages[i];
        }
    }
    return NULL;
}

static const char *describe(struct arena *arena, struct report report)
{
    struct strbuf out = strbuf_new(arena, 0);
    const struct message *stumbled = first_of(report, STUMBLED);
    if (first_of(report, UNEXPECTED) != NULL) {
        add_messages(&out, "unexpected ", report, UNEXPECTED);
    } else if (stumbled != NULL) {
        strbuf_add_format(&out, "unexpected %s",
                          stumbled->text[0] == '\0' ? "end of input" : stumbled->text);
    }
    bool is_first = first_of(report, UNEXPECTED) == NULL && stumbled == NULL;
    add_messages(&out, is_first ? "expecting " : " expecting ", report, EXPECTED);
    return strbuf_string(&out);
}

/* Tabs stop at every eighth column. */
static void locate(struct slice text, size_t at, struct complaint *out)
{
    out->line = out->column = 1;
    for (size_t i = 0; i < at && i < text.len; i = next_character(text, i)) {
        if (text.ptr[i] == '\n') {
            out->line++;
            out->column = 1;
        } else {
            out->column += text.ptr[i] == '\t' ? 8 - (out->column - 1) % 8 : 1;
        }
    }
}

/* Each may be a level to go down. */
#define PARENTHESES 500

static size_t count_parentheses(struct slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '(';
    }
    return count;
}

bool grammar_complain(struct arena *arena, const char *what, struct slice text,
                      struct complaint *out)
{
    struct reading reading = {arena, text};
    if (count_parentheses(text) > PARENTHESES) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
        if (strcmp(what, kinds[i].what) == 0) {
            struct outcome outcome = read_part(&reading, kinds[i].part, 0);
            locate(text, outcome.report.at, out);
            out->details = describe(arena, outcome.report);
            return !outcome.is_read;
        }
    }
    return false;
}
