/* SPDX-License-Identifier: MIT */
#include "rest/read_select.h"
#include "rest/read_statement.h"
#include "schema/models.h"

#include "tests/unit/http/fixture.h"

static struct query query;

static struct plan_node *planned(const char *table, const char *text)
{
    struct plan_node *root = NULL;
    config.max_rows = -1;
    assert_true(query_parse(&context, slice_of(text), false, &query));
    const struct plan_request request = {
        .models = &models,
        .schema = "public",
        .table = models_find_table(&models, slice_of("public"), slice_of(table)),
        .name = slice_of(table),
        .range = {.limit = -1},
        .query = &query};
    assert_true(plan_build(&context, &request, &root));
    return root;
}

static const char *spelled(struct plan_node *root, size_t parameters)
{
    struct sql sql = sql_new(&context);
    read_statement_add(&sql, root);
    assert_int_equal(sql.parameters.count, parameters);
    return strbuf_string(&sql.text);
}

static void a_page(void **state)
{
    (void)state;
    struct plan_node *root = planned("users", "select=id&role=eq.admin&order=email");
    root->range = (struct range){20, 10};
    assert_string_equal(spelled(root, 3),
                        "SELECT \"public\".\"users\".\"id\" FROM \"public\".\"users\" "
                        "WHERE \"public\".\"users\".\"role\" = $1 "
                        "ORDER BY \"public\".\"users\".\"email\" LIMIT $2 OFFSET $3");
}

static void a_claim_locks_the_tables_own_rows(void **state)
{
    (void)state;
    struct plan_node *root = planned("users", "select=id,therapists(id)");
    root->range = (struct range){.limit = 1};
    root->is_claim = true;
    const char *text = spelled(root, 1);
    const char *end = " LIMIT $1 FOR UPDATE OF \"users\" SKIP LOCKED";
    assert_string_equal(text + strlen(text) - strlen(end), end);
    assert_null(strstr(text, "SKIP LOCKED)"));
}

/* Pages of one list share a prepared plan: their numbers are not in the text. */
static void pages_are_spelled_alike(void **state)
{
    (void)state;
    struct plan_node *root = planned("users", "select=id");
    root->range = (struct range){20, 10};
    const char *first = spelled(root, 2);
    root->range = (struct range){INT64_MAX, 0};
    assert_string_equal(spelled(root, 2), first);
}

static void all_rows_are_counted_without_joins(void **state)
{
    (void)state;
    struct sql sql = sql_new(&context);
    struct plan_node *root = planned(
        "therapists", "select=id,patients!inner(id),users(id)&patients.id=eq.1&order=id");
    root->range = (struct range){20, 10};
    read_statement_add_all_rows(&sql, root);
    const char *text = strbuf_string(&sql.text);
    assert_null(strstr(text, "JOIN"));
    assert_null(strstr(text, "LIMIT"));
    assert_null(strstr(text, "ORDER"));
    assert_non_null(strstr(text, "EXISTS (SELECT 1 FROM \"public\".\"patients\""));
    assert_null(strstr(text, "users"));
}

/* What can be encoded in the worker is not made JSON by the database. */
static void what_the_worker_can_encode(void **state)
{
    (void)state;
    static const struct type_case {
        enum type_form form;
        bool is_encodable;
    } forms[] = {{FORM_BUILT_IN, true}, {FORM_TEXT, true}, {FORM_OTHER, false}};
    for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
        const struct column columns[] = {{.name = "a", .form = FORM_BUILT_IN},
                                         {.name = "b", .form = forms[i].form}};
        const struct table table = {.columns = columns, .column_count = 2};
        struct plan_select star = {.field = {.is_all = true}};
        struct plan_node root = {.table = &table, .selects = &star, .select_count = 1};
        assert_int_equal(read_select_is_encodable(&root), forms[i].is_encodable);
        struct plan_select one = {.field = {.form = forms[i].form}};
        root.selects = &one;
        assert_int_equal(read_select_is_encodable(&root), forms[i].is_encodable);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(a_page),
        UNIT(a_claim_locks_the_tables_own_rows),
        UNIT(pages_are_spelled_alike),
        UNIT(all_rows_are_counted_without_joins),
        UNIT(what_the_worker_can_encode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
