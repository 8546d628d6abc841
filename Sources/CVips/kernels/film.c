// Grain is value noise: a random number at each point of a grid that is as wide as a grain, interpolated between them.
// All is single precision without fused steps, pixel by pixel, so that vectors of any width give the same bytes.
#include "cvips_film.h"
#include "simd.h"

#include <stdlib.h>

#define INLINE static inline __attribute__((always_inline))

typedef struct {
    const cvips_film *film;
    int width, height;
    float *points;     // Grain at the grid's points of this row
    float *grain;      // at its pixels
    float *shade, *light;  // vignette and leak at its pixels
    float *out_across, *leak_across;  // squared distances along x
} Row;

// Two rounds of multiply and shift (after "lowbias32" of Chris Wellons' hash prospector); two bytes of it summed make
// numbers from -1 to 1 that are mostly small.
INLINE float grain_at(uint32_t x, uint32_t y, uint32_t seed) {
    uint32_t h = (x * 0x9e3779b1u) ^ (y * 0x85ebca77u) ^ seed;
    h ^= h >> 16;
    h *= 0x7feb352du;
    h ^= h >> 15;
    h *= 0x846ca68bu;
    h ^= h >> 16;
    return (float)(int)((h & 255) + (h >> 8 & 255)) * (1.0f / 255) - 1;
}

INLINE void make_grain(const Row *row, int y) {
    const float step = 1 / row->film->grain_size;
    const float down = (float)y * step;
    const int line = (int)down;
    const float share = down - (float)line;
    const int points = (int)((float)row->width * step) + 2;
    for (int i = 0; i < points; i++) {
        const float above = grain_at((uint32_t)i, (uint32_t)line, row->film->seed);
        const float below = grain_at((uint32_t)i, (uint32_t)line + 1, row->film->seed);
        row->points[i] = above + (below - above) * share;
    }
    for (int x = 0; x < row->width; x++) {
        const float across = (float)x * step;
        const int i = (int)across;
        row->grain[x] = (row->points[i] + (row->points[i + 1] - row->points[i]) * (across - (float)i)) * row->film->grain;
    }
}

INLINE void make_light(const Row *row, int y) {
    const cvips_film *film = row->film;
    const float v = ((float)y + 0.5f) / (float)row->height;
    const float out = (v - 0.5f) * (v - 0.5f) * 2, leak = (v - film->leak_y) * (v - film->leak_y) * 0.6f;
    for (int x = 0; x < row->width; x++) {
        const float far = row->out_across[x] + out;
        row->shade[x] = 1 - film->vignette * far * (0.35f * far + 0.65f * far * far);
        const float near = 1 - row->leak_across[x] - leak;
        row->light[x] = near > 0 ? near * near * film->leak : 0;
    }
}

INLINE void develop(const Row *row, uint8_t *restrict out, const uint8_t *restrict in) {
    const float *colour = row->film->leak_colour;
    for (int x = 0; x < row->width; x++) {
        const float luma = (0.299f * (float)in[3 * x] + 0.587f * (float)in[3 * x + 1] + 0.114f * (float)in[3 * x + 2]) / 255;
        const float grain = row->grain[x] * (0.25f + 3 * luma * (1 - luma));
        for (int c = 0; c < 3; c++) {
            float value = (float)in[3 * x + c] * row->shade[x] + grain;
            value = value + (255 - value) * row->light[x] * colour[c] + 0.5f;
            out[3 * x + c] = (uint8_t)(int)(value < 0 ? 0 : value > 255 ? 255 : value);
        }
    }
}

INLINE void film_rows(const Row *row, uint8_t *out, const uint8_t *in, int top, int rows) {
    for (int x = 0; x < row->width; x++) {
        const float u = ((float)x + 0.5f) / (float)row->width;
        row->out_across[x] = (u - 0.5f) * (u - 0.5f) * 2;
        row->leak_across[x] = (u - row->film->leak_x) * (u - row->film->leak_x) * 5;
    }
    for (int y = top; y < top + rows; y++) {
        make_grain(row, y);
        make_light(row, y);
        develop(row, out, in);
        out += 3 * row->width;
        in += 3 * row->width;
    }
}

static void rows_portable(const Row *row, uint8_t *out, const uint8_t *in, int top, int rows) {
    film_rows(row, out, in, top, rows);
}

#ifdef CVIPS_HAS_AVX2
CVIPS_AVX2 static void rows_avx2(const Row *row, uint8_t *out, const uint8_t *in, int top, int rows) {
    film_rows(row, out, in, top, rows);
}
#endif

int cvips_film_rows(uint8_t *out, const uint8_t *in, int width, int height, int top, int rows, const cvips_film *film) {
    const size_t line = (size_t)width + 2;
    float *memory = malloc(line * 6 * sizeof *memory);
    if (!memory) return -1;
    const Row row = {film, width, height, memory, memory + line, memory + 2 * line, memory + 3 * line, memory + 4 * line,
                     memory + 5 * line};
#ifdef CVIPS_HAS_AVX2
    if (cvips_simd() == CVIPS_SIMD_AVX2) {
        rows_avx2(&row, out, in, top, rows);
        free(memory);
        return 0;
    }
#endif
    rows_portable(&row, out, in, top, rows);
    free(memory);
    return 0;
}
