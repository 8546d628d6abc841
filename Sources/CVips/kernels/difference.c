// SSIM: Wang, Bovik, Sheikh, Simoncelli, "Image Quality Assessment: From Error Visibility to Structural Similarity",
// IEEE Transactions on Image Processing 13 (4), 2004. Uniform windows of 8x8 samples, four apart in both directions,
// the last ones flush with the edge; a side below 8 is one window. K1 = 0.01, K2 = 0.03, L = 255.
#include "cvips_difference.h"

#include <stdlib.h>

enum { SIDE = 8, STEP = 4 };

static const double C1 = 0.01 * 255 * 0.01 * 255, C2 = 0.03 * 255 * 0.03 * 255;

static double window(const uint8_t *a, const uint8_t *b, int stride, int wide, int high) {
    // 64 samples: the greatest sum, of squares, is 64 * 2 * 255² = 8.3e6.
    int32_t sa = 0, sb = 0, squares = 0, products = 0;
    for (int y = 0; y < high; y++, a += stride, b += stride) {
        for (int x = 0; x < wide; x++) {
            const int p = a[x], q = b[x];
            sa += p;
            sb += q;
            squares += p * p + q * q;
            products += p * q;
        }
    }
    const double n = wide * high, ma = sa / n, mb = sb / n;
    const double variances = squares / n - ma * ma - mb * mb, covariance = products / n - ma * mb;
    return (2 * ma * mb + C1) * (2 * covariance + C2) / ((ma * ma + mb * mb + C1) * (variances + C2));
}

static double ssim(const uint8_t *a, const uint8_t *b, int width, int height) {
    const int wide = width < SIDE ? width : SIDE, high = height < SIDE ? height : SIDE;
    double sum = 0;
    long windows = 0;
    for (int y = 0;; y = y + STEP > height - high ? height - high : y + STEP) {
        for (int x = 0;; x = x + STEP > width - wide ? width - wide : x + STEP) {
            const size_t at = (size_t)y * width + x;
            sum += wide == SIDE && high == SIDE ? window(a + at, b + at, width, SIDE, SIDE)
                                                : window(a + at, b + at, width, wide, high);
            windows++;
            if (x == width - wide) break;
        }
        if (y == height - high) break;
    }
    return sum / windows;
}

int cvips_compare(const uint8_t *a, const uint8_t *b, int width, int height, cvips_difference *difference) {
    const size_t count = (size_t)width * height;
    uint8_t *planes = malloc(4 * count);
    if (!planes) return -1;
    uint8_t *la = planes, *lb = planes + count, *aa = planes + 2 * count, *ab = planes + 3 * count;
    int greatest = 0;
    int64_t total = 0;
    for (size_t i = 0; i < count; i++, a += 4, b += 4) {
        for (int c = 0; c < 4; c++) {
            const int d = abs(a[c] - b[c]);
            greatest = d > greatest ? d : greatest;
            total += d;
        }
        // Rec. 601 luma in 256ths.
        la[i] = (uint8_t)((77 * a[0] + 150 * a[1] + 29 * a[2] + 128) >> 8);
        lb[i] = (uint8_t)((77 * b[0] + 150 * b[1] + 29 * b[2] + 128) >> 8);
        aa[i] = a[3];
        ab[i] = b[3];
    }
    // The same picture scores 1 without a rounding error.
    const double luma = greatest ? ssim(la, lb, width, height) : 1, alpha = greatest ? ssim(aa, ab, width, height) : 1;
    difference->greatest = greatest;
    difference->mean = (double)total / (double)(4 * count);
    difference->ssim = luma < alpha ? luma : alpha;
    free(planes);
    return 0;
}
