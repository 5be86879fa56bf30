/* SPDX-License-Identifier: MIT */
#include "shared/mock_database.h"

#include "base/growing.h"
#include "base/json.h"
#include "shared/mock_binary.h"

/* OIDs of pg_type. */
#define TYPE_BOOL 16
#define TYPE_TEXT 1043 /* varchar: a text could be the records of a relation */
#define TYPE_JSON 114
#define TYPE_FLOAT8 701
#define TYPE_NUMERIC 1700
#define TYPE_JSONB 3802

struct expectation {
    const char *part;
    struct mock_answer answer;
};

struct mock_database {
    struct database database;
    struct arena *arena;
    struct growing expectations; /* of struct expectation */
    struct growing statements;   /* of struct statement, copied */
    struct strbuf steps;         /* of units */
    const char *refused_step;
    struct error refusal;
    struct statement settings; /* of the last exchange: names and values */
    const char *begin;
    bool is_read;
    const char *problem; /* the first one */
};

/* How rows are given to a sink. */
struct giving {
    struct mock_database *mock;
    struct context *context;
    const struct row_sink *sink;
    bool is_wrapped; /* each row is one column of JSON */
    bool is_binary;
    uint32_t *types; /* of the columns, in binary */
    size_t type_count;
};

static struct statement copy_statement(struct arena *arena,
                                       const struct statement *statement)
{
    size_t count = statement->parameter_count;
    struct parameter *parameters = arena_alloc(arena, (count + 1) * sizeof(*parameters));
    for (size_t i = 0; i < count; i++) {
        struct slice value = statement->parameters[i].value;
        parameters[i] = statement->parameters[i];
        parameters[i].value =
            slice_is_present(value) ? slice_copy(arena, value) : slice_absent();
    }
    return (struct statement){.sql = slice_of(slice_string(arena, statement->sql)),
                              .parameters = parameters,
                              .parameter_count = count};
}

static bool fail(struct mock_database *mock, struct context *context, const char *what,
                 const char *text)
{
    if (mock->problem == NULL) {
        mock->problem = arena_printf(mock->arena, "%s: %s", what, text);
    }
    return context_fail_with(context, "PGRSTX00", "%s: %s", what, text);
}

static uint32_t type_of(struct json_value value)
{
    switch (value.kind) {
    case JSON_KIND_NULL:
    case JSON_KIND_STRING:
        return TYPE_TEXT;
    case JSON_KIND_TRUE:
    case JSON_KIND_FALSE:
        return TYPE_BOOL;
    case JSON_KIND_NUMBER:
        return TYPE_NUMERIC;
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        return TYPE_JSONB;
    }
    return TYPE_TEXT;
}

static struct slice text_of(struct arena *arena, struct json_value value)
{
    switch (value.kind) {
    case JSON_KIND_NULL:
        return slice_absent();
    case JSON_KIND_STRING:
        return json_string_text(arena, value);
    case JSON_KIND_TRUE:
        return slice_of("t");
    case JSON_KIND_FALSE:
        return slice_of("f");
    case JSON_KIND_NUMBER:
    case JSON_KIND_ARRAY:
    case JSON_KIND_OBJECT:
        return value.text;
    }
    return value.text;
}

/* Of the first row's members, by what all rows have in their places. */
static void find_types(struct giving *giving, struct json_value rows)
{
    struct arena *arena = giving->context->arena;
    struct growing types = {0};
    struct json_iterator items = json_iterate(rows);
    struct json_value row, value;
    struct slice key;
    for (size_t number = 0; json_next_item(&items, &row); number++) {
        struct json_iterator members = json_iterate(row);
        for (size_t i = 0; row.kind == JSON_KIND_OBJECT &&
                           json_next_member(&members, arena, &key, &value);
             i++) {
            if (number == 0) {
                *(uint32_t *)growing_add(arena, &types, sizeof(uint32_t)) = MOCK_UNKNOWN;
            }
            uint32_t *type = i < types.count ? (uint32_t *)types.items + i : NULL;
            if (type != NULL) {
                *type = mock_binary_type(*type, value);
            }
        }
    }
    giving->types = types.items;
    giving->type_count = types.count;
}

static bool describe(const struct giving *giving, struct json_value row)
{
    struct arena *arena = giving->context->arena;
    struct growing fields = {0};
    struct json_iterator members = json_iterate(row);
    struct json_value value;
    struct slice key;
    if (giving->sink->describe == NULL) {
        return true;
    }
    if (giving->is_wrapped) {
        struct field whole = {.name = slice_of("to_json"), .type = TYPE_JSON};
        return giving->sink->describe(giving->sink->self, giving->context, &whole, 1);
    }
    while (row.kind == JSON_KIND_OBJECT &&
           json_next_member(&members, arena, &key, &value)) {
        struct field *field = growing_add(arena, &fields, sizeof(*field));
        size_t index = fields.count - 1;
        *field = (struct field){.name = key,
                                .type = index < giving->type_count ? giving->types[index]
                                                                   : type_of(value)};
    }
    return giving->sink->describe(giving->sink->self, giving->context, fields.items,
                                  fields.count);
}

static bool give_row(const struct giving *giving, struct json_value row)
{
    struct arena *arena = giving->context->arena;
    struct growing values = {0};
    struct json_iterator members = json_iterate(row);
    struct json_value value;
    struct slice key;
    if (giving->sink->row == NULL) {
        return true;
    }
    if (giving->is_wrapped) {
        return giving->sink->row(giving->sink->self, giving->context, &row.text, 1);
    }
    while (json_next_member(&members, arena, &key, &value)) {
        struct slice *added = growing_add(arena, &values, sizeof(key));
        *added = values.count <= giving->type_count
                     ? mock_binary_value(arena, giving->types[values.count - 1], value)
                     : text_of(arena, value);
    }
    return giving->sink->row(giving->sink->self, giving->context, values.items,
                             values.count);
}

static bool give_rows(struct giving *giving, const char *text, int64_t *count)
{
    struct slice rows = slice_of(text);
    struct json_value row = {.kind = JSON_KIND_NULL};
    const char *problem;
    size_t at;
    if (!json_check(rows, &problem, &at) || json_parse(rows).kind != JSON_KIND_ARRAY) {
        return fail(giving->mock, giving->context, "rows that are no JSON array", text);
    }
    struct json_iterator first = json_iterate(json_parse(rows));
    struct json_iterator items = first;
    bool has_rows = json_next_item(&first, &row);
    if (has_rows && row.kind != JSON_KIND_OBJECT) {
        return fail(giving->mock, giving->context, "rows that are no objects", text);
    }
    *count = 0;
    if (giving->is_binary && !has_rows) {
        return true; /* of no rows JSON tells no columns */
    }
    if (giving->is_binary) {
        find_types(giving, json_parse(rows));
    }
    bool ok = describe(giving, row);
    while (ok && json_next_item(&items, &row)) {
        ok = row.kind == JSON_KIND_OBJECT && give_row(giving, row);
        ++*count;
    }
    return ok;
}

/* Takes the statement for the next one expected. */
static bool answer(struct mock_database *mock, struct context *context,
                   const struct exchange_item *item)
{
    struct statement *kept =
        growing_add(mock->arena, &mock->statements, sizeof(struct statement));
    *kept = copy_statement(mock->arena, &item->statement);
    size_t index = mock->statements.count - 1;
    const char *sql = kept->sql.ptr;
    const struct expectation *expected =
        index < mock->expectations.count
            ? &((const struct expectation *)mock->expectations.items)[index]
            : NULL;
    if (expected == NULL || strstr(sql, expected->part) == NULL) {
        return fail(mock, context, "unexpected statement", sql);
    }
    if (expected->answer.error.code != NULL) {
        return context_fail(context, expected->answer.error);
    }
    struct giving giving = {.mock = mock,
                            .context = context,
                            .sink = item->sink,
                            .is_binary = item->statement.is_binary,
                            .is_wrapped = strstr(sql, "SELECT to_json(") != NULL};
    int64_t affected = expected->answer.affected;
    if (item->sink != NULL && expected->answer.rows != NULL &&
        !give_rows(&giving, expected->answer.rows, &affected)) {
        return false;
    }
    return item->sink == NULL || item->sink->end == NULL ||
           item->sink->end(item->sink->self, context, affected);
}

#define SETTINGS "SELECT pg_catalog.num_nulls(pg_catalog.set_config("

/* What a transaction says around its statements; answers that nothing is set. */
static bool is_around(const struct statement *statement)
{
    static const char *const beginnings[] = {
        SETTINGS,
        "SELECT s.name, pg_catalog.substr(s.setting,",
        "SELECT nullif(current_setting('response.headers'",
        "SET CONSTRAINTS",
    };
    for (size_t i = 0; i < ARRAY_LENGTH(beginnings); i++) {
        if (slice_starts_with(statement->sql, beginnings[i])) {
            return true;
        }
    }
    return false;
}

static bool run(struct database *database, struct context *context,
                struct exchange *exchange)
{
    struct mock_database *mock = (struct mock_database *)database;
    bool ok = !context_has_failed(context);
    exchange->failed_item = exchange->item_count;
    exchange->was_kept = false;
    mock->begin = exchange->begin == NULL
                      ? NULL
                      : slice_string(mock->arena, slice_of(exchange->begin));
    mock->is_read = exchange->is_read;
    mock->settings = (struct statement){.parameter_count = 0};
    for (size_t i = 0; ok && i < exchange->item_count; i++) {
        const struct exchange_item *item = &exchange->items[i];
        if (slice_starts_with(item->statement.sql, SETTINGS)) {
            mock->settings = copy_statement(mock->arena, &item->statement);
        }
        ok = is_around(&item->statement) || answer(mock, context, item);
        exchange->failed_item = ok ? exchange->item_count : i;
    }
    return ok && (exchange->verdict == NULL ||
                  exchange->verdict(exchange->verdict_self, context));
}

/* Units nest as they do in PostgreSQL; what is undone is not taken out of the list of
 * statements. */
static bool step_unit(struct database *database, struct context *context,
                      enum unit_step step, const char *command)
{
    struct mock_database *mock = (struct mock_database *)database;
    (void)step;
    strbuf_add_text(&mock->steps, mock->steps.len > 0 ? "; " : "");
    strbuf_add_text(&mock->steps, command);
    if (mock->refused_step != NULL &&
        slice_starts_with(slice_of(command), mock->refused_step)) {
        mock->refused_step = NULL;
        return context_fail(context, mock->refusal);
    }
    return true;
}

static void close_mock(struct database *database)
{
    struct mock_database *mock = (struct mock_database *)database;
    arena_free(mock->arena);
}

struct mock_database *mock_database_new(void)
{
    struct arena *arena = arena_new(4096);
    struct mock_database *mock = arena_alloc(arena, sizeof(*mock));
    mock->database =
        (struct database){.run = run, .step = step_unit, .close = close_mock};
    mock->arena = arena;
    mock->steps = strbuf_new(arena, 0);
    return mock;
}

struct database *mock_database_interface(struct mock_database *mock)
{
    return &mock->database;
}

void mock_database_expect(struct mock_database *mock, const char *part,
                          struct mock_answer answer_given)
{
    struct expectation *added =
        growing_add(mock->arena, &mock->expectations, sizeof(*added));
    *added = (struct expectation){part, answer_given};
}

void mock_database_refuse_step(struct mock_database *mock, const char *command,
                               struct error error)
{
    mock->refused_step = command;
    mock->refusal = error;
}

const char *mock_database_steps(struct mock_database *mock)
{
    return strbuf_string(&mock->steps);
}

const char *mock_database_problem(struct mock_database *mock)
{
    size_t met = mock->statements.count;
    if (mock->problem == NULL && met < mock->expectations.count) {
        const struct expectation *expected = mock->expectations.items;
        mock->problem =
            arena_printf(mock->arena, "expected but never sent: %s", expected[met].part);
    }
    return mock->problem;
}

size_t mock_database_count(const struct mock_database *mock)
{
    return mock->statements.count;
}

const char *mock_database_sql(const struct mock_database *mock, size_t index)
{
    const struct statement *statements = mock->statements.items;
    return index < mock->statements.count ? statements[index].sql.ptr : "";
}

struct slice mock_database_parameter(const struct mock_database *mock, size_t index,
                                     size_t n)
{
    const struct statement *statements = mock->statements.items;
    bool is_there = index < mock->statements.count && n >= 1 &&
                    n <= statements[index].parameter_count;
    return is_there ? statements[index].parameters[n - 1].value : slice_absent();
}

struct slice mock_database_setting(const struct mock_database *mock, const char *name)
{
    const struct statement *settings = &mock->settings;
    struct slice value = slice_absent();
    for (size_t i = 0; i + 1 < settings->parameter_count; i += 2) {
        if (slice_is(settings->parameters[i].value, name)) {
            value = settings->parameters[i + 1].value;
        }
    }
    return value;
}

const char *mock_database_begin(const struct mock_database *mock)
{
    return mock->begin;
}

bool mock_database_is_read(const struct mock_database *mock)
{
    return mock->is_read;
}
