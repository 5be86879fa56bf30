/* SPDX-License-Identifier: MIT
 *
 * shape - what the database makes of the rows before they are encoded here: columns as
 * they are, a row as JSON where a type has no encoder, or a media type handler's one
 * value.
 */
#ifndef MYOREST_SHAPE_H
#define MYOREST_SHAPE_H

#include "rest/encoder.h"
#include "rest/job.h"
#include "rest/sql.h"

enum shape {
    SHAPE_COLUMNS,       /* the SELECT as it is */
    SHAPE_JSON_ROW,      /* to_json() of each row */
    SHAPE_SCALAR,        /* a function's value without a name */
    SHAPE_JSON_SCALAR,   /* to_json() of it */
    SHAPE_GEOJSON,       /* all rows as one FeatureCollection, by PostGIS */
    SHAPE_HANDLER,       /* all rows through an aggregate of the database */
    SHAPE_SCALAR_HANDLER /* a function's value through one */
};

/* The shape that the job's media type asks for; `is_wrapped` where JSON has to be made by
 * the database, `is_scalar` for a function's value without a name. With it goes how the
 * plan's embedded rows arrive. */
enum shape shape_choose(const struct job *job, bool is_wrapped, bool is_scalar);

/* What stands before and after the SELECT of the rows. */
void shape_begin(struct sql *sql, const struct job *job, enum shape shape);
void shape_end(struct sql *sql, enum shape shape);
/* The finished statement, which gives its rows as the job takes them. */
struct statement shape_statement(struct sql *sql, const struct job *job);

struct encoder *shape_encoder(struct job *job, enum shape shape, enum encoding encoding);

/* How many rows there were, also when they were made one value. */
int64_t shape_rows(const struct encoder *encoder);

#endif
