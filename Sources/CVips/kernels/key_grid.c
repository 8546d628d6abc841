// Small grids: extremes and means of neighbourhoods, filling of holes, distance. Every value is computed in a fixed
// order.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cvips_math.h"
#include "key.h"

// out[i] = extreme of in[i - radius … i + radius] in both directions; passes over rows, then over columns row by row.
#define EXTREME(name, better)                                                                     \
    void name(float *grid, int width, int height, int radius, float *scratch) {                   \
        for (int y = 0; y < height; y++) {                                                        \
            const float *in = grid + (size_t)y * width;                                           \
            float *out = scratch + (size_t)y * width;                                             \
            memcpy(out, in, sizeof *in * width);                                                  \
            for (int d = 1; d <= radius && d < width; d++) {                                      \
                for (int x = d; x < width; x++) out[x] = in[x - d] better out[x] ? in[x - d] : out[x]; \
                for (int x = 0; x < width - d; x++) out[x] = in[x + d] better out[x] ? in[x + d] : out[x]; \
            }                                                                                     \
        }                                                                                         \
        memcpy(grid, scratch, sizeof *grid * width * height);                                     \
        for (int y = 0; y < height; y++)                                                          \
            for (int d = -radius; d <= radius; d++) {                                             \
                if (y + d < 0 || y + d >= height) continue;                                       \
                const float *in = scratch + (size_t)(y + d) * width;                              \
                float *out = grid + (size_t)y * width;                                            \
                for (int x = 0; x < width; x++) out[x] = in[x] better out[x] ? in[x] : out[x];    \
            }                                                                                     \
    }
EXTREME(key_grow, >)
EXTREME(key_shrink, <)

static inline int within(int i, int count) { return i < 0 ? 0 : i >= count ? count - 1 : i; }

// Mean of 2·radius + 1 along a line, edge values repeated; `step` between neighbours.
static void running_mean(const float *in, float *out, int count, size_t step, int radius) {
    const float share = 1.0f / (2 * radius + 1);
    double sum = 0;  // of at most 131,071 floats near 1: the error of adding and taking away stays below a float's own
    for (int i = -radius; i <= radius; i++) sum += in[within(i, count) * step];
    for (int i = 0; i < count; i++) {
        out[i * step] = (float)sum * share;
        sum += in[within(i + radius + 1, count) * step] - (double)in[within(i - radius, count) * step];
    }
}

void key_smooth(float *grid, int width, int height, int radius, float *scratch) {
    for (int pass = 0; pass < 2; pass++) {
        for (int y = 0; y < height; y++)
            running_mean(grid + (size_t)y * width, scratch + (size_t)y * width, width, 1, radius);
        for (int x = 0; x < width; x++) running_mean(scratch + x, grid + x, height, (size_t)width, radius);
    }
}

// One level of the pyramid: three planes and their weight, each value already multiplied by it.
typedef struct {
    int width, height;
    float *plane[4];
} level;

static void halve(const level *fine, level *coarse) {
    for (int y = 0; y < coarse->height; y++)
        for (int x = 0; x < coarse->width; x++)
            for (int p = 0; p < 4; p++) {
                float sum = 0;
                for (int b = 0; b < 2; b++)
                    for (int a = 0; a < 2; a++)
                        if (2 * y + b < fine->height && 2 * x + a < fine->width)
                            sum += fine->plane[p][(size_t)(2 * y + b) * fine->width + 2 * x + a];
                coarse->plane[p][(size_t)y * coarse->width + x] = sum;
            }
    // Weights above 1 count as 1, so that one sure block speaks as loudly as four.
    for (size_t i = 0; i < (size_t)coarse->width * coarse->height; i++) {
        const float w = coarse->plane[3][i];
        if (w > 1) {
            for (int p = 0; p < 3; p++) coarse->plane[p][i] /= w;
            coarse->plane[3][i] = 1;
        }
    }
}

// value + (1 - weight) · coarse, bilinear at a quarter and three quarters.
static void spread(level *fine, const level *coarse) {
    for (int y = 0; y < fine->height; y++) {
        const int y0 = y / 2, y1 = within(y0 + (y & 1 ? 1 : -1), coarse->height);
        for (int x = 0; x < fine->width; x++) {
            const size_t i = (size_t)y * fine->width + x;
            const float rest = 1 - fine->plane[3][i];
            if (rest <= 0) continue;
            const int x0 = x / 2, x1 = within(x0 + (x & 1 ? 1 : -1), coarse->width);
            for (int p = 0; p < 3; p++) {
                const float *near = coarse->plane[p] + (size_t)y0 * coarse->width;
                const float *far = coarse->plane[p] + (size_t)y1 * coarse->width;
                const float a = near[x0] * 0.75f + near[x1] * 0.25f, b = far[x0] * 0.75f + far[x1] * 0.25f;
                fine->plane[p][i] += rest * (a * 0.75f + b * 0.25f);
            }
        }
    }
}

bool key_fill(float *planes[3], const float *weight, int width, int height) {
    const size_t count = (size_t)width * height;
    float *own = malloc(sizeof *own * count);
    if (!own) return false;
    memcpy(own, weight, sizeof *own * count);
    level levels[17] = {{width, height, {planes[0], planes[1], planes[2], own}}};
    for (int p = 0; p < 3; p++)
        for (size_t i = 0; i < count; i++) planes[p][i] *= weight[i];
    int top = 0;
    bool whole = true;
    while (levels[top].width > 1 || levels[top].height > 1) {
        level *next = &levels[top + 1];
        next->width = (levels[top].width + 1) / 2;
        next->height = (levels[top].height + 1) / 2;
        float *room = malloc(sizeof *room * 4 * next->width * next->height);
        if (!room) { whole = false; break; }
        for (int p = 0; p < 4; p++) next->plane[p] = room + (size_t)p * next->width * next->height;
        halve(&levels[top++], next);
    }
    const float w = whole ? levels[top].plane[3][0] : 0;
    for (int p = 0; p < 3 && w > 0; p++) levels[top].plane[p][0] /= w;
    for (int i = top; i > 0; i--) {
        if (whole) spread(&levels[i - 1], &levels[i]);
        free(levels[i].plane[0]);
    }
    free(own);
    return whole;
}

void key_falloff(float *grid, int width, int height, float decay) {
    // Chamfer distance over 16 neighbours: within 2 % of the straight one.
    static const signed char near[8][2] = {{-1, 0}, {0, -1}, {-1, -1}, {1, -1}, {-2, -1}, {2, -1}, {-1, -2}, {1, -2}};
    const float straight = decay, slant = (float)cvips_pow(decay, 1.41421356f), knight = (float)cvips_pow(decay, 2.23606798f);
    const float factor[8] = {straight, straight, slant, slant, knight, knight, knight, knight};
    for (int pass = 0; pass < 2; pass++) {
        const int turn = pass == 0 ? 1 : -1;
        for (int row = 0; row < height; row++) {
            const int y = pass == 0 ? row : height - 1 - row;
            for (int column = 0; column < width; column++) {
                const int x = pass == 0 ? column : width - 1 - column;
                float best = grid[(size_t)y * width + x];
                for (int n = 0; n < 8; n++) {
                    const int a = x + turn * near[n][0], b = y + turn * near[n][1];
                    if (a < 0 || b < 0 || a >= width || b >= height) continue;
                    const float v = grid[(size_t)b * width + a] * factor[n];
                    best = v > best ? v : best;
                }
                grid[(size_t)y * width + x] = best;
            }
        }
    }
}
