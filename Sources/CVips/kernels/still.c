// What stands still in frames after each other, freed of noise: each sample goes a quarter of the way to its new value where that may be
// noise, all of the way where something has moved. In 7 fractional bits and 16-bit steps, so that vectors of any width give the same
// bytes.
#include "cvips_still.h"
#include "simd.h"

#define INLINE static inline __attribute__((always_inline))

enum {
    FINE = 7,
    NOISE = 10 << FINE,  // differences up to this are noise, with a camera's usual 4 levels of it
    SHARE = 8192,        // of a difference that is noise, in 15 fractional bits
    STEEP = 14,          // by how much the share grows with the difference
    MOST = 32767 - SHARE,
};

INLINE void still(int16_t *restrict kept, const uint8_t *restrict frame, uint8_t *restrict out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const int16_t difference = (int16_t)((frame[i] << FINE) - kept[i]);
        const int16_t size = (int16_t)(difference < 0 ? -difference : difference);
        int16_t beyond = (int16_t)(size > NOISE ? size - NOISE : 0);
        beyond = (int16_t)(beyond > MOST / STEEP ? MOST / STEEP : beyond);
        const int16_t share = (int16_t)(SHARE + beyond * STEEP);
        const int16_t step = (int16_t)((difference * share + (1 << 14)) >> 15);
        kept[i] = (int16_t)(kept[i] + step);
        out[i] = (uint8_t)((kept[i] + (1 << (FINE - 1))) >> FINE);
    }
}

static void still_portable(int16_t *kept, const uint8_t *frame, uint8_t *out, size_t count) { still(kept, frame, out, count); }

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void still_avx2(int16_t *kept, const uint8_t *frame, uint8_t *out, size_t count) {
    still(kept, frame, out, count);
}
#endif

void cvips_still_begin(int16_t *kept, const uint8_t *frame, size_t count) {
    for (size_t i = 0; i < count; i++) kept[i] = (int16_t)(frame[i] << FINE);
}

void cvips_still(int16_t *kept, const uint8_t *frame, uint8_t *out, size_t count) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) {
        still_avx2(kept, frame, out, count);
        return;
    }
#endif
    still_portable(kept, frame, out, count);
}
