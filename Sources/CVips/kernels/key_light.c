// How much of the screen's light lies on the subject.
//
// The subject's rim turns away from the lens and towards the screen, so reflected light falls off from the outline
// inwards, while the colour of skin, cloth or hair does not know where the outline is. So: over pairs of cells on the
// subject, one nearer to the outline than the other, the strength sought is the one at which, reflected light taken
// away, chroma no longer leans either way: nearly a weighted median, which stands a minority of pairs that lie across
// two materials. A subject without reflected light gives no lean, hence strength 0.
#include <math.h>
#include <stdlib.h>

#include "cvips_math.h"
#include "key.h"

enum { PAIRS = 4096, FEWEST = 50 };
static const float least_step = 0.12f;    // difference of reach between the two of a pair
static const float most_change = 0.3f;    // of chroma (natural logarithm); beyond lies another material
static const float telling = 0.02f;       // change of chroma that counts in full
static const float most_lever = 0.07f;    // so that the darkest cells do not decide alone
static const float ambient = 0.25f;       // light far from the outline, as a share of that at the rim
static const float black = 0.005f;        // keeps logarithms of near-black quiet

typedef struct {
    float colour[2][3], screen[2][3], reach[2];
} pair;

static float chroma(const pair *p, int side, float strength) {
    float c[3];
    const float light = strength * (p->reach[side] + ambient);
    for (int i = 0; i < 3; i++) {
        const float lit = light * p->screen[side][i], left = p->colour[side][i] - GLOSS * lit;
        c[i] = (left > 0 ? left : 0) / (1 + DIFFUSE * lit) + black;
    }
    return 0.5f * (float)cvips_log(c[0] * c[0] / (c[1] * c[2]));
}

// Which way chroma still leans at this strength, -1…1.
static float lean(const pair *pairs, int count, float strength) {
    const float step = 0.044f;
    double sum = 0, weights = 0;
    for (int i = 0; i < count; i++) {
        const float difference = chroma(&pairs[i], 1, strength) - chroma(&pairs[i], 0, strength);
        const float size = 1 - fabsf(difference) / most_change;
        if (size <= 0) continue;
        const float after = chroma(&pairs[i], 1, strength + step) - chroma(&pairs[i], 0, strength + step);
        const float lever = (difference - after) / step;
        const float weight = (fabsf(lever) < most_lever ? fabsf(lever) : most_lever) * size;
        weights += weight;
        // Nearly a median: beyond a few times what rounding to bytes makes, only the direction counts.
        sum += weight * key_clamp((lever < 0 ? -difference : difference) / telling, -1, 1);
    }
    return weights > 0 ? (float)(sum / weights) : 0;
}

static int gather(const cvips_key *key, const float *const colour[3], const float *reach, const float *sure, int apart,
                  int every, pair *out) {
    const int width = key->cells_x, height = key->cells_y;
    const size_t cells = (size_t)width * height;
    int count = 0, seen = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int way = 0; way < 2; way++) {
                const int far_x = x + (way ? 0 : apart), far_y = y + (way ? apart : 0);
                if (far_x >= width || far_y >= height) continue;
                const size_t at[2] = {(size_t)y * width + x, (size_t)far_y * width + far_x};
                if (sure[at[0]] < 1 || sure[at[1]] < 1 || !(fabsf(reach[at[0]] - reach[at[1]]) > least_step)) continue;
                if (seen++ % every != 0 || count == PAIRS) continue;
                if (out)
                    for (int side = 0; side < 2; side++) {
                        out[count].reach[side] = reach[at[side]];
                        for (int p = 0; p < 3; p++) {
                            out[count].colour[side][p] = colour[p][at[side]];
                            out[count].screen[side][p] = key->planes[(SCREEN + p) * cells + at[side]];
                        }
                    }
                count++;
            }
    return out ? count : seen;
}

float key_measure_light(const cvips_key *key, const float *const colour[3], const float *reach, const float *sure) {
    const int shorter = key->width < key->height ? key->width : key->height;
    const int apart = shorter * 28 / 1000 / CELL > 2 ? shorter * 28 / 1000 / CELL : 2;
    const int seen = gather(key, colour, reach, sure, apart, PAIRS, NULL);
    pair *pairs = seen < FEWEST ? NULL : malloc(sizeof *pairs * PAIRS);
    if (!pairs) return 0;
    const int count = gather(key, colour, reach, sure, apart, (seen + PAIRS - 1) / PAIRS, pairs);
    float low = 0, high = 2.2f;
    const float evidence = key_clamp((lean(pairs, count, 0) - 0.04f) / 0.1f, 0, 1);
    for (int step = 0; step < 7 && evidence > 0; step++) {
        const float middle = 0.5f * (low + high);
        if (lean(pairs, count, middle) > 0) low = middle;
        else high = middle;
    }
    free(pairs);
    // Part of the way towards what pictures mostly show, since a single picture's measure scatters.
    return evidence * (0.33f + 0.75f * low);
}
