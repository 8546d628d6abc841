// Sums of windows are whole numbers, kept by columns that rows enter and leave, so the result depends on no order; the
// rest is single precision, sample by sample without fused steps, so every width of vector gives the same bytes.
#include "cvips_detail.h"
#include "simd.h"

#include <stdlib.h>
#include <string.h>

enum { FACTOR_ONE = 4096, OFFSET_ONE = 32 };  // Fixed point of the local line's factor and offset
#define INLINE static inline __attribute__((always_inline))

typedef struct {
    int width, height, radius;
    float noise;                // Variance below which a window is taken for flat
    uint32_t *columns[4];       // Sums of one column of the window each
    uint32_t *windows[4];       // Sums of the whole window
    int16_t *factors, *offsets;  // Of the line that explains `in` by `guide`, a pixel each
} Work;

// Adds (sign 1) or takes away (sign -1, in wrapping arithmetic) a row of samples and their products.
INLINE void count_row(const Work *work, const uint8_t *in, const uint8_t *guide, int row, uint32_t sign) {
    const uint8_t *p = in + (size_t)row * work->width, *q = guide + (size_t)row * work->width;
    uint32_t *restrict a = work->columns[0], *restrict b = work->columns[1], *restrict c = work->columns[2],
                       *restrict d = work->columns[3];
    for (int x = 0; x < work->width; x++) {
        const uint32_t s = p[x], g = q[x];
        a[x] += sign * g;
        b[x] += sign * s;
        c[x] += sign * (g * g);
        d[x] += sign * (g * s);
    }
}

INLINE void count_lines(const Work *work, int row, uint32_t sign) {
    const int16_t *f = work->factors + (size_t)row * work->width, *o = work->offsets + (size_t)row * work->width;
    uint32_t *restrict a = work->columns[0], *restrict b = work->columns[1];
    for (int x = 0; x < work->width; x++) {
        a[x] += sign * (uint32_t)f[x];
        b[x] += sign * (uint32_t)o[x];
    }
}

static void slide(const Work *work, int sums) {
    const int w = work->width, r = work->radius;
    for (int k = 0; k < sums; k++) {
        const uint32_t *from = work->columns[k];
        uint32_t *to = work->windows[k], sum = 0;
        for (int x = 0; x < r && x < w; x++) sum += from[x];
        for (int x = 0; x < w; x++) {
            if (x + r < w) sum += from[x + r];
            to[x] = sum;
            if (x >= r) sum -= from[x - r];
        }
    }
}

static inline int span(int at, int radius, int size) {
    const int first = at - radius < 0 ? 0 : at - radius, last = at + radius >= size ? size - 1 : at + radius;
    return last - first + 1;
}

INLINE void solve_row(const Work *work, int y, const float *shares) {
    int16_t *restrict factors = work->factors + (size_t)y * work->width;
    int16_t *restrict offsets = work->offsets + (size_t)y * work->width;
    for (int x = 0; x < work->width; x++) {
        const float share = shares[x];
        const float guide = (float)work->windows[0][x] * share, mean = (float)work->windows[1][x] * share;
        const float variance = (float)work->windows[2][x] * share - guide * guide;
        const float covariance = (float)work->windows[3][x] * share - guide * mean;
        float factor = covariance / ((variance > 0 ? variance : 0) + work->noise);
        factor = factor < -1.5f ? -1.5f : factor > 1.5f ? 1.5f : factor;
        const float offset = mean - factor * guide;
        factors[x] = (int16_t)(int)(factor * FACTOR_ONE + (factor < 0 ? -0.5f : 0.5f));
        offsets[x] = (int16_t)(int)(offset * OFFSET_ONE + (offset < 0 ? -0.5f : 0.5f));
    }
}

INLINE void apply_row(const Work *work, uint8_t *restrict out, const uint8_t *restrict guide, const float *shares) {
    for (int x = 0; x < work->width; x++) {
        const float factor = (float)(int32_t)work->windows[0][x] * shares[x] * (1.0f / FACTOR_ONE);
        const float offset = (float)(int32_t)work->windows[1][x] * shares[x] * (1.0f / OFFSET_ONE);
        const float value = factor * (float)guide[x] + offset + 0.5f;
        out[x] = (uint8_t)(int)(value < 0 ? 0 : value > 255 ? 255 : value);
    }
}

INLINE void filter(const Work *work, uint8_t *out, const uint8_t *in, const uint8_t *guide, float *shares) {
    const int w = work->width, h = work->height, r = work->radius;
    for (int pass = 0; pass < 2; pass++) {
        const int sums = pass == 0 ? 4 : 2;
        for (int k = 0; k < sums; k++) memset(work->columns[k], 0, (size_t)w * sizeof(uint32_t));
        for (int y = -r; y < h; y++) {
            if (y + r < h) pass == 0 ? count_row(work, in, guide, y + r, 1) : count_lines(work, y + r, 1);
            if (y < 0) continue;
            slide(work, sums);
            for (int x = 0; x < w; x++) shares[x] = 1.0f / (float)(span(x, r, w) * span(y, r, h));
            if (pass == 0) {
                solve_row(work, y, shares);
            } else {
                apply_row(work, out + (size_t)y * w, guide + (size_t)y * w, shares);
            }
            if (y - r >= 0) {
                pass == 0 ? count_row(work, in, guide, y - r, UINT32_MAX) : count_lines(work, y - r, UINT32_MAX);
            }
        }
    }
}

static void filter_portable(const Work *work, uint8_t *out, const uint8_t *in, const uint8_t *guide, float *shares) {
    filter(work, out, in, guide, shares);
}

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void filter_avx2(const Work *work, uint8_t *out, const uint8_t *in, const uint8_t *guide,
                                   float *shares) {
    filter(work, out, in, guide, shares);
}
#endif

int cvips_guided(uint8_t *out, const uint8_t *in, const uint8_t *guide, int width, int height, int radius,
                 float softness) {
    const size_t pixels = (size_t)width * height;
    uint32_t *sums = malloc((size_t)width * 8 * sizeof *sums);
    float *shares = malloc((size_t)width * sizeof *shares);
    int16_t *lines = malloc(pixels * 2 * sizeof *lines);
    const int ready = sums && shares && lines;
    if (ready) {
        Work work = {width, height, radius, softness * softness, {0}, {0}, lines, lines + pixels};
        for (int k = 0; k < 4; k++) {
            work.columns[k] = sums + (size_t)k * width;
            work.windows[k] = sums + (size_t)(4 + k) * width;
        }
#ifdef CVIPS_HAS_AVX2
        if (cvips_simd() == CVIPS_SIMD_AVX2) {
            filter_avx2(&work, out, in, guide, shares);
        } else
#endif
            filter_portable(&work, out, in, guide, shares);
    }
    free(sums);
    free(shares);
    free(lines);
    return ready ? 0 : -1;
}
