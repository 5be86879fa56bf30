/* SPDX-License-Identifier: MIT */
#include "shared/record_repository.h"

#include "schema/records.h"
#include "tests/unit/shared/fixture.h"

#define ID "00000000-0000-4000-8000-0000000000e1"
#define OTHER "00000000-0000-4000-8000-0000000000e2"
#define COLUMNS                                                                          \
    "\"public\".\"contractions\".\"id\", \"public\".\"contractions\".\"session_id\", "   \
    "\"public\".\"contractions\".\"channel\", "                                          \
    "\"public\".\"contractions\".\"start_time\", "                                       \
    "\"public\".\"contractions\".\"duration\", "                                         \
    "\"public\".\"contractions\".\"peak_amplitude\", "                                   \
    "\"public\".\"contractions\".\"mean_amplitude\""
#define ROW                                                                              \
    "{\"id\":\"" ID "\",\"session_id\":\"" OTHER "\",\"channel\":2,\"start_time\":1,"    \
    "\"duration\":0.25,\"peak_amplitude\":3e-4,\"mean_amplitude\":null}"

#define NEXT                                                                             \
    "{\"id\":\"" ID "\",\"session_id\":\"" ID "\",\"channel\":3,\"start_time\":1.5,"     \
    "\"duration\":0.25,\"peak_amplitude\":null,\"mean_amplitude\":1}"

static struct abstract_repository rows;

static const struct record_repository *contractions(void)
{
    static struct record_repository repository = {&rows, &contraction_record};
    assert_true(
        abstract_repository_open(&test.context, test.store, NULL, "contractions", &rows));
    return &repository;
}

static struct uuid uuid(const char *text)
{
    struct uuid out;
    assert_true(uuid_parse(slice_of(text), &out));
    return out;
}

static void assert_row(const struct contraction *row)
{
    assert_true(row->has_id);
    assert_string_equal(uuid_text(row->id).text, ID);
    assert_string_equal(uuid_text(row->session_id).text, OTHER);
    assert_int_equal(row->channel, 2);
    assert_true(row->start_time == 1);
    assert_true(row->duration == 0.25);
    assert_true(row->has_peak_amplitude);
    assert_true(row->peak_amplitude == 3e-4);
    assert_false(row->has_mean_amplitude);
}

static void a_row_is_read_by_its_key(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction row;
    expect_rows("SELECT " COLUMNS " FROM", "[" ROW "]");
    assert_done(record_repository_get(&test.context, repository, ID, &row));
    assert_row(&row);
    assert_parameter(0, 1, ID);
    assert_true(mock_database_is_read(test.mock));
}

static void a_row_that_is_not_there(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction row = {.channel = 7};
    bool is_found = true;
    expect_rows("SELECT", "[]");
    assert_done(record_repository_find(&test.context, repository, ID, &row, &is_found));
    assert_false(is_found);
    assert_int_equal(row.channel, 7);
    expect_rows("SELECT", "[]");
    assert_refused(record_repository_get(&test.context, repository, ID, &row),
                   "PGRST116");
}

static void rows_are_listed(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct query_builder builder = query_builder_new(&test.context);
    struct record_list list;
    query_builder_select(&builder, "id");
    query_builder_eq(&builder, "channel", "2");
    query_builder_order(&builder, NULL, "start_time");
    expect_rows("SELECT " COLUMNS " FROM \"public\".\"contractions\" WHERE",
                "[" ROW "," NEXT "]");
    assert_done(record_repository_list(&test.context, repository,
                                       query_builder_query(&builder), &list));
    const struct contraction *items = list.items;
    assert_int_equal(list.count, 2);
    assert_row(&items[0]);
    assert_int_equal(items[1].channel, 3);
    assert_true(items[1].start_time == 1.5);
    assert_true(items[1].has_mean_amplitude);
}

static void relations_only_filter(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct query_builder builder = query_builder_new(&test.context);
    struct record_list list;
    query_builder_select(&builder, "therapy_sessions!inner(id,status)");
    query_builder_eq(&builder, "therapy_sessions.status", "completed");
    expect_rows("SELECT " COLUMNS " FROM \"public\".\"contractions\" INNER JOIN LATERAL",
                "[" ROW "]");
    assert_done(record_repository_list(&test.context, repository,
                                       query_builder_query(&builder), &list));
    assert_row(list.items);
}

static void a_row_is_created(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction row = {.session_id = uuid(OTHER),
                              .channel = 2,
                              .start_time = 1,
                              .duration = 0.25,
                              .has_peak_amplitude = true,
                              .peak_amplitude = 3e-4};
    expect_rows("INSERT INTO \"public\".\"contractions\"", "[" ROW "]");
    assert_done(record_repository_create(&test.context, repository, &row, &row));
    assert_row(&row);
    assert_parameter(0, 1,
                     "[{\"session_id\":\"" OTHER "\",\"channel\":2,\"start_time\":1,"
                     "\"duration\":0.25,\"peak_amplitude\":0.0003}]");
    expect_affected("INSERT INTO", 1);
    assert_done(record_repository_create(&test.context, repository, &row, NULL));
    assert_null(strstr(mock_database_sql(test.mock, 1), "RETURNING"));
}

static void a_list_is_created_at_once(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction items[] = {
        {.session_id = uuid(OTHER), .channel = 1, .start_time = 0, .duration = 1},
        {.session_id = uuid(OTHER),
         .channel = 1,
         .start_time = 2,
         .duration = 1,
         .has_mean_amplitude = true,
         .mean_amplitude = 1e-5},
    };
    struct record_list list = {items, 2};
    expect_affected("INSERT INTO", 2);
    assert_done(
        record_repository_create_many(&test.context, repository, &list, NULL, NULL));
    assert_sql_has(0, "\"mean_amplitude\"");
    assert_parameter(
        0, 1,
        "[{\"session_id\":\"" OTHER "\",\"channel\":1,\"start_time\":0,\"duration\":1},"
        "{\"session_id\":\"" OTHER "\",\"channel\":1,\"start_time\":2,\"duration\":1,"
        "\"mean_amplitude\":1e-05}]");
    expect_affected("INSERT INTO", 2);
    assert_done(record_repository_create_many(&test.context, repository, &list,
                                              "channel, peak_amplitude", NULL));
    assert_parameter(1, 1,
                     "[{\"channel\":1,\"peak_amplitude\":null},"
                     "{\"channel\":1,\"peak_amplitude\":null}]");
}

static void what_is_wrong_is_not_sent(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction items[] = {
        {.session_id = uuid(OTHER), .channel = 1, .start_time = 0, .duration = 1},
        {.session_id = uuid(OTHER), .channel = 1, .start_time = 2, .duration = 0},
    };
    struct record_list list = {items, 2};
    assert_false(
        record_repository_create_many(&test.context, repository, &list, NULL, NULL));
    assert_string_equal(test.context.error.code, "23514");
    assert_string_equal(test.context.error.column, "duration");
    assert_string_equal(test.context.error.message,
                        "duration of contractions must be above 0");
    assert_string_equal(test.context.error.details, "Row 2 of 2.");
    assert_int_equal(mock_database_count(test.mock), 0);
}

static void rows_are_replaced(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction item = {
        .session_id = uuid(OTHER), .channel = 1, .start_time = 0, .duration = 1};
    struct record_list list = {&item, 1};
    expect_affected("ON CONFLICT(\"session_id\", \"channel\") DO UPDATE", 1);
    assert_done(record_repository_upsert(&test.context, repository, &list,
                                         "session_id,channel", NULL));
}

static void named_columns_are_changed(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction row = {.channel = 2};
    struct record_change change = {&row, "channel,mean_amplitude"};
    expect_rows("UPDATE \"public\".\"contractions\" SET", "[" ROW "]");
    assert_done(record_repository_update(&test.context, repository, ID, change, &row));
    assert_row(&row);
    assert_parameter(0, 1, "{\"channel\":2,\"mean_amplitude\":null}");
    expect_rows("UPDATE", "[]");
    assert_refused(record_repository_update(&test.context, repository, ID, change, NULL),
                   "PGRST116");
    change.columns = NULL;
    assert_refused(record_repository_update(&test.context, repository, ID, change, NULL),
                   "PGRST102");
    change.columns = "channel,color";
    assert_refused(record_repository_update(&test.context, repository, ID, change, NULL),
                   "PGRST204");
    assert_int_equal(mock_database_count(test.mock), 2);
}

/* A write's row comes after it was committed. */
static void a_row_that_no_struct_holds(void **state)
{
    (void)state;
    const struct record_repository *repository = contractions();
    struct contraction row = {
        .session_id = uuid(OTHER), .channel = 1, .start_time = 0, .duration = 1};
    expect_rows("SELECT", "[{\"channel\":3000000000}]");
    expect_rows("SELECT", "[{\"channel\":\"one\"}]");
    expect_rows("SELECT", "[{\"channel\":null}]");
    expect_rows("INSERT", "[{\"colour\":1}]");
    struct record_list list;
    assert_refused(record_repository_list(&test.context, repository, NULL, &list),
                   "22003");
    assert_refused(record_repository_list(&test.context, repository, NULL, &list),
                   "42804");
    assert_false(record_repository_list(&test.context, repository, NULL, &list));
    assert_string_equal(test.context.error.column, "channel");
    assert_null(test.context.error.hint);
    assert_refused(false, "22004");
    assert_false(record_repository_create(&test.context, repository, &row, &row));
    assert_string_equal(test.context.error.hint,
                        "The write was stored; its row could not be read.");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)
    const struct CMUnitTest tests[] = {
        CASE(a_row_is_read_by_its_key),  CASE(a_row_that_is_not_there),
        CASE(rows_are_listed),           CASE(relations_only_filter),
        CASE(a_row_is_created),          CASE(a_list_is_created_at_once),
        CASE(what_is_wrong_is_not_sent), CASE(rows_are_replaced),
        CASE(named_columns_are_changed), CASE(a_row_that_no_struct_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
