/* SPDX-License-Identifier: MIT
 *
 * facts - what the models of schema.sql must say; linked with the generated models.c.
 */
#include <stdio.h>

#include "schema/models.h"

static int passed;
static int failed;

static void fact(bool holds, const char *text, int line)
{
    passed += holds;
    failed += !holds;
    if (!holds) {
        printf("not ok - facts.c:%d: %s\n", line, text);
    }
}

#define FACT(expression) fact((expression), #expression, __LINE__)

static bool is(const char *text, const char *wanted)
{
    return text == NULL ? wanted == NULL : wanted != NULL && strcmp(text, wanted) == 0;
}

static const struct table *table(const char *name)
{
    static const struct table none = {.name = "no such table"};
    const struct table *found =
        models_find_table(&models, slice_of("zoo"), slice_of(name));
    return found == NULL ? &none : found;
}

static const struct column *column(const struct table *table, const char *name)
{
    static const struct column none = {.name = "no such column"};
    const struct column *found = table_find_column(table, slice_of(name));
    return found == NULL ? &none : found;
}

/* The names of a key as one text. */
static const char *key(const char *name)
{
    static char text[256];
    const struct table *found = table(name);
    text[0] = '\0';
    for (size_t i = 0; i < found->primary_key_count; i++) {
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s",
                 i > 0 ? "|" : "", found->primary_key[i]);
    }
    return text;
}

/* The only relationship from one table to another by a constraint, junction or function,
 * as "kind table.column=column"; "" when there is none, "several" when there are more. */
static const char *relationship(const char *from, const char *to, const char *by)
{
    static const char *const kinds[] = {"m2o", "o2m", "o2o", "m2m"};
    static char text[256];
    size_t count;
    const struct relationship *found =
        models_find_relationships(&models, "zoo", from, &count);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        const struct relationship *r = &found[i];
        if (strcmp(r->foreign_table, to) != 0 ||
            !(is(r->constraint, by) || is(r->junction_table, by) ||
              is(r->function, by))) {
            continue;
        }
        if (text[0] != '\0') {
            return "several";
        }
        snprintf(text, sizeof(text), "%s%s%s", kinds[r->cardinality],
                 r->is_parent ? " parent" : "", r->is_self ? " self" : "");
        for (size_t j = 0; j < r->column_count; j++) {
            snprintf(text + strlen(text), sizeof(text) - strlen(text), " %s=%s",
                     r->columns[j].from, r->columns[j].to);
        }
        for (size_t j = 0; j < r->foreign_column_count; j++) {
            snprintf(text + strlen(text), sizeof(text) - strlen(text), ", %s=%s",
                     r->foreign_columns[j].from, r->foreign_columns[j].to);
        }
    }
    return text;
}

static size_t relationship_count(const char *from, const char *to)
{
    size_t count;
    size_t found = 0;
    const struct relationship *run =
        models_find_relationships(&models, "zoo", from, &count);
    for (size_t i = 0; i < count; i++) {
        found += is(run[i].foreign_table, to);
    }
    return found;
}

static const struct function *function(const char *name, size_t which)
{
    static const struct function none = {.name = "no such function"};
    size_t count;
    const struct function *found =
        models_find_functions(&models, slice_of("zoo"), slice_of(name), &count);
    return which < count ? &found[which] : &none;
}

static bool is_sorted(void)
{
    for (size_t i = 1; i < models.table_count; i++) {
        const struct table *a = &models.tables[i - 1];
        int schemas = strcmp(a->schema, a[1].schema);
        if (schemas > 0 || (schemas == 0 && strcmp(a->name, a[1].name) >= 0)) {
            return false;
        }
    }
    return true;
}

static void check_schemas(void)
{
    FACT(models.schema_count == 2);
    FACT(is(models.schemas[0], "zoo"));
    FACT(is(models.schemas[1], "Odd Schema"));
    FACT(is(models.schema_comments[0],
            "Says \"hi\", a \\ and\na second line, a tab\t, what\?\?! and /* */"));
    FACT(models.schema_comments[1] == NULL);
    FACT(is_sorted());
}

static void check_tables(void)
{
    FACT(is(key("Tier \"gross\""), "日本|Schlüssel, teil{1}"));
    FACT(is(table("Tier \"gross\"")->comment,
            "Line one\nline two with \"quotes\", \\ and 'single'"));
    FACT(is(table("event")->name, "event") && is(key("event"), "id|day"));
    FACT(is(table("event_2024")->name, "no such table"));
    FACT(is(table("secret")->name, "no such table"));
    FACT(is(table("empty")->name, "empty") && table("empty")->column_count == 0);
    FACT(is(key("empty"), ""));
    FACT(table("far")->is_insertable == false && !table("far")->is_view);
    FACT(table("node")->is_deletable && table("event")->is_updatable);
}

static void check_columns(void)
{
    const struct table *tier = table("Tier \"gross\"");
    FACT(tier->column_count == 21);
    FACT(is(tier->columns[0].name, "Schlüssel, teil{1}"));
    FACT(is(column(tier, "日本")->comment, "\?\?/ bell \007 override \342\200\256 end"));
    FACT(!column(tier, "日本")->is_nullable && column(tier, "mood")->is_nullable);
    FACT(column(tier, "mood")->form == FORM_TEXT);
    FACT(is(column(tier, "mood")->default_value, "'so \"so\"'::zoo.mood"));
    const char *const *labels = column(tier, "mood")->enum_values;
    FACT(labels != NULL && is(labels[0], "so \"so\"") && is(labels[1], "back\\slash") &&
         is(labels[2], "") && is(labels[3], "größer") && is(labels[4], "a,b") &&
         labels[5] == NULL);
    FACT(column(tier, "moods")->enum_values != NULL);
    FACT(is(column(tier, "moods")->type, "zoo.moods"));
    FACT(is(column(tier, "moods")->base_type, "zoo.mood"));
    FACT(column(tier, "moods")->form == FORM_TEXT);
    FACT(is(column(tier, "code")->base_type, "character varying"));
    FACT(column(tier, "code")->max_length == 12);
    FACT(is(column(tier, "code")->default_value, "'none'::character varying"));
    FACT(is(column(tier, "strict")->type, "zoo.\"Strict Code\""));
    FACT(column(tier, "strict")->max_length == 12);
    FACT(column(tier, "strict")->form == FORM_BUILT_IN);
    FACT(!column(tier, "strict")->is_nullable && column(tier, "code")->is_nullable);
    FACT(is(column(tier, "place")->type, "hidden.place"));
    FACT(column(tier, "place")->is_composite && column(tier, "places")->is_composite);
    FACT(column(tier, "places")->form == FORM_OTHER);
    FACT(column(tier, "many")->is_array && column(tier, "many")->form == FORM_BUILT_IN);
    FACT(column(tier, "mood_list")->is_array);
    FACT(column(tier, "mood_list")->form == FORM_OTHER);
    FACT(column(tier, "span")->form == FORM_BUILT_IN && !column(tier, "span")->is_array);
    FACT(column(tier, "spans")->form == FORM_OTHER);
    FACT(column(tier, "cast_mood")->form == FORM_OTHER);
    FACT(column(tier, "relations")->form == FORM_OTHER);
    FACT(is(column(tier, "badge")->to_json_function, "hidden.\"badge Out\""));
    FACT(column(tier, "badge")->from_json_function == NULL);
    FACT(column(tier, "flags")->max_length == 3 &&
         is(column(tier, "flags")->type, "bit(3)"));
    FACT(is(column(tier, "short")->type, "character(4)"));
    FACT(is(column(tier, "at")->type, "timestamp(3) with time zone"));
    FACT(is(column(tier, "at")->default_value, "now()"));
    FACT(column(tier, "doubled")->is_generated);
    FACT(column(tier, "doubled")->default_value == NULL);
    FACT(column(tier, "always")->is_identity_always);
    FACT(is(column(tier, "always")->default_value, ""));
}

static void check_relationships(void)
{
    const char *tier = "Tier \"gross\"";
    FACT(is(relationship("child", tier, "one"), "o2o b=日本 a=Schlüssel, teil{1}"));
    FACT(
        is(relationship(tier, "child", "one"), "o2o parent 日本=b Schlüssel, teil{1}=a"));
    FACT(is(relationship("child", tier, "many"), "m2o c=日本 a=Schlüssel, teil{1}"));
    FACT(is(relationship(tier, "child", "many"), "o2m 日本=c Schlüssel, teil{1}=a"));
    FACT(is(relationship("node", "node", "node_parent_fkey"), "several"));
    FACT(relationship_count("node", "node") == 5);
    FACT(is(relationship("node", "node", "root"), "m2o self"));
    FACT(is(relationship("node", "node", "below"), ""));
    FACT(is(relationship("tag", "node", "node_tag"), "m2m id=tag, node=id"));
    /* replaced by the function of that name */
    FACT(is(relationship("node", "tag", "node_tag"), ""));
    FACT(is(relationship("node", "tag", "tag"), "o2m"));
    FACT(relationship_count("node", "tag") == 1);
    FACT(relationship_count("node", "secret") == 0);
    FACT(relationship_count("tag", "tag") == 0);
    FACT(is(relationship("node", "elsewhere", "elsewhere_node_fkey"), "o2m id=node"));
    FACT(is(relationship("event", "node", "event_node_fkey"), "m2o node=id"));
    FACT(relationship_count("event_note", "event") == 1);
    FACT(relationship_count("node", "event_2024") == 0);
}

static void check_views(void)
{
    FACT(table("node_view")->is_view && table("counted")->is_view);
    FACT(is(key("node_view"), "the {id}"));
    FACT(is(key("node_names"), "id|tag_id"));
    FACT(is(key("half"), ""));
    FACT(is(key("both"), ""));
    FACT(is(key("joined"), "node|tag"));
    FACT(is(key("counted"), "id"));
    FACT(table("node_view")->is_updatable && !table("counted")->is_insertable);
    FACT(table("written")->is_insertable && !table("written")->is_updatable);
    FACT(is(relationship("node_view", "node", "node_parent_fkey"), "several"));
    FACT(is(relationship("event", "node_names", "event_node_fkey"), "m2o node=id"));
    FACT(relationship_count("event", "node_view") == 2);
    FACT(relationship_count("event", "both") == 0);
    FACT(is(relationship("joined", "counted", "node_tag_tag_fkey"), "m2o tag=id"));
    FACT(is(relationship("counted", "node", "joined"), "m2m id=tag, node=id"));
    FACT(relationship_count("half", "child") == 0);
}

static void check_functions(void)
{
    FACT(function("f", 0)->result == RESULT_VOID &&
         function("f", 0)->parameter_count == 0);
    FACT(is(function("f", 1)->parameters[0].name, "a"));
    FACT(function("f", 1)->volatility == VOLATILITY_IMMUTABLE);
    FACT(is(function("f", 2)->comment, "Tab\there"));
    const struct function *f = function("f", 3);
    FACT(f->has_variadic && f->is_set && f->result == RESULT_COMPOSITE);
    FACT(f->result_is_table && is(f->result_type, "node") && is(f->result_schema, "zoo"));
    FACT(f->parameter_count == 2 && f->parameters[1].is_variadic);
    FACT(f->parameters[0].is_required && !f->parameters[1].is_required);
    FACT(is(f->parameters[1].type, "text[]"));
    FACT(f->setting_count == 2 && is(f->settings[0].name, "statement_timeout") &&
         is(f->settings[0].value, "3s"));
    FACT(f->setting_count == 2 && is(f->settings[1].value, "zoo, \"$user\""));
    const struct function *g = function("g", 0);
    FACT(g->parameter_count == 1 && is(g->parameters[0].name, "y"));
    FACT(is(g->parameters[0].type, "bpchar") && g->result == RESULT_COMPOSITE);
    FACT(g->column_count == 2 && is(g->columns[1].name, "z") &&
         g->columns[1].form == FORM_TEXT && g->result_type == NULL);
    const struct function *rows = function("rows", 0);
    FACT(rows->column_count == 2 && is(rows->columns[0].name, "a b") && rows->is_set);
    FACT(is(rows->columns[1].type, "zoo.code") && !rows->parameters[0].is_required);
    const struct function *alias = function("alias", 0);
    FACT(alias->result_has_alias && is(alias->result_type, "place"));
    FACT(alias->result == RESULT_COMPOSITE && alias->column_count == 2);
    FACT(is(function("mood_of", 0)->parameters[0].name, ""));
    FACT(function("mood_of", 0)->form == FORM_TEXT);
    FACT(is(function("mood_of", 0)->result_declared, "zoo.moods"));
    FACT(is(function("anything", 0)->name, "anything"));
    FACT(function("anything", 0)->result == RESULT_SCALAR);
    FACT(is(function("nameless", 0)->name, "no such function"));
    FACT(is(function("proc", 0)->name, "no such function"));
    FACT(is(function("shout", 0)->name, "no such function"));
}

static void check_computed_columns_and_media(void)
{
    const struct computed_column *shout =
        models_find_computed(&models, table("node"), slice_of("shout"));
    FACT(shout != NULL && is(shout->function_schema, "zoo") && is(shout->type, "text"));
    const struct computed_column *badge =
        models_find_computed(&models, table("node_view"), slice_of("badge_of"));
    FACT(badge != NULL && is(badge->type, "zoo.badge") && badge->form == FORM_BUILT_IN);
    FACT(models_find_computed(&models, table("node"), slice_of("root")) == NULL);
    FACT(models.media_handler_count == 3);
    const struct media_handler *any = &models.media_handlers[0];
    FACT(any->table == NULL && is(any->media_type, "*/*"));
    FACT(is(any->resolved_type, "application/octet-stream") &&
         is(any->function, "as_any"));
    const struct media_handler *zoo = &models.media_handlers[1];
    FACT(is(zoo->table, "node") && is(zoo->media_type, "text/x-zoo"));
    FACT(is(zoo->resolved_type, "Text/X-Zoo") && !zoo->is_function_result);
    FACT(is(zoo[1].table, "page") && zoo[1].is_function_result);
}

int main(void)
{
    check_schemas();
    check_tables();
    check_columns();
    check_relationships();
    check_views();
    check_functions();
    check_computed_columns_and_media();
    printf("%d %d\n", passed, failed);
    return 0;
}
