// The other blend modes: W3C Compositing and Blending Level 1, section 9.1, on an opaque backdrop:
// d = d + (B(d, s) - d) a, with s the layer's colour unpremultiplied and B the mode. In single precision without fused
// multiply-adds, rounded half up once, so every width of vector gives the same bytes.
#include "blend.h"
#include "simd.h"

#include <math.h>

enum { BLOCK = 64, SAMPLES = 3 * BLOCK };

#define INLINE static inline __attribute__((always_inline))

INLINE float least(float a, float b) { return a < b ? a : b; }
INLINE float most(float a, float b) { return a > b ? a : b; }
INLINE float multiply(float d, float s) { return d * s; }
INLINE float screen(float d, float s) { return d + s - d * s; }
INLINE float hard_light(float d, float s) { return s <= 0.5f ? multiply(d, 2 * s) : screen(d, 2 * s - 1); }
INLINE float overlay(float d, float s) { return hard_light(s, d); }
INLINE float colour_dodge(float d, float s) { return d == 0 ? 0 : s >= 1 ? 1 : least(1, d / (1 - s)); }
INLINE float colour_burn(float d, float s) { return d >= 1 ? 1 : s <= 0 ? 0 : 1 - least(1, (1 - d) / s); }
INLINE float soft_light(float d, float s) {
    const float curve = d <= 0.25f ? ((16 * d - 12) * d + 4) * d : sqrtf(d);
    return s <= 0.5f ? d - (1 - 2 * s) * d * (1 - d) : d + (2 * s - 1) * (curve - d);
}
INLINE float difference(float d, float s) { return most(d, s) - least(d, s); }
INLINE float exclusion(float d, float s) { return d + s - 2 * d * s; }

// d, s, a: samples of a block from 0 to 1; the result goes to d.
#define MODE(name, mode)                                                                                   \
    case name:                                                                                             \
        for (int i = 0; i < SAMPLES; i++) d[i] = d[i] + (mode(d[i], s[i]) - d[i]) * a[i];                  \
        break

INLINE void blend_block(float *restrict d, const float *restrict s, const float *restrict a, CVipsBlend blend) {
    switch (blend) {
        MODE(CVIPS_MULTIPLY, multiply);
        MODE(CVIPS_SCREEN, screen);
        MODE(CVIPS_OVERLAY, overlay);
        MODE(CVIPS_DARKEN, least);
        MODE(CVIPS_LIGHTEN, most);
        MODE(CVIPS_COLOUR_DODGE, colour_dodge);
        MODE(CVIPS_COLOUR_BURN, colour_burn);
        MODE(CVIPS_HARD_LIGHT, hard_light);
        MODE(CVIPS_SOFT_LIGHT, soft_light);
        MODE(CVIPS_DIFFERENCE, difference);
        MODE(CVIPS_EXCLUSION, exclusion);
        case CVIPS_NORMAL: break;  // Has kernels of its own.
    }
}

// Reads n pixels of the layer; the rest of the block is transparent. Returns whether anything can be seen.
INLINE int load_layer(float *restrict s, float *restrict a, const uint8_t *layer, int bands, const uint8_t *m, int n) {
    int seen = 0;
    for (int i = 0; i < BLOCK; i++) {
        const int alpha = i >= n ? 0 : bands == 4 ? layer[4 * i + 3] : 255;
        const int share = alpha ? alpha * m[i] : 0;
        seen |= share;
        for (int c = 0; c < 3; c++) {
            s[3 * i + c] = share ? least(1, (float)layer[bands * i + c] / (float)alpha) : 0;
            a[3 * i + c] = (float)share / 65025.0f;
        }
    }
    return seen;
}

INLINE void blend_row(uint8_t *canvas, const uint8_t *layer, int bands, const uint8_t *m, int n, CVipsBlend blend) {
    float d[SAMPLES] = {0}, s[SAMPLES], a[SAMPLES];
    for (int x = 0; x < n; x += BLOCK, canvas += SAMPLES) {
        const int count = n - x < BLOCK ? n - x : BLOCK;
        if (!load_layer(s, a, layer + (ptrdiff_t)bands * x, bands, m + x, count)) continue;
        for (int i = 0; i < 3 * count; i++) d[i] = (float)canvas[i] / 255.0f;
        blend_block(d, s, a, blend);
        for (int i = 0; i < 3 * count; i++) canvas[i] = (uint8_t)(int)(d[i] * 255.0f + 0.5f);
    }
}

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void blend_row_avx2(uint8_t *canvas, const uint8_t *layer, int bands, const uint8_t *m, int n,
                                      CVipsBlend blend) {
    blend_row(canvas, layer, bands, m, n, blend);
}
#endif

void cvips_blend_row(uint8_t *canvas, const uint8_t *layer, int bands, const uint8_t *m, int n, CVipsBlend blend) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) return blend_row_avx2(canvas, layer, bands, m, n, blend);
#endif
    blend_row(canvas, layer, bands, m, n, blend);
}
