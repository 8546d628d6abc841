// Patches of cloth in colours near the screen's, whole ones at a time; key_cloth.c looks at what is around each tile.
//
// A pixel alone does not tell a lime shirt from a yellow veil before a green screen. Its surroundings do. Cells whose
// chroma passes into one another without a step are one patch. Folds of cloth are more or less of one colour, so that
// what is seen in a patch lies on a ray from black; thin stuff, smoke and what moved are more or less before the
// screen, so that what is seen lies on a line to the screen's colour. Whichever leaves less over is believed, and a
// patch that is even is cloth.
#include <math.h>
#include <stdlib.h>

#include "key.h"

static const float step = 0.025f;           // change of chroma from cell to cell within a patch
static const float dim = 0.0012f;           // the same in the dark, times 1 / light
static const float other = 0.13f;           // distance from the screen's chroma that no shadow makes
static const float evenly = 2e-4f;          // variance, in shares of the screen's, that tells nothing
static const float smallest = 1.0f / 2500;  // share of the picture that may be a patch of cloth
static const float small = 1.0f / 500;      // the same where nothing tells folds from thin stuff
static const float pane = 1.0f / 80;        // the same where it may be a pane of glass
static const float most_lean = 0.1f;        // of a patch's chroma to the screen's
static const float fading = 0.65f;          // share of its rim, all of which may be what moved; at 0.1 less it is cloth in full
enum { FEWEST = 10 };                       // cells

// Of a patch: count, sums of the three planes, of their six products, of the screen's, of the most screen; neighbours
// outside, and how many of these moved.
enum { COUNT, COLOUR, PRODUCTS = COLOUR + 3, BEHIND = PRODUCTS + 6, SHARE = BEHIND + 3, RIM, MOVED, SUMS };

static int32_t root(int32_t *parent, int32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

static void join(int32_t *parent, int32_t a, int32_t b) {
    a = root(parent, a);
    b = root(parent, b);
    if (a < b) parent[b] = a;
    else parent[a] = b;
}

// How surely a patch is cloth, 0…1.
static float judge(const double sums[SUMS], float cells) {
    float mean[3], second[6], s[3], away[3], ss = 0, sum = 1e-4f;
    for (int p = 0; p < 3; p++) {
        mean[p] = (float)(sums[COLOUR + p] / sums[COUNT]);
        s[p] = (float)(sums[BEHIND + p] / sums[COUNT]);
        away[p] = mean[p] - s[p];
        ss += s[p] * s[p];
        sum += mean[p];
    }
    for (int i = 0; i < 6; i++) second[i] = (float)(sums[PRODUCTS + i] / sums[COUNT]);
    float far = 0;
    for (int p = 0; p < 3; p++) far += fabsf(mean[p] / sum - s[p]);
    // Shading of what lets `through` of the screen's light pass lies on a ray from that light; changes of that on one through the screen.
    const float shading = key_leftover(mean, second, mean), even = evenly * ss;
    float thin = INFINITY;
    for (int through = 2; through <= 4; through++) {
        float way[3];
        for (int p = 0; p < 3; p++) way[p] = mean[p] - 0.25f * through * s[p];
        const float rest = key_leftover(mean, second, way);
        if (rest < thin) thin = rest;
    }
    const float evidence = (thin + even) / (shading + thin + even);
    // What is small and even may be anything, glass above all where it may hold most of the screen.
    const float share = (float)(sums[SHARE] / sums[COUNT]), fair = share > 0.8f ? pane : small;
    const float told = key_clamp(thin / (4 * even), 0, 1), size = (float)(sums[COUNT] / cells);
    const float large = key_clamp(size / (fair + told * (smallest - fair)) - 1, 0, 1);
    // Cloth ends within few cells: what fades into the screen on many sides is the middle of something that moved.
    const float fades = (float)(sums[MOVED] / (sums[RIM] + 1));
    return key_clamp((evidence - 0.7f) * 6, 0, 1) * key_clamp((far - other) * 15, 0, 1) * large * key_clamp((fading - fades) * 10, 0, 1);
}

// Whether two neighbours have one chroma, and may hold as much of the screen but for folds.
static bool alike(const float *const chroma[3], const float *hold, size_t one, size_t two) {
    const float light = chroma[2][one] < chroma[2][two] ? chroma[2][one] : chroma[2][two];
    const float less = hold[one] < hold[two] ? hold[one] : hold[two];
    return fabsf(chroma[0][one] - chroma[0][two]) + fabsf(chroma[1][one] - chroma[1][two]) < step + dim / light &&
           fabsf(hold[one] - hold[two]) < 0.08f + 0.2f * less;
}

bool key_find_patches(const cvips_key *key, const float *const colour[3], const float *hold, const float *stir, float still,
                      const float *moves, float *cloth, float *room) {
    const int width = key->cells_x, height = key->cells_y;
    const size_t cells = (size_t)width * height;
    int32_t *parent = malloc(sizeof *parent * cells);
    if (!parent) return false;
    float *chroma[3] = {room, room + cells, room + 2 * cells};
    for (size_t i = 0; i < cells; i++) {
        const float light = colour[0][i] + colour[1][i] + colour[2][i] + 1e-4f;
        chroma[0][i] = colour[0][i] / light;
        chroma[1][i] = colour[1][i] / light;
        chroma[2][i] = light;
        // Places that may be screen in part, and are not all of it.
        parent[i] = hold[i] > 0.2f && stir[i] > still ? (int32_t)i : -1;
    }
    // Members of a patch are like all that is around them: what moved is so along its way at most.
    enum { LINKED = -2 };
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t cell = (size_t)y * width + x;
            if (parent[cell] == -1) continue;
            const size_t around[4] = {x ? cell - 1 : cell, x + 1 < width ? cell + 1 : cell, y ? cell - width : cell,
                                      y + 1 < height ? cell + width : cell};
            for (int n = 0; n < 4; n++)
                if (!alike((const float *const *)chroma, hold, cell, around[n])) parent[cell] = LINKED;
            if (parent[cell] == LINKED) continue;
            if (x > 0 && parent[cell - 1] >= 0) join(parent, (int32_t)cell, (int32_t)cell - 1);
            if (y > 0 && parent[cell - width] >= 0) join(parent, (int32_t)cell, (int32_t)(cell - width));
        }
    // Sizes, in `cloth`; then what is large enough gets a number, and its members theirs, which come after their root.
    for (size_t i = 0; i < cells; i++) cloth[i] = 0;
    for (size_t i = 0; i < cells; i++)
        if (parent[i] >= 0) parent[i] = root(parent, (int32_t)i), cloth[parent[i]] += 1;
    const float least = cells * smallest > FEWEST ? cells * smallest : FEWEST;
    int patches = 0;
    for (size_t i = 0; i < cells; i++) {
        if (parent[i] < 0) continue;
        if ((size_t)parent[i] == i) cloth[i] = cloth[i] >= least ? (float)patches++ : -1;
        parent[i] = (int32_t)cloth[parent[i]];
    }
    double *sums = calloc((size_t)patches * SUMS + 1, sizeof *sums);
    if (!sums) return free(parent), false;
    for (size_t i = 0; i < cells; i++) {
        if (parent[i] < 0) continue;
        double *out = sums + (size_t)parent[i] * SUMS;
        float s[3], light = 1e-4f;
        for (int p = 0; p < 3; p++) light += s[p] = key->planes[(SCREEN + p) * cells + i];
        // Colours are taken as if the screen were as bright everywhere, so that its light tells nothing.
        for (int p = 0, n = PRODUCTS; p < 3; p++) {
            const float c = colour[p][i] / light;
            out[COLOUR + p] += c;
            out[BEHIND + p] += s[p] / light;
            for (int q = p; q < 3; q++) out[n++] += (double)c * (colour[q][i] / light);
        }
        out[COUNT] += 1;
        out[SHARE] += hold[i];
        const int x = (int)(i % (size_t)width), y = (int)(i / (size_t)width);
        const size_t around[4] = {x ? i - 1 : i, x + 1 < width ? i + 1 : i, y ? i - width : i, y + 1 < height ? i + width : i};
        for (int n = 0; n < 4; n++)
            if (parent[around[n]] < 0) out[RIM] += 1, out[MOVED] += moves[around[n]];
    }
    for (int i = 0; i < patches; i++) {
        double *patch = sums + (size_t)i * SUMS;
        double light = 1e-4, behind = 1e-4, length = 1e-6;
        const float sure = judge(patch, (float)cells);
        patch[SHARE] /= patch[COUNT];
        patch[COUNT] = sure;
        for (int p = 0; p < 3; p++) light += patch[COLOUR + p], behind += patch[BEHIND + p];
        // From here on the patch's chroma and the way to the screen's.
        for (int p = 0; p < 3; p++) {
            patch[COLOUR + p] /= light;
            patch[BEHIND + p] = patch[BEHIND + p] / behind - patch[COLOUR + p];
            length += patch[BEHIND + p] * patch[BEHIND + p];
        }
        for (int p = 0; p < 3; p++) patch[BEHIND + p] /= length;
    }
    for (size_t i = 0; i < cells; i++) {
        cloth[i] = 0;
        if (parent[i] < 0) continue;
        const double *patch = sums + (size_t)parent[i] * SUMS;
        const float own[3] = {chroma[0][i], chroma[1][i], 1 - chroma[0][i] - chroma[1][i]};
        float lean = 0;
        for (int p = 0; p < 3; p++) lean += (own[p] - (float)patch[COLOUR + p]) * (float)patch[BEHIND + p];
        // What leans to the screen from the rest of its patch, or may hold more of it, is thin stuff that ends on it.
        const float more = hold[i] - (float)patch[SHARE];
        lean += 0.35f * (more > 0 ? more : 0);
        cloth[i] = (float)patch[COUNT] * key_clamp(1 - (lean - most_lean) * 10, 0, 1);
    }
    // The rim of a patch, of its chroma.
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const size_t cell = (size_t)y * width + x;
            if (parent[cell] != LINKED) continue;
            const size_t around[4] = {x ? cell - 1 : cell, x + 1 < width ? cell + 1 : cell, y ? cell - width : cell,
                                      y + 1 < height ? cell + width : cell};
            for (int n = 0; n < 4; n++)
                if (parent[around[n]] >= 0 && cloth[around[n]] > cloth[cell] && alike((const float *const *)chroma, hold, cell, around[n]))
                    cloth[cell] = cloth[around[n]];
        }
    free(sums);
    free(parent);
    return true;
}
