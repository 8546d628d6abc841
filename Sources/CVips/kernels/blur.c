// Gaussian blur, first along rows, then along columns. Up to a sigma of 8 by the Gaussian itself, cut at 3 sigma; above
// that by three boxes with fractional ends (Gwosdek et al., "Theoretical Foundations of Gaussian Convolution by Extended
// Box Filtering", 2011), whose variance is exactly sigma squared and whose cost does not grow with it.
//
// Both directions work on strips of LANES lines side by side: loops over lanes are the vectors. Samples carry 8
// fractional bits between the steps. The box sums are whole numbers and their weights single precision without fused
// multiply-adds, so every width of vector gives the same bytes.
#include "cvips_blur.h"
#include "cvips_math.h"
#include "simd.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 48,  // Divisible by 1, 3 and 4 bands
    BOXES = 3,
    LONGEST = 24,  // Taps on one side of the longest Gaussian
};

typedef struct {
    int radius;   // Gaussian: taps on one side. Box: whole samples on one side.
    int reach;    // Samples needed on each side, all passes together
    int boxes;    // 0 for the Gaussian
    uint32_t taps[LONGEST + 1];  // Centre first; all of them, both sides, add up to 65536.
    float inside, ends;          // Weights of a box
} Filter;

static Filter make_filter(double sigma) {
    Filter filter = {0};
    if (sigma <= LONGEST / 3.0) {
        filter.radius = filter.reach = (int)ceil(3 * sigma);
        double weights[LONGEST + 1], sum = -1;
        for (int k = 0; k <= filter.radius; k++) sum += 2 * (weights[k] = cvips_exp(-k * k / (2 * sigma * sigma)));
        uint32_t rest = 65536;
        for (int k = 1; k <= filter.radius; k++) rest -= 2 * (filter.taps[k] = (uint32_t)lrint(weights[k] / sum * 65536));
        filter.taps[0] = rest;
        return filter;
    }
    const double variance = sigma * sigma / BOXES;
    const int r = (int)floor(0.5 * sqrt(12 * variance + 1) - 0.5);
    const double end = (2 * r + 1) * (r * (r + 1.0) - 3 * variance) / (6 * (variance - (r + 1.0) * (r + 1.0)));
    const double length = 2 * r + 1 + 2 * end;
    filter.radius = r;
    filter.reach = BOXES * (r + 1);
    filter.boxes = BOXES;
    filter.inside = (float)(1 / length);
    filter.ends = (float)(end / length);
    return filter;
}

#define INLINE static inline __attribute__((always_inline))
typedef uint16_t Lane[LANES];

INLINE void gaussian(Lane *restrict out, const Lane *restrict in, int n, const Filter *filter) {
    for (int i = 0; i < n; i++) {
        uint32_t sums[LANES];
        for (int l = 0; l < LANES; l++) sums[l] = 32768 + filter->taps[0] * in[i][l];
        for (int k = 1; k <= filter->radius; k++) {
            for (int l = 0; l < LANES; l++) sums[l] += filter->taps[k] * ((uint32_t)in[i - k][l] + in[i + k][l]);
        }
        for (int l = 0; l < LANES; l++) out[i][l] = (uint16_t)(sums[l] >> 16);
    }
}

INLINE void box(Lane *restrict out, const Lane *restrict in, int n, const Filter *filter) {
    const int r = filter->radius;
    int32_t sums[LANES] = {0};
    for (int i = -r; i <= r; i++) {
        for (int l = 0; l < LANES; l++) sums[l] += in[i][l];
    }
    for (int i = 0; i < n; i++) {
        const uint16_t *before = in[i - r - 1], *after = in[i + r + 1], *leaving = in[i - r];
        for (int l = 0; l < LANES; l++) {
            const float sides = (float)(before[l] + after[l]) * filter->ends;
            out[i][l] = (uint16_t)(int)((float)sums[l] * filter->inside + sides + 0.5f);
            sums[l] += after[l] - leaving[l];
        }
    }
}

// Filters n lanes at a + reach; the result is there again, or in b, as the return value says.
INLINE Lane *filter_strip(Lane *a, Lane *b, int n, const Filter *filter) {
    if (!filter->boxes) {
        gaussian(b, a + filter->reach, n, filter);
        return b;
    }
    const int step = filter->radius + 1;
    for (int pass = 1; pass <= filter->boxes; pass++) {
        box(b, a + step, n + 2 * step * (filter->boxes - pass), filter);
        Lane *swap = a;
        a = b;
        b = swap;
    }
    return a;
}

static Lane *filter_portable(Lane *a, Lane *b, int n, const Filter *filter) { return filter_strip(a, b, n, filter); }

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static Lane *filter_avx2(Lane *a, Lane *b, int n, const Filter *filter) {
    return filter_strip(a, b, n, filter);
}
#endif

static Lane *filtered(Lane *a, Lane *b, int n, const Filter *filter) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) return filter_avx2(a, b, n, filter);
#endif
    return filter_portable(a, b, n, filter);
}

// What lies before the first and after the last lane of a strip.
static void extend(Lane *strip, int n, int reach, int zero_outside) {
    Lane *first = strip + reach, *last = first + n - 1;
    for (int i = 0; i < reach; i++) {
        if (zero_outside) {
            memset(strip[i], 0, sizeof(Lane));
            memset(last[i + 1], 0, sizeof(Lane));
        } else {
            memcpy(strip[i], *first, sizeof(Lane));
            memcpy(last[i + 1], *last, sizeof(Lane));
        }
    }
}

typedef struct {
    int width, height, bands, zero_outside;
    Filter filter;
    Lane *a, *b;
} Work;

// Rows: a lane is one band of one row, a strip has as many rows as fit.
static void blur_rows(uint16_t *out, const uint8_t *in, Work work) {
    const int bands = work.bands, rows = LANES / bands;
    const size_t pitch = (size_t)work.width * bands;
    for (int top = 0; top < work.height; top += rows) {
        const int count = work.height - top < rows ? work.height - top : rows;
        memset(work.a, 0, sizeof(Lane) * ((size_t)work.width + 2 * work.filter.reach));
        for (int row = 0; row < count; row++) {
            const uint8_t *line = in + (top + row) * pitch;
            Lane *lanes = work.a + work.filter.reach;
            for (int x = 0; x < work.width; x++) {
                for (int c = 0; c < bands; c++) lanes[x][row * bands + c] = (uint16_t)(line[x * bands + c] << 8);
            }
        }
        extend(work.a, work.width, work.filter.reach, work.zero_outside);
        Lane *done = filtered(work.a, work.b, work.width, &work.filter);
        for (int row = 0; row < count; row++) {
            uint16_t *line = out + (top + row) * pitch;
            for (int x = 0; x < work.width; x++) {
                for (int c = 0; c < bands; c++) line[x * bands + c] = done[x][row * bands + c];
            }
        }
    }
}

// Columns: a lane is one column of one band.
static void blur_columns(uint8_t *out, const uint16_t *in, Work work) {
    const size_t pitch = (size_t)work.width * work.bands;
    for (size_t left = 0; left < pitch; left += LANES) {
        const size_t count = pitch - left < LANES ? pitch - left : LANES;
        memset(work.a, 0, sizeof(Lane) * ((size_t)work.height + 2 * work.filter.reach));
        for (int y = 0; y < work.height; y++) {
            memcpy(work.a[work.filter.reach + y], in + y * pitch + left, count * sizeof(uint16_t));
        }
        extend(work.a, work.height, work.filter.reach, work.zero_outside);
        Lane *done = filtered(work.a, work.b, work.height, &work.filter);
        for (int y = 0; y < work.height; y++) {
            for (size_t l = 0; l < count; l++) out[y * pitch + left + l] = (uint8_t)((done[y][l] + 128) >> 8);
        }
    }
}

int cvips_blur(uint8_t *out, const uint8_t *in, int width, int height, int bands, double sigma, int zero_outside) {
    Work work = {width, height, bands, zero_outside, make_filter(sigma), NULL, NULL};
    const size_t longest = (size_t)(width > height ? width : height) + 2 * work.filter.reach;
    uint16_t *between = malloc((size_t)width * height * bands * sizeof(uint16_t));
    work.a = malloc(longest * sizeof(Lane));
    work.b = malloc(longest * sizeof(Lane));
    const int ready = between && work.a && work.b;
    if (ready) {
        blur_rows(between, in, work);
        blur_columns(out, between, work);
    }
    free(between);
    free(work.a);
    free(work.b);
    return ready ? 0 : -1;
}
