/* SPDX-License-Identifier: MIT
 *
 * run_cases - answers the requests of case files with a database that only writes down
 * what it is asked, and compares.
 *
 *   run_cases FILE...               compare; last line "N passed, N failed"
 *   run_cases --write FILE...       put what the code gives into the files
 *   run_cases --statements FILE...  SQL for psql: PREPARE of every statement
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/spool.h"
#include "rest/resource.h"
#include "schema/models.h"
#include "tests/cases/recorder.h"

#define LONGEST ((size_t)1 << 20)

extern const struct models case_models;

static const struct resource all = {
    .name = "cases", .serves_all_tables = true, .serves_functions = true};

static bool read_file(struct arena *arena, const char *path, struct slice *out)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    char *octets = arena_alloc(arena, LONGEST);
    *out = (struct slice){octets, fread(octets, 1, LONGEST, file)};
    return fclose(file) == 0;
}

/* The settings the case gives, over those that all cases have. */
static bool load_config(struct arena *arena, const struct case_file *file,
                        struct config *out, const char **problem)
{
    struct growing environment = {0};
    const char *const *given = (const char *const *)file->settings.items;
    const char *schemas =
        file->is_clinical ? "DB_SCHEMAS=public" : "DB_SCHEMAS=library,depot";
    for (size_t i = 0; i < file->settings.count; i++) {
        *(const char **)growing_add(arena, &environment, sizeof(char *)) = given[i];
        if (strncmp(given[i], "DB_SCHEMAS=", strlen("DB_SCHEMAS=")) == 0) {
            schemas = "DB_ANON_ROLE=anon";
        }
    }
    *(const char **)growing_add(arena, &environment, sizeof(char *)) = schemas;
    growing_add(arena, &environment, sizeof(char *));
    return config_load(arena, environment.items, out, problem);
}

static void add_error(struct strbuf *text, const struct error *error)
{
    const struct {
        const char *name;
        const char *value;
    } parts[] = {
        {"message", error->message}, {"details", error->details}, {"hint", error->hint}};
    strbuf_add_format(text, "%d %s\n", error->status, error->code);
    for (size_t i = 0; i < ARRAY_LENGTH(parts); i++) {
        if (parts[i].value != NULL) {
            strbuf_add_format(text, "%s: %s\n", parts[i].name, parts[i].value);
        }
    }
}

static void add_answer(struct context *context, struct strbuf *text,
                       struct response *response)
{
    struct slice body;
    strbuf_add_format(text, "%d\n", response->status);
    for (size_t i = 0; i < response->header_count; i++) {
        strbuf_add_slice(text, response->headers[i].name);
        strbuf_add_text(text, ": ");
        strbuf_add_slice(text, response->headers[i].value);
        strbuf_add_char(text, '\n');
    }
    if (spool_length(response->body) > 0 && spool_map(context, response->body, &body)) {
        strbuf_add_char(text, '\n');
        strbuf_add_slice(text, body);
        strbuf_add_char(text, '\n');
    }
}

/* What the code makes of the case. */
static bool answer(struct arena *arena, const struct case_file *file,
                   struct recorder *recorder, struct slice *out, const char **problem)
{
    struct config config;
    *recorder = recorder_new(arena, file);
    if (!load_config(arena, file, &config, problem)) {
        return false;
    }
    struct context context = {.arena = arena, .config = &config};
    struct service service = {
        .config = &config,
        .models = file->is_clinical ? &models : &case_models,
        .database = &recorder->database,
        .role_settings = role_settings_new(&recorder->database),
    };
    struct identity identity = {
        .role = slice_is_present(file->role) ? file->role
                                             : (struct slice)SLICE("authenticated"),
        .claims = SLICE("{}"),
        .is_anonymous = file->is_anonymous,
    };
    struct response response;
    struct strbuf *text = &recorder->text;
    response_init(&context, &response);
    bool is_answered =
        resource_answer(&context, &service, &all, &file->request, &identity, &response);
    role_settings_free(service.role_settings);
    if (!is_answered) {
        add_error(text, &context.error);
        response_fail(&context, &response);
    }
    if (file->shows_answer) {
        add_answer(&context, text, &response);
    } else if (is_answered) {
        strbuf_add_format(text, "%d\n", response.status);
    }
    *out = strbuf_slice(text);
    return true;
}

static void print_lines(const char *mark, struct slice text)
{
    while (slice_is_present(text) && text.len > 0) {
        struct slice line = slice_cut(&text, '\n');
        printf("  %s %.*s\n", mark, (int)line.len, line.ptr);
    }
}

static size_t common_start(struct slice a, struct slice b)
{
    size_t start = 0;
    for (size_t i = 0; i < a.len && i < b.len && a.ptr[i] == b.ptr[i]; i++) {
        start = a.ptr[i] == '\n' ? i + 1 : start;
    }
    return start;
}

static size_t common_end(struct slice a, struct slice b)
{
    size_t end = 0;
    for (size_t i = 1; i <= a.len && i <= b.len && a.ptr[a.len - i] == b.ptr[b.len - i];
         i++) {
        end = a.ptr[a.len - i] == '\n' ? i - 1 : end;
    }
    return end;
}

/* The lines that differ, without those that both begin and end with. */
static void print_difference(const char *path, struct slice wanted, struct slice got)
{
    size_t start = common_start(wanted, got);
    wanted = slice_from(wanted, start);
    got = slice_from(got, start);
    size_t end = common_end(wanted, got);
    printf("not ok %s\n", path);
    print_lines("-", slice_until(wanted, wanted.len - end));
    print_lines("+", slice_until(got, got.len - end));
}

static bool compare(const char *path, const struct case_file *file,
                    const struct recorder *recorder, struct slice got)
{
    (void)recorder;
    bool is_equal = slice_equal(file->wanted, got);
    if (!is_equal) {
        print_difference(path, file->wanted, got);
    }
    return is_equal;
}

static bool write_file(const char *path, const struct case_file *file,
                       const struct recorder *recorder, struct slice got)
{
    (void)recorder;
    FILE *out = fopen(path, "wb");
    if (out == NULL) {
        return false;
    }
    const char *newline = slice_ends_with(file->head, "\n") ? "" : "\n";
    fprintf(out, "%.*s%s----\n%.*s", (int)file->head.len, file->head.ptr, newline,
            (int)got.len, got.ptr);
    return fclose(out) == 0;
}

/* EXPLAIN cannot be prepared by name: what it explains is. */
static bool print_statements(const char *path, const struct case_file *file,
                             const struct recorder *recorder, struct slice got)
{
    const struct slice *statements = recorder->statements.items;
    (void)got;
    for (size_t i = 0; i < recorder->statements.count; i++) {
        struct slice sql = statements[i];
        if (slice_starts_with(sql, "EXPLAIN (")) {
            sql = slice_from(sql, slice_find(sql, ')') + 2);
        }
        if (slice_starts_with(sql, "SET ")) {
            continue;
        }
        printf("\\echo = %s %.*s\nPREPARE one AS %.*s;\nDEALLOCATE one;\n", path,
               slice_is_present(file->sqlstate) ? (int)file->sqlstate.len : 2,
               slice_is_present(file->sqlstate) ? file->sqlstate.ptr : "ok", (int)sql.len,
               sql.ptr);
    }
    return true;
}

typedef bool use(const char *path, const struct case_file *file,
                 const struct recorder *recorder, struct slice got);

static bool run_case(struct arena *arena, const char *path, use *use_it)
{
    struct slice text;
    struct slice got;
    struct case_file file;
    struct recorder recorder;
    const char *problem = "it cannot be read";
    if (read_file(arena, path, &text) && case_file_parse(arena, text, &file, &problem) &&
        answer(arena, &file, &recorder, &got, &problem)) {
        return use_it(path, &file, &recorder, got);
    }
    printf("not ok %s\n  %s\n", path, problem);
    return false;
}

int main(int count, char **words)
{
    struct arena *arena = arena_new(LONGEST * 2);
    int passed = 0;
    int failed = 0;
    bool writes = count > 1 && strcmp(words[1], "--write") == 0;
    bool prints = count > 1 && strcmp(words[1], "--statements") == 0;
    use *use_it = writes ? write_file : prints ? print_statements : compare;
    for (int i = writes || prints ? 2 : 1; i < count; i++) {
        if (run_case(arena, words[i], use_it)) {
            passed++;
        } else {
            failed++;
        }
        arena_reset(arena);
    }
    arena_free(arena);
    if (!prints) {
        printf("%d passed, %d failed\n", passed, failed);
    }
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
