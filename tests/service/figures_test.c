/* SPDX-License-Identifier: MIT
 *
 * figures_test - what the service computes, without a database.
 */
#include <math.h>
#include <stdio.h>

#include "scores.h"
#include "signal.h"

#define PI 3.14159265358979323846
#define RATE 1000
#define SECONDS 20
#define COUNT ((size_t)RATE * SECONDS)

static int failed;

static void check(const char *label, double value, double wanted, double tolerance)
{
    bool ok = fabs(value - wanted) <= tolerance;
    printf("%s - %s\n", ok ? "ok" : "not ok", label);
    if (!ok) {
        printf("# %.6g, not %.6g\n", value, wanted);
    }
    failed += !ok;
}

/* The protocol's own example: 12 expected, exertion 6, cuff at 52 per cent. */
static void test_scores(void)
{
    struct muscle left = {.count = 11, .strong = 9, .lasting = 10};
    struct muscle right = {.count = 12, .strong = 8, .lasting = 11};
    struct circumstances usual = {.expected = 12, .pressure = 52, .exertion = 6};
    struct circumstances tight = {.expected = 12, .pressure = 60, .exertion = -1};
    struct scores scores = scores_of(left, right, usual);
    check("left leg", scores_muscle_compliance(left, 12), 88.134, 0.001);
    check("right leg", scores_muscle_compliance(right, 12), 86.117, 0.001);
    check("compliance", scores.compliance, 87.125, 0.001);
    check("symmetry", scores.symmetry, 98.842, 0.001);
    check("effort", scores.effort, 100, 0);
    check("a cuff too tight", scores_of(left, right, tight).compliance, 0, 0);
    check("leaves symmetry", scores_of(left, right, tight).symmetry, 98.842, 0.001);
    check("nobody asked", scores_of(left, right, tight).effort, -1, 0);
    check("no contraction", scores_muscle_compliance((struct muscle){0}, 12), 0, 0);
    struct scores none = scores_of((struct muscle){0}, (struct muscle){0}, usual);
    check("on neither side", none.symmetry, 0, 0);
}

/* 100 Hz of amplitude 1 for two seconds of every five; then slower, in the later half. */
static double sample(size_t i, double later)
{
    double time = (double)i / RATE;
    double frequency = time < SECONDS / 2 ? 100 : later;
    return fmod(time, 5) < 2 ? sin(2 * PI * frequency * time) : 0;
}

static void test_signal(struct arena *arena, double later)
{
    static double samples[COUNT];
    struct signal_settings settings = {RATE, 20, 0.1, 0.2};
    for (size_t i = 0; i < COUNT; i++) {
        samples[i] = sample(i, later) + 0.5; /* an offset, which goes */
    }
    struct signal_figures figures = signal_measure(arena, &settings, samples, COUNT);
    check("root mean square", figures.rms, sqrt(0.5 * 0.4), 0.01);
    check("mean absolute value", figures.mav, 2 / PI * 0.4, 0.01);
    check("contractions", (double)figures.count, 4, 0);
    check("the second one's start", figures.contractions[1].start, 5, 0.06);
    check("its duration", figures.contractions[1].duration, 2, 0.12);
    check("its peak", figures.contractions[1].peak, 2 / PI, 0.03);
    check("its mean", figures.contractions[1].mean, 2 / PI, 0.06);
    check("a tired muscle is slower", figures.fatigue > 1.5, later < 100, 0);
}

int main(void)
{
    struct arena *arena = arena_new(1 << 20);
    static const double silence[COUNT];
    struct signal_settings settings = {RATE, 20, 0.1, 0.2};
    test_scores();
    test_signal(arena, 100);
    test_signal(arena, 60);
    struct signal_figures none = signal_measure(arena, &settings, silence, COUNT);
    check("silence", (double)none.count + none.rms, 0, 0);
    arena_free(arena);
    return failed > 0;
}
