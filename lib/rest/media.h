/* SPDX-License-Identifier: MIT
 *
 * media - which form an answer takes: what the client accepts, met with what there is.
 */
#ifndef MYOREST_MEDIA_H
#define MYOREST_MEDIA_H

#include "http/negotiation.h"
#include "rest/encoder.h"

struct media {
    enum encoding encoding;
    bool is_singular;  /* exactly one row, else PGRST116 */
    bool strips_nulls; /* ;nulls=stripped */
    struct slice content_type;
    const struct media_handler *handler; /* NULL for the built-in forms */
    bool is_geojson;
    bool is_plan; /* EXPLAIN instead of rows */
    bool plan_is_json;
    struct slice plan_options; /* "analyze|verbose", known ones: absent without any */
};

/* What the negotiation is about: the table, or the function when it returns no table's
 * rows. `takes_handlers` is false where the select is not the default one. */
struct media_request {
    const struct models *models;
    const char *schema;
    const char *name;
    bool takes_handlers;
};

/* As PostgREST spells what cannot be made: what it knows by its own name, the rest as it
 * was written. */
const char *media_spell(struct arena *arena, struct media_type type);

/* What the body is in: application/json, too, where it is that of an array. */
struct media_type media_of_body(struct arena *arena, const struct request *request);

/* PGRST107 when nothing accepted can be made. */
bool media_negotiate(struct context *context, const struct request *request,
                     const struct media_request *wanted, struct media *out) MUST_CHECK;

#endif
