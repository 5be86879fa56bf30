/* SPDX-License-Identifier: MIT
 *
 * model - what the programs know of a database's schemas: tables, views, columns, keys,
 * relationships, functions. Data only, compiled in.
 *
 * scripts/models writes one `const struct models models` from the catalog of a migrated
 * database. Names, not OIDs; every list is sorted by the C collation, so that lookups are
 * binary searches. All static storage.
 */
#ifndef MYOREST_MODEL_H
#define MYOREST_MODEL_H

#include "base/arena.h"
#include "base/slice.h"

/* How a type's value becomes JSON when its OID is not a built-in one. */
enum type_form {
    FORM_BUILT_IN, /* of pg_catalog, arrays and ranges too, or a domain over one of them:
                      known by its OID */
    FORM_TEXT,     /* an enum, or a domain over one: a JSON string of its text */
    FORM_OTHER     /* composite, an extension's, array of these or of enums...: wrapped in
                      to_json() */
};

struct column {
    const char *name;
    const char *type; /* as declared (a domain's own name), usable in SQL, with length:
                         "character varying(20)", "clinic.postal" */
    const char *base_type; /* below all domains, without modifier: "character varying" */
    const char *default_value; /* the default's expression; NULL without one. Identity
                                  columns have "" */
    const char *comment;       /* NULL without one */
    const char *const *enum_values; /* NULL-terminated; NULL for other types */
    int max_length; /* of varchar(n), char(n), domains over them; 0 without */
    enum type_form form;
    bool is_nullable;
    bool is_generated;       /* GENERATED ALWAYS AS (expression) STORED */
    bool is_identity_always; /* GENERATED ALWAYS AS IDENTITY */
    bool is_array;
    bool is_composite; /* jsonb paths on it go through to_jsonb(), as for arrays */
    /* The functions behind a domain's casts to json, from json and from text (domain
     * representations), spelled schema-qualified and quoted; NULL without such a cast. */
    const char *to_json_function;
    const char *from_json_function;
    const char *from_text_function;
};

struct table {
    const char *schema;
    const char *name;
    const char *comment;
    const struct column *columns; /* in the table's order (attnum) */
    size_t column_count;
    const char *const *primary_key; /* names, in the key's order; empty without one. For a
                                       view: the underlying key's columns, when all of
                                       them are in it */
    size_t primary_key_count;
    bool is_view; /* view or materialized view */
    bool is_insertable;
    bool is_updatable;
    bool is_deletable;
};

enum cardinality {
    MANY_TO_ONE,
    ONE_TO_MANY,
    ONE_TO_ONE,
    MANY_TO_MANY,
};

struct column_pair {
    const char *from; /* a column of the table */
    const char
        *to; /* a column of the foreign table (for MANY_TO_MANY: of the junction) */
};

/* A relationship as seen from `table`. Each foreign key gives one from either side; two
 * foreign keys whose columns together are within the junction's primary key give
 * MANY_TO_MANY. Self references give both directions. Views inherit those of the columns
 * they show. Computed relationships (functions of the row type that return SETOF a table
 * or one row of it) have `function`, and replace detected ones to a table of the
 * function's name. Sorted by (schema, table, foreign_schema, foreign_table), then as
 * PGRST201 lists candidates: ONE_TO_MANY, MANY_TO_ONE, ONE_TO_ONE, MANY_TO_MANY, each by
 * constraint or junction; computed ones last. Both tables are exposed, not always in the
 * same schema. */
struct relationship {
    const char *schema;
    const char *table;
    const char *foreign_schema;
    const char *foreign_table;
    enum cardinality cardinality;
    bool is_parent; /* ONE_TO_ONE: the foreign key is on the other table */
    bool is_self;
    const char *constraint; /* the foreign key's name; NULL for MANY_TO_MANY, computed */
    const struct column_pair
        *columns; /* table -> foreign; MANY_TO_MANY: table -> junction */
    size_t column_count;
    /* MANY_TO_MANY only */
    const char *junction_schema;
    const char *junction_table;
    const char *constraint_from;               /* the junction's foreign key to `table` */
    const char *constraint_to;                 /* ... to the foreign table */
    const struct column_pair *foreign_columns; /* junction -> foreign */
    size_t foreign_column_count;
    /* computed only: schema and name of the function; its cardinality is MANY_TO_ONE when
     * it returns at most one row (ROWS 1 or not SETOF), else ONE_TO_MANY */
    const char *function_schema;
    const char *function;
};

struct function_parameter {
    const char *name; /* "" for an unnamed one */
    const char *type; /* usable in SQL, without a limit of length ("bpchar", not
                         "character"); for a variadic one the array type */
    bool is_required; /* false when it has a default */
    bool is_variadic;
};

enum function_result {
    RESULT_VOID,
    RESULT_SCALAR, /* one column without a name; also RETURNS record, which has no columns
                      to select from (FORM_OTHER) */
    RESULT_COMPOSITE /* a row: table, view, composite type, TABLE(..), OUT */
};

enum volatility { VOLATILITY_IMMUTABLE, VOLATILITY_STABLE, VOLATILITY_VOLATILE };

struct setting_value {
    const char *name;
    const char *value;
};

/* Input parameters only. Overloads are separate entries, sorted by (schema, name, number
 * of parameters, types). Procedures, aggregates and trigger functions are not listed, nor
 * functions of unnamed parameters, save a single json, jsonb, text, bytea or xml. */
struct function {
    const char *schema;
    const char *name;
    const char *comment;
    const struct function_parameter *parameters;
    size_t parameter_count;
    enum function_result result;
    bool is_set;
    bool has_variadic;
    enum volatility volatility;
    const char
        *result_schema;      /* of the returned type (with RESULT_COMPOSITE of a table or
                                view: that table); NULL for TABLE(..), OUT and record */
    const char *result_type; /* its bare name */
    bool result_is_table;    /* result_schema.result_type is a table or view */
    bool result_has_alias;   /* declared as a domain over a composite type */
    enum type_form form;     /* of a scalar result */
    const struct setting_value *settings; /* its SET clauses (proconfig) */
    size_t setting_count;
    /* The columns of TABLE(..), OUT, and of a composite type that is no table. */
    const struct column *columns;
    size_t column_count;
    const char *result_declared; /* format_type() of the result */
};

/* A function of a table's row type with one argument: usable as a column. */
struct computed_column {
    const char *schema;
    const char *table;
    const char *name;
    const char *type;
    enum type_form form;
    const char *function_schema;
};

/* Aggregates or functions over a row type (or anyelement) that produce a media type,
 * which is the name of the domain they return, in lower case. `table` NULL: for any
 * table. Sorted by (schema, table, media_type). */
struct media_handler {
    const char *media_type; /* "*" + "/" + "*" for any */
    const char *schema;     /* of the table; NULL for any */
    const char *table; /* with is_function_result, schema and table name the function */
    const char *function_schema;
    const char *function;
    const char *resolved_type; /* the content type: media_type, of an any-handler
                                  application/octet-stream */
    bool is_function_result;   /* a plain function whose own result is of that type */
};

struct models {
    const char *version; /* the last applied migration, "" without any */
    /* Something in the database may set response.status or response.headers: a function
     * whose text says so, or that makes its SQL up, a view or policy that calls
     * set_config(). Where nothing may, a read does not ask for them. */
    bool may_set_response;
    const char *const *schemas; /* the exposed ones, the default first */
    size_t schema_count;
    const char *const *schema_comments; /* in the same order, NULL without one */
    const struct table *tables; /* sorted by (schema, name); partitions are left out */
    size_t table_count;
    const struct relationship *relationships;
    size_t relationship_count;
    const struct function *functions;
    size_t function_count;
    const struct computed_column *computed_columns; /* sorted by (schema, table, name) */
    size_t computed_column_count;
    const struct media_handler *media_handlers;
    size_t media_handler_count;
};

/* Lookups; NULL when there is none. */
const struct table *models_find_table(const struct models *models, struct slice schema,
                                      struct slice name);
const struct column *table_find_column(const struct table *table, struct slice name);
bool table_has_key_column(const struct table *table, struct slice name);
const struct computed_column *models_find_computed(const struct models *models,
                                                   const struct table *table,
                                                   struct slice name);

/* The run of functions of that name; *count is 0 when there is none. */
const struct function *models_find_functions(const struct models *models,
                                             struct slice schema, struct slice name,
                                             size_t *count);

/* What PostgreSQL calls a parameter's type where no limit of length is meant: two have
 * another name in struct function_parameter, which casts can use. */
const char *parameter_type_name(struct arena *arena, const char *type);

/* The run of relationships that start at a table. */
const struct relationship *models_find_relationships(const struct models *models,
                                                     const char *schema,
                                                     const char *table, size_t *count);

#endif
