/* SPDX-License-Identifier: MIT */
#include "base/config.h"

#include <ctype.h>

#include "base/base64.h"
#include "base/setting.h"

#define OTHERS ((mode_t)0077)
#define PEER_APP_SETTINGS "PGRST_APP_SETTINGS_"

/* The settings, and what is needed only while they are read. */
struct settings {
    struct config config;
    bool secret_is_base64;
};

/* Our name, PostgREST's, how it is read, its field, and its value when it is not set
 * (NULL: absent, off, an empty list, or what config_load() says). */
/* clang-format off */
#define SETTING_TABLE(X) \
    X("DATABASE_URL", "PGRST_DB_URI", text_or_file, config.database_url, NULL) \
    X("ALLOW_PRIVILEGED_LOGIN", NULL, on_off, config.allow_privileged_login, NULL) \
    X("DB_SCHEMAS", "PGRST_DB_SCHEMAS", schemas, config.schemas, "public") \
    X("DB_EXTRA_SEARCH_PATH", "PGRST_DB_EXTRA_SEARCH_PATH", list, config.extra_search_path, "public") \
    X("DB_ANON_ROLE", "PGRST_DB_ANON_ROLE", role, config.anon_role, NULL) \
    X("DB_PRE_REQUEST", "PGRST_DB_PRE_REQUEST", present, config.pre_request, NULL) \
    X("DB_CONFIG", "PGRST_DB_CONFIG", on_off, config.role_settings, "on") \
    X("DB_PREPARED", "PGRST_DB_PREPARED_STATEMENTS", on_off, config.prepared, "on") \
    X("DB_TX_END", "PGRST_DB_TX_END", tx_end, config.tx_end, "commit") \
    X("DB_AGGREGATES", "PGRST_DB_AGGREGATES_ENABLED", on_off, config.aggregates, NULL) \
    X("DB_PLAN", "PGRST_DB_PLAN_ENABLED", on_off, config.plan, NULL) \
    X("SERVER_TIMING", "PGRST_SERVER_TIMING_ENABLED", on_off, config.server_timing, NULL) \
    X("TRACE_HEADER", "PGRST_SERVER_TRACE_HEADER", header, config.trace_header, NULL) \
    X("DB_HOISTED_SETTINGS", "PGRST_DB_HOISTED_TX_SETTINGS", list, config.hoisted_settings, \
      "statement_timeout,plan_filter.statement_cost_limit,default_transaction_isolation") \
    X("MAX_ROWS", "PGRST_DB_MAX_ROWS", rows, config.max_rows, NULL) \
    X("STATEMENT_TIMEOUT", NULL, duration, config.statement_timeout, NULL) \
    X("FULL_TABLE_GUARD", NULL, on_off, config.full_table_guard, "on") \
    X("ERROR_VERBOSITY", "PGRST_CLIENT_ERROR_VERBOSITY", verbosity, config.verbose_errors, "verbose") \
    X("ALIASED_TARGETS", "PGRST_URL_USE_LEGACY_TARGET_NAMES", on_off, config.aliased_targets, "on") \
    X("OPENAPI_MODE", "PGRST_OPENAPI_MODE", openapi_mode, config.openapi_mode, "follow-privileges") \
    X("OPENAPI_SECURITY", "PGRST_OPENAPI_SECURITY_ACTIVE", on_off, config.openapi_security, NULL) \
    X("OPENAPI_PROXY_URI", "PGRST_OPENAPI_SERVER_PROXY_URI", proxy_uri, config.openapi_proxy_uri, NULL) \
    X("DB_ROOT_SPEC", "PGRST_DB_ROOT_SPEC", present, config.root_spec, NULL) \
    X("CORS_ORIGINS", "PGRST_SERVER_CORS_ALLOWED_ORIGINS", list, config.cors_origins, NULL) \
    X("APP_SETTINGS", NULL, app_settings, config.app_settings, NULL) \
    X("JWT_SECRET", "PGRST_JWT_SECRET", text_or_file, config.jwt_secret, NULL) \
    X("JWT_SECRET_IS_BASE64", "PGRST_JWT_SECRET_IS_BASE64", on_off, secret_is_base64, NULL) \
    X("JWT_JWKS", NULL, present, config.jwt_jwks, NULL) \
    X("JWT_AUD", "PGRST_JWT_AUD", audience, config.jwt_aud, NULL) \
    X("JWT_ROLE_CLAIM", "PGRST_JWT_ROLE_CLAIM_KEY", present, config.jwt_role_claim, "$.role") \
    X("API_KEYS", NULL, api_keys, config.api_keys, NULL) \
    X("SPOOL_DIR", NULL, present, config.spool_dir, NULL) \
    X("SPOOL_MAX", NULL, octets, config.spool_max, "2G") \
    X("LOG_LEVEL", "PGRST_LOG_LEVEL", log_level, config.log_level, "info")
/* clang-format on */

struct setting {
    const char *name;
    const char *peer;
    const struct setting_kind *kind;
    size_t offset;
    const char *preset;
};

#define SETTING(name, peer, kind, field, preset)                                         \
    {name, peer, &setting_##kind, offsetof(struct settings, field), preset},

static const struct setting table[] = {SETTING_TABLE(SETTING)};

struct entry {
    struct slice name;
    struct slice value;
};

/* Where values come from, the first to be asked first. */
struct sources {
    char *const *environment;
    const struct entry *entries; /* the file's */
    size_t count;
};

static bool refuse(struct arena *arena, const char **problem, const char *name,
                   const char *expected)
{
    *problem = arena_printf(arena, "%s must be %s", name, expected);
    return false;
}

static struct slice find_in_environment(char *const *environment, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; environment[i] != NULL; i++) {
        if (strncmp(environment[i], name, length) == 0 && environment[i][length] == '=') {
            return slice_of(environment[i] + length + 1);
        }
    }
    return slice_absent();
}

static struct slice find_in_file(const struct sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->count; i++) {
        if (slice_is(sources->entries[i].name, name)) {
            return sources->entries[i].value;
        }
    }
    return slice_absent();
}

static struct slice find_value(const struct sources *sources,
                               const struct setting *setting)
{
    const char *names[] = {setting->name, setting->peer};
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        struct slice value = find_in_environment(sources->environment, names[i]);
        if (slice_is_present(value)) {
            return value;
        }
    }
    for (size_t i = 0; i < 2 && names[i] != NULL; i++) {
        struct slice value = find_in_file(sources, names[i]);
        if (slice_is_present(value)) {
            return value;
        }
    }
    return slice_of(setting->preset);
}

static bool is_known(struct slice name)
{
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        if (slice_is(name, table[i].name) ||
            (table[i].peer != NULL && slice_is(name, table[i].peer))) {
            return true;
        }
    }
    return false;
}

/* A line that is no setting may be a part of a secret: its number is told, and its key
 * only when that has the form of one. */
static bool refuse_line(struct arena *arena, struct slice name, bool has_value,
                        size_t number, const char **problem)
{
    bool is_key = has_value && name.len > 0 && name.len <= 64;
    for (size_t i = 0; is_key && i < name.len; i++) {
        is_key = isupper((unsigned char)name.ptr[i]) || name.ptr[i] == '_';
    }
    *problem = arena_printf(
        arena,
        "MYOREST_CONFIG must name a file of settings, KEY=value; line %zu is none%s%.*s",
        number, is_key ? ": " : "", is_key ? (int)name.len : 0, name.ptr);
    return false;
}

static bool add_line(struct arena *arena, struct sources *sources, struct entry *place,
                     struct slice line, size_t number, const char **problem)
{
    size_t equals = slice_find(line, '=');
    struct slice name = slice_trim(slice_until(line, equals));
    if (equals == line.len || !is_known(name)) {
        return refuse_line(arena, name, equals < line.len, number, problem);
    }
    if (slice_is_present(find_in_file(sources, slice_string(arena, name)))) {
        *problem = arena_printf(arena,
                                "%.*s must be set once in the file of "
                                "MYOREST_CONFIG",
                                (int)name.len, name.ptr);
        return false;
    }
    *place = (struct entry){name, slice_from(line, equals + 1)};
    sources->count++;
    return true;
}

/* KEY=value lines; the value is all that follows. Empty lines and # comments are left
 * out. */
static bool read_entries(struct arena *arena, struct sources *sources,
                         struct slice content, const char **problem)
{
    size_t lines = 1;
    for (size_t i = 0; i < content.len; i++) {
        lines += content.ptr[i] == '\n';
    }
    struct entry *entries = arena_alloc(arena, lines * sizeof(*entries));
    sources->entries = entries;
    for (size_t number = 1; slice_is_present(content); number++) {
        struct slice line = slice_cut(&content, '\n');
        if (slice_ends_with(line, "\r")) {
            line.len--;
        }
        if (slice_trim(line).len > 0 && line.ptr[0] != '#' &&
            !add_line(arena, sources, &entries[sources->count], line, number, problem)) {
            return false;
        }
    }
    return true;
}

static bool read_config_file(struct arena *arena, struct sources *sources,
                             const char **problem)
{
    struct slice path = find_in_environment(sources->environment, "MYOREST_CONFIG");
    if (!slice_is_present(path)) {
        return true;
    }
    struct slice content;
    if (!setting_read_file(arena, path.ptr, OTHERS, &content) ||
        memchr(content.ptr, '\0', content.len) != NULL) {
        return refuse(arena, problem, "MYOREST_CONFIG",
                      "a readable text file of mode 0600");
    }
    return read_entries(arena, sources, content, problem);
}

/* PGRST_APP_SETTINGS_JWT_EXP=x is app.settings.jwt_exp=x. */
static void add_peer_app_settings(struct arena *arena, char *const *environment,
                                  struct list *list)
{
    size_t count = list->count;
    for (size_t i = 0; environment[i] != NULL; i++) {
        count++;
    }
    struct slice *items = arena_alloc(arena, count * sizeof(*items) + 1);
    for (size_t i = 0; i < list->count; i++) {
        items[i] = list->items[i];
    }
    count = list->count;
    size_t prefix = strlen(PEER_APP_SETTINGS);
    for (size_t i = 0; environment[i] != NULL; i++) {
        if (strncmp(environment[i], PEER_APP_SETTINGS, prefix) == 0) {
            char *item = arena_printf(arena, "app.settings.%s", environment[i] + prefix);
            for (char *at = item; *at != '=' && *at != '\0'; at++) {
                *at = (char)tolower((unsigned char)*at);
            }
            items[count++] = slice_of(item);
        }
    }
    *list = (struct list){items, count};
}

static bool decode_secret(struct arena *arena, struct settings *settings,
                          const char **problem)
{
    struct slice *secret = &settings->config.jwt_secret;
    if (!settings->secret_is_base64 || !slice_is_present(*secret)) {
        return true;
    }
    struct slice text = *secret;
    while (text.len > 0 && isspace((unsigned char)text.ptr[text.len - 1])) {
        text.len--;
    }
    return base64_decode(arena, slice_trim(text), BASE64_ANY, secret) ||
           refuse(arena, problem, "JWT_SECRET", "base64, as JWT_SECRET_IS_BASE64 says");
}

bool config_load(struct arena *arena, char *const *environment, struct config *out,
                 const char **problem)
{
    struct sources sources = {.environment = environment};
    struct settings settings = {.config = {.max_rows = -1}};
    struct slice temporary = find_in_environment(environment, "TMPDIR");
    settings.config.spool_dir =
        temporary.len > 0 ? slice_copy(arena, temporary) : slice_of("/tmp");
    if (!read_config_file(arena, &sources, problem)) {
        return false;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(table); i++) {
        const struct setting *setting = &table[i];
        struct slice value = find_value(&sources, setting);
        void *field = (char *)&settings + setting->offset;
        if (slice_is_present(value) &&
            !setting->kind->parse(arena, setting->kind, value, field)) {
            return refuse(arena, problem, setting->name, setting->kind->expected);
        }
    }
    if (!decode_secret(arena, &settings, problem)) {
        return false;
    }
    add_peer_app_settings(arena, environment, &settings.config.app_settings);
    *out = settings.config;
    return true;
}
