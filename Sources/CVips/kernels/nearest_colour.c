#include "nearest_colour.h"

#include "simd.h"

// The index rides in the low byte of the distance (at most 13 * 510² * 256 = 8.7e8), so that the least number names
// the colour, the same one on vectors of any width.
static inline __attribute__((always_inline)) int search(const colours *all, int r, int g, int b) {
    int32_t best = INT32_MAX;
    for (int i = 0; i < all->padded; i++) {
        const int32_t dr = all->r[i] - r, dg = all->g[i] - g, db = all->b[i] - b;
        const int32_t d = (WEIGHT_R * dr * dr + WEIGHT_G * dg * dg + WEIGHT_B * db * db) * 256 + i;
        best = d < best ? d : best;
    }
    return best & 255;
}

#if CVIPS_HAS_AVX2
CVIPS_AVX2 static int search_avx2(const colours *all, int r, int g, int b) { return search(all, r, g, b); }
#endif

int cvips_nearest_colour(const colours *all, int r, int g, int b) {
#if CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) return search_avx2(all, r, g, b);
#endif
    return search(all, r, g, b);
}
