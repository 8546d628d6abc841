// The cube is walked from the corner below a colour to the one above, along the axis with the greatest fraction first:
// the corners passed span the tetrahedron that the colour lies in, and the differences of the sorted fractions are its
// weights. Fraction and stride of an axis share one number, so sorting the three sorts both.
#include "cvips_lookup.h"
#include "simd.h"

#include <string.h>

enum {
    STEP_BITS = 8,   // Fractions of a step of the grid
    STRIDE_BITS = 20,
    STRIDE_MASK = (1 << STRIDE_BITS) - 1,
    OUT_SHIFT = STEP_BITS + 7,
};

size_t cvips_cube_length(int size) {
    const size_t n = (size_t)size;
    return n * n * n + n * n + n + 1;  // A fraction of 0 still reads the corner beyond the edge, and weighs it 0.
}

static inline int32_t position(const cvips_cube *cube, int channel, uint8_t level) {
    if (cube->places) return cube->places[256 * channel + level];
    const float last = (float)((cube->size - 1) << STEP_BITS);
    float at = (float)level * cube->scale[channel] + cube->offset[channel];
    at = at > 0 ? at : 0;
    at = at < last ? at : last;
    return (int32_t)(at + 0.5f);
}

static void map_portable(const uint8_t *in, uint8_t *out, size_t count, const cvips_cube *cube) {
    const int32_t strides[3] = {1, cube->size, cube->size * cube->size};
    for (size_t i = 0; i < count; i++, in += 3, out += 3) {
        int32_t corner = 0, keys[3];
        for (int c = 0; c < 3; c++) {
            const int32_t at = position(cube, c, in[c]);
            corner += (at >> STEP_BITS) * strides[c];
            keys[c] = (at & ((1 << STEP_BITS) - 1)) << STRIDE_BITS | strides[c];
        }
        const int32_t larger = keys[0] > keys[1] ? keys[0] : keys[1], smaller = keys[0] > keys[1] ? keys[1] : keys[0];
        const int32_t first = larger > keys[2] ? larger : keys[2], last = smaller < keys[2] ? smaller : keys[2];
        const int32_t middle = larger + smaller + keys[2] - first - last;
        const int16_t *a = cube->colours + 4 * (size_t)corner, *b = a + 4 * (first & STRIDE_MASK);
        const int16_t *c = b + 4 * (middle & STRIDE_MASK), *d = c + 4 * (last & STRIDE_MASK);
        const int32_t f = first >> STRIDE_BITS, g = middle >> STRIDE_BITS, h = last >> STRIDE_BITS;
        for (int k = 0; k < 3; k++) {
            const int32_t sum = a[k] * ((1 << STEP_BITS) - f) + b[k] * (f - g) + c[k] * (g - h) + d[k] * h;
            out[k] = (uint8_t)((sum + (1 << (OUT_SHIFT - 1))) >> OUT_SHIFT);
        }
    }
}

#ifdef CVIPS_HAS_AVX2
enum { GROUP = 8, MARGIN = 2 };  // Loads of four pixels take 16 bytes, 4 more than they need.

CVIPS_AVX2 static inline __m256i position_avx2(const cvips_cube *cube, int channel, __m256i levels) {
    if (cube->places) return _mm256_i32gather_epi32(cube->places + 256 * channel, levels, 4);
    const __m256 last = _mm256_set1_ps((float)((cube->size - 1) << STEP_BITS));
    __m256 at = _mm256_mul_ps(_mm256_cvtepi32_ps(levels), _mm256_set1_ps(cube->scale[channel]));
    at = _mm256_add_ps(at, _mm256_set1_ps(cube->offset[channel]));
    at = _mm256_min_ps(_mm256_max_ps(at, _mm256_setzero_ps()), last);
    return _mm256_cvttps_epi32(_mm256_add_ps(at, _mm256_set1_ps(0.5f)));
}

// Two corners' colours by their two weights.
CVIPS_AVX2 static inline __m128i weighed(const int16_t *colours, int32_t one, int32_t other, int32_t weights) {
    const __m128i a = _mm_loadl_epi64((const __m128i *)(colours + 4 * (size_t)one));
    const __m128i b = _mm_loadl_epi64((const __m128i *)(colours + 4 * (size_t)other));
    return _mm_madd_epi16(_mm_unpacklo_epi16(a, b), _mm_set1_epi32(weights));
}

CVIPS_AVX2 static void map_avx2(const uint8_t *in, uint8_t *out, size_t count, const cvips_cube *cube) {
    const int16_t *colours = cube->colours;
    const __m128i spread = _mm_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
    const __m128i gather = _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1);
    const __m256i byte = _mm256_set1_epi32(255), mask = _mm256_set1_epi32(STRIDE_MASK);
    const __m256i one = _mm256_set1_epi32(1 << STEP_BITS);
    const __m128i half = _mm_set1_epi32(1 << (OUT_SHIFT - 1));
    size_t i = 0;
    for (; i + GROUP + MARGIN <= count; i += GROUP, in += 3 * GROUP, out += 3 * GROUP) {
        const __m128i low = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)in), spread);
        const __m128i high = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(in + 12)), spread);
        const __m256i pixels = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
        __m256i corner = _mm256_setzero_si256(), keys[3];
        int32_t stride = 1;
#pragma clang loop unroll(full)
        for (int c = 0; c < 3; c++, stride *= cube->size) {
            const __m256i at = position_avx2(cube, c, _mm256_and_si256(_mm256_srli_epi32(pixels, 8 * c), byte));
            const __m256i strides = _mm256_set1_epi32(stride);
            corner = _mm256_add_epi32(corner, _mm256_mullo_epi32(_mm256_srli_epi32(at, STEP_BITS), strides));
            keys[c] = _mm256_or_si256(_mm256_slli_epi32(_mm256_and_si256(at, byte), STRIDE_BITS), strides);
        }
        const __m256i larger = _mm256_max_epi32(keys[0], keys[1]), smaller = _mm256_min_epi32(keys[0], keys[1]);
        const __m256i first = _mm256_max_epi32(larger, keys[2]), last = _mm256_min_epi32(smaller, keys[2]);
        const __m256i middle = _mm256_max_epi32(smaller, _mm256_min_epi32(larger, keys[2]));
        const __m256i f = _mm256_srli_epi32(first, STRIDE_BITS), g = _mm256_srli_epi32(middle, STRIDE_BITS);
        const __m256i h = _mm256_srli_epi32(last, STRIDE_BITS);
        int32_t at[4][GROUP], weights[2][GROUP];
        _mm256_storeu_si256((__m256i *)at[0], corner);
        const __m256i second = _mm256_add_epi32(corner, _mm256_and_si256(first, mask));
        const __m256i third = _mm256_add_epi32(second, _mm256_and_si256(middle, mask));
        _mm256_storeu_si256((__m256i *)at[1], second);
        _mm256_storeu_si256((__m256i *)at[2], third);
        _mm256_storeu_si256((__m256i *)at[3], _mm256_add_epi32(third, _mm256_and_si256(last, mask)));
        const __m256i near = _mm256_or_si256(_mm256_sub_epi32(one, f), _mm256_slli_epi32(_mm256_sub_epi32(f, g), 16));
        const __m256i far = _mm256_or_si256(_mm256_sub_epi32(g, h), _mm256_slli_epi32(h, 16));
        _mm256_storeu_si256((__m256i *)weights[0], near);
        _mm256_storeu_si256((__m256i *)weights[1], far);
#pragma clang loop unroll(full)
        for (int four = 0; four < GROUP; four += 4) {
            __m128i sums[4];
#pragma clang loop unroll(full)
            for (int k = 0; k < 4; k++) {
                const int n = four + k;
                const __m128i sum = _mm_add_epi32(weighed(colours, at[0][n], at[1][n], weights[0][n]),
                                                  weighed(colours, at[2][n], at[3][n], weights[1][n]));
                sums[k] = _mm_srai_epi32(_mm_add_epi32(sum, half), OUT_SHIFT);
            }
            const __m128i all = _mm_packus_epi16(_mm_packs_epi32(sums[0], sums[1]), _mm_packs_epi32(sums[2], sums[3]));
            const __m128i packed = _mm_shuffle_epi8(all, gather);
            _mm_storel_epi64((__m128i *)(out + 3 * four), packed);
            const int32_t rest = _mm_extract_epi32(packed, 2);
            memcpy(out + 3 * four + 8, &rest, sizeof rest);
        }
    }
    map_portable(in, out, count - i, cube);
}
#endif

void cvips_cube_map(const uint8_t *in, uint8_t *out, size_t count, const cvips_cube *cube) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) return map_avx2(in, out, count, cube);
#endif
    map_portable(in, out, count, cube);
}

void cvips_curves_map(const uint8_t *in, uint8_t *out, size_t count, const uint8_t *curves) {
    const uint8_t *red = curves, *green = curves + 256, *blue = curves + 512;
    for (size_t i = 0; i < count; i++, in += 3, out += 3) {
        const uint8_t r = red[in[0]], g = green[in[1]], b = blue[in[2]];
        out[0] = r;
        out[1] = g;
        out[2] = b;
    }
}
