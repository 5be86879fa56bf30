/* SPDX-License-Identifier: MIT */
/* Written by scripts/models from a database's catalog; not to be edited. */
/* clang-format off */
#include "schema/models.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

static const struct table tables[] = {
    {.schema = "depot", .name = "boxes", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "label", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .default_value = "'none'::text", .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "depot", .name = "genres", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "box_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "Odd Table", .columns = (const struct column[]){
        {.name = "Key Part", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "select", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "CamelCase", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "dot.ted", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "com,ma", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "paren(s)", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "quo\"te", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "größe", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "日本", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "a->b", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "colon:s", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "back\\slash", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "apo'strophe", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 13, .primary_key = (const char *const[]){"Key Part"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "authors", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .default_value = ""},
        {.name = "name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN},
        {.name = "born", .type = "date", .base_type = "date", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "mood", .type = "library.mood", .base_type = "library.mood", .enum_values = (const char *const[]){"light", "dark", "neither, nor", NULL}, .form = FORM_TEXT, .default_value = "'light'::library.mood"},
        {.name = "home", .type = "library.address", .base_type = "library.address", .form = FORM_OTHER, .is_composite = true, .is_nullable = true},
        {.name = "pen_names", .type = "text[]", .base_type = "text[]", .form = FORM_BUILT_IN, .is_array = true, .default_value = "'{}'::text[]"},
        {.name = "facts", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "notes", .type = "json", .base_type = "json", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "rating", .type = "numeric(4,2)", .base_type = "numeric", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "mentor_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "created_at", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .default_value = "now()"},
    }, .column_count = 11, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "blurbs", .columns = (const struct column[]){
        {.name = "book_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN},
        {.name = "text", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"book_id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "book_counts", .columns = (const struct column[]){
        {.name = "author_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "books", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .is_view = true},
    {.schema = "library", .name = "book_genres", .columns = (const struct column[]){
        {.name = "book_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN},
        {.name = "genre_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "since", .type = "date", .base_type = "date", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 3, .primary_key = (const char *const[]){"book_id", "genre_id"}, .primary_key_count = 2, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "books", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .default_value = "gen_random_uuid()"},
        {.name = "title", .type = "text", .base_type = "text", .form = FORM_BUILT_IN},
        {.name = "author_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "editor_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "publisher_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "pages", .type = "library.pages", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "price", .type = "numeric(8,2)", .base_type = "numeric", .form = FORM_BUILT_IN, .default_value = "9.99", .is_nullable = true},
        {.name = "shade", .type = "library.shade", .base_type = "integer", .form = FORM_BUILT_IN, .to_json_function = "library.shade_to_json", .from_json_function = "library.shade_from_json", .from_text_function = "library.shade_from_text", .is_nullable = true},
        {.name = "lent", .type = "tstzrange", .base_type = "tstzrange", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "about", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "search", .type = "tsvector", .base_type = "tsvector", .form = FORM_BUILT_IN, .is_nullable = true, .is_generated = true},
    }, .column_count = 11, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "cheap_books", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "title", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "author_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "price", .type = "numeric(8,2)", .base_type = "numeric", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 4, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_view = true, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "cheapest_books", .columns = (const struct column[]){
        {.name = "id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "writer", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_view = true, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "club_guests", .columns = (const struct column[]){
        {.name = "club_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "reader_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
    }, .column_count = 2, .primary_key = (const char *const[]){"club_id", "reader_id"}, .primary_key_count = 2, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "club_members", .columns = (const struct column[]){
        {.name = "club_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "reader_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
    }, .column_count = 2, .primary_key = (const char *const[]){"club_id", "reader_id"}, .primary_key_count = 2, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "clubs", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "copies", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "book_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "room", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "shelf", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 4, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "covers", .columns = (const struct column[]){
        {.name = "id", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .default_value = "", .is_identity_always = true},
        {.name = "book_id", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "image", .type = "bytea", .base_type = "bytea", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 3, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "genres", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "inbox", .columns = (const struct column[]){
        {.name = "line", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 1, .is_view = true, .is_insertable = true},
    {.schema = "library", .name = "kinds", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "c_small", .type = "smallint", .base_type = "smallint", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_big", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_numeric", .type = "numeric", .base_type = "numeric", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_real", .type = "real", .base_type = "real", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_double", .type = "double precision", .base_type = "double precision", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_bool", .type = "boolean", .base_type = "boolean", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_text", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_varchar", .type = "character varying(12)", .base_type = "character varying", .form = FORM_BUILT_IN, .max_length = 12, .is_nullable = true},
        {.name = "c_char", .type = "character(5)", .base_type = "character", .form = FORM_BUILT_IN, .max_length = 5, .is_nullable = true},
        {.name = "c_uuid", .type = "uuid", .base_type = "uuid", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_date", .type = "date", .base_type = "date", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_time", .type = "time without time zone", .base_type = "time without time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_timetz", .type = "time with time zone", .base_type = "time with time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_timestamp", .type = "timestamp without time zone", .base_type = "timestamp without time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_timestamptz", .type = "timestamp with time zone", .base_type = "timestamp with time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_interval", .type = "interval", .base_type = "interval", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_json", .type = "json", .base_type = "json", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_jsonb", .type = "jsonb", .base_type = "jsonb", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_xml", .type = "xml", .base_type = "xml", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_bytea", .type = "bytea", .base_type = "bytea", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_inet", .type = "inet", .base_type = "inet", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_cidr", .type = "cidr", .base_type = "cidr", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_macaddr", .type = "macaddr", .base_type = "macaddr", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_money", .type = "money", .base_type = "money", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_bit", .type = "bit(4)", .base_type = "bit", .form = FORM_BUILT_IN, .max_length = 4, .is_nullable = true},
        {.name = "c_varbit", .type = "bit varying", .base_type = "bit varying", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_point", .type = "point", .base_type = "point", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_box", .type = "box", .base_type = "box", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_circle", .type = "circle", .base_type = "circle", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_tsvector", .type = "tsvector", .base_type = "tsvector", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_tsquery", .type = "tsquery", .base_type = "tsquery", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_ints", .type = "integer[]", .base_type = "integer[]", .form = FORM_BUILT_IN, .is_array = true, .is_nullable = true},
        {.name = "c_texts", .type = "text[]", .base_type = "text[]", .form = FORM_BUILT_IN, .is_array = true, .is_nullable = true},
        {.name = "c_jsonbs", .type = "jsonb[]", .base_type = "jsonb[]", .form = FORM_BUILT_IN, .is_array = true, .is_nullable = true},
        {.name = "c_range", .type = "int4range", .base_type = "int4range", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_dates", .type = "daterange", .base_type = "daterange", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_multi", .type = "int4multirange", .base_type = "int4multirange", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_enum", .type = "library.mood", .base_type = "library.mood", .enum_values = (const char *const[]){"light", "dark", "neither, nor", NULL}, .form = FORM_TEXT, .is_nullable = true},
        {.name = "c_enums", .type = "library.mood[]", .base_type = "library.mood[]", .form = FORM_OTHER, .is_array = true, .is_nullable = true},
        {.name = "c_composite", .type = "library.address", .base_type = "library.address", .form = FORM_OTHER, .is_composite = true, .is_nullable = true},
        {.name = "c_composites", .type = "library.address[]", .base_type = "library.address[]", .form = FORM_OTHER, .is_array = true, .is_nullable = true},
        {.name = "c_domain", .type = "library.positive", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "c_pages", .type = "library.pages", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 44, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "loans", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "day", .type = "date", .base_type = "date", .form = FORM_BUILT_IN},
        {.name = "reader_id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 3, .primary_key = (const char *const[]){"id", "day"}, .primary_key_count = 2, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "log_lines", .columns = (const struct column[]){
        {.name = "at", .type = "timestamp without time zone", .base_type = "timestamp without time zone", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "level", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "line", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 3, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "nothing", .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "odd child", .columns = (const struct column[]){
        {.name = "ID", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "Odd Id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"ID"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "publishers", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN},
        {.name = "active", .type = "boolean", .base_type = "boolean", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 3, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "readers", .columns = (const struct column[]){
        {.name = "id", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "name", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "shelves", .columns = (const struct column[]){
        {.name = "room", .type = "text", .base_type = "text", .form = FORM_BUILT_IN},
        {.name = "number", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN},
        {.name = "holds", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .default_value = "40", .is_nullable = true},
    }, .column_count = 3, .primary_key = (const char *const[]){"room", "number"}, .primary_key_count = 2, .is_insertable = true, .is_updatable = true, .is_deletable = true},
    {.schema = "library", .name = "sums", .columns = (const struct column[]){
        {.name = "pages", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 1, .is_view = true},
    {.schema = "library", .name = "tickets", .columns = (const struct column[]){
        {.name = "id", .type = "bigint", .base_type = "bigint", .form = FORM_BUILT_IN, .default_value = "", .is_identity_always = true},
        {.name = "code", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "label", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true, .is_generated = true},
        {.name = "made", .type = "date", .base_type = "date", .form = FORM_BUILT_IN, .default_value = "'2026-01-01'::date", .is_nullable = true},
    }, .column_count = 4, .primary_key = (const char *const[]){"id"}, .primary_key_count = 1, .is_insertable = true, .is_updatable = true, .is_deletable = true},
};

static const struct relationship relationships[] = {
    {.schema = "depot", .table = "boxes", .foreign_schema = "depot", .foreign_table = "genres", .cardinality = ONE_TO_MANY, .constraint = "genres_box_id_fkey", .columns = (const struct column_pair[]){{"id", "box_id"}}, .column_count = 1},
    {.schema = "depot", .table = "genres", .foreign_schema = "depot", .foreign_table = "boxes", .cardinality = MANY_TO_ONE, .constraint = "genres_box_id_fkey", .columns = (const struct column_pair[]){{"box_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "Odd Table", .foreign_schema = "library", .foreign_table = "odd child", .cardinality = ONE_TO_MANY, .constraint = "odd child_Odd Id_fkey", .columns = (const struct column_pair[]){{"Key Part", "Odd Id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "authors", .cardinality = ONE_TO_MANY, .is_self = true, .constraint = "authors_mentor_id_fkey", .columns = (const struct column_pair[]){{"id", "mentor_id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .is_self = true, .constraint = "authors_mentor_id_fkey", .columns = (const struct column_pair[]){{"mentor_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "book_counts", .cardinality = ONE_TO_MANY, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"id", "author_id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_MANY, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"id", "author_id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_MANY, .constraint = "books_editor_fkey", .columns = (const struct column_pair[]){{"id", "editor_id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "books", .cardinality = MANY_TO_ONE, .function_schema = "library", .function = "first_book"},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_MANY, .function_schema = "library", .function = "thick_books"},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = ONE_TO_MANY, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"id", "author_id"}}, .column_count = 1},
    {.schema = "library", .table = "authors", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = ONE_TO_MANY, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"id", "writer"}}, .column_count = 1},
    {.schema = "library", .table = "blurbs", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_ONE, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "blurbs", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = ONE_TO_ONE, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "blurbs", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = ONE_TO_ONE, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "book_counts", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"author_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "book_genres", .foreign_schema = "library", .foreign_table = "books", .cardinality = MANY_TO_ONE, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "book_genres", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = MANY_TO_ONE, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "book_genres", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = MANY_TO_ONE, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "book_genres", .foreign_schema = "library", .foreign_table = "genres", .cardinality = MANY_TO_ONE, .constraint = "book_genres_genre_id_fkey", .columns = (const struct column_pair[]){{"genre_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"author_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .constraint = "books_editor_fkey", .columns = (const struct column_pair[]){{"editor_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "blurbs", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "book_genres", .cardinality = ONE_TO_MANY, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "copies", .cardinality = ONE_TO_MANY, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "covers", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "genres", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_book_id_fkey", .constraint_to = "book_genres_genre_id_fkey", .foreign_columns = (const struct column_pair[]){{"genre_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "books", .foreign_schema = "library", .foreign_table = "publishers", .cardinality = MANY_TO_ONE, .constraint = "books_publisher_fkey", .columns = (const struct column_pair[]){{"publisher_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"author_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "blurbs", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "book_genres", .cardinality = ONE_TO_MANY, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "copies", .cardinality = ONE_TO_MANY, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "covers", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheap_books", .foreign_schema = "library", .foreign_table = "genres", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_book_id_fkey", .constraint_to = "book_genres_genre_id_fkey", .foreign_columns = (const struct column_pair[]){{"genre_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "authors", .cardinality = MANY_TO_ONE, .constraint = "books_author_fkey", .columns = (const struct column_pair[]){{"writer", "id"}}, .column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "blurbs", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "blurbs_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "book_genres", .cardinality = ONE_TO_MANY, .constraint = "book_genres_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "copies", .cardinality = ONE_TO_MANY, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "covers", .cardinality = ONE_TO_ONE, .is_parent = true, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1},
    {.schema = "library", .table = "cheapest_books", .foreign_schema = "library", .foreign_table = "genres", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "book_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_book_id_fkey", .constraint_to = "book_genres_genre_id_fkey", .foreign_columns = (const struct column_pair[]){{"genre_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "club_guests", .foreign_schema = "library", .foreign_table = "clubs", .cardinality = MANY_TO_ONE, .constraint = "club_guests_club_id_fkey", .columns = (const struct column_pair[]){{"club_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "club_guests", .foreign_schema = "library", .foreign_table = "readers", .cardinality = MANY_TO_ONE, .constraint = "club_guests_reader_id_fkey", .columns = (const struct column_pair[]){{"reader_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "club_members", .foreign_schema = "library", .foreign_table = "clubs", .cardinality = MANY_TO_ONE, .constraint = "club_members_club_id_fkey", .columns = (const struct column_pair[]){{"club_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "club_members", .foreign_schema = "library", .foreign_table = "readers", .cardinality = MANY_TO_ONE, .constraint = "club_members_reader_id_fkey", .columns = (const struct column_pair[]){{"reader_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "clubs", .foreign_schema = "library", .foreign_table = "club_guests", .cardinality = ONE_TO_MANY, .constraint = "club_guests_club_id_fkey", .columns = (const struct column_pair[]){{"id", "club_id"}}, .column_count = 1},
    {.schema = "library", .table = "clubs", .foreign_schema = "library", .foreign_table = "club_members", .cardinality = ONE_TO_MANY, .constraint = "club_members_club_id_fkey", .columns = (const struct column_pair[]){{"id", "club_id"}}, .column_count = 1},
    {.schema = "library", .table = "clubs", .foreign_schema = "library", .foreign_table = "readers", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "club_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "club_guests", .constraint_from = "club_guests_club_id_fkey", .constraint_to = "club_guests_reader_id_fkey", .foreign_columns = (const struct column_pair[]){{"reader_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "clubs", .foreign_schema = "library", .foreign_table = "readers", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "club_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "club_members", .constraint_from = "club_members_club_id_fkey", .constraint_to = "club_members_reader_id_fkey", .foreign_columns = (const struct column_pair[]){{"reader_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "copies", .foreign_schema = "library", .foreign_table = "books", .cardinality = MANY_TO_ONE, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "copies", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = MANY_TO_ONE, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "copies", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = MANY_TO_ONE, .constraint = "copies_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "copies", .foreign_schema = "library", .foreign_table = "shelves", .cardinality = MANY_TO_ONE, .constraint = "copies_shelf_fkey", .columns = (const struct column_pair[]){{"room", "room"}, {"shelf", "number"}}, .column_count = 2},
    {.schema = "library", .table = "covers", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_ONE, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "covers", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = ONE_TO_ONE, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "covers", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = ONE_TO_ONE, .constraint = "covers_book_id_fkey", .columns = (const struct column_pair[]){{"book_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "genres", .foreign_schema = "library", .foreign_table = "book_genres", .cardinality = ONE_TO_MANY, .constraint = "book_genres_genre_id_fkey", .columns = (const struct column_pair[]){{"id", "genre_id"}}, .column_count = 1},
    {.schema = "library", .table = "genres", .foreign_schema = "library", .foreign_table = "books", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "genre_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_genre_id_fkey", .constraint_to = "book_genres_book_id_fkey", .foreign_columns = (const struct column_pair[]){{"book_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "genres", .foreign_schema = "library", .foreign_table = "cheap_books", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "genre_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_genre_id_fkey", .constraint_to = "book_genres_book_id_fkey", .foreign_columns = (const struct column_pair[]){{"book_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "genres", .foreign_schema = "library", .foreign_table = "cheapest_books", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "genre_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "book_genres", .constraint_from = "book_genres_genre_id_fkey", .constraint_to = "book_genres_book_id_fkey", .foreign_columns = (const struct column_pair[]){{"book_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "loans", .foreign_schema = "library", .foreign_table = "readers", .cardinality = MANY_TO_ONE, .constraint = "loans_reader_id_fkey", .columns = (const struct column_pair[]){{"reader_id", "id"}}, .column_count = 1},
    {.schema = "library", .table = "odd child", .foreign_schema = "library", .foreign_table = "Odd Table", .cardinality = MANY_TO_ONE, .constraint = "odd child_Odd Id_fkey", .columns = (const struct column_pair[]){{"Odd Id", "Key Part"}}, .column_count = 1},
    {.schema = "library", .table = "publishers", .foreign_schema = "library", .foreign_table = "books", .cardinality = ONE_TO_MANY, .constraint = "books_publisher_fkey", .columns = (const struct column_pair[]){{"id", "publisher_id"}}, .column_count = 1},
    {.schema = "library", .table = "readers", .foreign_schema = "library", .foreign_table = "club_guests", .cardinality = ONE_TO_MANY, .constraint = "club_guests_reader_id_fkey", .columns = (const struct column_pair[]){{"id", "reader_id"}}, .column_count = 1},
    {.schema = "library", .table = "readers", .foreign_schema = "library", .foreign_table = "club_members", .cardinality = ONE_TO_MANY, .constraint = "club_members_reader_id_fkey", .columns = (const struct column_pair[]){{"id", "reader_id"}}, .column_count = 1},
    {.schema = "library", .table = "readers", .foreign_schema = "library", .foreign_table = "clubs", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "reader_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "club_guests", .constraint_from = "club_guests_reader_id_fkey", .constraint_to = "club_guests_club_id_fkey", .foreign_columns = (const struct column_pair[]){{"club_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "readers", .foreign_schema = "library", .foreign_table = "clubs", .cardinality = MANY_TO_MANY, .columns = (const struct column_pair[]){{"id", "reader_id"}}, .column_count = 1, .junction_schema = "library", .junction_table = "club_members", .constraint_from = "club_members_reader_id_fkey", .constraint_to = "club_members_club_id_fkey", .foreign_columns = (const struct column_pair[]){{"club_id", "id"}}, .foreign_column_count = 1},
    {.schema = "library", .table = "readers", .foreign_schema = "library", .foreign_table = "loans", .cardinality = ONE_TO_MANY, .constraint = "loans_reader_id_fkey", .columns = (const struct column_pair[]){{"id", "reader_id"}}, .column_count = 1},
    {.schema = "library", .table = "shelves", .foreign_schema = "library", .foreign_table = "copies", .cardinality = ONE_TO_MANY, .constraint = "copies_shelf_fkey", .columns = (const struct column_pair[]){{"room", "room"}, {"number", "shelf"}}, .column_count = 2},
};

static const struct function functions[] = {
    {.schema = "depot", .name = "ping", .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "Odd Func", .parameters = (const struct function_parameter[]){
        {.name = "Arg One", .type = "text", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "add", .parameters = (const struct function_parameter[]){
        {.name = "a", .type = "integer", .is_required = true},
        {.name = "b", .type = "integer", .is_required = true},
    }, .parameter_count = 2, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "integer"},
    {.schema = "library", .name = "add", .parameters = (const struct function_parameter[]){
        {.name = "a", .type = "integer", .is_required = true},
        {.name = "b", .type = "integer", .is_required = true},
        {.name = "c", .type = "integer", .is_required = true},
    }, .parameter_count = 3, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "integer"},
    {.schema = "library", .name = "anything", .result = RESULT_SCALAR, .volatility = VOLATILITY_VOLATILE, .form = FORM_OTHER, .result_declared = "record"},
    {.schema = "library", .name = "best", .parameters = (const struct function_parameter[]){
        {.name = "most", .type = "integer"},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .is_set = true, .volatility = VOLATILITY_STABLE, .form = FORM_OTHER, .settings = (const struct setting_value[]){{"statement_timeout", "2s"}}, .setting_count = 1, .columns = (const struct column[]){
        {.name = "title", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "how good", .type = "numeric", .base_type = "numeric", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "home", .type = "library.address", .base_type = "library.address", .form = FORM_OTHER, .is_composite = true, .is_nullable = true},
    }, .column_count = 3, .result_declared = "record"},
    {.schema = "library", .name = "books_of", .parameters = (const struct function_parameter[]){
        {.name = "author", .type = "integer", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .is_set = true, .volatility = VOLATILITY_STABLE, .result_schema = "library", .result_type = "books", .result_is_table = true, .form = FORM_OTHER, .result_declared = "library.books"},
    {.schema = "library", .name = "forget", .parameters = (const struct function_parameter[]){
        {.name = "id", .type = "integer", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_VOID, .volatility = VOLATILITY_VOLATILE, .result_schema = "pg_catalog", .result_type = "void", .form = FORM_OTHER, .result_declared = "void"},
    {.schema = "library", .name = "greet", .parameters = (const struct function_parameter[]){
        {.name = "name", .type = "text"},
        {.name = "loud", .type = "boolean"},
    }, .parameter_count = 2, .result = RESULT_SCALAR, .volatility = VOLATILITY_STABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "keep", .parameters = (const struct function_parameter[]){
        {.name = "doc", .type = "jsonb", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_VOLATILE, .result_schema = "pg_catalog", .result_type = "jsonb", .form = FORM_BUILT_IN, .result_declared = "jsonb"},
    {.schema = "library", .name = "longest", .parameters = (const struct function_parameter[]){
        {.name = "words", .type = "text[]", .is_required = true, .is_variadic = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .has_variadic = true, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "one_author", .parameters = (const struct function_parameter[]){
        {.name = "id", .type = "integer", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .volatility = VOLATILITY_STABLE, .result_schema = "library", .result_type = "authors", .result_is_table = true, .form = FORM_OTHER, .result_declared = "library.authors"},
    {.schema = "library", .name = "page", .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "library.\"text/x-index\""},
    {.schema = "library", .name = "ping", .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "serial", .result = RESULT_SCALAR, .volatility = VOLATILITY_VOLATILE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .settings = (const struct setting_value[]){{"default_transaction_isolation", "serializable"}}, .setting_count = 1, .result_declared = "integer"},
    {.schema = "library", .name = "shade_from_json", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "json", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "library.shade"},
    {.schema = "library", .name = "shade_from_text", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "text", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "library.shade"},
    {.schema = "library", .name = "some_home", .result = RESULT_COMPOSITE, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "library", .result_type = "address", .form = FORM_OTHER, .columns = (const struct column[]){
        {.name = "street", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "number", .type = "integer", .base_type = "integer", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .result_declared = "library.address"},
    {.schema = "library", .name = "split", .parameters = (const struct function_parameter[]){
        {.name = "whole", .type = "text", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_COMPOSITE, .volatility = VOLATILITY_IMMUTABLE, .form = FORM_OTHER, .columns = (const struct column[]){
        {.name = "first", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
        {.name = "last", .type = "text", .base_type = "text", .form = FORM_BUILT_IN, .is_nullable = true},
    }, .column_count = 2, .result_declared = "record"},
    {.schema = "library", .name = "take_bytes", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "bytea", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "integer"},
    {.schema = "library", .name = "take_json", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "json", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "json", .form = FORM_BUILT_IN, .result_declared = "json"},
    {.schema = "library", .name = "take_text", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "text", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "take_xml", .parameters = (const struct function_parameter[]){
        {.name = "", .type = "xml", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "xml", .form = FORM_BUILT_IN, .result_declared = "xml"},
    {.schema = "library", .name = "titles", .result = RESULT_SCALAR, .is_set = true, .volatility = VOLATILITY_STABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "torn", .parameters = (const struct function_parameter[]){
        {.name = "x", .type = "integer", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "torn", .parameters = (const struct function_parameter[]){
        {.name = "x", .type = "text", .is_required = true},
    }, .parameter_count = 1, .result = RESULT_SCALAR, .volatility = VOLATILITY_IMMUTABLE, .result_schema = "pg_catalog", .result_type = "text", .form = FORM_BUILT_IN, .result_declared = "text"},
    {.schema = "library", .name = "total", .parameters = (const struct function_parameter[]){
        {.name = "start", .type = "integer", .is_required = true},
        {.name = "more", .type = "integer[]", .is_variadic = true},
    }, .parameter_count = 2, .result = RESULT_SCALAR, .has_variadic = true, .volatility = VOLATILITY_VOLATILE, .result_schema = "pg_catalog", .result_type = "int4", .form = FORM_BUILT_IN, .result_declared = "integer"},
};

static const struct computed_column computed_columns[] = {
    {.schema = "library", .table = "authors", .name = "initials", .type = "text", .form = FORM_BUILT_IN, .function_schema = "library"},
};

static const struct media_handler media_handlers[] = {
    {.media_type = "text/x-index", .schema = "library", .table = "genres", .function_schema = "library", .function = "genre_index", .resolved_type = "text/x-index"},
    {.media_type = "text/x-index", .schema = "library", .table = "page", .function_schema = "library", .function = "page", .resolved_type = "text/x-index", .is_function_result = true},
};

extern const struct models case_models;

const struct models case_models = {
    .version = "",
    .schemas = (const char *const[]){"library", "depot"},
    .schema_comments = (const char *const[]){NULL, NULL},
    .schema_count = 2,
    .tables = tables,
    .table_count = 27,
    .relationships = relationships,
    .relationship_count = 68,
    .functions = functions,
    .function_count = 27,
    .computed_columns = computed_columns,
    .computed_column_count = 1,
    .media_handlers = media_handlers,
    .media_handler_count = 2,
};
