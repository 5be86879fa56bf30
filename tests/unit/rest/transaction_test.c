/* SPDX-License-Identifier: MIT */
#include "rest/transaction.h"

#include "tests/unit/http/fixture.h"

/* A database that keeps the last exchange and answers as told. */
struct mock {
    struct database database;
    struct exchange exchange;
    struct exchange_item items[TRANSACTION_STATEMENTS + 4];
    struct error failure;
    struct slice answer[3];
    size_t failed_item;
};

static bool run(struct database *database, struct context *to, struct exchange *exchange)
{
    struct mock *mock = (struct mock *)database;
    if (slice_starts_with(exchange->items[0].statement.sql, "SELECT s.name")) {
        return true; /* the role has no settings */
    }
    mock->exchange = *exchange;
    for (size_t i = 0; i < exchange->item_count; i++) {
        mock->items[i] = exchange->items[i];
        if (slice_starts_with(exchange->items[i].statement.sql, "SELECT nullif(")) {
            const struct row_sink *sink = exchange->items[i].sink;
            assert_true(sink->row(sink->self, to, mock->answer, 3));
        }
    }
    exchange->failed_item = exchange->item_count;
    if (mock->failure.code != NULL) {
        exchange->failed_item = mock->failed_item;
        return context_fail(to, mock->failure);
    }
    return exchange->verdict == NULL || exchange->verdict(exchange->verdict_self, to);
}

static struct mock mock;
static struct models models;
static struct service service;
static struct identity identity;
static struct request request;
static struct response response;
static struct job job;
static struct transaction transaction;

static int start(void **state)
{
    static const struct slice schemas[] = {SLICE("public")};
    set_up(state);
    mock = (struct mock){.database = {.run = run}};
    config.schemas = (struct list){schemas, 1};
    config.extra_search_path = (struct list){schemas, 1};
    config.tx_end = TX_COMMIT;
    config.prepared = true;
    models = (struct models){.may_set_response = true};
    service = (struct service){.config = &config,
                               .models = &models,
                               .database = &mock.database,
                               .role_settings = role_settings_new(&mock.database)};
    identity = (struct identity){.role = SLICE("web"), .claims = SLICE("{\"a\":1.10}")};
    request = (struct request){.method = SLICE("GET"), .path = SLICE("/t")};
    response_init(&context, &response);
    job = (struct job){.context = &context,
                       .service = &service,
                       .request = &request,
                       .identity = &identity,
                       .response = &response,
                       .schema = "s\"1"};
    transaction = (struct transaction){.job = &job};
    transaction_add(&transaction, (struct statement){.sql = SLICE("SELECT 1")}, NULL);
    return 0;
}

static int stop(void **state)
{
    role_settings_free(service.role_settings);
    return tear_down(state);
}

/* The value that a setting of the session gets. */
static struct slice setting(const char *name)
{
    const struct statement *session = &mock.items[0].statement;
    for (size_t i = 0; i + 1 < session->parameter_count; i += 2) {
        if (slice_is(session->parameters[i].value, name)) {
            return session->parameters[i + 1].value;
        }
    }
    return slice_absent();
}

static void the_session_comes_first_and_the_role_last(void **state)
{
    (void)state;
    assert_true(transaction_run(&transaction));
    const struct statement *session = &mock.items[0].statement;
    assert_int_equal(mock.exchange.item_count, 3);
    assert_slice(mock.items[1].statement.sql, "SELECT 1");
    assert_slice(setting("search_path"), "\"s\"\"1\", \"public\"");
    assert_slice(setting("request.jwt.claims"), "{\"a\":1.10}");
    assert_slice(setting("request.method"), "GET");
    assert_slice(setting("request.path"), "/t");
    assert_slice(session->parameters[session->parameter_count - 2].value, "role");
    assert_slice(setting("role"), "web");
    assert_slice(setting("transaction_read_only"), "(absent)");
}

static void a_read_is_read_only_and_may_be_repeated(void **state)
{
    (void)state;
    transaction.is_read_only = true;
    assert_true(transaction_run(&transaction));
    assert_slice(setting("transaction_read_only"), "on");
    assert_true(mock.exchange.is_read);
    assert_null(mock.exchange.begin);
}

static void headers_and_cookies_as_json(void **state)
{
    (void)state;
    const struct header headers[] = {{SLICE("x-a"), SLICE("b\"\\c")},
                                     {SLICE("cookie"), SLICE("d=e; f = g;;=h")},
                                     {SLICE("x-latin"), SLICE("\xe9")}};
    request.headers = headers;
    request.header_count = 3;
    assert_true(transaction_run(&transaction));
    assert_slice(setting("request.headers"),
                 "{ \"x-a\":\"b\\\"\\\\c\",\"x-latin\":\"\xc3\xa9\"}");
    assert_true(slice_is_text(setting("request.cookies")));
    assert_true(slice_starts_with(setting("request.cookies"), "{ \"d\":\"e\""));
}

static bool agrees(void *self, struct context *to)
{
    (void)to;
    *(int *)self += 1;
    return true;
}

/* DB_TX_END, what is preferred, and whether it ends by rolling back. */
static void how_it_ends(void **state)
{
    (void)state;
    static const struct {
        enum tx_end end;
        enum prefer_tx preferred;
        bool rolls_back;
    } all[] = {
        {TX_COMMIT, TX_UNSET, false},
        {TX_COMMIT, TX_PREFER_ROLLBACK, false},
        {TX_COMMIT_ALLOW_OVERRIDE, TX_UNSET, false},
        {TX_COMMIT_ALLOW_OVERRIDE, TX_PREFER_ROLLBACK, true},
        {TX_ROLLBACK, TX_UNSET, true},
        {TX_ROLLBACK, TX_PREFER_COMMIT, true},
        {TX_ROLLBACK_ALLOW_OVERRIDE, TX_UNSET, true},
        {TX_ROLLBACK_ALLOW_OVERRIDE, TX_PREFER_COMMIT, false},
    };
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        config.tx_end = all[i].end;
        job.preferences.tx = all[i].preferred;
        assert_true(transaction_run(&transaction));
        assert_int_equal(mock.exchange.rolls_back, all[i].rolls_back);
        assert_int_equal(mock.exchange.begin != NULL, all[i].rolls_back);
        assert_int_equal(slice_is(mock.items[mock.exchange.item_count - 1].statement.sql,
                                  "SET CONSTRAINTS ALL IMMEDIATE"),
                         all[i].rolls_back);
    }
}

static void when_it_begins_explicitly(void **state)
{
    (void)state;
    int asked = 0;
    transaction.is_read_only = true;
    transaction.needs_snapshot = true;
    assert_true(transaction_run(&transaction));
    assert_string_equal(mock.exchange.begin,
                        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    transaction.is_read_only = transaction.needs_snapshot = false;
    transaction.verdict = agrees;
    transaction.verdict_self = &asked;
    assert_true(transaction_run(&transaction));
    assert_string_equal(mock.exchange.begin,
                        "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    assert_int_equal(asked, 1);
    static const struct setting_value hoisted[] = {
        {"default_transaction_isolation", "serializable"}, {"statement_timeout", "1s"}};
    transaction.hoisted = hoisted;
    transaction.hoisted_count = 2;
    assert_true(transaction_run(&transaction));
    assert_string_equal(mock.exchange.begin,
                        "BEGIN ISOLATION LEVEL serializable READ WRITE");
    assert_slice(setting("statement_timeout"), "1s");
}

static void a_pre_request_stands_between(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *sql;
    } all[] = {{"f", "SELECT \"f\"()"},
               {"s.f", "SELECT \"s\".\"f\"()"},
               {"s.a\"b", "SELECT \"s\".\"a\"\"b\"()"}};
    for (size_t i = 0; i < ARRAY_LENGTH(all); i++) {
        config.pre_request = slice_of(all[i].name);
        assert_true(transaction_run(&transaction));
        assert_slice(mock.items[1].statement.sql, all[i].sql);
        assert_slice(mock.items[2].statement.sql, "SELECT 1");
    }
}

static void plans_are_shared_by_role_and_path_only(void **state)
{
    (void)state;
    assert_true(transaction_run(&transaction));
    struct slice first = mock.exchange.scope;
    identity.role = slice_of("other");
    assert_true(transaction_run(&transaction));
    assert_false(slice_equal(first, mock.exchange.scope));
}

static void what_the_database_says_of_the_answer(void **state)
{
    (void)state;
    mock.answer[0] = slice_of("[]");
    mock.answer[2] = slice_of("3");
    assert_true(transaction_run(&transaction));
    assert_slice(transaction.settings.headers, "[]");
    assert_slice(transaction.settings.status, "(absent)");
    assert_int_equal(transaction.inserted, 3);
    mock.answer[2] = slice_of("x");
    assert_true(transaction_run(&transaction));
    assert_int_equal(transaction.inserted, 0);
}

static void a_failure_has_its_status_and_place(void **state)
{
    (void)state;
    mock.failure = (struct error){.code = "23505", .message = "m"};
    mock.failed_item = 1;
    assert_false(transaction_run(&transaction));
    assert_int_equal(context.error.status, 409);
    assert_int_equal(transaction.failed_statement, 0);
    context.error = (struct error){0};
    mock.failed_item = 0; /* the session */
    assert_false(transaction_run(&transaction));
    assert_int_equal(transaction.failed_statement, transaction.statement_count);
}

static void who_is_anonymous_is_unauthorized(void **state)
{
    (void)state;
    mock.failure = (struct error){.code = "42501", .message = "m"};
    assert_false(transaction_run(&transaction));
    assert_int_equal(context.error.status, 403);
    context.error = (struct error){0};
    identity.is_anonymous = true;
    assert_false(transaction_run(&transaction));
    assert_int_equal(context.error.status, 401);
}

static void a_raised_answer_is_shaped(void **state)
{
    (void)state;
    mock.failure =
        (struct error){.code = "PGRST",
                       .message = "{\"code\":\"7\",\"message\":\"m\"}",
                       .details = "{\"status\":402,\"headers\":{\"X\":\"y\"}}"};
    assert_false(transaction_run(&transaction));
    assert_string_equal(context.error.code, "7");
    assert_int_equal(context.error.status, 402);
    assert_slice(response_header(&response, "X"), "y");
}

#define RUN(name) cmocka_unit_test_setup_teardown(name, start, stop)

static bool asks_for_response(void)
{
    assert_true(transaction_run(&transaction));
    return slice_starts_with(mock.items[mock.exchange.item_count - 1].statement.sql,
                             "SELECT nullif(");
}

/* Of a read where nothing can have said anything. */
static void what_nobody_says_is_not_asked_for(void **state)
{
    (void)state;
    transaction.is_read_only = true;
    assert_true(asks_for_response());
    models.may_set_response = false;
    assert_false(asks_for_response());
    config.pre_request = slice_of("before");
    assert_true(asks_for_response());
    config.pre_request = slice_absent();
    transaction.is_read_only = false;
    assert_true(asks_for_response());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN(the_session_comes_first_and_the_role_last),
        RUN(a_read_is_read_only_and_may_be_repeated),
        RUN(headers_and_cookies_as_json),
        RUN(how_it_ends),
        RUN(when_it_begins_explicitly),
        RUN(a_pre_request_stands_between),
        RUN(plans_are_shared_by_role_and_path_only),
        RUN(what_the_database_says_of_the_answer),
        RUN(what_nobody_says_is_not_asked_for),
        RUN(a_failure_has_its_status_and_place),
        RUN(who_is_anonymous_is_unauthorized),
        RUN(a_raised_answer_is_shaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
