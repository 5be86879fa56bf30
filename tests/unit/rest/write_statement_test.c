/* SPDX-License-Identifier: MIT */
#include "rest/write_statement.h"
#include "schema/models.h"

#include "tests/unit/http/fixture.h"

static struct payload payload;

/* A write of the given columns of public.users. */
static struct write writing(enum write_kind kind, const char *const *names, size_t count)
{
    const struct table *users =
        models_find_table(&models, slice_of("public"), slice_of("users"));
    const struct column **columns =
        arena_alloc(context.arena, (count + 1) * sizeof(*columns));
    for (size_t i = 0; i < count; i++) {
        columns[i] = table_find_column(users, slice_of(names[i]));
    }
    payload = (struct payload){.kind = PAYLOAD_OBJECT, .text = SLICE("{}")};
    return (struct write){.kind = kind,
                          .schema = "public",
                          .table = users,
                          .columns = columns,
                          .column_count = count,
                          .payload = &payload};
}

static const char *spelled(const struct write *write, size_t parameters)
{
    struct sql sql = sql_new(&context);
    write_statement_add(&sql, write);
    assert_int_equal(sql.parameters.count, parameters);
    return strbuf_string(&sql.text);
}

static const char *const columns[] = {"email", "active"};

static void an_insert(void **state)
{
    (void)state;
    struct write write = writing(WRITE_INSERT, columns, 2);
    assert_string_equal(spelled(&write, 1),
                        "INSERT INTO \"public\".\"users\"(\"email\", \"active\") SELECT "
                        "pgrst_body.\"email\", pgrst_body.\"active\" FROM (SELECT "
                        "\"email\", \"active\" FROM json_to_record($1::json) AS "
                        "_(\"email\" text, \"active\" boolean)) pgrst_body");
}

static void an_array_is_a_set(void **state)
{
    (void)state;
    struct write write = writing(WRITE_INSERT, columns, 1);
    payload.kind = PAYLOAD_ARRAY;
    assert_non_null(strstr(spelled(&write, 1), "json_to_recordset($1::json)"));
}

static void defaults_are_laid_beneath(void **state)
{
    (void)state;
    struct write write = writing(WRITE_INSERT, columns, 2);
    write.applies_defaults = true;
    assert_non_null(
        strstr(spelled(&write, 1),
               "jsonb_to_record(jsonb_build_object('active', true) || $1::jsonb)"));
}

static void duplicates(void **state)
{
    (void)state;
    struct write write = writing(WRITE_INSERT, columns, 2);
    const struct slice conflict[] = {SLICE("id"), SLICE("e\"mail")};
    write.conflict = (struct names){conflict, 2};
    assert_null(strstr(spelled(&write, 1), "CONFLICT"));
    write.resolution = RESOLUTION_IGNORE;
    assert_non_null(
        strstr(spelled(&write, 1), " ON CONFLICT(\"id\", \"e\"\"mail\") DO NOTHING"));
    write.resolution = RESOLUTION_MERGE;
    assert_non_null(strstr(spelled(&write, 1),
                           ") DO UPDATE SET \"email\" = EXCLUDED.\"email\", "
                           "\"active\" = EXCLUDED.\"active\" WHERE "));
    write.conflict.count = 0;
    assert_null(strstr(spelled(&write, 1), "CONFLICT"));
}

static void an_update_of_nothing(void **state)
{
    (void)state;
    struct write write = writing(WRITE_UPDATE, columns, 0);
    assert_string_equal(spelled(&write, 0),
                        "SELECT NULL FROM \"public\".\"users\" WHERE false");
}

static void a_deletion(void **state)
{
    (void)state;
    struct write write = writing(WRITE_DELETE, columns, 0);
    const struct slice returning[] = {SLICE("id"), SLICE("o\"dd")};
    const struct plan_condition condition = {
        .kind = PLAN_FILTER,
        .field = {.name = SLICE("id")},
        .operation = {.operator_name = OP_EQ, .value = SLICE("1")}};
    write.conditions = &condition;
    write.condition_count = 1;
    write.returning = (struct names){returning, 2};
    assert_string_equal(spelled(&write, 1),
                        "DELETE FROM \"public\".\"users\" WHERE "
                        "\"public\".\"users\".\"id\" = $1 RETURNING "
                        "\"public\".\"users\".\"id\", \"public\".\"users\".\"o\"\"dd\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        UNIT(an_insert),  UNIT(an_array_is_a_set),    UNIT(defaults_are_laid_beneath),
        UNIT(duplicates), UNIT(an_update_of_nothing), UNIT(a_deletion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
