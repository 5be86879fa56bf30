/* SPDX-License-Identifier: MIT */
#include "tests/unit/http/fixture.h"

#include "rest/grammar.h"

static const char *complaint(const char *what, const char *text)
{
    struct complaint complaint;
    if (!grammar_complain(context.arena, what, slice_of(text), &complaint)) {
        return "(none)";
    }
    return arena_printf(context.arena, "%zu:%zu %s", complaint.line, complaint.column,
                        complaint.details);
}

static void right_texts_have_no_complaint(void **state)
{
    (void)state;
    assert_string_equal(complaint("select parameter", ""), "(none)");
    assert_string_equal(complaint("select parameter",
                                  "*,n:count(),a:b->>0::text,x:y!z!inner(k,...l(*)),"
                                  "m.sum()::text"),
                        "(none)");
    assert_string_equal(complaint("filter", "not.fts(english).fat & rat"), "(none)");
    assert_string_equal(complaint("filter", "like(any).{a*,b*}"), "(none)");
    assert_string_equal(complaint("filter", "in.(1,\"a,b\",)"), "(none)");
    assert_string_equal(complaint("order", "a->b.desc.nullslast, c(d).asc"), "(none)");
    assert_string_equal(
        complaint("logic tree", "or(a.eq.\"x)\",not.and(b.is.null,c.ov.{1,2}))"),
        "(none)");
    assert_string_equal(complaint("tree path", "a.b.c->d"), "(none)");
}

static void the_furthest_place_counts(void **state)
{
    (void)state;
    assert_string_equal(
        complaint("order", "title.descending"),
        "1:11 unexpected 'e' expecting delimiter (.), \",\" or end of input");
    assert_string_equal(complaint("order", "title.asc.nullsfirsts"),
                        "1:21 unexpected 's' expecting \",\" or end of input");
    assert_string_equal(complaint("filter", "not.in.1"),
                        "1:8 unexpected \"1\" expecting \"(\"");
    assert_string_equal(complaint("tree path", "tags->>--1"),
                        "1:9 unexpected \"-\" expecting digit");
    assert_string_equal(complaint("logic tree", "and(id.eq.1,not.nor(id.eq.2))"),
                        "1:17 unexpected \"n\" expecting logic operator (and, or)");
}

static void each_expectation_is_named_once(void **state)
{
    (void)state;
    assert_string_equal(complaint("select parameter", "title!(id)"),
                        "1:6 unexpected '!' expecting letter, digit, \"-\", \"->>\", "
                        "\"->\", \"::\", \".\", \")\", \",\" or end of input");
}

static void characters_are_shown_as_haskell_does(void **state)
{
    (void)state;
    assert_string_equal(complaint("filter", "é"),
                        "1:1 unexpected \"\\233\" expecting \"not\" or operator (eq, "
                        "gt, ...)");
    assert_string_equal(complaint("columns parameter", "\"open"),
                        "1:6 unexpected end of input expecting \"\\\\\" or \"\\\"\"");
    assert_string_equal(complaint("filter", "\\"),
                        "1:1 unexpected \"\\\\\" expecting \"not\" or operator (eq, gt, "
                        "...)");
}

static void places_are_counted_in_characters(void **state)
{
    (void)state;
    assert_string_equal(complaint("columns parameter", "größe,,"),
                        "1:7 unexpected \",\" expecting field name (* or [a..z0..9_$])");
    assert_string_equal(complaint("filter", "in.\n"),
                        "1:4 unexpected \"\\n\" expecting \"(\"");
    assert_string_equal(complaint("filter", "in.(a\nb"),
                        "2:2 unexpected end of input expecting \",\" or \")\"");
}

static void kinds_it_does_not_know_and_depth(void **state)
{
    (void)state;
    assert_string_equal(complaint("thing", ","), "(none)");
    char deep[8000];
    for (size_t i = 0; i < sizeof(deep); i += 2) {
        memcpy(deep + i, "a(", 2);
    }
    deep[sizeof(deep) - 1] = '\0';
    deep[1002] = '\0';
    assert_string_equal(complaint("select parameter", deep), "(none)");
    memcpy(deep + 998, ",", 2);
    assert_string_not_equal(complaint("select parameter", deep), "(none)");
}

static void long_texts_are_not_read(void **state)
{
    (void)state;
    char text[2050];
    memset(text, 'a', sizeof(text));
    text[2047] = ',';
    text[2048] = '\0';
    assert_string_not_equal(complaint("columns parameter", text), "(none)");
    text[2047] = 'a';
    text[2048] = ',';
    text[2049] = '\0';
    assert_string_equal(complaint("columns parameter", text), "(none)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(right_texts_have_no_complaint),
        UNIT(the_furthest_place_counts),
        UNIT(each_expectation_is_named_once),
        UNIT(characters_are_shown_as_haskell_does),
        UNIT(places_are_counted_in_characters),
        UNIT(kinds_it_does_not_know_and_depth),
        UNIT(long_texts_are_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
