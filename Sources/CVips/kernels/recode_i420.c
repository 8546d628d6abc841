// Planes of another matrix or range as a film's: three sums for each pixel instead of a way through RGB. In integers of 16 fractional
// bits, so that vectors of any width give the same bytes.
#include "cvips_i420.h"
#include "simd.h"

#define INLINE static inline __attribute__((always_inline))

// BT.709 in limited range from luma and differences about zero.
typedef struct {
    int y, y_u, y_v, u, u_v, v_u, v;
    int black;  // of the source's luma
} matrix;

static const matrix matrices[] = {
    [CVIPS_BT601] = {65536, -7573, -13627, 66758, 7512, 4918, 67196, 16},
    [CVIPS_BT601_FULL] = {56284, -6652, -11971, 58642, 6598, 4321, 59027, 0},
    [CVIPS_BT709_FULL] = {56284, 0, 0, 57569, 0, 0, 57569, 0},
};

enum { HALF = 1 << 15, STRIP = 512 };

INLINE uint8_t clamped(int value, int most) { return (uint8_t)(value < 16 ? 16 : value > most ? most : value); }

// What the differences of two rows of luma, `count` samples of them, add to it.
INLINE void shifts(int *restrict out, const uint8_t *restrict u, const uint8_t *restrict v, int count, const matrix *m) {
    for (int x = 0; x < count; x++) {
        const int shift = m->y_u * (u[x] - 128) + m->y_v * (v[x] - 128) + HALF + (16 << 16) - m->y * m->black;
        out[2 * x] = shift;
        out[2 * x + 1] = shift;
    }
}

INLINE void luma(uint8_t *restrict y, const int *restrict shift, int count, const matrix *m) {
    for (int x = 0; x < count; x++) y[x] = clamped((m->y * y[x] + shift[x]) >> 16, 235);
}

INLINE void differences(uint8_t *restrict us, uint8_t *restrict vs, int count, const matrix *m) {
    for (int x = 0; x < count; x++) {
        const int u = us[x] - 128, v = vs[x] - 128;
        us[x] = clamped((m->u * u + m->u_v * v + HALF + (128 << 16)) >> 16, 240);
        vs[x] = clamped((m->v_u * u + m->v * v + HALF + (128 << 16)) >> 16, 240);
    }
}

INLINE void recode(cvips_planes planes, int width, int height, const matrix *m) {
    int shift[2 * STRIP];
    for (int row = 0; row < height / 2; row++) {
        uint8_t *y = planes.y + 2 * row * planes.stride, *u = planes.u + row * planes.half_stride,
                *v = planes.v + row * planes.half_stride;
        for (int x = 0; x < width / 2; x += STRIP) {
            const int count = width / 2 - x < STRIP ? width / 2 - x : STRIP;
            shifts(shift, u + x, v + x, count, m);
            luma(y + 2 * x, shift, 2 * count, m);
            luma(y + planes.stride + 2 * x, shift, 2 * count, m);
            differences(u + x, v + x, count, m);
        }
    }
}

static void recode_portable(cvips_planes planes, int width, int height, const matrix *m) { recode(planes, width, height, m); }

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void recode_avx2(cvips_planes planes, int width, int height, const matrix *m) { recode(planes, width, height, m); }
#endif

void cvips_recode_i420(cvips_planes planes, int width, int height, cvips_coding from) {
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) {
        recode_avx2(planes, width, height, &matrices[from]);
        return;
    }
#endif
    recode_portable(planes, width, height, &matrices[from]);
}
