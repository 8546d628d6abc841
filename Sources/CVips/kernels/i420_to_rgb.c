// The planes of a film as RGB, in integers of 16 fractional bits (see rgb_to_i420.c).
#include "cvips_i420.h"
#include "simd.h"

#define INLINE static inline __attribute__((always_inline))

enum { LUMA = 76309, RED_V = 117489, GREEN_U = -13975, GREEN_V = -34925, BLUE_U = 138438, HALF = 1 << 15 };

INLINE uint8_t clamped(int value) { return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value); }

INLINE void convert(uint8_t *restrict rgb, cvips_planes in, int width, int height) {
    for (int y = 0; y < height; y++) {
        const uint8_t *restrict luma = in.y + y * in.stride;
        const uint8_t *restrict us = in.u + y / 2 * in.half_stride, *restrict vs = in.v + y / 2 * in.half_stride;
        for (int x = 0; x < width; x++) {
            const int l = LUMA * (luma[x] - 16) + HALF, u = us[x >> 1] - 128, v = vs[x >> 1] - 128;
            rgb[3 * x] = clamped((l + RED_V * v) >> 16);
            rgb[3 * x + 1] = clamped((l + GREEN_U * u + GREEN_V * v) >> 16);
            rgb[3 * x + 2] = clamped((l + BLUE_U * u) >> 16);
        }
        rgb += 3 * (ptrdiff_t)width;
    }
}

static void convert_portable(uint8_t *rgb, cvips_planes in, int width, int height) { convert(rgb, in, width, height); }

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void convert_avx2(uint8_t *rgb, cvips_planes in, int width, int height) { convert(rgb, in, width, height); }
#endif

void cvips_i420_to_rgb(uint8_t *rgb, cvips_planes in, int width, int height) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) {
        convert_avx2(rgb, in, width, height);
        return;
    }
#endif
    convert_portable(rgb, in, width, height);
}
