/* SPDX-License-Identifier: MIT
 *
 * config - the settings of a program, from the environment or a KEY=value file.
 *
 * Each setting is also accepted under PostgREST's environment name (PGRST_...); ours
 * wins. Set but empty is a value, not unset. MYOREST_CONFIG names a file (mode 0600;
 * readable by others is refused, an unknown key in it is refused); the environment wins
 * over the file. A bad value is refused when the program starts, naming the setting and
 * never its value.
 */
#ifndef MYOREST_CONFIG_H
#define MYOREST_CONFIG_H

#include "base/slice.h"

enum tx_end {
    TX_COMMIT,
    TX_COMMIT_ALLOW_OVERRIDE,
    TX_ROLLBACK,
    TX_ROLLBACK_ALLOW_OVERRIDE
};

enum openapi_mode {
    OPENAPI_FOLLOW_PRIVILEGES,
    OPENAPI_IGNORE_PRIVILEGES,
    OPENAPI_DISABLED
};

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct list {
    const struct slice *items;
    size_t count;
};

/* Absent slices are unset settings. Everything here is static for the life of the
 * program. */
struct config {
    struct slice database_url;   /* DATABASE_URL, PGRST_DB_URI; libpq's URI or keywords */
    bool allow_privileged_login; /* ALLOW_PRIVILEGED_LOGIN */
    struct list schemas;         /* DB_SCHEMAS: public */
    struct list extra_search_path; /* DB_EXTRA_SEARCH_PATH: public */
    struct slice anon_role;        /* DB_ANON_ROLE */
    struct slice pre_request;      /* DB_PRE_REQUEST */
    bool role_settings;           /* DB_CONFIG: on; what ALTER ROLE .. SET says applies */
    bool prepared;                /* DB_PREPARED: on; PGRST_DB_PREPARED_STATEMENTS */
    enum tx_end tx_end;           /* DB_TX_END */
    bool aggregates;              /* DB_AGGREGATES; PGRST_DB_AGGREGATES_ENABLED */
    bool plan;                    /* DB_PLAN; PGRST_DB_PLAN_ENABLED */
    bool server_timing;           /* SERVER_TIMING; PGRST_SERVER_TIMING_ENABLED */
    struct slice trace_header;    /* TRACE_HEADER; PGRST_SERVER_TRACE_HEADER */
    struct list hoisted_settings; /* DB_HOISTED_SETTINGS; PGRST_DB_HOISTED_TX_SETTINGS */
    int64_t max_rows;             /* MAX_ROWS; PGRST_DB_MAX_ROWS; -1 is none */
    struct slice statement_timeout; /* STATEMENT_TIMEOUT, PostgreSQL's syntax, checked */
    bool full_table_guard;          /* FULL_TABLE_GUARD: on */
    bool verbose_errors;  /* ERROR_VERBOSITY: verbose; PGRST_CLIENT_ERROR_VERBOSITY */
    bool aliased_targets; /* ALIASED_TARGETS: on; PGRST_URL_USE_LEGACY_TARGET_NAMES */
    enum openapi_mode openapi_mode; /* OPENAPI_MODE */
    bool openapi_security;          /* OPENAPI_SECURITY; PGRST_OPENAPI_SECURITY_ACTIVE */
    struct slice
        openapi_proxy_uri;       /* OPENAPI_PROXY_URI; PGRST_OPENAPI_SERVER_PROXY_URI */
    struct slice root_spec;      /* DB_ROOT_SPEC */
    struct list cors_origins;    /* CORS_ORIGINS; PGRST_SERVER_CORS_ALLOWED_ORIGINS */
    struct list app_settings;    /* APP_SETTINGS: items "app.settings.a=x" */
    struct slice jwt_secret;     /* JWT_SECRET, decoded when base64 was asked for */
    struct slice jwt_jwks;       /* JWT_JWKS, a file's path */
    struct slice jwt_aud;        /* JWT_AUD */
    struct slice jwt_role_claim; /* JWT_ROLE_CLAIM: $.role; PGRST_JWT_ROLE_CLAIM_KEY */
    struct list api_keys;        /* API_KEYS: items "sha256hex=role" */
    struct slice spool_dir;      /* SPOOL_DIR: TMPDIR or /tmp */
    int64_t spool_max;           /* SPOOL_MAX, octets: 2 GiB */
    enum log_level log_level;    /* LOG_LEVEL: info */
};

/* Reads the environment (`environ`'s form) and the file it names; `config` and its texts
 * live until the arena is reset. False: *problem is a sentence naming the setting. */
bool config_load(struct arena *arena, char *const *environment, struct config *out,
                 const char **problem) MUST_CHECK;

#endif
