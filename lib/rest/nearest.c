/* SPDX-License-Identifier: MIT */
#include "rest/nearest.h"

#include <ctype.h>

/* Below this share of common letter pairs a hint would be a guess. */
#define LEAST_LIKENESS 0.33
/* Names in PostgreSQL end at 63 octets; longer requests are compared by their beginning.
 */
#define LONGEST 64

struct pairs {
    size_t count;
    unsigned short items[LONGEST + 1];
};

/* The pairs of neighbouring letters, a dash at either end standing for the border. */
static struct pairs letter_pairs(struct slice name)
{
    struct pairs pairs = {0};
    unsigned char last = '-';
    for (size_t i = 0; i <= name.len && i < LONGEST; i++) {
        unsigned char next =
            i == name.len ? '-' : (unsigned char)tolower((unsigned char)name.ptr[i]);
        pairs.items[pairs.count++] = (unsigned short)(last << 8 | next);
        last = next;
    }
    return pairs;
}

/* Twice the shared pairs over all pairs: 1 for equal names, 0 for nothing in common. */
static double likeness(struct pairs a, struct pairs b)
{
    size_t shared = 0;
    size_t all = a.count + b.count;
    for (size_t i = 0; i < a.count; i++) {
        for (size_t k = 0; k < b.count; k++) {
            if (a.items[i] == b.items[k]) {
                shared++;
                b.items[k] = 0;
                break;
            }
        }
    }
    return all == 0 ? 0 : 2.0 * (double)shared / (double)all;
}

const char *nearest_name(struct slice wanted, const char *const *candidates, size_t count)
{
    struct pairs pairs = letter_pairs(wanted);
    const char *best = NULL;
    double best_likeness = LEAST_LIKENESS;
    for (size_t i = 0; i < count; i++) {
        double alike = likeness(pairs, letter_pairs(slice_of(candidates[i])));
        if (alike > best_likeness) {
            best_likeness = alike;
            best = candidates[i];
        }
    }
    return best;
}
