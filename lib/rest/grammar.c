/* SPDX-License-Identifier: MIT */
#include "rest/grammar.h"

#include "base/strbuf.h"
#include "rest/parsing.h"

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
    for (size_t i = 0; i < at && i < text.len; i = parsing_next(text, i)) {
        if (text.ptr[i] == '\n') {
            out->line++;
            out->column = 1;
        } else {
            out->column += text.ptr[i] == '\t' ? 8 - (out->column - 1) % 8 : 1;
        }
    }
}

/* What a text costs to complain of, in memory too, is some thousand times its length. */
#define LONGEST ((size_t)2048)

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
    if (text.len > LONGEST || count_parentheses(text) > PARENTHESES) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
        if (strcmp(what, kinds[i].what) == 0) {
            struct outcome outcome = parsing_read(arena, kinds[i].part, text);
            locate(text, outcome.report.at, out);
            out->details = describe(arena, outcome.report);
            return !outcome.is_read;
        }
    }
    return false;
}
