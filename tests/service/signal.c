/* SPDX-License-Identifier: MIT */
#include "signal.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define SHORTEST 0.2 /* seconds, of a contraction and of the gap between two */
#define ABOVE_REST 3.0
#define WINDOW 256 /* samples of one spectrum */
#define BAND_LOW 20.0
#define BAND_HIGH 450.0

struct trace {
    double *values;
    size_t count;
};

static struct trace trace_new(struct arena *arena, size_t count)
{
    return (struct trace){arena_alloc(arena, count * sizeof(double)), count};
}

/* Butterworth's of second order. */
static struct trace high_pass(struct arena *arena, const struct signal_settings *settings,
                              const double *samples, size_t count)
{
    struct trace out = trace_new(arena, count);
    double k = tan(PI * settings->high_pass / settings->rate);
    double norm = 1 / (1 + sqrt(2) * k + k * k);
    double a1 = 2 * (k * k - 1) * norm;
    double a2 = (1 - sqrt(2) * k + k * k) * norm;
    double x1 = samples[0], x2 = samples[0], y1 = 0, y2 = 0;
    for (size_t i = 0; i < count; i++) {
        double x = samples[i];
        double y = norm * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2;
        x2 = x1;
        x1 = x;
        y2 = y1;
        y1 = y;
        out.values[i] = y;
    }
    return out;
}

/* The mean of the rectified signal in a window around each sample. */
static struct trace envelope(struct arena *arena, const struct signal_settings *settings,
                             struct trace signal)
{
    struct trace out = trace_new(arena, signal.count);
    struct trace sums = trace_new(arena, signal.count + 1);
    size_t half = (size_t)(settings->envelope_window * settings->rate / 2);
    for (size_t i = 0; i < signal.count; i++) {
        sums.values[i + 1] = sums.values[i] + fabs(signal.values[i]);
    }
    for (size_t i = 0; i < signal.count; i++) {
        size_t from = i > half ? i - half : 0;
        size_t to = i + half + 1 < signal.count ? i + half + 1 : signal.count;
        double sum = sums.values[to] - sums.values[from];
        out.values[i] = fmax(sum, 0) / (double)(to - from);
    }
    return out;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A part of the highest point, but well above rest: what a twentieth of the time is
 * not exceeded. A muscle that only rests has no contraction. */
static double onset_of(struct arena *arena, const struct signal_settings *settings,
                       struct trace trace)
{
    struct trace sorted = trace_new(arena, trace.count);
    memcpy(sorted.values, trace.values, trace.count * sizeof(*trace.values));
    qsort(sorted.values, sorted.count, sizeof(*sorted.values), compare);
    return fmax(settings->onset_fraction * sorted.values[sorted.count - 1],
                ABOVE_REST * sorted.values[sorted.count / 20]);
}

/* Samples [from, to) of one contraction. */
struct span {
    size_t from, to;
};

struct spans {
    struct span *items;
    size_t count;
};

static void add_span(struct spans *spans, struct span span, size_t gap)
{
    struct span *last = spans->count > 0 ? &spans->items[spans->count - 1] : NULL;
    if (last != NULL && span.from - last->to < gap) {
        last->to = span.to;
    } else {
        spans->items[spans->count++] = span;
    }
}

static struct spans find_spans(struct arena *arena,
                               const struct signal_settings *settings, struct trace trace)
{
    struct spans all = {arena_alloc(arena, (trace.count + 1) * sizeof(struct span)), 0};
    size_t shortest = (size_t)(SHORTEST * settings->rate);
    double onset = onset_of(arena, settings, trace);
    size_t from = 0, kept = 0;
    bool is_inside = false;
    for (size_t i = 0; i <= trace.count; i++) {
        bool is_above = i < trace.count && trace.values[i] > onset;
        if (is_above && !is_inside) {
            from = i;
        } else if (!is_above && is_inside) {
            add_span(&all, (struct span){from, i}, shortest);
        }
        is_inside = is_above;
    }
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i].to - all.items[i].from >= shortest) {
            all.items[kept++] = all.items[i];
        }
    }
    all.count = kept;
    return all;
}

static struct contraction measure(const struct signal_settings *settings,
                                  struct trace trace, struct span span)
{
    struct contraction contraction = {.start = (double)span.from / settings->rate};
    contraction.duration = (double)(span.to - span.from) / settings->rate;
    for (size_t i = span.from; i < span.to; i++) {
        contraction.peak = fmax(contraction.peak, trace.values[i]);
        contraction.mean += trace.values[i] / (double)(span.to - span.from);
    }
    contraction.mean = fmin(contraction.mean, contraction.peak);
    return contraction;
}

/* Power by frequency of WINDOW samples, added to `power`. */
static void add_spectrum(const double *samples, double power[WINDOW / 2])
{
    double faded[WINDOW]; /* at both ends, by Hann */
    for (size_t i = 0; i < WINDOW; i++) {
        double root = sin(PI * (double)i / WINDOW);
        faded[i] = root * root * samples[i];
    }
    for (size_t bin = 1; bin < WINDOW / 2; bin++) {
        double angle = 2 * PI * (double)bin / WINDOW;
        double factor = 2 * cos(angle), s1 = 0, s2 = 0;
        for (size_t i = 0; i < WINDOW; i++) {
            double s = faded[i] + factor * s1 - s2;
            s2 = s1;
            s1 = s;
        }
        power[bin] += s1 * s1 + s2 * s2 - factor * s1 * s2;
    }
}

static double dimitrov(const struct signal_settings *settings, struct trace signal,
                       const struct span *spans, size_t count)
{
    double power[WINDOW / 2] = {0}, low = 0, high = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t at = spans[i].from; at + WINDOW <= spans[i].to; at += WINDOW) {
            add_spectrum(signal.values + at, power);
        }
    }
    for (size_t bin = 1; bin < WINDOW / 2; bin++) {
        double frequency = (double)bin * settings->rate / WINDOW;
        if (frequency >= BAND_LOW && frequency <= BAND_HIGH) {
            low += power[bin] / frequency;
            high += power[bin] * pow(frequency, 5);
        }
    }
    return high > 0 ? low / high : 0;
}

static double fatigue(const struct signal_settings *settings, struct trace signal,
                      struct spans spans)
{
    size_t half = spans.count / 2;
    double before = dimitrov(settings, signal, spans.items, half);
    double after = dimitrov(settings, signal, spans.items + half, spans.count - half);
    return before > 0 && after > 0 ? after / before : -1;
}

struct signal_figures signal_measure(struct arena *arena,
                                     const struct signal_settings *settings,
                                     const double *samples, size_t count)
{
    struct trace signal = high_pass(arena, settings, samples, count);
    struct trace trace = envelope(arena, settings, signal);
    struct spans spans = find_spans(arena, settings, trace);
    struct signal_figures figures = {.count = spans.count};
    double squares = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        squares += signal.values[i] * signal.values[i];
        sum += fabs(signal.values[i]);
    }
    figures.rms = sqrt(squares / (double)count);
    figures.mav = sum / (double)count;
    figures.fatigue = fatigue(settings, signal, spans);
    figures.contractions =
        arena_alloc(arena, (spans.count + 1) * sizeof(*figures.contractions));
    for (size_t i = 0; i < spans.count; i++) {
        figures.contractions[i] = measure(settings, trace, spans.items[i]);
    }
    return figures;
}
