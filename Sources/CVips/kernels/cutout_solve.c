// Coverage and colour along the outline. Each pixel is taken for a mixture of a person's colour and of what is behind, both as seen
// nearby; every pair of the two says how much of each it would be, and counts by how well it explains the pixel and agrees with
// the matte.
#include "cutout.h"
#include "key.h"
#include "simd.h"

#include <string.h>

enum { PAIRS = 12 };  // colours of each side that are tried
static const float SURE = 0.012f, DOUBT = 0.08f,  // variance of the matte's coverage: where it is sure, and more between
    NOISE = 6e-4f, GAIN = 4e-3f,  // variance of a colour, in the dark and by its light
    BARE = 0.08f, FULL = 0.01f;   // coverage that is nothing, or that nothing is missing of
#define INLINE static inline __attribute__((always_inline))

typedef struct {
    float seen[3][AREA], told[AREA], weight[AREA], trust[AREA];  // one over the variance of what is seen
    float total[AREA], cover[AREA], front[3][AREA], back[3][AREA];
} Work;

// The nearest blocks that know the colour of one side, ring by ring about block (i, j); of the last ring, some from all around.
static int gather(const cvips_cutout *cut, const cutout_sample *samples, int i, int j, float colours[][3]) {
    int count = 0;
    for (int ring = 0; ring <= cut->reach && count < PAIRS; ring++) {
        int here = 0, passed = 0;
        const int room = PAIRS - count;
        const int around = ring == 0 ? 1 : 8 * ring;
        for (int pass = 0; pass < 2; pass++) {
            for (int step = 0; step < around; step++) {
                const int side = ring == 0 ? 0 : step / (2 * ring), along = ring == 0 ? 0 : step % (2 * ring) - ring;
                const int x = i + (side == 0 ? along : side == 1 ? ring : side == 2 ? -along : -ring);
                const int y = j + (side == 0 ? -ring : side == 1 ? along : side == 2 ? ring : -along);
                if (x < 0 || y < 0 || x >= cut->blocks_x || y >= cut->blocks_y) continue;
                const cutout_sample *sample = samples + (size_t)y * cut->blocks_x + x;
                if (!sample->known) continue;
                if (pass == 0) {
                    here++;
                    continue;
                }
                // As evenly spread as whole numbers allow.
                const bool taken = here <= room || (passed + 1) * room / here > passed * room / here;
                if (taken) memcpy(colours[count++], sample->colour, sizeof sample->colour);
                passed++;
            }
            if (here == 0) break;
        }
    }
    return count;
}

INLINE void try_pair(Work *work, const float front[3], const float back[3]) {
    const float d0 = front[0] - back[0], d1 = front[1] - back[1], d2 = front[2] - back[2];
    const float square = d0 * d0 + d1 * d1 + d2 * d2;
    for (int k = 0; k < AREA; k++) {
        const float weight = work->weight[k], told = work->told[k], trust = work->trust[k];
        const float s0 = work->seen[0][k] - back[0], s1 = work->seen[1][k] - back[1], s2 = work->seen[2][k] - back[2];
        float cover = ((s0 * d0 + s1 * d1 + s2 * d2) * weight + trust * told) / (square * weight + trust);
        cover = cover < 0 ? 0 : cover;
        cover = cover > 1 ? 1 : cover;
        const float e0 = s0 - cover * d0, e1 = s1 - cover * d1, e2 = s2 - cover * d2, off = cover - told;
        const float cost = (e0 * e0 + e1 * e1 + e2 * e2) * weight + trust * off * off;
        // As exp(-cost / 2), near enough, with a longer tail, and the same everywhere.
        float vote = 1 / (1 + cost * (1 / 16.0f));
        vote *= vote;
        vote *= vote;
        vote *= vote;
        work->total[k] += vote;
        work->cover[k] += vote * cover;
        for (int c = 0; c < 3; c++) {
            work->front[c][k] += vote * front[c];
            work->back[c][k] += vote * back[c];
        }
    }
}

INLINE void finish(const Work *work, cutout_block *block) {
    for (int k = 0; k < AREA; k++) {
        const float share = 1 / work->total[k];
        float cover = (work->cover[k] * share - BARE) * (1 / (1 - BARE - FULL));
        cover = cover < 0 ? 0 : cover > 1 ? 1 : cover;
        block->cover[k] = (uint16_t)(cover * 65535 + 0.5f);
        // The more of a pixel a person has, the more of its own detail is theirs.
        const float square = cover * cover, own = square * square, rest = cover > 0.25f ? 1 / cover : 4;
        for (int c = 0; c < 3; c++) {
            const float bare = (work->seen[c][k] - (1 - cover) * work->back[c][k] * share) * rest;
            float colour = work->front[c][k] * share;
            colour += (bare - colour) * own;
            colour = colour < 0 ? 0 : colour > 1 ? 1 : colour;
            block->colour[c][k] = (uint16_t)(colour * 65535 + 0.5f);
        }
    }
}

INLINE void solve(Work *work, float fronts[][3], int front, float backs[][3], int back, cutout_block *block) {
    memset(work->total, 0, sizeof *work - offsetof(Work, total));
    for (int b = 0; b < back; b++)
        for (int f = 0; f < front; f++) try_pair(work, fronts[f], backs[b]);
    finish(work, block);
}

static void solve_portable(Work *work, float fronts[][3], int front, float backs[][3], int back, cutout_block *block) {
    solve(work, fronts, front, backs, back, block);
}

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void solve_avx2(Work *work, float fronts[][3], int front, float backs[][3], int back,
                                  cutout_block *block) {
    solve(work, fronts, front, backs, back, block);
}
#endif

// A pixel's place among those of the matte, between which coverage runs evenly.
typedef struct {
    int first, second;
    float share;
} Between;

static Between between(int pixel, int pixels, int places) {
    const float at = ((float)pixel + 0.5f) * (float)places / (float)pixels - 0.5f;
    const int first = at < 0 ? 0 : (int)at;
    return (Between){first, first + 1 < places ? first + 1 : first, at < 0 ? 0 : at - (float)first};
}

static float told(const cvips_cutout *cut, Between down, Between across) {
    const uint16_t *upper = cut->matte + (size_t)down.first * cut->across;
    const uint16_t *lower = cut->matte + (size_t)down.second * cut->across;
    const float a = upper[across.first] + ((float)upper[across.second] - upper[across.first]) * across.share;
    const float b = lower[across.first] + ((float)lower[across.second] - lower[across.first]) * across.share;
    return (a + (b - a) * down.share) * (1 / 65535.0f);
}

// Pixels beyond the picture are those at its border.
static void load(const cvips_cutout *cut, const uint8_t *picture, int i, int j, Work *work) {
    const float *linear = key_get_tables()->linear;
    Between columns[SIDE];
    for (int x = 0; x < SIDE; x++) {
        const int at = i * SIDE + x < cut->width ? i * SIDE + x : cut->width - 1;
        columns[x] = between(at, cut->width, cut->across);
    }
    for (int y = 0; y < SIDE; y++) {
        const int row = j * SIDE + y < cut->height ? j * SIDE + y : cut->height - 1;
        const Between rows = between(row, cut->height, cut->down);
        for (int x = 0; x < SIDE; x++) {
            const int column = i * SIDE + x < cut->width ? i * SIDE + x : cut->width - 1, k = y * SIDE + x;
            const uint8_t *p = picture + ((size_t)row * cut->width + column) * 3;
            for (int c = 0; c < 3; c++) work->seen[c][k] = linear[p[c]];
            const float luma = 0.2126f * work->seen[0][k] + 0.7152f * work->seen[1][k] + 0.0722f * work->seen[2][k];
            work->weight[k] = 1 / (GAIN * luma + NOISE);
            work->told[k] = told(cut, rows, columns[x]);
            work->trust[k] = 1 / (SURE + DOUBT * work->told[k] * (1 - work->told[k]));
        }
    }
}

// What the matte is sure of stays as it is, and so does all of a block about which nothing is known of one of both sides.
static void keep_sure(const cvips_cutout *cut, int i, int j, bool all, const Work *work, cutout_block *block) {
    for (int y = 0; y < SIDE; y++) {
        const int row = j * SIDE + y < cut->height ? j * SIDE + y : cut->height - 1;
        const uint8_t *kinds = cut->kind + (size_t)cutout_place(row, cut->height, cut->down) * cut->across;
        for (int x = 0; x < SIDE; x++) {
            const int column = i * SIDE + x < cut->width ? i * SIDE + x : cut->width - 1, k = y * SIDE + x;
            const int kind = kinds[cutout_place(column, cut->width, cut->across)];
            if (kind == OPEN && !all) continue;
            block->cover[k] = kind == PERSON ? 65535 : kind == BEHIND ? 0 : (uint16_t)(work->told[k] * 65535 + 0.5f);
            for (int c = 0; c < 3; c++) block->colour[c][k] = (uint16_t)(work->seen[c][k] * 65535 + 0.5f);
        }
    }
}

void cvips_cutout_solve(cvips_cutout *cut, const uint8_t *picture, int top, int bottom) {
    for (int j = top / SIDE; j * SIDE < bottom; j++) {
        for (int i = 0; i < cut->blocks_x; i++) {
            const int32_t slot = cut->slots[(size_t)j * cut->blocks_x + i];
            if (slot < 0) continue;
            Work work;
            float backs[PAIRS][3], fronts[PAIRS][3];
            cutout_block *block = cut->blocks + slot;
            load(cut, picture, i, j, &work);
            const int back = gather(cut, cut->samples[0], i, j, backs), front = gather(cut, cut->samples[1], i, j, fronts);
            const bool alone = back == 0 || front == 0;
            if (!alone) {
#ifdef CVIPS_HAS_AVX2
                if (cvips_simd() == CVIPS_SIMD_AVX2) solve_avx2(&work, fronts, front, backs, back, block);
                else
#endif
                    solve_portable(&work, fronts, front, backs, back, block);
            }
            keep_sure(cut, i, j, alone, &work, block);
        }
    }
}
