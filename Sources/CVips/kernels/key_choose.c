// The colour of what moved while the shutter was open.
//
// What is seen of it lies between the screen's colour and its own, and nowhere is its own seen alone. It is the one of the picture's colours
// that explains the places around best, if any does; otherwise it stays that of what is opaque nearby, which is carried on.
#include <math.h>
#include <stdlib.h>

#include "key.h"

enum { HUES = 8, LIGHTS = 6, BINS = HUES * HUES * LIGHTS };
static const float good = 0.002f;  // misfit, squared and as a share of the way to the screen, that is noise

key_palette key_find_palette(const float *const colour[3], const float *sure, size_t cells) {
    double sums[BINS][4] = {{0}};
    for (size_t i = 0; i < cells; i++) {
        if (sure[i] < 0.9f) continue;
        const float c[3] = {colour[0][i], colour[1][i], colour[2][i]};
        const float light = c[0] + c[1] + c[2] + 1e-3f;
        int step = 0;
        for (float level = 1.5f; step < LIGHTS - 1 && light < level; level *= 0.4f) step++;
        const int bin = ((int)(c[0] / light * (HUES - 0.01f)) * HUES + (int)(c[1] / light * (HUES - 0.01f))) * LIGHTS + step;
        for (int p = 0; p < 3; p++) sums[bin][p] += c[p];
        sums[bin][3] += 1;
    }
    key_palette palette = {0};
    while (palette.count < PALETTE) {
        int best = 0;
        for (int bin = 1; bin < BINS; bin++)
            if (sums[bin][3] > sums[best][3]) best = bin;
        if (sums[best][3] < 8) break;
        for (int p = 0; p < 3; p++) palette.colour[palette.count][p] = (float)(sums[best][p] / sums[best][3]);
        palette.count++;
        sums[best][3] = 0;
    }
    return palette;
}

// How far from any mixture of e and s, with e in some more or less light, c lies.
static float misfit(const float c[3], const float e[3], const float s[3]) {
    float ee = 0, es = 0, ss = 0, ce = 0, cs = 0, apart = 1e-4f;
    for (int p = 0; p < 3; p++) {
        ee += e[p] * e[p];
        es += e[p] * s[p];
        ss += s[p] * s[p];
        ce += c[p] * e[p];
        cs += c[p] * s[p];
        apart += (e[p] - s[p]) * (e[p] - s[p]);
    }
    const float pull = ee + 1e-4f;
    const float a11 = ee + pull, a12 = es + pull, a22 = ss + pull, v1 = ce + pull, v2 = cs + pull;
    const float det = a11 * a22 - a12 * a12;
    const float t = (a11 * v2 - a12 * v1) / (det > 1e-9f ? det : 1e-9f), b = (a22 * v1 - a12 * v2) / (det > 1e-9f ? det : 1e-9f);
    float rest = pull * (b - 1 + t) * (b - 1 + t);
    for (int p = 0; p < 3; p++) {
        const float off = c[p] - b * e[p] - t * s[p];
        rest += off * off;
    }
    // Neither more than all of the screen nor less than none explains anything.
    const float beyond = t < 0 ? t : t > 1 ? t - 1 : 0;
    return rest / apart + beyond * beyond;
}

enum { NEAR = 2, FEWEST = 12 };  // cells: how far around one counts, and of how many there the most moved

bool key_choose_colour(cvips_key *key, const key_palette *palette, const float *const seen[3], const float *open, const float *light) {
    const int width = key->cells_x, height = key->cells_y, count = palette->count;
    const size_t cells = (size_t)width * height;
    size_t all = 0;
    for (size_t i = 0; i < cells; i++) all += open[i] > 0;
    if (!all || !count) return true;
    int32_t *slot = malloc(sizeof *slot * cells);
    float *off = malloc(sizeof *off * all * (size_t)count);
    if (!slot || !off) return free(slot), free(off), false;
    size_t next = 0;
    for (size_t i = 0; i < cells; i++) {
        slot[i] = open[i] > 0 ? (int32_t)next++ : -1;
        if (slot[i] < 0) continue;
        float c[3], s[3], e[3];
        for (int p = 0; p < 3; p++) c[p] = seen[p][i], s[p] = key->planes[(SCREEN + p) * cells + i];
        for (int n = 0; n < count; n++) {
            for (int p = 0; p < 3; p++) {
                const float lit = light[i] * s[p];
                e[p] = palette->colour[n][p] * (1 + DIFFUSE * lit) + GLOSS * lit;
            }
            off[(size_t)slot[i] * count + n] = misfit(c, e, s);
        }
    }
    float *subject = key->planes + SUBJECT * cells;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            if (slot[i] < 0) continue;
            float sums[PALETTE] = {0};
            int around = 0;
            for (int v = y > NEAR ? y - NEAR : 0; v <= y + NEAR && v < height; v++)
                for (int u = x > NEAR ? x - NEAR : 0; u <= x + NEAR && u < width; u++) {
                    const int32_t other = slot[(size_t)v * width + u];
                    if (other < 0) continue;
                    around++;
                    for (int n = 0; n < count; n++) sums[n] += off[(size_t)other * count + n];
                }
            if (around < FEWEST) continue;
            int best = 0;
            for (int n = 1; n < count; n++)
                if (sums[n] < sums[best]) best = n;
            const float share = open[i] * key_clamp(2 - sums[best] / ((float)around * good), 0, 1);
            for (int p = 0; p < 3; p++) subject[p * cells + i] += share * (palette->colour[best][p] - subject[p * cells + i]);
        }
    free(off);
    free(slot);
    return true;
}
