#include "cvips_detail.h"

static inline uint8_t level(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

void cvips_luma(uint8_t *restrict out, const uint8_t *restrict in, size_t count) {
    for (size_t i = 0; i < count; i++) {
        out[i] = (uint8_t)((19595 * in[3 * i] + 38470 * in[3 * i + 1] + 7471 * in[3 * i + 2] + 32768) >> 16);
    }
}

void cvips_relight(uint8_t *restrict out, const uint8_t *restrict in, const uint8_t *restrict before,
                   const uint8_t *restrict after, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const int change = after[i] - before[i];
        for (int c = 0; c < 3; c++) out[3 * i + c] = level(in[3 * i + c] + change);
    }
}

void cvips_unsharp(uint8_t *restrict out, const uint8_t *restrict in, const uint8_t *restrict blurred, size_t count,
                   int amount, int threshold) {
    for (size_t i = 0; i < count; i++) {
        const int difference = in[i] - blurred[i];
        const int size = (difference < 0 ? -difference : difference) - threshold;
        const int step = ((size < 0 ? 0 : size) * amount + 128) >> 8;
        out[i] = level(in[i] + (difference < 0 ? -step : step));
    }
}

void cvips_core(uint8_t *restrict out, const uint8_t *restrict in, const uint8_t *restrict smooth, size_t count, int size) {
    const float flat = (float)(size * size);
    for (size_t i = 0; i < count; i++) {
        const float difference = (float)(in[i] - smooth[i]), square = difference * difference;
        out[i] = level((int)((float)smooth[i] + difference * square / (square + flat) + 0.5f));
    }
}

void cvips_divide(uint8_t *restrict out, const uint8_t *restrict in, const uint8_t *restrict base, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const int below = base[i] > 0 ? base[i] : 1;
        out[i] = level((int)((float)(in[i] * 255) / (float)below + 0.5f));
    }
}

void cvips_mix(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b, size_t samples, int share) {
    for (size_t i = 0; i < samples; i++) out[i] = (uint8_t)((a[i] * (256 - share) + b[i] * share + 128) >> 8);
}

void cvips_screen(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b, size_t samples,
                  int share) {
    for (size_t i = 0; i < samples; i++) {
        const int light = (255 - a[i]) * ((b[i] * share + 128) >> 8) + 127;
        out[i] = (uint8_t)(a[i] + ((light + 1 + (light >> 8)) >> 8));  // light / 255
    }
}

void cvips_shade(uint8_t *restrict out, const uint8_t *restrict a, const uint8_t *restrict b, size_t samples) {
    for (size_t i = 0; i < samples; i++) {
        const int product = a[i] * b[i] + 128;
        out[i] = (uint8_t)((product + (product >> 8)) >> 8);
    }
}

// Channel less luma lies within -179 … 226; halved it fits a byte, and noise is wider than what that loses.
void cvips_chroma(uint8_t *restrict red, uint8_t *restrict blue, const uint8_t *restrict in,
                  const uint8_t *restrict luma, size_t count) {
    for (size_t i = 0; i < count; i++) {
        red[i] = (uint8_t)(128 + ((in[3 * i] - luma[i]) >> 1));
        blue[i] = (uint8_t)(128 + ((in[3 * i + 2] - luma[i]) >> 1));
    }
}

void cvips_from_chroma(uint8_t *restrict out, const uint8_t *restrict luma, const uint8_t *restrict red,
                       const uint8_t *restrict blue, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const int r = 2 * (red[i] - 128), b = 2 * (blue[i] - 128);
        out[3 * i] = level(luma[i] + r);
        out[3 * i + 1] = level(luma[i] - ((19595 * r + 7471 * b) / 38470));
        out[3 * i + 2] = level(luma[i] + b);
    }
}

void cvips_unpremultiply(uint8_t *restrict out, const uint8_t *restrict in, size_t count) {
    for (size_t i = 0; i < count; i++, in += 4, out += 3) {
        const int alpha = in[3];
        for (int c = 0; c < 3; c++) out[c] = alpha == 0 ? 0 : level((in[c] * 255 + alpha / 2) / alpha);
    }
}

void cvips_premultiply(uint8_t *restrict out, const uint8_t *restrict in, const uint8_t *restrict shape, size_t count) {
    for (size_t i = 0; i < count; i++, in += 3, out += 4) {
        const int alpha = shape[4 * i + 3];
        for (int c = 0; c < 3; c++) out[c] = (uint8_t)((in[c] * alpha + 127) / 255);
        out[3] = (uint8_t)alpha;
    }
}
