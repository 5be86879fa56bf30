/* SPDX-License-Identifier: MIT */
#include "rest/plan_records.h"

#include "schema/models.h"

#include "tests/unit/http/fixture.h"

static struct query query;

static struct plan_node *planned(const char *table, const char *text)
{
    struct plan_node *root = NULL;
    config.max_rows = -1;
    config.aggregates = true;
    context.error = (struct error){0};
    if (!query_parse(&context, slice_of(text), false, &query)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    struct plan_request request = {
        .models = &models,
        .schema = "public",
        .table = models_find_table(&models, slice_of("public"), slice_of(table)),
        .name = slice_of(table),
        .purpose = PLAN_READ,
        .range = {.limit = -1},
        .query = &query,
    };
    if (!plan_build(&context, &request, &root)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    plan_records(context.arena, root, true);
    return root;
}

static void assert_written(const char *text, const char *select, const char *expected)
{
    struct plan_node *root =
        planned("therapy_sessions", arena_printf(context.arena, "select=%s", select));
    size_t count;
    struct record *const *records = plan_root_records(context.arena, root, &count);
    struct json_writer writer = {.spool = spool_new(&context),
                                 .scratch = strbuf_new(context.arena, 0)};
    struct slice written;
    assert_int_equal(count, 1);
    record_write(&writer, records[0], text == NULL ? slice_absent() : slice_of(text));
    assert_true(spool_map(&context, writer.spool, &written));
    assert_slice(written, expected);
}

static void values_are_written(void **state)
{
    (void)state;
    static const char statistics[] = "emg_statistics(channel,rms_mean)";
    assert_written(NULL, statistics, "[]");
    assert_written("(1,)", statistics, "[{\"channel\": 1, \"rms_mean\": null}]");
    assert_written("(1,-0)(2,3.5e-05)", statistics,
                   "[{\"channel\": 1, \"rms_mean\": 0}, "
                   "{\"channel\": 2, \"rms_mean\": 0.000035}]");
    assert_written("(1,-1.25e+20)", statistics,
                   "[{\"channel\": 1, \"rms_mean\": -125000000000000000000}]");
    assert_written("(1,1.2345e+02)", statistics,
                   "[{\"channel\": 1, \"rms_mean\": 123.45}]");
    assert_written("(1,NaN)", statistics, "[{\"channel\": 1, \"rms_mean\": \"NaN\"}]");
    assert_written("(\"2026-01-02 03:04:05+00\")", "performance_scores(created_at)",
                   "[{\"created_at\": \"2026-01-02T03:04:05+00:00\"}]");
}

static void one_row_is_an_object(void **state)
{
    (void)state;
    assert_written(NULL, "patients(patient_code)", "null");
    assert_written("()", "patients(diagnosis)", "{\"diagnosis\": null}");
    assert_written("(\"\")", "patients(diagnosis)", "{\"diagnosis\": \"\"}");
    assert_written("(\"a\"\"b\\\\c, (d)\")", "patients(diagnosis)",
                   "{\"diagnosis\": \"a\\\"b\\\\c, (d)\"}");
    assert_written("(\"\"\"\"\"\")", "patients(diagnosis)",
                   "{\"diagnosis\": \"\\\"\\\"\"}");
}

/* Shorter keys first, and of two with one name the last. */
static void keys_are_in_jsonb_s_order(void **state)
{
    (void)state;
    assert_written("(a,b,c,d)",
                   "patients(bb:diagnosis,aaa:diagnosis,a:diagnosis,bb:patient_code)",
                   "{\"a\": \"c\", \"bb\": \"d\", \"aaa\": \"b\"}");
    assert_written("(a,b)", "patients(ü:diagnosis,zzz:diagnosis)",
                   "{\"ü\": \"a\", \"zzz\": \"b\"}");
}

static void records_are_nested(void **state)
{
    (void)state;
    assert_written("(P1,\"(\"\"a \"\"\"\"b\"\"\"\"\"\")\")",
                   "patients(patient_code,therapists(specialization))",
                   "{\"therapists\": {\"specialization\": \"a \\\"b\\\"\"}, "
                   "\"patient_code\": \"P1\"}");
    assert_written("(P1,)", "patients(patient_code,therapists(specialization))",
                   "{\"therapists\": null, \"patient_code\": \"P1\"}");
}

/* Whatever the text is, nothing past its end is read. */
static void broken_text_ends(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       "(",       "(1", "(\"", "(\"a",
                                        "(\"a\\", "(\"\"\"", "x",  "(1,2"};
    for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
        struct plan_node *root =
            planned("therapy_sessions", "select=emg_statistics(channel,rms_mean)");
        struct json_writer writer = {.spool = spool_new(&context),
                                     .scratch = strbuf_new(context.arena, 0)};
        char *exact = arena_alloc(context.arena, strlen(texts[i]) + 1);
        memcpy(exact, texts[i], strlen(texts[i]));
        record_write(&writer, root->children[0]->record,
                     (struct slice){exact, strlen(texts[i])});
        assert_true(spool_length(writer.spool) > 0);
    }
}

static bool is_record(const char *table, const char *text)
{
    return planned(table, text)->children[0]->record != NULL;
}

static void what_cannot_be_a_record_is_json(void **state)
{
    (void)state;
    assert_true(is_record("patients", "select=*,therapists(*)"));
    assert_true(is_record("patients", "select=*,therapists(*)&order=created_at"));
    assert_true(
        is_record("therapy_sessions", "select=*,contractions(*)&contractions.limit=1"));
    assert_false(is_record("patients", "select=*,therapists(*)&order=therapists(id)"));
    assert_false(is_record("patients", "select=*,...therapists(id)"));
    assert_false(is_record("patients", "select=count(),therapists(id)"));
    assert_false(is_record("therapy_sessions", "select=*,contractions(count())"));
    assert_false(is_record("patients", "select=*,therapists()"));
    struct plan_node *beside =
        planned("patients", "select=therapy_sessions(id),...therapists(x:id)");
    assert_null(beside->children[0]->record);
    assert_null(beside->children[1]->record);
    plan_records(context.arena, beside, false);
    assert_null(beside->children[0]->record);
}

/* Each level doubles the quotes of the ones below it. */
static void only_three_levels_are_records(void **state)
{
    (void)state;
    const struct plan_node *node =
        planned("users",
                "select=id,therapists(id,patients(id,therapy_sessions(id,contractions(id,"
                "therapy_sessions(id)))))");
    for (size_t depth = 1; node->child_count > 0; depth++) {
        node = node->children[0];
        assert_int_equal(node->record != NULL, depth <= 3);
    }
}

static void types_are_made_sure(void **state)
{
    (void)state;
    struct plan_node *root = planned(
        "patients",
        "select=therapy_sessions(id,metadata,metadata->a,metadata->>b,status::text)");
    const struct record *record = root->children[0]->record;
    assert_string_equal(record->columns[0].type, "uuid");
    assert_string_equal(record->columns[1].type, "jsonb");
    assert_null(record->columns[2].type);
    assert_string_equal(record->columns[3].type, "");
    assert_null(record->columns[4].type);
    assert_null(record_writer("character")); /* a cast to it would cut */
    assert_null(record_writer("integer[]"));
    assert_non_null(record_writer("character varying"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(values_are_written),
        UNIT(one_row_is_an_object),
        UNIT(keys_are_in_jsonb_s_order),
        UNIT(records_are_nested),
        UNIT(broken_text_ends),
        UNIT(what_cannot_be_a_record_is_json),
        UNIT(only_three_levels_are_records),
        UNIT(types_are_made_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
