/* SPDX-License-Identifier: MIT */
#include "tests/cases/case_file.h"

#include <ctype.h>

#define SEPARATOR "----"

struct reading {
    struct arena *arena;
    struct case_file *file;
    struct case_result *result; /* that columns and rows are now given for */
};

static bool take_setting(struct reading *reading, struct slice value)
{
    *(char **)growing_add(reading->arena, &reading->file->settings, sizeof(char *)) =
        slice_string(reading->arena, value);
    return true;
}

static bool take_models(struct reading *reading, struct slice value)
{
    reading->file->is_clinical = true;
    return slice_is(value, "clinical");
}

static bool take_show(struct reading *reading, struct slice value)
{
    bool is_session = slice_is(value, "session");
    reading->file->shows_session = reading->file->shows_session || is_session;
    reading->file->shows_answer = reading->file->shows_answer || !is_session;
    return is_session || slice_is(value, "answer");
}

static bool take_role(struct reading *reading, struct slice value)
{
    reading->file->role = value;
    reading->file->is_anonymous = slice_is(value, "anon");
    return value.len > 0;
}

static bool take_result(struct reading *reading, struct slice value)
{
    int64_t number;
    if (!slice_to_int64(value, &number) || number < 1 || number > CASE_RESULTS) {
        return false;
    }
    reading->result = &reading->file->results[number - 1];
    reading->result->is_given = true;
    return true;
}

/* "name oid"; the name may hold spaces. */
static bool take_column(struct reading *reading, struct slice value)
{
    size_t space = value.len;
    int64_t type;
    while (space > 0 && value.ptr[space - 1] != ' ') {
        space--;
    }
    if (space == 0 || !slice_to_int64(slice_from(value, space), &type)) {
        return false;
    }
    struct case_column *column =
        growing_add(reading->arena, &reading->result->columns, sizeof(*column));
    *column = (struct case_column){slice_until(value, space - 1), (uint32_t)type};
    reading->result->is_given = true;
    return true;
}

static bool take_row(struct reading *reading, struct slice value)
{
    *(struct slice *)growing_add(reading->arena, &reading->result->rows, sizeof(value)) =
        value;
    reading->result->is_given = true;
    return true;
}

static bool take_affected(struct reading *reading, struct slice value)
{
    reading->result->is_given = true;
    return slice_to_int64(value, &reading->result->affected);
}

static bool take_inserted(struct reading *reading, struct slice value)
{
    reading->file->inserted = value;
    return true;
}

static bool take_headers(struct reading *reading, struct slice value)
{
    reading->file->headers = value;
    return true;
}

static bool take_status(struct reading *reading, struct slice value)
{
    reading->file->status = value;
    return true;
}

/* "23505 message" */
static bool take_failure(struct reading *reading, struct slice value)
{
    struct slice code = slice_cut(&value, ' ');
    reading->file->failure.code = slice_string(reading->arena, code);
    reading->file->failure.message =
        slice_is_present(value) ? slice_string(reading->arena, value) : "";
    return code.len > 0;
}

static bool take_details(struct reading *reading, struct slice value)
{
    reading->file->failure.details = slice_string(reading->arena, value);
    return true;
}

static bool take_hint(struct reading *reading, struct slice value)
{
    reading->file->failure.hint = slice_string(reading->arena, value);
    return true;
}

static bool take_sqlstate(struct reading *reading, struct slice value)
{
    reading->file->sqlstate = value;
    return value.len == 5;
}

static const struct {
    const char *word;
    bool (*take)(struct reading *reading, struct slice value);
} directives[] = {
    {"set", take_setting},     {"models", take_models},     {"show", take_show},
    {"role", take_role},       {"result", take_result},     {"column", take_column},
    {"row", take_row},         {"affected", take_affected}, {"inserted", take_inserted},
    {"headers", take_headers}, {"status", take_status},     {"fail", take_failure},
    {"details", take_details}, {"hint", take_hint},         {"sqlstate", take_sqlstate},
};

static bool take_directive(struct reading *reading, struct slice line,
                           const char **problem)
{
    struct slice value = line;
    struct slice word = slice_cut(&value, ' ');
    for (size_t i = 0; i < ARRAY_LENGTH(directives); i++) {
        if (slice_is(word, directives[i].word) && slice_is_present(value) &&
            directives[i].take(reading, value)) {
            return true;
        }
    }
    *problem = arena_printf(reading->arena, "what is '%.*s'?", (int)line.len, line.ptr);
    return false;
}

/* "GET /path?query" */
static void take_request_line(struct request *request, struct slice line)
{
    struct slice target = line;
    request->method = slice_cut(&target, ' ');
    struct slice query = target;
    request->path = slice_cut(&query, '?');
    request->query = slice_is_present(query) ? query : (struct slice)SLICE("");
}

static void take_header(struct arena *arena, struct growing *headers, struct slice line)
{
    struct slice value = line;
    struct slice name = slice_copy(arena, slice_cut(&value, ':'));
    struct header *header = growing_add(arena, headers, sizeof(*header));
    char *octets = slice_string(arena, name);
    for (size_t i = 0; i < name.len; i++) {
        octets[i] = (char)tolower((unsigned char)octets[i]);
    }
    *header = (struct header){{octets, name.len}, slice_trim(value)};
}

/* The text up to the line that is SEPARATOR; *rest is what follows it. */
static bool split(struct slice text, struct slice *head, struct slice *rest)
{
    struct slice left = text;
    while (slice_is_present(left)) {
        struct slice line = slice_cut(&left, '\n');
        if (slice_is(line, SEPARATOR)) {
            *head = slice_until(text, (size_t)(line.ptr - text.ptr));
            *rest = slice_is_present(left) ? left : (struct slice)SLICE("");
            return true;
        }
    }
    *head = text;
    *rest = (struct slice)SLICE("");
    return false;
}

static struct slice without_newline(struct slice text)
{
    return slice_ends_with(text, "\n") ? slice_until(text, text.len - 1) : text;
}

static bool read_directives(struct reading *reading, struct slice *left,
                            const char **problem)
{
    while (slice_is_present(*left)) {
        struct slice line = slice_cut(left, '\n');
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        if (isupper((unsigned char)line.ptr[0]) && slice_find(line, ' ') < line.len) {
            take_request_line(&reading->file->request, line);
            return true;
        }
        if (!take_directive(reading, line, problem)) {
            return false;
        }
    }
    *problem = "it has no request";
    return false;
}

bool case_file_parse(struct arena *arena, struct slice text, struct case_file *out,
                     const char **problem)
{
    *out = (struct case_file){0};
    struct reading reading = {arena, out, &out->results[0]};
    struct growing headers = {0};
    split(text, &out->head, &out->wanted);
    struct slice left = out->head;
    if (!read_directives(&reading, &left, problem)) {
        return false;
    }
    while (slice_is_present(left)) {
        struct slice line = slice_cut(&left, '\n');
        if (line.len == 0) {
            break;
        }
        if (slice_find(line, ':') == line.len) {
            *problem = "a header has a colon; lines of the case stand before the request";
            return false;
        }
        take_header(arena, &headers, line);
    }
    out->request.headers = headers.items;
    out->request.header_count = headers.count;
    out->request.body =
        slice_is_present(left) ? without_newline(left) : (struct slice)SLICE("");
    return true;
}
