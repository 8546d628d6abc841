#include "cvips_colour.h"

#include <string.h>

static inline uint8_t clamped(int64_t value, int32_t top) {
    return (uint8_t)(value < 0 ? 0 : value > top ? top : value);
}

void cvips_colour_matrix(const uint8_t *in, uint8_t *out, size_t count, int bands, const int32_t matrix[12]) {
    for (size_t i = 0; i < count; i++, in += bands, out += bands) {
        const int32_t r = in[0], g = in[1], b = in[2], alpha = bands == 4 ? in[3] : 255;
        for (int row = 0; row < 3; row++) {
            const int32_t *m = matrix + row * 4;
            // The products stay below 2^31 · 4 for matrices up to 2,000; 64 bits leave room for any.
            const int64_t sum = (int64_t)m[0] * r + (int64_t)m[1] * g + (int64_t)m[2] * b + (int64_t)m[3] * alpha / 255;
            out[row] = clamped((sum + 2048) >> 12, alpha);
        }
        if (bands == 4) out[3] = (uint8_t)alpha;
    }
}

void cvips_mirror(const uint8_t *in, uint8_t *out, int width, int height, int bands) {
    for (int y = 0; y < height; y++) {
        const uint8_t *row = in + (size_t)y * width * bands;
        uint8_t *to = out + (size_t)(y + 1) * width * bands;
        for (int x = 0; x < width; x++, row += bands) memcpy(to -= bands, row, bands);
    }
}
