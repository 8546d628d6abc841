// RGB to the planes of a film. All arithmetic is in integers of 16 fractional bits, so that vectors of any width give the same
// bytes.
#include "cvips_i420.h"
#include "i420.h"
#include "simd.h"

#include <stdlib.h>

#define INLINE static inline __attribute__((always_inline))

// One row as planes; `left` pixels before it and what is missing behind it repeat its edges.
INLINE void split(uint8_t *restrict r, uint8_t *restrict g, uint8_t *restrict b, const uint8_t *restrict rgb, int count, int left,
                  int width) {
    const int seen = count < width - left ? count : width - left;
    uint8_t *restrict red = r + left, *restrict green = g + left, *restrict blue = b + left;
    for (int x = 0; x < seen; x++) {
        red[x] = rgb[3 * x];
        green[x] = rgb[3 * x + 1];
        blue[x] = rgb[3 * x + 2];
    }
    for (int x = 0; x < left; x++) r[x] = red[0], g[x] = green[0], b[x] = blue[0];
    for (int x = seen; x < width - left; x++) red[x] = red[seen - 1], green[x] = green[seen - 1], blue[x] = blue[seen - 1];
}

INLINE void luma(uint8_t *restrict y, const uint8_t *restrict r, const uint8_t *restrict g, const uint8_t *restrict b, int width) {
    for (int x = 0; x < width; x++)
        y[x] = (uint8_t)((Y_RED * r[x] + Y_GREEN * g[x] + Y_BLUE * b[x] + HALF + (16 << 16)) >> 16);
}

// Of two rows; the sums of four samples are divided with the shift.
INLINE void differences(uint8_t *restrict u, uint8_t *restrict v, uint8_t *const above[3], uint8_t *const below[3], int half) {
    for (int x = 0; x < half; x++) {
        int sum[3];
        for (int c = 0; c < 3; c++)
            sum[c] = above[c][2 * x] + above[c][2 * x + 1] + below[c][2 * x] + below[c][2 * x + 1];
        const int bias = (128 << 18) + (1 << 17);
        u[x] = (uint8_t)((U_RED * sum[0] + U_GREEN * sum[1] + U_BLUE * sum[2] + bias) >> 18);
        v[x] = (uint8_t)((V_RED * sum[0] + V_GREEN * sum[1] + V_BLUE * sum[2] + bias) >> 18);
    }
}

typedef struct {
    cvips_planes out;
    int width, height;
    const uint8_t *rgb;
    int rgb_width, rgb_height, left, top;
    uint8_t *rows;
} Job;

INLINE void convert(const Job *job) {
    uint8_t *rows[2][3];
    for (int i = 0; i < 6; i++) rows[i / 3][i % 3] = job->rows + (size_t)i * (size_t)job->width;
    for (int y = 0; y < job->height; y += 2) {
        for (int i = 0; i < 2; i++) {
            int line = y + i - job->top;
            line = line < 0 ? 0 : line >= job->rgb_height ? job->rgb_height - 1 : line;
            split(rows[i][0], rows[i][1], rows[i][2], job->rgb + (size_t)line * (size_t)job->rgb_width * 3, job->rgb_width,
                  job->left, job->width);
            luma(job->out.y + (y + i) * job->out.stride, rows[i][0], rows[i][1], rows[i][2], job->width);
        }
        differences(job->out.u + y / 2 * job->out.half_stride, job->out.v + y / 2 * job->out.half_stride, rows[0], rows[1],
                    job->width / 2);
    }
}

static void convert_portable(const Job *job) { convert(job); }

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void convert_avx2(const Job *job) { convert(job); }
#endif

int cvips_rgb_to_i420(cvips_planes out, int width, int height, const uint8_t *rgb, int rgb_width, int rgb_height, int left,
                      int top) {
    uint8_t *rows = malloc((size_t)width * 6);
    if (!rows) return -1;
    const Job job = {out, width, height, rgb, rgb_width, rgb_height, left, top, rows};
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) convert_avx2(&job);
    else convert_portable(&job);
#else
    convert_portable(&job);
#endif
    free(rows);
    return 0;
}
