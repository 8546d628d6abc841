#include <stdlib.h>
#include <string.h>

#include "nearest_colour.h"

// The nearest colour is searched once for each of 64x64x64 cells, for the first pixel that falls into it, and
// remembered: a flat area keeps its own colour, and elsewhere the diffusion carries on what is inexact.
enum { CELLS = 64 * 64 * 64, UNKNOWN = 0xffff };

static inline int clamp(int v) { return v < 0 ? 0 : v > 255 ? 255 : v; }

int cvips_remap(const uint8_t *rgb, int width, int height, const uint8_t *palette, int count, int strength,
                uint8_t *indices) {
    // What a row passes on to the next, in sixteenths, with a place to spare at each end.
    const size_t row = ((size_t)width + 2) * 3;
    int32_t *errors = calloc(2 * row, sizeof *errors), *mine = errors, *below = errors + row;
    uint16_t *known = malloc(CELLS * sizeof *known);
    if (!errors || !known) {
        free(errors);
        free(known);
        return -1;
    }
    memset(known, 0xff, CELLS * sizeof *known);
    colours all;
    for (int i = 0; i < count; i++) colours_set(&all, i, palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]);
    colours_pad(&all, count);

    for (int y = 0; y < height; y++) {
        const int step = y & 1 ? -1 : 1;
        int x = y & 1 ? width - 1 : 0;
        int er = 0, eg = 0, eb = 0;
        memset(below, 0, row * sizeof *below);
        for (int i = 0; i < width; i++, x += step) {
            const uint8_t *p = rgb + ((size_t)y * width + x) * 3;
            const int32_t *from = mine + 3 * (x + 1);
            const int r = clamp(p[0] + (((from[0] + 7 * er) * strength + 128) >> 8));
            const int g = clamp(p[1] + (((from[1] + 7 * eg) * strength + 128) >> 8));
            const int b = clamp(p[2] + (((from[2] + 7 * eb) * strength + 128) >> 8));
            uint16_t *cell = &known[r >> 2 << 12 | g >> 2 << 6 | b >> 2];
            if (*cell == UNKNOWN) *cell = (uint16_t)cvips_nearest_colour(&all, r, g, b);
            const int index = *cell;
            indices[(size_t)y * width + x] = (uint8_t)index;
            er = r - all.r[index];
            eg = g - all.g[index];
            eb = b - all.b[index];
            int32_t *under = below + 3 * (x + 1), *behind = under - 3 * step, *ahead = under + 3 * step;
            behind[0] += 3 * er, behind[1] += 3 * eg, behind[2] += 3 * eb;
            under[0] += 5 * er, under[1] += 5 * eg, under[2] += 5 * eb;
            ahead[0] += er, ahead[1] += eg, ahead[2] += eb;
        }
        int32_t *spent = mine;
        mine = below;
        below = spent;
    }
    free(errors);
    free(known);
    return 0;
}
