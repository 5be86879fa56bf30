/* SPDX-License-Identifier: MIT
 *
 * program - what every program here does: open the database that DATABASE_URL names,
 * check what its calls did, count.
 */
#ifndef MYOREST_TESTS_PROGRAM_H
#define MYOREST_TESTS_PROGRAM_H

#include <stdio.h>
#include <stdlib.h>

#include "schema/models.h"
#include "shared/failure.h"
#include "shared/store.h"

#define USER(suffix) "00000000-0000-4000-8000-0000000000" suffix
#define TOM USER("b1")
#define TINA USER("b2")
#define PAUL USER("d1")
#define P_001 USER("e1")
#define P_003 USER("e3")

extern char **environ;

static struct {
    struct arena *settings;
    struct config config;
    struct context context;
    struct store *store;
    int passed, failed;
} test;

static inline void check(const char *label, bool ok)
{
    struct error *error = &test.context.error;
    printf("%s - %s\n", ok ? "ok" : "not ok", label);
    if (!ok && error->code != NULL) {
        printf("# %s: %s (%s)\n", error->code, error->message,
               error->details != NULL ? error->details : "");
    }
    test.passed += ok;
    test.failed += !ok;
    *error = (struct error){0};
}

/* false when there is nothing to test with. */
static inline bool program_begin(const char *name)
{
    const char *problem;
    test.settings = arena_new(4096);
    if (!config_load(test.settings, environ, &test.config, &problem)) {
        fprintf(stderr, "%s: %s\n", name, problem);
        return false;
    }
    test.context =
        (struct context){.arena = arena_new((size_t)64 << 10), .config = &test.config};
    check("the database is opened",
          database_open(&test.context, &test.config, &models, &test.store));
    return test.store != NULL;
}

static inline int program_end(void)
{
    arena_free(test.context.arena);
    store_free(test.store);
    arena_free(test.settings);
    printf("%d passed, %d failed\n", test.passed, test.failed);
    return test.failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The call failed with that code, and so it should. */
static inline void check_refused(const char *label, bool ok, const char *code)
{
    const char *found = test.context.error.code;
    check(label, !ok && found != NULL && strcmp(found, code) == 0);
}

static inline void check_failure(const char *label, bool ok, const char *code,
                                 enum failure failure)
{
    bool is_that = failure_of(&test.context.error) == failure;
    check_refused(label, ok || !is_that, code);
}

static inline void program_release(void *object)
{
    json_decref(object);
}

/* Tied to the arena, as what the repositories give. */
static inline json_t *keep(json_t *value)
{
    arena_defer(test.context.arena, program_release, value);
    return value;
}

static inline const char *text(const json_t *row, const char *name)
{
    const char *value = json_string_value(json_object_get(row, name));
    return value != NULL ? value : "";
}

static inline struct actor user(const char *id)
{
    return (struct actor){"authenticated", keep(json_pack("{s:s}", "sub", id))};
}

#endif
