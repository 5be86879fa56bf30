/* SPDX-License-Identifier: MIT */
#include "rest/nearest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What is longer is like no name: those of PostgreSQL end at 63 octets. */
#define LONGEST 256
/* So many of those that share most runs are compared letter by letter. */
#define COMPARED 50

struct letters {
    size_t count;
    uint32_t items[LONGEST + 2];
};

struct rival {
    const char *name;
    size_t place;
    double shared; /* the square of the cosine of the two, but for a constant */
};

/* A letter of another script is one letter: its octets in one number. */
static uint32_t read_letter(struct slice text, size_t *at)
{
    uint32_t letter = (uint32_t)tolower((unsigned char)text.ptr[*at]);
    for (*at += 1; *at < text.len && ((unsigned char)text.ptr[*at] & 0xC0) == 0x80;) {
        letter = letter << 8 | (unsigned char)text.ptr[*at];
        *at += 1;
    }
    return letter;
}

static bool letters_of(struct slice text, struct letters *out)
{
    out->count = 0;
    for (size_t at = 0; at < text.len;) {
        if (out->count == LONGEST) {
            return false;
        }
        out->items[out->count++] = read_letter(text, &at);
    }
    return true;
}

static bool is_word(uint32_t letter)
{
    return letter >= 0x80 || isalnum((int)letter) || isspace((int)letter) ||
           letter == ',';
}

/* Between dashes, without signs: what the runs are taken of. */
static struct letters bare(const struct letters *name)
{
    struct letters out = {.count = 1, .items = {'-'}};
    for (size_t i = 0; i < name->count; i++) {
        if (is_word(name->items[i])) {
            out.items[out.count++] = name->items[i];
        }
    }
    out.items[out.count++] = '-';
    return out;
}

static double shared_runs(const struct letters *a, const struct letters *b, size_t length)
{
    double shared = 0;
    for (size_t i = 0; i + length <= a->count; i++) {
        for (size_t k = 0; k + length <= b->count; k++) {
            shared += memcmp(&a->items[i], &b->items[k], length * sizeof(uint32_t)) == 0;
        }
    }
    return shared;
}

/* 1 less the letters to change (Levenshtein) over those of the longer name. */
static double likeness(const struct letters *a, const struct letters *b)
{
    size_t row[LONGEST + 1];
    size_t longer = a->count > b->count ? a->count : b->count;
    for (size_t k = 0; k <= b->count; k++) {
        row[k] = k;
    }
    for (size_t i = 1; i <= a->count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b->count; k++) {
            size_t best = diagonal + (a->items[i - 1] != b->items[k - 1]);
            best = best < row[k] + 1 ? best : row[k] + 1;
            best = best < row[k - 1] + 1 ? best : row[k - 1] + 1;
            diagonal = row[k];
            row[k] = best;
        }
    }
    return longer == 0 ? 1 : 1 - (double)row[b->count] / (double)longer;
}

static int compare_rivals(const void *a, const void *b)
{
    const struct rival *left = a;
    const struct rival *right = b;
    if (left->shared != right->shared) {
        return left->shared < right->shared ? 1 : -1;
    }
    return left->place < right->place ? -1 : left->place > right->place;
}

static const char *best_of(const struct letters *wanted, const struct rival *rivals,
                           size_t count, double least)
{
    const char *best = NULL;
    struct letters name;
    for (size_t i = 0; i < count && i < COMPARED; i++) {
        double alike =
            letters_of(slice_of(rivals[i].name), &name) ? likeness(wanted, &name) : 0;
        if (best == NULL ? alike >= least : alike > least) {
            best = rivals[i].name;
            least = alike;
        }
    }
    return best;
}

const char *nearest_name(struct arena *arena, struct slice wanted,
                         const char *const *candidates, size_t count, double least)
{
    struct letters letters;
    struct letters name;
    if (!letters_of(wanted, &letters)) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (slice_is_ignoring_case(wanted, candidates[i])) {
            return candidates[i];
        }
    }
    struct letters runs = bare(&letters);
    struct rival *rivals = arena_alloc(arena, (count + 1) * sizeof(*rivals));
    const char *found = NULL;
    for (size_t length = 3; length >= 2 && found == NULL; length--) {
        size_t rival_count = 0;
        for (size_t i = 0; i < count; i++) {
            if (!letters_of(slice_of(candidates[i]), &name)) {
                continue;
            }
            struct letters other = bare(&name);
            double shared = shared_runs(&runs, &other, length);
            if (shared > 0) {
                shared *= shared / shared_runs(&other, &other, length);
                rivals[rival_count++] = (struct rival){candidates[i], i, shared};
            }
        }
        qsort(rivals, rival_count, sizeof(*rivals), compare_rivals);
        found = best_of(&letters, rivals, rival_count, least);
    }
    return found;
}
