/* SPDX-License-Identifier: MIT */
#include "db/session.h"

#include "base/strbuf.h"

#define PIN(pinned, pinned_value) {SLICE(pinned), SLICE(pinned_value)},

static const struct setting pins[] = {SESSION_PINS(PIN)};

/* The parameters so far: name, value, name, value. */
struct list_of_settings {
    struct parameter *parameters;
    size_t count;
};

static void add(struct list_of_settings *list, struct slice name, struct slice value)
{
    list->parameters[list->count++] = (struct parameter){.value = name};
    list->parameters[list->count++] = (struct parameter){.value = value};
}

static void add_all(struct list_of_settings *list, const struct setting *settings,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add(list, settings[i].name, settings[i].value);
    }
}

static bool is_among(struct slice name, const struct setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(name, settings[i].name)) {
            return true;
        }
    }
    return false;
}

/* What an earlier call of the unit has set and this one does not. A NULL is what the
 * login's session began with; the pins, which it was told later, follow. */
static void add_resets(struct list_of_settings *list, const struct session *session,
                       const struct role_setting_list *role)
{
    const struct slice *names;
    size_t count = unit_settings(session->unit, &names);
    for (size_t i = 0; i < count; i++) {
        if (!is_among(names[i], session->settings, session->setting_count) &&
            !is_among(names[i], role->items, role->count)) {
            add(list, names[i], slice_absent());
        }
    }
    add_all(list, pins, ARRAY_LENGTH(pins));
}

/* For the next call of the unit to take back. */
static void remember(struct unit *unit, const struct setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unit_add_setting(unit, settings[i].name);
    }
}

/* A function takes at most 100 arguments. */
#define ARGUMENTS 100

/* Depends on nothing but the number of settings, so few shapes are ever prepared. What is
 * set is not sent back: that none of it is NULL is all that is told. */
static struct slice spell(struct arena *arena, size_t setting_count)
{
    struct strbuf sql = strbuf_new(arena, 0);
    for (size_t i = 0; i < setting_count; i++) {
        bool begins = i % ARGUMENTS == 0;
        strbuf_add_text(&sql, i == 0 ? "SELECT " : begins ? ")," : ",");
        strbuf_add_text(&sql, begins ? "pg_catalog.num_nulls(" : "");
        strbuf_add_text(&sql, "pg_catalog.set_config($");
        strbuf_add_number(&sql, (int64_t)(2 * i + 1));
        strbuf_add_text(&sql, ",$");
        strbuf_add_number(&sql, (int64_t)(2 * i + 2));
        strbuf_add_text(&sql, ",true)");
    }
    strbuf_add_char(&sql, ')');
    return strbuf_slice(&sql);
}

/* The usual ones are spelled once in the life of the process. */
static struct statement statement_of(struct context *context, size_t setting_count)
{
    static struct slice spelled[32];
    static struct arena *kept;
    if (setting_count >= ARRAY_LENGTH(spelled)) {
        return (struct statement){.sql = spell(context->arena, setting_count)};
    }
    if (!slice_is_present(spelled[setting_count])) {
        kept = kept != NULL ? kept : arena_new((size_t)4 << 10);
        spelled[setting_count] = spell(kept, setting_count);
    }
    return (struct statement){.sql = spelled[setting_count],
                              .number = (unsigned)setting_count};
}

bool session_build(struct context *context, struct role_settings *cache,
                   const struct session *session, struct statement *out,
                   const char **isolation)
{
    struct role_setting_list role = {NULL, 0, NULL};
    if (context->config->role_settings &&
        !role_settings_get(context, cache, session->role, &role)) {
        return false;
    }
    const struct slice *names;
    size_t most = ARRAY_LENGTH(pins) + role.count + session->setting_count + 5 +
                  (session->unit == NULL ? 0 : unit_settings(session->unit, &names));
    struct list_of_settings list = {
        .parameters = arena_alloc(context->arena, 2 * most * sizeof(*list.parameters))};
    if (session->unit != NULL) {
        /* The login's rights, not those of the actor before. */
        add(&list, slice_of("role"), slice_of("none"));
        add_resets(&list, session, &role);
        remember(session->unit, role.items, role.count);
        remember(session->unit, session->settings, session->setting_count);
    } else if (!context->config->prepared) {
        add_all(&list, pins, ARRAY_LENGTH(pins));
    }
    add(&list, slice_of("search_path"), session->search_path);
    if (session->is_read_only && session->unit == NULL) {
        add(&list, slice_of("transaction_read_only"), slice_of("on"));
    }
    if (slice_is_present(context->config->statement_timeout)) {
        /* Before the role's own, which may be longer or shorter. */
        add(&list, slice_of("statement_timeout"), context->config->statement_timeout);
    }
    for (size_t i = 0; i < role.count; i++) {
        add(&list, slice_copy(context->arena, role.items[i].name),
            slice_copy(context->arena, role.items[i].value));
    }
    add_all(&list, session->settings, session->setting_count);
    add(&list, slice_of("role"), session->role);
    *out = statement_of(context, list.count / 2);
    out->parameters = list.parameters;
    out->parameter_count = list.count;
    out->is_cached = true;
    *isolation = role.isolation;
    return true;
}
