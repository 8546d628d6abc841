// Blend mode `normal`. All arithmetic is in integers and rounds once, to the nearest: 255 and 65025 are odd, so there
// are no ties, and skipping alpha 0 or copying alpha 255 gives what the formula gives.
#include "blend.h"
#include "simd.h"

static inline uint8_t capped(unsigned x) { return x > 255 ? 255 : (uint8_t)x; }

static void over_rgba(uint8_t *d, const uint8_t *s, int n) {
    for (int i = 0; i < n; i++, d += 3, s += 4) {
        if (!(s[0] | s[1] | s[2] | s[3])) continue;
        const unsigned rest = 255u - s[3];
        for (int c = 0; c < 3; c++) d[c] = capped(s[c] + (d[c] * rest + 127) / 255);
    }
}

static void mix_rgb(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    for (int i = 0; i < n; i++, d += 3, s += 3) {
        const unsigned share = m[i], rest = 255u - share;
        for (int c = 0; c < 3; c++) d[c] = (uint8_t)((s[c] * share + d[c] * rest + 127) / 255);
    }
}

static void over_rgba_through(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    for (int i = 0; i < n; i++, d += 3, s += 4) {
        if (!m[i] || !(s[0] | s[1] | s[2] | s[3])) continue;
        const unsigned share = m[i], rest = 65025u - s[3] * share;
        for (int c = 0; c < 3; c++) d[c] = capped((255u * s[c] * share + d[c] * rest + 32512) / 65025);
    }
}

#ifdef CVIPS_HAS_AVX2
// Eight RGB pixels as RGB0, reading exactly 24 bytes.
CVIPS_AVX2 static inline __m256i load_rgb0(const uint8_t *d) {
    const __m128i first = _mm_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1);
    const __m128i last = _mm_setr_epi8(4, 5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15, -1);
    const __m128i low = _mm_loadu_si128((const __m128i *)d), high = _mm_loadu_si128((const __m128i *)(d + 8));
    return _mm256_set_m128i(_mm_shuffle_epi8(high, last), _mm_shuffle_epi8(low, first));
}

// The reverse, writing exactly 24 bytes; the fourth channel is dropped.
CVIPS_AVX2 static inline void store_rgb0(uint8_t *d, __m256i pixels) {
    const __m256i gather = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, -1, -1, -1, -1));
    const __m256i packed = _mm256_shuffle_epi8(pixels, gather);
    const __m128i low = _mm256_castsi256_si128(packed), high = _mm256_extracti128_si256(packed, 1);
    _mm_storeu_si128((__m128i *)d, _mm_or_si128(low, _mm_slli_si128(high, 12)));
    _mm_storel_epi64((__m128i *)(d + 16), _mm_srli_si128(high, 4));
}

// (x + 127) / 255 of 16-bit lanes; 0x8081 / 2^23 divides every 16-bit number by 255 exactly.
CVIPS_AVX2 static inline __m256i over255(__m256i x) {
    x = _mm256_add_epi16(x, _mm256_set1_epi16(127));
    return _mm256_srli_epi16(_mm256_mulhi_epu16(x, _mm256_set1_epi16((short)0x8081)), 7);
}

CVIPS_AVX2 static int over_rgba_avx2(uint8_t *d, const uint8_t *s, int n) {
    const __m256i opaque = _mm256_set1_epi32((int)0xff000000), zero = _mm256_setzero_si256();
    const __m256i alpha = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        __m256i layer = _mm256_loadu_si256((const __m256i *)(s + 4 * i));
        if (_mm256_testz_si256(layer, layer)) continue;
        if (!_mm256_testc_si256(layer, opaque)) {
            const __m256i rest = _mm256_xor_si256(_mm256_shuffle_epi8(layer, alpha), _mm256_set1_epi8(-1));
            const __m256i back = load_rgb0(d + 3 * i);
            const __m256i low = _mm256_mullo_epi16(_mm256_unpacklo_epi8(back, zero), _mm256_unpacklo_epi8(rest, zero));
            const __m256i high = _mm256_mullo_epi16(_mm256_unpackhi_epi8(back, zero), _mm256_unpackhi_epi8(rest, zero));
            layer = _mm256_adds_epu8(layer, _mm256_packus_epi16(over255(low), over255(high)));
        }
        store_rgb0(d + 3 * i, layer);
    }
    return i;
}

CVIPS_AVX2 static int mix_rgb_avx2(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    const __m128i triple[3] = {_mm_setr_epi8(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5),
                               _mm_setr_epi8(5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 8, 9, 9, 9, 10, 10),
                               _mm_setr_epi8(10, 11, 11, 11, 12, 12, 12, 13, 13, 13, 14, 14, 14, 15, 15, 15)};
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const __m128i shares = _mm_loadu_si128((const __m128i *)(m + i));
        if (_mm_testz_si128(shares, shares)) continue;
        for (int k = 0; k < 3; k++) {
            const __m128i layer = _mm_loadu_si128((const __m128i *)(s + 3 * i + 16 * k));
            __m128i *place = (__m128i *)(d + 3 * i + 16 * k);
            if (_mm_test_all_ones(shares)) {
                _mm_storeu_si128(place, layer);
                continue;
            }
            const __m256i share = _mm256_cvtepu8_epi16(_mm_shuffle_epi8(shares, triple[k]));
            const __m256i rest = _mm256_sub_epi16(_mm256_set1_epi16(255), share);
            const __m256i sum =
                _mm256_add_epi16(_mm256_mullo_epi16(_mm256_cvtepu8_epi16(layer), share),
                                 _mm256_mullo_epi16(_mm256_cvtepu8_epi16(_mm_loadu_si128(place)), rest));
            const __m256i mixed = over255(sum);
            _mm_storeu_si128(place, _mm_packus_epi16(_mm256_castsi256_si128(mixed), _mm256_extracti128_si256(mixed, 1)));
        }
    }
    return i;
}

// x / 65025 of 32-bit lanes, exact for x up to 17.2 million: 16909061 / 2^40 is above 1 / 65025 by 63749 / (65025 2^40).
// A sum of valid samples stays under 16.7 million; more can only come of colour above alpha, and is capped either way.
CVIPS_AVX2 static inline __m256i over65025(__m256i x) {
    const __m256i factor = _mm256_set1_epi64x(16909061);
    const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(x, factor), 40);
    const __m256i odd = _mm256_srli_epi64(_mm256_mul_epu32(_mm256_srli_epi64(x, 32), factor), 40);
    return _mm256_or_si256(even, _mm256_slli_epi64(odd, 32));
}

// Two pixels: layer and backdrop as 8 bytes, the share of each repeated in its four lanes.
CVIPS_AVX2 static inline __m256i over_two_through(__m128i layer, __m128i back, __m128i shares) {
    const __m256i s = _mm256_cvtepu8_epi32(layer), d = _mm256_cvtepu8_epi32(back), share = _mm256_cvtepu8_epi32(shares);
    const __m256i alpha = _mm256_madd_epi16(_mm256_shuffle_epi32(s, 0xff), share);
    const __m256i colour = _mm256_madd_epi16(s, share);
    const __m256i under = _mm256_mullo_epi32(d, _mm256_sub_epi32(_mm256_set1_epi32(65025), alpha));
    const __m256i over = _mm256_sub_epi32(_mm256_slli_epi32(colour, 8), colour);
    return over65025(_mm256_add_epi32(_mm256_add_epi32(over, under), _mm256_set1_epi32(32512)));
}

CVIPS_AVX2 static int over_rgba_through_avx2(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    const __m128i four = _mm_setr_epi8(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m128i shares = _mm_loadl_epi64((const __m128i *)(m + i));
        const __m256i layer = _mm256_loadu_si256((const __m256i *)(s + 4 * i));
        if (_mm_testz_si128(shares, shares) || _mm256_testz_si256(layer, layer)) continue;
        const __m256i back = load_rgb0(d + 3 * i);
        const __m128i low = _mm_shuffle_epi8(shares, four), high = _mm_shuffle_epi8(_mm_srli_si128(shares, 4), four);
        const __m128i s0 = _mm256_castsi256_si128(layer), s1 = _mm256_extracti128_si256(layer, 1);
        const __m128i d0 = _mm256_castsi256_si128(back), d1 = _mm256_extracti128_si256(back, 1);
        const __m256i a = over_two_through(s0, d0, low);
        const __m256i b = over_two_through(_mm_srli_si128(s0, 8), _mm_srli_si128(d0, 8), _mm_srli_si128(low, 8));
        const __m256i c = over_two_through(s1, d1, high);
        const __m256i e = over_two_through(_mm_srli_si128(s1, 8), _mm_srli_si128(d1, 8), _mm_srli_si128(high, 8));
        // Packing works within halves, so the pixels come out as 0 2 4 6 1 3 5 7.
        const __m256i mixed = _mm256_packus_epi16(_mm256_packus_epi32(a, b), _mm256_packus_epi32(c, e));
        store_rgb0(d + 3 * i, _mm256_permutevar8x32_epi32(mixed, order));
    }
    return i;
}
#endif

void cvips_over_rgba(uint8_t *d, const uint8_t *s, int n) {
    int done = 0;
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) done = over_rgba_avx2(d, s, n);
#endif
    over_rgba(d + 3 * done, s + 4 * done, n - done);
}

void cvips_mix_rgb(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    int done = 0;
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) done = mix_rgb_avx2(d, s, m, n);
#endif
    mix_rgb(d + 3 * done, s + 3 * done, m + done, n - done);
}

void cvips_over_rgba_through(uint8_t *d, const uint8_t *s, const uint8_t *m, int n) {
    int done = 0;
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) done = over_rgba_through_avx2(d, s, m, n);
#endif
    over_rgba_through(d + 3 * done, s + 4 * done, m + done, n - done);
}
