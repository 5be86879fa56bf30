/* SPDX-License-Identifier: MIT */
#include "base/setting.h"

#include <ctype.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"

#define FILE_LIMIT ((off_t)1 << 20)

static bool parse_text(struct arena *arena, const struct setting_kind *kind,
                       struct slice text, void *field)
{
    (void)kind;
    *(struct slice *)field = slice_copy(arena, text);
    return true;
}

/* A name the database resolves: SET ROLE none would be the login role. */
static bool parse_role(struct arena *arena, const struct setting_kind *kind,
                       struct slice text, void *field)
{
    return text.len > 0 && !slice_is_ignoring_case(text, "none") &&
           parse_text(arena, kind, text, field);
}

static bool parse_present(struct arena *arena, const struct setting_kind *kind,
                          struct slice text, void *field)
{
    return text.len > 0 && parse_text(arena, kind, text, field);
}

/* RFC 3986: a scheme, a colon, and what a URI may be spelled with. */
static bool is_uri(struct slice text)
{
    static const char marks[] = "-._~:/?#[]@!$&'()*+,;=";
    size_t colon = slice_find(text, ':');
    bool ok = colon > 0 && colon < text.len && isalpha((unsigned char)text.ptr[0]);
    for (size_t i = 0; ok && i < text.len; i++) {
        unsigned char octet = (unsigned char)text.ptr[i];
        if (i < colon) {
            ok = isalnum(octet) || strchr("+-.", octet) != NULL;
        } else if (octet == '%') {
            ok = i + 2 < text.len && isxdigit((unsigned char)text.ptr[i + 1]) &&
                 isxdigit((unsigned char)text.ptr[i + 2]);
        } else {
            ok = isalnum(octet) || memchr(marks, octet, sizeof(marks) - 1) != NULL;
        }
    }
    return ok;
}

/* RFC 7519, 2: a text with a colon is a URI. */
static bool parse_audience(struct arena *arena, const struct setting_kind *kind,
                           struct slice text, void *field)
{
    return (slice_find(text, ':') == text.len || is_uri(text)) &&
           parse_present(arena, kind, text, field);
}

/* A URI of the web's with a host and neither user nor query; empty is none. */
static bool parse_proxy_uri(struct arena *arena, const struct setting_kind *kind,
                            struct slice text, void *field)
{
    struct slice scheme = slice_until(text, slice_find(text, ':'));
    struct slice rest = slice_from(text, scheme.len);
    bool is_web = (slice_is_ignoring_case(scheme, "http") ||
                   slice_is_ignoring_case(scheme, "https")) &&
                  slice_starts_with(rest, "://");
    rest = slice_from(rest, strlen("://"));
    struct slice authority = slice_until(rest, slice_find(rest, '/'));
    struct slice host = slice_cut(&authority, ':');
    int64_t port = 1;
    bool ok = is_web && host.len > 0 && slice_find(text, '?') == text.len &&
              slice_find(rest, '@') == rest.len && is_uri(text) &&
              (!slice_is_present(authority) || slice_to_int64(authority, &port)) &&
              port > 0 && port <= UINT16_MAX;
    return (text.len == 0 || ok) && parse_text(arena, kind, text, field);
}

/* A token, RFC 9110, 5.6.2. */
static bool parse_header(struct arena *arena, const struct setting_kind *kind,
                         struct slice text, void *field)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    for (size_t i = 0; i < text.len; i++) {
        if (!isalnum((unsigned char)text.ptr[i]) &&
            memchr(marks, text.ptr[i], sizeof(marks) - 1) == NULL) {
            return false;
        }
    }
    return parse_present(arena, kind, text, field);
}

bool setting_read_file(struct arena *arena, const char *path, mode_t forbidden,
                       struct slice *out)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    if (file < 0) {
        return false;
    }
    bool ok = fstat(file, &facts) == 0 && S_ISREG(facts.st_mode) &&
              (facts.st_mode & forbidden) == 0 && facts.st_size <= FILE_LIMIT;
    if (ok) {
        char *octets = arena_alloc(arena, (size_t)facts.st_size + 1);
        ssize_t length = read(file, octets, (size_t)facts.st_size);
        ok = length == facts.st_size;
        *out = (struct slice){octets, ok ? (size_t)length : 0};
    }
    close(file);
    return ok;
}

/* As in PostgREST, "@path" is the content of that file without its last newline. */
static bool parse_text_or_file(struct arena *arena, const struct setting_kind *kind,
                               struct slice text, void *field)
{
    if (!slice_starts_with(text, "@")) {
        return parse_text(arena, kind, text, field);
    }
    struct slice content;
    if (!setting_read_file(arena, slice_string(arena, slice_from(text, 1)), 0,
                           &content)) {
        return false;
    }
    if (slice_ends_with(content, "\n")) {
        content.len--;
    }
    return parse_text(arena, kind, content, field);
}

static bool parse_switch(struct arena *arena, const struct setting_kind *kind,
                         struct slice text, void *field)
{
    static const char *const words[] = {"off", "on",  "false", "true",
                                        "no",  "yes", "0",     "1"};
    (void)arena;
    (void)kind;
    for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
        if (slice_is_ignoring_case(text, words[i])) {
            *(bool *)field = i % 2 == 1;
            return true;
        }
    }
    return false;
}

static bool parse_choice(struct arena *arena, const struct setting_kind *kind,
                         struct slice text, void *field)
{
    (void)arena;
    for (size_t i = 0; kind->choices[i].word != NULL; i++) {
        if (slice_is(text, kind->choices[i].word)) {
            memcpy(field, &kind->choices[i].value, sizeof(int));
            return true;
        }
    }
    return false;
}

static bool parse_verbosity(struct arena *arena, const struct setting_kind *kind,
                            struct slice text, void *field)
{
    int choice = 0;
    if (!parse_choice(arena, kind, text, &choice)) {
        return false;
    }
    *(bool *)field = choice != 0;
    return true;
}

static bool parse_rows(struct arena *arena, const struct setting_kind *kind,
                       struct slice text, void *field)
{
    (void)arena;
    (void)kind;
    return slice_to_int64(text, field) && *(int64_t *)field >= 0;
}

static bool parse_octets(struct arena *arena, const struct setting_kind *kind,
                         struct slice text, void *field)
{
    static const char units[] = "KMG";
    (void)arena;
    (void)kind;
    int64_t factor = 1;
    const char *unit = text.len == 0 ? NULL : strchr(units, text.ptr[text.len - 1]);
    if (unit != NULL) {
        factor = INT64_C(1) << (10 * (unit - units + 1));
        text.len--;
    }
    int64_t *octets = field;
    return slice_to_int64(text, octets) && *octets > 0 &&
           !__builtin_mul_overflow(*octets, factor, octets);
}

/* PostgreSQL's manual, "Parameter Names and Values": a number and a unit of time. */
static bool parse_duration(struct arena *arena, const struct setting_kind *kind,
                           struct slice text, void *field)
{
    static const char *const units[] = {"", "us", "ms", "s", "min", "h", "d"};
    size_t digits = 0;
    while (digits < text.len && isdigit((unsigned char)text.ptr[digits])) {
        digits++;
    }
    struct slice unit = slice_trim(slice_from(text, digits));
    for (size_t i = 0; digits > 0 && i < ARRAY_LENGTH(units); i++) {
        if (slice_is(unit, units[i])) {
            return parse_text(arena, kind, text, field);
        }
    }
    return false;
}

static bool parse_list(struct arena *arena, const struct setting_kind *kind,
                       struct slice text, void *field)
{
    (void)kind;
    size_t count = 0;
    struct slice *items = arena_alloc(arena, (text.len / 2 + 1) * sizeof(*items));
    struct slice rest = slice_trim(slice_copy(arena, text));
    while (rest.len > 0) {
        struct slice item = slice_trim(slice_cut(&rest, ','));
        if (item.len > 0) {
            items[count++] = item;
        }
    }
    *(struct list *)field = (struct list){items, count};
    return true;
}

/* At least one, and none of the system's own: PostgREST refuses those too. */
static bool parse_schemas(struct arena *arena, const struct setting_kind *kind,
                          struct slice text, void *field)
{
    const struct list *schemas = field;
    bool ok = parse_list(arena, kind, text, field) && schemas->count > 0;
    for (size_t i = 0; ok && i < schemas->count; i++) {
        ok = !slice_is(schemas->items[i], "pg_catalog") &&
             !slice_is(schemas->items[i], "information_schema");
    }
    return ok;
}

static bool is_app_setting(struct slice item)
{
    size_t equals = slice_find(item, '=');
    for (size_t i = 0; i < equals; i++) {
        if (!isalnum((unsigned char)item.ptr[i]) && strchr("._", item.ptr[i]) == NULL) {
            return false;
        }
    }
    return equals < item.len && slice_starts_with(item, "app.") &&
           equals > strlen("app.");
}

static bool is_api_key(struct slice item)
{
    size_t equals = slice_find(item, '=');
    struct slice role = slice_from(item, equals + 1);
    for (size_t i = 0; i < equals; i++) {
        if (!isxdigit((unsigned char)item.ptr[i])) {
            return false;
        }
    }
    return equals == 64 && role.len > 0 && !slice_is_ignoring_case(role, "none");
}

static bool parse_app_settings(struct arena *arena, const struct setting_kind *kind,
                               struct slice text, void *field)
{
    const struct list *list = field;
    bool ok = parse_list(arena, kind, text, field);
    for (size_t i = 0; ok && i < list->count; i++) {
        ok = is_app_setting(list->items[i]);
    }
    return ok;
}

static bool parse_api_keys(struct arena *arena, const struct setting_kind *kind,
                           struct slice text, void *field)
{
    const struct list *list = field;
    bool ok = parse_list(arena, kind, text, field);
    for (size_t i = 0; ok && i < list->count; i++) {
        ok = is_api_key(list->items[i]);
    }
    return ok;
}

#define CHOICES(...) ((const struct setting_choice[]){__VA_ARGS__, {NULL, 0}})

const struct setting_kind setting_text = {parse_text, "a text", NULL};
const struct setting_kind setting_present = {parse_present, "a text that is not empty",
                                             NULL};
const struct setting_kind setting_audience = {
    parse_audience, "a text that is not empty, and a URI if it has a colon", NULL};
const struct setting_kind setting_proxy_uri = {
    parse_proxy_uri, "a URI like https://example.com:8443/base", NULL};
const struct setting_kind setting_header = {parse_header, "the name of a header", NULL};
const struct setting_kind setting_text_or_file = {
    parse_text_or_file, "a text, or @ and the path of a file", NULL};
const struct setting_kind setting_role = {parse_role, "the name of a role", NULL};
const struct setting_kind setting_on_off = {parse_switch, "on or off", NULL};
const struct setting_kind setting_rows = {parse_rows, "a whole number of rows", NULL};
const struct setting_kind setting_octets = {
    parse_octets, "a number of octets, with K, M or G after it if wanted", NULL};
const struct setting_kind setting_duration = {
    parse_duration, "a duration as PostgreSQL writes it, for example 8s", NULL};
const struct setting_kind setting_list = {parse_list, "a list separated by commas", NULL};
const struct setting_kind setting_schemas = {
    parse_schemas, "a list of schemas, none of them the system's own", NULL};
const struct setting_kind setting_app_settings = {
    parse_app_settings, "a list like app.settings.a=x,app.settings.b=y", NULL};
const struct setting_kind setting_api_keys = {
    parse_api_keys, "a list of sha256=role, the digests in hexadecimal", NULL};
const struct setting_kind setting_tx_end = {
    parse_choice, "commit, commit-allow-override, rollback or rollback-allow-override",
    CHOICES({"commit", TX_COMMIT}, {"commit-allow-override", TX_COMMIT_ALLOW_OVERRIDE},
            {"rollback", TX_ROLLBACK},
            {"rollback-allow-override", TX_ROLLBACK_ALLOW_OVERRIDE})};
const struct setting_kind setting_openapi_mode = {
    parse_choice, "follow-privileges, ignore-privileges or disabled",
    CHOICES({"follow-privileges", OPENAPI_FOLLOW_PRIVILEGES},
            {"ignore-privileges", OPENAPI_IGNORE_PRIVILEGES},
            {"disabled", OPENAPI_DISABLED})};
const struct setting_kind setting_verbosity = {parse_verbosity, "verbose or minimal",
                                               CHOICES({"minimal", 0}, {"verbose", 1})};
/* crit and warn are PostgREST's words. */
const struct setting_kind setting_log_level = {
    parse_choice, "error, warning, info or debug",
    CHOICES({"error", LOG_ERROR}, {"warning", LOG_WARNING}, {"info", LOG_INFO},
            {"debug", LOG_DEBUG}, {"crit", LOG_ERROR}, {"warn", LOG_WARNING})};
