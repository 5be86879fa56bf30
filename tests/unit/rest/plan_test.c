/* SPDX-License-Identifier: MIT */
#include "base/strbuf.h"
#include "rest/plan.h"
#include "schema/models.h"

#include "tests/unit/http/fixture.h"

static struct query query;

static struct plan_request request_for(const char *table, const char *text,
                                       enum plan_purpose purpose)
{
    if (!query_parse(&context, slice_of(text), false, &query)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    return (struct plan_request){
        .models = &models,
        .schema = "public",
        .table = models_find_table(&models, slice_of("public"), slice_of(table)),
        .name = slice_of(table),
        .purpose = purpose,
        .range = {.limit = -1},
        .query = &query,
    };
}

static struct plan_node *planned(const char *table, const char *text)
{
    struct plan_request request = request_for(table, text, PLAN_READ);
    struct plan_node *root = NULL;
    if (!plan_build(&context, &request, &root)) {
        fail_msg("%s: %s", text, context.error.message);
    }
    return root;
}

static void assert_refused(const char *table, const char *text, const char *code)
{
    struct plan_request request = request_for(table, text, PLAN_READ);
    struct plan_node *root;
    context.error = (struct error){0};
    assert_false(plan_build(&context, &request, &root));
    assert_string_equal(context.error.code, code);
}

static void no_limits(void)
{
    config.max_rows = -1;
}

static void names_are_resolved(void **state)
{
    (void)state;
    no_limits();
    struct plan_node *root = planned("therapy_sessions", "select=id,later,metadata->a");
    assert_int_equal(root->select_count, 3);
    assert_non_null(root->selects[0].field.column);
    assert_null(root->selects[1].field.column);
    assert_false(root->selects[2].field.converts_to_jsonb);
    assert_slice(root->selects[2].alias, "a");
    assert_false(plan_is_default_select(root));
    assert_true(plan_is_default_select(planned("therapy_sessions", "")));
    assert_false(
        plan_is_default_select(planned("therapy_sessions", "select=*,patients(*)")));
}

static void relations_become_nodes(void **state)
{
    (void)state;
    no_limits();
    struct plan_node *root =
        planned("therapists", "select=p:patients!inner(id,therapy_sessions(*))&"
                              "p.therapy_sessions.status=eq.failed");
    assert_int_equal(root->child_count, 1);
    const struct plan_node *patients = root->children[0];
    const struct plan_node *sessions = patients->children[0];
    assert_int_equal(patients->join, JOIN_INNER);
    assert_int_equal(patients->depth, 1);
    assert_slice(patients->alias, "p");
    assert_string_equal(patients->table->name, "patients");
    assert_false(relationship_is_to_one(patients->relationship));
    assert_int_equal(sessions->depth, 2);
    assert_int_equal(sessions->condition_count, 1);
    assert_ptr_equal(sessions->parent, patients);
}

static void ranges_are_capped_at_every_level(void **state)
{
    (void)state;
    config.max_rows = 10;
    struct plan_node *root = planned(
        "therapists", "select=id,patients(id)&patients.limit=50&patients.offset=-2");
    assert_int_equal(root->range.limit, 10);
    assert_int_equal(root->children[0]->range.limit, 10);
    assert_int_equal(root->children[0]->range.offset, -2);
    root = planned("therapists", "select=id,patients(id)&patients.limit=3");
    assert_int_equal(root->children[0]->range.limit, 3);
    config.max_rows = 0;
    assert_int_equal(planned("users", "")->range.limit, 0);
}

static void what_is_refused(void **state)
{
    (void)state;
    no_limits();
    assert_refused("users", "select=nothing(*)", "PGRST200");
    assert_refused("users", "patients.id=eq.1", "PGRST108");
    assert_refused("users", "order=patients(id)", "PGRST108");
    assert_refused("therapists", "select=id,patients(id)&order=patients(id)", "PGRST118");
    assert_refused("users", "select=id.count()", "PGRST123");
    assert_refused("therapists", "select=patients(count())", "PGRST123");
    config.aggregates = true;
    assert_refused("therapists", "select=...patients(id.count())", "PGRST127");
}

static void a_write_has_its_own_conditions(void **state)
{
    (void)state;
    no_limits();
    struct plan_request request =
        request_for("therapists", "id=eq.1&or=(id.eq.2)&patients.id=eq.3", PLAN_WRITE);
    struct plan_condition *conditions;
    size_t count;
    assert_true(plan_write_conditions(&context, &request, &conditions, &count));
    assert_int_equal(count, 2);
    assert_int_equal(conditions[0].kind, PLAN_FILTER);
    assert_int_equal(conditions[1].kind, PLAN_OR);
}

static const char *joined(struct names names)
{
    struct strbuf text = strbuf_new(context.arena, 0);
    for (size_t i = 0; i < names.count; i++) {
        strbuf_add_format(&text, "%s%.*s", i > 0 ? "," : "", (int)names.items[i].len,
                          names.items[i].ptr);
    }
    return strbuf_string(&text);
}

static void what_a_write_has_to_return(void **state)
{
    (void)state;
    no_limits();
    static const char *const keys[] = {"id"};
    const struct plan_node *root =
        planned("therapy_sessions", "select=status,status,patients(id)");
    assert_string_equal(joined(plan_needed_columns(&context, root, keys, 1)),
                        "status,patient_id,id");
    root = planned("therapy_sessions", "select=status,*");
    assert_string_equal(joined(plan_needed_columns(&context, root, keys, 1)), "*");
}

static void an_alias_is_the_name_to_use(void **state)
{
    (void)state;
    no_limits();
    const struct plan_node *root =
        planned("therapists", "select=id,p:patients(id)&patients.id=eq.1");
    assert_slice(
        plan_warning(&context, root),
        "299 PostgRESTv16.2 \"Embedded resource was referenced by relation name "
        "even though it has an alias. This is deprecated and will stop working in "
        "a future release. Update `patients` to `p` in query string filters, "
        "orders or limits.\"");
    root = planned("therapists", "select=id,p:patients(id)&p.id=eq.1");
    assert_slice(plan_warning(&context, root), "(absent)");
}

/* 100 embeds deep, patients and sessions in turn. */
static void a_hundred_levels_are_planned(void **state)
{
    (void)state;
    no_limits();
    struct strbuf text = strbuf_new(context.arena, 0);
    strbuf_add_text(&text, "select=");
    for (int i = 0; i < QUERY_DEPTH; i++) {
        strbuf_add_text(&text, i % 2 == 0 ? "therapy_sessions(" : "patients(");
    }
    strbuf_add_text(&text, "id");
    for (int i = 0; i < QUERY_DEPTH; i++) {
        strbuf_add_char(&text, ')');
    }
    const struct plan_node *node = planned("patients", strbuf_string(&text));
    size_t depth = 0;
    while (node->child_count > 0) {
        node = node->children[0];
        depth++;
    }
    assert_int_equal(depth, QUERY_DEPTH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(names_are_resolved),
        UNIT(relations_become_nodes),
        UNIT(ranges_are_capped_at_every_level),
        UNIT(what_is_refused),
        UNIT(a_write_has_its_own_conditions),
        UNIT(what_a_write_has_to_return),
        UNIT(an_alias_is_the_name_to_use),
        UNIT(a_hundred_levels_are_planned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
