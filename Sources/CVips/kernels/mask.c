#include "cvips_mask.h"

#include <math.h>

void cvips_alpha(uint8_t *out, const uint8_t *in, size_t n) {
    for (size_t i = 0; i < n; i++) out[i] = in[4 * i + 3];
}

void cvips_luminance(uint8_t *out, const uint8_t *in, int bands, size_t n) {
    for (size_t i = 0; i < n; i++, in += bands) {
        out[i] = (uint8_t)((13933u * in[0] + 46871u * in[1] + 4732u * in[2] + 32768u) >> 16);
    }
}

static inline uint8_t times(unsigned a, unsigned b) { return (uint8_t)((a * b + 127) / 255); }

void cvips_multiply(uint8_t *out, const uint8_t *in, int bands, const uint8_t *coverage, size_t n) {
    if (bands == 3) {
        for (size_t i = 0; i < n; i++) {
            for (int c = 0; c < 3; c++) out[4 * i + c] = times(in[3 * i + c], coverage[i]);
            out[4 * i + 3] = coverage[i];
        }
        return;
    }
    for (size_t i = 0; i < n; i++) {
        for (int c = 0; c < bands; c++) out[bands * i + c] = times(in[bands * i + c], coverage[i]);
    }
}

int cvips_visible(const uint8_t *in, int width, int height, int bands, int box[4]) {
    int left = width, top = height, right = 0, bottom = 0;
    for (int y = 0; y < height; y++) {
        const uint8_t *last = in + ((size_t)y * width + 1) * bands - 1;
        int first = 0;
        while (first < width && !last[(size_t)first * bands]) first++;
        if (first == width) continue;
        int end = width;
        while (!last[(size_t)(end - 1) * bands]) end--;
        if (first < left) left = first;
        if (end > right) right = end;
        if (top == height) top = y;
        bottom = y + 1;
    }
    box[0] = left, box[1] = top, box[2] = right, box[3] = bottom;
    return right > left;
}

// Bayer's 8 x 8 order: the bits of x ^ y and y, interleaved from the lowest to the highest rank.
static uint32_t threshold(int x, int y) {
    uint32_t rank = 0;
    for (int bit = 0; bit < 3; bit++) {
        const int shift = 2 * (2 - bit);
        rank |= (uint32_t)((y >> bit) & 1) << shift;
        rank |= (uint32_t)(((x ^ y) >> bit) & 1) << (shift + 1);
    }
    return rank * 1024 + 512;  // Of 65536
}

static int64_t fixed(double x) { return llrint(x * 4294967296.0); }

void cvips_gradient(uint8_t *out, int width, int height, const uint8_t from[3], const uint8_t to[3], double t0,
                    double tx, double ty) {
    const int64_t one = INT64_C(1) << 32, step = fixed(tx);
    for (int y = 0; y < height; y++) {
        uint32_t thresholds[8];
        for (int x = 0; x < 8; x++) thresholds[x] = threshold(x, y & 7);
        int64_t position = fixed(t0 + ty * y);
        for (int x = 0; x < width; x++, position += step, out += 3) {
            const int64_t t = position < 0 ? 0 : position > one ? one : position;
            for (int c = 0; c < 3; c++) {
                // 16 fractional bits; never negative, as t stays between the two ends.
                const int64_t value = ((int64_t)from[c] << 16) + (((to[c] - from[c]) * t) >> 16);
                out[c] = (uint8_t)((value + thresholds[x & 7]) >> 16);
            }
        }
    }
}
