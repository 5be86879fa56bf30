/* SPDX-License-Identifier: MIT */
#include "rest/counting.h"
#include "schema/models.h"

#include "tests/unit/http/fixture.h"

static struct job job;
static struct counting counting;
static struct transaction transaction;

/* What is added for a preference; the sinks are then given rows as the database would. */
static void count(enum prefer_count preference)
{
    static const struct table table = {.schema = "s", .name = "t"};
    static struct plan_node root;
    root = (struct plan_node){.table = &table,
                              .schema = "s",
                              .sql_name = SLICE("t"),
                              .relation = SLICE("t"),
                              .is_qualified = true,
                              .range = {.limit = -1}};
    job = (struct job){
        .context = &context, .plan = &root, .preferences = {.count = preference}};
    transaction = (struct transaction){.job = &job};
    counting_add(&counting, &job, &transaction);
}

static void give(size_t index, const char *value)
{
    const struct row_sink *sink = transaction.statements[index].sink;
    const struct slice values[] = {slice_of(value)};
    assert_true(sink->row(sink->self, &context, values, 1));
}

static void nobody_asked(void **state)
{
    (void)state;
    config.max_rows = -1;
    count(COUNT_NONE);
    assert_int_equal(transaction.statement_count, 0);
    assert_int_equal(counting_total(&counting), -1);
}

static void exactly(void **state)
{
    (void)state;
    config.max_rows = -1;
    count(COUNT_EXACT);
    assert_int_equal(transaction.statement_count, 1);
    assert_true(transaction.needs_snapshot);
    assert_slice(transaction.statements[0].statement.sql,
                 "SELECT pg_catalog.count(*) FROM (SELECT 1 FROM \"s\".\"t\") "
                 "_postgrest_count_t");
    give(0, "9223372036854775807");
    assert_true(counting_total(&counting) == INT64_MAX);
}

static void as_planned(void **state)
{
    (void)state;
    config.max_rows = -1;
    static const struct {
        const char *plan;
        int64_t total;
    } plans[] = {
        {"[{\"Plan\": {\"Node Type\": \"X\", \"Plan Rows\": 12}}]", 12},
        {"[\n  {\n    \"Plan\": {\"Plans\": [{\"Plan Rows\": 5}], \"Plan Rows\": 7}\n  "
         "}\n]",
         7},
        {"[]", -1},
        {"no json", -1},
        {"[{\"Plan\": {\"Plan Rows\": \"x\"}}]", -1},
        {"[{\"Plan\": {\"Plan Rows\": 1e300}}]", 0},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(plans); i++) {
        count(COUNT_PLANNED);
        assert_int_equal(transaction.statement_count, 1);
        assert_false(transaction.statements[0].statement.is_cached);
        give(0, plans[i].plan);
        assert_true(counting_total(&counting) == plans[i].total);
    }
}

static void estimated(void **state)
{
    (void)state;
    static const struct {
        int64_t most;
        const char *exact;
        const char *planned;
        int64_t total;
    } all[] = {{10, "5", "900", 5},   {10, "10", "900", 10}, {10, "11", "900", 900},
               {10, "11", "7", 11},   {0, "1", "900", 900},  {0, "0", "900", 0},
               {-1, "5", "900", 900}, {-1, "5", "3", 5}};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        config.max_rows = all[i].most;
        count(COUNT_ESTIMATED);
        assert_int_equal(transaction.statement_count, 2);
        give(0, all[i].exact);
        give(1, arena_printf(context.arena, "[{\"Plan\": {\"Plan Rows\": %s}}]",
                             all[i].planned));
        assert_true(counting_total(&counting) == all[i].total);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(nobody_asked),
        UNIT(exactly),
        UNIT(as_planned),
        UNIT(estimated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
