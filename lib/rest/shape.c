/* SPDX-License-Identifier: MIT */
#include "rest/shape.h"

#include "rest/plan_records.h"

#define ROWS "_postgrest_t"

/* Each shape's SELECT list. A handler's function and its argument's end come between. An
 * aggregate's number of rows stands in a column of its own. */
static const struct {
    const char *before;
    const char *after; /* NULL: nothing is put around */
    bool is_aggregate;
} texts[] = {
    [SHAPE_COLUMNS] = {"", NULL, false},
    [SHAPE_JSON_ROW] = {"SELECT to_json(" ROWS ")", " FROM (", false},
    [SHAPE_SCALAR] = {"SELECT " ROWS ".pgrst_scalar", " FROM (", false},
    [SHAPE_JSON_SCALAR] = {"SELECT to_json(" ROWS ".pgrst_scalar)", " FROM (", false},
    [SHAPE_GEOJSON] =
        {"SELECT json_build_object('type', 'FeatureCollection', 'features', "
         "coalesce(json_agg(ST_AsGeoJSON(" ROWS ")::json), '[]'))",
         " FROM (", true},
    [SHAPE_HANDLER] = {"SELECT ", " FROM (", true},
    [SHAPE_SCALAR_HANDLER] = {"SELECT ", " FROM (", true},
};

static enum shape choose(const struct job *job, bool is_wrapped, bool is_scalar)
{
    const struct media *media = &job->media;
    if (job->rows != NULL) {
        return SHAPE_COLUMNS;
    }
    if (media->is_geojson) {
        return SHAPE_GEOJSON;
    }
    if (media->handler != NULL && media->handler->is_function_result) {
        return SHAPE_SCALAR;
    }
    if (media->handler != NULL) {
        return is_scalar ? SHAPE_SCALAR_HANDLER : SHAPE_HANDLER;
    }
    bool is_textual = media->encoding == ENCODE_CSV;
    if (is_scalar && !is_textual) {
        return is_wrapped ? SHAPE_JSON_SCALAR : SHAPE_SCALAR;
    }
    return is_wrapped && !is_textual ? SHAPE_JSON_ROW : SHAPE_COLUMNS;
}

/* Where rows are made JSON here, embedded ones are too. json_write_stripped() knows no
 * members but those of a text that is JSON already. */
static bool takes_records(const struct job *job, enum shape shape)
{
    return shape == SHAPE_COLUMNS && job->rows == NULL && !job->media.strips_nulls &&
           encoding_is_json(job->media.encoding);
}

enum shape shape_choose(const struct job *job, bool is_wrapped, bool is_scalar)
{
    enum shape shape = choose(job, is_wrapped, is_scalar);
    if (job->plan != NULL) {
        plan_records(job->context->arena, job->plan, takes_records(job, shape));
    }
    return shape;
}

static void add_handler(struct sql *sql, const struct job *job, enum shape shape)
{
    const struct media_handler *handler = job->media.handler;
    sql_add_qualified(sql, handler->function_schema, slice_of(handler->function));
    sql_add(sql, shape == SHAPE_SCALAR_HANDLER ? "(" ROWS ".pgrst_scalar" : "(" ROWS);
    if (handler->table != NULL && job->table != NULL) {
        sql_add(sql, "::");
        sql_add_qualified(sql, job->table->schema, slice_of(job->table->name));
    }
    sql_add(sql, ")");
}

void shape_begin(struct sql *sql, const struct job *job, enum shape shape)
{
    if (texts[shape].after == NULL) {
        return;
    }
    sql_add(sql, texts[shape].before);
    if (shape == SHAPE_HANDLER || shape == SHAPE_SCALAR_HANDLER) {
        add_handler(sql, job, shape);
    }
    sql_add(sql, texts[shape].is_aggregate ? ", pg_catalog.count(" ROWS ")" : "");
    sql_add(sql, texts[shape].after);
}

void shape_end(struct sql *sql, enum shape shape)
{
    sql_add(sql, texts[shape].after == NULL ? "" : ") " ROWS);
}

struct statement shape_statement(struct sql *sql, const struct job *job)
{
    struct statement statement = sql_statement(sql);
    statement.is_binary = job->rows != NULL;
    return statement;
}

struct encoder *shape_encoder(struct job *job, enum shape shape, enum encoding encoding)
{
    struct encoder_options options = {
        .encoding = encoding,
        .strips_nulls = job->media.strips_nulls,
        .table = job->table,
        .is_wrapped = shape == SHAPE_JSON_ROW,
        .rows = job->rows,
        .hidden_columns = texts[shape].is_aggregate ? 1 : 0,
    };
    if (job->plan != NULL) {
        options.records =
            plan_root_records(job->context->arena, job->plan, &options.record_count);
    }
    return encoder_new(job->context, job->response->body, options);
}

int64_t shape_rows(const struct encoder *encoder)
{
    int64_t rows = (int64_t)encoder->rows;
    bool is_aggregate = encoder->options.hidden_columns > 0 && encoder->hidden != NULL;
    if (is_aggregate && !slice_to_int64(encoder->hidden[0], &rows)) {
        rows = 0;
    }
    return rows;
}
