// What is known of the subject, cell by cell: where it is surely opaque, its colour, the screen light on it.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cvips_math.h"
#include "key.h"

// Shares of the picture's shorter side.
static const float neighbourhood = 0.018f;  // how far from seen screen anything may be see-through
static const float rim = 0.022f;            // how far reflected light reaches inwards, to 1/e

// Limits on screen shares; found on pictures with known coverage.
static const float surely_subject = 0.04f;
static const float flat = 0.07f;       // change of screen share across three cells of one cloth
static const float flat_most = 0.60f;  // above, flat things are thin rather than key-coloured
static const float flat_bound = 0.58f;  // most screen they could hold; at 0.1 less they count in full
static const float flat_weight = 0.5f;
enum { around_cloth = 4 };  // cells
static const float cloth_weight = 0.95f;  // of patches of cloth: short of what light is measured on
static const float white_noise = 0.03f;
static const float trail = 0.12f;  // how far anything may be see-through along what moved
static const float gentle = 0.034f;  // change of the screen's share from cell to cell that nothing opaque shows
static const float one_way = 0.6f;   // share of such changes that are along one way

typedef struct {
    float *colour[3], *strict, *hold, *stir, *cover, *held, *bound, *scratch, *sure, *cloth, *patch, *moves;
} statistics;

static inline float larger(float a, float b) { return a > b ? a : b; }
static inline float smaller(float a, float b) { return a < b ? a : b; }

// Most screen that a colour can hold without a channel of the rest going below black; `share` is 1 / (screen + noise).
static float most_screen(const float c[3], const float share[3], float noise) {
    return smaller((c[0] + noise) * share[0], smaller((c[1] + noise) * share[1], (c[2] + noise) * share[2]));
}

// The same for white, which nothing is brighter than; `share` is 1 / (1 - screen + noise).
static float most_behind(const float c[3], const float share[3]) {
    const float top = 1 + white_noise;
    return larger(0, smaller((top - c[0]) * share[0], smaller((top - c[1]) * share[1], (top - c[2]) * share[2])));
}

static void measure_cell(const cvips_key *key, int x, int y, size_t cell, size_t cells, const statistics *out) {
    float s[3], coarse[3], fine[3], white[3], sum[3] = {0}, cover = 0;
    for (int p = 0; p < 3; p++) {
        s[p] = key->planes[(SCREEN + p) * cells + cell];
        coarse[p] = 1 / (s[p] + 0.015f);
        fine[p] = 1 / (s[p] + 0.01f);
        white[p] = 1 / (larger(0, 1 - s[p]) + white_noise);
    }
    const float sign = key->sign, soft_all = 1 / larger(key_soft(s, sign), 1e-4f);
    const float strict_all = 1 / larger(key_strict(s, sign), 1e-4f);
    const float strong = 1 / larger(1e-4f, larger(s[0], larger(s[1], s[2])));
    float strict = -9, hold = -9, stir = 0;
    int n = 0;
    for (int b = 2 * y; b < 2 * y + 2 && b < key->blocks_y; b++)
        for (int a = 2 * x; a < 2 * x + 2 && a < key->blocks_x; a++, n++) {
            const uint16_t *mean = key->means + ((size_t)b * key->blocks_x + a) * 3;
            float c[3];
            for (int p = 0; p < 3; p++) sum[p] += c[p] = mean[key->order[p]] * (1 / 65535.0f);
            const float soft = key_soft(c, sign) * soft_all;
            const float tight = smaller(key_strict(c, sign) * strict_all, most_screen(c, coarse, 0.015f));
            strict = larger(strict, tight);
            cover += key_clamp(tight, 0, 1);
            hold = larger(hold, smaller(most_behind(c, white), smaller(1.35f * soft, most_screen(c, fine, 0.01f))));
            float away = fabsf(1 - soft);
            for (int p = 0; p < 3; p++) away = larger(away, fabsf(c[p] - s[p] * soft) * strong);
            stir = larger(stir, away);
        }
    float mean[3];
    for (int p = 0; p < 3; p++) out->colour[p][cell] = mean[p] = sum[p] / n;
    out->strict[cell] = strict;
    out->hold[cell] = hold;
    out->stir[cell] = stir;
    out->cover[cell] = cover / n;
    out->bound[cell] = most_screen(mean, fine, 0.01f);
    out->held[cell] = smaller(key_soft(mean, sign) * soft_all, out->bound[cell]);
}

// Where the subject's own colour can be read: no screen at all, or a flat patch that is too dense to be thin stuff.
static void find_sure(const cvips_key *key, const statistics *g, float *low) {
    const int width = key->cells_x, height = key->cells_y;
    const size_t cells = (size_t)width * height;
    memcpy(low, g->held, sizeof *low * cells);
    memcpy(g->sure, g->hold, sizeof *low * cells);
    key_grow(g->strict, width, height, 1, g->scratch);
    key_grow(g->sure, width, height, 1, g->scratch);
    key_grow(g->held, width, height, 1, g->scratch);
    key_grow(g->bound, width, height, 1, g->scratch);
    key_shrink(low, width, height, 1, g->scratch);
    for (size_t i = 0; i < cells; i++) {
        const bool even = g->sure[i] < flat_most && g->held[i] - low[i] < flat;
        const float dense = key_clamp((flat_bound - g->bound[i]) * 10, 0, 1);
        g->sure[i] = g->strict[i] < surely_subject ? 1 : even ? flat_weight * dense : 0;
    }
}

// Difference from the screen that is noise, of sensor or weave: some times the median where little else can be.
static float noise(const statistics *g, size_t cells) {
    enum { STEPS = 256 };
    uint32_t count[STEPS] = {0}, all = 0, sum = 0;
    for (size_t i = 0; i < cells; i++) {
        if (g->hold[i] < 0.85f || g->stir[i] >= 0.25f) continue;
        count[(int)(g->stir[i] * (STEPS / 0.25f))]++;
        all++;
    }
    int median = 0;
    while (median < STEPS - 1 && (sum += count[median]) * 2 < all) median++;
    return key_clamp(3 * (median + 1) * (0.25f / STEPS), 0.018f, 0.08f);
}

// The subject's colour everywhere: that of sure places carried on; about cloth, the cloth's.
static bool fill_colour(const statistics *g, int width, int height) {
    const size_t cells = (size_t)width * height;
    // Most pictures show none.
    bool any = false;
    for (size_t i = 0; i < cells && !any; i++) any = g->cloth[i] > 0;
    if (!any) return key_fill((float *[3]){g->colour[0], g->colour[1], g->colour[2]}, g->sure, width, height);
    float *near[4], *room = malloc(sizeof *room * cells * 4);
    if (!room) return false;
    for (int p = 0; p < 4; p++) {
        near[p] = room + p * cells;
        for (size_t i = 0; i < cells; i++) near[p][i] = g->cloth[i] * (p < 3 ? g->colour[p][i] : 1);
        key_smooth(near[p], width, height, around_cloth, g->scratch);
    }
    const bool filled = key_fill((float *[3]){g->colour[0], g->colour[1], g->colour[2]}, g->sure, width, height);
    for (size_t i = 0; filled && i < cells; i++) {
        const float share = key_clamp(near[3][i] * 8, 0, 1) * (1 - g->sure[i]);
        for (int p = 0; p < 3 && share > 0; p++)
            g->colour[p][i] += share * (near[p][i] / near[3][i] - g->colour[p][i]);
    }
    free(room);
    return filled;
}

// How surely each cell is of what moved, 0…1: the share of the screen changes gently there and all one way. Chroma alone tells, which shading
// leaves as it is. Among hair and fur it changes to and fro, and at an outline within few cells. `room` holds four grids.
static void find_moves(const cvips_key *key, const statistics *g, float still, float *room, float *moves) {
    const int width = key->cells_x, height = key->cells_y;
    const size_t cells = (size_t)width * height;
    float *chroma[2] = {room, room + cells}, *across = room + 2 * cells, *down = room + 3 * cells;
    for (size_t i = 0; i < cells; i++) {
        const float light = 1 / (g->colour[0][i] + g->colour[1][i] + g->colour[2][i] + 0.01f);
        chroma[0][i] = g->colour[0][i] * light;
        chroma[1][i] = g->colour[1][i] * light;
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            across[i] = down[i] = moves[i] = 0;
            if (g->stir[i] <= still) continue;
            const float *s = key->planes + SCREEN * cells + i;
            const float light = 1 / (s[0] + s[cells] + s[2 * cells] + 0.01f);
            float a = s[0] * light - chroma[0][i], b = s[cells] * light - chroma[1][i];
            const float whole = 1 / (a * a + b * b + 1e-3f);
            a *= whole;
            b *= whole;
            const size_t around[4] = {x ? i - 1 : i, x + 1 < width ? i + 1 : i, y ? i - width : i, y + 1 < height ? i + width : i};
            float by[4];
            for (int n = 0; n < 4; n++) {
                const float da = chroma[0][around[n]] - chroma[0][i], db = chroma[1][around[n]] - chroma[1][i];
                by[n] = da * a + db * b;
                moves[i] = larger(moves[i], fabsf(by[n]));
            }
            across[i] = by[1] - by[0];
            down[i] = by[3] - by[2];
        }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t i = (size_t)y * width + x;
            moves[i] = key_clamp((moves[i] - gentle) / gentle, 0, 1);
            if (moves[i] <= 0) continue;
            float amount = 1e-3f, along = 0, up = 0;
            for (int v = y > 2 ? y - 2 : 0; v <= y + 2 && v < height; v++)
                for (int u = x > 2 ? x - 2 : 0; u <= x + 2 && u < width; u++) {
                    const size_t other = (size_t)v * width + u;
                    const float weight = (float)((3 - abs(v - y)) * (3 - abs(u - x)));
                    amount += weight * (fabsf(across[other]) + fabsf(down[other]));
                    along += weight * across[other];
                    up += weight * down[other];
                }
            moves[i] *= key_clamp(((fabsf(along) + fabsf(up)) / amount - one_way) * 5, 0, 1);
        }
    key_shrink(moves, width, height, 1, g->scratch);
    key_grow(moves, width, height, 1, g->scratch);
}

// From where the screen is seen along `way`; falls off by `decay` a cell.
static void flow(float *hold, const float *way, int width, int height, float decay) {
    for (int pass = 0; pass < 4; pass++) {
        const int turn = pass & 1 ? 1 : -1;
        for (int row = 0; row < height; row++)
            for (int column = 0; column < width; column++) {
                const int x = pass & 1 ? width - 1 - column : column, y = pass & 1 ? height - 1 - row : row;
                const size_t cell = (size_t)y * width + x;
                if (way[cell] <= hold[cell]) continue;
                float best = 0;
                if (x + turn >= 0 && x + turn < width) best = hold[cell + turn];
                if (y + turn >= 0 && y + turn < height) best = larger(best, hold[cell + turn * width]);
                hold[cell] = larger(hold[cell], smaller(best - decay, way[cell]));
            }
    }
}

bool key_solve_subject(cvips_key *key) {
    const int width = key->cells_x, height = key->cells_y;
    const int shorter = key->width < key->height ? key->width : key->height;
    const size_t cells = (size_t)width * height;
    const size_t tiles = (size_t)key->tiles_x * key->tiles_y;
    const size_t room = cells * 4 > tiles * (1 + CLOTH_ROOM) ? cells * 4 : tiles * (1 + CLOTH_ROOM);
    float *passing = malloc(sizeof *passing * room);
    if (!passing) return false;
    float *plane = key->planes;
    // Results take the place of what they are made from.
    statistics g = {
        .colour = {plane + SUBJECT * cells, plane + (SUBJECT + 1) * cells, plane + (SUBJECT + 2) * cells},
        .cover = plane + LIGHT * cells, .hold = plane + HOLD * cells, .stir = plane + STIR * cells,
        .strict = passing, .held = passing + cells, .bound = passing + 2 * cells,
    };
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) measure_cell(key, x, y, (size_t)y * width + x, cells, &g);
    // Nothing asks for blocks any more, and the peak is yet to come.
    free(key->means);
    key->means = NULL;
    float *lasting = malloc(sizeof *lasting * cells * 5);
    if (!lasting) return free(passing), false;
    g.sure = lasting;
    g.scratch = lasting + cells;
    g.cloth = lasting + 2 * cells;
    g.patch = lasting + 3 * cells;
    g.moves = lasting + 4 * cells;
    find_sure(key, &g, passing + 3 * cells);
    const float still = noise(&g, cells);
    find_moves(key, &g, still, passing, g.moves);
    bool enough = key_find_patches(key, (const float *const *)g.colour, g.hold, g.stir, still, g.moves, g.patch, passing);
    key_find_cloth(key, (const float *const *)g.colour, passing, passing + tiles);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const float cloth = passing[(size_t)(y / 2) * key->tiles_x + x / 2];
            const size_t cell = (size_t)y * width + x;
            const float patch = g.patch[cell];
            g.cloth[cell] = cloth * (1 - patch);
            g.hold[cell] *= 1 - larger(cloth, patch);
            const float moves = key_clamp((g.moves[cell] - gentle) / gentle, 0, 1) * (1 - larger(cloth, patch));
            g.moves[cell] = moves;
            if (patch > 0.5f) g.sure[cell] = cloth_weight;
        }
    free(passing);
    if (!enough) return free(lasting), false;

    const int radius = (int)(shorter * neighbourhood / CELL + 0.5f);
    key_grow(g.hold, width, height, radius > 2 ? radius : 2, g.scratch);
    flow(g.hold, g.moves, width, height, 0.4f * CELL / (trail * shorter));
    // A patch is whole, but for the cells where it ends.
    key_shrink(g.patch, width, height, 1, g.scratch);
    for (size_t i = 0; i < cells; i++) g.hold[i] *= 1 - g.patch[i];
    // One row of three-cell means, so that what turns see-through does so over two cells.
    key_smooth(g.hold, width, height, 1, g.scratch);
    key_grow(g.stir, width, height, 1, g.scratch);

    // How near the outline: 1 on it and beyond, falling off inwards.
    float *reach = g.cover;
    const float decay = (float)cvips_exp(-CELL / (rim * shorter)), from = key->options.core;
    for (size_t i = 0; i < cells; i++) {
        const float cover = g.hold[i] > from ? reach[i] : 0;
        reach[i] = cover >= 0.5f ? 1 : cover > 0.03f ? (float)cvips_pow(decay, 0.5f - cover) : 0;
        g.hold[i] = key_clamp((g.hold[i] - from) * 10, 0, 1);
        g.stir[i] = key->report.share < 1 ? key_clamp((g.stir[i] - still) / still, 0, 1) : 0;
    }
    key_falloff(reach, width, height, decay);
    const float strength = key_measure_light(key, (const float *const *)g.colour, reach, g.sure);
    key->report.spill = strength;
    // Patches are told by now; their room keeps one plane of what was seen.
    float *kept = malloc(sizeof *kept * 2 * cells);
    if (!kept) return free(lasting), false;
    float *const seen[3] = {g.patch, kept, kept + cells};
    for (int p = 0; p < 3; p++) memcpy(seen[p], g.colour[p], sizeof *kept * cells);
    // Far from the outline: 0.2 of the rim's, and a little that any screen of strength 1/3 or more throws.
    const float at_rim = strength * key->options.spill;
    const float ambient = key->options.spill * (0.2f * strength + 0.066f * smaller(1, 3 * strength));
    for (size_t i = 0; i < cells; i++) {
        const float light = at_rim * reach[i] + ambient;
        reach[i] = light;
        float lit[3], bare[3];
        for (int p = 0; p < 3; p++) {
            const float l = light * plane[(SCREEN + p) * cells + i];
            lit[p] = g.colour[p][i];
            bare[p] = g.colour[p][i] = larger(0, lit[p] - GLOSS * l) / (1 + DIFFUSE * l);
        }
        g.colour[0][i] = key_neutral(lit[0], smaller(lit[1], lit[2]), bare[0], smaller(bare[1], bare[2]));
    }
    const key_palette palette = key_find_palette((const float *const *)g.colour, g.sure, cells);
    const bool filled = fill_colour(&g, width, height);
    const bool chosen = filled && key_choose_colour(key, &palette, (const float *const *)seen, g.moves, reach);
    free(kept);
    free(lasting);
    return chosen;
}
