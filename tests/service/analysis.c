/* SPDX-License-Identifier: MIT */
#include "analysis.h"

#include "scores.h"
#include "signal.h"

/* Volts, where nobody measured the maximum voluntary contraction. */
#define USUAL_MVC 1.5e-4

static double number(const json_t *object, const char *name, double otherwise)
{
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : otherwise;
}

static double mvc_of(const json_t *parameters, size_t channel)
{
    const json_t *given = json_object_get(parameters, "mvc_v");
    const json_t *value = json_is_array(given) ? json_array_get(given, channel) : given;
    return json_is_number(value) ? json_number_value(value) : USUAL_MVC;
}

static bool read_settings(struct context *context, const json_t *parameters,
                          struct signal_settings *out)
{
    *out = (struct signal_settings){
        .rate = number(parameters, "sampling_rate_hz", 0),
        .high_pass = number(parameters, "high_pass_hz", 20),
        .envelope_window = number(parameters, "envelope_window_ms", 100) / 1000,
        .onset_fraction = number(parameters, "onset_fraction", 0.2),
    };
    return (out->rate > 2 * out->high_pass && out->rate <= 100000 && out->high_pass > 0 &&
            out->envelope_window > 0 && out->envelope_window <= 10 &&
            out->onset_fraction > 0 && out->onset_fraction < 1) ||
           context_fail_with(context, "22000", "The processing parameters make no sense");
}

static json_t *statistic(size_t channel, const struct signal_figures *figures)
{
    json_t *fatigue = figures->fatigue < 0 ? json_null() : json_real(figures->fatigue);
    return json_pack("{s:i, s:f, s:f, s:i, s:o}", "channel", (int)channel + 1, "rms_mean",
                     figures->rms, "mav_mean", figures->mav, "contraction_count",
                     (int)figures->count, "fatigue_index", fatigue);
}

static json_t *row_of(size_t channel, const struct contraction *contraction)
{
    return json_pack("{s:i, s:f, s:f, s:f, s:f}", "channel", (int)channel + 1,
                     "start_time", contraction->start, "duration", contraction->duration,
                     "peak_amplitude", contraction->peak, "mean_amplitude",
                     contraction->mean);
}

/* Negative is null, which is left out. */
static json_t *score_of(struct scores scores)
{
    json_t *score = json_pack("{s:f, s:f}", "compliance_score", scores.compliance,
                              "symmetry_score", scores.symmetry);
    if (scores.effort >= 0) {
        json_object_set_new(score, "effort_score", json_real(scores.effort));
    }
    return score;
}

/* Adds the channel's rows and counts what its score needs. */
static struct muscle add_channel(const json_t *parameters, size_t channel,
                                 const struct signal_figures *figures,
                                 const struct analysis *out)
{
    struct muscle muscle = {.count = figures->count};
    double strong = mvc_of(parameters, channel) *
                    number(parameters, "mvc_threshold_percent", 75) / 100;
    double lasting = number(parameters, "minimum_duration_s", 2);
    json_array_append_new(out->statistics, statistic(channel, figures));
    for (size_t i = 0; i < figures->count; i++) {
        const struct contraction *contraction = &figures->contractions[i];
        muscle.strong += contraction->peak >= strong;
        muscle.lasting += contraction->duration >= lasting;
        json_array_append_new(out->contractions, row_of(channel, contraction));
    }
    return muscle;
}

static void release(void *object)
{
    json_decref(object);
}

static json_t *kept(struct context *context, json_t *json)
{
    arena_defer(context->arena, release, json);
    return json;
}

bool analysis_make(struct context *context, const json_t *session,
                   const struct recording *recording, struct analysis *out)
{
    const json_t *parameters = json_object_get(session, "processing_parameters");
    const json_t *metadata = json_object_get(session, "metadata");
    double expected = number(parameters, "expected_contractions", 12);
    struct circumstances circumstances = {
        .expected = expected > 0 && expected < 1000 ? (size_t)expected : 0,
        .pressure = number(metadata, "pressure_aop_percent", -1),
        .exertion = number(metadata, "rpe", -1),
    };
    struct muscle muscles[CHANNELS];
    struct signal_settings settings;
    if (!read_settings(context, parameters, &settings)) {
        return false;
    }
    out->statistics = kept(context, json_array());
    out->contractions = kept(context, json_array());
    for (size_t i = 0; i < CHANNELS; i++) {
        struct signal_figures figures = signal_measure(
            context->arena, &settings, recording->samples[i], recording->count);
        muscles[i] = add_channel(parameters, i, &figures, out);
    }
    out->score =
        kept(context, score_of(scores_of(muscles[0], muscles[1], circumstances)));
    return true;
}
