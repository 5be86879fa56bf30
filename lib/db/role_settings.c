/* SPDX-License-Identifier: MIT */
#include "db/role_settings.h"

#include <time.h>

#define ROLE_LIMIT 32
#define SECONDS_KEPT 60
#define BLOCK_SIZE 1024

/* DateStyle and client_encoding decide how values are written, and to_json() heeds
 * neither. */
static const char query[] =
    "SELECT s.name, pg_catalog.substr(s.setting, pg_catalog.strpos(s.setting, '=') + 1)"
    " FROM (SELECT u.setting, pg_catalog.split_part(u.setting, '=', 1) AS name"
    " FROM pg_catalog.pg_roles r, pg_catalog.unnest(r.rolconfig) AS u (setting)"
    " WHERE r.rolname = $1) AS s"
    " JOIN pg_catalog.pg_settings p ON pg_catalog.lower(p.name) ="
    " pg_catalog.lower(s.name)"
    " WHERE p.name NOT IN ('DateStyle', 'client_encoding')"
    " AND (p.context = 'user' OR"
    " pg_catalog.has_parameter_privilege(SESSION_USER, p.name, 'SET'))";

static const char *const isolations[] = {"serializable", "repeatable read",
                                         "read committed", "read uncommitted"};

/* `arena` holds all of the entry's texts and is reset when it is read anew. */
struct entry {
    struct arena *arena;
    struct slice role; /* absent: unused */
    int64_t read_at;
    struct setting *items;
    size_t count;
    size_t size;
    const char *isolation;
};

struct role_settings {
    struct arena *arena;
    struct database *database;
    struct entry entries[ROLE_LIMIT];
};

struct role_settings *role_settings_new(struct database *database)
{
    struct arena *arena = arena_new(sizeof(struct role_settings) + BLOCK_SIZE);
    struct role_settings *cache = arena_alloc(arena, sizeof(*cache));
    cache->arena = arena;
    cache->database = database;
    for (size_t i = 0; i < ROLE_LIMIT; i++) {
        cache->entries[i].arena = arena_new(BLOCK_SIZE);
    }
    return cache;
}

void role_settings_free(struct role_settings *cache)
{
    if (cache == NULL) {
        return;
    }
    for (size_t i = 0; i < ROLE_LIMIT; i++) {
        arena_free(cache->entries[i].arena);
    }
    arena_free(cache->arena);
}

static int64_t seconds_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec;
}

/* The role's entry, else the one that was read longest ago. */
static struct entry *find_entry(struct role_settings *cache, struct slice role)
{
    struct entry *oldest = &cache->entries[0];
    for (size_t i = 0; i < ROLE_LIMIT; i++) {
        struct entry *entry = &cache->entries[i];
        if (slice_is_present(entry->role) && slice_equal(entry->role, role)) {
            return entry;
        }
        if (entry->read_at < oldest->read_at) {
            oldest = entry;
        }
    }
    return oldest;
}

static void forget(struct entry *entry)
{
    struct arena *arena = entry->arena;
    arena_reset(arena);
    *entry = (struct entry){.arena = arena};
}

static bool start_over(void *self, struct context *context, const struct field *fields,
                       size_t count)
{
    (void)context;
    (void)fields;
    (void)count;
    forget(self);
    return true;
}

static void add(struct entry *entry, struct slice name, struct slice value)
{
    if (entry->count == entry->size) {
        size_t size = entry->size == 0 ? 8 : entry->size * 2;
        entry->items =
            arena_grow(entry->arena, entry->items, entry->count * sizeof(*entry->items),
                       size * sizeof(*entry->items));
        entry->size = size;
    }
    entry->items[entry->count++] =
        (struct setting){slice_copy(entry->arena, name), slice_copy(entry->arena, value)};
}

static bool take_row(void *self, struct context *context, const struct slice *values,
                     size_t count)
{
    (void)context;
    (void)count;
    struct entry *entry = self;
    if (!slice_is_ignoring_case(values[0], "default_transaction_isolation")) {
        add(entry, values[0], values[1]);
        return true;
    }
    for (size_t i = 0; i < ARRAY_LENGTH(isolations); i++) {
        if (slice_is_ignoring_case(values[1], isolations[i])) {
            entry->isolation = isolations[i];
        }
    }
    return true;
}

static bool read_entry(struct context *context, struct role_settings *cache,
                       struct slice role, struct entry *entry)
{
    const struct parameter parameter = {.value = role};
    const struct row_sink sink = {.self = entry, .describe = start_over, .row = take_row};
    const struct exchange_item item = {
        .statement = {.sql = SLICE(query),
                      .parameters = &parameter,
                      .parameter_count = 1,
                      .is_cached = true},
        .sink = &sink,
    };
    struct exchange exchange = {
        .unit = cache->database->unit, .items = &item, .item_count = 1, .is_read = true};
    forget(entry);
    if (!database_run(cache->database, context, &exchange)) {
        forget(entry);
        return false;
    }
    entry->role = slice_copy(entry->arena, role);
    entry->read_at = seconds_now();
    return true;
}

bool role_settings_get(struct context *context, struct role_settings *cache,
                       struct slice role, struct role_setting_list *out)
{
    struct entry *entry = find_entry(cache, role);
    bool is_known = slice_is_present(entry->role) && slice_equal(entry->role, role) &&
                    seconds_now() - entry->read_at < SECONDS_KEPT;
    if (!is_known && !read_entry(context, cache, role, entry)) {
        return false;
    }
    *out = (struct role_setting_list){entry->items, entry->count, entry->isolation};
    return true;
}
