// Sums are exact integers, so their order does not matter and the portable and the vector loops agree to the bit:
//   down:   (sum(weight * byte)  + half) >> (14 - 6)   int16, 6 bits after the point
//   across: (sum(weight * int16) + half) >> (14 + 6)   clamped to 0…255
#include "reduce_rows.h"

#include <string.h>

#include "simd.h"

enum {
    DOWN_SHIFT = CVIPS_WEIGHT_BITS - CVIPS_MID_BITS,
    DOWN_HALF = 1 << (DOWN_SHIFT - 1),
    ACROSS_SHIFT = CVIPS_WEIGHT_BITS + CVIPS_MID_BITS,
    ACROSS_HALF = 1 << (ACROSS_SHIFT - 1),
};

static void down_portable(const uint8_t *const *rows, const int16_t *weights, int taps, int16_t *out, int count) {
    enum { BLOCK = 256 };  // sums stay in the nearest cache
    int32_t sums[BLOCK];
    for (int start = 0; start < count; start += BLOCK) {
        int length = count - start < BLOCK ? count - start : BLOCK;
        for (int x = 0; x < length; x++) sums[x] = DOWN_HALF;
        for (int k = 0; k < taps; k++) {
            const uint8_t *row = rows[k] + start;
            int32_t weight = weights[k];
            for (int x = 0; x < length; x++) sums[x] += weight * row[x];
        }
        for (int x = 0; x < length; x++) out[start + x] = (int16_t)(sums[x] >> DOWN_SHIFT);
    }
}

static void pair_portable(const int16_t *row, int pairs, int bands, int lane, int16_t *out) {
    out += lane * 8;
    for (int p = 0; p < pairs; p++, row += 2 * bands, out += 16)
        for (int b = 0; b < bands; b++) {
            out[2 * b] = row[b];
            out[2 * b + 1] = row[bands + b];
        }
}

static uint8_t byte_of(int32_t sum) {
    int32_t value = sum >> ACROSS_SHIFT;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

static void across_portable(const cvips_weights *w, const int16_t *pairs, int bands, uint8_t *out0, uint8_t *out1) {
    const int16_t *weights = w->weights;
    for (int i = 0; i < w->count; i++, weights += w->taps, out0 += bands, out1 += bands) {
        int32_t sums[16];
        for (int n = 0; n < 16; n++) sums[n] = n & 1 ? 0 : ACROSS_HALF;
        const int16_t *pair = pairs + (size_t)w->first[i] * 8;
        for (int k = 0; k < w->taps; k += 2, pair += 16)
            for (int n = 0; n < 16; n++) sums[n] += weights[k + (n & 1)] * pair[n];
        for (int b = 0; b < bands; b++) {
            out0[b] = byte_of(sums[2 * b] + sums[2 * b + 1]);
            out1[b] = byte_of(sums[8 + 2 * b] + sums[8 + 2 * b + 1]);
        }
    }
}

#if CVIPS_HAS_AVX2
CVIPS_AVX2 static inline __m256i two_weights(const int16_t *weights) {
    int32_t both;
    memcpy(&both, weights, sizeof both);
    return _mm256_set1_epi32(both);
}

// 32 columns of two rows: bytes a0 b0 a1 b1 … widen to int16 and meet their two weights in one multiply-add.
CVIPS_AVX2 static inline void add_rows(__m256i sums[4], const uint8_t *row0, const uint8_t *row1, __m256i weights) {
    __m256i zero = _mm256_setzero_si256();
    __m256i a = _mm256_loadu_si256((const __m256i *)row0), b = _mm256_loadu_si256((const __m256i *)row1);
    __m256i low = _mm256_unpacklo_epi8(a, b), high = _mm256_unpackhi_epi8(a, b);
    sums[0] = _mm256_add_epi32(sums[0], _mm256_madd_epi16(_mm256_unpacklo_epi8(low, zero), weights));
    sums[1] = _mm256_add_epi32(sums[1], _mm256_madd_epi16(_mm256_unpackhi_epi8(low, zero), weights));
    sums[2] = _mm256_add_epi32(sums[2], _mm256_madd_epi16(_mm256_unpacklo_epi8(high, zero), weights));
    sums[3] = _mm256_add_epi32(sums[3], _mm256_madd_epi16(_mm256_unpackhi_epi8(high, zero), weights));
}

// Unpacking worked within 128-bit lanes: the sums hold columns 0-3|16-19, 4-7|20-23, 8-11|24-27, 12-15|28-31.
CVIPS_AVX2 static inline void put_rows(const __m256i sums[4], int16_t *out) {
    __m256i a = _mm256_packs_epi32(_mm256_srai_epi32(sums[0], DOWN_SHIFT), _mm256_srai_epi32(sums[1], DOWN_SHIFT));
    __m256i b = _mm256_packs_epi32(_mm256_srai_epi32(sums[2], DOWN_SHIFT), _mm256_srai_epi32(sums[3], DOWN_SHIFT));
    _mm256_storeu_si256((__m256i *)out, _mm256_permute2x128_si256(a, b, 0x20));
    _mm256_storeu_si256((__m256i *)(out + 16), _mm256_permute2x128_si256(a, b, 0x31));
}

CVIPS_AVX2 static void down_avx2(const uint8_t *const *rows, const int16_t *weights, int taps, int16_t *out, int count) {
    for (int x = 0; x < count; x += CVIPS_ROW_STEP) {
        __m256i half = _mm256_set1_epi32(DOWN_HALF);
        __m256i left[4] = {half, half, half, half}, right[4] = {half, half, half, half};
        for (int k = 0; k < taps; k += 2) {
            __m256i both = two_weights(weights + k);
            add_rows(left, rows[k] + x, rows[k + 1] + x, both);
            add_rows(right, rows[k] + x + 32, rows[k + 1] + x + 32, both);
        }
        put_rows(left, out + x);
        put_rows(right, out + x + 32);
    }
}

// Reads 16 bytes a pair, so up to 12 bytes past the last one.
CVIPS_AVX2 static void pair_avx2(const int16_t *row, int pairs, int bands, int lane, int16_t *out) {
    static const int8_t order[5][16] = {
        [1] = {0, 1, 2, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1},
        [3] = {0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, -1, -1, -1, -1},
        [4] = {0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15},
    };
    __m128i shuffle = _mm_loadu_si128((const __m128i *)order[bands]);
    out += lane * 8;
    for (int p = 0; p < pairs; p++, row += 2 * bands, out += 16)
        _mm_storeu_si128((__m128i *)out, _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)row), shuffle));
}

CVIPS_AVX2 static inline __m256i across_pixel(const int16_t *pair, const int16_t *weights, int taps) {
    __m256i sum = _mm256_set1_epi32(ACROSS_HALF);
    for (int k = 0; k < taps; k += 2, pair += 16)
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)pair), two_weights(weights + k)));
    return _mm256_srai_epi32(sum, ACROSS_SHIFT);
}

CVIPS_AVX2 static void across_avx2(const cvips_weights *w, const int16_t *pairs, int bands, uint8_t *out0, uint8_t *out1) {
    const int16_t *weights = w->weights;
    for (int i = 0; i < w->count; i++, weights += w->taps, out0 += bands, out1 += bands) {
        __m256i sum = across_pixel(pairs + (size_t)w->first[i] * 8, weights, w->taps);
        sum = _mm256_packs_epi32(sum, sum);
        sum = _mm256_packus_epi16(sum, sum);
        int32_t pixel0 = _mm256_extract_epi32(sum, 0), pixel1 = _mm256_extract_epi32(sum, 4);
        // Four bytes at once where the next pixel overwrites the fourth; the last pixel must not touch its neighbour row.
        size_t bytes = i + 4 < w->count ? 4 : (size_t)bands;
        if (bytes == 4) {
            memcpy(out0, &pixel0, 4);
            memcpy(out1, &pixel1, 4);
        } else {
            memcpy(out0, &pixel0, bytes);
            memcpy(out1, &pixel1, bytes);
        }
    }
}
#endif

void cvips_rows_down(const uint8_t *const *rows, const int16_t *weights, int taps, int16_t *out, int count) {
#if CVIPS_HAS_AVX2
    if (cvips_simd() >= CVIPS_SIMD_AVX2) return down_avx2(rows, weights, taps, out, count);
#endif
    down_portable(rows, weights, taps, out, count);
}

void cvips_rows_pair(const int16_t *row, int pairs, int bands, int lane, int16_t *out) {
#if CVIPS_HAS_AVX2
    if (cvips_simd() >= CVIPS_SIMD_AVX2) return pair_avx2(row, pairs, bands, lane, out);
#endif
    pair_portable(row, pairs, bands, lane, out);
}

void cvips_rows_across(const cvips_weights *w, const int16_t *pairs, int bands, uint8_t *out0, uint8_t *out1) {
#if CVIPS_HAS_AVX2
    if (cvips_simd() >= CVIPS_SIMD_AVX2) return across_avx2(w, pairs, bands, out0, out1);
#endif
    across_portable(w, pairs, bands, out0, out1);
}
