// What lies over every frame of a film: prepared once, then blended where there is something. An offset of 16 or 128 is part of
// a premultiplied sample, so that one formula does for all planes.
#include "cvips_i420.h"
#include "i420.h"
#include "simd.h"

#include <string.h>

#define INLINE static inline __attribute__((always_inline))

INLINE void blend(uint8_t *restrict d, const uint8_t *restrict s, const uint8_t *restrict a, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        // x / 255 to the nearest, exact for all 16-bit products
        const uint16_t x = (uint16_t)(d[i] * (uint16_t)(255 - a[i]) + 128);
        const uint16_t value = (uint16_t)(s[i] + (uint16_t)((uint16_t)(x + (x >> 8)) >> 8));
        d[i] = (uint8_t)(value > 255 ? 255 : value);
    }
}

static void blend_portable(uint8_t *frame, const uint8_t *s, const uint8_t *a, const cvips_span *spans, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const uint32_t length = spans[i].count;
        if (spans[i].opaque) memcpy(frame + spans[i].start, s, length);
        else blend(frame + spans[i].start, s, a, length);
        s += length;
        a += length;
    }
}

#ifdef CVIPS_HAS_AVX2
// Of 16 samples, widened: d (255 - a) / 255 to the nearest.
CVIPS_AVX2 INLINE __m256i shown_below(__m256i d, __m256i rest) {
    const __m256i x = _mm256_add_epi16(_mm256_mullo_epi16(d, rest), _mm256_set1_epi16(128));
    return _mm256_srli_epi16(_mm256_add_epi16(x, _mm256_srli_epi16(x, 8)), 8);
}

CVIPS_AVX2 static void blend_avx2(
    uint8_t *frame, const uint8_t *s, const uint8_t *a, const cvips_span *spans, size_t count
) {
    const __m256i zero = _mm256_setzero_si256(), all = _mm256_set1_epi8(-1);
    for (size_t i = 0; i < count; i++) {
        const uint32_t length = spans[i].count;
        uint8_t *d = frame + spans[i].start;
        uint32_t at = 0;
        if (spans[i].opaque) {
            memcpy(d, s, length);
        } else {
            for (; at + 32 <= length; at += 32) {
                const __m256i below = _mm256_loadu_si256((const __m256i *)(d + at));
                const __m256i rest = _mm256_xor_si256(_mm256_loadu_si256((const __m256i *)(a + at)), all);
                const __m256i low = shown_below(_mm256_unpacklo_epi8(below, zero), _mm256_unpacklo_epi8(rest, zero));
                const __m256i high = shown_below(_mm256_unpackhi_epi8(below, zero), _mm256_unpackhi_epi8(rest, zero));
                const __m256i above = _mm256_loadu_si256((const __m256i *)(s + at));
                _mm256_storeu_si256((__m256i *)(d + at), _mm256_adds_epu8(above, _mm256_packus_epi16(low, high)));
            }
            blend(d + at, s + at, a + at, length - at);
        }
        s += length;
        a += length;
    }
}
#endif

void cvips_blend_i420(uint8_t *frame, const uint8_t *s, const uint8_t *a, const cvips_span *spans, size_t count) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) {
        blend_avx2(frame, s, a, spans, count);
        return;
    }
#endif
    blend_portable(frame, s, a, spans, count);
}

int cvips_unplate(uint8_t *rgba, const uint8_t *on_black, const uint8_t *on_white, size_t pixels) {
    int worst = 0;
    for (size_t i = 0; i < pixels; i++, rgba += 4, on_black += 3, on_white += 3) {
        int least = 255, most = 0;
        for (int c = 0; c < 3; c++) {
            const int through = on_white[c] - on_black[c];
            least = through < least ? through : least;
            most = through > most ? through : most;
        }
        // What darkens on white more than on black is no layer, either.
        const int spread = least < 0 ? 255 : most - least;
        worst = spread > worst ? spread : worst;
        const int alpha = 255 - (least + most + 1) / 2;
        rgba[3] = (uint8_t)(alpha < 0 ? 0 : alpha > 255 ? 255 : alpha);
        for (int c = 0; c < 3; c++) rgba[c] = on_black[c] < rgba[3] ? on_black[c] : rgba[3];
    }
    return worst;
}

static uint8_t shifted(int value, int bits) {
    value >>= bits;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

void cvips_rgba_to_i420(cvips_planes out, uint8_t *alpha, uint8_t *half_alpha, const uint8_t *rgba, int width, int height) {
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            const uint8_t *p = rgba + 4 * ((size_t)y * (size_t)width + (size_t)x);
            out.y[y * out.stride + x] =
                shifted(Y_RED * p[0] + Y_GREEN * p[1] + Y_BLUE * p[2] + (p[3] * 16 * 65536 + 127) / 255 + HALF, 16);
            alpha[(size_t)y * (size_t)width + (size_t)x] = p[3];
        }
    for (int y = 0; y < height; y += 2)
        for (int x = 0; x < width; x += 2) {
            int sum[4] = {0};
            for (int i = 0; i < 4; i++) {
                const uint8_t *p = rgba + 4 * ((size_t)(y + i / 2) * (size_t)width + (size_t)(x + i % 2));
                for (int c = 0; c < 4; c++) sum[c] += p[c];
            }
            // 128 times the share, in 18 fractional bits
            const int bias = (int)((int64_t)sum[3] * (128 << 16) / 255) + (1 << 17);
            const ptrdiff_t at = y / 2 * out.half_stride + x / 2;
            out.u[at] = shifted(U_RED * sum[0] + U_GREEN * sum[1] + U_BLUE * sum[2] + bias, 18);
            out.v[at] = shifted(V_RED * sum[0] + V_GREEN * sum[1] + V_BLUE * sum[2] + bias, 18);
            half_alpha[(size_t)(y / 2) * (size_t)(width / 2) + (size_t)(x / 2)] = (uint8_t)((sum[3] + 2) / 4);
        }
}
