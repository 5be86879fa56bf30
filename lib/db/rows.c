/* SPDX-License-Identifier: MIT */
#include "db/rows.h"

static void describe(struct rows *rows, const PGresult *result)
{
    struct arena *arena = rows->context->arena;
    size_t count = (size_t)PQnfields(result);
    struct field *fields = arena_alloc(arena, count * sizeof(*fields));
    for (size_t i = 0; i < count; i++) {
        int column = (int)i;
        fields[i] = (struct field){
            .name = slice_copy(arena, slice_of(PQfname(result, column))),
            .type = PQftype(result, column),
            .modifier = PQfmod(result, column),
        };
    }
    rows->values = arena_alloc(arena, count * sizeof(*rows->values));
    rows->column_count = count;
    const struct row_sink *sink = rows->sink;
    if (sink->describe != NULL) {
        rows->has_failed = !sink->describe(sink->self, rows->context, fields, count);
    }
}

static void take_row(struct rows *rows, const PGresult *result, int row)
{
    size_t total = 0;
    for (size_t i = 0; i < rows->column_count; i++) {
        int column = (int)i;
        if (PQgetisnull(result, row, column)) {
            rows->values[i] = slice_absent();
        } else {
            rows->values[i] = (struct slice){PQgetvalue(result, row, column),
                                             (size_t)PQgetlength(result, row, column)};
        }
        total += rows->values[i].len;
    }
    rows->largest = total > rows->largest ? total : rows->largest;
    const struct row_sink *sink = rows->sink;
    if (sink->row != NULL) {
        rows->has_failed =
            !sink->row(sink->self, rows->context, rows->values, rows->column_count);
    }
}

static int64_t affected_by(PGresult *result)
{
    int64_t affected = 0;
    return slice_to_int64(slice_of(PQcmdTuples(result)), &affected) ? affected : 0;
}

void rows_take(struct rows *rows, PGresult *result)
{
    const struct row_sink *sink = rows->sink;
    if (sink == NULL || rows->has_failed) {
        return;
    }
    bool has_columns = PQresultStatus(result) != PGRES_COMMAND_OK;
    if (has_columns && rows->values == NULL) {
        describe(rows, result);
    }
    for (int row = 0; !rows->has_failed && row < PQntuples(result); row++) {
        take_row(rows, result, row);
    }
    bool is_last = PQresultStatus(result) != PGRES_SINGLE_TUPLE;
    if (is_last && !rows->has_failed && sink->end != NULL) {
        rows->has_failed = !sink->end(sink->self, rows->context, affected_by(result));
    }
}
