/* SPDX-License-Identifier: MIT
 *
 * views - random rows, written as structs and as json_t, look the same in both views.
 *
 * DATABASE_URL names a database with kinds.sql and the demo clinic. SEED repeats a run.
 */
#include <inttypes.h>
#include <math.h>
#include <time.h>

#include "kinds/records.h"
#include "schema/records.h"
#include "shared/json_rows.h"
#include "shared/record_repository.h"
#include "tests/library/program.h"
#include "tests/library/random_rows.h"

#define ROWS 150
#define ROUNDS 4

static bool has_value(const struct record_column *column, const char *row)
{
    const void *member = row + column->offset;
    return column->kind == RECORD_TEXT || column->kind == RECORD_JSON
               ? *(const char *const *)member != NULL
               : !column->has_presence ||
                     *(const bool *)(const void *)(row + column->presence);
}

static double number_of(const struct record_column *column, const void *member)
{
    return column->kind == RECORD_SMALLINT  ? *(const int16_t *)member
           : column->kind == RECORD_INTEGER ? *(const int32_t *)member
           : column->kind == RECORD_REAL    ? (double)*(const float *)member
                                            : *(const double *)member;
}

static json_t *json_of(const char *text)
{
    json_t *value = NULL;
    return json_rows_parse(&test.context, slice_of(text), NULL, &value) ? value : NULL;
}

static bool is_same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b && signbit(a) == signbit(b);
}

/* Of two structs. */
static bool is_same_value(const struct record_column *column, const void *a,
                          const void *b)
{
    switch (column->kind) {
    case RECORD_BOOLEAN:
        return *(const bool *)a == *(const bool *)b;
    case RECORD_BIGINT:
    case RECORD_TIMESTAMP:
        return memcmp(a, b, sizeof(int64_t)) == 0;
    case RECORD_SMALLINT:
    case RECORD_INTEGER:
    case RECORD_REAL:
    case RECORD_DOUBLE:
        return is_same_number(number_of(column, a), number_of(column, b));
    case RECORD_TEXT:
        return strcmp(*(const char *const *)a, *(const char *const *)b) == 0;
    case RECORD_JSON:
        return json_equal(json_of(*(const char *const *)a),
                          json_of(*(const char *const *)b));
    case RECORD_UUID:
        return uuid_equal(*(const struct uuid *)a, *(const struct uuid *)b);
    }
    return false;
}

static bool is_number(const struct record_column *column, const void *member,
                      const json_t *value)
{
    double number = number_of(column, member);
    const char *text = json_string_value(value);
    if (text != NULL) {
        return isnan(number) ? strcmp(text, "NaN") == 0 : number == strtod(text, NULL);
    }
    return column->kind == RECORD_REAL
               ? (float)json_number_value(value) == *(const float *)member
               : is_same_number(json_number_value(value), number);
}

/* Of a struct and what json_t has of the same row. */
static bool is_json_value(const struct record_column *column, const void *member,
                          const json_t *value)
{
    struct timestamp moment;
    char digits[24];
    const char *text = json_string_value(value);
    switch (column->kind) {
    case RECORD_BOOLEAN:
        return json_is_boolean(value) && json_is_true(value) == *(const bool *)member;
    case RECORD_SMALLINT:
    case RECORD_INTEGER:
    case RECORD_REAL:
    case RECORD_DOUBLE:
        return is_number(column, member, value);
    case RECORD_BIGINT:
        snprintf(digits, sizeof(digits), "%" PRId64, *(const int64_t *)member);
        return text != NULL ? strcmp(text, digits) == 0
                            : json_integer_value(value) == *(const int64_t *)member;
    case RECORD_TEXT:
        return text != NULL && strcmp(text, *(const char *const *)member) == 0;
    case RECORD_JSON:
        return json_equal(value, json_of(*(const char *const *)member));
    case RECORD_UUID:
        return text != NULL &&
               strcmp(text, uuid_text(*(const struct uuid *)member).text) == 0;
    case RECORD_TIMESTAMP:
        return text != NULL && timestamp_parse(slice_of(text), &moment) &&
               moment.microseconds == ((const struct timestamp *)member)->microseconds;
    }
    return false;
}

static bool complain(const struct record *record, const struct record_column *column,
                     const json_t *value)
{
    char *text = value == NULL ? NULL : json_dumps(value, JSON_ENCODE_ANY);
    printf("# %s.%s differs: %.200s\n", record->table, column->name,
           text != NULL ? text : "");
    free(text);
    return false;
}

/* Every row of one list beside that of the other; what was given has no id yet. */
static bool is_same_list(const struct record *record, const struct record_list *a,
                         const struct record_list *b, bool leaves_json_out)
{
    for (size_t i = 0; a->count == b->count && i < a->count * record->column_count; i++) {
        const struct record_column *column = &record->columns[i % record->column_count];
        size_t at = i / record->column_count * record->size;
        const char *one = (const char *)a->items + at;
        const char *other = (const char *)b->items + at;
        bool is_left_out = strcmp(column->name, "id") == 0 ||
                           (leaves_json_out && column->kind == RECORD_JSON);
        bool is_same =
            has_value(column, one) == has_value(column, other) &&
            (!has_value(column, one) ||
             is_same_value(column, one + column->offset, other + column->offset));
        if (!is_left_out && !is_same) {
            return complain(record, column, NULL);
        }
    }
    return a->count == b->count;
}

static bool is_json_list(const struct record *record, const struct record_list *list,
                         const json_t *rows)
{
    bool ok = list->count == json_array_size(rows);
    for (size_t i = 0; ok && i < list->count * record->column_count; i++) {
        const struct record_column *column = &record->columns[i % record->column_count];
        size_t number = i / record->column_count;
        const char *row = (const char *)list->items + number * record->size;
        const json_t *value = json_object_get(json_array_get(rows, number), column->name);
        bool is_same = has_value(column, row)
                           ? is_json_value(column, row + column->offset, value)
                           : json_is_null(value);
        ok = is_same || complain(record, column, value);
    }
    return ok;
}

/* One table, seen both ways. */
struct views {
    struct abstract_repository json;
    struct record_repository records;
    struct query_builder builder;
};

static bool open_table(const struct record *record, struct views *out)
{
    out->records = (struct record_repository){&out->json, record};
    out->builder = query_builder_new(&test.context);
    query_builder_order(&out->builder, NULL, "id");
    return abstract_repository_open(&test.context, test.store, record->schema,
                                    record->table, &out->json);
}

static bool read_both(struct views *table, struct record_list *list, json_t **rows)
{
    const struct query *query = query_builder_query(&table->builder);
    return record_repository_list(&test.context, &table->records, query, list) &&
           abstract_repository_list(&test.context, &table->json, query, rows);
}

static bool empty(struct views *table)
{
    struct query_builder every = query_builder_new(&test.context);
    query_builder_is(&every, "id", TRUTH_NOT_NULL);
    return abstract_repository_delete_where(&test.context, &table->json,
                                            query_builder_query(&every), NULL);
}

/* All columns but the generated key, so that what has no value is NULL and no default. */
static const char *all_columns(const struct record *record)
{
    struct strbuf names = strbuf_new(test.context.arena, 0);
    for (size_t i = 1; i < record->column_count; i++) {
        strbuf_add_text(&names, i > 1 ? "," : "");
        strbuf_add_text(&names, record->columns[i].name);
    }
    return strbuf_string(&names);
}

static bool compare_round(const struct record *record, struct views *table)
{
    struct record_list given = {arena_alloc(test.context.arena, ROWS * record->size),
                                ROWS};
    struct record_list stored, read, again;
    json_t *rows = NULL;
    for (size_t i = 0; i < ROWS; i++) {
        fill_row(record, (char *)given.items + i * record->size);
    }
    return record_repository_create_many(&test.context, &table->records, &given,
                                         all_columns(record), &stored) &&
           is_same_list(record, &given, &stored, false) &&
           read_both(table, &read, &rows) &&
           is_same_list(record, &stored, &read, false) &&
           is_json_list(record, &read, rows) && empty(table) &&
           abstract_repository_create_many(&test.context, &table->json, rows, NULL) &&
           read_both(table, &again, &rows) && is_same_list(record, &read, &again, true) &&
           empty(table);
}

static void check_random(const struct record *record)
{
    struct views table;
    bool ok = open_table(record, &table);
    for (int i = 0; ok && i < ROUNDS; i++) {
        ok = compare_round(record, &table);
    }
    check(arena_printf(test.context.arena,
                       "random rows of %s look the same in both views", record->table),
          ok);
}

/* Whatever is in the clinic's tables. */
static void check_clinic(void)
{
    static const struct record *const records[] = {
        &audit_log_record,         &contraction_record,
        &emg_statistic_record,     &patient_record,
        &performance_score_record, &therapist_record,
        &therapy_session_record,   &user_record};
    for (size_t i = 0; i < ARRAY_LENGTH(records); i++) {
        struct views table;
        struct record_list list;
        json_t *rows = NULL;
        bool ok = open_table(records[i], &table) && read_both(&table, &list, &rows) &&
                  list.count > 0 && is_json_list(records[i], &list, rows);
        check(arena_printf(test.context.arena, "rows of %s look the same in both views",
                           records[i]->table),
              ok);
    }
}

static bool is_refused(bool ok, const char *code, const char *column)
{
    const struct error *error = &test.context.error;
    bool is_so = !ok && error->code != NULL && strcmp(error->code, code) == 0 &&
                 error->column != NULL && strcmp(error->column, column) == 0;
    if (is_so) {
        test.context.error = (struct error){0};
    }
    return is_so;
}

static void check_limits(void)
{
    struct context *context = &test.context;
    struct views table;
    struct everything row = {.id = 0}, stored;
    struct record_list list;
    json_t *late = json_pack("{s:s}", "moment", "294270-01-01T00:00:00+00:00");
    check("a row of defaults alone",
          open_table(&everything_record, &table) &&
              record_repository_create(context, &table.records, &row, &stored) &&
              stored.has_id && !stored.has_flag && stored.raw == NULL &&
              strcmp(stored.document, "{\"by\": \"default\"}") == 0);
    const char *key = arena_printf(context->arena, "%" PRId64, stored.id);
    row.words = "changed";
    check("only what is named changes",
          record_repository_update(context, &table.records, key,
                                   (struct record_change){&row, "words,document"},
                                   &row) &&
              row.id == stored.id && strcmp(row.words, "changed") == 0 &&
              row.document == NULL);
    check("a value out of the struct's reach names its column",
          abstract_repository_create(context, &table.json, late, NULL) &&
              is_refused(record_repository_list(context, &table.records, NULL, &list),
                         "22008", "moment"));
    json_decref(late);
    row.short_ = NULL;
    struct needed needed = {.words = "a", .short_ = "b", .mood = "none", .document = "1"};
    struct views needs;
    check("what is required names its column",
          open_table(&needed_record, &needs) &&
              is_refused(record_repository_create(context, &needs.records, &needed, NULL),
                         "23514", "mood"));
    check("as does the database",
          is_refused(record_repository_create_many(context, &needs.records,
                                                   &(struct record_list){&needed, 1},
                                                   "words", NULL),
                     "23502", "flag"));
    check("the table is emptied", empty(&table));
}

int main(void)
{
    const char *seed = getenv("SEED");
    if (!program_begin("views")) {
        return EXIT_FAILURE;
    }
    chance.seed = seed != NULL ? strtoull(seed, NULL, 10) : (uint64_t)time(NULL);
    printf("# SEED=%" PRIu64 "\n", chance.seed);
    chance.seed = chance.seed * 0x9e3779b97f4a7c15 | 1;
    chance.arena = test.context.arena;
    check_random(&everything_record);
    check_random(&needed_record);
    check_clinic();
    check_limits();
    return program_end();
}
