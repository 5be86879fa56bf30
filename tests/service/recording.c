/* SPDX-License-Identifier: MIT */
#include "recording.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <myorest/base/arena.h>

static void add_sample(struct context *context, struct recording *recording,
                       const double values[CHANNELS])
{
    size_t count = recording->count;
    if ((count & (count - 1)) == 0) { /* full at every power of two */
        for (size_t i = 0; i < CHANNELS; i++) {
            double *larger =
                arena_alloc(context->arena, (2 * count + 1) * sizeof(*larger));
            if (count > 0) {
                memcpy(larger, recording->samples[i], count * sizeof(*larger));
            }
            recording->samples[i] = larger;
        }
    }
    for (size_t i = 0; i < CHANNELS; i++) {
        recording->samples[i][count] = values[i];
    }
    recording->count++;
}

static bool read_line(const char *line, double values[CHANNELS])
{
    for (size_t i = 0; i < CHANNELS; i++) {
        char *end;
        values[i] = strtod(line, &end);
        if (end == line || !isfinite(values[i]) ||
            *end != (i + 1 < CHANNELS ? ',' : '\n')) {
            return false;
        }
        line = end + 1;
    }
    return true;
}

static bool read_lines(struct context *context, FILE *file, const char *name,
                       struct recording *out)
{
    char line[200];
    double values[CHANNELS];
    if (fgets(line, sizeof(line), file) == NULL) {
        return context_fail_with(context, "22000", "%s is empty", name);
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        if (!read_line(line, values)) {
            return context_fail_with(context, "22000", "%s, line %zu: no sample", name,
                                     out->count + 2);
        }
        add_sample(context, out, values);
    }
    return out->count > 0 ||
           context_fail_with(context, "22000", "%s has no samples", name);
}

bool recording_read(struct context *context, const char *directory, const char *name,
                    struct recording *out)
{
    *out = (struct recording){.count = 0};
    if (strchr(name, '/') != NULL) {
        return context_fail_with(context, "22000", "%s is no name of a recording", name);
    }
    FILE *file = fopen(arena_printf(context->arena, "%s/%s.csv", directory, name), "r");
    if (file == NULL) {
        return context_fail_with(context, "22000", "%s: %s", name, strerror(errno));
    }
    bool ok = read_lines(context, file, name, out);
    fclose(file);
    return ok;
}
