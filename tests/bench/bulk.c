/* SPDX-License-Identifier: MIT
 *
 * bulk - stores 100,000 contractions as service_role, and says how long that took and how
 * much memory the program has used.
 *
 *   bulk SESSION_ID FILE    rows as psql's \copy takes them: session_id, channel,
 *                           start_time, duration, peak_amplitude, mean_amplitude
 *
 * DATABASE_URL names the database. One line: seconds from numbers in memory to the
 * commit, KiB at most.
 */
#include "shared/bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "db/pipeline.h"
#include "schema/models.h"

#define MOST 100000

extern char **environ;

/* What a recording's analysis has in memory: numbers. */
struct contraction {
    double start, duration, peak, mean;
    int channel;
};

struct contractions {
    const char *session;
    struct contraction *items;
    size_t count, next;
};

static bool next(void *self, struct context *context, json_t **row)
{
    struct contractions *all = self;
    (void)context;
    if (all->next == all->count) {
        *row = NULL;
        return true;
    }
    struct contraction c = all->items[all->next++];
    *row = json_pack("{s:s, s:i, s:f, s:f, s:f, s:f}", "session_id", all->session,
                     "channel", c.channel, "start_time", c.start, "duration", c.duration,
                     "peak_amplitude", c.peak, "mean_amplitude", c.mean);
    return true;
}

static bool read_rows(const char *path, struct contractions *out)
{
    FILE *file = fopen(path, "r");
    struct contraction c;
    out->items = calloc(MOST, sizeof(*out->items));
    while (file != NULL && out->items != NULL && out->count < MOST &&
           fscanf(file, "%*s %d %lf %lf %lf %lf", &c.channel, &c.start, &c.duration,
                  &c.peak, &c.mean) == 5) {
        out->items[out->count++] = c;
    }
    return file != NULL && fclose(file) == 0 && out->count > 0;
}

static double seconds_now(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **arguments)
{
    struct arena *settings = arena_new(4096);
    struct config config;
    const char *problem = "bulk SESSION_ID FILE";
    if (count != 3 || !config_load(settings, environ, &config, &problem)) {
        fprintf(stderr, "bulk: %s\n", problem);
        return EXIT_FAILURE;
    }
    struct context context = {.arena = arena_new((size_t)16 << 10), .config = &config};
    struct store *store = store_new(&config, &models, pipeline_new(&config));
    struct abstract_repository repository;
    struct contractions rows = {.session = arguments[1]};
    struct rusage usage;
    int64_t created = 0;
    bool is_read = read_rows(arguments[2], &rows);
    double before = seconds_now();
    bool ok =
        is_read &&
        abstract_repository_open(&context, store, NULL, "contractions", &repository) &&
        bulk_create(&context, &repository,
                    (struct row_source){.self = &rows, .next = next}, &created);
    double after = seconds_now();
    getrusage(RUSAGE_SELF, &usage);
    printf("%.3f %ld\n", after - before, usage.ru_maxrss);
    if (!ok) {
        fprintf(stderr, "bulk: %s\n",
                context.error.code != NULL ? context.error.message : arguments[2]);
    }
    free(rows.items);
    arena_free(context.arena);
    store_free(store);
    arena_free(settings);
    return ok && created > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
